"""Notifications: which events, in which words, over which channels."""
