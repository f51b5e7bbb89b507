"""One action, then its outcome and exit status."""

import pytest

from lampfield.cli.commands.dial import stage
from lampfield.model.call import Call, CallState
from lampfield.model.identity import CallUid
from tests.cli.commands import Lampfield, output
from tests.cli.conftest import DEMO
from tests.cli.test_watch import everybody

STRANGER = "stranger@elsewhere.example"


def relationships(client: Lampfield) -> dict[str, str]:
    """Return everybody's relationship by name, or by address where there is no name."""
    with client.started("watch", "--json") as watch:
        people = [event["contact"] for event in everybody(output(watch)) if "contact" in event]
    return {person["name"] or person["chatID"]: person["relationship"] for person in people}


def test_dialling_tells_every_stage_up_to_the_answer(lampfield: Lampfield) -> None:
    with lampfield.serving(*DEMO) as url:
        client = lampfield.having(LAMPFIELD_URL=url, LAMPFIELD_ACCOUNT="reception", LAMPFIELD_SECRET="demo")
        done = client("dial", "203")
    assert done.returncode == 0, done.stderr
    stages = done.stdout.splitlines()
    assert stages[0] == "dialling Cara Cole"
    assert [stage for stage in stages if stage in ("rings", "answered")] == ["rings", "answered"]


def test_a_call_that_is_not_answered_is_a_failure_with_its_cause(client: Lampfield) -> None:
    done = client("dial", "999")
    assert done.returncode == 1
    assert done.stderr == "lampfield: not answered: no such number\n"


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("*0*", "not answered: no such number"),
        ("999 (0)", "not answered: no such number"),
        ("99 / 1", "there is no contact '99 / 1', and it is not a number: '1' stands beside it"),
        ("4E11", "there is no contact '4E11', and it is not a number: a spreadsheet has rounded it"),
    ],
)
def test_a_number_is_one_by_the_same_rule_as_everywhere(client: Lampfield, number: str, said: str) -> None:
    done = client("dial", number)
    assert (done.returncode, done.stderr.startswith(f"lampfield: {said}")) == (1, True), done.stderr


def test_a_device_that_is_not_there_is_refused(client: Lampfield) -> None:
    done = client("dial", "Cara Cole", "--device", "SIP/none")
    assert (done.returncode, done.stdout) == (1, "")
    assert "device" in done.stderr


@pytest.mark.parametrize("command", ["dial", "request", "accept", "remove"])
def test_nobody_is_refused(client: Lampfield, command: str) -> None:
    done = client(command, "Nobody")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "lampfield: there is no contact 'Nobody'\n"


def test_a_message_is_sent(client: Lampfield) -> None:
    done = client("chat", "Cara Cole", "are you there?")
    assert (done.returncode, done.stdout) == (0, "sent to Cara Cole (203)\n"), done.stderr


def test_own_presence_is_set(client: Lampfield) -> None:
    done = client("show", "away", "--status", "back at two")
    assert (done.returncode, done.stdout) == (0, "you are away\n"), done.stderr


def test_a_relationship_is_accepted_then_removed(client: Lampfield) -> None:
    before = relationships(client)
    asking = next(name for name, word in before.items() if word == "asking")
    done = client("accept", asking)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(f"accepted {asking} (")
    assert relationships(client)[asking] not in ("asking", "none")
    done = client("remove", asking)
    assert done.returncode == 0, done.stderr
    assert relationships(client)[asking] == "none"


def test_what_needs_no_doing_is_refused_with_the_reason(client: Lampfield) -> None:
    done = client("request", "Cara Cole")
    assert (done.returncode, done.stdout) == (1, "")
    assert "Cara Cole" in done.stderr


def test_somebody_new_is_asked_by_address(client: Lampfield) -> None:
    done = client("request", STRANGER)
    assert (done.returncode, done.stdout) == (0, f"asked {STRANGER}\n"), done.stderr


@pytest.mark.parametrize(
    ("state", "start", "near", "told"),
    [
        (CallState.DEAD, 0, CallState.DOWN, "ended"),
        (CallState.DEAD, 2, CallState.DOWN, "answered"),
        (CallState.DOWN, 2, CallState.DOWN, "answered"),
        (CallState.UP, 0, CallState.DOWN, "answered"),
        (CallState.HOLD, 0, CallState.DOWN, "answered"),
        (CallState.PARK, 0, CallState.DOWN, "answered"),
        (CallState.RING, 0, CallState.UP, "rings"),
        (CallState.DIAL, 0, CallState.RING, "pick up your device"),
        (CallState.DIAL, 0, CallState.UP, "calling"),
    ],
)
def test_a_call_that_was_answered_stays_answered(
    state: CallState, start: int, near: CallState, told: str
) -> None:
    assert stage(Call(uid=CallUid(1), state=state, start=start, nr_state=near)) == told
