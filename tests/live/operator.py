"""The operator's side of a PBX: a hub with the source asterisk, and a client on it."""

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import lampfield
from lampfield.client.handles import Contact
from lampfield.client.pbx import PBX
from lampfield.hub.server import HubServer
from lampfield.model.account import USUAL_RIGHTS, Account, Right
from lampfield.model.contact import Direction
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkName, LinkState
from lampfield.sources.asterisk.source import AsteriskSource
from tests.live.handset import Handset
from tests.live.pbx import Asterisk
from tests.waiting import until

SECONDS = 10.0
OWN = DeviceName("PJSIP/201")


class Operator:
    """A logged-in operator, who has the phone 201."""

    def __init__(self, hub: HubServer, source: AsteriskSource, pbx: PBX) -> None:
        self.hub = hub
        self.source = source
        self.pbx = pbx

    def at(self, number: str) -> Contact:
        """Return the contact with an extension."""
        return next(contact for contact in self.pbx.contacts if contact.number == number)

    def says(self, number: str) -> str:
        """Return lamp, direction, other party and labels of an extension, in one line."""
        contact = next((it for it in self.pbx.contacts if it.number == number), None)
        if contact is None:
            return "nobody"
        words = [str(contact.blf)]
        if contact.party is not None:
            words.append("<" if contact.party.direction is Direction.IN else ">")
            words.append(contact.party.number or contact.party.name)
            words += [f"via {contact.party.queue}"] if contact.party.queue else []
        return " ".join([*words, *(f"[{label}]" for label in contact.labels)])

    async def sees(self, seconds: float = SECONDS, /, **lamps: str) -> None:
        """Wait until extensions are as they should be, such as ``_201="1 > 202"``."""
        wanted = {number.removeprefix("_"): words for number, words in lamps.items()}

        def so() -> bool:
            return all(self.says(number) == words for number, words in wanted.items())

        try:
            await until(so, f"{wanted}", seconds)
        except AssertionError as error:
            said = [self.says(number) for number in wanted]
            raise AssertionError(f"{error}; it is {said}, with {self.pbx.links}") from None

    async def bridged(self) -> None:
        """Wait until all who talk are in a bridge: a hold before that reaches nobody, and is forgotten.

        A call counts as answered a moment sooner than its two ends share a bridge.
        """
        legs = self.source.connection.pbx.legs.by_id
        await until(lambda: len(legs) > 1 and all(leg.bridge for leg in legs.values()), "a bridge")

    async def link(self, state: LinkState, seconds: float = 20.0) -> str:
        """Wait until the phone link has a state. Returns its reason."""
        await until(lambda: self._link() is state, f"phone link {state}", seconds)
        return self.pbx.links[LinkName.PHONE].reason

    def _link(self) -> LinkState:
        link = self.pbx.links.get(LinkName.PHONE)
        return link.state if link is not None else LinkState.ABSENT


def account(
    may: Sequence[Right] = USUAL_RIGHTS, devices: Sequence[DeviceName] = (OWN,), **properties: Any
) -> Account:
    """Return the operator's account."""
    return Account(name="reception", secret="s", devices=tuple(devices), may=tuple(may), **properties)


@asynccontextmanager
async def operator(server: Asterisk, who: Account | None = None, **options: Any) -> AsyncIterator[Operator]:
    """Log the operator in at a hub on a PBX. The phone link may not be up yet."""
    acts_as = who or account()
    asterisk = AsteriskSource(options.pop("pbx", server.pbx()), acts_as.devices, **options)
    async with (
        HubServer([acts_as], [asterisk], linger=0.0) as hub,
        lampfield.connect(hub.url, account="reception", secret="s") as pbx,
    ):
        yield Operator(hub, asterisk, pbx)


@asynccontextmanager
async def phones(server: Asterisk, *numbers: str) -> AsyncIterator[list[Handset]]:
    """Have telephones, registered."""
    async with AsyncExitStack() as stack:
        yield [
            await stack.enter_async_context(Handset(number, f"pw{number}", server.sip)) for number in numbers
        ]
