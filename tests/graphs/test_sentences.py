import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.graphs.sentences import problem_in, sentence_around, split_sentences, story_in


def test_each_sentence_stands_alone() -> None:
    text = "Every cat is an animal. Tom is a cat! Is Tom a plant?\nno stop here"
    assert split_sentences(text) == [
        "Every cat is an animal.",
        "Tom is a cat!",
        "Is Tom a plant?",
        "no stop here",
    ]


def test_lower_case_sentences_are_split_too() -> None:
    assert split_sentences("tom is a cat. every cat is an animal.") == [
        "tom is a cat.",
        "every cat is an animal.",
    ]


def test_abbreviations_initials_and_decimals_end_nothing() -> None:
    text = "Dr. J. Miller paid 3.50 euros, e.g. for tea. He left."
    assert split_sentences(text) == ["Dr. J. Miller paid 3.50 euros, e.g. for tea.", "He left."]


@given(st.text(alphabet="ab .!?\n\"')", max_size=60))
def test_nothing_but_white_space_is_lost(text: str) -> None:
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())


@given(st.text(alphabet="ab .!\n", min_size=1, max_size=60), st.data())
def test_the_sentence_around_a_span_holds_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = sentence_around(text, start, end)
    assert text[start:end].strip() in found
    assert found in text


@pytest.mark.parametrize(
    ("question", "premises", "query"),
    [
        ("Is Tom kind?", [], "Is Tom kind?"),
        ("is tom kind", [], "is tom kind"),
        ("All cats purr. Tom is one. Does he?", ["All cats purr.", "Tom is one."], "Does he?"),
        ("True or false? Tom is kind.", [], "True or false? Tom is kind."),
        ("Tom is a cat. Tom purrs.", ["Tom is a cat."], "Tom purrs."),
        ("Tom is a cat. Tom purrs. True or false?", ["Tom is a cat."], "Tom purrs. True or false?"),
        ("Tom is kind. Is that right?", [], "Tom is kind. Is that right?"),
        ("Tom is kind. Is he right?", ["Tom is kind."], "Is he right?"),
        ("True or false?", [], "True or false?"),
    ],
)
def test_what_is_asked_is_told_from_what_is_given(
    question: str, premises: list[str], query: str
) -> None:
    problem = problem_in(question)
    assert (problem.premises, problem.query) == (premises, query)
    problem = problem_in(question, "Ann is old. Ben is not.")
    assert problem.premises == ["Ann is old.", "Ben is not.", *premises]


RULEBOOK = (
    "Rule 1: guests leave at ten. Rule2: is somebody a member? Then they may stay. "
    "Policy 3: nobody smokes. Ann is a member. "
)


def test_a_rule_with_a_name_is_one_premise() -> None:
    problem = problem_in(RULEBOOK + "May Ann stay?")
    assert problem.premises == [
        "guests leave at ten.",
        "is somebody a member? Then they may stay.",
        "nobody smokes.",
        "Ann is a member.",
    ]
    assert problem.names == ("Rule1", "Rule2", "Policy3", "")
    assert problem.query == "May Ann stay?"


@pytest.mark.parametrize(
    ("sentence", "preference"),
    [
        ("Rule 2 takes precedence over rule 1.", ("Rule2", "Rule1")),
        ("rule2 beats Rule 1!", ("Rule2", "Rule1")),
        ("Rule 1 yields to Rule 2.", ("Rule2", "Rule1")),
        ("Rule 1 is overridden by policy 3.", ("Policy3", "Rule1")),
        ("If rule 1 and rule 2 disagree, rule 2 wins.", ("Rule2", "Rule1")),
    ],
)
def test_which_rule_wins_is_no_premise(sentence: str, preference: tuple[str, str]) -> None:
    problem = problem_in(f"{RULEBOOK}{sentence} May Ann stay?")
    assert problem.preferences == (preference,)
    assert len(problem.premises) == len(problem.names) == 4


@pytest.mark.parametrize(
    "sentence",
    [
        "Rule 2 does not override rule 1.",
        "Rule 9 beats rule 1.",
        "Team 2 beats team 1.",
        "Rule 2 was written over there with rule 1.",
    ],
)
def test_what_prefers_no_rule_is_a_premise(sentence: str) -> None:
    problem = problem_in(f"{RULEBOOK}{sentence} May Ann stay?")
    assert not problem.preferences
    assert problem.premises[-1] == sentence


@pytest.mark.parametrize(
    ("sentence", "kept"),
    [
        ("The rules are as follows.", False),
        ("The guests are these:", False),
        ("As follows from the will, Ann is rich.", True),
        ("The rules are strict.", True),
    ],
)
def test_a_sentence_that_only_announces_others_is_left_out(sentence: str, kept: bool) -> None:
    assert (sentence in problem_in(f"{sentence} Ann is old. Is she?").premises) is kept


@pytest.mark.parametrize("label", ["Question: ", "Q:", " question:\n"])
def test_the_label_of_a_question_is_no_part_of_it(label: str) -> None:
    problem = problem_in(f"{label}Ann lies. Ben says Ann lies. Does Ben lie?")
    assert problem.premises == ["Ann lies.", "Ben says Ann lies."]
    assert problem_in(f"{label}Does Ben lie?").query == "Does Ben lie?"
    assert problem_in("The question: is Ben a liar?").query == "The question: is Ben a liar?"


@pytest.mark.parametrize(
    "asked",
    [
        "Is this argument valid?",
        "Is the argument, given the stated premises, deductively valid or invalid?",
        "Does the conclusion follow from the premises?",
    ],
)
@pytest.mark.parametrize("apart", [True, False])
def test_of_an_argument_the_last_sentence_is_what_is_asked(asked: str, apart: bool) -> None:
    told = "“Who purrs? Here is my argument: All cats purr. Tom purrs. Conclusion: Tom is a cat.”"
    problem = problem_in(asked, told) if apart else problem_in(f"{told} {asked}")
    assert problem.argues
    assert problem.premises == ["All cats purr.", "Tom purrs."]
    assert problem.query == "Tom is a cat."


def test_what_comes_before_an_argument_is_no_premise() -> None:
    told = "Cats are loved. The next argument is about that: First, all cats purr. Tom purrs. "
    told += "Hence, Tom is a cat."
    problem = problem_in(f'"{told}" Is this argument valid?')
    assert problem.premises == ["First, all cats purr.", "Tom purrs."]
    told = "All cats purr. Second premise: Tom purrs. Tom is a cat."
    problem = problem_in(f'"{told}" Is this argument valid?')
    assert problem.premises == ["All cats purr.", "Tom purrs."]


@pytest.mark.parametrize(
    "question", ["Is Ann's argument valid?", "Is this ticket valid?", "Is this argument loud?"]
)
def test_what_is_asked_of_other_things_is_no_argument(question: str) -> None:
    problem = problem_in(question, "Ann argues. Bo has a ticket.")
    assert not problem.argues
    assert problem.query == question


@pytest.mark.parametrize(
    ("question", "told", "asked"),
    [
        ("A bell rang. What?", ["A bell rang."], "What?"),
        (
            "Does it end, if this is done? Go on. Stop.",
            ["Go on.", "Stop."],
            "Does it end, if this is done?",
        ),
        (
            'Ann asks: "Will you swap?" They do. At the end Ann has the',
            ['Ann asks: "Will you swap?"', "They do."],
            "At the end Ann has the",
        ),
        ("", [], ""),
    ],
)
def test_what_a_story_asks(question: str, told: list[str], asked: str) -> None:
    story = story_in(question, "Once there were two.")
    assert story.told == ["Once there were two.", *told]
    assert story.asked == asked


def test_a_step_of_an_argument_does_not_begin_it() -> None:
    told = "All cats are pets. Tom is a cat. By simple reasoning: Tom is a pet. All pets are fed. "
    problem = problem_in(f"{told}Therefore Tom is fed. Is this argument valid?")
    assert problem.premises == [
        "All cats are pets.", "Tom is a cat.", "Tom is a pet.", "All pets are fed.",
    ]  # fmt: skip


def test_a_sentence_of_a_story_has_letters() -> None:
    story = story_in("1. Ann has a hat. 2. They swap. 3. Who has it?")
    assert story.told == ["1. Ann has a hat.", "2. They swap."]
    assert story.asked == "3. Who has it?"
    assert story_in("Ann has a hat. 7.").asked == "Ann has a hat. 7."
    assert story_in("7.").asked == "7."
