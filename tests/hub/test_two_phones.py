"""Two phone sources at one hub: an outage of one is never fresh to a client, and a reset reaches both."""

from lampfield.client.connect import connect
from lampfield.frontend.staleness import FRESH, staleness
from lampfield.model.change import LinkChange
from lampfield.model.link import Link, LinkName, LinkState
from tests.hub.caller import ACCOUNT, serving
from tests.hub.scripted import Scripted, contact
from tests.waiting import until


class OtherPhones(Scripted):
    """The phones of another exchange."""

    name = "other"
    links = frozenset({LinkName.PHONE})


async def test_a_client_draws_the_phones_stale_while_either_source_is_lost() -> None:
    first, other = Scripted(contact("201", blf=0)), OtherPhones(contact("301", blf=0))
    async with (
        serving(first, other) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await until(lambda: staleness(pbx.links) == FRESH, "both links to be up")
        for source in (other, first):
            source.tell(LinkChange(Link(LinkName.PHONE, LinkState.DOWN, 5.0, source.name, "cut")))
            await until(lambda: staleness(pbx.links).phone == 5.0, "the phones to be stale")
            assert pbx.links[LinkName.PHONE].source == source.name
            source.tell(LinkChange(Link(LinkName.PHONE, LinkState.UP, 6.0, source.name)))
            await until(lambda: staleness(pbx.links) == FRESH, "the link to be back")


async def test_a_reset_reaches_every_source_of_the_link() -> None:
    first, other = Scripted(), OtherPhones()
    async with (
        serving(first, other) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await pbx.reset_link(LinkName.PHONE)
        assert first.asked == other.asked == [("reset", LinkName.PHONE)]
        await pbx.reset_link(LinkName.CHAT)
        assert (len(first.asked), len(other.asked)) == (2, 1)


async def test_a_source_that_cannot_start_keeps_the_phones_stale() -> None:
    first, other = Scripted(contact("201", blf=0)), OtherPhones()
    other.fails_to_start = True
    async with (
        serving(first, other) as hub,
        connect(hub.url, account=ACCOUNT.name, secret=ACCOUNT.secret) as pbx,
    ):
        await until(lambda: pbx.links[LinkName.PHONE].state is LinkState.DOWN, "the loss")
        assert "other could not start" in pbx.links[LinkName.PHONE].reason
        assert staleness(pbx.links).phone is not None
