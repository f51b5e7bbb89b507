"""The house's rules that no linter's setting can say."""

import ast
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.repository import APP, ROOT, STYLES, modules

MAX_LINES = 600
MAX_FUNCTION_LINES = 60
MAX_METHODS = 60
"""Of one class, those that it inherits from classes of ours included: slices of one class are one class."""

_LOADED = """\
import importlib, sys
for name in sys.argv[1].split():
    importlib.import_module(name)
print("\\n".join({name.partition(".")[0] for name in sys.modules}))
"""


def loaded_by(names: list[str]) -> set[str]:
    """Return the top-level packages that a fresh interpreter has after importing some modules."""
    command = [sys.executable, "-c", _LOADED, " ".join(names)]
    return set(subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def test_imports_go_only_where_the_contracts_let_them() -> None:
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("package", "never"),
    [
        ("lampfield.model", {"textual", "rich", "websockets", "httpx", "slixmpp", "asyncio"}),
        ("lampfield.protocol", {"textual", "rich", "websockets", "httpx", "slixmpp", "asyncio"}),
        ("lampfield.client", {"textual", "rich", "slixmpp"}),
        ("lampfield.hub", {"textual", "rich", "slixmpp"}),
        ("lampfield.sources", {"textual"}),
        ("lampfield.sources.demo", {"textual", "rich", "websockets", "httpx", "slixmpp"}),
        ("lampfield.sources.xmpp", {"textual", "rich", "websockets", "httpx"}),
        ("lampfield.sources.asterisk", {"textual", "rich", "click", "pygments", "slixmpp"}),
        ("lampfield.frontend", {"textual", "rich", "slixmpp"}),
        ("lampfield.plain", {"textual", "rich", "slixmpp"}),
        ("lampfield.config", {"textual", "rich", "websockets", "httpx", "slixmpp"}),
    ],
)
def test_a_core_package_loads_nothing_of_another_trade(package: str, never: set[str]) -> None:
    loaded = loaded_by(modules(package))
    assert "lampfield" in loaded
    assert loaded & never == set()


def test_the_command_line_is_read_before_anything_heavy_is_loaded() -> None:
    assert (
        loaded_by(["lampfield.cli.main"]) & {"textual", "rich", "websockets", "httpx", "slixmpp", "PIL"}
        == set()
    )


def test_the_package_itself_loads_nothing() -> None:
    assert loaded_by(["lampfield"]) & {"msgspec", "textual", "websockets", "asyncio"} == set()


def test_httpx_comes_without_its_command_line() -> None:
    loaded = loaded_by(["lampfield.http_library"])
    assert "httpx" in loaded
    assert loaded & {"click", "pygments", "rich"} == set()


def test_httpx_is_imported_by_one_module_alone() -> None:
    direct = {path.name for path in APP.rglob("*.py") if "httpx" in _imported(path)}
    assert direct == {"http_library.py"}


def _imported(path: Path) -> set[str]:
    """Return what a file imports when it runs, wherever in it: the modules' first names."""
    tree = ast.parse(path.read_text())
    typing_only = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    names: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import) and id(node) not in typing_only:
            names.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and id(node) not in typing_only:
            names.add((node.module or "").partition(".")[0])
    return names


def test_no_file_is_long() -> None:
    files = [*APP.rglob("*.py"), *(ROOT / "tests").rglob("*.py"), *STYLES.iterdir()]
    counts = {path: len(path.read_text("utf-8").splitlines()) for path in files if path.is_file()}
    assert {str(path.relative_to(ROOT)): count for path, count in counts.items() if count > MAX_LINES} == {}


def test_no_function_is_long() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in [*APP.rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > MAX_FUNCTION_LINES
    ]
    assert long == []


def test_no_class_has_many_methods() -> None:
    classes = dict(
        pair for path in APP.rglob("*.py") for pair in classes_of(module_of(path), path.read_text("utf-8"))
    )
    counts = {name: len(methods_of(name, classes)) for name in classes}
    assert {name: count for name, count in counts.items() if count > MAX_METHODS} == {}


def test_methods_of_base_classes_count() -> None:
    """The rule above sees through inheritance; were it not so, mixins would hide a class of any size."""
    below = "class A:\n def a(self): ...\n"
    above = (
        "from m import A as Base\nclass B(Base[int]):\n def b(self): ...\nclass A(B):\n def c(self): ...\n"
    )
    classes = dict([*classes_of("m", below), *classes_of("n", above)])
    assert methods_of("n.A", classes) == {"a", "b", "c"}


Classes = Mapping[str, tuple[set[str], list[str]]]
"""The methods of each class of its own, and its base classes, all by full names."""


def module_of(path: Path) -> str:
    """Return what a file of the application is called in imports."""
    return ".".join(path.relative_to(APP).with_suffix("").parts)


def classes_of(module: str, source: str) -> Iterator[tuple[str, tuple[set[str], list[str]]]]:
    """Yield the classes of a module, each with its own methods and its base classes."""
    tree = ast.parse(source)
    names = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    nodes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    names |= {node.name: f"{module}.{node.name}" for node in nodes}
    for node in nodes:
        own = {it.name for it in node.body if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef)}
        bases = [names.get(ast.unparse(base).partition("[")[0], "") for base in node.bases]
        yield names[node.name], (own, bases)


def methods_of(name: str, classes: Classes) -> set[str]:
    """Return the names of all methods of a class, those inherited from classes of ours included."""
    own, bases = classes.get(name, (set(), []))
    return own.union(*(methods_of(base, classes) for base in bases))


def imports(path: Path) -> set[str]:
    """Return the modules of ours that a file imports, inside functions and for types alone included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def circles(graph: dict[str, set[str]]) -> list[tuple[str, ...]]:
    """Return the groups of modules that import one another, each in order of names."""
    reached: dict[str, set[str]] = {}
    for start in graph:
        seen, ahead = set[str](), [start]
        while ahead:
            ahead = [name for at in ahead for name in graph[at] if name not in seen]
            seen.update(ahead)
        reached[start] = seen
    return sorted({tuple(sorted(b for b in reached[a] if a in reached[b])) for a in graph} - {()})


def test_no_modules_import_one_another_in_a_circle() -> None:
    paths = {
        ".".join(path.relative_to(APP).with_suffix("").parts).removesuffix(".__init__"): path
        for path in APP.rglob("*.py")
    }
    graph = {name: (imports(path) & paths.keys()) - {name} for name, path in paths.items()}
    assert sum(map(len, graph.values())) > len(graph) > 300
    assert circles(graph) == []


def test_a_circle_is_found() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [("a", "b", "c")]


def test_every_public_name_says_what_it_is() -> None:
    bare = [f"{path.relative_to(ROOT)}: {name}" for path in APP.rglob("*.py") for name in undocumented(path)]
    assert bare == []


def undocumented(path: Path) -> Iterator[str]:
    """Yield the public names of a file that lack a docstring; the file itself is ``module``."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if path.read_bytes() and ast.get_docstring(tree) is None:
        yield "module"
    yield from _undocumented(tree.body)


def _undocumented(body: list[ast.stmt]) -> Iterator[str]:
    for node in body:
        match node:
            case ast.ClassDef(name=name) if not name.startswith("_"):
                if ast.get_docstring(node) is None:
                    yield name
                yield from _undocumented(node.body)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) if not name.startswith("_"):
                if ast.get_docstring(node) is None and not _is_said_elsewhere(node):
                    yield name


def _is_said_elsewhere(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Say whether another definition of the same name documents it: an overload's, or a property's getter."""
    decorators = {ast.unparse(decorator) for decorator in node.decorator_list}
    return any(name in ("overload", "override") or name.endswith(".setter") for name in decorators)
