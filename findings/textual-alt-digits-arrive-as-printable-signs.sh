#!/usr/bin/env bash
# Alt and a digit, sent by a terminal as ESC and the digit, arrive as printable signs: a text box inserts them, and no
# binding on alt+1 to alt+8 ever fires. Alt and a letter arrive as that binding.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check textual==8.2.8
cat >"$work/keys.py" <<'PY'
import asyncio
from importlib.metadata import version
from textual.app import App
from textual.events import Key
from textual.widgets import Input
from textual._xterm_parser import XTermParser


class Form(App):
    BINDINGS = [("alt+1", "fired", ""), ("alt+x", "fired", "")]
    fired = 0

    def compose(self):
        yield Input()

    def action_fired(self) -> None:
        self.fired += 1


async def main() -> None:
    app = Form()
    async with app.run_test() as pilot:
        for sent in ("\x1b1", "\x1b2", "\x1b5"):
            for key in XTermParser().feed(sent):
                app.post_message(Key(key.key, key.character))
        await pilot.pause()
        print("typed", repr(app.query_one(Input).value), "- bindings fired:", app.fired)


print("textual", version("textual"))
asyncio.run(main())
PY
"$work/venv/bin/python" "$work/keys.py" | tee "$work/seen"
echo "One would guess: nothing is typed, and the binding on alt+1 fires once."
diff "$work/seen" - <<'SEEN'
textual 8.2.8
typed '¡™∞' - bindings fired: 0
SEEN
