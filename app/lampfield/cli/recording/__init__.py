"""``lampfield record``: writes what a client receives to a file."""
