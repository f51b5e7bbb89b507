"""Behind a reverse proxy: what is believed, from where, and what a browser gets."""

import re

import pytest
from aiohttp.test_utils import make_mocked_request

from lampfield.cli.web.proxies import ForwardedRequest, Proxies, networks_of, path_prefix
from tests.cli.web.test_server import FORM, browsing

OUTSIDE = "203.0.113.7"


class Transport:
    """A connection from an address."""

    def __init__(self, peer: str) -> None:
        self._peer = peer

    def get_extra_info(self, name: str, default: object = None) -> object:
        """Return the address of the other end."""
        return (self._peer, 1) if name == "peername" else default

    def is_closing(self) -> bool:
        """Return whether it ends: it does not."""
        return False


def asked(proxies: Proxies, peer: str, **headers: str) -> ForwardedRequest:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = make_mocked_request(
        "GET",
        "/",
        headers={"Host": "inner:8651", **named},
        transport=Transport(peer),
    )
    return proxies.asked(request)


FORWARDED = {
    "X_Forwarded_For": "198.51.100.1, 203.0.113.7, 10.0.0.2",
    "X_Forwarded_Proto": "http, https",
    "X_Forwarded_Host": "board.example.com",
    "X_Forwarded_Prefix": "/board/",
}


def test_a_trusted_proxy_is_believed() -> None:
    proxies = Proxies(networks_of("127.0.0.1, 10.0.0.0/8"))
    told = ForwardedRequest(OUTSIDE, ("inner:8651", "board.example.com"), is_secure=True, prefix="/board")
    assert asked(proxies, "127.0.0.1", **FORWARDED) == told
    assert asked(proxies, "10.1.2.3", **FORWARDED) == told
    assert asked(proxies, "::ffff:10.1.2.3", **FORWARDED) == told


@pytest.mark.parametrize("peer", ["11.0.0.1", "::1", "", "x"])
def test_nobody_else_is(peer: str) -> None:
    proxies = Proxies(networks_of("127.0.0.1,10.0.0.0/8"), secure=False, prefix="/mine")
    assert asked(proxies, peer, **FORWARDED) == ForwardedRequest(
        peer, ("inner:8651",), is_secure=False, prefix="/mine"
    )


@pytest.mark.parametrize(
    ("chain", "peer"),
    [
        ("203.0.113.7", "203.0.113.7"),
        ("1.2.3.4, 203.0.113.7", "203.0.113.7"),
        ("203.0.113.7, 127.0.0.1", "203.0.113.7"),
        ("203.0.113.7:4711", "203.0.113.7"),
        ("[2001:db8::1]:4711", "2001:db8::1"),
        ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.7, unknown", "127.0.0.1"),
        ("127.0.0.1", "127.0.0.1"),
        ("", "127.0.0.1"),
    ],
)
def test_a_browser_s_address_is_the_last_that_no_proxy_has(chain: str, peer: str) -> None:
    proxies = Proxies(networks_of("127.0.0.1"))
    assert asked(proxies, "127.0.0.1", X_Forwarded_For=chain).peer == peer


@pytest.mark.parametrize(
    ("told", "secure"), [("https", True), ("wss", True), ("http", False), ("https, http", False), ("", False)]
)
def test_the_last_proxy_says_whether_it_is_secure(told: str, *, secure: bool) -> None:
    proxies = Proxies(networks_of("127.0.0.1"))
    assert asked(proxies, "127.0.0.1", X_Forwarded_Proto=told).is_secure is secure
    assert asked(Proxies(networks_of("127.0.0.1"), secure=True), "127.0.0.1").is_secure
    assert asked(Proxies(secure=True), OUTSIDE).is_secure


@pytest.mark.parametrize(
    ("told", "prefix"),
    [("/a/b/", "/a/b"), ("/", ""), ("", ""), ("//evil.example", ""), ("a", ""), ("/a\\b", ""), ("/a?b", "")],
)
def test_a_prefix_is_a_path_of_this_server(told: str, prefix: str) -> None:
    proxies = Proxies(networks_of("127.0.0.1"))
    assert asked(proxies, "127.0.0.1", X_Forwarded_Prefix=told).prefix == prefix
    if told and prefix == told.rstrip("/"):
        assert path_prefix(told) == prefix
    elif told:
        with pytest.raises(ValueError, match="is not a path"):
            path_prefix(told)


def test_networks_are_addresses_and_ranges() -> None:
    assert [str(it) for it in networks_of("127.0.0.1, ::1,10.1.2.3/8")] == [
        "127.0.0.1/32",
        "::1/128",
        "10.0.0.0/8",
    ]
    assert networks_of("none") == networks_of("") == ()
    with pytest.raises(ValueError, match="localhost"):
        networks_of("localhost")


TRUSTING = Proxies(networks_of("127.0.0.1"))
NGINX = {"Origin": "https://board.example.com", "X-Forwarded-Proto": "https"}


@pytest.mark.parametrize(
    "headers",
    [
        NGINX | {"Host": "board.example.com"},
        NGINX | {"X-Forwarded-Host": "board.example.com"},
        NGINX | {"X-Forwarded-Host": "BOARD.example.com:443"},
        NGINX | {"X-Forwarded-Host": "cdn.example.com, board.example.com"},
        NGINX | {"Sec-Fetch-Site": "same-origin"},
        {"Origin": "https://board.example.com", "Host": "board.example.com"},
    ],
)
async def test_a_login_through_a_proxy_gets_a_secure_cookie(headers: dict[str, str]) -> None:
    async with browsing(proxies=TRUSTING) as client:
        answer = await client.post("/login", data=FORM, headers=headers)
        assert (answer.status_code, answer.headers["location"]) == (303, "/")
        cookie = answer.headers["set-cookie"]
        assert cookie.startswith("__Host-lampfield=")
        assert "; Secure" in cookie
        token = cookie.partition(";")[0]
        page = await client.get("/", headers={"Cookie": token})
        assert "data-font-size" in page.text
        left = await client.post("/logout", headers=headers | {"Cookie": token})
        assert left.headers["set-cookie"].startswith('__Host-lampfield=""')
        assert (await client.get("/", headers={"Cookie": token})).status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        NGINX,
        NGINX | {"X-Forwarded-Host": "other.example.com"},
        NGINX | {"Host": "board.example.com:8443"},
        NGINX | {"Sec-Fetch-Site": "same-site"},
        {"Origin": "null"},
        {"Origin": "http://["},
    ],
)
async def test_a_page_of_another_name_is_told_which_header_the_proxy_must_pass(
    headers: dict[str, str],
) -> None:
    async with browsing(proxies=TRUSTING) as client:
        answer = await client.post("/login", data=FORM, headers=headers)
        assert answer.status_code == 403
        assert "proxy_set_header Host $http_host;" in answer.text
        assert answer.headers["content-type"].startswith("text/plain")


async def test_under_a_path_all_stays_under_it() -> None:
    async with browsing(proxies=Proxies(networks_of("127.0.0.1"), prefix="/board")) as client:
        for path in ("/board/", "/"):
            answer = await client.get(path)
            assert (answer.status_code, answer.headers["location"]) == (303, "/board/login")
        answer = await client.post("/board/login", data=FORM)
        assert (answer.status_code, answer.headers["location"]) == (303, "/board/")
        assert "Path=/board/" in answer.headers["set-cookie"]
        page = (await client.get("/board/")).text
        links = re.findall(r'(?:src|href|action)="([^"]*)"', page + (await client.get("/board/login")).text)
        assert len(links) == 5
        assert all(link.startswith("/board/") for link in links)
        assert (await client.get("/board/static/css/xterm.css")).status_code == 200
        left = await client.post("/board/logout")
        assert left.headers["location"] == "/board/login"
        assert "Path=/board/" in left.headers["set-cookie"]
        assert (await client.get("/board/")).status_code == 303


async def test_a_path_that_a_proxy_tells_is_used_too() -> None:
    headers = {"X-Forwarded-Prefix": "/lamps", "X-Forwarded-Proto": "https"}
    async with browsing(proxies=TRUSTING) as client:
        assert (await client.get("/", headers=headers)).headers["location"] == "/lamps/login"
        answer = await client.post("/login", data=FORM, headers=headers)
        assert answer.headers["location"] == "/lamps/"
        assert answer.headers["set-cookie"].startswith("__Secure-lampfield=")
        assert "Path=/lamps/" in answer.headers["set-cookie"]


async def test_forwarded_headers_from_anywhere_else_say_nothing() -> None:
    async with browsing(proxies=Proxies(networks_of("10.0.0.0/8"))) as client:
        headers = {"X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/x"}
        cookie = (await client.post("/login", data=FORM, headers=headers)).headers["set-cookie"]
        assert cookie.startswith("lampfield=")
        assert "Secure" not in cookie
        told = {"Origin": "https://board.example.com", "X-Forwarded-Host": "board.example.com"}
        assert (await client.post("/login", data=FORM, headers=told)).status_code == 403


async def test_over_tls_of_its_own_only_a_secure_cookie_counts() -> None:
    async with browsing(secure=True) as client:
        token = (await client.post("/login", data=FORM)).headers["set-cookie"].partition(";")[0]
        plain = token.replace("__Host-lampfield", "lampfield")
        assert (await client.get("/", headers={"Cookie": token})).status_code == 200
        assert (await client.get("/", headers={"Cookie": plain})).status_code == 303


async def test_a_login_over_an_old_one_ends_that() -> None:
    async with browsing() as client:
        old = (await client.post("/login", data=FORM)).headers["set-cookie"].partition(";")[0]
        wrong = await client.post("/login", data=FORM | {"secret": "no"}, headers={"Cookie": old})
        assert wrong.status_code == 403
        assert (await client.get("/", headers={"Cookie": old})).status_code == 200
        new = (await client.post("/login", data=FORM, headers={"Cookie": old})).headers["set-cookie"]
        client.cookies.clear()
        assert (await client.get("/", headers={"Cookie": old})).status_code == 303
        assert (await client.get("/", headers={"Cookie": new.partition(";")[0]})).status_code == 200
