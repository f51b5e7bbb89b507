"""The board's themes, one file each: colours by meaning, as listed in ``styles/board.tcss``."""
