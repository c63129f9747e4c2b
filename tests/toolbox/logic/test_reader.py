import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.logic.formula import (
    All,
    And,
    Apply,
    Arithmetic,
    Atom,
    Compare,
    Constant,
    Equal,
    Formula,
    Iff,
    Implies,
    Negative,
    Not,
    Or,
    Some,
    Term,
    Variable,
    show,
)
from lottery_agent.toolbox.logic.reader import MAX_CHARACTERS, read

WORDS = (
    "cat Tom all some not answer True the_bald_eagle O'Brien naïve xylophone x1 Ünal 猫 a- 3.5 "
    "well-known is_kind_to y2"
)
NAMES = st.sampled_from(WORDS.split())


def _atoms(bound: frozenset[str]) -> st.SearchStrategy[Formula]:
    constants = NAMES.map(Constant)
    plain: st.SearchStrategy[Term] = constants
    if bound:
        plain = constants | st.sampled_from(sorted(bound)).map(Variable)
    negative = st.builds(Negative, constants)
    factors = st.recursive(
        plain | negative,
        lambda inner: st.builds(Apply, NAMES, st.lists(inner, min_size=1, max_size=2).map(tuple)),
        max_leaves=3,
    )
    products = factors | st.builds(Arithmetic, st.just("*"), factors, factors)
    sums = products | st.builds(Arithmetic, st.sampled_from("+-"), products, products)
    predicates = st.builds(Atom, NAMES, st.lists(factors, max_size=3).map(tuple))
    signs = st.sampled_from(["<", "<=", ">", ">="])
    return predicates | st.builds(Equal, sums, sums) | st.builds(Compare, signs, sums, sums)


@st.composite
def formulas(draw: st.DrawFn, bound: frozenset[str] = frozenset(), depth: int = 3) -> Formula:
    """Formulas as the reader builds them: a chain never begins with a chain of its own kind."""
    if depth == 0:
        return draw(_atoms(bound))
    kind = draw(st.sampled_from(["atom", "not", "and", "or", "implies", "iff", "all", "some"]))

    def inner() -> Formula:
        return draw(formulas(bound, depth - 1))

    if kind == "not":
        return Not(inner())
    if kind in ("and", "or"):
        chain = And if kind == "and" else Or
        first, *rest = [inner() for _ in range(draw(st.integers(2, 3)))]
        if isinstance(first, chain):
            first = Not(first)
        return chain((first, *rest))
    if kind in ("implies", "iff"):
        return (Implies if kind == "implies" else Iff)(inner(), inner())
    if kind in ("all", "some"):
        variable = draw(st.sampled_from("xyz"))
        body = draw(formulas(bound | {variable}, depth - 1))
        return (All if kind == "all" else Some)(variable, body)
    return draw(_atoms(bound))


@given(formulas())
@settings(max_examples=80)
def test_what_is_shown_is_read_back(formula: Formula) -> None:
    assert read(show(formula)) == formula


@pytest.mark.parametrize(
    ("sentence", "formula"),
    [
        ("all x (cat(x) -> animal(x))", "All Implies"),
        ("~rains", Not(Atom("rains"))),
        ("Tom != Bob", Not(Equal(Constant("Tom"), Constant("Bob")))),
        ("a & b & c", And((Atom("a"), Atom("b"), Atom("c")))),
        ("a & (b & c)", And((Atom("a"), And((Atom("b"), Atom("c")))))),
        ("a -> b -> c", Implies(Atom("a"), Implies(Atom("b"), Atom("c")))),
        ("a | b & c", Or((Atom("a"), And((Atom("b"), Atom("c")))))),
        ("all = some", Equal(Constant("all"), Constant("some"))),
        ("(a & b) & c", And((Atom("a"), Atom("b"), Atom("c")))),
        ("age(Tom) > -5", Compare(">", Apply("age", (Constant("Tom"),)), Negative(Constant("5")))),
        (
            "a - b - 2 * c <= d",
            Compare(
                "<=",
                Arithmetic(
                    "-",
                    Arithmetic("-", Constant("a"), Constant("b")),
                    Arithmetic("*", Constant("2"), Constant("c")),
                ),
                Constant("d"),
            ),
        ),
        ("p(f(a), b)", Atom("p", (Apply("f", (Constant("a"),)), Constant("b")))),
    ],
)
def test_sentences(sentence: str, formula: Formula | str) -> None:
    if formula == "All Implies":
        cat, animal = (Atom(name, (Variable("x"),)) for name in ("cat", "animal"))
        formula = All("x", Implies(cat, animal))
    assert read(sentence) == formula


def test_an_inner_quantifier_hides_an_outer_one() -> None:
    sentence = "all x (p(x) -> some x (q(x)))"
    assert show(read(sentence)) == sentence


def test_a_query_may_carry_its_mark() -> None:
    assert read("? cat(Tom)", start="query") == read("cat(Tom)", start="query")


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("cat(x)", "value"),
        ("all x (cat(y))", "value"),
        ("all x (cat(x)) & dog(x)", "value"),
        ("? cat(Tom)", "syntax"),
        ("cat(Tom", "syntax"),
        ("", "syntax"),
        ("cat(Tom)\ndog(Tom)", "syntax"),
        ("__import__('os').system('true')", "syntax"),
        ("a" * (MAX_CHARACTERS + 1), "limit"),
        ("~" * 500 + "a", "limit"),
        ("a -> " * 300 + "a", "limit"),
        ("all x " * 50 + "(cat(x))", "limit"),
        ("p(" + "f(" * 300 + "a" + ")" * 301, "limit"),
        ("age(Tom) + 2", "syntax"),
        ("-5", "syntax"),
        ("age(Tom)>5", "syntax"),
        ("all x (x)", "syntax"),
    ],
)
def test_refused(sentence: str, kind: str) -> None:
    with pytest.raises(ToolError) as caught:
        read(sentence)
    assert caught.value.kind == kind
    assert caught.value.position is not None
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_long_chains_and_many_brackets_are_fine() -> None:
    assert isinstance(read(" & ".join("ab" for _ in range(300))), And)
    assert read("(" * 200 + "a" + ")" * 200) == Atom("a")
