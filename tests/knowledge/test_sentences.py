from __future__ import annotations

import pytest

from lottery_agent.knowledge.sentences import sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("Dr. Who met J. Smith. He left.", ["Dr. Who met J. Smith.", "He left."]),
        ("Version 1.5 is out. It works", ["Version 1.5 is out.", "It works"]),
        ('She said "No." Then left.', ['She said "No."', "Then left."]),
        ("これは猫。あれは犬。", ["これは猫。", "あれは犬。"]),
        ("e.g. this one. and that", ["e.g. this one. and that"]),
        ("", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == expected
