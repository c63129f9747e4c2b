"""Cells: a model, the type of its weights, and the type of its keys and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lottery_agent.errors import EngineError, UsageError
from lottery_agent.lab.arms import LiveArm
from lottery_agent.models.forge import TYPES

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings
    from lottery_agent.models.forge import Ticket

_KV = "F16"
_SMALL = 256
"""Tokens of the context that tells whether a model can keep a type of keys and values."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A compressed model.

    Attributes:
        model: The model, named as `--model` names it.
        type: GGUF type of its weights, with its adapter merged in or without.
        kv_type: GGML type of the keys and values that the engine keeps.
    """

    model: str
    type: str
    kv_type: str = _KV

    @property
    def title(self) -> str:
        """What the compression is called, without the model."""
        return self.type if self.kv_type == _KV else f"{self.type}, KV {self.kv_type}"

    @property
    def folder(self) -> str:
        """Name of its folder."""
        return f"{self.type}-{self.kv_type}"

    @property
    def short(self) -> str:
        """The model's name without the folder of a file."""
        return Path(self.model).name.removesuffix(".gguf")

    def settings(self, common: Settings, arm: LiveArm | None = None) -> Settings:
        """Return the settings of its run, or of one arm of it.

        Args:
            common: What all cells have in common.
            arm: The arm.
        """
        from lottery_agent.settings import load_settings

        own = {
            "model": self.model,
            "ticket_type": self.type,
            "base_type": self.type,
            "kv_type": self.kv_type,
        }
        return load_settings({**common.model_dump(), **own, **(arm.settings if arm else {})})

    def tickets(self, common: Settings, arms: Sequence[LiveArm]) -> dict[str, Ticket]:
        """Return the model file of each arm, made if it is missing, and see whether it can be run.

        Raises:
            UsageError: If the model or a type is unknown, the model can't take the type, or it
                can't keep keys and values in theirs.
        """
        from lottery_agent.assembly import ticket_for

        if self.type not in TYPES:
            raise UsageError(f"unknown type {self.type!r}", hint=f"there is {', '.join(TYPES)}")
        found = {
            arm.name: ticket_for(self.settings(common, arm), self.settings(common).model)
            for arm in arms
        }
        for path in {ticket.path for ticket in found.values()}:
            _check_kv(path, self)
        return found

    def to_json(self) -> dict[str, str]:
        """Return the cell as plain data."""
        return asdict(self)


def compressible(arms: Iterable[LiveArm]) -> tuple[LiveArm, ...]:
    """Return arms whose model a cell decides.

    Raises:
        UsageError: If one has none, or brings its own.
    """
    chosen = tuple(arms)
    for arm in chosen:
        if arm.way in ("control", "endpoint") or "model" in arm.settings:
            raise UsageError(
                f"the arm {arm.name!r} has no model that could be compressed", hint="leave it out"
            )
    return chosen


def _check_kv(path: Path, cell: Cell) -> None:
    """See whether a model can keep keys and values in a type.

    Raises:
        UsageError: If it can't.
    """
    from lottery_agent.models.engine.context import Context
    from lottery_agent.models.engine.library import load

    if cell.kv_type == _KV:
        return
    try:
        Context(
            load(path),
            sequences=1,
            window=_SMALL,
            batch=_SMALL,
            threads=1,
            flash_attention=True,
            kv_type=cell.kv_type,
        ).close()
    except EngineError as error:
        raise UsageError(
            f"{cell.short} can't keep keys and values in {cell.kv_type}: {error.message}",
            hint="choose another KV in --cell TYPE:KV",
        ) from None
