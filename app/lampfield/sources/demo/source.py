"""The source ``demo``: a simulated office that runs while a session is open."""

import time

from lampfield.model.account import Account, Right
from lampfield.model.identity import DeviceName
from lampfield.model.link import LinkName
from lampfield.sources.demo.links import SOURCE_NAME
from lampfield.sources.demo.runner import Runner
from lampfield.sources.demo.scheduler import Clock, SimulationClock
from lampfield.sources.demo.session import DemoSession
from lampfield.sources.demo.simulation import Simulation
from lampfield.sources.port import Emit, Source

OUTAGE_SECONDS = 20.0


class DemoSource(Source):
    """A simulated office that all accounts share.

    Args:
        contacts: The number of people, 1 to 10,000.
        rate: Changes per second, up to 20,000. None: a natural day, on which people also call, write and
            send requests by themselves. 0: only the operator's actions have consequences.
        seed: The same seed gives the same simulation.
        clock: Epoch seconds.
        outage: How long a link that was cut stays down, in seconds.
        speed: Simulated seconds for each real second. The rate and the outage stay as given.
        hostile: One person has texts that try to be commands: for tests.

    Raises:
        ValueError: The contacts, the rate or the speed are out of bounds; the message names the bounds.
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
            raise ValueError(f"The demo's speed must be above 0, not {speed}.")
        self._seed = seed
        simulation_rate = None if rate is None else rate / speed
        self._simulation = Simulation(
            contacts, simulation_rate, seed, clock(), outage * speed, hostile=hostile
        )
        self._runner = Runner(self._simulation, SimulationClock(self._simulation.scheduler, clock, speed))

    def open(self, account: Account, emit: Emit) -> DemoSession:
        """Return a session of the account."""
        return DemoSession(self._simulation.view(account), self._runner, emit, self._seed)

    async def close(self) -> None:
        """Stop the simulation."""
        await self._runner.stop()


def demo_account() -> Account:
    """Return the demo's account: a receptionist with two devices."""
    return Account(
        name="reception",
        secret="demo",  # noqa: S106  (no secret: the documentation prints it)
        devices=(DeviceName("DESK/100"), DeviceName("SOFT/100")),
        jid="reception@acme.example",
        may=(Right.DIAL, Right.CHAT, Right.HANGUP, Right.PARTIES, Right.RESET),
    )
