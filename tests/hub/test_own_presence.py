"""What the operator chose that others see: it outlives the hub, and the sessions of its sources."""

from pathlib import Path

import pytest

from lampfield.config.state_file import StateFile
from lampfield.hub.server import HubServer
from lampfield.hub.state import PRESENCE_KIND, ChosenPresence, OwnPresence
from lampfield.model.account import Account, Right
from lampfield.model.link import LinkName, LinkState
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.show import Show
from lampfield.model.state import StateStore, StateValue, VolatileState
from lampfield.sources.demo.source import DemoSource, demo_account
from tests.hub.caller import ACCOUNT, calling, serving
from tests.hub.scripted import Scripted
from tests.waiting import until

OTHER = Account(name="back office", secret="s2", jid="back@acme.test", may=(Right.CHAT,))


def restored(source: Scripted) -> list[tuple[object, ...]]:
    return [asked[1:] for asked in source.asked if asked[0] == "restore presence"]


async def choose(state: StateStore, show: str, status: str, *, source: Scripted | None = None) -> None:
    """Let the operator choose in one run of a hub."""
    async with serving(source or Scripted(), state=state) as hub, calling(hub) as caller:
        await caller.start()
        await caller.ask("presence.set", show=show, status=status)


@pytest.mark.parametrize(
    ("show", "status"), [("away", "lunch till 1"), ("", ""), ("dnd", ""), ("online", "new")]
)
async def test_the_next_hub_has_what_the_operator_chose(tmp_path: Path, show: str, status: str) -> None:
    await choose(StateFile(tmp_path / "state.json"), show, status)
    again = Scripted()
    async with serving(again, state=StateFile(tmp_path / "state.json")) as hub, calling(hub) as caller:
        snapshot = await caller.start()
        assert restored(again) == [(Show(show), status)]
        # Until the source tells what others see, this is what is expected.
        assert (snapshot["me"].get("show", ""), snapshot["me"].get("status", "")) == (show, status)


async def test_what_was_chosen_last_counts_in_each_new_session() -> None:
    source = Scripted()
    async with serving(source) as hub:
        for show, status in (("away", "lunch"), ("dnd", "in a talk")):
            async with calling(hub) as caller:
                await caller.start()
                await caller.ask("presence.set", show=show, status=status)
            await until(lambda: not source.sessions[-1].open, "nobody looks any more")
        async with calling(hub) as caller:
            await caller.start()
    assert restored(source) == [(Show.AWAY, "lunch"), (Show.DND, "in a talk")]


async def test_who_chose_nothing_is_as_the_source_has_it() -> None:
    source = Scripted()
    async with serving(source) as hub, calling(hub) as caller:
        await caller.start()
    assert restored(source) == []


async def test_each_account_has_its_own() -> None:
    state, source = VolatileState(), Scripted()
    await choose(state, "away", "lunch")
    async with HubServer([ACCOUNT, OTHER], [source], state=state) as hub, calling(hub) as caller:
        await caller.ask("login", account=OTHER.name, secret=OTHER.secret)
        await caller.ask("feed.start", datasets=[])
        assert restored(source) == []


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        (RefusalCode.BAD_TEXT, None),
        (RefusalCode.LINK_DOWN, None),
        (RefusalCode.TIMED_OUT, ChosenPresence(Show.AWAY, "lunch")),
    ],
)
async def test_what_was_refused_is_not_kept_but_what_may_be_done_is(
    word: RefusalCode, kept: ChosenPresence | None
) -> None:
    state, source = VolatileState(), Scripted()
    source.refusal = Refusal(word, "No.")
    async with serving(source, state=state) as hub, calling(hub) as caller:
        await caller.start()
        assert (await caller.refused("presence.set", show="away", status="lunch"))["data"] == word
    assert OwnPresence(state, ACCOUNT.name).chosen() == kept


@pytest.mark.parametrize("kept", ["away", 7, ["away"], {"show": 7}, {"status": None}])
def test_what_makes_no_sense_is_as_if_nothing_were_kept(kept: StateValue) -> None:
    state = VolatileState()
    state.put(PRESENCE_KIND, "reception", kept)
    assert OwnPresence(state, "reception").chosen() is None


async def test_a_source_that_does_not_show_the_operator_is_asked_nothing() -> None:
    state, first, second = VolatileState(), Scripted(), Scripted()
    first.name, first.links = "phone", frozenset({LinkName.PHONE})
    await choose(state, "away", "lunch")
    async with serving(first, second, state=state) as hub, calling(hub) as caller:
        await caller.start()
        assert (restored(first), restored(second)) == ([], [(Show.AWAY, "lunch")])


async def test_the_demo_shows_it_too() -> None:
    state, account = VolatileState(), demo_account()
    OwnPresence(state, account.name).choose(Show.DND, "in a talk")
    async with (
        HubServer([account], [DemoSource(contacts=3, rate=0)], state=state) as hub,
        calling(hub) as caller,
    ):
        await caller.ask("login", account=account.name, secret=account.secret)
        snapshot = await caller.ask("feed.start", datasets=[])
        states = {link["name"]: link["state"] for link in snapshot["links"]}
        assert states["chat"] == LinkState.UP
        assert (snapshot["me"]["show"], snapshot["me"]["status"]) == ("dnd", "in a talk")
