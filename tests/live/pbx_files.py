"""The configuration of the Asterisk of the tests: six phones, a queue, parking, a user of least rights."""

from pathlib import Path
from typing import NamedTuple

NAMES = {
    "201": "Alice Ames",
    "202": "Bob Berg",
    "203": "Cara Cole",
    "204": "Dan Dietz",
    "205": "Eve Eckart",
    "206": "Finn Falk",
}
"""The phones; the password of each is ``pw`` and its number."""

BULK = 1000
"""The first number of the many phones of a load test."""

MODULES = """\
res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb res_http_websocket
res_websocket_client res_timing_timerfd res_pjsip res_pjsip_session res_pjsip_sdp_rtp res_rtp_asterisk
res_pjsip_registrar res_pjsip_endpoint_identifier_user res_pjsip_endpoint_identifier_ip
res_pjsip_authenticator_digest res_pjsip_caller_id res_pjsip_outbound_authenticator_digest
res_pjsip_refer res_pjsip_pubsub res_pjsip_exten_state res_pjsip_mwi res_pjsip_mwi_body_generator
res_pjsip_pidf_body_generator res_pjsip_dialog_info_body_generator res_pjsip_notify res_pjsip_nat
res_pjsip_dtmf_info res_pjsip_rfc3326 res_pjsip_messaging chan_pjsip func_pjsip_endpoint func_pjsip_aor
func_pjsip_contact res_stasis res_stasis_answer res_stasis_device_state res_stasis_playback
res_stasis_recording res_stasis_snoop res_ari res_ari_model res_ari_applications res_ari_asterisk
res_ari_bridges res_ari_channels res_ari_device_states res_ari_endpoints res_ari_events
res_ari_playbacks res_ari_recordings res_ari_sounds app_stasis pbx_config app_dial app_queue
app_voicemail app_playback app_echo app_verbose app_mixmonitor app_stack app_db app_userevent
app_directed_pickup app_transfer app_originate app_milliwatt app_playtones app_waituntil app_cdr
app_while func_devstate func_extstate func_presencestate func_callerid func_channel func_db func_logic
func_strings func_timeout func_cut func_global func_math func_periodic_hook func_vmcount
func_hangupcause bridge_simple bridge_softmix bridge_holding bridge_native_rtp bridge_builtin_features
bridge_builtin_interval_features chan_bridge_media codec_ulaw codec_alaw codec_a_mu codec_gsm
codec_resample format_pcm format_gsm format_wav format_sln res_parking res_musiconhold
res_manager_devicestate res_manager_presencestate res_mwi_devstate res_clioriginate cdr_manager
res_pjsip_outbound_publish app_chanspy func_groupcount func_uri res_pjsip_header_funcs
app_blind_transfer app_bridgeaddchan
"""
"""What is loaded of Asterisk, as far as a version has it."""


class Ports(NamedTuple):
    """Where an Asterisk listens on loopback."""

    http: int
    ami: int
    sip: int
    rtp: int
    bulk: int
    """Of the one who answers for the many phones."""


def files(folder: Path, modules: Path, ports: Ports, many: int) -> dict[str, str]:
    """Return the configuration files by name.

    Args:
        folder: Everything is written below it.
        modules: Where Asterisk's modules lie.
        ports: Where it listens.
        many: How many phones there are besides the six.
    """
    known = [name for name in MODULES.split() if (modules / f"{name}.so").exists()]
    return {
        "asterisk.conf": _asterisk(folder, modules),
        "modules.conf": "[modules]\nautoload=no\n" + "".join(f"load={name}.so\n" for name in known),
        "logger.conf": "[general]\n[logfiles]\nmessages => notice,warning,error\n",
        "http.conf": f"[general]\nenabled=yes\nbindaddr=127.0.0.1\nbindport={ports.http}\n",
        "ari.conf": ARI,
        "manager.conf": MANAGER.format(port=ports.ami),
        "pjsip.conf": PJSIP.format(sip=ports.sip)
        + "".join(_phone(number, name) for number, name in NAMES.items())
        + "".join(_one_of_many(BULK + index, ports.bulk) for index in range(many)),
        "rtp.conf": f"[general]\nrtpstart={ports.rtp}\nrtpend={ports.rtp + 999}\n",
        "musiconhold.conf": "[default]\nmode=files\ndirectory=moh\n",
        "indications.conf": INDICATIONS,
        "features.conf": "[general]\n[featuremap]\nblindxfer=#1\natxfer=*2\nparkcall=#72\n[applicationmap]\n",
        "res_parking.conf": PARKING,
        "queues.conf": QUEUES,
        "voicemail.conf": "[general]\nformat=wav\n[default]\n"
        + "".join(f"{number} => 1234,{name},{number}@acme.test\n" for number, name in NAMES.items()),
        "extensions.conf": _extensions(many),
        **dict.fromkeys(("cdr.conf", "cdr_manager.conf"), "[general]\nenabled=yes\n"),
        **dict.fromkeys(("ccss.conf", "cel.conf", "udptl.conf", "queuerules.conf"), "[general]\n"),
        **dict.fromkeys(("acl.conf", "pjproject.conf", "pjsip_notify.conf", "websocket_client.conf"), ""),
    }


def _asterisk(folder: Path, modules: Path) -> str:
    places = {
        "astetcdir": "etc",
        "astvarlibdir": "data",
        "astdbdir": "db",
        "astkeydir": "keys",
        "astdatadir": "data",
        "astagidir": "agi",
        "astspooldir": "spool",
        "astrundir": "run",
        "astlogdir": "log",
    }
    lines = [f"{name} => {folder}/{place}" for name, place in places.items()]
    options = "[options]\ndocumentation_language=en_US\nentityid=02:00:00:00:00:01\n"
    return "\n".join(["[directories]", f"astmoddir => {modules}", *lines, options])


ARI = """\
[general]
enabled=yes
websocket_write_timeout=1000
[lampfield]
type=user
read_only=no
password=secret
[viewer]
type=user
read_only=yes
password=secret
[deaf]
type=user
read_only=no
password=secret
"""

MANAGER = """\
[general]
enabled=yes
webenabled=no
port={port}
bindaddr=127.0.0.1
[lampfield]
secret=secret
read=call,system
write=call,reporting,system
[viewer]
secret=secret
read=call,system
write=
[deaf]
secret=secret
read=system
write=call,reporting,system
"""

PJSIP = """\
[global]
type=global
[udp]
type=transport
protocol=udp
bind=127.0.0.1:{sip}
[phone](!)
type=endpoint
transport=udp
context=internal
disallow=all
allow=ulaw
direct_media=no
notify_early_inuse_ringing=yes
device_state_busy_at=0
call_group=1
pickup_group=1
send_pai=yes
"""


SHARED = "206"
"""The extension at which two telephones may be registered."""


def _phone(number: str, name: str) -> str:
    telephones = 2 if number == SHARED else 1
    return f"""\
[{number}](phone)
auth={number}
aors={number}
callerid="{name}" <{number}>
[{number}]
type=auth
auth_type=userpass
username={number}
password=pw{number}
[{number}]
type=aor
max_contacts={telephones}
remove_existing={"no" if number == SHARED else "yes"}
minimum_expiration=5
"""


def _one_of_many(number: int, port: int) -> str:
    """Return a phone that need not register: one program answers for all of them."""
    return f"""\
[{number}](phone)
aors={number}
callerid="Phone {number}" <{number}>
[{number}]
type=aor
contact=sip:{number}@127.0.0.1:{port}
"""


INDICATIONS = """\
[general]
country=us
[us]
description=US
ringcadence=2000,4000
dial=350+440
busy=480+620/500,0/500
ring=440+480/2000,0/4000
congestion=480+620/250,0/250
"""

PARKING = """\
[default]
parkext=700
parkpos=701-709
context=parkedcalls
parkinghints=yes
parkingtime=45
comebacktoorigin=yes
"""

QUEUES = """\
[general]
[support]
strategy=ringall
timeout=15
ringinuse=yes
member => PJSIP/203,0,Cara Cole,PJSIP/203
member => PJSIP/204,0,Dan Dietz,PJSIP/204
[agents]
strategy=ringall
timeout=15
ringinuse=yes
member => Local/205@internal/n,0,Eve Eckart,PJSIP/205
"""


def _extensions(many: int) -> str:
    hints = [
        f"exten => {number},hint,PJSIP/{number}&Custom:DND{number},CustomPresence:{number}"
        for number in NAMES
    ]
    hints += [f"exten => {BULK + index},hint,PJSIP/{BULK + index}" for index in range(many)]
    return "[internal]\n" + "\n".join(hints) + "\n" + DIAL_PLAN


DIAL_PLAN = """\
exten => _20X,1,Dial(PJSIP/${EXTEN},5,tTkK)
 same => n,Hangup(${IF($["${DIALSTATUS}"="BUSY"]?17:${IF($["${DIALSTATUS}"="NOANSWER"]?19:${HANGUPCAUSE})})})
exten => _1XXX,1,Dial(PJSIP/${EXTEN},30,tTkK)
 same => n,Hangup()
exten => 500,1,Answer()
 same => n,Wait(3600)
exten => 502,1,Busy(1)
exten => 503,1,Congestion(1)
exten => 600,1,Answer()
 same => n,Queue(support,tT,,,60)
 same => n,Hangup()
exten => 600,hint,Queue:support
exten => 601,1,Answer()
 same => n,Queue(agents,tT,,,60)
 same => n,Hangup()
exten => 510,hint,Local/500@internal
exten => 510,1,Dial(Local/500@internal)
exten => *8,1,Pickup()
include => parkedcalls
"""
