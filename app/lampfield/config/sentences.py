"""What fields, words and tables mean: the docstrings that stand beside them, read where they are written.

Python keeps no docstring of a field, so the source is parsed, as pydantic does it for its
``use_attribute_docstrings``. What is said to a person is so written once.
"""

import ast
import inspect
import textwrap
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import pairwise


@cache
def sentences(kind: type) -> Mapping[str, str]:
    """Return the docstring of each field of a struct, or of each word of an enum, by its Python name.

    Args:
        kind: The struct or enum. Of one whose source is not there nothing is known.
    """
    try:
        source = inspect.getsource(kind)
    except (OSError, TypeError):
        return {}
    (definition,) = ast.parse(textwrap.dedent(source)).body
    return dict(_documented(definition.body)) if isinstance(definition, ast.ClassDef) else {}


def about_table(kind: type) -> str:
    """Return what a table of a file is for, from a docstring such as ````[look]``: colours and room.````."""
    first = (kind.__doc__ or "").strip().partition("\n")[0]
    head, colon, rest = first.partition("``: ")
    return _plain(rest if colon else head).rstrip(".")


def _documented(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    for node, after in pairwise(body):
        name = _assigned(node)
        match after:
            case ast.Expr(value=ast.Constant(value=str(text))) if name:
                yield name, _plain(text)


def _assigned(node: ast.stmt) -> str:
    """Return the name that a statement gives a value or a type; empty when it is another statement."""
    match node:
        case ast.AnnAssign(target=ast.Name(id=name)) | ast.Assign(targets=[ast.Name(id=name)]):
            return name
    return ""


def _plain(text: str) -> str:
    """Return a docstring as running text."""
    return " ".join(text.replace("``", "`").split())
