"""Key types: one type for each kind of identifier."""

from typing import NewType

ContactId = NewType("ContactId", int)
"""A contact's unique number (``cID`` in the IPCortex API). It survives a restart of the hub."""

ContactKey = NewType("ContactKey", str)
"""A source's key of a contact: a bare address for XMPP, an extension for a PBX."""

DeviceName = NewType("DeviceName", str)
"""A device's unique name, such as ``PJSIP/201``."""

RoomId = NewType("RoomId", int)
"""A chat room's unique number within one account."""

MessageId = NewType("MessageId", int)
"""A message's number within one account; a later message has a higher one."""

CallUid = NewType("CallUid", int)
"""A call's number within one account; it never repeats while the hub runs."""
