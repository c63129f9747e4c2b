import contextvars
import random
import threading
import time
from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lark import Lark

from lottery_agent.errors import ToolError, UsageError
from lottery_agent.toolbox.calls import Call, Registry, Tool, builtin_registry, execute, tool
from lottery_agent.toolbox.calls.grammar import language_for

Draw = Callable[[str, random.Random, int, str], str | None]
CLOSING = '"])'


@tool
def book(
    day: date,
    amount: Fraction,
    count: int,
    name: str,
    sure: bool,
    unit: Literal["days", "we", "a, b)"],
    words: list[str],
    numbers: list[int],
    note: str = "none given",
    size: int | None = None,
) -> str:
    """Take every type."""
    return f"{day} {amount} {count} {name} {sure} {unit} {words} {numbers} {note} {size}"


@tool
def ping() -> str:
    """Say pong."""
    return "pong"


@tool
def perhaps(first: int = 1, second: int = 2) -> int:
    """Add numbers that may be left out."""
    return first + second


@tool(kind="acting")
def launch(count: int) -> str:
    """Launch rockets."""
    return f"launched {count}"


OWN = Registry([book, ping, perhaps, launch], today=date(2024, 3, 1))

TEXT = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip(" ") == text)  # fmt: skip
NUMBER = st.integers(-(10**6), 10**6)


@st.composite
def calls(draw: st.DrawFn) -> Call:
    arguments = {
        "day": draw(st.dates()),
        "amount": draw(st.builds(Fraction, NUMBER, st.sampled_from([1, 2, 4, 5, 8, 10, 1000]))),
        "count": draw(NUMBER),
        "name": draw(TEXT),
        "sure": draw(st.booleans()),
        "unit": draw(st.sampled_from(["days", "we", "a, b)"])),
        "words": draw(st.lists(TEXT, max_size=3)),
        "numbers": draw(st.lists(NUMBER, max_size=3)),
    }
    for name, values in (("note", TEXT), ("size", NUMBER)):
        if not draw(st.booleans()):
            break
        arguments[name] = draw(values)
    return Call(book, arguments)


@given(calls())
@settings(max_examples=200)
def test_a_call_is_read_back_as_it_was_written(call: Call) -> None:
    assert OWN.parse(str(call)) == call


@pytest.mark.parametrize("text", ["ping()", "perhaps()", "perhaps(4)", "perhaps(4, -5)"])
def test_arguments_may_be_left_out_from_the_end(text: str) -> None:
    assert str(OWN.parse(text)) == text


def test_today_is_what_the_registry_says() -> None:
    assert builtin_registry(today=date(2024, 2, 29)).run("weekday(today)")["answer"] == "Thursday"
    with pytest.raises(ToolError, match="which day is today"):
        builtin_registry().run("weekday(today)")
    assert '"today"' in OWN.grammar(["book"]).text
    assert '"today"' not in builtin_registry().grammar().text


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nothing(1)", "syntax"),
        ("ping", "syntax"),
        ("", "syntax"),
        ("ping() ", "syntax"),
        ("ping(1)", "syntax"),
        ("perhaps(1,2)", "syntax"),
        ("perhaps(1, 2, 3)", "syntax"),
        ("perhaps(one)", "syntax"),
        ("perhaps(perhaps())", "syntax"),
        ("perhaps(__import__('os'))", "syntax"),
        ("weekday(2023-02-29)", "value"),
        ("weekday(2023-13-01)", "syntax"),
        ("weekday(0000-01-01)", "value"),
        ("count_letter(\"ab\", \"cd\")", "value"),
        ("reverse_text(\"\n\")", "syntax"),
        ("reverse_text(\"" + "a" * 5000 + "\")", "limit"),
    ],
)  # fmt: skip
def test_bad_calls_are_refused_in_one_line(text: str, kind: str) -> None:
    registry = builtin_registry().extended([ping, perhaps])
    with pytest.raises(ToolError) as caught:
        registry.run(text)
    assert caught.value.kind == kind
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("narrowed", [False, True])
def test_what_the_decoder_writes_is_read_to_one_tree(draw_sentence: Draw, narrowed: bool) -> None:
    registry = builtin_registry(today=date(2024, 3, 1)).extended([book, ping, perhaps])
    question = 'Is "O\'Brien" \\ 4.50 or 1,200 weeks after March 1, 2024? naïve 猫 [a, b] (x)'
    rng = random.Random(3)
    typed = [name for name in registry.names if isinstance(registry.get(name), Tool)]
    for names in ([name] for name in typed):  # programs pass the suite of their own languages
        grammar = registry.grammar_for(question, names) if narrowed else registry.grammar(names)
        language = language_for(tuple(registry.get(name) for name in names))
        parser = Lark(language.text, parser="earley", lexer="dynamic", ambiguity="explicit")
        drawn = [draw_sentence(grammar.text, rng, 20, CLOSING) for _ in range(12)]
        sentences = [sentence for sentence in drawn if sentence is not None]
        assert sentences
        for sentence in sentences:
            assert not list(parser.parse(sentence).find_data("_ambig")), sentence
            assert _round_trip(registry, sentence), sentence


def _round_trip(registry: Registry, sentence: str) -> bool:
    try:
        call = registry.parse(sentence)
    except ToolError as error:
        return error.kind == "value"  # a day that is in no calendar
    return registry.parse(str(call)) == call


def test_narrowed_quotes_and_dates_come_from_the_question(draw_sentence: Draw) -> None:
    registry = builtin_registry()
    question = "Which weekday was 1 March 2024, for alpha beta?"
    rng = random.Random(4)
    for _ in range(20):
        assert draw_sentence(
            registry.grammar_for(question, ["weekday"]).text, rng, 20, CLOSING
        ) == ("weekday(2024-03-01)")
        text = draw_sentence(registry.grammar_for(question, ["letters"]).text, rng, 20, CLOSING)
        assert text is not None
        assert registry.parse(text).arguments["word"] in question


def test_acting_tools_need_approval() -> None:
    with pytest.raises(ToolError, match=r"launch\(3\) needs approval") as caught:
        OWN.run("launch(3)")
    assert caught.value.kind == "approval"
    assert OWN.run("launch(3)", approved=True)["answer"] == "launched 3"
    assert OWN.acting == {"launch"}


def test_custom_tools_run_here_with_the_callers_context() -> None:
    variable: contextvars.ContextVar[str] = contextvars.ContextVar("variable", default="unset")
    variable.set("seen")

    def look(count: int) -> str:
        """Look around."""
        return f"{variable.get()} {count} {threading.current_thread() is threading.main_thread()}"

    class Refusing:
        def run(self, tool: str, request: Any, *, seconds: float | None = None) -> dict[str, Any]:
            raise AssertionError("a custom tool was sent to the sandbox")

    registry = builtin_registry().extended([look])
    assert registry.run("look(2)", sandbox=Refusing())["answer"] == "seen 2 False"


def test_builtin_tools_go_to_the_sandbox() -> None:
    class Recording:
        def run(self, tool: str, request: Any, *, seconds: float | None = None) -> dict[str, Any]:
            assert (tool, seconds) == ("calls", 2.0)
            return execute(request)

    registry = builtin_registry(today=date(2024, 3, 1))
    result = registry.run("add_days(today, 1)", sandbox=Recording(), seconds=2.0)
    assert result["answer"] == "2024-03-02"


def test_a_slow_tool_is_left_behind() -> None:
    def sleep(count: int) -> int:
        """Sleep."""
        time.sleep(count)
        return count

    start = time.monotonic()
    with pytest.raises(ToolError, match=r"longer than 0\.2 seconds") as caught:
        Registry([sleep]).run("sleep(3)", seconds=0.2)
    assert caught.value.kind == "limit"
    assert time.monotonic() - start < 2


def test_a_failing_tool_is_a_tool_error_in_one_line() -> None:
    def fail(count: int) -> int:
        """Fail."""
        raise RuntimeError(f"no {count}\nsecond line")

    def refuse(count: int) -> int:
        """Refuse."""
        raise ToolError("not today", kind="limit")

    registry = Registry([fail, refuse])
    with pytest.raises(ToolError) as caught:
        registry.run("fail(1)")
    assert str(caught.value) == "the tool 'fail' failed: RuntimeError: no 1"
    with pytest.raises(ToolError, match="not today") as caught:
        registry.run("refuse(1)")
    assert caught.value.kind == "limit"


def test_names_must_be_unique_and_known() -> None:
    with pytest.raises(UsageError, match="two tools called 'ping'"):
        OWN.extended([ping])
    with pytest.raises(UsageError, match="no tool 'pong'"):
        OWN.signatures(["pong"])
    with pytest.raises(UsageError, match="needs a tool"):
        Registry().grammar()


def test_descriptions_are_for_an_index() -> None:
    assert OWN.descriptions()["ping"] == "ping(): Say pong."
