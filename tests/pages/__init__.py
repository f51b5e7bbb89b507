"""The pages ``README.md``, ``CHANGELOG.md`` and ``docs/``: their examples work and their links resolve."""
