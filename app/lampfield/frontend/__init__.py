"""What the front ends share, without Textual: operations, search, events, wording, staleness, views."""
