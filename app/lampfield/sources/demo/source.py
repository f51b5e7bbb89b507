"""Source ``demo``: a simulated office that lives while somebody looks."""

import time

from lampfield.model.account import Account, Right
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkName
from lampfield.sources.demo.clock import Clock, SimulationClock
from lampfield.sources.demo.links import SOURCE_NAME
from lampfield.sources.demo.runner import Runner
from lampfield.sources.demo.session import DemoSession
from lampfield.sources.demo.simulation import Simulation
from lampfield.sources.port import Emit, Source

OUTAGE_SECONDS = 20.0


class DemoSource(Source):
    """One office for all accounts.

    Args:
        contacts: How many people, 1 to 10,000.
        rate: Changes a second, up to 20,000. None: a plausible day, in which people also write, ring and
            ask by themselves. 0: a still life, in which only the operator's own doings have consequences.
        seed: With the same seed the same things happen.
        clock: Epoch seconds.
        outage: How many seconds a link stays down that was cut.
        speed: How many times faster than life people and phones are; rate and outage stay as they are.
        hostile: One of the people has texts that try to be commands: for tests.

    Raises:
        ValueError: Contacts, rate or speed are out of bounds; the text says which bounds.
    """

    name = SOURCE_NAME
    links = frozenset({LinkName.PHONE, LinkName.CHAT})

    def __init__(
        self,
        contacts: int = 120,
        rate: float | None = None,
        seed: int = 1,
        *,
        clock: Clock = time.time,
        outage: float = OUTAGE_SECONDS,
        speed: float = 1.0,
        hostile: bool = False,
    ) -> None:
        if speed <= 0:
            raise ValueError(f"The demo's speed is above 0, not {speed}.")
        self._seed = seed
        simulation_rate = None if rate is None else rate / speed
        self._simulation = Simulation(
            contacts, simulation_rate, seed, clock(), outage * speed, hostile=hostile
        )
        self._runner = Runner(self._simulation, SimulationClock(self._simulation.scheduler, clock, speed))

    def open(self, account: Account, emit: Emit) -> DemoSession:
        """Return a session at the account's seat."""
        return DemoSession(self._simulation.view(account), self._runner, emit, self._seed)

    async def close(self) -> None:
        """Let time stop."""
        await self._runner.stop()


def demo_account() -> Account:
    """Return the account that the demo knows: a receptionist with two devices."""
    return Account(
        name="reception",
        secret="demo",  # noqa: S106  (no secret: the documentation prints it)
        devices=(DeviceName("DESK/100"), DeviceName("SOFT/100")),
        jid="reception@acme.example",
        may=(Right.DIAL, Right.CHAT, Right.HANGUP, Right.PARTIES, Right.RESET),
    )
