"""Tests of the chat pane's parts."""
