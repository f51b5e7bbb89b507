"""The texts of a chat: quick texts, links, and the search."""

from functools import partial

from textual.content import Content

from lampfield.board.commands import Command, command
from lampfield.board.context import BoardContext
from lampfield.board.keys.actions import QUICK_TEXTS
from lampfield.board.widgets.chat.links import links_in
from lampfield.board.widgets.chat.pane import ChatPane
from lampfield.board.widgets.chat.quick import caller_of, filled
from lampfield.model.text import plain


class ChatTextController:
    """Inserts quick texts, copies links, and searches in the open chat.

    Args:
        context: What all controllers share.
        pane: Shows the chat.
    """

    def __init__(self, context: BoardContext, pane: ChatPane) -> None:
        self._context = context
        self._pane = pane

    def commands(self) -> tuple[Command, ...]:
        """Return the commands for the texts of a chat."""
        return (
            command("quick-texts", self.choose_quick_text),
            *(
                command(f"quick-text-{number}", partial(self.write_quick_text, number))
                for number in range(1, QUICK_TEXTS + 1)
            ),
            command("copy-link", self.copy_link),
            command("search-chat", self.search),
            command("search-earlier", partial(self._pane.step_search, -1)),
            command("search-later", partial(self._pane.step_search, 1)),
            command("end-search", self.end_search),
        )

    def write_quick_text(self, number: int) -> None:
        """Insert a quick text, counted from 1."""
        texts = self.quick_texts()
        if number <= len(texts):
            self._pane.box.insert_text_at_cursor(texts[number - 1])
        else:
            self._context.hint(f"There is no quick text {number}: [chat] quick in the settings lists them.")

    def choose_quick_text(self) -> None:
        """Choose among the quick texts, with their placeholders filled in."""
        from lampfield.board.dialogs.choice import Choice

        texts = self.quick_texts()
        if not texts:
            self._context.hint("There are no quick texts: [chat] quick in the settings lists them.")
            return
        options = [(_numbered(place, text), place) for place, text in enumerate(texts, 1)]
        dialog: Choice[int] = Choice(
            "Quick texts", options, hint="1 to 9 or Enter writes it   Esc closes", numbered=True
        )
        self._context.ask(dialog, lambda chosen: self.write_quick_text(chosen.value))

    def quick_texts(self) -> list[str]:
        """Return the quick texts, with the current caller filled in."""
        caller = caller_of(self._context.own_calls)
        return [filled(text, caller) for text in self._context.settings.values.chat.quick]

    def copy_link(self) -> None:
        """Copy the link in the chat, or choose among several."""
        from lampfield.board.dialogs.choice import Choice

        links = links_in(self._pane.log_view.texts())
        if not links:
            self._context.hint("There is no link in this chat.")
        elif len(links) == 1:
            self._context.copy(links[0])
        else:
            options = [(Content(plain(link)), link) for link in links]
            dialog: Choice[str] = Choice("Copy a link", options)
            self._context.ask(dialog, lambda chosen: self._context.copy(chosen.value))

    def search(self) -> None:
        """Search in the chat."""
        self._pane.search.begin()

    def end_search(self) -> None:
        """End the search and return to the text box."""
        self._pane.end_search()
        self._context.window.focus(self._pane.box)


def _numbered(place: int, text: str) -> Content:
    return Content.assemble((f"{place} " if place <= 9 else "  ", "bold $accent"), (plain(text), ""))
