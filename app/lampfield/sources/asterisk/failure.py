"""Why a line to Asterisk failed: a sentence that says what to put in which of its files. Pure."""

import asyncio
import ssl

import httpx
from websockets.exceptions import InvalidHandshake, InvalidStatus

from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.ari import AriRefused, Pbx
from lampfield.sources.asterisk.hearing import Unheard
from lampfield.sources.upkeep import CALM_SECONDS, Failure

AMI_RIGHTS = "read = call,system and write = call,reporting,system"
"""The least rights in manager.conf that everything works with."""

LOST = Failure("The line to Asterisk was lost.")
REPLACED = Failure("Another program took over the events of this hub; they are asked for anew.")


def ari_failure(pbx: Pbx, error: Exception) -> Failure:
    """Return why the event line or a request of ARI did not come about."""
    match error:
        case InvalidStatus():
            return _ari_status(pbx, error.response.status_code)
        case AriRefused():
            return _ari_status(pbx, error.status)
        case ssl.SSLError():
            return Failure(
                f"The certificate of {pbx.url} is not trusted: {error.reason or error}.", CALM_SECONDS
            )
        case ConnectionRefusedError() | httpx.ConnectError():
            return Failure(
                f"Nothing answers at {pbx.url}. Check that Asterisk runs, enabled = yes and bindaddr in its "
                "http.conf, and url under [phone]."
            )
        case InvalidHandshake():
            return Failure(f"What answers at {pbx.url} is no Asterisk: {error}. Check url under [phone].")
        case TimeoutError() | httpx.TimeoutException():
            return Failure(f"Asterisk does not answer at {pbx.url}.")
        case _:
            return Failure(f"{pbx.url} cannot be reached: {error}. Check url under [phone].")


def _ari_status(pbx: Pbx, status: int) -> Failure:
    match status:
        case 401:
            return Failure(
                f"ARI refuses the user {pbx.username}. Write [{pbx.username}] with type = user and the "
                "password into ari.conf.",
                CALM_SECONDS,
            )
        case 403:
            return Failure(
                f"ARI forbids it to the user {pbx.username}: set read_only = no in ari.conf.", CALM_SECONDS
            )
        case 404:
            return Failure(
                # It may just be starting, so that a next try comes soon.
                f"{pbx.url} answers, but has no ARI. Set enabled = yes in ari.conf, and load res_ari and "
                "res_http_websocket."
            )
        case _:
            return Failure(f"ARI at {pbx.url} answers with HTTP status {status}.")


def ami_failure(pbx: Pbx, error: Exception) -> Failure:
    """Return why the manager interface cannot be used."""
    address = f"{pbx.ami_host}:{pbx.ami_port}"
    match error:
        case AmiRefused() if "Authentication failed" in error.message:
            return Failure(
                f"AMI refuses the user {pbx.username}. Write [{pbx.username}] with secret and {AMI_RIGHTS} "
                "into manager.conf.",
                CALM_SECONDS,
            )
        case AmiRefused():
            return Failure(
                f"AMI refuses an action: {error}. Give the user {pbx.username} {AMI_RIGHTS} in manager.conf.",
                CALM_SECONDS,
            )
        case Unheard():
            return Failure(
                f"AMI does not tell the user {pbx.username} what phones do: write read = call,system into "
                "manager.conf, and load res_manager_devicestate.",
                CALM_SECONDS,
            )
        case AmiLost():
            return Failure(f"The manager interface at {address} is lost: {error}.")
        case ConnectionRefusedError():
            return Failure(
                f"No manager interface answers at {address}. Set enabled = yes, port and bindaddr in "
                "manager.conf, and ami under [phone]."
            )
        case asyncio.TimeoutError():
            return Failure(f"No manager interface answers at {address}. Check ami under [phone].")
        case _:
            return Failure(f"The manager interface at {address} cannot be reached: {error}.")
