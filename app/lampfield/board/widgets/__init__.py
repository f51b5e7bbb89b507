"""The regions of the board, one file or folder each."""
