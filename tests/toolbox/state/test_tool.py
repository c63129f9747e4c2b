import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.errors import ToolError
from lottery_agent.toolbox import state
from lottery_agent.toolbox.state.program import show
from lottery_agent.toolbox.state.reader import read
from tests.toolbox.state.interpreter import Drawing


@pytest.mark.parametrize(
    ("program", "answer", "kind"),
    [
        ("Alice = red ball\nBob = blue ball\nalice <-> bob\n? ALICE", "blue ball", "text"),
        ("alice = Catch-22\nbob <- alice\nalice = Ulysses\n? bob", "Catch-22", "text"),
        ("tom = 5\nann = 2\ntom += 3\ntom -> ann 4\n? ann", "6", "number"),
        ("tom = 5\nann = 2\n? tom + ann - 1", "6", "number"),
        ("tom = 2.50\ntom -= 0.75\n? tom", "1.75", "number"),
        ("debt = -3\n? debt", "-3", "number"),
        ("tom = 5\ntom += tom\n? tom > 9", "True", "verdict"),
        ("a = x\nb = X\n? a = b", "True", "verdict"),
        ("a = x\n? a is y", "False", "verdict"),
        ("a = ball\nb = cup\na <-> b\n? who is Ball", "b", "text"),
        ("a = ball\n? who is cup", "nobody", "text"),
        ("put 3 apples in box\ntake apple from box\n? apples in Box", "2", "number"),
        ("put 3 apples in box\nput pen in box\n? box", "3 apples, 1 pen", "text"),
        ("put 3 apples in box\n? pens in box", "0", "number"),
        ("put 0 nuts in table\n? nuts in Table", "0", "number"),
        ("put nut in box\ntake nut from box\n? nuts, pens in box", "0", "number"),
        ("put 3 ducks in yard\nput 2 bears in yard\n? ducks, bears in yard", "5", "number"),
        ("put 3 ducks in yard\n? duck, cats, Ducks in yard", "3", "number"),
        ("from 9am\nuntil 5 pm\nbusy 11am to 1pm\n? free", "9am to 11am, 1pm to 5 pm", "text"),
        ("busy 8:00 to 14:00\nfrom 9:00\nuntil 13:00\n? free", "nothing", "text"),
        ("free = 3\n? free", "3", "number"),
        ("busy = 1\nfrom = 2\nuntil = 3\nnone = 4\n? from + none", "6", "number"),
        ("forward 3\nturn right\nforward 4\n? distance", "5", "number"),
        ("forward 1\nright 1\n? distance", "1.41421", "number"),
        ("forward 3\nleft 2\nback 3\nright 2\n? home", "True", "verdict"),
        ("turn left\nforward 2\n? position", "(-2, 0)", "text"),
        ("face east\nturn around\n? facing", "west", "text"),
        ("north 2\nwest 1\n? position", "(-1, 2)", "text"),
        ("home = Paris\n? home", "Paris", "text"),
        ("put = 3\nforward = 4\n? put + forward", "7", "number"),
        ("in = x\nin <-> in\n? in", "x", "text"),
        ("a = 1\nb = 2\n? a\n? b", "1, 2", "text"),
        ("? 2 + 2", "4", "number"),
    ],
)
def test_a_program_is_run(program: str, answer: str, kind: str) -> None:
    result = state.execute({"call": program})
    assert (result["answer"], result["kind"]) == (answer, kind)
    assert all(check["passed"] for check in result["checks"])
    assert len(result["steps"]) == len(program.split("\n")) - program.count("? ")


@pytest.mark.parametrize(
    ("program", "kind", "message"),
    [
        ("", "syntax", "not a line"),
        ("a = 1", "syntax", "nothing is asked"),
        ("? a\na = 1", "syntax", "behind a query"),
        ("? a", "value", "no value"),
        ("a <-> b\n? a", "value", "no value"),
        ("a = x\na += 1\n? a", "value", "no number"),
        ("put 2 pens in box\ntake 3 pens from box\n? box", "value", "only 2"),
        ("a = 1\n? a + b", "value", "`? a \\+ b`"),
        ("? nuts in table", "value", "in `\\? nuts in table`: nothing says what is in 'table'"),
        ("put nut in box\n? nuts, pens in table", "value", "nothing says what is in 'table'"),
        ("table = nut\n? nut in table", "value", "nothing says what is in 'table'"),
        ("take nut from table\n? nut in table", "value", "only 0"),
        ("? free", "value", "in `\\? free`: nothing says when the day begins"),
        ("from 9\nbusy 9 to 10\n? free", "value", "nothing says when the day ends"),
        ("from 9\n? free + 1", "value", "'free' has no value"),
        ("from 25:00\n? free", "value", "no time of day"),
        ("from 9\nnone\n? free", "syntax", "not a line"),
        ("busy 9 and 10\n? free", "syntax", "character 6"),
        ("? a, in b", "syntax", "character"),
        ("a = 1\n" * 500 + "? a", "limit", "501 lines"),
        ("a = " + "9" * 50 + "\n? a", "limit", "50 digits"),
        ("a = " + "b" * 20_000, "limit", "characters"),
        ("a = __import__('os')\n? a", "syntax", "character"),
        ("a = \0\n? a", "syntax", "character 5"),
        ("a=1\n? a", "syntax", "character 2"),
    ],
)
def test_what_makes_no_sense_is_refused(program: str, kind: str, message: str) -> None:
    began = time.process_time()
    with pytest.raises(ToolError, match=message) as caught:
        state.execute({"call": program})
    assert caught.value.kind == kind
    assert time.process_time() - began < 2


def test_the_request_must_hold_a_call() -> None:
    with pytest.raises(ToolError, match="no call"):
        state.execute({"call": 3})


def test_every_step_shows_the_world() -> None:
    program = "a = x\nb = y\na <-> b\nforward 2\nput 2 pens in box\n"
    program += "busy 9 to 10\nbusy 1pm to 2pm\nuntil 6pm\nfrom 8\n? a"
    steps = state.execute({"call": program})["steps"]
    assert [step["world"] for step in steps] == [
        "a: x",
        "a: x; b: y",
        "a: y; b: x",
        "at (0, 2) facing north",
        "box holds 2 pens",
        "busy 9 to 10",
        "busy 9 to 10, 1pm to 2pm",
        "until 6pm; busy 9 to 10, 1pm to 2pm",
        "from 8; until 6pm; busy 9 to 10, 1pm to 2pm",
    ]


def test_a_long_day_is_shown_line_by_line() -> None:
    busy = [f"busy {hour}:00 to {hour}:30" for hour in range(20)]
    result = state.execute({"call": "\n".join(["from 0:00", "until 24:00", *busy, "? free"])})
    assert [step["world"] for step in result["steps"]][-8:] == busy[-8:]
    assert result["checks"][0]["passed"]


def test_a_place_that_is_called_like_a_question_of_the_day_is_a_place() -> None:
    result = state.execute({"call": "put 2 pens in free\n? pens in free"})
    assert result["answer"] == "2"
    assert [check["name"] for check in result["checks"]] == ["counts added"]


def _run(seed: int) -> None:
    drawing = Drawing(random.Random(seed), length=random.Random(seed).randint(0, 25))
    questions = drawing.questions()
    program = "\n".join([*drawing.lines, *(f"? {query}" for query, _ in questions)])
    result = state.execute({"call": program})
    assert result["exact"] == ", ".join(exact for _, exact in questions), program
    assert all(check["passed"] for check in result["checks"]), program
    assert show(read(program)) == program
    query, exact = random.Random(seed).choice(questions)
    alone = state.execute({"call": "\n".join([*drawing.lines, f"? {query}"])})
    assert alone["exact"] == exact
    assert alone["checks"]


@pytest.mark.parametrize("seed", range(40))
def test_random_programs_agree_with_another_interpreter(seed: int) -> None:
    _run(seed)


@pytest.mark.heavy
@pytest.mark.parametrize("piece", range(10))
def test_a_thousand_random_programs_agree_with_another_interpreter(piece: int) -> None:
    for seed in range(1000 + 100 * piece, 1100 + 100 * piece):
        _run(seed)


@settings(max_examples=150)
@given(st.text(alphabet="ab =<->+?\n,123inputforwdsym", max_size=60))
def test_any_text_is_run_or_refused(text: str) -> None:
    try:
        state.execute({"call": text})
    except ToolError as error:
        assert error.kind in ("syntax", "value", "limit")  # noqa: PT017


@pytest.mark.parametrize("asked", ["home", "position", "distance", "facing"])
def test_where_nobody_walks_nothing_is_known_of_a_walk(asked: str) -> None:
    with pytest.raises(ToolError, match="nothing says where somebody walks"):
        state.execute({"call": f"Bob = kitchen\n? {asked}"})
    assert state.execute({"call": f"put 2 pens in {asked}\n? {asked}"})["answer"] == "2 pens"


def test_a_day_begins_and_ends_once() -> None:
    day = "from 9am\nuntil 5pm\nfrom 9:00 am\nbusy 10am to 11am"
    assert state.execute({"call": f"{day}\n? free"})["answer"] == "9am to 10am, 11am to 5pm"
    for other in ("from 8am", "until 6pm"):
        with pytest.raises(ToolError, match=r"the day (begins at 9am|ends at 5pm) already"):
            state.execute({"call": f"{day}\n{other}\n? free"})
