"""Rivals: models that a user lends a run to compare with, a larger file or one behind a server.

What an arm lacks until then is filled in here, and read back from the manifest of a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from lottery_agent.errors import UsageError

if TYPE_CHECKING:
    from lottery_agent.lab.arms import LiveArm
    from lottery_agent.lab.endpoint.address import Endpoint

Rival = Literal["larger", "endpoint"]
"""What an arm may need: a model that is named as `--model` is, or a model behind a server."""

OPTIONS: Mapping[Rival, str] = {
    "larger": "--larger NAME|PATH",
    "endpoint": "--endpoint URL --endpoint-model NAME",
}
"""How each is given on the command line."""


@dataclass(frozen=True, slots=True)
class Rivals:
    """The models that a run may compare with.

    Attributes:
        larger: A name from the zoo, `hf:REPOSITORY/FILE`, or the path of a GGUF file.
        endpoint: A model behind an OpenAI-compatible server.
    """

    larger: str | None = None
    endpoint: Endpoint | None = None

    @property
    def given(self) -> tuple[Rival, ...]:
        """Those that are there."""
        there = {"larger": self.larger, "endpoint": self.endpoint}
        return tuple(name for name in OPTIONS if there[name])

    def join(self, arm: LiveArm) -> LiveArm:
        """Return an arm with the model that it needs, if it needs one.

        Raises:
            UsageError: If it is not given.
        """
        if arm.needs is None:
            return arm
        if arm.needs not in self.given:
            raise UsageError(
                f"the arm {arm.name!r} needs a model", hint=f"give {OPTIONS[arm.needs]}"
            )
        if arm.needs == "larger" and self.larger is not None:
            title = f"{arm.title}: {Path(self.larger).name}"
            return replace(arm, title=title, settings={**arm.settings, "model": self.larger})
        if self.endpoint is not None:
            return replace(arm, title=f"{arm.title}: {self.endpoint.model}", endpoint=self.endpoint)
        return arm

    def check_use(self, arms: Iterable[LiveArm]) -> None:
        """Check that each rival belongs to an arm.

        Raises:
            UsageError: If one does not.
        """
        used = {arm.needs for arm in arms}
        for name in self.given:
            if name not in used:
                raise UsageError(f"no arm uses {OPTIONS[name]}", hint=f"add -a {name}")

    @classmethod
    def recorded(cls, arms: Mapping[str, Mapping[str, Any]]) -> Rivals:
        """Return the rivals that the manifest of a run holds, in the entries of its arms.

        Raises:
            UsageError: If an entry holds none that could be.
        """
        from lottery_agent.lab.endpoint.address import Endpoint

        found = cls()
        for entry in arms.values():
            settings, endpoint = entry.get("settings"), entry.get("endpoint")
            if entry.get("needs") == "larger" and isinstance(settings, dict):
                found = replace(found, larger=str(settings.get("model")))
            if isinstance(endpoint, dict):
                address = Endpoint.of(str(endpoint.get("url")), str(endpoint.get("model")))
                found = replace(found, endpoint=address)
        return found
