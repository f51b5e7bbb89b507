#!/usr/bin/env bash
# A web server answers the opening request of a WebSocket with a redirect, as RFC 6455, section 4.1 allows. Web servers
# write http or https into Location; the client accepts only ws and wss there, and the exception is of another family
# than all other refused openings: InvalidURI is no InvalidHandshake.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check websockets==15.0.1
cat >"$work/redirect.py" <<'PY'
import asyncio
from importlib.metadata import version
from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import InvalidHandshake


async def main() -> None:
    def redirect(connection, request):
        if request.path == "/new":
            return None
        response = connection.respond(301, "")
        response.headers["Location"] = f"http://127.0.0.1:{port}/new"
        return response

    async with serve(lambda socket: socket.send("hello"), "127.0.0.1", 0, process_request=redirect) as server:
        port = server.sockets[0].getsockname()[1]
        try:
            async with connect(f"ws://127.0.0.1:{port}/old") as socket:
                print(await socket.recv())
        except Exception as error:
            print(type(error).__name__, "is an InvalidHandshake:", isinstance(error, InvalidHandshake))


print("websockets", version("websockets"))
asyncio.run(main())
PY
"$work/venv/bin/python" "$work/redirect.py" | tee "$work/seen"
echo "One would guess: the redirect to the same host is followed (hello), or InvalidHandshake, as for other answers."
diff "$work/seen" - <<'SEEN'
websockets 15.0.1
InvalidURI is an InvalidHandshake: False
SEEN
