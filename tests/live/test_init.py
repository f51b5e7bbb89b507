"""``lampfield config init`` against real servers: the answers are tried there, and what is written works."""

from collections.abc import Callable
from pathlib import Path

from tests.cli.asking.interviewed import answer, init
from tests.cli.commands import Lampfield
from tests.live.chat_server import ChatServer
from tests.live.pbx import PASSWORD, Asterisk


async def test_a_chat_server_is_tried_and_the_password_corrected(
    chat_server: ChatServer, newcomer: Callable[[str], str], tmp_path: Path
) -> None:
    name, target = newcomer("desk"), tmp_path / "site.toml"
    lampfield = Lampfield(str(tmp_path))
    jid = f"{name}@{chat_server.domain}"
    async with init(lampfield, target) as terminal:
        await answer(
            terminal,
            ("Asterisk or FreePBX?", "n"),
            ("XMPP server", ""),
            ("chat address", jid),
            (f"HOST:PORT [{chat_server.domain}]", f"127.0.0.1:{chat_server.port}"),
            (f"The password of {jid}", "wrong"),
            ("certificate authority", str(chat_server.ca)),
            ("Correct the answers?", ""),
            ("XMPP server", ""),
            (f"chat address, such as reception@example.com [{jid}]", ""),
            (f"HOST:PORT [127.0.0.1:{chat_server.port}]", ""),
            ("[as before]", f"pw-{name}"),
            (f"[{chat_server.ca}]", ""),
            ("boards log in with", ""),
            ("Where boards connect", "127.0.0.1:0"),
        )
        assert await terminal.exit_status(30.0) == 0
        said = "".join(terminal.lines)
        assert "FAIL  account reception, login" in said
        assert f"ok    account reception, login: {jid} is logged in" in said
        assert f"pw-{name}" not in terminal.written.decode()
    checked = lampfield.process("check", "--config", str(target))
    assert checked.returncode == 0, checked.stdout + checked.stderr


async def test_a_pbx_is_tried_and_then_the_device(newest_asterisk: Asterisk, tmp_path: Path) -> None:
    target, lampfield = tmp_path / "site.toml", Lampfield(str(tmp_path))
    async with init(lampfield, target) as terminal:
        await answer(
            terminal,
            ("Asterisk or FreePBX?", ""),
            ("HTTP server", newest_asterisk.url),
            ("(AMI)", f"127.0.0.1:{newest_asterisk.ports.ami}"),
            ("User in ari.conf", ""),
            ("Its password", PASSWORD),
            ("Context", ""),
            ("XMPP server", "n"),
            ("boards log in with", ""),
            ("Devices to dial on", "PJSIP/999"),
            ("Correct the answers?", ""),
            ("the first is the default, - for none [PJSIP/999]", "PJSIP/201"),
            ("Where boards connect", "127.0.0.1:0"),
        )
        assert await terminal.exit_status(30.0) == 0
        said = "".join(terminal.lines)
        assert "FAIL  phone, device PJSIP/999: Asterisk knows no such device" in said
        assert "phone, device PJSIP/201: " in said
    checked = lampfield.process("check", "--config", str(target))
    assert checked.returncode == 0, checked.stdout + checked.stderr
