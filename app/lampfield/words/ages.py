"""How long something has been so, as one says it. Pure."""

UNITS = (("day", "days", 86_400), ("hour", "hours", 3_600), ("min", "min", 60), ("sec", "sec", 1))


def age_words(seconds: float) -> str:
    """Return an age in its greatest unit: ``9 sec``, ``3 min``, ``1 hour``, ``5 days``."""
    whole = max(0, int(seconds))
    one, many, size = next((unit for unit in UNITS if whole >= unit[2]), UNITS[-1])
    count = whole // size
    return f"{count} {one if count == 1 else many}"
