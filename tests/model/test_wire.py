"""Names on the wire, refusals, and accounts."""

from lampfield.model.account import Account, Right
from lampfield.model.refusal import Refusal, RefusalCode
from lampfield.model.wire import wire_name


def test_names_on_the_wire_are_those_of_the_ipcortex_api() -> None:
    names = ["cid", "company_name", "can_call", "chat_id", "room_id", "sender_name", "blf"]
    assert [wire_name(name) for name in names] == [
        "cID",
        "companyName",
        "canCall",
        "chatID",
        "roomID",
        "cN",
        "blf",
    ]


def test_a_refusal_has_a_code_and_a_sentence() -> None:
    refusal = Refusal(RefusalCode.NO_NUMBER, "Ann has no number to dial.")
    assert refusal.word == "no-number"
    assert str(refusal) == refusal.sentence


def test_an_account_s_repr_contains_no_secret() -> None:
    account = Account(name="reception", secret="s3cret", password="pw")
    assert "s3cret" not in repr(account)
    assert "pw" not in repr(account)


def test_spying_is_never_implied() -> None:
    assert not Account(name="reception").allows(Right.SPY)
