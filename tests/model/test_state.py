"""The in-memory store of persistent hub state."""

from lampfield.model.state import VolatileState


def test_values_are_separate_by_kind_and_name_and_the_last_one_wins() -> None:
    state = VolatileState()
    assert state.get("a", "x") is None
    state.put("a", "x", None)
    state.put("a", "x", 1)
    state.put("a", "y", [2])
    state.put("b", "x", False)
    state.put("a", "x", {"z": 3})
    assert [state.get(*it) for it in ("ax", "ay", "bx", "by")] == [{"z": 3}, [2], False, None]
    assert VolatileState().get("a", "x") is None


def test_none_removes_only_that_value_and_it_can_be_set_again() -> None:
    state = VolatileState()
    state.put("a", "x", 1)
    state.put("a", "y", 2)
    state.put("a", "x", None)
    state.put("a", "x", None)
    assert (state.get("a", "x"), state.get("a", "y")) == (None, 2)
    state.put("a", "x", 3)
    assert state.get("a", "x") == 3
