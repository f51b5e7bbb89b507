"""The interview: ask, try, let what is wrong be corrected, go on."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import NamedTuple

from lampfield.cli.asking.answers import Answers
from lampfield.cli.asking.prompt import Prompt
from lampfield.cli.asking.questions import ask_chat, ask_devices, ask_listen, ask_name, ask_phone
from lampfield.cli.asking.trying import Environ, site_to_try, try_chat, try_devices, try_listen, try_phone
from lampfield.cli.checking.finding import Finding, Verdict, wrong
from lampfield.config.error import ConfigError
from lampfield.config.site import Site

Trial = Callable[[Site, Environ], AsyncIterator[Finding]]


class Question(NamedTuple):
    """One of the five."""

    title: str
    ask: Callable[[Answers, Prompt], Answers]
    """Asks; what was answered before is usual then."""
    trial: Trial | None
    """None: there is nothing to try."""


QUESTIONS = (
    Question("The phone", ask_phone, try_phone),
    Question("The chat", ask_chat, try_chat),
    Question("The account", ask_name, None),
    Question("Its devices", ask_devices, try_devices),
    Question("The hub", ask_listen, try_listen),
)


def interview(prompt: Prompt, target: Path, environ: Environ) -> Answers:
    """Return what a person answered, tried as far as it can be.

    Args:
        prompt: Asks.
        target: Where the site file will lie.
        environ: The environment.
    """
    prompt.tell("Five questions; Enter takes what stands in brackets, ctrl+c writes nothing.")
    answers = Answers(secret=secrets.token_urlsafe(18))
    for number, question in enumerate(QUESTIONS, start=1):
        if question.ask is ask_devices and answers.phone is None:
            continue
        prompt.tell(f"\n{number} of {len(QUESTIONS)}  {question.title}")
        answers = _settled(question, answers, prompt, target, environ)
    return answers


def _settled(question: Question, answers: Answers, prompt: Prompt, target: Path, environ: Environ) -> Answers:
    """Return the answers when they work, or when the person wants them so."""
    while True:
        answers = question.ask(answers, prompt)
        try:
            site, known = site_to_try(answers, target, environ)
        except ConfigError as error:
            # Such a file could not be read, so it is not written.
            prompt.tell(f"  {wrong(error.key, error.sentence)}")
            continue
        works = question.trial is None or asyncio.run(_works(question.trial, site, known, prompt))
        if works or not prompt.yes("Correct the answers?", usual=True):
            return answers


async def _works(trial: Trial, site: Site, environ: Environ, prompt: Prompt) -> bool:
    """Say what is found, as it is found. Returns whether nothing is wrong."""
    works = True
    async for finding in trial(site, environ):
        prompt.tell(f"  {finding}")
        works &= finding.verdict is not Verdict.WRONG
    return works
