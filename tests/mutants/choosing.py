"""Which modules get mistakes, and which tests are asked about them."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app" / "lampfield"
TESTS = ROOT / "tests"

BESIDES = {
    "model": ("hub", "words"),
    "words": ("announce", "plain"),
    "sources/xmpp": ("field/test_stanzas.py", "field/test_chat_path.py"),
}
"""Tests that go through a package besides those of its mirrored folder."""


def changed(base: str) -> list[str]:
    """Return the modules that differ from a commit, as paths below ``app/lampfield``."""
    names = _git("diff", "--name-only", base, "--", "app") + _git(
        "ls-files", "-o", "--exclude-standard", "app"
    )
    paths = {ROOT / name for name in names}
    return sorted(str(path.relative_to(APP)) for path in paths if path.suffix == ".py" and path.is_file())


def modules(names: list[str]) -> list[str]:
    """Return the modules that names mean, as paths below ``app/lampfield``.

    Args:
        names: Packages or modules: ``hub``, ``sources.xmpp``, ``feed/keeper.py``, ``app/lampfield/feed``.

    Raises:
        ValueError: There is no such module.
    """
    found: list[str] = []
    for name in names:
        place = name.removeprefix("app/").removeprefix("lampfield/").removesuffix(".py").replace(".", "/")
        if (APP / f"{place}.py").is_file():
            found.append(f"{place}.py")
        elif (APP / place).is_dir():
            found += [str(path.relative_to(APP)) for path in sorted((APP / place).rglob("*.py"))]
        else:
            raise ValueError(f"There is no module or package {name} in app/lampfield.")
    return found


def package_of(module: str) -> str:
    """Return what a module is counted under: ``hub`` or ``sources/xmpp``."""
    parts = Path(module).parent.parts
    return "/".join(parts[: 2 if parts[:1] == ("sources",) else 1]) or "lampfield"


def mirror_of(packages: set[str]) -> list[str]:
    """Return the tests to run for packages, as paths below the repository."""
    places = {place for package in packages for place in (package, *BESIDES.get(package, ()))}
    paths = (TESTS / place for place in sorted(places - {"sources", "lampfield"}))
    found = [str(path.relative_to(ROOT)) for path in paths if path.exists()]
    if "sources" in packages:
        found += [str(path.relative_to(ROOT)) for path in sorted((TESTS / "sources").glob("test_*.py"))]
    return sorted(set(found))


def _git(*words: str) -> list[str]:
    result = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return result.stdout.splitlines()
