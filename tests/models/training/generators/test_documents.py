"""Questions about documents: quotes are verbatim and clear, and some questions have no answer."""

from __future__ import annotations

import re
from itertools import pairwise, product
from random import Random

import pytest

from lottery_agent.graphs.librarian import QUOTE_TOKENS, quotable
from lottery_agent.models.engine import Request, ScriptedEngine
from lottery_agent.models.training.checks import fault, free_of_held_out
from lottery_agent.models.training.decoding import DECODINGS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.documents import FORMS, document, draft
from lottery_agent.models.training.generators.documents.forms import Fact, Form, read
from lottery_agent.models.training.generators.documents.slots import Slots
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.render import prompt_of

NAMES = [form.name for form in FORMS]
MARK = re.compile(r"<(\d):")


@pytest.fixture(scope="module")
def drafts(words: Vocabulary) -> list[Draft]:
    rng = Random("documents")
    return [draft(rng, words) for _ in range(1500)]


def variants(pattern: str) -> set[str]:
    """Return all texts of a pattern with choices that aren't nested."""
    parts = [part.split("|") for part in re.split(r"[\[\]]", pattern)]
    return {"".join(chosen).lower().strip() for chosen in product(*parts)}


def asked(fact: Fact) -> set[str]:
    patterns = [pattern for each in fact.asks.values() for pattern in each]
    return set().union(*map(variants, patterns))


def test_every_quote_is_verbatim_and_stands_once(drafts: list[Draft]) -> None:
    for each in drafts:
        passage = each.inputs["passage"]
        assert passage == quotable(passage)
        assert len(passage.split()) <= 130
        assert fault(each) is None
        if each.target != "none":
            assert passage.count(each.target.removeprefix('"').removesuffix('"')) == 1


def test_no_pattern_has_a_reserved_word(drafts: list[Draft]) -> None:
    assert all(map(free_of_held_out, drafts))


def test_no_slot_or_mark_is_left(drafts: list[Draft]) -> None:
    shown = " ".join(each.inputs["passage"] + each.inputs["question"] for each in drafts)
    assert not re.search(r"[{}<>~|]|  +\.|\.\.(?!\.)|\bNone\b", shown.replace("...", ""))


def test_the_decoder_can_write_every_target(drafts: list[Draft]) -> None:
    some = drafts[:60]
    targets = iter([each.target for each in some])
    with ScriptedEngine(lambda _: next(targets), sequences=1) as engine:
        for each in some:
            tokens = engine.renderer.render(prompt_of(each))
            grammar = DECODINGS["quote"](each.inputs).grammar
            request = Request(tokens, 8 * QUOTE_TOKENS, constraint=grammar)
            assert engine.submit(request).result().text == each.target


def test_documents_and_questions_vary(drafts: list[Draft]) -> None:
    passages = {each.inputs["passage"] for each in drafts}
    questions = {each.inputs["question"] for each in drafts}
    assert len(passages) > 0.98 * len(drafts)
    assert len(questions) > 0.6 * len(drafts)
    assert len({each.template.split("+")[0] for each in drafts}) == sum(
        len(form.facts) for form in FORMS
    )


def test_about_a_fifth_of_the_questions_has_no_answer(drafts: list[Draft]) -> None:
    missing = [each for each in drafts if each.template.endswith("+documents.none")]
    assert 0.17 < len(missing) / len(drafts) < 0.29
    assert all((each.target == "none") == (each in missing) for each in drafts[:300])


def test_there_are_many_forms_and_all_are_drawn(drafts: list[Draft]) -> None:
    assert len(set(NAMES)) == len(NAMES) >= 14
    assert {each.template.split(".")[1] for each in drafts} == set(NAMES)


def test_documents_keep_their_line_breaks(words: Vocabulary) -> None:
    rng = Random("lines")
    texts = [document(rng, words)[0] for _ in range(100)]
    assert sum("\n" in text for text in texts) > 80
    assert sum("\n## " in text or text.startswith("# ") for text in texts) > 5


def test_a_seed_gives_the_same_draft(words: Vocabulary) -> None:
    assert draft(Random(3), words) == draft(Random(3), words)


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_every_wording_marks_the_answers_that_are_asked_for(form: Form) -> None:
    assert form.starts
    assert form.fillers
    assert form.ends
    for fact in form.facts:
        assert fact.absent
        for wording in fact.says:
            assert sorted(map(int, MARK.findall(wording))) == sorted(fact.asks), wording


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_no_two_facts_of_a_form_answer_the_same_question(form: Form) -> None:
    questions = [asked(fact) for fact in form.facts]
    assert len(set().union(*questions)) == sum(map(len, questions))
    for fact in form.facts:
        assert set(map(str.lower, fact.absent)).isdisjoint(set().union(*questions))


@pytest.mark.parametrize("form", FORMS, ids=NAMES)
def test_questions_use_what_their_fact_tells(form: Form) -> None:
    """A slot that only a question has would be filled with something the text never says."""
    for fact in form.facts:
        for text in [*(p for each in fact.asks.values() for p in each), *fact.absent]:
            for wording in fact.says:
                roots = {slot.removeprefix("a_").rstrip("s") for slot in slots_of(wording)}
                wanted = {slot.removeprefix("a_").rstrip("s") for slot in slots_of(text)}
                assert wanted <= roots, (text, wording)
        if fact.swap:
            assert any(f"{{{fact.swap}}}" in text for text in asked_as_written(fact))


def slots_of(pattern: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", pattern))


def asked_as_written(fact: Fact) -> list[str]:
    return [pattern for each in fact.asks.values() for pattern in each]


def test_values_of_a_document_differ(words: Vocabulary) -> None:
    used: set[str] = set()
    rng = Random(2)
    days = [Slots(rng, words, used)["day"] for _ in range(7)]
    assert all(one != other for one, other in pairwise(sorted(days)))


def test_forms_of_one_noun_agree(words: Vocabulary) -> None:
    for seed in range(50):
        one, many, article, other = (
            Slots(Random(seed), words, set()).fill("{t},{ts},{a_t},{t9}").split(",")
        )
        assert many.startswith(one)
        assert article in (f"a {one}", f"an {one}")
        assert other


def test_swapping_gives_another_value(words: Vocabulary) -> None:
    for seed in range(50):
        slots = Slots(Random(seed), words, set())
        name = slots["N"]
        slots.swap("N", {name, "Somebody"})
        assert slots["N"] != name


def test_the_notation_is_read() -> None:
    (form,) = read(
        "# shop lines\n> A|B\n+ C\n< D\n* On <1:{day}|{date}>, [x|y].|It is <1:{day}>.\n"
        "? 1 When?\n! Why?|How?\n~ day\n@ the day\n"
    )
    assert (form.name, form.layout, form.starts) == ("shop", "lines", ["A", "B"])
    fact = form.facts[0]
    assert fact.says == ["On <1:[{day}|{date}]>, [x|y].", "It is <1:{day}>."]
    assert (fact.asks, fact.absent) == ({1: ["When?"]}, ["Why?", "How?"])
    assert (fact.swap, fact.about) == ("day", "the day")
