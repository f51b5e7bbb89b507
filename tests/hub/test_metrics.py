"""What ``/metrics`` says, read as Prometheus reads it."""

import re
from dataclasses import dataclass, field

import pytest

from lampfield.hub.meter import Meter, prometheus
from lampfield.hub.routes import metrics
from tests.hub.caller import calling, serving
from tests.hub.scripted import Scripted
from tests.hub.test_session import ALICE

_COMMENT = re.compile(r"# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.+)")
_SAMPLE = re.compile(r"([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (-?[0-9]+)")
_LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)')


@dataclass
class Family:
    """One metric: what it is, and its samples by their labels."""

    help: str
    kind: str = ""
    samples: dict[tuple[tuple[str, str], ...], int] = field(default_factory=dict)


def parsed(text: str) -> dict[str, Family]:
    """Return the metrics of a text in the format of Prometheus: HELP, TYPE and samples of each, in order."""
    assert text.endswith("\n")
    families: dict[str, Family] = {}
    for line in text.splitlines():
        if comment := _COMMENT.fullmatch(line):
            word, name, rest = comment.groups()
            if word == "HELP":
                assert name not in families
                families[name] = Family(rest)
            else:
                assert families[name].kind == ""
                assert not families[name].samples
                families[name].kind = rest
            continue
        sample = _SAMPLE.fullmatch(line)
        assert sample is not None, line
        name, labels, value = sample.groups()
        pairs = tuple(_LABEL.findall(labels or ""))
        assert ",".join(f'{key}="{text}"' for key, text in pairs) == (labels or "")
        assert pairs not in families[name].samples
        families[name].samples[pairs] = int(value)
    return families


async def test_every_metric_has_its_help_its_type_and_a_value() -> None:
    async with serving(Scripted(ALICE)) as hub, calling(hub) as caller:
        await caller.start()
        await caller.refused("contact.dial", cID=99)
        families = parsed(metrics(hub.context).decode())
    for name, family in families.items():
        assert name.startswith("lampfield_hub_")
        assert family.help.endswith(".")
        assert family.kind == ("counter" if name.endswith("_total") else "gauge")
        assert family.samples
    assert families["lampfield_hub_contacts"].samples == {(): 1}
    requests = families["lampfield_hub_requests_total"].samples
    assert requests[("method", "login"), ("outcome", "done")] == 1
    counted = {name for name in Meter.__struct_fields__ if name != "requests"}
    assert {f"lampfield_hub_{name}_total" for name in counted} < families.keys()


@pytest.mark.parametrize("outcome", ['a "word"', "a\\b", "a\nb"])
def test_a_label_is_escaped(outcome: str) -> None:
    meter = Meter()
    meter.requests["login", outcome] += 2
    samples = parsed(prometheus(meter, {}))["lampfield_hub_requests_total"].samples
    ((_, (_, text)),) = samples
    assert text.replace("\\n", "\n").replace('\\"', '"').replace("\\\\", "\\") == outcome
