"""What follows of a contact from what the sources tell. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from lampfield.hub.merging import Properties
from lampfield.model.contact import Contact
from lampfield.model.lamp import lamp_from_blf
from lampfield.model.show import State, can_chat_from_states, leading_resource, show_from_states


class NoLamp(NamedTuple):
    """Why a lamp is unknown that no source tells."""

    numbered: str
    """Of a contact that can be dialled."""
    numberless: str
    """Of one that has no phone, as far as anybody knows."""


def derived(
    told: Properties,
    before: Contact,
    *,
    new: bool,
    may_chat: bool,
    may_dial: bool,
    no_lamp: NoLamp,
    now: float,
) -> Properties:
    """Return told properties and those that follow from them.

    Args:
        told: What the sources tell now.
        before: The contact as it was; an empty one when it is new.
        new: Nothing was known of it a moment ago, so nobody saw it change.
        may_chat: The account has the right to chat.
        may_dial: It has the right to dial.
        no_lamp: Why a lamp that no source tells is unknown.
        now: Epoch seconds.
    """
    properties = dict(told)
    properties.pop("show", None)
    properties.pop("can_chat", None)
    if not may_dial and "can_call" in told:
        properties["can_call"] = False
    if not may_chat and "can_tag" in told:
        properties["can_tag"] = False
    if new or "states" in told:
        properties |= _presence(told, before, new=new, may_chat=may_chat, now=now)
    if new or "blf" in told or "number" in told:
        properties |= _lamp(told, before, new=new, no_lamp=no_lamp, now=now)
    return properties


def _presence(told: Properties, before: Contact, *, new: bool, may_chat: bool, now: float) -> Properties:
    states: Mapping[str, State] = told.get("states", before.states)
    show = show_from_states(states)
    derived_ones: Properties = {"show": show, "can_chat": may_chat and can_chat_from_states(states)}
    if "show_since" not in told and (new or show is not before.show):
        leader = leading_resource(states)
        since = states[leader].since if leader is not None else 0.0
        derived_ones["show_since"] = since or (0.0 if new else now)
    return derived_ones


def _lamp(told: Properties, before: Contact, *, new: bool, no_lamp: NoLamp, now: float) -> Properties:
    blf = lamp_from_blf(told.get("blf", before.blf)).blf
    said = told.get("blf_reason", "") or before.blf_reason
    if blf is not None:
        reason = ""
    elif said and said not in no_lamp:
        reason = said
    else:
        reason = no_lamp.numbered if told.get("number", before.number) else no_lamp.numberless
    derived_ones: Properties = {"blf": blf, "blf_reason": reason}
    if "blf_since" not in told and not new and blf != before.blf:
        derived_ones["blf_since"] = now
    return derived_ones
