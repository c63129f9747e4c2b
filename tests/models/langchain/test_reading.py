"""Readers say the same however a text is cut."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.langchain.reading import (
    Arguments,
    Called,
    CallReader,
    Reader,
    WordOrCallReader,
    WordReader,
    Words,
)

CUTS = st.lists(st.integers(0, 200), max_size=30)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)
ARGUMENTS = st.dictionaries(st.text(max_size=6), JSON, max_size=3)
CALLS = st.lists(st.tuples(st.text(min_size=1, max_size=12), ARGUMENTS), min_size=1, max_size=3)


def pieces(text: str, cuts: list[int]) -> list[str]:
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    return [text[begin:end] for begin, end in pairwise(edges)]


def words_of(reader: Reader, parts: list[str]) -> str:
    deltas = [delta for part in parts for delta in reader.feed(part)]
    deltas += reader.finish()
    return "".join(delta.text for delta in deltas if isinstance(delta, Words))


def calls_of(reader: Reader, parts: list[str]) -> list[tuple[str, object]]:
    names: dict[int, str] = {}
    texts: defaultdict[int, str] = defaultdict(str)
    for part in parts:
        for delta in reader.feed(part):
            if isinstance(delta, Called):
                names[delta.index] = delta.name
            elif isinstance(delta, Arguments):
                assert delta.index in names, "a call begins before its arguments"
                texts[delta.index] += delta.text
    return [(names[index], json.loads(texts[index])) for index in sorted(names)]


def one_by_one(text: str, stops: list[str]) -> tuple[str, str | None]:
    """What remains if the text comes character by character, and a stop sequence ends it."""
    for end in range(1, len(text) + 1):
        for stop in sorted(stops, key=len, reverse=True):
            if text[:end].endswith(stop):
                return text[: end - len(stop)], stop
    return text, None


@given(st.text("abc", max_size=40), st.lists(st.text("abc", min_size=1, max_size=4)), CUTS)
def test_stop_sequences_across_cuts(text: str, stops: list[str], cuts: list[int]) -> None:
    reader = WordReader(stops)
    shown = words_of(reader, pieces(text, cuts))
    assert (shown, reader.stopped) == one_by_one(text, stops)


def test_words_that_no_stop_sequence_can_claim_are_shown_at_once() -> None:
    reader = WordReader(["END"])
    assert list(reader.feed("The E")) == [Words("The ")]
    assert list(reader.feed("N")) == []
    assert list(reader.feed("Z and")) == [Words("ENZ and")]


@given(CALLS, CUTS)
def test_calls_across_cuts(calls: list[tuple[str, object]], cuts: list[int]) -> None:
    lines = [json.dumps({"name": n, "arguments": a}, ensure_ascii=False) for n, a in calls]
    text = "\n".join(lines)
    for reader in (CallReader(), WordOrCallReader(["name", "}"])):
        assert calls_of(reader, pieces(text, cuts)) == calls
        assert reader.complete


@given(CALLS, st.data())
def test_a_cut_call_is_not_complete(calls: list[tuple[str, object]], data: st.DataObject) -> None:
    lines = [json.dumps({"name": n, "arguments": a}) for n, a in calls]
    text = "\n".join(lines)
    ends = {len("\n".join(lines[: n + 1])) for n in range(len(lines))}
    length = data.draw(st.integers(0, len(text)))
    reader = CallReader()
    list(reader.feed(text[:length]))
    assert reader.complete == (length in ends)


def test_a_name_that_looks_like_the_form() -> None:
    name = 'a", "arguments": {"x": 1}}\n{"name": "b'
    text = json.dumps({"name": name, "arguments": {"y": '}"{'}})
    for size in (1, 3, len(text)):
        parts = [text[at : at + size] for at in range(0, len(text), size)]
        assert calls_of(CallReader(), parts) == [(name, {"y": '}"{'})]


@pytest.mark.parametrize(("text", "shown"), [("Hi {x} END y", "Hi {x} "), ("", "")])
def test_a_free_answer_in_words(text: str, shown: str) -> None:
    reader = WordOrCallReader(["END"])
    assert words_of(reader, list(text)) == shown
    assert reader.complete
