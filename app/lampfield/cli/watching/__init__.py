"""The output of ``lampfield watch``: a table, JSON lines or announcements."""
