"""``lampfield record``: what a client is told, written down."""
