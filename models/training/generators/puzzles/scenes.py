"""Scenes: what things do in a puzzle, and the patterns of the sentences about them.

A scene is a text file. Its lines are patterns of language, each behind what it is used for:

    before: {A} ~is to the left of {B}      a clue, by the name of its sense
    intro.free: {list} each choose {values} what introduces the things, by its limit
    none: The seats are numbered            a sentence that says nothing
    ask.last: Who is on the far right       a question, by the name of its query
    whether.before: ~Is {A} left of {B}     a question for a verdict; also `must`, `can`, `cannot`

`[a|b]` is a choice, `{A}` a slot, `~is` a verb that agrees with `{A}`, `~b:is` one with `{B}`, and
`%is` one with the number. The number of a pattern in its file is its name, so that files grow at
their end only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FAMILIES = ("joined", "asked", "mode", "framed", "nothing", "supposed")
"""Files whose patterns go with every scene."""


@dataclass(frozen=True, slots=True)
class Template:
    """A pattern of language.

    Attributes:
        name: Its stable name, `puzzles.row.3`.
        use: `clue`, `intro`, `values`, `none`, `ask`, `whether`, `must`, `can` or `cannot`.
        sense: What it says: the name of a sense, a limit or a query.
        pattern: The sentence with its slots.
    """

    name: str
    use: str
    sense: str
    pattern: str


@dataclass(frozen=True, slots=True)
class Scene:
    """What things do in a puzzle.

    Attributes:
        name: The name of its file.
        about: What the file says of it: `things`, the sorts that fit; `values`; `scale`.
        templates: Its patterns, in their order.
    """

    name: str
    about: Mapping[str, str]
    templates: tuple[Template, ...]

    def used_as(self, *uses: str) -> list[Template]:
        """Return the patterns of some uses."""
        return [template for template in self.templates if template.use in uses]


def _read(name: str) -> Scene:
    folder = files("lottery_agent.models.training.generators.puzzles") / "scenes"
    about: dict[str, str] = {}
    templates: list[Template] = []
    for line in (folder / f"{name}.txt").read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        key, _, pattern = line.partition(": ")
        if key in ("things", "values", "scale"):
            about[key] = pattern
            continue
        use, _, sense = key.rpartition(".")
        if not use:
            use, sense = (key, "") if key in ("none", "intro") else ("clue", key)
        templates.append(Template(f"puzzles.{name}.{len(templates)}", use, sense, pattern))
    return Scene(name, about, tuple(templates))


@cache
def scene(name: str) -> Scene:
    """Return a scene, or a family of patterns, by the name of its file."""
    return _read(name)


@cache
def scenes() -> tuple[Scene, ...]:
    """Return the scenes, by name."""
    folder = files("lottery_agent.models.training.generators.puzzles") / "scenes"
    names = sorted(path.name.removesuffix(".txt") for path in folder.iterdir())
    return tuple(scene(name) for name in names if name not in FAMILIES)
