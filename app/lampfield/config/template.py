"""The template of the site file that ``lampfield config init`` writes. It is valid as it is."""

TEMPLATE = """\
# Lampfield's site file. `lampfield check` tries everything in it.
# A secret is env:NAME (an environment variable), file:PATH, or the text itself (not advised).

[hub]
listen = "127.0.0.1:8650"            # where boards connect
# tls_cert = "hub.pem"               # both required if other machines connect
# tls_key = "hub.key"

# [phone]                            # without this table every phone is unknown
# source = "asterisk"                # Asterisk 16 to 22, FreePBX
# url = "http://127.0.0.1:8088"      # its HTTP server (http.conf, ari.conf)
# ami = "127.0.0.1:5038"             # its manager interface (manager.conf)
# username = "lampfield"             # in ari.conf and in manager.conf
# password = "env:ASTERISK_PASSWORD"
# context = "internal"               # the dial plan context of your calls; FreePBX: from-internal

[chat]                               # without this table there is no chat
source = "xmpp"
host = "127.0.0.1"                   # Prosody, ejabberd, or any other XMPP server
port = 5222
tls = "starttls"                     # starttls, direct, none (none: this machine only)
# ca = "ca.pem"                      # the authority of the server's certificate, if it is your own
# insecure = false                   # true: accept any certificate

# [directory]
# file = "contacts.csv"              # or .vcf; without it contacts come from PBX and roster
# encoding = "windows-1252"          # of a file that is not UTF-8
# match = "extension"                # 201@your.domain is extension 201; none: only the file matches

[[account]]                          # one for each operator
name = "reception"
secret = "env:RECEPTION_SECRET"      # what a board shows to log in
jid = "alice@acme.test"              # the operator's chat account
password = "env:ALICE_PASSWORD"
may = ["dial", "chat", "parties"]    # parties: see who is talking to which caller; hangup: end others' calls;
                                     # reset: cut and reconnect the link to the PBX, for everybody
# devices = ["PJSIP/201"]            # lines to dial on; the first is the default
# auto_answer = true                 # ask your phone to answer automatically the calls that the board makes
"""
