"""Text of the card can be selected with the mouse, as any text."""

from tests.board.booth import booth, person


async def test_an_address_is_selected_on_the_card() -> None:
    async with booth(person("Alice", "201")) as standing:
        await standing.sees("alice@acme.test", "#card")
        lines = standing.lines("#card-text")
        row = next(row for row, line in enumerate(lines) if "alice@acme.test" in line)
        column = lines[row].index("alice@acme.test")
        begin, end = (column, row), (column + len("alice@acme.test") - 1, row)
        await standing.pilot.mouse_down("#card-text", offset=begin)
        await standing.pilot.hover("#card-text", offset=end)
        await standing.pilot.mouse_up("#card-text", offset=end)
        assert standing.board.get_selected_text() == "alice@acme.test"
