"""A storm of calls: afterwards every lamp is what Asterisk says when it is asked."""

import asyncio
import subprocess
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from lampfield.sources.asterisk.ami import connect_ami
from tests.live.needed import needed
from tests.live.operator import Operator, operator
from tests.live.pbx import NEWEST, PASSWORD, SUITES, Asterisk, sipp
from tests.live.pbx_files import BULK
from tests.waiting import until

MANY = 300
CALLS = 100
AT_ONCE = 60
"""Connections of the test: Asterisk's HTTP server takes a hundred in all (sessionlimit in http.conf)."""

LAMPS = {"0": 0, "1": 1, "2": 1, "8": 2, "9": 3, "16": 1, "4": None}
"""``blf`` of an extension's state (AMI, ExtensionStateList)."""


@pytest.fixture
def busy(tmp_path: Path) -> Iterator[Asterisk]:
    """A PBX with many phones, for all of which one program answers."""
    needed(NEWEST, Asterisk.there(NEWEST), f"run tests/live/fetch_asterisk.sh {SUITES[NEWEST]}")
    needed("sipp", sipp() is not None, "install the package sip-tester")
    server = Asterisk(tmp_path, NEWEST, MANY)
    answering = ["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(server.ports.bulk), "-nostdin"]
    server.start()
    with subprocess.Popen(
        answering, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as it:
        yield server
        server.stop()
        it.terminate()


@asynccontextmanager
async def requests(server: Asterisk) -> AsyncIterator[httpx.AsyncClient]:
    """Have a client of ARI beside the hub's."""
    async with httpx.AsyncClient(
        base_url=f"{server.url}/ari/",
        auth=("lampfield", PASSWORD),
        timeout=30.0,
        limits=httpx.Limits(max_connections=AT_ONCE),
        trust_env=False,
    ) as client:
        yield client


async def said(server: Asterisk) -> dict[str, int | None]:
    """Return what Asterisk says of every extension's phone, by number."""
    async with connect_ami(server.host, server.ports.ami, lambda _: None) as ami:
        reading = asyncio.create_task(ami.run())
        await ami.request("Login", Username="lampfield", Secret=PASSWORD)
        answer = await ami.request("ExtensionStateList")
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    return {it["Exten"]: LAMPS[it["Status"]] for it in answer.items if int(it["Exten"]) >= BULK}


async def agrees(server: Asterisk, sitting: Operator, on_call: int) -> None:
    """Wait for the end of a storm, then hold each lamp against Asterisk's word."""

    def lamps() -> dict[str, int | None]:
        return {
            it.number: it.blf for it in sitting.pbx.contacts if it.number.isdecimal() and len(it.number) == 4
        }

    def is_over() -> bool:
        counts = Counter(lamps().values())
        return counts[1] == on_call and not counts[2] and not counts[3]

    await until(is_over, f"{on_call} on call", 30.0)
    assert lamps() == await said(server)


async def test_a_hundred_calls_at_once(busy: Asterisk) -> None:
    async with operator(busy) as sitting, requests(busy) as client:
        await until(lambda: len(list(sitting.pbx.contacts)) >= MANY, "all contacts", 20.0)
        await agrees(busy, sitting, 0)
        dialling = [
            client.post(
                "channels",
                params={
                    "endpoint": f"PJSIP/{BULK + index}",
                    "extension": str(BULK + CALLS + index),
                    "context": "internal",
                    "priority": "1",
                },
            )
            for index in range(CALLS)
        ]
        assert all(answer.is_success for answer in await asyncio.gather(*dialling))
        await agrees(busy, sitting, 2 * CALLS)

        # Lamps come by AMI and parties by ARI, in no order.
        def talking() -> int:
            return sum(it.party is not None for it in sitting.pbx.contacts)

        await until(lambda: talking() == 2 * CALLS, "a party for each who is on a call", 10.0)
        channels = (await client.get("channels")).json()
        assert len(channels) == 2 * CALLS
        await asyncio.gather(*(client.delete(f"channels/{it['id']}") for it in channels))
        await agrees(busy, sitting, 0)
        assert [it.name for it in sitting.pbx.contacts if it.party is not None] == []
