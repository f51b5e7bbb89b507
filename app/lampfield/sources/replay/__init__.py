"""Source ``replay``: a feed that was recorded, told again as it was."""
