"""The people's chat presence: several resources each, in moods that come and go."""

from random import Random

from lampfield.model.contact import ContactPatch
from lampfield.model.show import State, show_from_states
from lampfield.sources.demo.names import HOSTILE_STATUS
from lampfield.sources.demo.people import NOBODY
from lampfield.sources.demo.scheduler import Scheduler

RESOURCES = ("desk", "desk", "laptop", "mobile")
PRIORITIES = {"desk": 10, "laptop": 5, "mobile": 0}
WORDS = ("available",) * 11 + ("chat",) + ("away",) * 4 + ("xa",) + ("dnd",) * 3
OFFLINE_SHARE = 0.18
STATUSES = {
    "available": ("", "", "", "at my desk", "working from home", "in Leeds today", "call me, do not write"),
    "chat": ("glad to help", "ask me anything"),
    "away": ("", "lunch till 1", "lunch till 1", "back at 3", "coffee", "on the shop floor"),
    "xa": ("gone home", "on holiday till Monday", "school run"),
    "dnd": ("", "in a meeting", "writing the offer", "interviews till 4", "month-end close"),
}


class Presence:
    """Who is online with what, by the people's places.

    Args:
        agenda: The time.
        rng: Where chance comes from.
        hostile_place: Whose status is hostile.
    """

    def __init__(self, agenda: Scheduler, rng: Random, hostile_place: int = NOBODY) -> None:
        self._hostile_place = hostile_place
        self._agenda = agenda
        self._rng = rng
        self.states: list[dict[str, State]] = []
        """Each state map is replaced, never changed, so that it can be told as it is."""
        self.since: list[float] = []
        """Epoch seconds of the last change of each show."""

    def admit(self, count: int) -> None:
        """Let more people come in the morning."""
        come = [self._morning() for _ in range(count)]
        hostile = self._hostile_place - len(self.states)
        self.since += [max((state.since for state in states.values()), default=0.0) for states in come]
        if 0 <= hostile < count:
            come[hostile] = {"desk\x1b[7m": State("dnd", HOSTILE_STATUS, 127, self._agenda.wall)}
        self.states += come

    def change(self) -> int:
        """Let somebody's presence change. Returns the place; it is the hostile one's never."""
        place = self._rng.randrange(len(self.states))
        if place == self._hostile_place:
            place = 0
        before = self.states[place]
        self.states[place] = after = self._next(before)
        if show_from_states(before) is not show_from_states(after):
            self.since[place] = self._agenda.wall
        return place

    def patch(self, place: int) -> ContactPatch:
        """Return somebody's presence as it is told to those who may see it."""
        return ContactPatch(states=self.states[place], show_since=self.since[place])

    def online(self, place: int) -> bool:
        """Say whether somebody could read a message now."""
        return bool(self.states[place])

    def _next(self, states: dict[str, State]) -> dict[str, State]:
        """Return states of which one resource came, went or changed."""
        resource = self._rng.choice(RESOURCES)
        if resource in states and self._rng.random() < 0.2:
            return {name: state for name, state in states.items() if name != resource}
        new = self._state(resource, self._agenda.wall)
        return {**states, resource: new}

    def _morning(self) -> dict[str, State]:
        if self._rng.random() < OFFLINE_SHARE:
            return {}
        # A set would have an order of chance: the same seed must give the same office in every process.
        resources = dict.fromkeys(("desk", self._rng.choice(RESOURCES)))
        return {name: self._state(name, self._agenda.wall - self._rng.random() * 5400) for name in resources}

    def _state(self, resource: str, since: float) -> State:
        word = WORDS[int(self._rng.random() * len(WORDS))]
        status = self._rng.choice(STATUSES[word])
        return State(word, status, PRIORITIES[resource], round(since, 3))
