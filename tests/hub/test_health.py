"""What the hub says of itself over HTTP, to whoever watches it."""

import httpx

from lampfield.hub.server import HubServer
from lampfield.version import VERSION
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted, contact


async def get(hub: HubServer, path: str) -> httpx.Response:
    """Ask the hub over HTTP."""
    url = hub.url.replace("ws://", "http://")
    async with httpx.AsyncClient(base_url=url, trust_env=False) as client:
        return await client.get(path)


async def test_health_tells_accounts_readers_and_links_and_no_name() -> None:
    async with serving(Scripted(contact("1", name="Alice"))) as hub, calling(hub) as one, calling(hub) as two:
        await one.start()
        await two.start()
        answer = await get(hub, "/healthz")
        assert answer.json() == {
            "status": "ok",
            "version": VERSION,
            "accounts": 1,
            "sessions": 2,
            "links": {"phone": {"up": 1}, "chat": {"up": 1}},
        }
        assert (answer.headers["content-type"], answer.headers["cache-control"]) == (
            "application/json",
            "no-store",
        )


async def test_metrics_are_what_was_counted_in_the_form_of_prometheus() -> None:
    async with serving(Scripted(contact("1", name="Alice"))) as hub, calling(hub) as caller, calling(hub):
        await caller.start()
        meter = hub.context.meter
        meter.notices, meter.frames, meter.sent_bytes, meter.conflations = 11, 12, 13, 14
        meter.slow_closes, meter.bad_frames, meter.failed_changes, meter.logins_refused = 15, 16, 17, 18
        answer = await get(hub, "/metrics")
        assert answer.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
        assert answer.headers["cache-control"] == "no-store"
        told = [line for line in answer.text.splitlines() if not line.startswith("#")]
        assert told == [
            # The two clients, and the one that asks for this.
            "lampfield_hub_connections 3",
            "lampfield_hub_anonymous_connections 2",
            "lampfield_hub_sessions 2",
            "lampfield_hub_readers 1",
            "lampfield_hub_desks 1",
            "lampfield_hub_contacts 1",
            "lampfield_hub_notices_total 11",
            "lampfield_hub_frames_total 12",
            "lampfield_hub_sent_bytes_total 13",
            "lampfield_hub_conflations_total 14",
            "lampfield_hub_slow_closes_total 15",
            "lampfield_hub_bad_frames_total 16",
            "lampfield_hub_failed_changes_total 17",
            "lampfield_hub_logins_refused_total 18",
            'lampfield_hub_requests_total{method="feed.start",outcome="done"} 1',
            'lampfield_hub_requests_total{method="login",outcome="done"} 1',
        ]
        kinds = {line.split()[2]: line.split()[3] for line in answer.text.splitlines() if line[0] == "#"}
        assert kinds["lampfield_hub_contacts"] == "gauge"
        assert kinds["lampfield_hub_requests_total"] == kinds["lampfield_hub_frames_total"] == "counter"
        assert len(kinds) == 15
        assert answer.text.endswith("\n")


async def test_anything_else_is_not_there() -> None:
    async with serving(Scripted()) as hub:
        answer = await get(hub, "/contacts/x/photo")
        assert answer.status_code == 404
        assert answer.text == "Not found. The feed is a websocket at /.\n"
        # Which libraries answer is nobody's business.
        assert "server" not in answer.headers
