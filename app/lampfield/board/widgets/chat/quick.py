"""Quick texts: sentences inserted by one key, with the caller's name filled in. Pure."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from lampfield.model.call import Call, CallParty
from lampfield.model.text import plain

_FIELD = re.compile(r"\{(caller|name|number)\}")

NOBODY = "somebody"


class Caller(NamedTuple):
    """The other party of a call."""

    name: str = ""
    number: str = ""

    @property
    def fields(self) -> dict[str, str]:
        """The value of each placeholder."""
        both = f"{self.name} ({self.number})" if self.name and self.number else ""
        name = self.name or self.number or NOBODY
        return {"caller": both or name, "name": name, "number": self.number or "number unknown"}


def caller_of(calls: Iterable[Call]) -> Caller:
    """Return the caller: the first incoming call, else the first call."""
    alive = list(calls)
    incoming = (call for call in alive if call.party is CallParty.CALLEE)
    call = next(incoming, None) or next(iter(alive), None)
    return Caller(plain(call.name, 60), plain(call.number, 24)) if call is not None else Caller()


def filled(text: str, caller: Caller) -> str:
    """Return a quick text with its placeholders filled in. Those in the caller's name are left alone."""
    fields = caller.fields
    return _FIELD.sub(lambda field: fields[field[1]], text)
