"""What a check says of a PBX, as far as it needs none."""

import pytest

from lampfield.sources.asterisk.ari import Pbx
from lampfield.sources.asterisk.hint import Hint
from lampfield.sources.asterisk.people import Person
from lampfield.sources.asterisk.probe import version_tried
from lampfield.sources.asterisk.probe_plan import MAX_NAMED, hints_tried, named

PBX = Pbx(url="http://pbx", ami_host="pbx", ami_port=5038, username="u", password="p", context="internal")


@pytest.mark.parametrize(
    ("version", "works"),
    [("16.28.0~dfsg-0", True), ("22.10.1", True), ("13.38.3", False), ("GIT-master-1", True), ("", True)],
)
def test_an_asterisk_that_is_too_old_is_told(version: str, *, works: bool) -> None:
    tried = version_tried(PBX, version)
    assert tried.works is works
    assert ("too old" in tried.sentence) is not works


def test_a_pbx_without_a_phone_has_no_lamp_to_show() -> None:
    parking = Hint(exten="701", context="parkedcalls", devices=("park:701@parkedcalls",))
    (tried,) = hints_tried([Person(number="701", name="Parking 701", hint=parking, place="Parking")])
    assert not tried.works
    assert "exten => 201,hint,PJSIP/201" in tried.sentence


def test_a_sentence_names_some_and_counts_the_rest() -> None:
    numbers = [str(number) for number in range(MAX_NAMED + 3)]
    assert named(numbers[:2]) == "0, 1"
    assert named(numbers).endswith(f"{MAX_NAMED - 1} and 3 more")
