#!/usr/bin/env bash
# ejabberd 23.01: whom one blocks (XEP-0191) goes on seeing one online, with the last status. XEP-0191
# says that the server must send unavailable presence to the contact. Prosody 0.12.3 does. Needs Debian 12.
set -euo pipefail
source "$(dirname "$0")/servers.bash"
start_ejabberd >"$work/seen"
PYTHONPATH=$here python3 - "$port" >>"$work/seen" <<'PY'
import re, sys
from xmpp_session import Session

alice, bob = (Session(int(sys.argv[1]), name) for name in ("alice", "bob"))
for one, other in ((alice, "bob"), (bob, "alice")):
    one.ask(f"<presence/><presence to='{other}@acme.test' type='subscribe'/>", "")
    one.settle()
for one, other in ((alice, "bob"), (bob, "alice")):
    one.ask(f"<presence to='{other}@acme.test' type='subscribed'/>", "")
    one.settle()
alice.settle()
bob.settle()
shown = [tag for tag in re.findall(r"<presence[^>]*>", bob.read) if "alice@acme.test/" in tag and "type=" not in tag]
print("bob sees alice:", "online" if shown else "nothing")
alice.ask("<iq type='set' id='k'><block xmlns='urn:xmpp:blocking'><item jid='bob@acme.test'/></block></iq>", "id=['\"]k['\"]")
alice.settle()
told = [tag for tag in re.findall(r"<presence[^>]*>", bob.settle()) if "alice@acme.test" in tag]
print("after alice blocks bob, bob gets:", [re.findall(r"type=.(\w+)", tag) for tag in told])
PY
cat "$work/seen"
echo "One would guess: [['unavailable']]."
diff "$work/seen" - <<'SEEN'
ejabberd 23.01-1
bob sees alice: online
after alice blocks bob, bob gets: []
SEEN
