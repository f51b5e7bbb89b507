"""A board in a terminal while much happens: ``python -m tests.board.paint.storm_program SEED STEPS``.

Now and then it names a moment in the window title, ``short N`` with what stands on the screen, and ``long N``
after Textual has painted everything anew.
"""

import asyncio
import contextlib
import fcntl
import os
import random
import signal
import struct
import sys
import termios
from collections.abc import Callable
from dataclasses import replace

from textual import events
from textual._context import active_app
from textual._wait import wait_for_idle

from lampfield.board.app import BoardApp, make_board
from lampfield.board.paint.painted import Painted
from lampfield.board.paint.scheduler import scheduler_of
from lampfield.board.themes.dark import THEME as LAMPFIELD_DARK
from lampfield.hub.server import HubServer
from lampfield.model.call import CallState
from lampfield.model.change import CallChange, Change, ContactChange, DeviceChange
from lampfield.model.contact import ContactPatch, Direction, Party
from lampfield.model.identity import ContactKey
from lampfield.model.show import State
from tests.board.booth import DEVICE, NOON, person
from tests.hub.caller import ACCOUNT
from tests.hub.scripted import Scripted
from tests.waiting import until

PEOPLE = 120
CHECKED = 10
"""Every so many steps the screen is looked at."""

STDIN = 0
SIZES = ((80, 24), (100, 30), (120, 35), (200, 50))
PALE = replace(
    LAMPFIELD_DARK,
    name="pale",
    foreground="#101010",
    background="#f0f0e0",
    variables={**LAMPFIELD_DARK.variables, "lamp-free": "#206020", "muted": "#404040"},
)

KEYS = ("down", "up", "left", "right", "pagedown", "pageup", "home", "end")


class Storm:
    """What happens to a board.

    Args:
        app: The board.
        tell: Tells changes of the source.
        chance: Decides.
    """

    def __init__(self, app: BoardApp, tell: Callable[..., None], chance: random.Random) -> None:
        self.app = app
        self._tell = tell
        self._chance = chance
        self._doings: list[Callable[[], None]] = [
            *[self.change] * 8,
            *[self.key] * 4,
            self.toast,
            self.dialog,
            self.call,
            self.search,
            self.flash,
            self.resize,
            self.theme,
        ]

    def step(self) -> None:
        """Let one thing happen."""
        self._chance.choice(self._doings)()

    def change(self) -> None:
        """Change some contacts."""
        self._tell(*(self._another() for _ in range(self._chance.randrange(1, 9))))

    def key(self) -> None:
        """Move the cursor."""
        self._press(self._chance.choice(KEYS))

    def toast(self) -> None:
        """Show something that lies over the grid, or take it away."""
        if self._chance.random() < 0.2:
            self.app.call_later(self.app.notify, "something happened", timeout=600)
        else:
            self.app.call_later(self.app.clear_notifications)

    def dialog(self) -> None:
        """Open a dialog, or close it."""
        self._press("escape" if len(self.app.screen_stack) > 1 else self._chance.choice("?l"))

    def call(self) -> None:
        """Let the strip of calls come or go, which moves the grid."""
        state = self._chance.choice([CallState.RING, CallState.DEAD])
        self._tell(CallChange(channel="c", device=DEVICE.name, name="Brown", state=state, stamp=1))

    def search(self) -> None:
        """Look for somebody, or for all."""
        if len(self.app.screen_stack) == 1:
            for key in self._chance.choice([("slash", "1", "enter"), ("slash", "escape")]):
                self._press(key)

    def flash(self) -> None:
        """Let half a second pass."""
        self.app.call_later(self.app.board.tick)

    def resize(self) -> None:
        """Give the terminal another size, once it has the last; its title says which."""
        columns, rows = self._chance.choice(SIZES)
        if not is_size_known(self.app):
            return
        mark(self.app, f"size {columns}x{rows}")
        fcntl.ioctl(STDIN, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        signal.raise_signal(signal.SIGWINCH)

    def theme(self) -> None:
        """Change all colours."""
        self.app.theme = self._chance.choice([LAMPFIELD_DARK.name, PALE.name])

    def _press(self, key: str) -> None:
        character = {"slash": "/", "?": "?", "l": "l"}.get(key) or (key if len(key) == 1 else None)
        self.app.post_message(events.Key("question_mark" if key == "?" else key, character))

    def _another(self) -> Change:
        chance = self._chance
        blf = chance.choice([None, 0, 1, 2, 3])
        party = Party(chance.choice(["王小明", "Brown", ""]), "0161", Direction.IN, 1) if blf else None
        states = chance.choice([{}, {"desk": State("dnd", "état ✓")}, {"desk": State("away", "👩‍👩‍👧 x")}])
        key = ContactKey(f"person{chance.randrange(PEOPLE)}@acme.test")
        return ContactChange(key, ContactPatch(blf=blf, party=party, states=states, labels=("on hold",)))


async def settle(app: BoardApp) -> None:
    """Wait until all is painted that is to be painted, and the terminal has taken it."""
    quiet = 0
    while quiet < 3:
        await wait_for_idle(0)
        quiet = quiet + 1 if is_settled(app) else 0


def is_settled(app: BoardApp) -> bool:
    """Say whether nothing waits to be laid out, painted or written."""
    screen, writer = app.screen, getattr(app._driver, "_writer_thread", None)
    waits = (
        *(screen._dirty_widgets, screen._layout_required, screen._repaint_required, screen._callbacks),
        *(screen._compositor._dirty_regions, scheduler_of(app).is_pending, not screen.is_running),
        awaits_toasts(app),
        not is_size_known(app),
        *(app.animator._animations, app.animator._scheduled, screen._scroll_required),
        any(it.message_queue_size or it._next_callbacks for it in (app, screen, *screen.walk_children())),
        screen.focused is not None and (screen.focused._repaint_required or screen.focused._scroll_required),
        *(app.board._dirty_widgets, app.board._compositor._dirty_regions),
    )
    return not any(map(bool, waits)) and (writer is None or writer._queue.empty())


def awaits_toasts(app: BoardApp) -> bool:
    """Say whether toasts have to come or go.

    One that was cleared before it was made stays in Textual's rack, which is then not displayed.
    """
    is_shown = any(rack.display for rack in app.screen.query("ToastRack"))
    return (is_shown or bool(app._notifications)) and len(app._notifications) != len(
        app.screen.query("Toast")
    )


def is_size_known(app: BoardApp) -> bool:
    """Say whether the board has the terminal's size."""
    return (app.size.width, app.size.height) == os.get_terminal_size(STDIN)


def mark(app: BoardApp, words: str) -> None:
    """Name a moment."""
    if app._driver is not None:
        app._driver.write(f"\x1b]2;{words}\x07")


def paint_anew(app: BoardApp) -> None:
    """Let Textual paint everything from what is known, and nothing from memory."""
    for widget in app.board.query(Painted):
        widget.forget()
    app._display(app.screen, app.screen._compositor.render_full_update())


async def run(seed: int, steps: int) -> None:
    """Run the board, and let things happen to it."""
    people = [person(f"Person{number}", str(200 + number)) for number in range(PEOPLE)]
    source = Scripted(DeviceChange(DEVICE), *people)
    async with HubServer([ACCOUNT], [source], linger=0.0) as hub:
        app = make_board(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret, clock=lambda: NOON)
        app.register_theme(PALE)
        running = asyncio.create_task(app.run_async())
        active_app.set(app)
        await until(lambda: bool(app.screen_stack) and len(app.board.grid.order) == PEOPLE, "tiles", 20.0)
        storm = Storm(app, source.tell, random.Random(seed))
        for step in range(steps):
            storm.step()
            await asyncio.sleep(0)
            if step % CHECKED == CHECKED - 1:
                await settle(app)
                mark(app, f"short {step}")
                paint_anew(app)
                mark(app, f"long {step}")
        await settle(app)
        mark(app, f"the end: {scheduler_of(app).spans_written}")
        with contextlib.suppress(asyncio.CancelledError):
            app.exit()
            await running


if __name__ == "__main__":
    asyncio.run(run(int(sys.argv[1]), int(sys.argv[2])))
