"""What an account may do, and that its secrets are shown to nobody."""

from lampfield.model.account import IMPLYING, USUAL_RIGHTS, Account, Right, no_right_sentence


def test_an_account_has_the_rights_that_are_given_and_those_that_come_with_them() -> None:
    for given in Right:
        account = Account(name="op", may=(given,))
        implied = {right for right, from_these in IMPLYING.items() if given in from_these}
        assert {right for right in Right if account.allows(right)} == {given} | implied
    assert [right for right in Right if Account(name="op", may=()).allows(right)] == []


def test_who_moves_or_ends_calls_sees_whose_they_are() -> None:
    mover = Account(name="op", may=(Right.CHAT, Right.PICKUP))
    assert mover.allows(Right.PARTIES)
    assert not Account(name="op", may=(Right.CHAT, Right.SPY, Right.RESET)).allows(Right.PARTIES)


def test_nothing_said_of_rights_means_the_usual_ones() -> None:
    assert Account(name="op").may == USUAL_RIGHTS == (Right.DIAL, Right.CHAT, Right.PARTIES)


def test_an_account_is_logged_by_its_name_alone() -> None:
    assert repr(Account(name="op", secret="s1", password="s2", jid="op@acme.test")) == "Account('op')"


def test_a_missing_right_is_told_by_what_it_allows_and_by_its_name_in_the_site_file() -> None:
    assert no_right_sentence(Right.DIAL) == (
        'Your account has no right to dial. The administrator can add "dial" in the site file.'
    )
    assert no_right_sentence(Right.HANGUP) == (
        "Your account has no right to end other people's calls. "
        'The administrator can add "hangup" in the site file.'
    )
