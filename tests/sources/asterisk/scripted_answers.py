"""Responses of the scripted PBX, from its state. Their shapes were recorded from Asterisk 22."""

import base64
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from tests.sources.asterisk.scripted_ami import Fields, error, listed, success
from tests.sources.asterisk.scripted_ari import Asked, Reply

if TYPE_CHECKING:
    from tests.sources.asterisk.scripted_pbx import ScriptedPbx


def answer_from(pbx: "ScriptedPbx") -> None:
    """Register the responses of both interfaces of a PBX."""
    Actions(pbx).answer()
    Requests(pbx).answer()


class Actions:
    """Actions of the manager interface.

    Args:
        pbx: Whose.
    """

    def __init__(self, pbx: "ScriptedPbx") -> None:
        self._pbx = pbx

    def answer(self) -> None:
        """Register the responses."""
        self._pbx.ami.answers |= {
            "ExtensionStateList": self._extensions,
            "DeviceStateList": self._devices,
            "PresenceStateList": self._presences,
            "VoicemailUsersList": self._mailboxes,
            "QueueSummary": self._queues,
            "DBGetTree": self._tree,
            "Getvar": self._getvar,
            "Setvar": self._setvar,
            "ShowDialPlan": self._dial_plan,
            "PJSIPNotify": self._notify,
            "PJSIPShowContacts": self._contacts,
            "ParkedCalls": self._parked,
            "CoreShowChannels": self._channels,
            "ExtensionState": self._extension,
        }

    def _extensions(self, _: Fields) -> list[Fields]:
        return listed("ExtensionStateList", (extension_status(self._pbx, it) for it in self._pbx.hints))

    def _devices(self, _: Fields) -> list[Fields]:
        states = {name: it for name, it in self._pbx.devices.items() if name not in self._pbx.unlisted}
        items = ({"Event": "DeviceStateChange", "Device": it, "State": states[it]} for it in states)
        return listed("DeviceStateList", items)

    def _presences(self, _: Fields) -> list[Fields]:
        return listed("PresenceStateList", (presence_state(self._pbx, it) for it in self._pbx.presences))

    def _mailboxes(self, _: Fields) -> list[Fields]:
        return listed(
            "VoicemailUserEntry", ({"Event": "VoicemailUserEntry", **it} for it in self._pbx.mailboxes)
        )

    def _queues(self, _: Fields) -> list[Fields]:
        return listed("QueueSummary", ({"Event": "QueueSummary", **it} for it in self._pbx.queues))

    def _tree(self, fields: Fields) -> list[Fields]:
        family = fields["Family"]
        values = self._pbx.database.get(family, {})
        items = ({"Event": "DBGetTreeResponse", "Key": f"/{family}/{it}", "Val": values[it]} for it in values)
        return listed("DBGetTree", items)

    def _getvar(self, fields: Fields) -> list[Fields]:
        variable = fields["Variable"]
        function, _, argument = variable.removesuffix(")").partition("(")
        if "Channel" in fields:
            value = self._of_channel(fields["Channel"], variable)
        elif function == "DEVICE_STATE":
            value = self._pbx.devices.get(argument, default_state(argument))
        else:
            value = self._pbx.functions.get(variable, "")
        return success(Variable=variable, Value=value)

    def _of_channel(self, name: str, variable: str) -> str:
        device = name.rpartition("-")[0]
        if (name, variable) in self._pbx.of_channels:
            return self._pbx.of_channels[name, variable]
        match variable:
            case "CHANNEL(pjsip,target_uri)":
                number = device.partition("/")[2]
                return next((it["Uri"] for it in self._pbx.contacts if it["Endpoint"] == number), "")
            case "PJSIP_RESPONSE_HEADER(read,Allow-Events)":
                return self._pbx.allow_events.get(device, "")
        return ""

    def _setvar(self, fields: Fields) -> list[Fields]:
        function, _, argument = fields["Variable"].removesuffix(")").partition("(")
        if function == "DEVICE_STATE":
            self._pbx.device(argument, fields["Value"])
        elif function == "PRESENCE_STATE":
            self._set_presence(argument, fields["Value"])
        return success(Message="Variable Set")

    def _set_presence(self, presentity: str, value: str) -> None:
        status, _, rest = value.partition(",")
        message = rest.partition(",")[2]
        if message.endswith(",e"):
            message = base64.b64decode(message.removesuffix(",e")).decode()
        self._pbx.presence(presentity, status, message)

    def _dial_plan(self, fields: Fields) -> list[Fields]:
        context, number = fields["Context"], fields.get("Extension", "")
        if context not in self._pbx.contexts:
            return error(f"Did not find context {context}")
        if not number:
            lines = [
                {"Event": "ListDialplan", "Context": context, "Extension": it} for it in self._pbx.dialable
            ]
            return listed("ShowDialPlan", lines)
        place = {"Event": "ListDialplan", "Context": context, "Extension": number}
        items = [{**place, "Priority": "1", "Application": "Dial"}] if number in self._pbx.dialable else []
        if number in self._pbx.hints:
            items.insert(0, {**place, "Priority": "hint", "Application": self._pbx.hints[number][1]})
        return listed("ShowDialPlan", items) if items else error(f"Did not find extension {number}@{context}")

    def _parked(self, _: Fields) -> list[Fields]:
        return listed("ParkedCall", ({"Event": "ParkedCall", **it} for it in self._pbx.parked))

    def _channels(self, _: Fields) -> list[Fields]:
        items = (
            {
                "Event": "CoreShowChannel",
                "Channel": it["name"],
                "Uniqueid": key,
                "Linkedid": self._pbx.linked(key),
            }
            for key, it in self._pbx.channels.items()
        )
        return listed("CoreShowChannel", items)

    def _extension(self, fields: Fields) -> list[Fields]:
        context, hint = self._pbx.pattern_hints.get(fields["Exten"], (fields["Context"], ""))
        return success(
            Message="Extension Status",
            Exten=fields["Exten"],
            Context=context,
            Hint=hint,
            Status="0" if hint else "-1",
        )

    def _contacts(self, _: Fields) -> list[Fields]:
        return listed("ContactList", ({"Event": "ContactList", **it} for it in self._pbx.contacts))

    def _notify(self, fields: Fields) -> list[Fields]:
        named, channels = fields.get("Channel", ""), self._pbx.channels
        key = next((key for key, channel in channels.items() if channel["name"] == named), "")
        if not key:
            return error("Could not find channel")
        if named.rpartition("-")[0] in self._pbx.deadly:
            self._pbx.ends(key, cause=self._pbx.deadly_cause)
        elif named.rpartition("-")[0] in self._pbx.obeying:
            match fields["Variable"]:
                case "Event=hold":
                    self._pbx.happens("ChannelHold", channel=key)
                case "Event=talk" if channels[key]["state"] != "Up":
                    channels[key]["state"] = "Up"
                    self._pbx.happens("ChannelStateChange", channel=key)
                case "Event=talk":
                    self._pbx.happens("ChannelUnhold", channel=key)
        return success(Message="NOTIFY sent")


class Requests:
    """Requests of the REST interface.

    Args:
        pbx: Whose.
    """

    def __init__(self, pbx: "ScriptedPbx") -> None:
        self._pbx = pbx

    def answer(self) -> None:
        """Register the responses."""
        route = self._pbx.ari.route
        route("GET", "channels", lambda _: Reply(200, list(self._pbx.channels.values())))
        route("GET", "bridges", lambda _: Reply(200, list(self._pbx.bridges.values())))
        route("GET", "endpoints", lambda _: Reply(200, [_endpoint(it) for it in self._pbx.endpoints]))
        route("GET", "asterisk/info", lambda _: Reply(200, {"system": {"version": self._pbx.version}}))
        route("POST", "channels", self._originate)
        route("DELETE", "channels/(.+)", self._hang_up)

    def _originate(self, asked: Asked) -> Reply:
        query = asked.query
        device, key = "/".join(query["endpoint"].split("/")[:2]), query["channelId"]
        if self._pbx.devices.get(device, "UNAVAILABLE") == "UNAVAILABLE" or key in self._pbx.channels:
            return Reply(409, {"message": "Channel with given unique ID already exists"})
        self._pbx.add_channel(device, "Down", key=key, app="AppDial2", exten="s")
        self._pbx.happens("ChannelCreated", channel=key)
        return Reply(200, deepcopy(self._pbx.channels[key]))

    def _hang_up(self, _: Asked, key: str) -> Reply:
        if key not in self._pbx.channels:
            return Reply(404, {"message": "Channel not found"})
        self._pbx.ends(key)
        return Reply(204)


def extension_status(pbx: "ScriptedPbx", number: str) -> Fields:
    """Return the event with an extension's status."""
    context, hint = pbx.hints[number]
    return {
        "Event": "ExtensionStatus",
        "Exten": number,
        "Context": context,
        "Hint": hint,
        "Status": str(pbx.status(number)),
    }


def presence_state(pbx: "ScriptedPbx", presentity: str) -> Fields:
    """Return the event with a presence."""
    status, message = pbx.presences[presentity]
    return {
        "Event": "PresenceStateChange",
        "Presentity": presentity,
        "Status": status,
        "Subtype": "",
        "Message": message,
    }


def default_state(device: str) -> str:
    """Return the state of a device that was never set."""
    return "NOT_INUSE" if device.startswith("Custom:") else "INVALID"


def _endpoint(device: str) -> dict[str, Any]:
    technology, _, resource = device.partition("/")
    return {"technology": technology, "resource": resource, "state": "online", "channel_ids": []}
