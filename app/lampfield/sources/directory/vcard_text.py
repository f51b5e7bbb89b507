"""The texts within a vCard's values: escapes, lists and compound values. Pure."""

import re

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


def unescaped(text: str) -> str:
    r"""Return a text without backslashes: ``\n`` is a line end, any other sign stands for itself."""
    if "\\" not in text:
        return text.strip()
    return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], text).strip()


def parts_of(text: str, sign: str) -> list[str]:
    """Return what a bare sign parts, each part without backslashes."""
    parts, part, is_escaped = list[str](), list[str](), False
    for char in text:
        if char == sign and not is_escaped:
            parts.append("".join(part))
            part = []
        else:
            part.append(char)
        is_escaped = char == "\\" and not is_escaped
    return [unescaped(it) for it in (*parts, "".join(part))]
