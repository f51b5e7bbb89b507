"""The interview: ask a question, try the answer, offer to correct it."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from lampfield.cli.asking.answers import Answers
from lampfield.cli.asking.prompt import Prompt
from lampfield.cli.asking.questions import (
    CHAT_ITEMS,
    DEVICE_ITEMS,
    LISTEN_ITEMS,
    NAME_ITEMS,
    PHONE_ITEMS,
    Ask,
    Item,
    begin_chat,
    begin_phone,
    offer_no_tls,
)
from lampfield.cli.asking.trying import Environ, site_to_try, try_chat, try_devices, try_listen, try_phone
from lampfield.cli.checking.finding import CheckResult, Verdict, wrong
from lampfield.config.error import ConfigError
from lampfield.config.site import Site

Trial = Callable[[Site, Environ], AsyncIterator[CheckResult]]


Offer = Callable[[Answers, Sequence[CheckResult], Prompt], Answers | None]
"""Offers a change for the failed results. Returns the changed answers, or None if nothing changes."""


class Question(NamedTuple):
    """One of the five questions."""

    title: str
    items: tuple[Item, ...]
    trial: Trial | None = None
    """Tries the answers; None if there is nothing to try."""
    begin: Ask | None = None
    """Asks whether the site has such a server; None if it always does."""
    is_there: Callable[[Answers], bool] = lambda _: True
    offer: Offer = lambda *_: None
    """Offers a fix for a failed trial."""
    suspects: Mapping[str, str] = MappingProxyType({})
    """Maps the first words of a failed trial's subject to the label of the probable cause."""

    def ask(self, answers: Answers, prompt: Prompt) -> Answers:
        """Ask for every item."""
        if self.begin is not None:
            answers = self.begin(answers, prompt)
        for item in self.items if self.is_there(answers) else ():
            answers = item.ask(answers, prompt)
        return answers

    def suspect(self, subjects: Sequence[str]) -> Ask:
        """Return the question to repeat: the one item behind all failures, or else the whole question."""
        labels = {
            next(
                (label for start, label in self.suspects.items() if f"{subject} ".startswith(f"{start} ")), ""
            )
            for subject in subjects
        }
        return next((item.ask for item in self.items if labels == {item.label}), self.ask)


QUESTIONS = (
    Question(
        "The phone",
        PHONE_ITEMS,
        try_phone,
        begin_phone,
        lambda answers: answers.phone is not None,
        suspects={
            "phone, ARI": "address",
            "phone, AMI": "AMI",
            "phone, context": "context",
            "phone, extensions": "context",
        },
    ),
    Question(
        "The chat",
        CHAT_ITEMS,
        try_chat,
        begin_chat,
        lambda answers: answers.chat is not None,
        offer_no_tls,
    ),
    Question("The account", NAME_ITEMS),
    Question("Its devices", DEVICE_ITEMS, try_devices),
    Question("The hub", LISTEN_ITEMS, try_listen),
)


def interview(prompt: Prompt, target: Path, environ: Environ) -> Answers:
    """Return the person's answers, each tried as far as possible.

    Args:
        prompt: Asks at the terminal.
        target: The path of the future site file.
        environ: The environment.
    """
    prompt.show("Five questions; Enter takes what stands in brackets, ctrl+c writes nothing.")
    answers = Answers(secret=secrets.token_urlsafe(18))
    for number, question in enumerate(QUESTIONS, start=1):
        if question.items is DEVICE_ITEMS and answers.phone is None:
            continue
        prompt.show(f"\n{number} of {len(QUESTIONS)}  {question.title}")
        answers = _settled(question, answers, prompt, target, environ)
    return answers


def _settled(question: Question, answers: Answers, prompt: Prompt, target: Path, environ: Environ) -> Answers:
    """Return the answers when they work, or when the person keeps them anyway."""
    ask: Ask = question.ask
    while True:
        before = answers
        answers = ask(answers, prompt)
        try:
            site, known = site_to_try(answers, target, environ)
        except ConfigError as error:
            # Such a file could not be read back, so it is not written.
            prompt.show(f"  {wrong(error.key, error.sentence)}")
            ask = next((item.ask for item in question.items if error.key in item.keys), question.ask)
            if len(question.items) == 1:
                # A refused answer must not become the default of the next try.
                answers = before
            continue
        failed = asyncio.run(_failed(question.trial, site, known, prompt)) if question.trial else []
        if not failed:
            return answers
        if (mended := question.offer(answers, failed, prompt)) is not None:
            answers, ask = mended, _keep
            continue
        correction = prompt.correction("Correct the answers?", _labels(question, answers))
        if not correction.wanted:
            return answers
        place = correction.place
        ask = (
            question.suspect([finding.what for finding in failed])
            if place is None
            else question.items[place].ask
        )


def _keep(answers: Answers, _: Prompt) -> Answers:
    """Ask nothing: the changed answers are tried again as they are."""
    return answers


def _labels(question: Question, answers: Answers) -> list[str]:
    """Return the labels of the items that can be corrected one by one."""
    return [item.label for item in question.items] if question.is_there(answers) else []


async def _failed(trial: Trial, site: Site, environ: Environ, prompt: Prompt) -> list[CheckResult]:
    """Print each result as it arrives. Return those that failed."""
    failed: list[CheckResult] = []
    async for finding in trial(site, environ):
        prompt.show(f"  {finding}")
        if finding.verdict is Verdict.WRONG:
            failed.append(finding)
    return failed
