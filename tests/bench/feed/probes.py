"""Probes: words that a contact says once, by which its change is known again on the screen. Pure."""

LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789!#"
"""61 of them, a prime: see `word`."""

LENGTH = 8


def word(number: int) -> str:
    """Return the word of a probe. It differs from that of the next one in every letter.

    So what is on the screen is either word and never a mixture that reads like one, even with a program
    that writes only the cells that changed. Words come again after 61.
    """
    return "".join(LETTERS[(number * step + step) % len(LETTERS)] for step in range(1, LENGTH + 1))
