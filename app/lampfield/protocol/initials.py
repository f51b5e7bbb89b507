"""What stands for a picture: a name's initials, and a hue that is the same wherever the name is."""

from hashlib import blake2s

from lampfield.model.text import plain


def initials(name: str) -> str:
    """Return the first letters of a name's first and last word, or a question mark."""
    words = [word for word in plain(name, 200).split() if word[0].isalnum()]
    ends = words[:1] + words[1:][-1:]
    return "".join(word[0].upper() for word in ends) or "?"


def hue_degrees(name: str) -> int:
    """Return the hue of a name, 0 to 359."""
    return int.from_bytes(blake2s(name.encode(errors="replace"), digest_size=2).digest()) % 360
