import pytest

from lottery_agent.toolbox.logic.words import ConstantKeys, lemma, predicate_key


@pytest.mark.parametrize(
    "names",
    [
        ["Cats", "cats", "cat"],
        ["admires", "admire", "Admires"],
        ["wolves", "wolf"],
        ["mice", "mouse"],
        ["women", "woman"],
        ["thieves", "thief"],
        ["wumpuses", "wumpus", "Wumpuses"],
        ["the_bald_eagle", "bald_eagle", "Bald_eagles"],
        ["is_kind", "kind", "are_kind"],
        ["friend’s", "friend's"],
        ["cats,", "cat"],
        ["rains", "is_raining"],
    ],
)
def test_one_predicate(names: list[str]) -> None:
    assert len({predicate_key(name, 1) for name in names}) == 1


@pytest.mark.parametrize(
    ("one", "other", "arity"),
    [
        ("tall", "taller", 1),
        ("good", "better", 1),
        ("good", "best", 1),
        ("bored", "boring", 1),
        ("eats", "eaten", 1),
        ("chases", "is_chased_by", 2),
        ("happy", "unhappy", 1),
        ("the", "a", 1),
    ],
)
def test_kept_apart(one: str, other: str, arity: int) -> None:
    assert predicate_key(one, arity) != predicate_key(other, arity)


def test_tense_does_not_matter_between_two_things() -> None:
    assert predicate_key("visited", 2) == predicate_key("visits", 2)


@pytest.mark.parametrize(
    ("names", "count"),
    [
        (["Tom", "tom"], 1),
        (["The_bald_eagle", "the_bald_eagle"], 1),
        (["Cats", "cat"], 1),
        (["James"], 1),
        (["James", "jame"], 2),
        (["Bill", "bills"], 2),
        (["5", "5.0", "5.00"], 1),
        (["5", "6"], 2),
        (["the", "a"], 2),
        (["Paris", "paris"], 1),
    ],
)
def test_constants(names: list[str], count: int) -> None:
    keys = ConstantKeys(frozenset(names))
    assert len({keys.key(name) for name in names}) == count


@pytest.mark.parametrize("word", ["'", "...", "猫", "ünal", "s", "ss", "x1", "as", "is", "\u200b"])
def test_odd_words_have_a_lemma(word: str) -> None:
    assert lemma(word)
    assert all(predicate_key(word, 1))
