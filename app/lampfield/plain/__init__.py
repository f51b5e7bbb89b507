"""Plain mode: the switchboard as lines and a prompt, for a screen reader, a braille line or a script."""
