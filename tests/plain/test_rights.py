"""In plain mode, what an account has no right to do is not in the help, and its command says why."""

from lampfield.model.account import no_right_sentence
from lampfield.plain.commands import COMMANDS
from tests.board.booth import person
from tests.plain.reading import reading

ALICE = person("Alice", "201")
NEEDING = [command for command in COMMANDS if command.right is not None]


async def test_a_command_without_its_right_says_which_right_is_missing() -> None:
    async with reading(ALICE, may=()) as reader:
        for command in NEEDING:
            assert command.right is not None
            await reader.types(f"{command.words} alice", f"refused: {no_right_sentence(command.right)}")
        for line in ("show away", "reset phone"):
            await reader.types(line, "refused: Your account has no right to ")
        await reader.types("201", "refused: Your account has no right to dial.")
        assert reader.source.asked == []


async def test_the_help_lists_what_the_account_may_do() -> None:
    async with reading(ALICE, may=()) as reader:
        await reader.types("help", "WHO is a number")
        await reader.types("more", "the last announcements again")
        for command in COMMANDS:
            if command.right is not None or command.id == "reset":
                assert f"{command.about}\n" not in reader.written, command.id
    async with reading(ALICE) as reader:
        await reader.types("help", "dial somebody, or a number")
