"""The result of a question: what `lottery ask --json` prints and `Agent.ask` returns.

Plain frozen data without dependencies. `Answer.to_json` and `Answer.from_json` are inverse.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

AnswerKind = Literal["number", "expression", "verdict", "option", "quote", "text"]
Status = Literal["answered", "abstained", "failed", "waiting"]
Reason = Literal["no_evidence", "low_confidence", "contradiction", "limit", "cancelled", "error"]

VERSION = 1


@dataclass(frozen=True, slots=True)
class Work:
    """One tool call and its result."""

    tool: str
    call: str
    result: str


@dataclass(frozen=True, slots=True)
class Citation:
    """Words quoted from a source."""

    source: str
    quote: str
    score: float


@dataclass(frozen=True, slots=True)
class Check:
    """One named check of an answer."""

    name: str
    passed: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Usage:
    """What the run cost. Prompt tokens count those computed and those reused together."""

    model_calls: int = 0
    prompt_tokens: int = 0
    prompt_tokens_reused: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0

    def __add__(self, other: Usage) -> Usage:
        """Return the cost of two parts of a run."""
        mine, theirs = asdict(self), asdict(other)
        return Usage(**{name: mine[name] + theirs[name] for name in mine})


@dataclass(frozen=True, slots=True)
class TicketInfo:
    """The model that answered."""

    name: str
    type: str
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """Why a run failed."""

    type: str
    message: str
    hint: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question, with everything that led to it.

    `answer` is the text to show and None unless `status` is `answered`; `exact` says that a tool
    computed or proved it from the question's own words without rounding.
    """

    question: str
    status: Status
    answer: str | None = None
    kind: AnswerKind | None = None
    exact: bool = False
    reason: Reason | None = None
    confidence: float = 0.0
    agent: str | None = None
    work: tuple[Work, ...] = ()
    citations: tuple[Citation, ...] = ()
    checks: tuple[Check, ...] = ()
    usage: Usage = field(default_factory=Usage)
    ticket: TicketInfo | None = None
    error: ErrorInfo | None = None
    id: str | None = None
    version: int = VERSION

    def to_json(self) -> dict[str, Any]:
        """Return the result object as plain data, keys in their documented order."""
        data = asdict(self)
        order = (
            "version id question answer kind exact status reason confidence agent work citations "
            "checks usage ticket error"
        )
        return {key: data[key] for key in order.split()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Answer:
        """Build an answer from what `to_json` returned.

        Raises:
            KeyError, TypeError: If the object is not a result object.
        """
        fields = dict(data)
        fields["work"] = tuple(Work(**item) for item in data["work"])
        fields["citations"] = tuple(Citation(**item) for item in data["citations"])
        fields["checks"] = tuple(Check(**item) for item in data["checks"])
        fields["usage"] = Usage(**data["usage"])
        fields["ticket"] = TicketInfo(**data["ticket"]) if data["ticket"] else None
        fields["error"] = ErrorInfo(**data["error"]) if data["error"] else None
        fields.pop("task", None)
        return cls(**fields)
