"""The hub without a board."""

import signal
import socket
from pathlib import Path

import pytest

from tests.cli.commands import Lampfield, address, errors, output
from tests.cli.conftest import DEMO


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
def test_a_signal_ends_it_in_order(lampfield: Lampfield, sent: signal.Signals, status: int) -> None:
    with lampfield.started("serve", *DEMO) as serve:
        port = int(address(serve).rpartition(":")[2])
        assert port > 0
        serve.send_signal(sent)
        assert serve.wait(30) == status
        assert output(serve).read() == ""
        assert "Traceback" not in errors(serve)
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_a_port_that_is_taken_is_a_failure(lampfield: Lampfield) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        done = lampfield("serve", "--demo", "--listen", listen)
    assert (done.returncode, done.stdout) == (1, "")
    assert (
        done.stderr
        == f"lampfield: the hub cannot listen on {listen}: another program listens there already\n"
    )


def test_a_site_is_served_and_its_clients_need_no_options(lampfield: Lampfield, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    site = tmp_path / "site.toml"
    site.write_text(
        f'[hub]\nlisten = "127.0.0.1:{port}"\n[[account]]\nname = "reception"\nsecret = "env:SESAME"\n'
    )
    here = lampfield.having(LAMPFIELD_CONFIG=str(site), SESAME="open")
    with here.serving() as url:
        assert url == f"ws://127.0.0.1:{port}"
        done = here("dial", "201")
    assert done.returncode == 1
    assert "device" in done.stderr


def test_a_secret_that_is_not_set_is_named_before_anything_listens(
    lampfield: Lampfield, tmp_path: Path
) -> None:
    site = tmp_path / "site.toml"
    site.write_text('[[account]]\nname = "reception"\nsecret = "env:SESAME"\n')
    done = lampfield("serve", "--config", str(site))
    assert (done.returncode, done.stdout) == (2, "")
    assert f"{site}:3: account[0].secret: the environment variable SESAME is not set" in done.stderr
