"""What the router chose is compared with what was needed."""

from __future__ import annotations

import json
from gzip import compress
from pathlib import Path

import pytest

from lottery_agent.knowledge.speed.corpus import OpenBase, Question
from lottery_agent.knowledge.speed.need import Asked, judged, questions

ASKED = [Asked("a", "none"), Asked("b", "none"), Asked("c", "once"), Asked("d", "several")]


def test_shares_and_calibration() -> None:
    found = judged(ASKED, [("none", 0.9), ("once", 0.6), ("once", 0.7), ("once", 0.95)])
    none, once, several = found.recognised
    assert (none.chosen, none.right) == ({"none": 1, "once": 1}, 0.5)
    assert (once.right, several.right) == (1.0, 0.0)
    assert once.low < 1.0 == once.high
    # 0.9 and 0.95 share a bin with one of two right; 0.6 is wrong, 0.7 is right.
    assert found.ece == pytest.approx((abs(0.9 + 0.95 - 1) + 0.6 + 0.3) / 4)


def test_two_questions_are_joined(tmp_path: Path) -> None:
    rows = b"\n".join(json.dumps({"question": f"How many {n}?"}).encode() for n in range(9))
    (tmp_path / "gsm8k_dev.jsonl.gz").write_bytes(compress(rows))
    texts = [f"Who is {name}?" for name in "ABCDEFGHI"]
    base = OpenBase("b", (), (), tuple(Question(text, "", "", ()) for text in texts))
    asked = questions(tmp_path, base, 3, 0)
    assert [one.need for one in asked] == ["none"] * 3 + ["once"] * 3 + ["several"] * 3
    assert len({one.text for one in asked}) == 9
    for one in asked[6:]:
        assert one.text.startswith("Who is ")
        assert ", and who is " in one.text
        assert one.text.count("?") == 1
