"""What an engine and its host process say to each other, as plain JSON data.

Requests carry ids: many run at once. Errors travel by the name of their class; only the classes of
`lottery_agent.errors` are made again on the other side, and nothing is unpickled.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from lottery_agent import errors
from lottery_agent.errors import EngineError, LotteryError
from lottery_agent.models.engine.interface import Completion, Request, Sampling
from lottery_agent.models.prompts import Rendered

Message = dict[str, Any]

_ERRORS: Mapping[str, type[LotteryError]] = {
    name: value
    for name, value in vars(errors).items()
    if isinstance(value, type) and issubclass(value, LotteryError)
}


@dataclass(frozen=True, slots=True)
class GrammarText:
    """A constraint that came as text."""

    text: str


def from_prompt(prompt: Rendered) -> list[Sequence[int]]:
    """Return a prompt as data."""
    return [prompt.head, prompt.tail]


def to_prompt(data: Sequence[Sequence[int]]) -> Rendered:
    """Return the prompt of `from_prompt`."""
    head, tail = data
    return Rendered(tuple(head), tuple(tail))


def from_request(request: Request) -> Message:
    """Return a request as data, without its deadline: clocks differ between processes."""
    return {
        "prompt": from_prompt(request.prompt),
        "max_tokens": request.max_tokens,
        "grammar": request.constraint.text if request.constraint else None,
        "sampling": asdict(request.sampling),
    }


def to_request(data: Mapping[str, Any], *, deadline: float | None) -> Request:
    """Return the request of `from_request`, with a deadline on this process's clock."""
    grammar = data["grammar"]
    return Request(
        to_prompt(data["prompt"]),
        data["max_tokens"],
        GrammarText(grammar) if grammar is not None else None,
        Sampling(**data["sampling"]),
        deadline,
    )


def from_completion(completion: Completion) -> Message:
    """Return a completion as data."""
    return {field.name: getattr(completion, field.name) for field in fields(completion)}


def to_completion(data: Mapping[str, Any], *, seconds: float) -> Completion:
    """Return the completion of `from_completion`, with the time that passed in this process."""
    tokens, logprobs = tuple(data["tokens"]), tuple(data["logprobs"])
    return Completion(**{**data, "tokens": tokens, "logprobs": logprobs, "seconds": seconds})


def from_error(error: BaseException) -> Message:
    """Return an error as data: its nearest class that the other side knows, and its fields."""
    if not isinstance(error, LotteryError):
        error = EngineError(f"the engine failed: {type(error).__name__}: {error}")
    name = next(kind.__name__ for kind in type(error).__mro__ if _ERRORS.get(kind.__name__) is kind)
    return {"kind": name, "fields": vars(error)}


def to_error(data: Mapping[str, Any]) -> LotteryError:
    """Return the error of `from_error`: of the same class, with equal fields."""
    kind, values = _ERRORS[data["kind"]], data["fields"]
    error = kind.__new__(kind)
    LotteryError.__init__(error, values["message"], hint=values["hint"])
    vars(error).update(values)
    return error
