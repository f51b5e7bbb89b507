"""What gets installed: a wheel of the tree, in an environment that has only it and the dependencies."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from lampfield.version import VERSION
from tests.repository import APP, ROOT, STYLES, modules, packages, project

SOURCES = ("pyproject.toml", "README.md", "LICENSE", "app", "styles")
BOARD = """
import asyncio
from lampfield.board.app import make_board
from lampfield.hub.server import HubServer
from lampfield.sources.demo.source import DemoSource, demo_account

async def main():
    account = demo_account()
    async with HubServer([account], [DemoSource(contacts=12, rate=0)]) as hub:
        app = make_board(hub.url, account=account.name, secret=account.secret)
        async with app.run_test(size=(120, 35)), asyncio.timeout(20):
            while app.board.grid.tiles_painted < 12:
                await asyncio.sleep(0.01)
            print(len(app.board.grid.order), "tiles")

asyncio.run(main())
"""
"""What a fresh installation must be able to do."""

NOT_COPIED = shutil.ignore_patterns("__pycache__", "*.egg-info", "build")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel made from a copy of the tree: nothing that an earlier build left behind gets into it."""
    tree = tmp_path_factory.mktemp("tree")
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tree / name, ignore=NOT_COPIED)
        else:
            shutil.copy2(source, tree / name)
    pip("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", tree / "dist", tree)
    (made,) = (tree / "dist").iterdir()
    return made


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python with the wheel installed. The dependencies are lent by the environment of the tests."""
    folder = tmp_path_factory.mktemp("bare")
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip("--python", python, "install", "--no-deps", "--no-index", wheel)
    places = {"base": str(folder), "platbase": str(folder)}
    own = Path(sysconfig.get_path("purelib", scheme="venv", vars=places))
    # Only a path is added: what editable installs do at start is not done here, so lampfield is not lent.
    lent = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    (own / "lent.pth").write_text("\n".join(sorted(lent)) + "\n")
    return python


def pip(*words: str | Path) -> None:
    command = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *map(str, words)]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def run(python: Path, code: str, *words: str) -> str:
    """Run code in the installed environment, away from the tree. Returns what it printed."""
    environ = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [python, "-c", code, *words], cwd="/", env=environ, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_list_of_packages_is_whole() -> None:
    assert set(project()["tool"]["setuptools"]["packages"]) == packages() | {"lampfield.styles"}


def test_every_folder_with_code_is_a_package() -> None:
    folders = {".".join(path.parent.relative_to(APP).parts) for path in (APP / "lampfield").rglob("*.py")}
    assert folders == packages()


def test_every_module_is_there_and_imports(installed: Path) -> None:
    code = "import importlib, sys\nfor name in sys.argv[1].split(): importlib.import_module(name)"
    names = [name for name in modules("lampfield") if name != "lampfield.__main__"]
    run(installed, code, " ".join(names))


def test_it_is_the_wheel_that_is_tried(installed: Path) -> None:
    place = Path(run(installed, "import lampfield; print(lampfield.__file__)").strip())
    assert installed.parent.parent in place.parents


def test_the_stylesheets_are_there(installed: Path) -> None:
    code = (
        "from importlib.resources import files\nfor it in files('lampfield.styles').iterdir(): print(it.name)"
    )
    shipped = {name for name in run(installed, code).split() if name.endswith(".tcss")}
    assert shipped == {path.name for path in STYLES.glob("*.tcss")}


def test_the_types_are_shipped(installed: Path) -> None:
    run(
        installed,
        "from importlib.resources import files; assert files('lampfield').joinpath('py.typed').is_file()",
    )


def test_the_command_says_its_version(installed: Path) -> None:
    command = [str(installed.with_name("lampfield")), "--version"]
    done = subprocess.run(command, cwd="/", check=True, capture_output=True, text=True)
    assert done.stdout == f"lampfield {VERSION}\n"


def test_the_board_starts(installed: Path) -> None:
    assert run(installed, BOARD).strip() == "12 tiles"
