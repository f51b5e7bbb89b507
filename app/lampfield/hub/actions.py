"""What each request does."""

from lampfield.hub.dispatch import Actions

ACTIONS: Actions = {}
"""The actions by the type of their request."""
