"""Style sheets are parsed once a process, not once for each board and each theme."""

from collections.abc import Hashable
from functools import cache
from typing import Any

from textual.css import stylesheet
from textual.css.model import RuleSet

Tokens = dict[str, Any]


def share_parsed_rules() -> None:
    """Let all boards of this process share the rules that were parsed with the same variables.

    Textual keeps them for one application in one theme. Parsing takes a tenth of a board's start, and a third
    of a change of its theme.
    """
    module: Any = stylesheet
    parse, tokenize = module.parse, module.tokenize_values
    rules: dict[tuple[Hashable, ...], list[RuleSet]] = {}

    @cache
    def tokens_of(variables: tuple[tuple[str, str], ...]) -> Tokens:
        return dict(tokenize(dict(variables)))

    def parsed(*place: Hashable, variable_tokens: Tokens, **more: Hashable) -> list[RuleSet]:
        # The cache above keeps these tokens, so that their id stays theirs.
        key = (id(variable_tokens), place, *sorted(more.items()))
        if key not in rules:
            rules[key] = list(parse(*place, variable_tokens=variable_tokens, **more))
        return rules[key]

    module.tokenize_values = lambda variables: tokens_of(tuple(variables.items()))
    module.parse = parsed
