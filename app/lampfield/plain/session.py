"""A session of plain mode: the state that commands share, and the output of their results."""

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
from lampfield.plain.summary import summary_line
from lampfield.protocol.errors import LampfieldError, RequestError

UNDERWAY_SECONDS = 1.0
"""An operation that takes longer than this gets a progress message."""

PROMPT = "> "

FAILURES = (RefusalCode.LINK_DOWN, RefusalCode.DEVICE_OFFLINE)
"""Refusals of the hub that are reported as failures: they are technical faults."""


class NumberMeaning(Enum):
    """What the numbers of the last numbered list stand for."""

    PEOPLE = "people"
    GROUPS = "groups"
    DEVICES = "devices"


class SessionOptions(NamedTuple):
    """The options of a session."""

    reader: InputReader
    write: Callable[[str], None]
    """Writes a text unchanged."""
    finder: Finder
    clock: Callable[[], float]
    """Epoch seconds."""
    timing: Timing
    """The clock for pauses."""
    spoken: Callable[[str], str] = str
    """Converts a line for speech."""


class PlainSession:
    """A plain-mode session of a person or a script.

    Args:
        pbx: The client, with its first snapshot.
        options: The options.
    """

    def __init__(self, pbx: PBX, options: SessionOptions) -> None:
        self.pbx = pbx
        self.reader = options.reader
        self.finder = options.finder
        self.clock = options.clock
        self.output = Output(options.write, options.reader, options.timing, options.spoken)
        self.announcer = Announcer(self.output.news, USUALLY_ANNOUNCED, timing=options.timing)
        """Announces changes to the output, once it follows the client. The command line may replace it."""
        self.resolver = ContactResolver(pbx, options.finder)
        self.listing = Listing(self.output.say, PART_LINES if options.reader.is_person else None)
        self.room: Room | None = None
        """The open chat, which lines are sent to."""
        self.numbers = NumberMeaning.PEOPLE
        """The meaning of a line that is a number."""
        self.ended = False
        self.failures = 0
        """The number of commands that were refused, failed or not understood."""

    def say(self, line: str) -> None:
        """Write a line of an answer."""
        self.output.say(line)

    def fail(self, line: str) -> None:
        """Write why a command failed, and count the failure."""
        self.failures += 1
        self.say(line)

    @property
    def stale(self) -> Staleness:
        """The current staleness."""
        return staleness(self.pbx.links)

    def summary(self) -> str:
        """Return the summary of the current state in one line."""
        return summary_line(self.pbx, self.stale, self.clock())

    def unread_of(self, cid: ContactId) -> int:
        """Return the number of unread messages of a contact."""
        return unread_of(cid, self.pbx.rooms.values_by_key.values())

    def line_of(self, cid: ContactId) -> str:
        """Return the line of a contact's current state."""
        contact = self.pbx.contacts.values_by_key.get(cid)
        return state_line(contact, self.stale, self.unread_of(cid)) if contact is not None else "gone"

    def list_people(self, cids: Sequence[ContactId], nobody: str) -> None:
        """Write a numbered list of contacts. From now on its numbers stand for them."""
        if not cids:
            self.say(nobody)
            return
        shown = self.resolver.shown = []
        self.resolver.last = cids[0] if len(cids) == 1 else self.resolver.last
        self.numbers = NumberMeaning.PEOPLE

        def line(place: int) -> str:
            shown.append(cids[place])
            return f"{place + 1} {self.line_of(cids[place])}"

        self.listing.begin(len(cids), line)

    async def perform(self, plan: Callable[[], Operation]) -> bool:
        """Run the operation that a plan returns, after its confirmation if any, and write the result.

        Returns whether it is done.
        """
        try:
            operation = plan()
        except NotAvailable as why:
            self.fail(f"refused: {why}")
            return False
        if operation.question and not await self.is_sure(operation.question, operation.yes):
            self.say("nothing changed.")
            return False
        try:
            await self._await(operation)
        except (LampfieldError, ValueError) as error:
            self.fail(failure_line(error))
            return False
        self.say(f"done: {operation.done}")
        return True

    async def perform_on(self, contact: Contact, plan: Callable[[Contact], Operation]) -> bool:
        """Run the operation that a plan returns for a contact."""
        return await self.perform(lambda: plan(contact))

    async def is_sure(self, question: str, yes: str) -> bool:
        """Ask for confirmation. Every answer but yes means no."""
        self.say(question)
        answer = await self.output.ask(f"yes: {yes}, no: leave it> ")
        return answer is not None and answer.strip().lower() in ("y", "yes")

    async def _await(self, operation: Operation) -> None:
        doing = asyncio.ensure_future(operation.begin())
        await asyncio.wait({doing}, timeout=UNDERWAY_SECONDS)
        if not doing.done():
            self.say(operation.underway)
        await doing


def failure_line(error: Exception) -> str:
    """Return the result line of an error: refused, failed or not known, with the reason."""
    if isinstance(error, LampfieldError) and error.outcome_unknown:
        return f"not known: {error}"
    is_refused = isinstance(error, ValueError) or (
        isinstance(error, RequestError) and error.word not in FAILURES
    )
    return f"{'refused' if is_refused else 'failed'}: {error}"
