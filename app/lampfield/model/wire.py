"""The names of fields on the wire."""

_IRREGULAR = {
    "cid": "cID",
    "chat_id": "chatID",
    "owner_id": "ownerID",
    "room_id": "roomID",
    "msg_id": "msgID",
    "post_id": "postID",
    "action_id": "actionID",
    "sender_name": "cN",
    "photo_id": "photoID",
}


def wire_name(field: str) -> str:
    """Return the IPCortex API's spelling of a Python field name: ``companyName`` for ``company_name``."""
    head, *rest = field.split("_")
    return _IRREGULAR.get(field) or head + "".join(part.title() for part in rest)
