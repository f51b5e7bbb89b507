"""Event detection: from the client's state and changes to events."""
