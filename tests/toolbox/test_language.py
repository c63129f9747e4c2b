import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from llguidance import LLMatcher

from lottery_agent.errors import ToolError, UsageError
from lottery_agent.toolbox.language import VERSIONS, Language, Spans
from tests.toolbox.conformance import accepts


@pytest.mark.parametrize("name", VERSIONS)
def test_each_language_compiles_for_the_decoder(name: str) -> None:
    grammar = Language.load(name).grammar()
    assert not LLMatcher.validate_grammar(LLMatcher.grammar_from_lark(grammar.text))


def test_an_unknown_language_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="mathematics"):
        Language.load("astrology")


@pytest.mark.parametrize(
    ("sentence", "position"),
    [("answer = 2 +", 10), ("answer = ", 9), ("", 0), ("answer = 2 2", 10), ("\0", 0)],
)
def test_a_syntax_error_tells_its_place(sentence: str, position: int) -> None:
    with pytest.raises(ToolError, match="not a mathematics sentence") as caught:
        Language.load("mathematics").parse(sentence)
    assert caught.value.kind == "syntax"
    assert caught.value.position == position


def test_narrowing_limits_the_decoder_and_not_the_tool() -> None:
    language = Language.load("mathematics")
    grammar = language.grammar(narrow={"NUMBER": ["12", "3"], "NAME": ["x"]}).text
    assert accepts(grammar, "answer = 12 * x + 3")
    for sentence in ("answer = 4", "answer = y", "answer = 123", "answer = 1"):
        assert not accepts(grammar, sentence)
        language.parse(sentence)


def test_narrowing_drops_what_the_terminal_does_not_allow() -> None:
    grammar = Language.load("mathematics").grammar(narrow={"NUMBER": ["1", "1 + 1", "-1", "x"]})
    assert not accepts(grammar.text, "answer = 11")
    assert '"1 + 1"' not in grammar.text
    assert accepts(grammar.text, "answer = 1")


def test_a_narrowing_without_alternatives_changes_nothing() -> None:
    language = Language.load("mathematics")
    assert language.grammar(narrow={"NUMBER": []}) == language.grammar()


def test_only_declared_terminals_are_narrowed() -> None:
    with pytest.raises(UsageError, match="FUNCTION"):
        Language.load("mathematics").grammar(narrow={"FUNCTION": ["sin("]})


def test_a_quote_is_a_verbatim_run_of_words() -> None:
    language = Language.load("quote")
    (terminal,) = language.terminals
    passage = 'The tower, built in 1889, is 330 m "tall".'
    grammar = language.grammar(narrow={terminal: Spans(passage)}).text
    assert accepts(grammar, '"built in 1889,"')
    assert accepts(grammar, "none")
    assert not accepts(grammar, '"built in 1890"')
    assert not accepts(grammar, '""')


@given(st.text("ab5é³ _.,°(-'", min_size=1, max_size=10), st.data())
def test_a_run_of_words_is_what_the_decoder_takes_for_one(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    run = text[start : data.draw(st.integers(start + 1, len(text)))]
    assume(run == run.strip())
    language = Language.load("quote")
    (terminal,) = language.terminals
    grammar = language.grammar(narrow={terminal: Spans(text)}).text
    assert accepts(grammar, f'"{run}"') is Spans(text).has(run)


@pytest.mark.parametrize("run", ["", "x", "b c", "c  a"])
def test_what_is_not_in_a_text_is_no_run_of_it(run: str) -> None:
    assert not Spans("a b  c").has(run)
