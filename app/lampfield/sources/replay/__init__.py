"""The source ``replay``: plays a recording of a feed."""
