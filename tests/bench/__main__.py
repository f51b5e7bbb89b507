"""Print all measurements: ``python -m tests.bench``."""

from tests.bench import following, repainting, starting

repainting.report()
starting.report()
following.report()
