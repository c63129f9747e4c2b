"""Reasoning blocks are kept apart, however the text is cut into pieces."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.models.reasoning import Markers, Split, Splitter, markers_of

TAGS = Markers("<think>", "</think>")
BRACKETS = Markers("[THINK]", "[/THINK]")


def split(pieces: list[str], markers: Markers = TAGS) -> Split:
    splitter = Splitter(markers)
    parts = [*map(splitter.feed, pieces), splitter.finish()]
    return Split("".join(p.text for p in parts), "".join(p.reasoning for p in parts))


def reference(text: str, markers: Markers) -> Split:
    """The same on a whole text, by a regular expression."""
    opening, closing = re.escape(markers.opening), re.escape(markers.closing)
    block = re.compile(rf"\s*{opening}(.*?)(?:{closing}|\Z)", re.DOTALL)
    reasoning, at = [], 0
    while found := block.match(text, at):
        reasoning.append(found[1])
        at = found.end()
    return Split(text[at:].lstrip() if reasoning else text, "".join(reasoning))


@pytest.mark.parametrize(
    ("text", "shown", "reasoning"),
    [
        ("", "", ""),
        ("  plain ", "  plain ", ""),
        ("<think>\n6 times 7\n</think>\n\n42", "42", "\n6 times 7\n"),
        ("\n<think></think>42", "42", ""),
        ("<think>a</think>\n<think>b</think> c", "c", "ab"),
        ("<think>never ends", "", "never ends"),
        ("<think>ends in </thi", "", "ends in </thi"),
        ("<thi", "<thi", ""),
        ("<thinking aloud>", "<thinking aloud>", ""),
        ("The tag <think> opens</think>.", "The tag <think> opens</think>.", ""),
        ("</think>x", "</think>x", ""),
    ],
)
def test_blocks_at_the_start_are_reasoning(text: str, shown: str, reasoning: str) -> None:
    assert split([text]) == split(list(text)) == Split(shown, reasoning)


words = st.sampled_from(
    ["<think>", "</think>", "[THINK]", "[/THINK]", "<", "</", "think", ">", "[", " ", "\n", "42"]
)


@given(
    text=st.lists(words, max_size=12).map("".join),
    cuts=st.lists(st.integers(0, 80), max_size=8),
    markers=st.sampled_from([TAGS, BRACKETS]),
)
def test_any_cut_gives_what_the_whole_text_gives(
    text: str, cuts: list[int], markers: Markers
) -> None:
    edges = sorted({0, len(text), *(cut for cut in cuts if cut < len(text))})
    pieces = [text[one:other] for one, other in pairwise(edges)]
    assert split(pieces, markers) == reference(text, markers)


def test_an_answer_is_passed_on_at_once() -> None:
    splitter = Splitter(TAGS)
    assert splitter.feed("4") == Split("4", "")
    assert splitter.feed("<") == Split("<", "")


@pytest.mark.parametrize(
    ("template", "opening"),
    [
        ("{{ '<think>\\n\\n</think>' }}", "<think>"),
        ("{{ '[THINK]' + m.reasoning + '[/THINK]' }}", "[THINK]"),
        ("{{ '<|channel|>analysis<|message|>' }}", "<|channel|>analysis<|message|>"),
        ("no marker", "<think>"),
    ],
)
def test_markers_are_those_of_the_template(template: str, opening: str) -> None:
    assert markers_of(template).opening == opening


@pytest.mark.parametrize(
    ("prompt", "closing"),
    [
        ("<|im_start|>assistant\n", ""),
        ("assistant\n<think>\n", "\n</think>\n\n"),
        ("assistant<think>", "\n\n</think>\n\n"),
        ("assistant\n<think>\n\n</think>\n\n", ""),
        ("assistant<think>Okay, ", "</think>"),
    ],
)
def test_an_open_block_is_closed(prompt: str, closing: str) -> None:
    assert TAGS.closing_for(prompt) == closing


def test_a_channel_is_named() -> None:
    channels = markers_of("<|channel|>analysis<|message|>")
    assert channels.closing_for("<|start|>assistant") == channels.answer
    assert channels.closing_for("<|start|>assistant" + channels.answer) == ""
