"""Put mistakes into the code and count which the tests catch.

``python -m tests.mutants [MODULE ...] [--sample N] [--seed N]``: without a module those that differ from
``--base``.
"""

import argparse
import os
import random
import sys
import time
from collections import Counter, defaultdict
from importlib.metadata import version

from tests.mutants import mutmut
from tests.mutants.choosing import changed, mirror_of, modules, package_of

SURVIVED, UNSEEN = 0, 33
TIMEOUTS = frozenset({-24, -9, 24, 36, 152, 255})
"""Exit codes of a mutant, as mutmut has them; any other one is that of a test that failed."""


def outcome(code: int | None) -> str:
    """Return in a word what became of a mutant."""
    if code is None:
        return "not tried"
    words = {SURVIVED: "survived", UNSEEN: "no test"}
    return "timeout" if code in TIMEOUTS else words.get(code, "caught")


def module_of(name: str) -> str:
    """Return a mutant's module as a path below ``app/lampfield``."""
    return name.rpartition(".")[0].removeprefix("lampfield.").replace(".", "/") + ".py"


def table(codes: dict[str, int | None], of: Counter[str]) -> list[str]:
    """Return a line for each package. One that never ends counts as caught: so does the run of the tests."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, code in codes.items():
        counts[package_of(module_of(name))][outcome(code)] += 1
    lines = ["| package | mutants | tried | caught | survived | no test | timeout | caught of tried |"]
    lines.append("|---|---|---|---|---|---|---|---|")
    for package, count in sorted(counts.items()):
        tried = sum(count.values()) - count["not tried"]
        caught = count["caught"] + count["timeout"]
        cells = (
            package,
            of[package],
            tried,
            count["caught"],
            count["survived"],
            count["no test"],
            count["timeout"],
            f"{caught / max(tried, 1):.0%}",
        )
        lines.append("| " + " | ".join(map(str, cells)) + " |")
    return lines


def sample(names: list[str], size: int, seed: int) -> list[str]:
    """Return mutants by chance, so many of each package; all of one that has fewer."""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        groups[package_of(module_of(name))].append(name)
    chance = random.Random(seed)
    return [
        name for _, group in sorted(groups.items()) for name in chance.sample(group, min(size, len(group)))
    ]


def main() -> int:
    """Run; the status is 0 unless nothing could be measured."""
    options = _options()
    chosen = modules(options.modules) if options.modules else changed(options.base)
    if not chosen:
        print(f"No module differs from {options.base}. Name some: make mutants ARGS='hub feed'")
        return 0
    packages = {package_of(module) for module in chosen}
    began = time.monotonic()
    mutmut.prepare(chosen, options.tests or mirror_of(packages), options.without)
    names = mutmut.mutants()
    picked = sample(names, options.sample, options.seed) if options.sample else names
    count = f"{len(picked)} of {len(names)} mutants"
    print(f"mutmut {version('mutmut')}, seed {options.seed}, {count}", flush=True)
    codes = mutmut.run(picked, options.processes)
    print(*table(codes, Counter(package_of(module_of(name)) for name in names)), sep="\n")
    print(f"{time.monotonic() - began:.0f} s", flush=True)
    for name in sorted(codes):
        if outcome(codes[name]) in ("survived", "no test"):
            print(f"\n{outcome(codes[name])}: {name}", *mutmut.difference(name), sep="\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", help="packages or modules, such as hub or sources.xmpp")
    parser.add_argument("--base", default="HEAD", help="without modules: those that differ from this commit")
    parser.add_argument("--tests", action="append", help="run these instead of those that mirror the modules")
    parser.add_argument("--without", action="append", default=[], help="tests to leave out")
    parser.add_argument("--sample", type=int, default=0, help="so many of each package, by chance; 0: all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
