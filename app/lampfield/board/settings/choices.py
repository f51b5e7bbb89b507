"""Settings that are texts in the file, but of which the application knows what there is."""

from collections.abc import Mapping, Sequence

from textual.app import App

Choices = Mapping[str, Sequence[str]]
"""The words of some settings, by path, such as ``look.theme``."""


def choices_of(app: App[None]) -> Choices:
    """Return what an application has to choose from."""
    return {"look.theme": _themes(app)}


def _themes(app: App[None]) -> Sequence[str]:
    """Return the themes that know the colours of lamps."""
    return [name for name, theme in app.available_themes.items() if "lamp-free" in theme.variables]
