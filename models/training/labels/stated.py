"""Calls of the state tool whose program says what the label says."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from lottery_agent.comparison import verdict
from lottery_agent.errors import ToolError
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.items import items
from lottery_agent.toolbox.calls.builtin import BUILTIN
from lottery_agent.toolbox.state import execute

_SIGNATURE = next(tool.signature for tool in BUILTIN if tool.name == "state")


def calls(
    data: Path, name: str, program: Callable[[str], str | None], template: str
) -> Iterator[Draft]:
    """Yield a call for each item whose program gives the label, beside its own signature alone.

    Those that a run would show are found by `generators.calls.as_shown`.

    Args:
        data: Folder with the training files.
        name: Name of the file, without `.jsonl.gz`.
        program: Translates a question into the state language; None if it can't be said there.
        template: The template of the drafts.
    """
    for item in items(data, name):
        question, source = str(item["question"]), str(item["id"])
        sentence = program(question)
        if sentence is not None and states(sentence, str(item["answer_text"]).removesuffix(".")):
            yield Draft(
                "call",
                {"question": question, "signatures": [_SIGNATURE]},
                f"state({sentence})",
                template,
                source=source,
            )


def states(sentence: str, label: str) -> bool:
    """Tell whether a program runs, passes its checks and answers what the label says.

    Args:
        sentence: A program of the state language.
        label: The answer as a data set writes it; `yes` is the verdict True.
    """
    try:
        result = execute({"call": sentence})
    except ToolError:
        return False
    wanted = verdict(label) or label.casefold()
    return result["exact"].casefold() == wanted and all(c["passed"] for c in result["checks"])
