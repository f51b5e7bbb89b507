"""The board's screen: its regions, and what each shows when something changed."""

import asyncio
from collections.abc import Callable

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.timer import Timer
from textual.widget import Widget

from lampfield.board.actions.card import CardActions
from lampfield.board.actions.chatting import ChatActions
from lampfield.board.actions.guiding import GuidingActions
from lampfield.board.actions.keeping import KeepingActions
from lampfield.board.actions.moment import MomentAction, moment_action
from lampfield.board.actions.own_show import OwnShowActions
from lampfield.board.actions.phone import PhoneActions
from lampfield.board.actions.relationships import RelationshipActions
from lampfield.board.actions.saying import SayingActions
from lampfield.board.calls.strip import CallStrip
from lampfield.board.canvas.compositor import compose_surely
from lampfield.board.card.pane import CardPane
from lampfield.board.chat.pane import ChatPane
from lampfield.board.feeding import FeedChanged, FeedOpened, Hub, follow
from lampfield.board.find.line import FindInput, FindLine
from lampfield.board.footer.line import FooterLine
from lampfield.board.grid.fields import tile_fields
from lampfield.board.grid.grid import ContactGrid
from lampfield.board.header.facts import HeaderFacts
from lampfield.board.header.line import HeaderLine
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.kit.outcome import Kind, Outcome
from lampfield.board.kit.text_box import TextBox
from lampfield.board.telling.actions import TellingActions
from lampfield.config.settings import LookTable
from lampfield.feed.batch import Batch
from lampfield.feed.pbx import PBX
from lampfield.model.account import Right
from lampfield.model.call import Call, own_calls
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship
from lampfield.words.ended import failed_sentence
from lampfield.words.staleness import Staleness, staleness

TICK_SECONDS = 0.5
"""Half of the flash of what rings, which is 1 Hz."""

OUTCOME_SECONDS = 8.0

ARRIVAL_SECONDS = 0.1
"""How often at most those who come are put in their places: a long first picture comes in many frames."""

WIDE_COLUMNS = 120
"""From here on the card stands beside the grid."""

TALL_LINES = 30
"""From here on there is room for air."""


class BoardScreen(
    GuidingActions,
    KeepingActions,
    PhoneActions,
    ChatActions,
    CardActions,
    OwnShowActions,
    RelationshipActions,
    SayingActions,
    TellingActions,
):
    """Header, calls, find, grid, card and chat, footer.

    Args:
        hub: Where the contacts come from.
        clock: Epoch seconds.
        shown: Set when the first contacts are on the screen.
        keys: The key map.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_COLUMNS, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL_LINES, "-tall")]
    AUTO_FOCUS = "#grid"

    def __init__(self, hub: Hub, clock: Callable[[], float], shown: asyncio.Event, keys: KeyMap) -> None:
        super().__init__()
        compose_surely(self)
        self.keys = keys
        self.shown = shown
        self.grid = ContactGrid({}, id="grid")
        self._hub = hub
        self._clock = clock
        self._asking: set[ContactId] = set()
        self._lit = False
        self._said_at = 0.0
        self._last_size = Size()
        self._arrivals: Timer | None = None
        """Runs while those who come wait for the next look."""
        self._arrived = False
        """Somebody came since the last look."""

    def compose(self) -> ComposeResult:
        """Lay out the regions, as wide and as full as they begin: each later change costs a layout."""
        self.set_class(self.app.size.width >= WIDE_COLUMNS, "-wide", update=False)
        self.set_class(self.app.size.height >= TALL_LINES, "-tall", update=False)
        self.wear(self.settings.values.look)
        yield HeaderLine(id="header")
        yield _hidden(CallStrip(self.keys, id="calls"))
        yield FindLine(id="find")
        with Horizontal(id="middle"):
            yield self.grid
            yield self.grid.bar
            with Vertical(id="side"):
                yield CardPane(id="card", draws_photos=self.draws_photos)
                yield _hidden(ChatPane(id="chat"))
        yield FooterLine(self.keys.footer, id="footer")

    def wear(self, look: LookTable) -> None:
        """Show tiles as they are wanted."""
        self.grid.wear(look.density, tile_fields(look.fields))

    def on_mount(self) -> None:
        """Begin with an empty grid that says what is waited for, and follow the feed."""
        self.grid.empty_text = "connecting to the hub…"
        kept_for = f"{self._hub.account}@{self._hub.name or self._hub.url}"
        self.recall(kept_for)
        self.recall_drafts(kept_for)
        self.set_interval(TICK_SECONDS, self.tick)
        self.tick()
        self.run_worker(
            follow(self._hub, self.post_message, self.shows),
            group="feed",
            description=f"the feed of {self._hub.url}",
            exit_on_error=False,
        )

    @property
    def cursor(self) -> ContactId | None:
        """The contact under the cursor."""
        return self.grid.cursor

    @property
    def stale(self) -> Staleness:
        """Since when what is shown may be untrue."""
        return staleness(self.pbx.links) if self.pbx is not None else Staleness()

    def shows(self, cids: set[ContactId]) -> bool:
        """Say whether a change of any of some contacts can be seen now."""
        return self.cursor in cids or self.grid.shows_any(cids)

    def on_descendant_focus(self) -> None:
        """Show the keys of what has the focus now, and what the moment's would do."""
        self._show_keys()
        self._show_contact()

    def _show_keys(self) -> None:
        """Show the keys of what has the focus, of those that the account may use."""
        box, keys = self.focused, self.offered
        footer = keys.footer_in(box.SCOPE) if isinstance(box, TextBox) else keys.footer
        self.query_one(FooterLine).show_keys(footer)

    def on_resize(self, event: events.Resize) -> None:
        """Paint everything when the size is the one before: Textual may have missed another between."""
        if event.size == self._last_size:
            self.refresh()
        self._last_size = event.size

    @on(FeedOpened)
    def attach(self, event: FeedOpened) -> None:
        """Show what a PBX knows from now on."""
        self.pbx = pbx = event.pbx
        self.grid.set_contacts(pbx.contacts.values_by_key)
        self.apply(Batch(reset=True, contacts_updated=set(pbx.contacts.values_by_key), links=set(pbx.links)))

    @on(FeedChanged)
    def take(self, event: FeedChanged) -> None:
        """Show what one frame changed."""
        self.apply(event.batch)
        self.tell_of(event.batch, self._asking)

    def apply(self, batch: Batch) -> None:
        """Show what a batch names."""
        if self.pbx is None:
            return
        changed = batch.contacts_new | batch.contacts_updated | batch.contacts_gone
        asked = len(self._asking)
        if changed or batch.reset:
            self._show_contacts(batch, changed)
        self.note_calls(batch)
        for call in batch.ended.values():
            self._say_why_ended(call)
        if batch.links:
            self._show_staleness()
        if batch.rooms or batch.messages or batch.messages_updated or batch.links or batch.reset:
            self.show_chats()
            self.send_due()
        if batch.reset and self.grid.order:
            self.call_after_refresh(self.shown.set)
        if batch.tells_more or len(self._asking) != asked:
            self._show_rest()
        elif self.cursor in changed:
            self._show_contact()

    def tick(self) -> None:
        """Let the clocks run."""
        now = self._clock()
        self._lit = not self._lit and self.app.animation_level != "none"
        self.grid.by_second = self.board_app.by_second
        self.grid.tick(now, lit=self._lit)
        self.show_found()
        if self._said_at and now - self._said_at > OUTCOME_SECONDS:
            self._said_at = 0.0
            self.query_one(FooterLine).say(None)
        self.tell_late(self._asking)
        self.send_due()
        self.keep_drafts()
        self._show_rest()

    @on(Outcome)
    def show_outcome(self, event: Outcome) -> None:
        """Show what an action came to; a long failure is shown whole beside."""
        self._said_at = self._clock() if event.sentence else 0.0
        footer = self.query_one(FooterLine)
        footer.say(event if event.sentence else None)
        if event.kind in (Kind.FAILED, Kind.UNKNOWN) and not footer.room_for(event, self.size.width):
            self.notify(event.sentence, severity="error", markup=False, timeout=OUTCOME_SECONDS)

    @on(ContactGrid.CursorMoved)
    def follow_cursor(self) -> None:
        """Show the card of another contact."""
        self._show_rest()

    @on(ContactGrid.Activated)
    def activate(self) -> None:
        """Do what the moment calls for, where anything can be done."""
        if self.check_action("moment", ()):
            self.action_moment()

    def action_do_found(self) -> None:
        """Do with who is found what the moment calls for, and show everybody again."""
        self.catch_up()
        if self.cursor is None:
            self.action_take_found()
            return
        if self.is_slip_unsure():
            return
        moment = self._moment()
        self.clear_search()
        self._do_moment(moment)

    def action_moment(self) -> None:
        """Do what the moment calls for."""
        self._do_moment(self._moment())

    def _do_moment(self, moment: MomentAction) -> None:
        getattr(self, f"action_{moment.id}")()

    def _moment(self) -> MomentAction:
        """Return what the moment calls for. Who looks for somebody means that contact, whoever rings."""
        contact = self.contact
        searching = isinstance(self.focused, FindInput)
        calls = own_calls(self.pbx.calls.values_by_key) if self.pbx is not None else []
        unread = self.unread().get(contact.cid, 0) if contact is not None else 0
        value = contact.value if contact is not None else None
        return moment_action(
            value,
            calls,
            unread,
            answers=not searching and self.may(Right.DIAL),
            accepts=self.may(Right.CHAT),
        )

    def _show_contacts(self, batch: Batch, changed: set[ContactId]) -> None:
        if self.pbx is None:
            return
        contacts = self.pbx.contacts.values_by_key
        others = batch.contacts_new | batch.contacts_gone | batch.contacts_described
        described = changed if batch.reset else others
        for cid in described:
            contact = contacts.get(cid)
            asks = contact is not None and contact.relationship is Relationship.ASKING
            (self._asking.add if asks else self._asking.discard)(cid)
        moved = self.directory.moved(contacts, described)
        self.directory.note(contacts, batch.contacts_updated)
        if not (batch.contacts_updated or batch.contacts_gone or batch.reset):
            self._look_at_arrivals()
        elif moved or batch.reset:
            self.look_at_changes()
        self.grid.changed(changed)

    def _look_at_arrivals(self) -> None:
        """Show those who came: at once after a quiet time, else together with who comes meanwhile."""
        if self._arrivals is None:
            self.look_at_changes()
            if not self.touched:
                self.grid.action_edge(0)
            self._arrivals = self.set_timer(ARRIVAL_SECONDS, self._end_of_arrivals)
        else:
            self._arrived = True

    def _end_of_arrivals(self) -> None:
        self._arrivals = None
        if self._arrived:
            self._arrived = False
            self._look_at_arrivals()

    def _show_staleness(self) -> None:
        self.grid.set_staleness(self.stale)
        if self.directory.set_staleness(self.stale):
            self.show_found()
        self.say_why_empty()

    def _show_rest(self) -> None:
        """Show what is small: header, calls, card, footer. Each paints only what differs."""
        if self.pbx is None:
            return
        now = self._clock()
        facts = self.header_facts(self.pbx, now)
        self.query_one(HeaderLine).show(facts)
        self.board_app.show_title(facts)
        self.show_tabs()
        calls = own_calls(self.pbx.calls.values_by_key)
        strip = self.query_one(CallStrip)
        strip.by_second = self.board_app.by_second
        strip.acts = self.may(Right.DIAL)
        strip.show(calls, now, stale=self.stale.phone is not None)
        self._show_keys()
        self._show_contact()

    def header_facts(self, pbx: PBX, now: float) -> HeaderFacts:
        """Return what the header says.

        Args:
            pbx: What is known.
            now: Epoch seconds.
        """
        unread = sum(self.unread().values())
        return HeaderFacts(
            pbx.me,
            pbx.links,
            len(self._asking),
            unread,
            now,
            self.silence,
            len(self.late()),
            by_second=self.board_app.by_second,
        )

    def _show_contact(self) -> None:
        """Show the contact under the cursor, and what could be done with it now."""
        if self.pbx is None:
            return
        contact, stale = self.contact, self.stale
        self.query_one(CardPane).show(self.card_facts(contact, stale) if contact is not None else None)
        nobody = self.nobody_moment
        moment = nobody if nobody is not None else self._moment()
        self.query_one(FooterLine).show_moment(moment.label, of_search=nobody is not None)

    def _say_why_ended(self, call: Call) -> None:
        if not self.is_test(call) and (sentence := failed_sentence(call)):
            self.say(Kind.FAILED, sentence)


def _hidden(widget: Widget) -> Widget:
    """Return a widget that is not shown yet."""
    widget.display = False
    return widget
