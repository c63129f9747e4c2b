"""Statements and queries from ProofWriter's training file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lottery_agent.graphs.sentences import problem_in
from lottery_agent.lab.controls.theories import fact_or_rule
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.labels.items import VERDICTS, by_context, items, verdicts


def drafts(data: Path) -> Iterator[Draft]:
    """Yield each sentence and question once, if the theory it stands in gives the labels.

    The tool reasons classically; the few theories whose labels rest on rules that are applied
    forwards only are left out.

    Args:
        data: Folder with the training files.
    """
    seen: set[str] = set()
    for group in by_context(items(data, "proofwriter_train")):
        problems = [problem_in(item["question"], item["context"]) for item in group]
        premises = problems[0].premises
        targets = [fact_or_rule(sentence) for sentence in premises]
        # What is asked is "Is the following statement true, false, or unknown?" and the statement.
        queries = [fact_or_rule(problem.query.split("? ", 1)[1]) for problem in problems]
        labels = [VERDICTS[item["answer"]] for item in group]
        right = [
            verdict == label
            for verdict, label in zip(verdicts(targets, queries), labels, strict=True)
        ]
        if all(right):
            source = str(group[0]["id"])
            for sentence, target in zip(premises, targets, strict=True):
                if sentence not in seen:
                    seen.add(sentence)
                    yield Draft(
                        "statement",
                        {"sentence": sentence},
                        target,
                        f"logic.proofwriter.{_shape(target)}",
                        source=source,
                    )
        for item, problem, query, fits in zip(group, problems, queries, right, strict=True):
            if fits and problem.query not in seen:
                seen.add(problem.query)
                yield Draft(
                    "query",
                    {"question": problem.query},
                    f"? {query}",
                    "logic.proofwriter.query",
                    source=str(item["id"]),
                )


def _shape(formula: str) -> str:
    if formula.startswith("all "):
        return "rule"
    return "if_named" if "->" in formula else "fact"
