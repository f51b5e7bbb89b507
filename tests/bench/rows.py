"""The figures by their names."""

from tests.bench.figures import Figure

START = Figure("start to the first tile, 10,000 contacts", "s", 2)
MEMORY = Figure("memory, 10,000 contacts", "MB", 0)

CPU = Figure("processor, 10,000 contacts, 1,000 changes/s", "% of a core")
CPU_5000 = Figure("processor, 10,000 contacts, 5,000 changes/s", "% of a core")
CPU_20000 = Figure("processor, 10,000 contacts, 20,000 changes/s", "% of a core")
SEEN_P50 = Figure("change sent to cells changed, 10,000 contacts, p50", "ms")
SEEN_P95 = Figure("change sent to cells changed, 10,000 contacts, p95", "ms")
KEY_IDLE = Figure("arrow key to cells changed, nothing else changes, p95", "ms")
KEY_BUSY = Figure("arrow key to cells changed, 5,000 changes/s, p95", "ms")
FIND = Figure("key in the search to cells changed, 10,000 contacts, max", "ms")

CPU_SIGHT = Figure("processor, all 1,000 changes/s in sight", "% of a core")
BYTES_SIGHT = Figure("to the terminal, all 1,000 changes/s in sight", "KB/s", 0)
SIGHT_P50 = Figure("change sent to cells changed, all in sight, p50", "ms")
SIGHT_P95 = Figure("change sent to cells changed, all in sight, p95", "ms")

SLOW_KEY = Figure("arrow key to cells changed, line of 200 KB/s, all in sight, p50", "ms", 0)
SLOW_LAG = Figure("longest that the event loop was held up, line of 200 KB/s", "ms")

NEAR_1000 = Figure("processor, 1,000 contacts, 100 of 1,000 changes/s in sight", "% of a core")
NEAR_10000 = Figure("processor, 10,000 contacts, 100 of 1,000 changes/s in sight", "% of a core")
NEAR_TWICE = Figure("processor, 10,000 contacts, 200 of 2,000 changes/s in sight", "% of a core")
OPEN_5000 = Figure("start to the first tile on a hub, 5,000 contacts", "s", 2)
OPEN_10000 = Figure("start to the first tile on a hub, 10,000 contacts", "s", 2)
HELD_5000 = Figure("memory on a hub, 5,000 contacts", "MB", 0)
HELD_10000 = Figure("memory on a hub, 10,000 contacts", "MB", 0)

ONE_TILE = Figure("processor time of a change, its tile painted by Textual", "ms", 2)
ALL_TILES = Figure("processor time of a change, the whole grid painted by Textual", "ms", 2)

HUB = Figure("hub's processor, 1,000 clients, 1,000 changes/s", "% of a core")
HUB_FEWER = Figure("hub's processor, 500 clients, 1,000 changes/s", "% of a core")
HUB_CLIENT = Figure("hub's memory for each of 1,000 clients", "KiB")
