"""What README and the pages of `docs` name is there: commands, options, arms, suites and files."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from lottery_agent.cli.app import app
from lottery_agent.lab.abilities.registry import ABILITIES
from lottery_agent.lab.ablations import ablations
from lottery_agent.lab.arms import ARMS, DEFAULT
from lottery_agent.lab.compression.suites import SUITES as GRIDS
from lottery_agent.lab.suites import SUITES

ROOT = Path(__file__).parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LAB = (ROOT / "docs" / "lab.md").read_text("utf-8")
_BLOCK = re.compile(r"^```(?:sh|text)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_NAMES = re.compile(r"`(\w+)`")


def commands(page: Path) -> list[str]:
    """Return the lines of a page's blocks that call `lottery`."""
    lines = [
        part.strip()
        for block in _BLOCK.findall(page.read_text("utf-8"))
        for line in block.splitlines()
        for part in line.split("&&")
    ]
    return [line for line in lines if re.match(r"(\w+=\S+ )*lottery ", line)]


def parse(words: list[str]) -> None:
    """Read a command line as the program would, without running anything."""
    command: Any = get_command(app)
    with command.make_context("lottery", words) as context:
        while rest := [*context._protected_args, *context.args]:
            name, command, arguments = command.resolve_command(context, rest)
            context = command.make_context(name, arguments, parent=context)
            if not hasattr(command, "resolve_command"):
                return


@pytest.mark.parametrize(
    "line", dict.fromkeys(line for page in PAGES for line in commands(page)), ids=str
)
def test_a_command_is_one_that_there_is(line: str) -> None:
    words = shlex.split(line.translate({ord("["): None, ord("]"): None}))  # what is optional, too
    parse(words[words.index("lottery") + 1 :])


def test_a_command_that_there_is_not_is_noticed() -> None:
    for words in (["lab", "run", "RUN", "--sweet", "smoke"], ["lab", "walk"], ["lab", "losses"]):
        with pytest.raises(Exception, match=r"(?i)no such|missing"):
            parse(words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files(page: Path) -> None:
    found = [link for link in _LINK.findall(page.read_text("utf-8")) if "://" not in link]
    assert [link for link in found if not (page.parent / link).exists()] == []


def test_the_lab_page_names_all_that_the_lab_has() -> None:
    named = set(_NAMES.findall(LAB))
    without = {name for name, _, _ in ablations() if name.startswith("without_")}
    assert {name.removeprefix("without_") for name in without} <= named
    assert ARMS.keys() - without <= named
    assert {*SUITES, *GRIDS, *ABILITIES} <= named


def test_the_lab_page_stars_the_arms_that_are_asked_by_default() -> None:
    assert set(re.findall(r"^\| `(\w+)` \* \|", LAB, re.MULTILINE)) == set(DEFAULT)


def test_the_lab_page_has_the_sizes_of_the_suites() -> None:
    for suite in SUITES.values():
        items = f"{suite.cap or 'all'} of each of {len(suite.benchmarks)}"
        row = rf"\| `{suite.name}` \| {items}[^|]*\| {suite.minutes} \|"
        assert re.search(row, LAB), suite.name
    for grid in GRIDS.values():
        row = rf"\| `{grid.name}` \| [^|]*\| {grid.items} \| [^|]*\| {grid.minutes} \|"
        assert re.search(row, LAB), grid.name
        types = next(line for line in LAB.splitlines() if re.match(row, line))
        assert all(type in types for pair in grid.types for type in pair)
