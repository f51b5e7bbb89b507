"""All pairs of lamp and show, fresh and stale, as settings of pictures."""

from itertools import product

from lampfield.model.change import Change, LinkChange
from lampfield.model.lamp import Lamp
from lampfield.model.link import Link, LinkName, LinkState
from lampfield.model.show import Show, State
from lampfield.sources.demo.source import demo_account
from tests.hub.scripted import Scripted, contact
from tests.screenshots.stage import MORNING, Setting

WORDS = {Show.ONLINE: "available", Show.AWAY: "away", Show.DND: "dnd"}


def _pairs() -> list[Change]:
    return [
        contact(
            f"{place}@acme.test",
            name=f"Alex {place + 1}",
            number=str(200 + place),
            chat_id=f"{place}@acme.test",
            blf=lamp.blf,
            blf_since=MORNING - 60,
            states={"desk": State(show=WORDS[show])} if show in WORDS else {},
        )
        for place, (lamp, show) in enumerate(product(Lamp, Show), 0)
    ]


def _down() -> list[Change]:
    links = (LinkName.PHONE, LinkName.CHAT)
    return [LinkChange(Link(name, LinkState.DOWN, MORNING - 42)) for name in links]


FRESH = Setting(demo_account(), lambda: Scripted(*_pairs()), MORNING, "CALL+RING")
STALE = Setting(demo_account(), lambda: Scripted(*_pairs(), *_down()), MORNING, "~ was CALL")
