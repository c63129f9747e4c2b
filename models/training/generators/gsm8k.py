"""Worksheets out of GSM8K's annotated solutions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.numerals import VALUES, plain
from lottery_agent.models.training.generators.vocabulary import read_lines

_COMMON = frozenset(Fraction(n) for n in (1, 2, 3, 4, 5, 7, 10, 12, 24, 52, 60, 100, 365))
_NUMBER = re.compile(r"\d+(?:\.\d+)?|\.\d+")
_AFTER = re.compile(r">>\s*[\d.,$%]*\s*((?:[A-Za-z'-]+\s*){1,5})")


def worksheets(data: Path, stop: frozenset[str], *, steps: int) -> Iterator[Draft]:
    """Turn annotated solutions of at most `steps` steps into worksheets.

    Args:
        data: Folder of the training files.
        stop: Words that can't name a step.
        steps: Most steps of a solution.
    """
    for item in read_lines(data / "gsm8k_train.jsonl.gz"):
        sheet = _worksheet(item, stop) if len(item["steps"]) <= steps else None  # type: ignore[arg-type]
        if sheet is not None:
            yield Draft(
                "worksheet",
                {"question": str(item["question"])},
                sheet,
                f"mathematics.gsm8k.{len(item['steps'])}",  # type: ignore[arg-type]
                source=str(item["id"]),
                answer=str(item["answer"]).replace(",", ""),
            )


def _worksheet(item: dict[str, Any], stop: frozenset[str]) -> str | None:
    steps = [(left, right) for left, right in item["steps"]]
    nouns = [w.lower() for w in re.findall(r"[A-Za-z]+", item["question"])]
    usable = {w for w in nouns if w not in stop and len(w) > 2 and w.isascii()}
    after = [found.split() for found in _AFTER.findall(item["solution"])]
    names: dict[Fraction, str] = {}
    given = {
        Fraction(n.replace(",", ""))
        for n in re.findall(r"\d[\d,]*(?:\.\d+)?", item["question"])
        if n.strip(",")
    }
    given |= {Fraction(VALUES[word]) for word in nouns if word in VALUES}
    lines = []
    for index, (left, right) in enumerate(steps):
        body = _canonical(left, names, given)
        if body is None:
            return None
        try:
            value = Fraction(right.replace(",", ""))
        except (ValueError, ZeroDivisionError):
            return None
        if value in names or (value in given and index < len(steps) - 1):
            return None  # A later step could mean either.
        if index == len(steps) - 1:
            if not re.search(r" [-+*/] |%", body):
                return None
            lines.append(f"answer = {body}")
            continue
        near = [w.lower().strip("'-") for w in (after[index] if index < len(after) else [])]
        name = next((w for w in near if w in usable and w not in names.values()), None)
        if name is None:
            name = next(
                (w for w in reversed(nouns) if w in usable and w not in names.values()), None
            )
        if name is None:
            return None
        names[value] = name
        lines.append(f"{name} = {body}")
    used = all(
        line.split(" = ")[0] in "\n".join(lines[i + 1 :]) for i, line in enumerate(lines[:-1])
    )
    return "\n".join(lines) if lines and used else None


def _canonical(text: str, names: dict[Fraction, str], given: set[Fraction]) -> str | None:
    text = re.sub(
        r"(?<![\d)])-(?=\d)", "−", text.replace(" ", "").replace("$", "").replace(",", "")
    )
    if not re.fullmatch(r"[\d.+*/()%-]+", text):
        return None
    text = re.sub(r"(?<!\d)\.(?=\d)", "0.", text)

    if any(n.count(".") > 1 for n in re.findall(r"[\d.]+", text)):
        return None
    if any(
        Fraction(n) not in given | _COMMON and Fraction(n) not in names
        for n in _NUMBER.findall(text)
    ):
        return None

    def number(found: re.Match[str]) -> str:
        value = Fraction(found[0])
        return names[value] if value in names else plain(value)

    text = _NUMBER.sub(number, text)
    text = re.sub(r"(?<![\w/])(\d+)/100\*", r"\1%*", text)
    return re.sub(r"([+*/-])", r" \1 ", text)
