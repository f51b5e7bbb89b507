"""Settings that are texts in the file, but of which the application knows what there is."""

from collections.abc import Mapping, Sequence

from lampfield.board.dressing import DressedApp

Choices = Mapping[str, Sequence[str]]
"""The words of some settings, by path, such as ``look.theme``."""


def choices_of(app: DressedApp) -> Choices:
    """Return what an application has to choose from."""
    return {"look.theme": app.theme_names()}
