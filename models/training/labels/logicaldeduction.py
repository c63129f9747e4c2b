"""Lines and options of BIG-bench's logical deduction, from its training file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from lottery_agent.comparison import option_parts
from lottery_agent.errors import ToolError
from lottery_agent.graphs.sentences import problem_in
from lottery_agent.lab.controls.orderings import NOTHING, statement
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.items import items
from lottery_agent.toolbox.puzzle import execute


def fitting(premises: Sequence[str], options: Sequence[str]) -> int | None:
    """Return the position of the option that must hold, None without one that is proved.

    Args:
        premises: Statements of the puzzle language.
        options: Statements of which one holds.
    """
    try:
        result = execute({"premises": list(premises), "options": list(options)})
    except ToolError:
        return None
    proved = all(check["passed"] for check in result["checks"])
    return result["index"] if proved else None


def drafts(data: Path) -> Iterator[Draft]:
    """Yield each sentence and option once, if the puzzle it stands in gives the label.

    Items whose paragraph is also in the BIG-Bench-Hard development file are left out.

    Args:
        data: Folder with the training files.
    """
    seen: set[str] = set()
    for item in items(data, "logicaldeduction_train"):
        if item["paragraph_in_bbh_dev"]:
            continue
        premises = problem_in(item["question"], item["context"]).premises
        letters, claims = zip(*map(option_parts, item["options"]), strict=True)
        lines, options = [*map(statement, premises)], [*map(statement, claims)]
        found = fitting(lines, options)
        if found is None or letters[found] != item["answer"]:
            continue
        for sentence, line in zip((*premises, *claims), (*lines, *options), strict=True):
            if sentence not in seen:
                seen.add(sentence)
                yield Draft(
                    "line",
                    {"sentence": sentence},
                    line,
                    f"puzzle.logicaldeduction.{_shape(line)}",
                    source=str(item["id"]),
                )


def _shape(line: str) -> str:
    if line == NOTHING or line.startswith("order("):
        return line.partition("(")[0]
    return "place" if " = " in line else "relation"
