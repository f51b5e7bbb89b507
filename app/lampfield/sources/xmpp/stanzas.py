"""Parts of all kinds of stanzas: time stamps (XEP-0082) and errors (RFC 6120, 8.3)."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from lampfield.sources.xmpp.namespaces import CLIENT, DELAY, STANZA_ERRORS


def epoch_seconds(stamp: str) -> float | None:
    """Parse a time stamp to epoch seconds; None if it is invalid."""
    try:
        moment = datetime.fromisoformat(stamp)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def stamp_of(seconds: float) -> str:
    """Return the time stamp of epoch seconds, with milliseconds."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def delayed_since(stanza: Element) -> float | None:
    """Return the time at which a delayed stanza was sent (XEP-0203); None if it was not delayed."""
    delay = stanza.find(f"{DELAY}delay")
    return epoch_seconds(delay.get("stamp", "")) if delay is not None else None


def read_error(stanza: Element, default: str = "error") -> tuple[str, str]:
    """Return the condition and the text of a stanza's error (RFC 6120, 8.3).

    Args:
        stanza: An error stanza.
        default: The condition if the stanza has none.
    """
    error = stanza.find(f"{CLIENT}error")
    if error is None:
        return default, ""
    text = (error.findtext(f"{STANZA_ERRORS}text") or "").strip()
    names = (child.tag.removeprefix(STANZA_ERRORS) for child in error if child.tag.startswith(STANZA_ERRORS))
    return next((name for name in names if name != "text"), default), text
