"""Why a call came to nothing or broke off, in a sentence. Pure."""

from lampfield.model.call import Call, CallParty
from lampfield.model.text import plain
from lampfield.words.calls import cause_words
from lampfield.words.names import other_of


def failed_sentence(call: Call) -> str:
    """Return why an ended call was never answered, or broke off; empty where there is nothing to tell.

    The operator's own hanging up has its outcome already, and a talk that somebody ended needs no word.
    """
    if not call.cause:
        return ""
    who = other_of(call)
    if call.start or call.party is CallParty.CALLER:
        return f"{who}: {plain(call.cause).removesuffix('.')}."
    why = cause_words(call)
    return f"Missed {who}: {why}." if why else f"Missed {who}."
