"""Key maps: which key does what, as data."""
