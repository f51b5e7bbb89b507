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

POST_ID = re.compile("[0-9A-Za-z-]{0,64}")
"""What a client may call a message that it posts: it becomes a part of foreign protocols."""

DATASETS = ("contacts", "devices", "calls", "rooms")
"""What a client may ask for; links and its own presence always come."""
