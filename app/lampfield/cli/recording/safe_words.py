"""Words of error messages of this program and of servers, which identify nobody and so are not replaced."""

_ROWS = (
    "a about after again all an and another answer answered answers any are as asterisk at authority",
    "back be because becomes being busy by call called calls cannot certificate chat check choose",
    "closed conf conference configured connect connected connecting connection could desk device",
    "devices did direct disturb dnd do does down enable enabled end ended ends error event events",
    "failed fails followed for forward forwarded forwards free from give given has have held here hint",
    "hold host http hub hung in into is it its kind later line link listens login long lost machine",
    "makes may minute more mute nameless names network no nobody not nothing now of off offers offline",
    "on one only or other over park parked password phone phones ping pjsip port presence queue reached",
    "reconnect refused refuses registered right rings row said same says seconds secret secure server",
    "servers session set side silence softphone source starttls state states station such takes talk",
    "tell tells than that the there they this time timed tls to too tries trusted try under unknown",
    "unregistered until up user wait waits was when which while who why with within without works write",
    "wrong xmpp yes",
)

SAFE_WORDS = frozenset(word for row in _ROWS for word in row.split())
