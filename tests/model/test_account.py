"""The rights of an account, and its representation without secrets."""

from lampfield.model.account import IMPLIED_BY, USUAL_RIGHTS, Account, Right, no_right_sentence


def test_an_account_has_granted_and_implied_rights() -> None:
    for given in Right:
        account = Account(name="op", may=(given,))
        implied = {right for right, from_these in IMPLIED_BY.items() if given in from_these}
        assert {right for right in Right if account.allows(right)} == {given} | implied
    assert [right for right in Right if Account(name="op", may=()).allows(right)] == []


def test_rights_over_calls_imply_parties() -> None:
    mover = Account(name="op", may=(Right.CHAT, Right.PICKUP))
    assert mover.allows(Right.PARTIES)
    assert not Account(name="op", may=(Right.CHAT, Right.SPY, Right.RESET)).allows(Right.PARTIES)


def test_an_account_without_may_has_the_usual_rights() -> None:
    assert Account(name="op").may == USUAL_RIGHTS == (Right.DIAL, Right.CHAT, Right.PARTIES)


def test_an_account_is_logged_by_its_name_only() -> None:
    assert repr(Account(name="op", secret="s1", password="s2", jid="op@acme.test")) == "Account('op')"


def test_the_message_for_a_missing_right_names_its_purpose_and_its_name_in_the_site_file() -> None:
    assert no_right_sentence(Right.DIAL) == (
        'Your account has no right to dial. The administrator can add "dial" in the site file.'
    )
    assert no_right_sentence(Right.HANGUP) == (
        "Your account has no right to end other people's calls. "
        'The administrator can add "hangup" in the site file.'
    )
