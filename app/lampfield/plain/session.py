"""A session of plain mode: what each command works with, and how its outcome is told."""

import asyncio
from collections.abc import Callable, Sequence
from enum import Enum
from typing import NamedTuple

from lampfield.client.handles import Contact, Room
from lampfield.client.pbx import PBX
from lampfield.config.settings import USUALLY_ANNOUNCED
from lampfield.frontend.announcing.announcer import Announcer
from lampfield.frontend.operations.operation import NotAvailable, Operation
from lampfield.frontend.people import unread_of
from lampfield.frontend.staleness import Staleness, staleness
from lampfield.frontend.timing import Timing
from lampfield.frontend.wording import state_line
from lampfield.model.identity import ContactId
from lampfield.model.refusal import RefusalCode
from lampfield.plain.contact_resolver import ContactResolver
from lampfield.plain.finder import Finder
from lampfield.plain.input import InputReader
from lampfield.plain.listing import PART_LINES, Listing
from lampfield.plain.output import Output
from lampfield.plain.standing import standing_line
from lampfield.protocol.errors import LampfieldError, RequestError

UNDERWAY_SECONDS = 1.0
"""What takes longer is said to be under way."""

PROMPT = "> "

FAILURES = (RefusalCode.LINK_DOWN, RefusalCode.DEVICE_OFFLINE)
"""Refusals of the hub that are rather failures: nobody said no."""


class Numbers(Enum):
    """What the numbers of the last list mean that had some."""

    PEOPLE = "people"
    GROUPS = "groups"
    DEVICES = "devices"


class Setting(NamedTuple):
    """What a session is opened with."""

    ear: InputReader
    write: Callable[[str], None]
    """Writes a text as it is."""
    finder: Finder
    clock: Callable[[], float]
    """Epoch seconds."""
    timing: Timing
    """Says when a pause is over."""
    spoken: Callable[[str], str] = str
    """Turns a line into what is written of it."""


class PlainSession:
    """What a person, or a script, does with a PBX by lines.

    Args:
        pbx: The PBX; its first picture is there.
        setting: Where lines come from and go to.
    """

    def __init__(self, pbx: PBX, setting: Setting) -> None:
        self.pbx = pbx
        self.ear = setting.ear
        self.finder = setting.finder
        self.clock = setting.clock
        self.voice = Output(setting.write, setting.ear, setting.timing, setting.spoken)
        self.announcer = Announcer(self.voice.news, USUALLY_ANNOUNCED, timing=setting.timing)
        """Announces what happens, as soon as it follows the PBX; here, unless another one is set."""
        self.whom = ContactResolver(pbx, setting.finder)
        self.listing = Listing(self.voice.say, PART_LINES if setting.ear.is_person else None)
        self.room: Room | None = None
        """The chat that lines go to."""
        self.numbers = Numbers.PEOPLE
        """What a number alone means."""
        self.ended = False
        self.failures = 0
        """How many commands were refused, failed or not understood."""

    def say(self, line: str) -> None:
        """Write a line of an answer."""
        self.voice.say(line)

    def fail(self, line: str) -> None:
        """Say why something was not done."""
        self.failures += 1
        self.say(line)

    @property
    def stale(self) -> Staleness:
        """Since when what is known may be untrue."""
        return staleness(self.pbx.links)

    def standing(self) -> str:
        """Return how everything stands now, in one line."""
        return standing_line(self.pbx, self.stale, self.clock())

    def unread_of(self, cid: ContactId) -> int:
        """Return how many messages of a contact the operator has not seen."""
        return unread_of(cid, self.pbx.rooms.values_by_key.values())

    def line_of(self, cid: ContactId) -> str:
        """Return how a contact is now."""
        contact = self.pbx.contacts.values_by_key.get(cid)
        return state_line(contact, self.stale, self.unread_of(cid)) if contact is not None else "gone"

    def list_people(self, cids: Sequence[ContactId], nobody: str) -> None:
        """Say how some people are, numbered; from now on their numbers mean them."""
        if not cids:
            self.say(nobody)
            return
        shown = self.whom.shown = []
        self.whom.last = cids[0] if len(cids) == 1 else self.whom.last
        self.numbers = Numbers.PEOPLE

        def line(place: int) -> str:
            shown.append(cids[place])
            return f"{place + 1} {self.line_of(cids[place])}"

        self.listing.begin(len(cids), line)

    async def perform(self, plan: Callable[[], Operation]) -> bool:
        """Do what a plan returns, after its question if it has one, and say how it ended.

        Returns whether it is done.
        """
        try:
            operation = plan()
        except NotAvailable as why:
            self.fail(f"refused: {why}")
            return False
        if operation.question and not await self.is_sure(operation.question, operation.yes):
            self.say("left as it is.")
            return False
        try:
            await self._await(operation)
        except (LampfieldError, ValueError) as error:
            self.fail(failure_line(error))
            return False
        self.say(f"done: {operation.done}")
        return True

    async def perform_on(self, contact: Contact, plan: Callable[[Contact], Operation]) -> bool:
        """Do what a plan returns for a contact."""
        return await self.perform(lambda: plan(contact))

    async def is_sure(self, question: str, yes: str) -> bool:
        """Ask before something that cannot be taken back. Anything but yes is no."""
        self.say(question)
        answer = await self.voice.ask(f"yes: {yes}, no: leave it> ")
        return answer is not None and answer.strip().lower() in ("y", "yes")

    async def _await(self, operation: Operation) -> None:
        doing = asyncio.ensure_future(operation.begin())
        await asyncio.wait({doing}, timeout=UNDERWAY_SECONDS)
        if not doing.done():
            self.say(operation.underway)
        await doing


def failure_line(error: Exception) -> str:
    """Return how something ended that was not done, refused or failed, or of which nobody knows; and why."""
    if isinstance(error, LampfieldError) and error.outcome_unknown:
        return f"not known: {error}"
    is_refused = isinstance(error, ValueError) or (
        isinstance(error, RequestError) and error.word not in FAILURES
    )
    return f"{'refused' if is_refused else 'failed'}: {error}"
