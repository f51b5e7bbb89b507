"""What is known of telephones, how it is kept, and which may be asked."""

import pytest

from lampfield.model.state import VolatileState
from lampfield.sources.asterisk.phone_test import PhoneTest
from lampfield.sources.asterisk.telephones import (
    KIND,
    MAX_KEPT,
    Ability,
    Proof,
    Telephone,
    TelephoneRegistry,
    device_features,
    named_events,
    read_abilities,
    read_telephones,
    telephone_at,
)

DEVICE = "PJSIP/201"
DESK = Telephone("sip:201@10.0.0.5:5060", "Snom 300/8.7")
SOFT = Telephone("sip:201@10.0.0.6:41234;ob")
OBEYS = Ability(Proof.TEST, ("hold", "talk"))


def known(state: VolatileState | None = None) -> TelephoneRegistry:
    """Return telephones of which two are registered at one device."""
    telephones = TelephoneRegistry(state or VolatileState())
    telephones.register({DEVICE: (DESK, SOFT)})
    return telephones


@pytest.mark.parametrize(
    ("header", "events"),
    [
        ("", ()),
        ("talk,hold,conference,refer,check-sync", ("hold", "talk")),
        ("Conference, Talk", ("talk",)),
        (" HOLD;x=1 ,refer", ("hold",)),
        (",hold", ("hold",)),
        ("talking, withhold, presence", ()),
    ],
)
def test_allow_events_names_what_may_be_asked(header: str, events: tuple[str, ...]) -> None:
    assert named_events(header) == events


def test_registered_telephones_are_read_by_device() -> None:
    packets = [
        {"Endpoint": "201", "Uri": DESK.uri, "UserAgent": DESK.user_agent},
        {"Endpoint": "201", "Uri": SOFT.uri},
        {"Endpoint": "202", "Uri": "sip:202@10.0.0.7"},
        {"Endpoint": "203", "Uri": ""},
        {"Uri": "sip:204@10.0.0.8"},
    ]
    assert read_telephones(packets) == {
        DEVICE: (DESK, SOFT),
        "PJSIP/202": (Telephone("sip:202@10.0.0.7"),),
    }


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("sip:201@10.0.0.5:5060", DESK),
        ("<sip:201@10.0.0.5:5060;transport=udp>", DESK),
        ("sip:201@10.0.0.6:41234", SOFT),
        ("sip:201@10.0.0.6:41235", None),
        ("sip:202@10.0.0.5:5060", None),
        ("", None),
    ],
)
def test_a_leg_is_at_the_telephone_of_its_target(target: str, found: Telephone | None) -> None:
    assert telephone_at(target, (DESK, SOFT)) == found


def test_a_telephone_is_known_by_device_address_and_user_agent() -> None:
    telephones = known()
    assert telephones.ability_of(DEVICE, DESK) is None
    assert telephones.learn(DEVICE, DESK, OBEYS)
    assert not telephones.learn(DEVICE, DESK, OBEYS), "it is known already"
    assert telephones.ability_of(DEVICE, DESK) == Ability(
        Proof.TEST, ("hold", "talk"), user_agent=DESK.user_agent
    )
    assert telephones.ability_of(DEVICE, SOFT) is None
    assert telephones.ability_of("PJSIP/202", DESK) is None
    assert telephones.ability_of(DEVICE, DESK._replace(user_agent="Snom 300/8.8")) is None


def test_what_is_known_outlives_the_hub() -> None:
    state = VolatileState()
    known(state).learn(DEVICE, DESK, OBEYS)
    known(state).learn(DEVICE, SOFT, Ability(Proof.CALL, ends_calls=True))
    again = known(state)
    assert again.ability_of(DEVICE, DESK) == Ability(Proof.TEST, ("hold", "talk"), user_agent=DESK.user_agent)
    assert again.ability_of(DEVICE, SOFT) == Ability(Proof.CALL, ends_calls=True)


def test_state_that_cannot_be_read_says_nothing() -> None:
    assert read_abilities(None) == {}
    assert read_abilities(["sip:201"]) == {}
    assert read_abilities({"a": {"proof": "guess"}, "b": 3, "c": {"proof": "test"}}) == {
        "c": Ability(Proof.TEST)
    }


def test_the_first_of_many_telephones_of_a_device_is_forgotten() -> None:
    state = VolatileState()
    telephones = known(state)
    many = [Telephone(f"sip:201@10.0.1.{number}") for number in range(MAX_KEPT + 1)]
    for telephone in many:
        telephones.learn(DEVICE, telephone, OBEYS)
    assert [telephones.ability_of(DEVICE, it) is not None for it in many] == [False, *[True] * MAX_KEPT]
    kept = state.get(KIND, DEVICE)
    assert isinstance(kept, dict)
    assert len(kept) == MAX_KEPT


def test_a_header_is_believed_until_something_better_is_known() -> None:
    telephones = known()
    assert telephones.learn_header(DEVICE, DESK, "")
    assert telephones.events(DEVICE, "") == ()
    assert telephones.learn_header(DEVICE, DESK, "talk"), "the next call may say more"
    telephones.register({DEVICE: (DESK,)})
    assert telephones.events(DEVICE) == ("talk",)
    telephones.learn(DEVICE, DESK, Ability(Proof.TEST, ("hold",)))
    assert not telephones.learn_header(DEVICE, DESK, "talk, hold")
    assert telephones.events(DEVICE) == ("hold",)
    telephones.learn(DEVICE, DESK, Ability(Proof.CALL))
    assert not telephones.learn_header(DEVICE, DESK, "talk, hold")
    assert telephones.events(DEVICE) == ()


def test_of_several_telephones_only_what_all_of_them_do_is_offered() -> None:
    telephones = known()
    telephones.learn(DEVICE, DESK, OBEYS)
    assert telephones.events(DEVICE) == (), "nothing is known of the other"
    telephones.learn(DEVICE, SOFT, Ability(Proof.HEADER, ("talk",)))
    assert telephones.events(DEVICE) == ("talk",)
    telephones.assign("leg-1", DESK)
    telephones.assign("leg-2", SOFT)
    assert telephones.events(DEVICE, "leg-1") == ("hold", "talk")
    assert telephones.events(DEVICE, "leg-2") == ("talk",)
    assert telephones.events(DEVICE, "leg-3") == ("talk",)
    telephones.forget_legs(["leg-2"])
    assert telephones.events(DEVICE, "leg-1") == ("talk",)


def test_where_nobody_is_registered_nothing_can_be_asked() -> None:
    telephones = known()
    telephones.learn(DEVICE, DESK, OBEYS)
    telephones.register({})
    assert telephones.events(DEVICE) == ()


def test_what_was_not_done_is_not_asked_again() -> None:
    assert OBEYS.without("hold") == Ability(Proof.CALL, ("talk",))
    assert OBEYS.without("hold").without("talk") == Ability(Proof.CALL)


def test_features_are_words_of_the_contract() -> None:
    assert device_features(()) == ""
    assert device_features(("hold",)) == "hold"
    assert device_features(("talk",)) == "talk,answer"
    assert device_features(("hold", "talk")) == "hold,talk,answer"


def test_a_test_call_says_what_it_has_shown() -> None:
    trial = PhoneTest(DEVICE, DESK)
    assert trial.result == "", "it was not answered"
    trial.was_requested = True
    assert trial.result == ("your phone ends a call on a hold request, so it gets none; use its own keys")
    assert trial.ability == Ability(Proof.TEST, ends_calls=True)
    trial.is_complete = True
    assert trial.result == "your phone does not answer or hold from here; use its own keys"
    assert trial.ability == Ability(Proof.TEST)
    trial.events.add("hold")
    assert trial.result == "your phone holds from here; answer and resume on the phone itself"
    trial.events.add("talk")
    trial.answers_by_itself = True
    assert trial.result == (
        "your phone answers, holds and resumes from here. It answers the calls that you dial automatically"
    )
    assert trial.ability == Ability(Proof.TEST, ("hold", "talk"))
