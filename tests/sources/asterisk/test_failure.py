"""Why Asterisk's interfaces cannot be used, in sentences."""

import pytest

from lampfield.sources.asterisk.ami import AmiLost, AmiRefused
from lampfield.sources.asterisk.failure import ami_failure, ari_failure
from lampfield.sources.asterisk.settings import AsteriskSettings

PBX = AsteriskSettings(
    url="http://pbx:8088", ami_host="pbx", ami_port=5038, username="u", password="p", context="c"
)


@pytest.mark.parametrize("stop", ["", ".", "..."])
def test_a_sentence_of_ours_ends_in_one_full_stop_whatever_others_say(stop: str) -> None:
    told = [
        ami_failure(PBX, AmiRefused("Status", f"Permission denied{stop}")).sentence,
        ami_failure(PBX, AmiLost(f"no answer{stop}")).sentence,
        ami_failure(PBX, OSError(f"no route{stop}")).sentence,
        ari_failure(PBX, OSError(f"no route{stop}")).sentence,
    ]
    assert told[0].startswith("AMI refuses an action: Status: Permission denied. Give the user u ")
    assert told[1] == "The manager interface at pbx:5038 is lost: no answer."
    assert told[2] == "The manager interface at pbx:5038 cannot be reached: no route."
    assert told[3] == "http://pbx:8088 cannot be reached: no route. Check url under [phone]."
