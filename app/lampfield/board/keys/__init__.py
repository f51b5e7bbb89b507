"""Key maps: which key runs which action, as data."""
