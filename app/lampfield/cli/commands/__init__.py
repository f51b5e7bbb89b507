"""One command a file: ``add`` gives it its words, ``run`` does it and returns the exit status.

What a command needs to run is imported when it runs, so that the next one starts fast.
"""
