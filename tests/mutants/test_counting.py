"""What the figures of the mutants count, without a run of them."""

from collections import Counter

import pytest

from tests.mutants.__main__ import module_of, outcome, sample, table
from tests.mutants.choosing import mirror_of, modules, package_of

NAMES = [
    f"lampfield.{part}.x__mutmut_{number}" for part in ("hub.accounts", "client.pbx") for number in range(9)
]


def test_a_sample_has_so_many_of_each_package_and_is_the_same_again() -> None:
    picked = sample(NAMES, 4, seed=7)
    assert Counter(package_of(module_of(name)) for name in picked) == {"hub": 4, "client": 4}
    assert sample(NAMES, 4, seed=7) == picked != sample(NAMES, 4, seed=8)
    assert sorted(sample(NAMES, 99, seed=7)) == sorted(NAMES)


@pytest.mark.parametrize(
    ("code", "word"),
    [(None, "not tried"), (0, "survived"), (1, "caught"), (3, "caught"), (33, "no test"), (-24, "timeout")],
)
def test_a_code_in_a_word(code: int | None, word: str) -> None:
    assert outcome(code) == word


def test_the_table_counts_what_was_tried() -> None:
    codes = dict(zip(NAMES[:6], (1, 1, 0, 33, 36, None), strict=True))
    assert table(codes, Counter({"hub": 9}))[2:] == ["| hub | 9 | 5 | 2 | 1 | 1 | 1 | 60% |"]


def test_modules_are_named_as_one_likes_and_a_wrong_name_is_told() -> None:
    for name in ("client.options", "client/options.py", "app/lampfield/client/options.py"):
        assert modules([name]) == ["client/options.py"]
    assert "sources/xmpp/session.py" in modules(["sources.xmpp"])
    with pytest.raises(ValueError, match="no module or package client/nothing"):
        modules(["client/nothing"])


def test_the_parts_of_a_deep_package_are_counted_one_by_one() -> None:
    modules = ("board/chat/log.py", "board/app.py", "sources/xmpp/line.py", "sources/port.py", "hub/a/b.py")
    assert [package_of(it) for it in modules] == ["board/chat", "board", "sources/xmpp", "sources", "hub"]


def test_the_tests_are_those_that_mirror_a_package() -> None:
    assert mirror_of({"sources/asterisk"}) == ["tests/sources/asterisk"]
    field = ["tests/field/test_chat_path.py", "tests/field/test_stanzas.py"]
    assert mirror_of({"sources/xmpp"}) == [*field, "tests/sources/xmpp"]
    assert mirror_of({"client"}) == ["tests/client"]
    shared = mirror_of({"sources"})
    assert "tests/sources/test_supervisor.py" in shared
    assert "tests/sources/xmpp" not in shared
    assert mirror_of({"frontend/search", "nowhere"}) == [
        "tests/board/test_finding.py",
        "tests/frontend/search",
    ]
    alone = mirror_of({"board"})
    assert "tests/board/test_look.py" in alone
    assert "tests/board/widgets" not in alone
