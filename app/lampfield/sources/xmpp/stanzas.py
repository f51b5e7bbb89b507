"""Times as XMPP writes them (XEP-0082), read as epoch seconds."""

from datetime import UTC, datetime
from xml.etree.ElementTree import Element

from lampfield.sources.xmpp.namespaces import CLIENT, DELAY, STANZA_ERRORS


def epoch_seconds(stamp: str) -> float | None:
    """Return the time of a stamp, None when it is none."""
    try:
        moment = datetime.fromisoformat(stamp)
        return (moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def stamp_of(seconds: float) -> str:
    """Return the stamp of a time, to the millisecond."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


def delayed_since(stanza: Element) -> float | None:
    """Return when a delayed stanza was sent (XEP-0203); None for one that was sent just now."""
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
