"""The report as Markdown: a snapshot, and texts that can't break a table."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.report.markdown import markdown, plain
from lottery_agent.lab.report.markup import readable
from tests.lab.report.conftest import PASSAGE, QUESTION, Made

SNAPSHOT = Path(__file__).with_name("report.md")
FEW = Terms(draws=100)


def test_snapshot(made: Made) -> None:
    """The snapshot is rewritten by deleting `report.md` and running this test."""
    text = markdown(made.report(terms=FEW))
    if not SNAPSHOT.exists():
        SNAPSHOT.write_text(text, encoding="utf-8")
    assert text == SNAPSHOT.read_text(encoding="utf-8")


def test_tables_have_as_many_cells_as_columns(made: Made) -> None:
    text = markdown(made.report(terms=FEW))
    blocks = [block for block in text.split("\n\n") if block.startswith("|")]
    assert len(blocks) == 8
    for block in blocks:
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_pictures_are_linked_and_no_text_of_an_item_is_there(made: Made) -> None:
    names = "accuracy differences offload risk-coverage reliability cost size".split()
    pictures = {name: f"figures/{name}.svg" for name in names}
    text = markdown(made.report(terms=FEW, items=True), pictures=pictures)
    assert re.findall(r"\(<(.*?)>\)", text) == [f"figures/{name}.svg" for name in names]
    assert QUESTION not in text
    assert PASSAGE not in text


@given(st.text(max_size=60))
def test_a_text_reads_the_same(text: str) -> None:
    shown = plain(text)
    assert re.sub(r"\\([\\`*\[\]<>|#$&~_])", r"\1", shown) == " ".join(readable(text).split())
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<>`*\[\]&]", shown)
    assert "\n" not in shown
