#!/usr/bin/env bash
# ejabberd 23.01: a page of the archive after an id that the archive does not know (it was purged, or the server was
# set up again) is the first page, without an error. XEP-0059 asks for item-not-found.
# A client that catches up after its last id takes the whole archive for news. Needs Debian 12.
set -euo pipefail
source "$(dirname "$0")/servers.bash"
start_ejabberd >"$work/seen"
PYTHONPATH=$here python3 - "$port" >>"$work/seen" <<'PY'
import re, sys
from xmpp_session import Session, bodies

bob = Session(int(sys.argv[1]), "bob")
for text in ("one", "two"):
    bob.ask(f"<message to='alice@acme.test' type='chat'><body>{text}</body></message>", "")
bob.settle()
alice = Session(int(sys.argv[1]), "alice")
known = re.findall(r"<last>([^<]*)</last>", alice.archive() + alice.settle())[0]
for name, after in (("the last id", known), ("an id that was never given", "1000000000000000")):
    answer = alice.archive(after=after) + alice.settle()
    print(f"after {name}: {bodies(answer)}, error: {'<error' in answer}")
PY
cat "$work/seen"
echo "One would guess: item-not-found for the second, as Prosody 0.12.3 answers."
diff "$work/seen" - <<'SEEN'
ejabberd 23.01-1
after the last id: [], error: False
after an id that was never given: ['one', 'two'], error: False
SEEN
