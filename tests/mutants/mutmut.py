"""Runs mutmut in a copy of the repository, and reads what it found.

In a copy, since it writes beside the code; and with the code in ``src``, which is the one folder above a
package that it leaves out of a module's name.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterable, Iterator

from tests.mutants.choosing import ROOT

WORK = ROOT / ".mutants"
KEPT = ("tests", "docs", "screenshots", "LICENSE", "README.md", "CHANGELOG.md", "Makefile", "constraints.txt")
NO_MISTAKES = r"^\s*log\.|^\s*raise AssertionError"
"""Lines without mistakes: no test should hold what a log says."""

QUIET = ("-p", "no:cacheprovider", "-p", "no:xdist")
MUTMUT = (sys.executable, "-m", "mutmut")


def prepare(modules: Iterable[str], tests: Iterable[str], without: Iterable[str] = ()) -> None:
    """Make the copy, with these modules to be mutated and these tests to be run, but for those left out."""
    shutil.rmtree(WORK, ignore_errors=True)
    skipped = shutil.ignore_patterns("__pycache__", "live")
    shutil.copytree(ROOT / "app" / "lampfield", WORK / "src" / "lampfield", ignore=skipped)
    shutil.copytree(ROOT / "styles", WORK / "src" / "lampfield" / "styles", ignore=skipped)
    for name in KEPT:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, WORK / name, ignore=skipped)
        else:
            shutil.copy(ROOT / name, WORK / name)
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    (WORK / "pyproject.toml").write_text(f"{settings}\n{_table(modules, tests, without)}", "utf-8")


def mutants() -> list[str]:
    """Make the mutants and find out which test runs through which function. Returns the mutants' names.

    Raises:
        RuntimeError: The tests fail as they are.
    """
    # A name that is nobody's: mutmut stops before it tries any mutant.
    done = _mutmut("run", "none")
    names = [name for known in _known() for name in known]
    if not names or not (WORK / "mutants" / "mutmut-stats.json").exists():
        raise RuntimeError(f"The tests fail as they are, or there is nothing to mutate:\n{_words(done)}")
    return sorted(names)


def run(names: Iterable[str], processes: int) -> dict[str, int | None]:
    """Try mutants. Returns mutmut's exit code of each; None where it was not tried."""
    wanted = set(names)
    done = _mutmut("run", "--max-children", str(processes), *sorted(wanted))
    codes = {name: code for known in _known() for name, code in known.items() if name in wanted}
    if all(code is None for code in codes.values()):
        raise RuntimeError(f"mutmut tried nothing:\n{_words(done)}")
    return codes


def difference(name: str) -> list[str]:
    """Return the lines that a mutant takes out and puts in."""
    lines = _mutmut("show", name).stdout.splitlines()
    return [line for line in lines if line[:1] in ("-", "+") and line[:3] not in ("---", "+++")]


def _known() -> Iterator[dict[str, int | None]]:
    for path in sorted((WORK / "mutants").rglob("*.meta")):
        yield json.loads(path.read_text("utf-8"))["exit_code_by_key"]


def _mutmut(*words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run([*MUTMUT, *words], cwd=WORK, check=False, capture_output=True, text=True)


def _words(done: "subprocess.CompletedProcess[str]") -> str:
    """Return the last of what was printed, without what turns while one waits."""
    lines = (done.stdout + done.stderr).replace("\r", "\n").splitlines()
    return "\n".join([line for line in lines if not line[:1] or not "⠀" <= line[:1] <= "⣿"][-60:])


def _table(modules: Iterable[str], tests: Iterable[str], without: Iterable[str]) -> str:
    """Return mutmut's settings as a table of ``pyproject.toml``."""
    lists = {
        "source_paths": ["src"],
        "only_mutate": [f"src/lampfield/{module}" for module in modules],
        "also_copy": list(KEPT[1:]),
        "pytest_add_cli_args": [*QUIET, *(f"--deselect={test}" for test in without)],
        "pytest_add_cli_args_test_selection": list(tests),
        "do_not_mutate_patterns": [NO_MISTAKES],
    }
    lines = [f"{name} = {json.dumps(value)}" for name, value in lists.items()]
    text = "\n".join(["[tool.mutmut]", *lines, "use_git_change_detection = false", ""])
    tomllib.loads(text)
    return text
