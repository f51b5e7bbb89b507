#!/usr/bin/env bash
# Prosody 0.12.3: a client that asks the message archive (XEP-0313) before it sends its first presence gets none of the
# messages that were stored while it was away, although the query named another contact. Neither XEP-0313 nor XEP-0160
# says so. Needs Debian 12.
set -euo pipefail
source "$(dirname "$0")/servers.bash"
start_prosody >"$work/seen"
PYTHONPATH=$here python3 - "$port" >>"$work/seen" <<'PY'
import sys
from xmpp_session import Session, bodies

port = int(sys.argv[1])
bob = Session(port, "bob")
for asks_first in (False, True):
    bob.ask("<message to='alice@acme.test' type='chat' id='1'><body>call me</body></message>", "")
    bob.settle()
    alice = Session(port, "alice")
    if asks_first:
        alice.archive("with", "cara@acme.test")
    alice.socket.sendall(b"<presence/>")
    print(f"asked the archive about cara first: {asks_first}; delivered after the presence: {bodies(alice.settle())}")
    alice.socket.close()
PY
cat "$work/seen"
echo "One would guess: ['call me'] both times; the query was about somebody else, and nobody has seen the message."
diff "$work/seen" - <<'SEEN'
prosody 0.12.3-1+deb12u1
asked the archive about cara first: False; delivered after the presence: ['call me']
asked the archive about cara first: True; delivered after the presence: []
SEEN
