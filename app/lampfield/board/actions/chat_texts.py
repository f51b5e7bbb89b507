"""What the keys of the chat's box do with texts: quick ones, links, and what is searched for."""

from textual.content import Content

from lampfield.board.actions.acting import ActingScreen
from lampfield.board.chat.links import links_in
from lampfield.board.chat.pane import ChatPane
from lampfield.board.chat.quick import caller_of, filled
from lampfield.model.call import own_calls
from lampfield.model.text import plain


class ChatTextActions(ActingScreen):
    """Quick texts, links and search."""

    def action_quick_text(self, number: int) -> None:
        """Write a quick text, counted from 1, into the box."""
        texts = self.quick_texts()
        if number <= len(texts):
            self.query_one(ChatPane).box.insert_text_at_cursor(texts[number - 1])
        else:
            self.hint(f"There is no quick text {number}: [chat] quick in the settings lists them.")

    def action_quick_texts(self) -> None:
        """Choose among the quick texts, filled in as they would be written."""
        from lampfield.board.dialogs.choice import Choice

        texts = self.quick_texts()
        if not texts:
            self.hint("There are no quick texts: [chat] quick in the settings lists them.")
            return
        options = [(_numbered(place, text), place) for place, text in enumerate(texts, 1)]
        dialog: Choice[int] = Choice(
            "Quick texts", options, hint="1 to 9 or Enter writes it   Esc closes", numbered=True
        )
        self.ask(dialog, lambda chosen: self.action_quick_text(chosen.value))

    def quick_texts(self) -> list[str]:
        """Return the quick texts with who is on the line now."""
        calls = own_calls(self.pbx.calls.values_by_key) if self.pbx is not None else []
        caller = caller_of(calls)
        return [filled(text, caller) for text in self.settings.values.chat.quick]

    def action_copy_link(self) -> None:
        """Copy the link of the chat, or choose one."""
        from lampfield.board.dialogs.choice import Choice

        links = links_in(self.query_one(ChatPane).log_view.texts())
        if not links:
            self.hint("There is no link in this chat.")
        elif len(links) == 1:
            self.copy(links[0])
        else:
            options = [(Content(plain(link)), link) for link in links]
            dialog: Choice[str] = Choice("Copy a link", options)
            self.ask(dialog, lambda chosen: self.copy(chosen.value))

    def action_search_chat(self) -> None:
        """Search in the chat."""
        self.query_one(ChatPane).search.begin()

    def action_step_chat_search(self, by: int) -> None:
        """Go to the next place, or the one before."""
        self.query_one(ChatPane).step_search(by)

    def action_end_chat_search(self) -> None:
        """Write on."""
        pane = self.query_one(ChatPane)
        pane.end_search()
        self.set_focus(pane.box)


def _numbered(place: int, text: str) -> Content:
    return Content.assemble((f"{place} " if place <= 9 else "  ", "bold $accent"), (plain(text), ""))
