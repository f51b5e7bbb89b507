"""Numbers and names of the feed that both ends must agree on."""

import re

SUBPROTOCOL = "lampfield.v1"
"""The websocket sub-protocol."""

PROTOCOL_MIN = 1
PROTOCOL_MAX = 1
"""The protocol numbers that this release speaks; `Hello` carries the hub's own range."""

MAX_REQUEST_BYTES = 262_144
"""The largest frame that a hub takes from a client."""

MAX_FRAME_BYTES = 64 * 1024 * 1024
"""The largest frame that a client takes from a hub: a snapshot of 10,000 contacts has about 3 MB."""

MAX_TEXT_CHARS = 20_000
"""The longest chat message that a client may post."""

CLIENT_ID = re.compile("[0-9A-Za-z-]{0,64}")
"""What a client may call a message or an action. A message's name becomes a part of foreign protocols."""

ACTION_IDS = "action-ids"
"""The feature of a hub that does an action once that is asked for again under its name."""

FEATURES = (ACTION_IDS,)
"""What this release's hub can do that an older one of the same protocol cannot."""

DATASETS = ("contacts", "devices", "calls", "rooms", "directory")
"""What a client may ask for; the links of servers and its own presence always come. ``directory`` is the link
to the directory's file: it is asked for, because clients of earlier releases cannot read its name."""
