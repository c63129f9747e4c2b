"""A recipe holds what the training can use; anything else is one line."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.models.training.recipe import load_recipe


def written(tmp_path: Path, pattern: str, value: str) -> Path:
    """Write the package's own recipe with one line changed."""
    text, changes = re.subn(pattern, value, load_recipe().text, flags=re.MULTILINE | re.DOTALL)
    assert changes == 1
    path = tmp_path / "own.toml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("name", '""', "name must be a text, not ''"),
        ("seed", '"six"', "seed must be a whole number from 0 to 2^63 - 1, not 'six'"),
        ("seed", "-1", "seed must be a whole number from 0 to 2^63 - 1, not -1"),
        ("examples", "0", "examples must be a whole number above 0, not 0"),
        ("examples", "true", "examples must be a whole number above 0, not True"),
        ("held_out", "1.5", "held_out must be a whole number above 0, not 1.5"),
        ("unseen_words", "1", "unseen_words must be a number between 0 and 1, not 1"),
        ("rank", "0", "rank must be a whole number above 0, not 0"),
        ("alpha", "nan", "alpha must be a number above 0, not nan"),
        ("rate", "-6e-4", "rate must be a number above 0, not -0.0006"),
        ("warmup", "0", "warmup must be a whole number above 0, not 0"),
        ("decay", "1", "decay must be a number from 0 to below 1, not 1"),
        ("batch_tokens", '"many"', "batch_tokens must be a whole number above 0, not 'many'"),
        ("group_tokens", "[]", "group_tokens must be a whole number above 0, not []"),
    ],
)
def test_a_value_that_can_not_be_used(tmp_path: Path, key: str, value: str, said: str) -> None:
    path = written(tmp_path, rf"^{key} = [^\n]*$", f"{key} = {value}")
    with pytest.raises(UsageError, match=re.escape(f"is no recipe: {said} (")):
        load_recipe(path)


@pytest.mark.parametrize(
    "shares", ["", "story = 0", "story = -0.1\nlogic = 1", 'story = "much"', "story = inf"]
)
def test_shares_that_can_not_be_used(tmp_path: Path, shares: str) -> None:
    path = written(tmp_path, r"^\[shares\].*", f"[shares]\n{shares}\n")
    with pytest.raises(UsageError, match="shares must be a table of numbers"):
        load_recipe(path)


@pytest.mark.parametrize("unseen", ['"talk.12"', "[12]"])
def test_templates_that_are_no_names(tmp_path: Path, unseen: str) -> None:
    path = written(tmp_path, r"^unseen_templates = \[.*?^\]", f"unseen_templates = {unseen}")
    with pytest.raises(UsageError, match="unseen_templates must be a list of texts"):
        load_recipe(path)


def test_keys_that_are_missing_or_too_many(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no recipe: it has no 'rank'"):
        load_recipe(written(tmp_path, r"^rank = \d+$", ""))
    with pytest.raises(UsageError, match="is no recipe: there is no key 'dropout'"):
        load_recipe(written(tmp_path, r"^rank = \d+$", "rank = 16\ndropout = 0.1"))
    with pytest.raises(UsageError, match="is no recipe"):
        load_recipe(written(tmp_path, r"^rank = \d+$", "rank"))


def test_whole_numbers_and_a_constant_rate_will_do(tmp_path: Path) -> None:
    assert load_recipe(written(tmp_path, r"^alpha = 32\.0$", "alpha = 32")).alpha == 32
    assert load_recipe(written(tmp_path, r"^decay = 0\.25$", "decay = 0")).decay == 0
