"""Sentences of puzzles, theories and stories, and the programs of the state tool."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from lottery_agent.graphs.sentences import story_in
from lottery_agent.lab.controls import swaps
from lottery_agent.lab.controls.orderings import statement
from lottery_agent.lab.controls.question import Unreadable
from lottery_agent.lab.controls.theories import fact_or_rule
from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.worlds import asked_draft, event_draft
from lottery_agent.models.training.generators.worlds.telling import Said
from lottery_agent.models.training.labels import boardgameqa, colours, tracking
from lottery_agent.models.training.labels.alignment import Sentence
from lottery_agent.models.training.labels.conclusions import conclusion
from lottery_agent.models.training.labels.folio import Names
from lottery_agent.models.training.labels.items import verdicts
from lottery_agent.models.training.labels.logicaldeduction import fitting
from lottery_agent.models.training.labels.stated import placed, states

WAGONS = {
    "A shed has three wagons: a red wagon, a cart, and a sled.": "order(red_wagon, cart, sled)",
    "The statements are logically consistent within each paragraph.": "none",
    "The cart is older than the sled.": "cart < sled",
    "The red wagon is the newest.": "red_wagon = last",
    "The cart is the second-newest.": "cart = last - 1",
    "Milo finished third.": "Milo = 3",
    "Petra finished second-to-last.": "Petra = last - 1",
    "The plums are the cheapest.": "plums = first",
    "The plums are less expensive than the figs.": "plums < figs",
}


@pytest.mark.parametrize(("sentence", "line"), WAGONS.items())
def test_sentences_of_an_order_become_lines(sentence: str, line: str) -> None:
    assert statement(sentence) == line
    assert fault(Draft("line", {"sentence": sentence}, line, "t")) is None


def test_the_line_that_must_hold_is_the_option() -> None:
    premises = [statement(sentence) for sentence in list(WAGONS)[:4]]
    assert fitting(premises, ["sled = 1", "cart = 1"]) == 1
    assert fitting(premises, ["sled = 1", "cart = 3"]) is None


def test_an_unknown_template_is_no_line() -> None:
    with pytest.raises(Unreadable):
        statement("The cart hums a tune.")


@pytest.mark.parametrize(
    ("sentence", "formula"),
    [
        ("The bald eagle does not chase the mouse.", "~chase(bald_eagle, mouse)"),
        ("If something likes the cat and it is not big then it is kind.",
         "all x (likes(x, cat) & ~big(x) -> kind(x))"),
        ("Young, green people are rough.", "all x (Young(x) & green(x) -> rough(x))"),
        ("If Milo is calm then Milo is not dim.", "calm(Milo) -> ~dim(Milo)"),
    ],
)  # fmt: skip
def test_words_are_copied_as_they_stand(sentence: str, formula: str) -> None:
    assert fact_or_rule(sentence) == formula
    assert fault(Draft("statement", {"sentence": sentence}, formula, "t")) is None


def test_inflected_words_of_one_theory_are_one_predicate() -> None:
    theory = ["all x (Red(x) -> chases(x, cat))", "red(Milo)"]
    assert verdicts(theory, ["chase(Milo, cat)", "~chased(Milo, cat)"]) == ["True", "False"]


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("All professional plum growers are calm.", "ProfessionalPlumGrower",
         "professional_plum_growers"),
        ("Petra Vell was born in a town.", "petravell", "Petra_Vell"),
        ("A wagon is made from the old wood.", "MadeFromOldWood", "made_from_old_wood"),
        ("Milo is Dutch.", "IsDutch", "Dutch"),
        ("L-20 is a lantern.", "l-20", "L-20"),
    ],
)  # fmt: skip
def test_names_of_formulas_find_their_words(text: str, name: str, words: str) -> None:
    found = Sentence(text).run(name)
    assert found is not None
    assert found.name == words


def test_a_name_whose_words_are_not_there_finds_none() -> None:
    assert Sentence("All gulls are calm.").run("CalmBird") is None


def test_simple_conclusions_use_the_words_of_their_story() -> None:
    names = Names()
    names.predicates.update({("Gull", 1): "gulls", ("Calm", 1): "calm", ("Likes", 2): "likes"})
    names.constants.update({"milo": "Milo", "petra": "Petra"})

    def of(text: str) -> str | None:
        return conclusion(Sentence(text), names)

    assert of("Milo is not calm.") == "~calm(Milo)"
    assert of("Some gulls are not calm.") == "some x (gulls(x) & ~calm(x))"
    assert of("No gulls are calm.") == "all x (gulls(x) -> ~calm(x))"
    assert of("Milo likes Petra.") == "likes(Milo, Petra)"
    assert of("Milo is a wooden gull.") is None, "it says more than the names"
    assert of("If Milo is calm, then Petra is calm.") is None


SWAPS = (
    "Milo and Petra are playing. At the start: Milo has a red ball, and Petra has a tin cup.\n"
    "First, Milo and Petra swap balls. At the end of the game, Milo has the"
)


def test_swaps_become_lines_of_their_sentences() -> None:
    sentence = swaps.program(SWAPS)
    assert sentence == "Milo = red ball\nPetra = tin cup\nMilo <-> Petra\n? Milo"
    assert states(sentence, "tin cup")
    assert not states(sentence, "red ball")
    *lines, _ = sentence.split("\n")
    story = story_in(SWAPS)
    told = placed(story, lines, tracking.tells)
    assert told is not None
    assert [said.text for said in told] == story.told
    assert [said.lines for said in told] == [(), tuple(lines[:2]), tuple(lines[2:])]
    draft = event_draft(told, 2, "t")
    assert (draft.kind, draft.target) == ("event", "Milo <-> Petra")
    assert draft.inputs["before"] == " ".join(story.told[:2])
    assert [fault(event_draft(told, at, "t")) for at in range(3)] == [None] * 3
    invented = event_draft([Said(story.told[2], ("Milo <-> Agnes",))], 0, "t")
    assert (fault(invented) or "").startswith("not copied")
    asked = asked_draft(told, Said(story.asked, ("? Milo",)), "t")
    assert asked.inputs["names"] == ["Milo", "Petra"]
    assert fault(asked) is None


def test_a_line_that_may_be_told_by_another_sentence_too_has_no_place() -> None:
    twice = SWAPS.replace("At the end", "Milo and Petra swap balls. At the end")
    swap = "Milo <-> Petra"
    has = ["Milo = red ball", "Petra = tin cup"]
    told = placed(story_in(twice), [*has, swap, swap], tracking.tells)
    assert [said.lines for said in told or []] == [(), tuple(has), (swap,), (swap,)]
    assert placed(story_in(twice), [*has, swap], tracking.tells) is None
    assert placed(story_in(SWAPS), [*has, swap, swap], tracking.tells) is None


def test_colours_that_the_state_language_can_not_say_are_left_out() -> None:
    seen = "On the desk, you see a red tin mug and a blue pen. "
    assert colours.program(seen + "What color is the tin mug?") == (
        "tin_mug = red\npen = blue\n? tin_mug"
    )
    asked = colours.program(seen + "Is the pen red?")
    assert asked == "tin_mug = red\npen = blue\n? pen is red"
    assert states(asked, "no")
    assert colours.program(seen + "How many objects are neither blue nor red?") is None
    lines = ("tin_mug = red", "pen = blue")
    story = story_in(seen + "Is the pen red?")
    assert placed(story, lines, colours.tells) == [Said(seen.strip(), lines)]
    assert not colours.tells("You see a red p3n.", "p.n = red")


GAME = (
    "A few players are playing a boardgame. The current state of the game is as follows. "
    "The newt captures the king of the yak. And the rules of the game are as follows. "
    "Rule1: If at least one animal captures the king of the yak, then the emu does not borrow a "
    "weapon from the newt. Rule2: Regarding the emu, if it has a red hat, then we can conclude "
    "that it borrows one of the weapons of the newt. Rule1 is preferred over Rule2. Based on the "
    "game state and the rules and preferences, does the emu borrow one of the weapons of the newt?"
)
PROOF = (
    'We know the newt captures the king of the yak, and according to Rule1 "if at least one '
    "animal captures the king of the yak, then the emu does not borrow one of the weapons of the "
    'newt", so '
    'we can conclude "the emu does not borrow one of the weapons of the newt".'
)


def test_rules_with_preferences_give_facts_rules_and_a_query(tmp_path: Path) -> None:
    item = {"id": "g1", "split": "train", "question": GAME, "answer": "B", "proof": PROOF}
    with gzip.open(tmp_path / "boardgameqa_train.jsonl.gz", "wt", encoding="utf-8") as file:
        print(json.dumps(item), file=file)
    drafts = list(boardgameqa.drafts(tmp_path))
    assert [(draft.template.rpartition(".")[2], draft.target) for draft in drafts] == [
        ("fact", "captures_king(newt, yak)"),
        ("rule", "some x (captures_king(x, yak)) -> ~borrow_weapon(emu, newt)"),
        ("rule", "has(emu, red_hat) -> borrows_weapons(emu, newt)"),
        ("query", "? borrow_weapons(emu, newt)"),
    ]
    assert [fault(draft) for draft in drafts] == [None] * 4
