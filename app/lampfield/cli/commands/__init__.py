"""One file per command: ``add`` declares its arguments, ``run`` executes it and returns the exit status.

A command imports most of its dependencies when it runs, so that other commands start fast.
"""
