"""The figures: sound XML, what they say in words, and what they leave out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import asdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.passes import sample
from lottery_agent.lab.report import bars, planes, words
from lottery_agent.lab.report.bars import Bar, Dot, Key, Stack
from lottery_agent.lab.report.drawing import WIDTH, Scale, clipped, file_of
from lottery_agent.lab.report.outline import outline
from lottery_agent.lab.report.planes import Place
from lottery_agent.lab.report.plots import figures, pareto
from lottery_agent.lab.report.words import Anchors
from lottery_agent.lab.runs import results_of
from tests.lab.report.conftest import Made

FEW = Terms(draws=100)
SVG = "{http://www.w3.org/2000/svg}"


def test_a_run_has_all_figures(made: Made) -> None:
    report = made.report(terms=FEW)
    found = {figure.name: figure for figure in figures(report, Anchors())}
    assert list(found) == [
        "accuracy",
        "differences",
        "offload",
        "risk-coverage",
        "reliability",
        "cost",
        "size",
    ]
    accuracy = found["accuracy"].drawings[0]
    for arm, part in report.sections["svamp"].parts.items():
        assert f"{arm} {words.accuracy(part.cell.tally)}" in accuracy.description
    assert "large/few-shot 100.0% (74–100)" in accuracy.description
    assert "agent: mathematics" not in found["offload"].drawings[0].description
    assert [each.title for each in found["offload"].drawings] == [
        "Who answered",
        "agent",
        "untrained",
    ]
    assert "No smaller one equals untrained, agent" in found["size"].drawings[0].description


def test_files_are_xml_and_need_nothing_else(made: Made) -> None:
    for figure in figures(made.report(terms=FEW), Anchors()):
        text = file_of(figure.title, figure.drawings)
        root = ET.fromstring(text)
        assert root.tag == f"{SVG}svg"
        assert root.findtext(f"{SVG}title") == figure.title
        described = root.findtext(f"{SVG}desc") or ""
        assert all(each.description in described for each in figure.drawings)
        assert not re.search(r"href|url\(|@import|<script|<a ", text)
        for shape in root.iter():
            for name in ("x", "y", "x1", "x2", "cx", "width"):
                assert -20 <= float(shape.get(name, 0)) <= float(root.get("width", 0))


def test_numbers_in_a_page_are_links(made: Made) -> None:
    report = made.report(terms=FEW)
    anchors = Anchors(report)
    drawing = figures(report, anchors)[0].drawings[0]
    links = [each.get("href") for each in ET.fromstring(drawing.markup()).iter("a")]
    assert links == ["#b0", "#b0-a0", "#b0-a1", "#b0-a2", "#v2", "#v3"]
    assert 'role="group"' in drawing.markup()


def test_what_a_run_does_not_have_is_not_drawn(made: Made) -> None:
    for arm in ("untrained", "model"):
        for benchmark in ("svamp", "places"):
            results_of(made.folder, arm, benchmark).unlink()
    (made.data / "recorded" / "svamp.jsonl.gz").unlink()
    (made.folder / "costs.jsonl").unlink()
    names = [figure.name for figure in figures(made.report(terms=FEW), Anchors())]
    assert names == ["accuracy", "offload", "risk-coverage", "reliability"]


TEXTS = st.text(st.characters(exclude_categories=()), max_size=60)
SHARES = st.floats(0, 1)


@given(TEXTS, TEXTS, SHARES, SHARES, SHARES)
def test_any_names_and_values_are_drawn(
    title: str, name: str, value: float, low: float, high: float
) -> None:
    dot = Dot(name, "own", value, low, high, name, "v0")
    key = Key("A", "c0", name)
    place = Place(name, "own", int(value * 1e9) + 1, value, low, high)
    drawings = [
        bars.dots(title, [dot], bounds=[low], link="b0"),
        bars.dots(title, [dot], low=-1.0),
        bars.bars(title, [Bar(name, "other", value, name), Bar(name, "own", None, "none")]),
        bars.stacks(title, [Stack(name, ((name, value),), name)], [key]),
        bars.legend([key]),
        planes.sizes(title, [place, place], [place]),
    ]
    for drawing in drawings:
        ET.fromstring(drawing.markup())
    ET.fromstring(file_of(title, drawings))


PLACES = st.lists(
    st.builds(
        Place,
        st.sampled_from("abc"),
        st.just("own"),
        st.integers(1, 9),
        st.integers(0, 9).map(float),
        st.just(0.0),
        st.just(1.0),
    ),
    min_size=1,
)


@given(PLACES)
def test_nothing_of_the_same_size_or_smaller_equals_what_is_on_the_front(
    places: list[Place],
) -> None:
    front = pareto(places)
    assert [each.bytes for each in front] == sorted({each.bytes for each in front})
    for place in places:
        smaller = [each.value for each in places if each.bytes <= place.bytes and each != place]
        if all(value < place.value for value in smaller):
            assert place in front
    for place in front:
        assert not any(p.bytes < place.bytes and p.value >= place.value for p in places)
        assert not any(p.bytes == place.bytes and p.value > place.value for p in places)


@given(st.lists(st.floats(44, 244), max_size=14))
def test_labels_do_not_overlap(heights: list[float]) -> None:
    placed = sorted(planes._apart(heights))
    assert all(low + 13.9 <= high for low, high in pairwise(placed))


def test_scales_keep_to_their_borders() -> None:
    scale = Scale(0.0, 1.0, 10, 20)
    assert [scale(value) for value in (-1.0, 0.0, 0.5, 1.0, 7.0)] == [10, 10, 15, 20, 20]
    assert Scale(3.0, 3.0, 10, 20)(3.0) == 10


def test_long_names_end_in_an_ellipsis() -> None:
    assert clipped("short", WIDTH) == "short"
    long = clipped("long " * 40, WIDTH)
    assert long.endswith("…")
    assert len(long) < 60


@pytest.mark.parametrize(
    ("count", "written"),
    [(None, "–"), (0, "0 B"), (999, "999 B"), (98_362_432, "98.4 MB"), (3_200_000_000, "3.2 GB")],
)
def test_sizes_are_written_with_their_unit(count: int | None, written: str) -> None:
    assert words.size(count) == written


def test_samples_are_drawn_by_their_number(made: Made) -> None:
    results = made.results("agent", "svamp")
    for number, result in enumerate(results):
        checks = (
            sample(n + 1, result["answer"] if n == number % 4 else None, sound=True)
            for n in range(4)
        )
        result["checks"] += [asdict(check) for check in checks]
    made.write("agent", "svamp", results)
    report = made.report(terms=FEW)
    (drawing,) = next(f for f in figures(report, Anchors()) if f.name == "passes").drawings
    curve = report.sections["svamp"].parts["agent"].cell.passes
    assert curve[-1].rate == pytest.approx(8 / 12)
    assert drawing.title == "agent, svamp"
    assert "one right of 1: 16.7%" in drawing.description
    assert str(curve[-1]) in drawing.description
    assert report.to_json()["benchmarks"]["svamp"]["arms"]["agent"]["passes"][0]["k"] == 1
    shown = [each.name for chapter in outline(report, Anchors()) for each in chapter.figures]
    assert sorted(shown) == sorted(each.name for each in figures(report, Anchors()))
