"""The page: sound HTML, every link leads somewhere, and nothing in a result can become markup."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest

from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.report import words
from lottery_agent.lab.report.markup import readable
from lottery_agent.lab.report.page import page
from lottery_agent.lab.scores import score_run
from tests.lab.report.conftest import PASSAGE, QUESTION, Made

FEW = Terms(draws=100)
VOID = {"br", "link", "meta", "wbr"}
HOSTILE = (
    "</pre></details><script>alert(1)</script><img src=x onerror=alert(1)>"
    "\" onclick='x' <!-- ]]> &lt;b&gt; \x00\x1b[31m\u202egnp \ud800 javascript:alert(1)"
)


class Page(HTMLParser):
    """A page as a browser reads it; complains of what is not closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str | None]] = []
        self.code: dict[str, str] = {}
        self.words: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.attributes += [(tag, name, value) for name, value in attrs]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.code[self.open[-1]] = data
        else:
            self.words.append(data)

    def values(self, name: str) -> list[str]:
        return [value or "" for _, found, value in self.attributes if found == name]


def test_every_link_leads_to_a_place_that_is_there_once(made: Made) -> None:
    for items in (False, True):
        found = Page(page(made.report(terms=FEW, items=items)))
        places = Counter(found.values("id"))
        assert max(places.values()) == 1
        links = [each for each in found.values("href") if each != "data:,"]
        assert len(links) > 60
        assert {each.removeprefix("#") for each in links} <= set(places)
        assert set(found.values("aria-labelledby")) <= set(places)


def test_numbers_are_those_of_the_scores(made: Made) -> None:
    text = page(made.report(terms=FEW))
    for number, cells in enumerate(score_run(made.folder, made.data).cells.values()):
        for arm, cell in enumerate(cells.values()):
            shown = f'<a href="#b{number}-a{arm}">{words.accuracy(cell.tally)}</a>'
            assert shown in text
            counted = f'<a href="#b{number}-a{arm}-correct">{cell.tally.correct}</a>'
            assert (counted in text) == (cell.tally.correct > 0)


def test_a_page_needs_nothing_from_elsewhere_and_only_its_own_code_may_run(made: Made) -> None:
    text = page(made.report(terms=FEW, items=True))
    found = Page(text)
    assert found.tags["script"] == found.tags["style"] == 1
    assert not {"img", "iframe", "object", "embed", "form", "base"} & found.tags.keys()
    assert not [name for _, name, _ in found.attributes if name.startswith("on")]
    assert not {"src", "style", "action"} & {name for _, name, _ in found.attributes}
    assert not re.search(r"url\(|@import", found.code["style"])
    (policy,) = [v for v in found.values("content") if v.startswith("default-src 'none'")]
    for code in found.code.values():
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy


def test_without_items_there_is_no_text_of_an_item_or_an_answer(made: Made) -> None:
    bare = page(made.report(terms=FEW))
    for secret in (QUESTION, PASSAGE, "Kilbride", "What is 3 and 3 together?", "answer = 16"):
        assert secret not in bare
    assert "place_0" in bare
    assert bare == page(made.report(terms=FEW, items=True).without_items())


def test_items_show_their_work(made: Made) -> None:
    shown = " ".join(Page(page(made.report(terms=FEW, items=True))).words)
    for told in (QUESTION, PASSAGE, "Kilbride", f"“{PASSAGE}” notes.md", "✓ ran: yes"):
        assert told in shown
    assert "BudgetExceeded: too long" in shown
    assert re.search(r"answer = \d+\n= \d+", shown)
    assert "3 model calls, 100 prompt tokens (60 reused), 20 written, 0.5 s" in shown


def hostile(data: Any) -> Any:
    """Return a result with hostile text wherever it holds text that a model may have written."""
    if isinstance(data, dict):
        kept = ("status", "reason", "version", "id", "kind", "sha256")
        return {key: data[key] if key in kept else hostile(data[key]) for key in data}
    if isinstance(data, list):
        return [hostile(each) for each in data]
    return HOSTILE if isinstance(data, str) else data


def test_whatever_a_result_holds_is_text(made: Made) -> None:
    sound = Page(page(made.report(terms=FEW, items=True)))
    for arm in ("agent", "untrained", "model"):
        for benchmark in ("svamp", "places"):
            made.write(arm, benchmark, map(hostile, made.results(arm, benchmark)))
    text = page(made.report(terms=FEW, items=True))
    found = Page(text)
    text.encode("utf-8")
    assert found.tags["script"] == 1
    assert found.tags.keys() <= sound.tags.keys()
    assert {name for _, name, _ in found.attributes} <= {name for _, name, _ in sound.attributes}
    assert readable(HOSTILE) in " ".join(found.words)
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f]", text)


def test_names_in_files_are_text_too(made: Made) -> None:
    path = made.folder / "manifest.json"
    text = path.read_text("utf-8").replace("agent with the ticket", "<script>alert(1)</script>")
    path.write_text(text, "utf-8")
    shown = page(made.report(terms=FEW))
    assert Page(shown).tags["script"] == 1
    assert "&lt;script&gt;alert(1)" in shown


def test_two_reports_of_one_run_are_the_same(made: Made) -> None:
    first = page(made.report(terms=FEW, items=True))
    assert page(made.report(terms=FEW, items=True)) == first
    assert str(made.folder.parent) not in first


def test_a_page_says_how_to_make_it_again(made: Made) -> None:
    shown = Page(page(made.report(terms=FEW))).words
    (commands,) = [each for each in shown if each.startswith("lottery lab run")]
    assert commands.splitlines() == [
        "lottery lab run RUN --suite dev -b svamp -b places.jsonl -a agent -a untrained -a model "
        "--seed 3",
        "lottery lab report RUN --arm agent",
    ]
    (manifest,) = [each for each in shown if each.startswith('{\n "version"')]
    assert json.loads(manifest)["benchmarks"]["places"]["path"] == "places.jsonl"


@pytest.mark.parametrize("items", [False, True])
def test_a_table_has_a_cell_for_every_column(made: Made, items: bool) -> None:
    text = page(made.report(terms=FEW, items=items))
    for table in re.findall(r"<table.*?</table>", text, re.DOTALL):
        columns = table.split("</thead>")[0].count("<th ")
        spanned = 0
        for row in re.findall(r"<tr>(.*?)</tr>", table.split("</thead>")[1], re.DOTALL):
            span = re.search(r'rowspan="(\d+)"', row)
            whole = re.search(r'colspan="(\d+)"', row)
            cells = row.count("<th") + row.count("<td")
            if whole:
                assert int(whole[1]) == columns
                continue
            assert cells + (spanned > 0) == columns
            spanned = int(span[1]) - 1 if span else max(0, spanned - 1)
