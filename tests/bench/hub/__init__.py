"""The hub among many clients, beside websockets' own broadcast of the same frames at the same times."""
