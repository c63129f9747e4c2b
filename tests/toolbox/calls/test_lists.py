import random

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
        ('unique(["tea", "milk", "tea", "juice"])', "tea, milk, juice"),
        ('longest_word(["ab", "c-d-e", "fghi"])', "fghi"),
        ('shortest_word(["ab", "cd", "efg"])', "ab"),
        ('count(["a", "a", "b"])', "3"),
        ("count([])", "0"),
        ('letters("well-known fact")', "13"),
        ('count_letter("Mississippi", "S")', "4"),
        ('reverse_text("abc d")', "d cba"),
        ('sort_words_descending(["pear", "Fig", "apple"])', "pear, Fig, apple"),
        ('sort_by_length(["ccc", "a", "bb", "dd"])', "a, bb, dd, ccc"),
        ("sort_numbers([3, -1, 2.5])", "-1, 2.5, 3"),
        ("sort_numbers_descending([3, -1, 2.5])", "3, 2.5, -1"),
        ('count_item(["a", "A", "b"], "a")', "2"),
        ('is_in(["pear", "Fig"], "fig")', "True"),
        ('is_in(["pear", "Fig"], "plum")', "False"),
        ('position(["pear", "Fig"], "fig")', "2"),
        ('nth_item(["a", "b", "c"], 2)', "b"),
        ('nth_item(["a", "b", "c"], -1)', "c"),
        ('first_items(["a", "b", "c"], 2)', "a, b"),
        ('last_items(["a", "b", "c"], 2)', "b, c"),
        ('last_items(["a", "b", "c"], 0)', ""),
        ('last_items(["a", "b"], 9)', "a, b"),
        ('most_common(["b", "a", "A", "c"])', "a"),
        ('most_common(["b", "a"])', "b"),
        ('starting_with(["pear", "Plum", "fig"], "p")', "pear, Plum"),
        ('ending_with(["pear", "Plum", "fig"], "M")', "Plum"),
        ('containing(["pear", "Plum", "fig"], "EA")', "pear"),
        ("numbers_above([3, 7, 5], 4)", "7, 5"),
        ("numbers_below([3, 7, 5], 5)", "3"),
        ("even_numbers([0, -2, 3])", "0, -2"),
        ("odd_numbers([0, -3, 3])", "-3, 3"),
        ('in_both(["a", "b", "c", "a"], ["C", "A"])', "a, c"),
        ('in_either(["a", "b"], ["B", "c"])', "a, b, c"),
        ('only_in_first(["a", "b", "b"], ["A"])', "b"),
        ('only_in_one(["a", "b"], ["B", "c"])', "a, c"),
        ('all_in(["a"], ["B", "A"])', "True"),
        ('all_in(["a", "d"], ["B", "A"])', "False"),
        ('count_vowels("Education")', "5"),
        ('count_words("one  two three")', "3"),
        ('nth_letter("O\'Hara", 2)', "H"),
        ('nth_letter("abc", -1)', "c"),
        ('first_letters(["Elon", "Musk"])', "EM"),
        ('last_letters(["Elon", "Musk"])', "nk"),
        ('upper_case("straße")', "STRASSE"),
        ('is_palindrome("A man, a plan, a canal: Panama")', "True"),
        ('is_palindrome("ab")', "False"),
        ('are_anagrams("Dormitory", "dirty room")', "True"),
        ('are_anagrams("ab", "abb")', "False"),
        ('alphabet_position("D")', "4"),
        ("letter_of_alphabet(26)", "Z"),
        ('close_brackets("[ { (")', ") } ]"),
        ('close_brackets("< [ ] ( )")', ">"),
        ('brackets_match("a(b[c]{d})")', "True"),
        ('brackets_match("(]")', "False"),
        ('brackets_match("(")', "False"),
    ],
)
def test_lists_and_letters(call: str, answer: str) -> None:
    result = builtin_registry().run(call)
    assert (result["answer"], result["is_exact"]) == (answer, True)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        ('position(["a"], "b")', "not in the list"),
        ('nth_item(["a"], 2)', "no item 2"),
        ('nth_item(["a"], 0)', "no item 0"),
        ('first_items(["a"], -1)', "no number of items"),
        ('nth_letter("ab", 3)', "no letter 3"),
        ('alphabet_position("é")', "not in the alphabet"),
        ("letter_of_alphabet(0)", "no letter 0"),
        ('close_brackets("( [ )")', "at place 5 closes no bracket, ']' is expected"),
        ('close_brackets(")")', "at place 1"),
        ("most_common([])", "the list is empty"),
    ],
)
def test_what_a_list_has_not(call: str, words: str) -> None:
    with pytest.raises(ToolError, match=words):
        builtin_registry().run(call)


def test_brackets_that_are_closed_match() -> None:
    chance = random.Random(1)
    for _ in range(200):
        text, opened = "", ""
        for _ in range(chance.randint(1, 30)):
            if opened and chance.random() < 0.45:
                text, opened = text + opened[0], opened[1:]
            else:
                place = chance.randrange(4)
                text, opened = text + "([{<"[place], ")]}>"[place] + opened
        closing = builtin_registry().run(f'close_brackets("{text}")')["answer"]
        assert closing.replace(" ", "") == opened


@pytest.mark.parametrize("call", ["longest_word([])", "shortest_word([])"])
def test_an_empty_list_has_no_extreme(call: str) -> None:
    with pytest.raises(ToolError, match="the list is empty"):
        builtin_registry().run(call)
