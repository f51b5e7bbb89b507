"""Announcements: one short line of text per event, with the state first, for operators who do not look."""
