"""The site file that ``lampfield config init`` writes: right as it stands, to be filled in."""

TEMPLATE = """\
# Lampfield's site file. `lampfield check` tries everything that stands here.
# A secret is env:NAME (an environment variable), file:PATH, or the text itself (not advised).

[hub]
listen = "127.0.0.1:8650"            # where boards connect
# tls_cert = "hub.pem"               # both required when others than this machine connect
# tls_key = "hub.key"

# [phone]: a phone source comes in a later release; without one the lamps are unknown.

[chat]                               # without this table there is no chat
source = "xmpp"
host = "127.0.0.1"                   # Prosody, ejabberd, or any other XMPP server
port = 5222
tls = "starttls"                     # starttls, direct, none (none: this machine only)
# ca = "ca.pem"                      # the authority of the server's certificate, if it is your own
# insecure = false                   # true: take any certificate

[[account]]                          # one for each operator
name = "reception"
secret = "env:RECEPTION_SECRET"      # what a board shows to log in
jid = "alice@acme.test"              # the operator's chat account
password = "env:ALICE_PASSWORD"
may = ["dial", "chat"]
# devices = ["PJSIP/201"]            # lines to dial on; the first is the default
"""
