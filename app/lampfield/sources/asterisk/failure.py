"""Turns errors of a connection to Asterisk into sentences that name the setting to correct. Pure."""

import asyncio
import ssl
from collections.abc import Iterator

from websockets.exceptions import InvalidHandshake, InvalidStatus

from lampfield.http_library import httpx
from lampfield.model.text import without_full_stop
from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.ari import AriRefused, AriUnreadable
from lampfield.sources.asterisk.event_probe import NoEvents
from lampfield.sources.asterisk.settings import AsteriskSettings
from lampfield.sources.supervisor import LONG_DELAY_SECONDS, Failure

AMI_RIGHTS = "read = call,system and write = call,reporting,system"
"""The least rights in manager.conf with which everything works."""

NO_TLS = "WRONG_VERSION_NUMBER"
"""OpenSSL's reason where the server answers in clear text."""

MANAGER_GREETING = "Asterisk Call Manager"
"""The first words of AMI (main/manager.c)."""

LOST = Failure("The connection to Asterisk was lost.")
REPLACED = Failure("Another program took over the events of this hub; the hub subscribes again.")


def ari_failure(settings: AsteriskSettings, error: Exception) -> Failure:
    """Return the failure for an error of ARI: of its event websocket or of a request."""
    match error:
        case InvalidStatus():
            return _ari_status(settings, error.response.status_code)
        case AriRefused():
            return _ari_status(settings, error.status)
        case _ if _is_foreign_answer(error):
            return _foreign_failure(settings, error)
        case ConnectionRefusedError() | httpx.ConnectError():
            return Failure(
                f"Nothing answers at {settings.url}. Check that Asterisk runs, enabled = yes and bindaddr in "
                "its http.conf, and url under [phone]."
            )
        case TimeoutError() | httpx.TimeoutException():
            return Failure(f"Asterisk does not answer at {settings.url}.")
        case _:
            return Failure(
                f"{settings.url} cannot be reached: {without_full_stop(error)}. Check url under [phone]."
            )


def _is_foreign_answer(error: Exception) -> bool:
    """Return whether something other than Asterisk's HTTP server answered."""
    garbled = (InvalidHandshake, AriUnreadable, httpx.RemoteProtocolError)
    return isinstance(error, garbled) or _tls_error(error) is not None


def _foreign_failure(settings: AsteriskSettings, error: Exception) -> Failure:
    """Return the failure where something other than Asterisk's HTTP server answered."""
    tls = _tls_error(error)
    if tls is not None and tls.reason == NO_TLS:
        return Failure(
            f"What answers at {settings.url} speaks no TLS: write http:// in url under [phone], or set "
            "tlsenable = yes and tlsbindaddr in http.conf.",
            LONG_DELAY_SECONDS,
        )
    if tls is not None:
        reason = without_full_stop(tls.reason or tls)
        return Failure(f"The certificate of {settings.url} is not trusted: {reason}.", LONG_DELAY_SECONDS)
    if MANAGER_GREETING in _words(error):
        return Failure(
            f"{settings.url} is the port of the manager interface (AMI). Set url under [phone] to the port "
            "of Asterisk's HTTP server, usually 8088, and ami to that of the manager interface.",
            LONG_DELAY_SECONDS,
        )
    return Failure(
        f"What answers at {settings.url} is no Asterisk: {without_full_stop(error)}. Check url under "
        "[phone], and look for a proxy or a login page in between."
    )


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and its causes."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _tls_error(error: Exception) -> ssl.SSLError | None:
    return next((it for it in _chain(error) if isinstance(it, ssl.SSLError)), None)


def _words(error: Exception) -> str:
    return " ".join(str(it) for it in _chain(error))


def _ari_status(settings: AsteriskSettings, status: int) -> Failure:
    match status:
        case 401:
            return Failure(
                f"ARI refuses the user {settings.username} or its password. In ari.conf, "
                f"[{settings.username}] needs type = user and the same password.",
                LONG_DELAY_SECONDS,
            )
        case 403:
            return Failure(
                f"ARI does not permit this for the user {settings.username}: set read_only = no in ari.conf.",
                LONG_DELAY_SECONDS,
            )
        case 404:
            return Failure(
                # Asterisk may just be starting: retry soon.
                f"{settings.url} answers, but has no ARI. Set enabled = yes in ari.conf, and load res_ari "
                "and res_http_websocket."
            )
        case _:
            return Failure(f"ARI at {settings.url} answers with HTTP status {status}.")


def snapshot_failure(settings: AsteriskSettings, error: Exception) -> Failure:
    """Return the failure for an error of either interface while a snapshot was read."""
    of_ari = isinstance(error, AriRefused | AriUnreadable | httpx.HTTPError)
    return ari_failure(settings, error) if of_ari else ami_failure(settings, error)


def ami_failure(settings: AsteriskSettings, error: Exception) -> Failure:
    """Return the failure for an error of the manager interface."""
    address = f"{settings.ami_host}:{settings.ami_port}"
    match error:
        case AmiRefused() if "Authentication failed" in error.message:
            return Failure(
                f"AMI refuses the user {settings.username}, its password, or the address of this machine. In "
                f"manager.conf, [{settings.username}] needs the same secret, {AMI_RIGHTS}, and a permit for "
                "this machine where there is a deny.",
                LONG_DELAY_SECONDS,
            )
        case AmiRefused():
            return Failure(
                f"AMI refuses an action: {without_full_stop(error)}. "
                f"Give the user {settings.username} {AMI_RIGHTS} in manager.conf.",
                LONG_DELAY_SECONDS,
            )
        case NoEvents():
            return Failure(
                f"AMI sends the user {settings.username} no phone events: set read = call,system in "
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
