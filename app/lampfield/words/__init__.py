"""How what is known is said: in words that are the same on the board, in plain mode and in announcements.

Pure, and over the model alone.
"""
