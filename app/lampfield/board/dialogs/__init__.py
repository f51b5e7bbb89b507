"""Dialogs: a question and its answers."""
