"""Why a line to Asterisk failed: a sentence that says what to put in which of its files. Pure."""

import asyncio
import ssl
from collections.abc import Iterator

from websockets.exceptions import InvalidHandshake, InvalidStatus

from lampfield.http_library import httpx
from lampfield.model.text import without_full_stop
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.ari import AriRefused, AriUnreadable, Pbx
from lampfield.sources.asterisk.event_probe import Unheard
from lampfield.sources.supervisor import LONG_DELAY_SECONDS, Failure

AMI_RIGHTS = "read = call,system and write = call,reporting,system"
"""The least rights in manager.conf that everything works with."""

NO_TLS = "WRONG_VERSION_NUMBER"
"""OpenSSL's word where the other side answers in clear text."""

MANAGER_GREETING = "Asterisk Call Manager"
"""How AMI greets (main/manager.c)."""

LOST = Failure("The line to Asterisk was lost.")
REPLACED = Failure("Another program took over the events of this hub; they are asked for anew.")


def ari_failure(pbx: Pbx, error: Exception) -> Failure:
    """Return why the event line or a request of ARI did not come about."""
    match error:
        case InvalidStatus():
            return _ari_status(pbx, error.response.status_code)
        case AriRefused():
            return _ari_status(pbx, error.status)
        case _ if _speaks_otherwise(error):
            return _spoken(pbx, error)
        case ConnectionRefusedError() | httpx.ConnectError():
            return Failure(
                f"Nothing answers at {pbx.url}. Check that Asterisk runs, enabled = yes and bindaddr in its "
                "http.conf, and url under [phone]."
            )
        case TimeoutError() | httpx.TimeoutException():
            return Failure(f"Asterisk does not answer at {pbx.url}.")
        case _:
            return Failure(
                f"{pbx.url} cannot be reached: {without_full_stop(error)}. Check url under [phone]."
            )


def _speaks_otherwise(error: Exception) -> bool:
    """Return whether something answered, but not as Asterisk's HTTP server does."""
    garbled = (InvalidHandshake, AriUnreadable, httpx.RemoteProtocolError)
    return isinstance(error, garbled) or _tls_error(error) is not None


def _spoken(pbx: Pbx, error: Exception) -> Failure:
    """Return what is wrong where something else answers than Asterisk's HTTP server."""
    tls = _tls_error(error)
    if tls is not None and tls.reason == NO_TLS:
        return Failure(
            f"What answers at {pbx.url} speaks no TLS: write http:// in url under [phone], or set "
            "tlsenable = yes and tlsbindaddr in http.conf.",
            LONG_DELAY_SECONDS,
        )
    if tls is not None:
        reason = without_full_stop(tls.reason or tls)
        return Failure(f"The certificate of {pbx.url} is not trusted: {reason}.", LONG_DELAY_SECONDS)
    if MANAGER_GREETING in _words(error):
        return Failure(
            f"{pbx.url} is the port of the manager interface (AMI). In url under [phone] write that of "
            "Asterisk's HTTP server, usually 8088; the manager interface goes into ami.",
            LONG_DELAY_SECONDS,
        )
    return Failure(
        f"What answers at {pbx.url} is no Asterisk: {without_full_stop(error)}. Check url under [phone], "
        "and look for a proxy or a login page in between."
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what it came from."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tls_error(error: Exception) -> ssl.SSLError | None:
    return next((it for it in _chain(error) if isinstance(it, ssl.SSLError)), None)


def _words(error: Exception) -> str:
    return " ".join(str(it) for it in _chain(error))


def _ari_status(pbx: Pbx, status: int) -> Failure:
    match status:
        case 401:
            return Failure(
                f"ARI refuses the user {pbx.username} or its password. In ari.conf, [{pbx.username}] needs "
                "type = user and the same password.",
                LONG_DELAY_SECONDS,
            )
        case 403:
            return Failure(
                f"ARI forbids it to the user {pbx.username}: set read_only = no in ari.conf.",
                LONG_DELAY_SECONDS,
            )
        case 404:
            return Failure(
                # It may just be starting, so that a next try comes soon.
                f"{pbx.url} answers, but has no ARI. Set enabled = yes in ari.conf, and load res_ari and "
                "res_http_websocket."
            )
        case _:
            return Failure(f"ARI at {pbx.url} answers with HTTP status {status}.")


def picture_failure(pbx: Pbx, error: Exception) -> Failure:
    """Return why one of the two interfaces, whichever the error is of, did not give the whole picture."""
    of_ari = isinstance(error, AriRefused | AriUnreadable | httpx.HTTPError)
    return ari_failure(pbx, error) if of_ari else ami_failure(pbx, error)


def ami_failure(pbx: Pbx, error: Exception) -> Failure:
    """Return why the manager interface cannot be used."""
    address = f"{pbx.ami_host}:{pbx.ami_port}"
    match error:
        case AmiRefused() if "Authentication failed" in error.message:
            return Failure(
                f"AMI refuses the user {pbx.username}, its password, or the address of this machine. In "
                f"manager.conf, [{pbx.username}] needs the same secret, {AMI_RIGHTS}, and a permit for this "
                "machine where there is a deny.",
                LONG_DELAY_SECONDS,
            )
        case AmiRefused():
            return Failure(
                f"AMI refuses an action: {without_full_stop(error)}. "
                f"Give the user {pbx.username} {AMI_RIGHTS} in manager.conf.",
                LONG_DELAY_SECONDS,
            )
        case Unheard():
            return Failure(
                f"AMI does not tell the user {pbx.username} what phones do: write read = call,system into "
                "manager.conf, and load res_manager_devicestate.",
                LONG_DELAY_SECONDS,
            )
        case AmiLost():
            return Failure(f"The manager interface at {address} is lost: {without_full_stop(error)}.")
        case ConnectionRefusedError():
            return Failure(
                f"No manager interface answers at {address}. Set enabled = yes, port and bindaddr in "
                "manager.conf, and ami under [phone]."
            )
        case asyncio.TimeoutError():
            return Failure(f"No manager interface answers at {address}. Check ami under [phone].")
        case _:
            return Failure(
                f"The manager interface at {address} cannot be reached: {without_full_stop(error)}."
            )
