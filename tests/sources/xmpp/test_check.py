"""What `lampfield check` finds out at a chat server that takes the login."""

import pytest

from lampfield.model.account import Account
from lampfield.sources.xmpp.probe import probe
from lampfield.sources.xmpp.source import XmppSource
from tests.sources.cues import Manner
from tests.sources.xmpp.scripted_server import OWN, ScriptedServer, scripted_server

pytestmark = pytest.mark.virtual_time


NO_RESUMPTION = "enable stream management (mod_smacks, mod_stream_mgmt)"


async def tried_at(server: ScriptedServer) -> list[tuple[str, bool, str]]:
    """Return what was tried, whether it works, and the sentence."""
    account = Account(name="a", secret="s", jid=OWN, password="secret")
    probed = await probe(XmppSource("127.0.0.1", server.listener.port, "none"), account)
    return [(it.subject, it.works, it.sentence) for it in probed.results]


async def test_working_features_are_listed_in_order() -> None:
    async with scripted_server() as server:
        server.add_to_roster("bob@acme.test")
        server.add_to_roster("cara@acme.test")
        assert await tried_at(server) == [
            ("login", True, f"{OWN} is logged in at 127.0.0.1:{server.listener.port}"),
            ("roster", True, "2 contacts"),
            ("archive", True, "chats have a history"),
            ("avatars", True, "avatars are announced"),
            ("carbons", True, "messages from your other devices appear here"),
            ("resumption", True, "others do not notice a short connection loss"),
        ]


async def test_missing_feature_names_its_module() -> None:
    async with scripted_server() as server:
        server.features.clear()
        server.manages_streams = False
        tried = {what: (works, sentence) for what, works, sentence in await tried_at(server)}
        assert tried.pop("login")[0]
        assert tried == {
            "roster": (True, "no contacts yet: add them on the board with n"),
            "archive": (
                False,
                "enable message archiving (mod_mam): without it chats have no history",
            ),
            "avatars": (
                False,
                "enable PEP (mod_pep, mod_pubsub): without it avatars come late or not at all",
            ),
            "carbons": (
                False,
                "enable carbons (mod_carbons): without it messages from your other devices are missing",
            ),
            "resumption": (False, f"{NO_RESUMPTION}: without it others see you go offline"),
        }


async def test_missing_roster_is_reported() -> None:
    async with scripted_server() as server:
        server.cue("get query jabber:iq:roster", Manner.SILENT)
        roster = (await tried_at(server))[1]
        assert roster[:2] == ("roster", False)
        assert roster[2]
