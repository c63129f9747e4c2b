import time
from typing import Any

import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.puzzle import execute
from lottery_agent.toolbox.sandbox import Sandbox

BIRDS = ["order(robin, owl, crow)", "robin < owl", "crow = last"]
ZEBRA = """order(english, spaniard, japanese, ukrainian, norwegian)
order(red, green, ivory, yellow, blue)
order(dog, snail, fox, horse, zebra)
order(coffee, tea, milk, juice, water)
order(gold, kools, chest, lucky, parl)
english = red
spaniard = dog
coffee = green
ukrainian = tea
green = ivory + 1
gold = snail
kools = yellow
milk = middle
norwegian = 1
beside(chest, fox)
beside(kools, horse)
lucky = juice
japanese = parl
beside(norwegian, blue)"""


def ask(call: str, **options: object) -> dict[str, Any]:
    return execute({"call": call, **options})


def answer(*lines: str) -> str:
    return str(ask("\n".join(lines))["answer"])


@pytest.mark.parametrize(
    ("query", "expected", "used"),
    [
        ("robin = 1", "True", [1, 2]),
        ("? owl < robin", "False", [1]),
        ("? robin", "1", [1, 2]),
        ("? last", "crow", [2]),
        ("? last - 1", "owl", [1, 2]),
        ("? count()", "1", []),
        ("? can(robin = 2)", "False", [1, 2]),
        ("? cannot(robin = 2)", "True", [1, 2]),
        ("? robin in owl, crow", "Unknown", []),
        ("? most(owl)", "2", []),
    ],
)
def test_answer_and_lines_used(query: str, expected: str, used: list[int]) -> None:
    result = execute({"premises": BIRDS, "query": query})
    assert (result["answer"], result["used"]) == (expected, used)
    assert all(check["passed"] for check in result["checks"] if check["name"] != "unique")


def test_explanations_are_in_the_words_of_the_lines() -> None:
    explained = execute({"premises": BIRDS, "query": "robin = 1"})["explanation"]
    assert explained.splitlines()[-1] == "So robin = 1."
    assert {"robin < owl [2]", "crow = last [3]"} <= set(explained.splitlines())
    open_ = execute({"premises": BIRDS[:2], "query": "robin = 1"})["explanation"]
    assert open_.splitlines()[0] == "Both can be."
    assert open_.splitlines()[1].startswith("With robin = 1: 1 robin, 2 ")
    assert open_.splitlines()[2].startswith("With robin != 1: 1 crow, 2 robin, 3 owl")


def test_without_a_query_the_only_solution_is_the_answer() -> None:
    result = execute({"premises": BIRDS})
    assert (result["answer"], result["used"]) == ("1 robin, 2 owl, 3 crow", [1, 2])
    result = execute({"premises": BIRDS[:2]})
    assert result["answer"] == "Unknown"
    assert len(result["solutions"]) == 2


def test_a_contradiction_names_the_lines_that_clash() -> None:
    lines = [*BIRDS, "owl != 2", "robin < crow", "owl < robin"]
    result = execute({"premises": lines, "query": "robin"})
    assert result["answer"] == "Contradiction"
    assert result["used"] in ([1, 5], [2, 3], [1, 2, 3])
    assert result["explanation"].startswith("These lines can't all hold:")


def test_zebra() -> None:
    people = "english, spaniard, japanese, ukrainian, norwegian"
    lines = [ZEBRA, f"? zebra in {people}", f"? water in {people}", "? count()", "? 1"]
    zebra, water, count, first = ask("\n".join(lines))["results"]
    assert (zebra["answer"], water["answer"], count["answer"]) == ("japanese", "norwegian", "1")
    assert first["answer"] == "norwegian, yellow, fox, water, kools"
    assert zebra["used"] == list(range(5, 19))


def test_options() -> None:
    result = execute({"premises": BIRDS, "options": ["robin = 2", "owl = 2", "crow = 2"]})
    assert (result["answer"], result["index"], result["kind"]) == ("owl = 2", 1, "option")
    assert [each["verdict"] for each in result["verdicts"]] == ["False", "True", "False"]
    open_ = {"premises": BIRDS[:1], "options": ["robin = 2", "owl = 2"], "mode": "can"}
    result = execute(open_)
    assert (result["answer"], result["index"]) == ("Unknown", None)
    assert result["explanation"].startswith("2 of 2 options can hold.")


def test_a_round_table_has_no_first_seat() -> None:
    table = ["circle(Ann, Bob, Cy, Dan)", "opposite(Ann, Bob)"]
    assert answer(*table, "? beside(Ann, Dan)") == "True"
    assert answer(*table, "? count()") == "2"
    assert answer(*table, "Cy = Ann + 1", "? Ann = Dan + 1") == "True"
    assert answer(*table, "Cy = Ann + 1", "? Bob = Ann + 6") == "True"
    with pytest.raises(ToolError, match="the seats have none") as caught:
        answer(*table, "? Ann = 1")
    assert caught.value.position == len("\n".join(table)) + 1


def test_match_has_partners_and_no_places() -> None:
    lines = ["match(ann, bob, cy)", "match(red, green, blue)", "ann = red", "bob != green"]
    assert answer(*lines, "? bob") == "blue"
    assert answer(*lines, "? green") == "cy"
    assert answer(*lines, "? count()") == "1"
    assert answer(*lines) == "ann = red, bob = blue, cy = green"
    with pytest.raises(ToolError, match="no order"):
        answer(*lines, "? ann < bob")


def test_a_schedule() -> None:
    plan = """talk, lunch, workshop, party in monday, tuesday, wednesday, thursday different
lunch = talk + 1
workshop > lunch
party != last
talk in monday, tuesday"""
    assert ask(f"{plan}\n? least(lunch)")["answer"] == "tuesday"
    assert ask(f"{plan}\n? workshop")["answer"] == "thursday"
    assert ask(f"{plan}\n? talk in monday, tuesday")["answer"] == "Unknown"
    assert ask(f"{plan}\nparty = monday\n? talk")["answer"] == "tuesday"
    assert ask(f"{plan}\nparty = monday\n? monday")["answer"] == "party"


def test_rooms_with_room_for_two() -> None:
    lines = ["ann, bob, cy, dan in red, green at most 2", "ann != bob", "cy = ann"]
    assert answer(*lines, "? dan = bob") == "True"
    assert answer(*lines, "? count(red)") == "2"
    assert answer(*lines, "? red") == "Unknown"
    assert answer(*lines, "exactly(1, ann = red, bob = red, cy = red)", "? red") == "bob, dan"


def test_one_name_for_what_is_one_thing() -> None:
    """The model copies words as the sentences write them."""
    lines = ["order(green_book, red_books, the_Blue_book)", "The_green_book < a_red_book"]
    assert answer(*lines, "Red_book < blue_book", "? green_books") == "1"


HOSTILE = [
    *"all count order last first beside must in to at most different exactly True l0 e0_1".split(),
    *"b0_1 room_2 10_30 assert not x0 7up naïve 猫 %s {x} \\ a;b + * . None none nothing".split(),
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_word_can_be_a_name(name: str) -> None:
    lines = [f"order({name}, ZZ, YY)", f"{name} < ZZ", "ZZ < YY"]
    assert answer(*lines, f"? {name} = 1") == "True"
    assert answer(*lines, f"? {name}") == "1"
    assert answer(*lines, "? 1") == name
    assert answer(*lines, f"? must({name} = ZZ - 1)") == "True"
    assert answer(f"A, B in {name}, other different", f"A = {name}", "? B") == "other"


def test_no_query_of_a_list_has_no_result() -> None:
    assert execute({"premises": ["order(a, b)"], "queries": []}) == {"results": []}


@pytest.mark.parametrize(
    ("request_", "kind", "words"),
    [
        ({"call": "order(a, b)\na < x"}, "value", "line 2: 'x' is not declared"),
        ({"call": "order(a, b)\na < "}, "syntax", "line 2: not a puzzle sentence"),
        ({"call": "a < b"}, "value", "nothing is declared"),
        ({"call": "order(a, b)\n\na < b"}, "syntax", "line 2"),
        ({"call": "order(a, a)"}, "value", "named twice"),
        ({"call": "order(a, b)\norder(b, c)"}, "value", "declared twice"),
        ({"call": "order(a, b)\nc in a, d"}, "value", "both a thing and a value"),
        ({"call": "a in 1, red"}, "value", "mixed"),
        ({"call": "a in 5 to 1"}, "value", "no number is in 5 to 1"),
        ({"call": "a in 1 to 100000"}, "limit", "100,000 values"),
        ({"call": "a in 1 to 99999999"}, "limit", "larger than"),
        ({"call": "a in red, blue\nb in one, two\na = b"}, "value", "different kinds"),
        ({"call": "a, b in red, blue\na = green"}, "value", "'green' is not declared"),
        ({"call": "a in red, blue\nb in one, two\na = one"}, "value", "no value of 'a'"),
        ({"call": "order(a, b)\na = middle"}, "value", "no one place 'middle'"),
        ({"call": "circle(a, b, c)\nopposite(a, b)"}, "value", "3 seats"),
        ({"call": "order(a, b)\nopposite(a, b)"}, "value", "no round table"),
        ({"premises": ["order(a, b)"], "options": ["? a = 1"]}, "syntax", "option 1"),
        ({"premises": ["order(a, b)"], "options": ["c in x, y"]}, "value", "option 1"),
        ({"premises": ["order(a, b)"], "options": ["a = 1"], "mode": "may"}, "value", "no mode"),
        ({"premises": ["order(a, b)"], "query": "a", "queries": []}, "value", "either"),
        ({"premises": "order(a, b)"}, "value", "list of sentences"),
        ({"premises": [1]}, "value", "not a sentence"),
        ({"premises": ["order(a, b)"], "worlds": 1}, "value", "no option 'worlds'"),
        ({"query": "a"}, "value", "`call` or `premises`"),
        ({"call": 1}, "value", "must be a text"),
        ({"call": "order(a, b)", "seconds": -1}, "value", "positive"),
        ({"call": "\n".join(["a < b"] * 600)}, "limit", "600 lines"),
        ({"call": "\n".join(["a" * 3_000 + " < b"] * 9)}, "limit", "characters"),
        ({"call": "order(a, b)\n" + "~(" * 99 + "a = 1" + ")" * 99}, "limit", "deeply"),
        ({"call": "a" * 1_000_000}, "limit", "characters"),
        ({"call": f"order({', '.join(f'n{i}' for i in range(201))})"}, "limit", "201 things"),
        ({"call": "order(a, b)\na = 999999 * b\n? most(999999 * a)"}, "limit", "too many values"),
    ],
)  # fmt: skip
def test_refused(request_: dict[str, object], kind: str, words: str) -> None:
    start = time.monotonic()
    with pytest.raises(ToolError) as caught:
        execute(request_)
    assert time.monotonic() - start < 2
    assert caught.value.kind == kind
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_position_counts_from_the_beginning_of_the_call() -> None:
    with pytest.raises(ToolError) as caught:
        ask("order(a, b)\na < b\na ! b")
    assert caught.value.position == len("order(a, b)\na < b\na")


def pigeons(number: int) -> str:
    birds = ", ".join(f"p{i}" for i in range(number))
    return f"{birds} in {', '.join(f'h{i}' for i in range(number - 1))}"


def test_too_many_pigeons_are_seen_by_counting() -> None:
    start = time.monotonic()
    assert ask(f"{pigeons(60)} different\n? p1 = h1")["answer"] == "Contradiction"
    assert time.monotonic() - start < 2
    with pytest.raises(ToolError, match="characters"):
        ask(f"{pigeons(500)} different\n? p1 = h1")


def test_a_hard_puzzle_is_given_up_in_time() -> None:
    """Pairs that differ hide the pigeons from counting."""
    pairs = [f"p{i} != p{j}" for i in range(13) for j in range(i)]
    start = time.monotonic()
    with pytest.raises(ToolError, match="too hard") as caught:
        ask("\n".join([pigeons(13), *pairs, "? p1 = h1"]), seconds=1)
    assert caught.value.kind == "limit"
    assert time.monotonic() - start < 5


def test_solutions_are_counted_up_to_a_limit() -> None:
    assert ask("order(a, b, c, d, e)\n? count()")["value"] == 120
    result = ask("order(a, b, c, d, e)\n? count()", limit=100)
    assert (result["answer"], result["value"]) == ("more than 100", None)
    assert not result["is_exact"]


def test_runs_in_the_sandbox(tools: Sandbox) -> None:
    result = tools.run("puzzle", {"premises": BIRDS, "query": "? robin"})
    assert (result["answer"], result["value"]) == ("1", 1)
