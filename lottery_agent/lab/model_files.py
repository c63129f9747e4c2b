"""The files that the models of arms are made of, by their hashes.

Arms and settings say where a model and its adapter are, not what they hold: whoever trains again
writes over the same path. So a manifest keeps the hashes, and two models are never mixed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lottery_agent.errors import UsageError
from lottery_agent.lab.arms import LiveArm
from lottery_agent.lab.manifests import check_same

if TYPE_CHECKING:
    from lottery_agent._settings_model import Settings

KEY = "model_files"
"""What they are called in a manifest."""


def model_files(arms: Iterable[LiveArm], settings: Settings) -> dict[str, dict[str, str]]:
    """Return the SHA-256 of each file that the models of some arms are made of, by arm and role.

    A model of the zoo or of the hub is known by its name and left out: nothing is downloaded here.
    So is a file that is not there, which loading it will say.

    Args:
        arms: The arms. One without a model on this machine is left out.
        settings: What they have in common.

    Raises:
        UsageError: If a file can't be read.
        ModelFileError: If a model file is broken.
    """
    from lottery_agent.settings import load_settings

    return {
        arm.name: {
            role: _hash(path)
            for role, path in _files(load_settings({**settings.model_dump(), **arm.settings}))
        }
        for arm in arms
        if arm.endpoint is None and arm.way != "control"
    }


def check_model_files(
    folder: Path, manifest: Mapping[str, Any], now: Mapping[str, object], what: str
) -> None:
    """Check that the models are still those that something was begun with.

    Args:
        folder: Its folder.
        manifest: Its manifest; one that was written without the hashes says nothing of them.
        now: What the models are made of now.
        what: What the folder holds.

    Raises:
        UsageError: If they are not.
    """
    check_same(folder, {k: v for k, v in manifest.items() if k == KEY}, {KEY: now}, what)


def _files(settings: Settings) -> Iterator[tuple[str, Path]]:
    from lottery_agent.assembly import adapter_of
    from lottery_agent.models.forge.importance import FILE

    for role, model in (("model", settings.model), ("larger_model", settings.larger_model)):
        if model is None:
            continue
        adapter = adapter_of(settings, model)
        files = {role: _own(model)}
        if adapter is not None:
            files |= {
                f"{role}.adapter": adapter,
                f"{role}.importance": adapter.with_name(FILE),
            }
        yield from ((name, path) for name, path in files.items() if path and path.is_file())


def _own(model: str) -> Path | None:
    """Return the file of a model that is named by its path, if it is there."""
    from lottery_agent.models import zoo
    from lottery_agent.models.zoo.hub import PREFIX

    if model.startswith(PREFIX) or model in {card.name for card in zoo.cards()}:
        return None
    return zoo.fetch(model) if Path(model).expanduser().exists() else None


def _hash(path: Path) -> str:
    from lottery_agent.models.zoo import sha256_of

    try:
        return sha256_of(path)
    except OSError as error:
        raise UsageError(f"cannot read {str(path)!r}: {error.strerror}") from None
