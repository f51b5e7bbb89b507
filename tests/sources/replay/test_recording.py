"""A recording that cannot be used is refused, with file, line and the fix."""

from pathlib import Path

import pytest

from lampfield.sources.replay.recording import DamagedRecording, Recording

HEADER = '{"lampfield":"recording","version":1,"began":1795514400.0}\n'
START = '{"event":"feed.start","at":0.0}\n'
ALICE = '{"event":"contact.new","at":0.0,"contact":{"cID":7,"name":"Alice"}}\n'
RINGS = '{"event":"contact.update","at":1.5,"contact":{"cID":7,"blf":2}}\n'
END = '{"event":"end","at":2.0}\n'


def test_a_right_one_is_read_line_by_line(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text(HEADER + START + ALICE + RINGS + END)
    assert [line.at for line in Recording(file).lines()] == [0.0, 0.0, 1.5, 2.0]


def test_one_that_was_cut_off_between_lines_is_right_too(tmp_path: Path) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_text(HEADER + START + ALICE)
    assert len(list(Recording(file).lines())) == 2


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", ":1: not a recording of `lampfield record`"),
        ("name,number\n", ":1: not a recording of `lampfield record`"),
        ('{"event": "contact.new"}\n', ":1: not a recording of `lampfield record`"),
        (
            HEADER.replace(":1,", ":2,"),
            ":1: its format is 2, but this program reads up to 1: install a newer Lampfield",
        ),
        (HEADER, ":2: the recording is empty"),
        (HEADER + ALICE, ":2: the first line after the header must be feed.start"),
        (HEADER + START + ALICE + RINGS[:-20], ":4: the line is incomplete: delete it"),
        (HEADER + START + ALICE[:-9] + "\n" + RINGS, ":3: it cannot be read: "),
        (HEADER + START + "\n", ":3: it cannot be read: "),
        (HEADER + START + '{"event":"fax.new","at":0.0}\n', ":3: it cannot be read: Invalid value 'fax.new'"),
        (HEADER + START + ALICE.replace("7", '"7"'), ":3: it cannot be read: Expected `int`, got `str`"),
        (HEADER + START + ALICE + END + RINGS, ":5: its time, 1.5 s, is before that of the previous line"),
        (HEADER + START + RINGS, ":3: contact 7 was not added before"),
        (HEADER + START + ALICE + START + RINGS, ":5: contact 7 was not added before"),
        (HEADER + START + '{"event":"end","at":\xff}\n', ":3: it cannot be read: "),
    ],
)
def test_what_is_damaged_or_newer_is_refused(tmp_path: Path, text: str, sentence: str) -> None:
    file = tmp_path / "feed.jsonl"
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(DamagedRecording) as refused:
        Recording(file)
    assert str(refused.value).startswith(f"{file}{sentence}")


def test_one_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DamagedRecording, match=r"nowhere.jsonl: it cannot be read: No such file"):
        Recording(tmp_path / "nowhere.jsonl")
