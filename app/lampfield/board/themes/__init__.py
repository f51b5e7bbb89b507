"""The board's themes, a file each: colours by what they mean, as ``styles/board.tcss`` lists it."""
