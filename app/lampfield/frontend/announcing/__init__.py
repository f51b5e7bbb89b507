"""Announcements: one short line for each event that matters, the state first, for those who do not look."""
