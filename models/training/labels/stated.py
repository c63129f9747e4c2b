"""Sentences of stories for the state tool whose joined lines say what the label says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from lottery_agent.comparison import verdict
from lottery_agent.errors import ToolError
from lottery_agent.graphs.sentences import Story, story_in
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.worlds import asked_draft, event_draft
from lottery_agent.models.training.generators.worlds.telling import Said
from lottery_agent.models.training.labels.items import items
from lottery_agent.toolbox.calls.builtin import BUILTIN
from lottery_agent.toolbox.state import execute

_SIGNATURE = next(tool.signature for tool in BUILTIN if tool.name == "state")
_CALLED = 3
"""One in so many items gives a call."""


def sentences(
    data: Path,
    name: str,
    program: Callable[[str], str | None],
    tells: Callable[[str, str], bool],
    template: str,
) -> Iterator[Draft]:
    """Yield the sentences of each item whose program gives the label, and calls of some items.

    What is shown once is not shown again: the items of a file have sentences in common. A call has
    its own signature alone beside it; those that a run would show are found by
    `generators.calls.as_shown`.

    Args:
        data: Folder with the training files.
        name: Name of the file, without `.jsonl.gz`.
        program: Translates a question into the state language; None if it can't be said there.
        tells: Whether a sentence tells what a line of the program says.
        template: The template of the drafts.
    """
    seen: set[str] = set()
    for number, item in enumerate(items(data, name)):
        question, source = str(item["question"]), str(item["id"])
        written = program(question)
        label = str(item["answer_text"]).removesuffix(".")
        if written is None or not states(written, label):
            continue
        *lines, query = written.split("\n")
        story = story_in(question)
        events = placed(story, lines, tells)
        if events is None:
            continue
        drafts = [event_draft(events, at, template, source) for at in range(len(events))]
        drafts.append(asked_draft(events, Said(story.asked, (query,)), template, source))
        if number % _CALLED == 0:
            inputs = {"question": question, "signatures": [_SIGNATURE]}
            drafts.append(Draft("call", inputs, "state()", template, source=source))
        for draft in drafts:
            if (shown := f"{draft.kind} {draft.inputs}") not in seen:
                seen.add(shown)
                yield draft


def placed(
    story: Story, lines: Sequence[str], tells: Callable[[str, str], bool]
) -> list[Said] | None:
    """Return the sentences of a story that tell, each with its lines.

    The lines stand in the order of the text. A sentence may tell none but its own, so that there
    is one way alone to give them.

    Args:
        story: The story.
        lines: The events of its program.
        tells: Whether a sentence tells what a line says.

    Returns:
        None if a line has no sentence, or a sentence tells a line that is not its own.
    """
    if story.place != len(story.told):
        return None
    left = list(lines)
    said = []
    for sentence in story.told:
        own = []
        while left and left[0] not in own and tells(sentence, left[0]):
            own.append(left.pop(0))
        if any(tells(sentence, line) for line in {*lines} - {*own}):
            return None
        said.append(Said(sentence, tuple(own)))
    return None if left else said


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
