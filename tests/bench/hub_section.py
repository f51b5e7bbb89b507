"""The hub among many clients, beside websockets' own broadcast of the same frames."""

from tests.bench import rows
from tests.bench.bench import Bench
from tests.bench.figures import Figure
from tests.bench.hub.fan_out import fan_out
from tests.bench.programs import Who

CLIENTS = 1_000
RATE = 1_000
"""Changes a second."""


async def measure(bench: Bench) -> None:
    """Measure the hub with many clients; and once with half as many: it takes long until all are there."""
    for _ in range(bench.runs):
        await _load(bench, CLIENTS, rows.HUB)
    await _load(bench, CLIENTS // 2, rows.HUB_FEWER)


async def _load(bench: Bench, clients: int, figure: Figure) -> None:
    (run,) = await fan_out(clients, RATE, bench.seconds, 1)
    bench.book.note(figure, Who.BOARD, run.hub.cpu_percent)
    bench.book.note(figure, Who.BROADCAST, run.rival.cpu_percent)
    if figure is rows.HUB:
        bench.book.note(rows.HUB_CLIENT, Who.BOARD, run.hub.kibibytes_a_client)
        bench.book.note(rows.HUB_CLIENT, Who.BROADCAST, run.rival.kibibytes_a_client)
