"""The people's chat presence: several resources each, in moods that added and go."""

from random import Random

from lampfield.model.contact import ContactPatch
from lampfield.model.show import State, show_from_states
from lampfield.sources.demo.names import HOSTILE_STATUS
from lampfield.sources.demo.people import NOBODY
from lampfield.sources.demo.scheduler import Scheduler

RESOURCES = ("desk", "desk", "laptop", "mobile")
PRIORITIES = {"desk": 10, "laptop": 5, "mobile": 0}
SHOWS = ("available",) * 11 + ("chat",) + ("away",) * 4 + ("xa",) + ("dnd",) * 3
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

    def __init__(self, scheduler: Scheduler, rng: Random, hostile_index: int = NOBODY) -> None:
        self._hostile_index = hostile_index
        self._scheduler = scheduler
        self._rng = rng
        self.states: list[dict[str, State]] = []
        """Each state map is replaced, never changed, so that it can be told as it is."""
        self.since: list[float] = []
        """Epoch seconds of the last change of each show."""

    def add_people(self, count: int) -> None:
        """Let more people added in the morning."""
        added = [self._initial_states() for _ in range(count)]
        hostile = self._hostile_index - len(self.states)
        self.since += [max((state.since for state in states.values()), default=0.0) for states in added]
        if 0 <= hostile < count:
            added[hostile] = {"desk\x1b[7m": State("dnd", HOSTILE_STATUS, 127, self._scheduler.wall)}
        self.states += added

    def change(self) -> int:
        """Let somebody's presence change. Returns the place; it is the hostile one's never."""
        index = self._rng.randrange(len(self.states))
        if index == self._hostile_index:
            index = 0
        before = self.states[index]
        self.states[index] = after = self._next(before)
        if show_from_states(before) is not show_from_states(after):
            self.since[index] = self._scheduler.wall
        return index

    def patch(self, index: int) -> ContactPatch:
        """Return somebody's presence as it is told to those who may see it."""
        return ContactPatch(states=self.states[index], show_since=self.since[index])

    def is_online(self, index: int) -> bool:
        """Say whether somebody could read a message now."""
        return bool(self.states[index])

    def _next(self, states: dict[str, State]) -> dict[str, State]:
        """Return states of which one resource came, went or changed."""
        resource = self._rng.choice(RESOURCES)
        if resource in states and self._rng.random() < 0.2:
            return {name: state for name, state in states.items() if name != resource}
        new = self._state(resource, self._scheduler.wall)
        return {**states, resource: new}

    def _initial_states(self) -> dict[str, State]:
        if self._rng.random() < OFFLINE_SHARE:
            return {}
        # A set would have an order of chance: the same seed must give the same office in every process.
        resources = dict.fromkeys(("desk", self._rng.choice(RESOURCES)))
        return {
            name: self._state(name, self._scheduler.wall - self._rng.random() * 5400) for name in resources
        }

    def _state(self, resource: str, since: float) -> State:
        show = SHOWS[int(self._rng.random() * len(SHOWS))]
        status = self._rng.choice(STATUSES[show])
        return State(show, status, PRIORITIES[resource], round(since, 3))
