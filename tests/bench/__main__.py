"""Print all measurements: ``python -m tests.bench``."""

from tests.bench import repainting, starting

repainting.report()
starting.report()
