"""What a person types for a setting, as a value, and back. Pure."""

import tomllib

from lampfield.config.kinds import Form, Line


def value_of(text: str, line: Line) -> object:
    """Return the value of what was typed; None where there is none.

    Args:
        text: As it was typed.
        line: What the setting takes.

    Raises:
        ValueError: It is no such value; the sentence says what to write.
    """
    if line.may_lack and not text.strip():
        return None
    try:
        return _read(text, line.form)
    except ValueError as error:
        raise ValueError(wanted(line)) from error


def text_of_value(value: object, line: Line) -> str:
    """Return a value as a person would type it."""
    if value is None:
        return ""
    if line.form is not Form.TOML:
        return str(value)
    import tomlkit

    inline = tomlkit.inline_table()
    inline.update({"value": value})
    return inline.as_string().removeprefix("{value = ").removesuffix("}")


def wanted(line: Line) -> str:
    """Return the sentence that says what a setting takes."""
    return f"Write {', '.join(part for part in (line.form.value, line.limits) if part)}."


def _read(text: str, form: Form) -> object:
    match form:
        case Form.TEXT:
            return text
        case Form.WHOLE:
            return int(text)
        case Form.NUMBER:
            return float(text)
        case Form.TOML:
            (value,) = tomllib.loads(f"value = {text}").values()
            return value
