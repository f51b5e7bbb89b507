"""Limits and names that hub and clients must agree on."""

import re

SUBPROTOCOL = "lampfield.v1"
"""The websocket sub-protocol."""

PROTOCOL_MIN = 1
PROTOCOL_MAX = 1
"""The protocol versions that this release speaks; `Hello` carries the hub's range."""

MAX_REQUEST_BYTES = 262_144
"""The largest frame that a hub accepts from a client."""

MAX_FRAME_BYTES = 64 * 1024 * 1024
"""The largest frame that a client accepts from a hub; a snapshot of 10,000 contacts has about 3 MB."""

MAX_TEXT_CHARS = 20_000
"""The longest chat message that a client may post."""

CLIENT_ID = re.compile("[0-9A-Za-z-]{0,64}")
"""The ids that a client may give to a message or an action. Other protocols transport a message's id."""

ACTION_IDS = "action-ids"
"""The feature of a hub that carries out a repeated action only once, identified by its ``actionID``."""

FEATURES = (ACTION_IDS,)
"""The features that this release's hub has and an older hub of the same protocol version lacks."""

DATASETS = ("contacts", "devices", "calls", "rooms", "directory")
"""The datasets that a client may request; server links and the operator's own presence are always sent.
``directory`` is the link to the directory file, which is optional: earlier clients cannot decode its name."""
