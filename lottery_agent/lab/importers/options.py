"""Options and answers of multiple choice, brought to the one form of the benchmark files."""

from __future__ import annotations

from collections.abc import Sequence

from lottery_agent.comparison import option_parts
from lottery_agent.lab.importers.originals import Entry


def option(text: str) -> str:
    """Return an option as `A) text` where it is lettered (`(A) text`, `A. text`), else its text.

    Unlettered ones may stand in a list: `- text`.
    """
    own, body = option_parts(text)
    return f"{own}) {body}" if own else body.removeprefix("- ").strip()


def letter(text: str) -> str:
    """Return the letter that an answer is (`(A)`, `A)`), or else the answer."""
    own, body = option_parts(text)
    return own if own and not body else text.strip()


def stated(entry: Entry, answer: str, choices: Sequence[str]) -> str:
    """Return the letter of the choice that an answer names in words, in any case.

    Raises:
        UsageError: If there is no such choice.
    """
    words = [choice.partition(") ")[2].casefold() for choice in choices]
    if answer.casefold() not in words:
        raise entry.wrong(f"has the label {answer!r}, which is none of {', '.join(words)}")
    return choices[words.index(answer.casefold())][0]
