"""Where the files of the repository are, for tests that read them."""

import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
APP = ROOT / "app"
STYLES = ROOT / "styles"


def project() -> dict[str, Any]:
    """Return what ``pyproject.toml`` says."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def packages() -> set[str]:
    """Return the packages under ``app``, dotted."""
    return {".".join(init.parent.relative_to(APP).parts) for init in APP.rglob("__init__.py")}


def modules(package: str) -> list[str]:
    """Return a package's modules and those of the packages in it, dotted."""
    folder = APP.joinpath(*package.split("."))
    return sorted(_dotted(path) for path in folder.rglob("*.py"))


def _dotted(path: Path) -> str:
    parts = path.relative_to(APP).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
