"""Where names, addresses and the states of queues come from, at a scripted PBX."""

import pytest

from tests.sources.asterisk.operator_session import operator_session_at
from tests.sources.asterisk.scripted_ami import error
from tests.sources.asterisk.scripted_pbx import scripted_pbx

pytestmark = pytest.mark.virtual_time


async def test_a_name_is_looked_for_in_freepbx_then_at_the_device_then_at_the_mailbox() -> None:
    async with scripted_pbx() as pbx:
        pbx.database["AMPUSER"] = {"201/cidname": "Alice of FreePBX", "201/cidnum": "201", "204/cidname": ""}
        del pbx.functions["PJSIP_ENDPOINT(203,callerid)"]
        pbx.functions["PJSIP_ENDPOINT(204,callerid)"] = "<204>"
        pbx.mailboxes = [
            {"VoiceMailbox": "201", "Fullname": "Alice of the mailbox", "Email": "alice@acme.test"},
            {"VoiceMailbox": "203", "Fullname": "Cara of the mailbox", "Email": "(null)"},
        ]
        async with operator_session_at(pbx) as operator:
            await operator.up()
            told = {number: (it.name, it.email) for number, it in operator.seen.contacts.items()}
            assert told == {
                "201": ("Alice of FreePBX", "alice@acme.test"),
                "202": ("Bob Berg", ""),
                "203": ("Cara of the mailbox", ""),
                "204": ("204", ""),
            }


async def test_a_pbx_without_databases_mailboxes_and_queues_is_as_good() -> None:
    async with scripted_pbx() as pbx:
        pbx.hints["600"] = ("internal", "Queue:support")
        for name in ("DBGetTree *", "VoicemailUsersList", "QueueSummary"):
            pbx.cue(name, times=None, answer=error("Invalid/unknown command"))
        async with operator_session_at(pbx) as operator:
            await operator.up()
            assert operator.seen.contacts["202"].name == "Bob Berg"
            assert operator.describe("202") == "0"


async def test_what_freepbx_keeps_of_forwards_and_of_who_wants_no_calls_is_told() -> None:
    async with scripted_pbx() as pbx:
        pbx.database = {
            "DND": {"202": "YES"},
            "CF": {"203": "0161"},
            "CFB": {"203": "204"},
            "CFU": {"203": "", "204": "201"},
        }
        async with operator_session_at(pbx) as operator:
            await operator.up()
            assert operator.describe("202") == "0 [do not disturb]"
            assert operator.describe("203") == "0 [forwards to 0161] [if busy to 204]"
            assert operator.describe("204") == "0 [if unanswered to 201]"


async def test_names_are_asked_for_once_and_states_each_time() -> None:
    async with scripted_pbx() as pbx, operator_session_at(pbx) as operator:
        await operator.up()
        await pbx.ami.until_asked("ExtensionStateList", 2)
        await operator.until_idle()
        assert pbx.ami.count("Getvar PJSIP_ENDPOINT(202,callerid)") == 1
        assert pbx.ami.count("Getvar DEVICE_STATE(Custom:DND202)") == 2
