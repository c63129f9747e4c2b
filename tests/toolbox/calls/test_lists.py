import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import builtin_registry


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ('sort_words(["pear", "Fig", "apple"])', "apple, Fig, pear"),
        ('sort_words(["b", "B", "a"])', "a, B, b"),
        ('reverse_list(["one", "two", "three"])', "three, two, one"),
        ('unique(["a", "b", "A", "b"])', "a, b"),
        ('longest_word(["ab", "c-d-e", "fghi"])', "fghi"),
        ('shortest_word(["ab", "cd", "efg"])', "ab"),
        ('count(["a", "a", "b"])', "3"),
        ("count([])", "0"),
        ('letters("well-known fact")', "13"),
        ('count_letter("Mississippi", "S")', "4"),
        ('reverse_text("abc d")', "d cba"),
    ],
)
def test_lists_and_letters(call: str, answer: str) -> None:
    result = builtin_registry().run(call)
    assert (result["answer"], result["is_exact"]) == (answer, True)


@pytest.mark.parametrize("call", ["longest_word([])", "shortest_word([])"])
def test_an_empty_list_has_no_extreme(call: str) -> None:
    with pytest.raises(ToolError, match="the list is empty"):
        builtin_registry().run(call)
