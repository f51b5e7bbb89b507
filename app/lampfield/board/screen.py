"""The board's screen: its regions, and what each shows after a change."""

import asyncio
from functools import partial
from itertools import chain
from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Input

from lampfield.board.commands import Commands
from lampfield.board.context import BoardContext, BoardSetup
from lampfield.board.controllers.guidance import GuidanceController
from lampfield.board.controllers.operator import Operator, Panes
from lampfield.board.controllers.pages import PageController
from lampfield.board.controllers.search import SearchController
from lampfield.board.controllers.view import ViewController
from lampfield.board.feed_worker import FeedChanged, FeedOpened, HubAddress, follow
from lampfield.board.keys.keymap import KeyMap
from lampfield.board.kit.outcome import Kind, Outcome
from lampfield.board.kit.text_box import TextBox
from lampfield.board.paint.compositor import use_exact_compositor
from lampfield.board.paint.panel import Panel
from lampfield.board.settings.changed import SettingsChanged
from lampfield.board.theming import themed_app
from lampfield.board.widgets.call_strip import CallStrip
from lampfield.board.widgets.card.box import CardBox
from lampfield.board.widgets.card.pane import CardPane
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.chat.tabs import ChatTabs
from lampfield.board.widgets.find_line import FindInput, FindLine
from lampfield.board.widgets.footer import FooterLine
from lampfield.board.widgets.grid.fields import tile_fields
from lampfield.board.widgets.grid.grid import ContactGrid
from lampfield.board.widgets.group_tabs import GroupTabs
from lampfield.board.widgets.header import HeaderFacts, HeaderLine
from lampfield.board.window import ScreenWindow
from lampfield.client.pbx import PBX
from lampfield.client.replica import Batch
from lampfield.config.settings import DensityChoice, LookTable, PhotoChoice
from lampfield.model.account import Right
from lampfield.model.identity import ContactId
from lampfield.model.relationship import Relationship

W = TypeVar("W", bound=Widget)

TICK_SECONDS = 0.5
"""Half the period of the flash of ringing tiles, which is 1 Hz."""

OUTCOME_SECONDS = 8.0

ARRIVAL_SECONDS = 0.1
"""The shortest time between two insertions of new contacts: a long first snapshot comes in many frames."""

WIDE_COLUMNS = 120
"""From this width on the card is beside the grid."""

TALL_LINES = 30
"""From this height on there is spacing between regions."""

LOOKING = ("next-group", "previous-group", "density", "theme", "help", "quit", "back")
"""The commands of a wallboard: they change the view, and nothing else."""

PAGING = ("page-up", "page-down", "first", "last")


class BoardScreen(Screen[None]):
    """Header, calls, find, grid, card and chat, footer.

    It lays out, shows changes, and forwards input; the controllers decide.

    Args:
        hub: The hub that the contacts come from.
        setup: Everything that the board is opened with.
        shown: Set when the first contacts are on the screen.
        public: Run as a wallboard: everybody looks at it, and nobody acts. It leaves out the other party of
            calls, texts that contacts wrote, and everything that waits for the operator.
    """

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE_COLUMNS, "-wide")]
    VERTICAL_BREAKPOINTS = [(0, "-low"), (TALL_LINES, "-tall")]
    AUTO_FOCUS = "#grid"

    def __init__(
        self, hub: HubAddress, setup: BoardSetup, shown: asyncio.Event, *, public: bool = False
    ) -> None:
        super().__init__(classes="-wallboard" if public else None)
        use_exact_compositor(self)
        self.shown = shown
        self._hub = hub
        self._public = public
        keys = setup.keys.only(*LOOKING, *PAGING) if public else setup.keys
        self.context = BoardContext(ScreenWindow(self), setup._replace(keys=keys), lambda: self.grid.cursor)
        self._make_regions()
        self._make_controllers(setup)
        self._asking: set[ContactId] = set()
        self._lit = False
        self._said_at = 0.0
        self._last_size = Size()
        self._arrivals: Timer | None = None
        """Runs while new contacts wait for the next insertion."""
        self._arrived = False
        """Whether contacts have arrived since the last insertion."""

    def _make_regions(self) -> None:
        keys, settings = self.context.keys, self.context.settings.values
        self.grid = ContactGrid({}, id="grid")
        self._header = HeaderLine(id="header")
        self._strip = _hidden(CallStrip(keys, id="calls"))
        self._find = FindInput(placeholder="/ find…", compact=True, id="find-input")
        self._tabs = GroupTabs(id="groups")
        self._card = CardPane(id="card", draws_photos=settings.card.photo is not PhotoChoice.OFF)
        self._chat = _hidden(ChatPane(id="chat"))
        self._side = Vertical(id="side")
        self._middle = Horizontal(id="middle")
        self._footer = FooterLine(keys.footer, id="footer")

    def _make_controllers(self, setup: BoardSetup) -> None:
        context = self.context
        self.search = SearchController(context, self.grid, self._find, self._tabs)
        panes = Panes(self.grid, self._find, self._card, self._chat, self._side)
        operator = (
            None if self._public else Operator(context, panes, self.search, self._table, setup.announcer)
        )
        self.operator = operator
        """The operator's controllers; None on a wallboard."""
        close_chat = operator.chat.close if operator is not None else self._chat.close
        self.view = ViewController(context, self.grid, self._card, self._chat, self.search, close_chat)
        leave = operator.chat.sender.leave_board if operator is not None else context.window.leave
        self.guidance = GuidanceController(
            context, self.grid, self.search, self._table, partial(_settings_screen, self), leave
        )
        self.pages = PageController(context, self.grid, self._middle)
        self.commands = self._all_commands()
        if self._public:
            self.commands = self.commands.only((*LOOKING, *PAGING))
            self.grid.marks_cursor = False
            self.search.directory.is_public = True

    def _all_commands(self) -> Commands:
        acting = self.operator.commands() if self.operator is not None else ()
        shared = (self.search, self.view, self.guidance)
        return Commands(
            chain(acting, *(controller.commands() for controller in shared)), self.context.is_allowed
        )

    def _table(self) -> Commands:
        return self.commands

    def compose(self) -> ComposeResult:
        """Lay out the regions with their initial classes: each later change costs a layout."""
        self.set_class(self.app.size.width >= WIDE_COLUMNS, "-wide", update=False)
        self.set_class(self.app.size.height >= TALL_LINES, "-tall", update=False)
        self.apply_look(self.context.settings.values.look)
        yield self._header
        yield self._strip
        yield FindLine(self._find, self._tabs, id="find")
        with self._middle:
            yield self.grid
            yield self.grid.bar
            with self._side:
                yield self._card
                yield self._chat
        yield self._footer

    def apply_look(self, look: LookTable) -> None:
        """Apply density and fields to the tiles; on a wallboard the default density is large."""
        density = look.density
        if self._public and density is DensityChoice.AUTO:
            density = DensityChoice.LARGE
        self.grid.apply_look(density, tile_fields(look.fields, public=self._public))
        if self._public and self.is_attached:
            self.pages.fit_rows()

    @property
    def kept_for(self) -> str:
        """The key under which favourites, saved searches and drafts are kept: account and hub."""
        return f"{self._hub.account}@{self._hub.name or self._hub.url}"

    def on_mount(self) -> None:
        """Start with an empty grid that shows the state of the connection, and follow the feed."""
        self.grid.empty_text = "connecting to the hub…"
        if self.operator is not None:
            self.operator.recall(self.kept_for)
        else:
            self.pages.begin()
        self.set_interval(TICK_SECONDS, self.tick)
        self.tick()
        self.run_worker(
            follow(self._hub, self.post_message, self.shows),
            group="feed",
            description=f"the feed of {self._hub.url}",
            exit_on_error=False,
        )

    def keep_drafts(self) -> None:
        """Save unsent chat text for the next start."""
        if self.operator is not None:
            self.operator.chat.keep_drafts()

    def shows(self, cids: set[ContactId]) -> bool:
        """Return whether any of these contacts is visible."""
        return self.grid.cursor in cids or self.grid.shows_any(cids)

    def catch_up(self) -> None:
        """Search for the current text: its event may come later than a key that acts on the result."""
        self.search.catch_up()

    @property
    def keys(self) -> KeyMap:
        """The key map in force."""
        return self.context.keys

    async def run(self, command_id: str) -> bool:
        """Run a command to its end. Returns whether this board has it."""
        return await self.commands.run(command_id)

    def on_descendant_focus(self) -> None:
        """Show the keys of the focused region, and its default action."""
        self._show_keys()
        self._show_contact()

    def _show_keys(self) -> None:
        """Show the keys of the focused region that the account may use."""
        box, keys = self.focused, self.context.offered
        self._footer.show_keys(keys.footer_in(box.SCOPE) if isinstance(box, TextBox) else keys.footer)

    def on_resize(self, event: events.Resize) -> None:
        """Repaint everything if the size has not changed: Textual may have skipped one in between."""
        if event.size == self._last_size:
            self.refresh()
        self._last_size = event.size
        if self._public:
            self.pages.fit_rows()

    @on(FeedOpened)
    def attach(self, event: FeedOpened) -> None:
        """Show what a PBX knows from now on."""
        self.context.pbx = pbx = event.pbx
        if self.operator is not None:
            self.operator.announce.follow(pbx)
        self.grid.set_contacts(pbx.contacts.values_by_key)
        self.apply(Batch(reset=True, contacts_updated=set(pbx.contacts.values_by_key), links=set(pbx.links)))

    @on(FeedChanged)
    def take(self, event: FeedChanged) -> None:
        """Show the changes of a frame."""
        self.apply(event.batch)
        if self.operator is not None:
            self.operator.notifications.tell_of(event.batch, self._asking)

    def apply(self, batch: Batch) -> None:
        """Show the changes of a batch."""
        if self.context.pbx is None:
            return
        changed = batch.contacts_new | batch.contacts_updated | batch.contacts_gone
        asked = len(self._asking)
        if changed or batch.reset:
            self._show_contacts(self.context.pbx, batch, changed)
        if self.operator is not None:
            self.operator.note_calls(batch)
        if batch.links:
            self._show_staleness()
        if batch.rooms or batch.messages or batch.messages_updated or batch.links or batch.reset:
            self._show_chats()
        if batch.reset and self.grid.order:
            self.call_after_refresh(self.shown.set)
        if batch.has_other_changes or len(self._asking) != asked:
            self._show_rest()
        elif self.grid.cursor in changed:
            self._show_contact()

    def tick(self) -> None:
        """Update clocks, flashing, header, card and footer."""
        now = self.context.now()
        self._lit = not self._lit and self.app.animation_level != "none"
        self.grid.by_second = self.context.window.by_second
        self.grid.tick(now, lit=self._lit)
        self.search.show_found()
        if self._said_at and now - self._said_at > OUTCOME_SECONDS:
            self._said_at = 0.0
            self._footer.say(None)
        if self.operator is not None:
            self.operator.tick(self._asking)
        self._show_rest()

    @on(Outcome)
    def show_outcome(self, event: Outcome) -> None:
        """Show the outcome of an action; a long error is shown in full in a toast. A wallboard shows none."""
        if self._public:
            return
        self._said_at = self.context.now() if event.sentence else 0.0
        self._footer.say(event if event.sentence else None)
        if event.kind in (Kind.FAILED, Kind.UNKNOWN) and not self._footer.room_for(event, self.size.width):
            self.notify(event.sentence, severity="error", markup=False, timeout=OUTCOME_SECONDS)

    @on(SettingsChanged)
    def take_settings(self, event: SettingsChanged) -> None:
        """Apply changed settings."""
        if event.concerns("find"):
            self.search.look_again()
        if event.concerns("card") and self.operator is not None:
            self.operator.card.draw_photo_again()

    @on(ContactGrid.CursorMoved)
    def follow_cursor(self) -> None:
        """Show the card of the contact under the cursor."""
        self._show_rest()
        self.search.drop_dimmed()

    @on(ContactGrid.Activated)
    async def activate(self) -> None:
        """Run the default action."""
        await self.run("primary")

    @on(ContactGrid.MenuWanted)
    def open_menu(self) -> None:
        """Open the menu of the contact that was clicked."""
        self.guidance.open_menu()

    @on(Panel.Clicked)
    async def run_clicked(self, event: Panel.Clicked) -> None:
        """Run the action that was clicked."""
        await self.run(event.action_id)

    @on(Input.Changed, "#find-input")
    def look_for(self, event: Input.Changed) -> None:
        """Search for the current text: the event may be older."""
        self.search.look_for(event.input.value)

    @on(FindInput.Moved)
    def move_in_grid(self, event: FindInput.Moved) -> None:
        """Move the cursor while the search has the focus."""
        self.search.move(event.columns, event.rows)

    @on(GroupTabs.Chosen)
    def choose_group(self, event: GroupTabs.Chosen) -> None:
        """Show another group."""
        self.search.choose_group(event.group)

    @on(CallStrip.Chosen)
    def do_with_call(self, event: CallStrip.Chosen) -> None:
        """Run an action that was clicked on the line of a call."""
        if self.operator is not None:
            self.operator.phone.do_with_call(event.action_id, event.uid)

    @on(CardPane.PhotoWanted)
    def fetch_photo(self, event: CardPane.PhotoWanted) -> None:
        """Fetch the photo of the contact on the card."""
        if self.operator is not None:
            self.operator.card.fetch_photo(event.key, event.frame.pixels)

    @on(CardBox.Finished)
    async def close_card_box(self) -> None:
        """Close the input on the card: its text has been saved."""
        await self.run("leave-card")

    @on(ChatTabs.Chosen)
    def choose_chat(self, event: ChatTabs.Chosen) -> None:
        """Go to a chat that was clicked."""
        if self.operator is not None:
            self.operator.chat.go_to(event.cid)

    @on(ChatPane.TypingChanged)
    def tell_typing(self, event: ChatPane.TypingChanged) -> None:
        """Send the typing state to the other side."""
        if self.operator is not None:
            self.operator.chat.tell_typing(event.room_id, event.typing)

    @on(ChatPane.Seen)
    def see(self, event: ChatPane.Seen) -> None:
        """Mark the chat as seen."""
        if self.operator is not None:
            self.operator.chat.see(event.room_id)

    @on(ChatPane.HistoryWanted)
    def fetch_history(self, event: ChatPane.HistoryWanted) -> None:
        """Fetch earlier messages."""
        if self.operator is not None:
            self.operator.chat.fetch_history(event.room_id)

    def _show_contacts(self, pbx: PBX, batch: Batch, changed: set[ContactId]) -> None:
        contacts = pbx.contacts.values_by_key
        others = batch.contacts_new | batch.contacts_gone | batch.contacts_described
        described = changed if batch.reset else others
        for cid in described:
            contact = contacts.get(cid)
            asks = contact is not None and contact.relationship is Relationship.ASKING
            (self._asking.add if asks else self._asking.discard)(cid)
        moved = self.search.directory.moved(contacts, described)
        self.search.directory.note(contacts, batch.contacts_updated)
        if not (batch.contacts_updated or batch.contacts_gone or batch.reset):
            self._show_arrivals()
        elif moved or batch.reset:
            self.search.show_changes()
        self.grid.changed(changed)

    def _show_arrivals(self) -> None:
        """Show new contacts: at once after a quiet time, else together with those that arrive meanwhile."""
        if self._arrivals is None:
            self.search.show_changes()
            if not self.search.touched:
                self.grid.go_to_end(0)
            self._arrivals = self.set_timer(ARRIVAL_SECONDS, self._end_of_arrivals)
        else:
            self._arrived = True

    def _end_of_arrivals(self) -> None:
        self._arrivals = None
        if self._arrived:
            self._arrived = False
            self._show_arrivals()

    def _show_staleness(self) -> None:
        stale = self.context.stale
        self.grid.set_staleness(stale)
        if self.search.directory.set_staleness(stale):
            self.search.show_found()
        self.search.say_why_empty()

    def _show_chats(self) -> None:
        if self.operator is not None:
            self.operator.show_chats()

    def _show_rest(self) -> None:
        """Update header, calls, card and footer. Each paints only what differs."""
        pbx = self.context.pbx
        if pbx is None:
            return
        now, by_second = self.context.now(), self.context.window.by_second
        if self.operator is None:
            # A wallboard shows nothing of the operator's.
            self._show_header(HeaderFacts(None, pbx.links, 0, 0, now, by_second=by_second))
            return
        self._show_header(self.operator.header_facts(pbx, self._asking, now))
        self.operator.chat.show_tabs()
        self._strip.by_second = by_second
        self._strip.acts = self.context.may(Right.DIAL)
        self._strip.show(self.context.own_calls, now, stale=self.context.stale.phone is not None)
        self._show_keys()
        self._show_contact()

    def _show_header(self, facts: HeaderFacts) -> None:
        self._header.show(facts)
        themed_app(self.app).show_title(facts)

    def _show_contact(self) -> None:
        """Update the card, and the default action in the footer."""
        if self.context.pbx is None or self.operator is None:
            return
        self.operator.card.show()
        nobody = self.search.empty_action
        action = nobody if nobody is not None else self.operator.primary.action()
        self._footer.show_default(action.label, of_search=nobody is not None)


def _settings_screen(screen: BoardScreen) -> Screen[None]:
    """Return the settings dialog; the board's screen gets a message about each change."""
    from lampfield.board.settings.choices import checks_of, choices_of
    from lampfield.board.settings.screen import SettingsScreen

    app = themed_app(screen.app)
    return SettingsScreen(app.settings, choices_of(app), screen, checks_of(app))


def _hidden(widget: W) -> W:
    """Return a widget that is not displayed yet."""
    widget.display = False
    return widget
