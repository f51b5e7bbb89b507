"""The simulated chat presence of people, each with several resources that come, go and change."""

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
    """The presence of each person, by index.

    Args:
        scheduler: The scheduler.
        rng: The random numbers.
        hostile_index: The index of the person with a hostile status.
    """

    def __init__(self, scheduler: Scheduler, rng: Random, hostile_index: int = NOBODY) -> None:
        self._hostile_index = hostile_index
        self._scheduler = scheduler
        self._rng = rng
        self.states: list[dict[str, State]] = []
        """The states by resource. Each dict is replaced, never mutated: it is emitted without a copy."""
        self.since: list[float] = []
        """Epoch seconds of the last change of each show."""

    def add_people(self, count: int) -> None:
        """Add people with their initial states."""
        added = [self._initial_states() for _ in range(count)]
        hostile = self._hostile_index - len(self.states)
        self.since += [max((state.since for state in states.values()), default=0.0) for states in added]
        if 0 <= hostile < count:
            added[hostile] = {"desk\x1b[7m": State("dnd", HOSTILE_STATUS, 127, self._scheduler.wall)}
        self.states += added

    def change(self) -> int:
        """Change the presence of a random person, never of the hostile one. Returns the index."""
        index = self._rng.randrange(len(self.states))
        if index == self._hostile_index:
            index = 0
        before = self.states[index]
        self.states[index] = after = self._next(before)
        if show_from_states(before) is not show_from_states(after):
            self.since[index] = self._scheduler.wall
        return index

    def patch(self, index: int) -> ContactPatch:
        """Return a person's presence as a patch of the contact."""
        return ContactPatch(states=self.states[index], show_since=self.since[index])

    def is_online(self, index: int) -> bool:
        """Return whether a person is online."""
        return bool(self.states[index])

    def _next(self, states: dict[str, State]) -> dict[str, State]:
        """Return states in which one resource was added, removed or changed."""
        resource = self._rng.choice(RESOURCES)
        if resource in states and self._rng.random() < 0.2:
            return {name: state for name, state in states.items() if name != resource}
        new = self._state(resource, self._scheduler.wall)
        return {**states, resource: new}

    def _initial_states(self) -> dict[str, State]:
        if self._rng.random() < OFFLINE_SHARE:
            return {}
        # Not a set: its order differs between processes, and the same seed must give the same simulation.
        resources = dict.fromkeys(("desk", self._rng.choice(RESOURCES)))
        return {
            name: self._state(name, self._scheduler.wall - self._rng.random() * 5400) for name in resources
        }

    def _state(self, resource: str, since: float) -> State:
        show = SHOWS[int(self._rng.random() * len(SHOWS))]
        status = self._rng.choice(STATUSES[show])
        return State(show, status, PRIORITIES[resource], round(since, 3))
