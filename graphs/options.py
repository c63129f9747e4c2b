"""Chooses the answer option that states a result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from lottery_agent.answer import Check
from lottery_agent.comparison import is_number_list, option_parts, same_numbers, verdict
from lottery_agent.graphs.handles import Handles
from lottery_agent.graphs.state import Candidate
from lottery_agent.graphs.writer import score
from lottery_agent.models.prompts import Prompt

HEAD = "Choose the option that states the result."


def letters(count: int) -> list[str]:
    """Return the letters by which options are shown to the model, whatever their own ones."""
    return [chr(65 + i) for i in range(count)]


def option_lines(options: Sequence[str]) -> list[str]:
    """Return options as they are shown to the model, one a line."""
    texts = (option_parts(option)[1] for option in options)
    return [f"{letter}: {text}" for letter, text in zip(letters(len(options)), texts, strict=True)]


def claims_of(options: Sequence[str]) -> list[str]:
    """Return the statements that options are; none if one of them is no more than a word."""
    claims = [option_parts(option)[1] for option in options]
    return claims if all(" " in claim.strip() for claim in claims) else []


def options_prompt(question: str, result: str, options: Sequence[str]) -> Prompt:
    """Return the prompt whose next token is the letter of the option that states `result`."""
    text = "\n".join([question, *option_lines(options), f"Result: {result}"])
    return Prompt(agent="options", head=HEAD, question=text)


def choose_option(
    handles: Handles,
    question: str,
    options: Sequence[str],
    candidate: Candidate,
    *,
    escalated: bool = False,
) -> Candidate:
    """Return the candidate with its text replaced by the option that states it.

    An option that says the same in other words of truth ("Yes" for True), or as the same number,
    is taken at once; where all options are verdicts or numbers and none is the result, there is no
    answer; otherwise the model scores the options. Lettered options are answered by their letter.
    """
    result = candidate.text or ""
    confidence = 1.0
    index = stated(result, options)
    same = index is not None
    if index is None and _excludes(result, options):
        check = Check("option stated", False, f"no option is {result}")
        return replace(
            candidate,
            text=None,
            reason=candidate.reason or "low_confidence",
            checks=(*candidate.checks, check),
        )
    if index is None:
        prompt = options_prompt(question, result, options)
        scores = score(handles, prompt, letters(len(options)), escalated=escalated)
        index = max(range(len(options)), key=lambda i: scores[i])
        confidence = scores[index]
    letter, text = option_parts(options[index])
    if same:
        detail = f"{result} is stated by {text!r}"
    else:
        detail = f"the model chose {text!r} for {result}, p = {confidence:.2f}"
    return replace(
        candidate,
        text=letter or text,
        kind="option",
        exact=candidate.exact and same,
        confidence=candidate.confidence * confidence,
        checks=(*candidate.checks, Check("option stated", same, detail)),
    )


def stated(result: str, options: Sequence[str]) -> int | None:
    """Return the position of the only option that says the same as a result, or None.

    Args:
        result: What a tool gave: `True` is also stated by an option `Yes`.
        options: The options, lettered or not.
    """
    texts = [option_parts(option)[1].lower().rstrip(".") for option in options]
    same = verdict(result) or result.lower()
    found = [i for i, text in enumerate(texts) if (verdict(text) or text) == same]
    if not found and is_number_list(result):
        found = [i for i, text in enumerate(texts) if same_numbers(text, result)]
    return found[0] if len(found) == 1 else None


def _excludes(result: str, options: Sequence[str]) -> bool:
    """Tell whether options are all of the result's sort, so that one like it would be stated."""
    texts = [option_parts(option)[1] for option in options]
    if verdict(result):
        return all(map(verdict, texts))
    return is_number_list(result) and all(map(is_number_list, texts))
