"""Settings that are texts in the file, but of which the application knows what there is."""

from collections.abc import Mapping, Sequence

from textual.app import App

from lampfield.board.theme import wearable

Choices = Mapping[str, Sequence[str]]
"""The words of some settings, by path, such as ``look.theme``."""


def choices_of(app: App[None]) -> Choices:
    """Return what an application has to choose from."""
    return {"look.theme": wearable(app.available_themes)}
