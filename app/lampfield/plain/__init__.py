"""Plain mode: the switchboard as lines and a prompt, for screen readers, braille displays and scripts."""
