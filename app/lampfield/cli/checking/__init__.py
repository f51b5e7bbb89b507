"""What ``lampfield check`` tries: one file a kind of thing."""
