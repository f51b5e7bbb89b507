"""Which modules get mistakes, and which tests are asked about them."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
APP = ROOT / "app" / "lampfield"
TESTS = ROOT / "tests"

BESIDES = {
    "model": ("hub", "frontend"),
    "protocol": ("client", "hub"),
    "frontend": ("plain",),
    "frontend/search": ("board/test_finding.py",),
    "plain": ("cli/test_plain.py",),
    "sources/xmpp": ("field/test_stanzas.py", "field/test_chat_path.py"),
    "frontend/operations": ("plain", "board/controllers"),
    "board/controllers": (
        "board/test_card.py",
        "board/test_chats.py",
        "board/test_contract.py",
        "board/test_finding.py",
        "board/test_rights.py",
        "board/test_sending.py",
        "board/test_telling.py",
    ),
    "board/dialogs": ("board/keys/test_guiding.py", "board/controllers", "board/test_contract.py"),
    "board/keys": ("cli/test_keys.py",),
    "board/kit": (
        "board/test_hints.py",
        "board/test_in_ascii.py",
        "board/test_look.py",
        "board/test_signs.py",
    ),
    "board/notifications": ("board/test_telling.py",),
    "board/paint": (
        "board/test_bursts.py",
        "board/test_resizing.py",
        "board/test_selection.py",
        "board/test_mouse.py",
        "board/widgets/grid",
    ),
    "board/settings": ("board/test_look.py",),
    "board/themes": ("board/test_look.py",),
    "board/tour": ("board/keys/test_guiding.py", "board/controllers/test_controllers.py"),
    "board/widgets": (
        "board/test_nobody_moved.py",
        "board/test_truth.py",
        "board/test_directory_link.py",
        "board/test_chat.py",
        "board/test_card.py",
        "board/test_contract.py",
    ),
}
"""Tests that go through a package besides those that mirror it."""

DEEP = ("board", "frontend", "sources")
"""Packages whose parts are counted, and mirrored, one by one."""


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
        names: Packages or modules: ``hub``, ``sources.xmpp``, ``client/pbx.py``, ``app/lampfield/client``.

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
    """Return what a module is counted under: ``hub``, ``board/keys`` or ``sources/xmpp``."""
    parts = Path(module).parent.parts
    return "/".join(parts[: 2 if parts[:1] and parts[0] in DEEP else 1]) or "lampfield"


def mirror_of(packages: set[str]) -> list[str]:
    """Return the tests to run for packages, as paths below the repository.

    ``board/keys`` is mirrored by ``tests/board/keys`` and ``tests/board/test_keys*.py``.
    """
    return sorted({str(path.relative_to(ROOT)) for package in packages for path in _mirrored(package)})


def _mirrored(package: str) -> Iterator[Path]:
    """Yield the folders and files of the tests that mirror a package."""
    if package in DEEP:
        yield from (TESTS / package).glob("test_*.py")
    elif (TESTS / package).is_dir():
        yield TESTS / package
        folder, part = (TESTS / package).parent, (TESTS / package).name
        yield from folder.glob(f"test_{part}*.py") if folder != TESTS else ()
    yield from (TESTS / name for name in BESIDES.get(package, ()))


def _git(*words: str) -> list[str]:
    result = subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True)
    return result.stdout.splitlines()
