"""Whole puzzles: what their lines say is proven, and no sentence says anything else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from random import Random

import pytest

from lottery_agent.graphs.puzzles import MODES
from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.models.engine import Request, ScriptedEngine
from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.data import is_unseen
from lottery_agent.models.training.decoding import DECODINGS
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators import puzzles
from lottery_agent.models.training.generators.puzzles.asking import asked
from lottery_agent.models.training.generators.puzzles.clues import clue, joined, opposite
from lottery_agent.models.training.generators.puzzles.drafts import answered
from lottery_agent.models.training.generators.puzzles.make import Puzzle, puzzle
from lottery_agent.models.training.generators.puzzles.options import wanted
from lottery_agent.models.training.generators.puzzles.proof import refusal
from lottery_agent.models.training.generators.puzzles.scenes import (
    FAMILIES,
    Scene,
    Template,
    scene,
    scenes,
)
from lottery_agent.models.training.generators.puzzles.senses import SENSES
from lottery_agent.models.training.generators.puzzles.wording import Style, fill, written
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.recipe import load_recipe
from lottery_agent.models.training.render import prompt_of
from lottery_agent.toolbox.puzzle import execute

NAMES = [found.name for found in scenes()]
Stream = Callable[[Random, Vocabulary], Iterator[Draft]]


def drawn(words: Vocabulary, stream: Stream, count: int = 60, *, seed: str = "test") -> list[Draft]:
    return list(islice(stream(Random(seed), words), count))


def some(words: Vocabulary, count: int, *, seed: str = "some") -> list[Puzzle]:
    rng = Random(seed)
    return [puzzle(rng, words) for _ in range(count)]


def every_template() -> list[Template]:
    return [
        template for found in (*scenes(), *map(scene, FAMILIES)) for template in found.templates
    ]


@pytest.mark.parametrize("stream", [puzzles.lines, puzzles.askings])
def test_equal_seeds_give_equal_drafts_and_other_seeds_others(
    words: Vocabulary, stream: Stream
) -> None:
    first = drawn(words, stream, 30)
    assert first == drawn(words, stream, 30)
    assert first != drawn(words, stream, 30, seed="other")


@pytest.mark.parametrize("stream", [puzzles.lines, puzzles.askings])
def test_nearly_all_drafts_are_good(words: Vocabulary, stream: Stream) -> None:
    drafts = drawn(words, stream, 80)
    faults = [(fault(draft), draft) for draft in drafts if fault(draft) is not None]
    assert len(faults) <= 0.03 * len(drafts), faults


@pytest.mark.parametrize("stream", [puzzles.lines, puzzles.askings])
def test_the_decoder_can_write_every_target(words: Vocabulary, stream: Stream) -> None:
    drafts = [d for d in drawn(words, stream, 60) if fault(d) is None and d.kind in DECODINGS]
    targets = iter([draft.target for draft in drafts])
    with ScriptedEngine(lambda _: next(targets), sequences=1) as engine:
        for draft in drafts:
            rendered = engine.renderer.render(prompt_of(draft))
            grammar = DECODINGS[draft.kind](draft.inputs).grammar
            request = Request(rendered, 1000, constraint=grammar)
            assert engine.submit(request).result().text == draft.target


@pytest.mark.parametrize("name", NAMES)
def test_each_pattern_of_a_clue_says_what_its_sense_says(words: Vocabulary, name: str) -> None:
    """The rule of a sense is plain Python; the tool must find the same in every world."""
    rng = Random(name)
    uses = ("clue", "whether", "must", "can", "cannot")
    left = {template.name: template for template in scene(name).used_as(*uses)}
    for _ in range(40):
        made = puzzle(rng, words, scene(name))
        claims = [clue(rng, made.cast, template, None) for template in left.values()]
        found = [claim for claim in claims if claim is not None]
        assert refusal(made, found) is None
        for claim in found:
            del left[claim.template]
        if not left:
            break
    assert not left, "no puzzle was found for these"


@pytest.mark.parametrize("name", NAMES)
def test_a_line_that_says_something_else_is_refused(words: Vocabulary, name: str) -> None:
    rng = Random(f"wrong {name}")
    refused = 0
    for _ in range(5):
        made = puzzle(rng, words, scene(name))
        assert refusal(made) is None
        for i, said in enumerate(made.clues):
            if re.search(r"[&|>]|exactly\(|at\w+\(", said.line):
                continue
            wrong = replace(said, line=opposite(said.line))
            clues = (*made.clues[:i], wrong, *made.clues[i + 1 :])
            assert refusal(replace(made, clues=clues)) is not None
            refused += 1
    assert refused


def test_other_mistakes_are_refused(words: Vocabulary) -> None:
    rng = Random("mistakes")
    made = puzzle(rng, words, scene("row"))
    template = next(t for t in scene("row").templates if t.sense == "before")
    said = clue(rng, made.cast, template, None)
    assert said is not None
    first, sign, second = said.line.split()
    assert refusal(made, [said]) is None
    swapped = replace(said, line=f"{second} {sign} {first}")
    assert "does not say" in (refusal(made, [swapped]) or "")
    unknown = replace(said, line=f"{first} < nobody")
    assert "nobody" in (refusal(made, [unknown]) or "")
    nothing = replace(said, line="none")
    assert refusal(made, [nothing]) is not None
    (intro,) = made.declarations
    fewer = replace(intro, line=re.sub(r", \w+\)", ")", intro.line))
    assert refusal(replace(made, declarations=(fewer,))) is not None
    loud = replace(made.clues[0], line="none") if made.clues else intro
    assert refusal(replace(made, clues=(loud,))) is not None


def test_the_tool_finds_the_hidden_solution(words: Vocabulary) -> None:
    found = Counter[str]()
    for made in some(words, 12):
        given = [*made.declarations, *made.fillers, *made.clues]
        result = execute({"premises": [each.line for each in given]})
        assert all(check["passed"] for check in result["checks"])
        assert made.solution in made.left
        if len(made.left) > 1:
            assert result["answer"] == "Unknown"
        elif made.declarations[0].line.startswith("order("):
            things = made.cast.things
            places = sorted(range(len(made.solution)), key=lambda i: made.solution[i])
            row = ", ".join(f"{n} {things[i].name}" for n, i in enumerate(places, 1))
            assert result["answer"].casefold() == row.casefold()
        else:
            assert result["answer"] not in ("Unknown", "Contradiction")
        found["unique" if len(made.left) == 1 else "several"] += 1
    assert found["unique"] > found["several"]


def test_questions_have_the_answers_of_the_worlds(words: Vocabulary) -> None:
    rng = Random("asked")
    kinds = Counter[str]()
    for made in some(words, 12, seed="asked"):
        questions = [question for _ in range(3) if (question := asked(rng, made))]
        assert answered(made, questions) == questions
        kinds.update(question.answer for question in questions)
        wrong = [replace(question, answer="somebody else") for question in questions]
        assert answered(made, wrong) == []
    assert {"True", "False"} < set(kinds)


@pytest.mark.parametrize("name", NAMES)
def test_each_question_of_a_scene_is_answered(words: Vocabulary, name: str) -> None:
    rng = Random(f"questions {name}")
    wanted = {template.name for template in scene(name).used_as("ask")}
    for _ in range(100):
        made = puzzle(rng, words, scene(name))
        one = replace(made, scene=_only(scene(name), wanted))
        if (question := asked(rng, one)) and answered(made, [question]):
            wanted.discard(question.template)
        if not wanted:
            break
    assert not wanted


def _only(found: Scene, names: set[str]) -> Scene:
    return replace(
        found, templates=tuple(t for t in found.templates if t.use == "clue" or t.name in names)
    )


def test_a_sentence_is_one_sentence_at_run_time(words: Vocabulary) -> None:
    for draft in drawn(words, puzzles.lines, 150, seed="split"):
        assert split_sentences(draft.inputs["sentence"]) == [draft.inputs["sentence"]]


def test_all_that_the_language_can_say_is_shown() -> None:
    lines = " ; ".join(sense.line for sense in SENSES.values())
    for form in (
        "beside(", "~beside(", "opposite(", "between(", "distance(", "different(", "count(",
        "exactly(", "atleast(", "atmost(", " | ", " & ", " != ", " >= ", " <= ", " < ", " > ",
        "= first", "= last", "= middle", "last - ", " + ", " * ",
    ):  # fmt: skip
        assert form in lines, form
    limits = {t.sense for found in scenes() for t in found.used_as("intro")}
    assert limits == {"", "different", "free", "exactly", "at_most", "at_least", "match"}


def test_some_sentences_say_nothing(words: Vocabulary) -> None:
    lines = [draft.target for draft in drawn(words, puzzles.lines, 250, seed="none")]
    assert 0.08 < lines.count("none") / len(lines) < 0.3


def test_questions_ask_in_every_way(words: Vocabulary) -> None:
    drafts = drawn(words, puzzles.askings, 250, seed="ways")
    queries = [draft.target for draft in drafts if draft.kind == "asking"]
    for form in ("? first", "? last", "? must(", "? can(", "? cannot(", " in ", "? count(", "? 2"):
        assert any(form in query for query in queries), form
    assert {draft.target for draft in drafts if draft.kind == "mode"} == set(MODES)


def test_questions_about_options_differ_and_ask_for_each_label_alike(words: Vocabulary) -> None:
    drafts = [d for d in drawn(words, puzzles.askings, 1000, seed="modes") if d.kind == "mode"]
    labels = Counter(draft.target for draft in drafts)
    assert len(drafts) > 300
    assert len({draft.inputs["question"] for draft in drafts}) > 0.9 * len(drafts)
    assert min(labels.values()) > 0.25 * len(drafts)
    supposing = [d for d in drafts if "framed" in d.template]
    assert 0.3 < len(supposing) / len(drafts) < 0.9


def test_patterns_of_options_say_one_thing_each() -> None:
    """No phrase is shown with two labels."""
    labels: dict[str, set[str]] = {}
    for template in scene("mode").templates:
        for seed in range(40):
            if "{" not in template.pattern:
                text = fill(Random(seed), template.pattern, {})
                labels.setdefault(text, set()).add(template.sense)
    assert {text: found for text, found in labels.items() if len(found) > 1} == {}


def test_what_options_suppose_becomes_its_own_line(words: Vocabulary) -> None:
    rng = Random("supposed")
    made = puzzle(rng, words, scene("race"))
    said = clue(rng, made.cast, scene("race").used_as("clue")[0], None)
    assert said is not None
    for _ in range(30):
        asking = wanted(rng, said)
        assert said.text in asking.text
        assert asking.label in MODES
        assert asking.template.endswith(said.template)


def test_there_are_many_patterns_and_each_has_one_name() -> None:
    templates = every_template()
    names = [template.name for template in templates]
    assert len(names) == len(set(names))
    assert len(templates) > 1000
    assert len({(t.name.split(".")[1], t.use, t.sense, t.pattern) for t in templates}) == len(names)
    for template in templates:
        assert template.pattern.count("[") == template.pattern.count("]")
    said = {template.sense for found in scenes() for template in found.used_as("clue")}
    assert said == set(SENSES)
    assert all(found.used_as("intro") for found in scenes())


def test_the_recipe_keeps_some_patterns_for_its_evaluation() -> None:
    reserved = [t for t in load_recipe().unseen_templates if t.startswith("puzzles.")]
    names = {template.name for template in every_template()}
    assert set(reserved) <= names
    assert 0.03 < len(reserved) / len(names) < 0.05
    uses = {template.use for template in every_template() if template.name in reserved}
    assert {"clue", "intro", "ask", "none", "whether"} <= uses


def test_a_statement_made_of_parts_shows_all_their_patterns(words: Vocabulary) -> None:
    rng = Random("parts")
    made = puzzle(rng, words, scene("race"))
    said = joined(rng, made.cast, scene("race").used_as("clue"), None)
    assert said is not None
    whole, *parts = said.template.split("+")
    assert whole.startswith("puzzles.joined.")
    assert len(parts) == 2
    draft = Draft("line", {"sentence": said.text}, said.line, said.template)
    assert is_unseen(draft, (parts[1],))
    assert not is_unseen(draft, ("puzzles.race",))


PLAIN = Style(lead=0)


@pytest.mark.parametrize(
    ("style", "text", "line"),
    [
        (PLAIN, "Pears are dearer than figs.", "Pears > figs"),
        (Style(lower=True, lead=0), "pears are dearer than figs.", "pears > figs"),
    ],
)
def test_names_stand_in_the_line_as_in_the_sentence(style: Style, text: str, line: str) -> None:
    said = written(
        Random(1), "pears are dearer than figs", "pears > figs", ["pears", "figs"], style
    )
    assert said == (text, line)


def test_a_writer_has_habits() -> None:
    rough = Style(lower=True, bare=True, plain=True, lead=0)
    text = "the owl isn't next to Ann"
    said = written(Random(1), text, "~beside(owl, Ann)", ["owl", "Ann"], rough)
    assert said == ("owl isnt next to ann.", "~beside(owl, ann)")


def test_verbs_agree() -> None:
    pattern = "{A} ~is near {B}, which ~b:costs less; exactly {n} ~does and %stands"
    slots = {"A": "the figs", "B": "the pear", "n": "two"}
    assert fill(Random(1), pattern, slots, {"a", "n"}) == (
        "the figs are near the pear, which costs less; exactly two do and stand"
    )
