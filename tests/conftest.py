"""What holds for all tests."""

from hypothesis import settings

# A run says the same tomorrow, and on a busy machine: examples are fixed and have no time of their own.
# `pytest --hypothesis-profile=default` looks further.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.load_profile("repeatable")
