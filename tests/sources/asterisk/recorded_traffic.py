"""Recorded traffic of a real Asterisk 22: phones 201 to 206 call one another, park, and queue.

Call events come from ARI, device states from AMI.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from lampfield.model.contact import ContactPatch, Direction, Party
from lampfield.sources.asterisk.ami import Packet
from lampfield.sources.asterisk.ari import AriEvent, read_event
from lampfield.sources.asterisk.hint import read_hint
from lampfield.sources.asterisk.pbx_state import Affected, PbxState
from lampfield.sources.asterisk.people import Names, read_people
from lampfield.sources.asterisk.snapshot import Snapshot

ReceivedChanges = AriEvent | Packet
CALLS = Path(__file__).with_name("calls.jsonl")
NAMES = {"201": "Alice Ames", "202": "Bob Berg", "203": "Cara Cole", "204": "Dan Dietz", "205": "Eve Eckart"}


def parts() -> Iterator[tuple[str, list[ReceivedChanges]]]:
    """Yield each recorded action with its events."""
    done, events = "", list[ReceivedChanges]()
    for line in CALLS.read_text("utf-8").splitlines():
        told = json.loads(line)
        mark = told.get("mark")
        if mark is None:
            events.append(told if "Event" in told else read_event(line))
            continue
        if done:
            yield done, events
        done, events = mark, []
    yield done, events


def empty_snapshot() -> Snapshot:
    """Return the PBX before any phone registered."""
    hints = {
        number: read_hint(number, "internal", f"PJSIP/{number}&Custom:DND{number},CustomPresence:{number}")
        for number in NAMES
    }
    hints["701"] = read_hint("701", "parkedcalls", "park:701@parkedcalls")
    hints["600"] = read_hint("600", "internal", "Queue:support")
    names = Names(of_devices={f"PJSIP/{number}": name for number, name in NAMES.items()})
    states = {f"PJSIP/{number}": "UNAVAILABLE" for number in NAMES}
    states |= {f"Custom:DND{number}": "NOT_INUSE" for number in NAMES}
    states |= {"park:701@parkedcalls": "NOT_INUSE", "Queue:support": "NOT_INUSE"}
    return Snapshot(people=read_people(hints, names), states=states, presences=(), channels=(), bridges=())


class RecordedPbx:
    """The state of a PBX that applies the recording."""

    def __init__(self) -> None:
        self.pbx = PbxState()
        self.pbx.apply_snapshot(empty_snapshot())
        self.seen: list[Affected] = []

    def hear(self, events: Iterable[ReceivedChanges]) -> None:
        """Apply events."""
        self.seen = [self._hear(event) for event in events]

    def _hear(self, event: ReceivedChanges) -> Affected:
        if isinstance(event, AriEvent):
            return self.pbx.apply_event(event)
        return self.pbx.apply_state(event, now=0.0)

    def patch(self, number: str) -> ContactPatch:
        """Return the contact properties of an extension."""
        return self.pbx.patch(self.pbx.people[number])

    def party(self, number: str) -> Party | None:
        """Return the other party of an extension."""
        return self.pbx.party(self.pbx.people[number])

    def describe(self, number: str) -> str:
        """Return lamp, direction, other party, queue and labels in one line."""
        patch, party = self.patch(number), self.party(number)
        arrow = ""
        if party is not None:
            way = "<" if party.direction is Direction.IN else ">"
            arrow = f" {' '.join(word for word in (way, party.name, party.number) if word)}"
        queue = f" via {party.queue}" if party is not None and party.queue else ""
        labels = "".join(f" [{label}]" for label in patch.labels or ())
        return f"{patch.blf}{arrow}{queue}{labels}"
