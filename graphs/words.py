"""Which words of a sentence carry its content."""

from __future__ import annotations

import re

from lottery_agent.toolbox.calls.narrowing import words_in

FUNCTION_WORDS = frozenset(
    """
    a an the this that these those it its they them their there he she his her him we us our you
    your i me my who whom whose which what when where why how
    is are was were be been being am do does did done has have had having can could may might must
    shall should will would
    and or but if then else than so because unless whenever while as of in on at to from by for
    with without about into onto over under
    not no none nothing nobody neither nor never every everything everyone everybody all any
    anything anyone anybody each either both some something someone somebody only always also too
    very just same one ones isn't aren't wasn't weren't don't doesn't didn't can't cannot couldn't
    won't wouldn't hasn't haven't hadn't
    true false question statement following
    """.split()
)


_IN_SIGNS = frozenset(
    """
    more most less least fewer fewest exactly other otherwise except whoever person people case
    possibly necessarily sufficient necessary enough implies
    """.split()
)
"""Words whose meaning a formula gives in signs: "Exactly one person …", "in case …"."""


_STRESS = frozenset(
    """
    surely certainly definitely undoubtedly unquestionably clearly obviously indeed certain sure
    positive doubt doubts hesitation immediately effectively rule evidence piece pieces information
    important conclude conclusion concluded conclusions follows required firstly secondly belief
    matter hence therefore thus consequently moreover furthermore
    """.split()
)
"""Words that announce a rule or stress it, and state nothing: "One can be sure that …"."""


_ASKING = frozenset(
    """
    above below based given information according text passage context facts rules premises
    statements sentence claim unknown uncertain undetermined whether conclude concluded conclusion
    follow follows infer inferred imply implies say tell determine determined correct
    """.split()
)
"""Words with which a question asks for a verdict on what it states."""


TRUTH = "truth"
"""The predicate of those who tell the truth; what somebody says is so if, and only if, they do."""

_TELLING = frozenset(
    """
    say says said claim claims claimed state states stated swear swears think thinks insist insists
    assert asserts deny denies confirm confirms call calls accuse accuses according speak speaks
    speaking tell tells telling truthful lie lies lying liar liars ever
    """.split()
)
"""Words whose meaning a formula gives by that predicate."""


_VERDICTS = frozenset("true false right wrong correct incorrect yes no unknown uncertain".split())
_AROUND_VERDICTS = frozenset("or and is it that this statement then so not".split())


def asks_for_verdict(sentence: str) -> bool:
    """Tell whether a sentence only asks what is true of the sentence before it.

    So do "True or false?" and "Is that correct?"; "Is he right?" asks something of its own.
    """
    words = _lower(sentence)
    bare = words <= _VERDICTS | _AROUND_VERDICTS
    return bare and bool(words & _VERDICTS)


_VALIDITY = frozenset("valid invalid sound unsound conclusive follow follows".split())
_ARGUMENTS = frozenset("argument inference reasoning deduction conclusion".split())
_AROUND_ARGUMENTS = frozenset(
    "premise premises given stated explicitly deductively logically formally above whether".split()
)


def asks_for_validity(sentence: str) -> bool:
    """Tell whether a sentence only asks if an argument before it is valid.

    So do "Is this argument valid?" and "Does the conclusion follow from the premises?"; "Is Tom's
    argument valid?" asks something of its own.
    """
    words = _lower(sentence) - FUNCTION_WORDS
    bare = words <= _VALIDITY | _ARGUMENTS | _AROUND_ARGUMENTS
    return bare and bool(words & _VALIDITY) and bool(words & _ARGUMENTS)


def speaks_of_argument(text: str) -> bool:
    """Tell whether a text names an argument, or a part of one, as such."""
    return bool(_lower(text) & (_ARGUMENTS | {"premise"}))


def names_argument(text: str) -> bool:
    """Tell whether a text names an argument as a whole: no step of it ("By simple inference")."""
    named = bool(_lower(text) & {"argument", "reasoning"})
    return named and not _STEP.match(text)


_STEP = re.compile(
    r"\W*(?:by|from|with|through|using|per|thus|so|hence|therefore)\b", re.IGNORECASE
)
"""What begins a step of an argument."""
_LEAD = re.compile(
    r"\A\W*(?:to (?:begin|start) with|first of all|first|second|third|next|now|finally)\s*,",
    re.IGNORECASE,
)
"""What says where a sentence stands among others: "To begin with, …"."""


def content_words(text: str) -> set[str]:
    """Return the words that carry content, in lower case."""
    return _lower(_LEAD.sub("", text)) - FUNCTION_WORDS - _IN_SIGNS - _STRESS


def coverage(sentence: str, written: str, *, asked: bool = False) -> float:
    """Return the share of a sentence's content words that also occur in what was written.

    Args:
        sentence: The sentence.
        written: What was written for it.
        asked: Whether the sentence is a question, which need not be written but for what it states.
    """
    wanted = content_words(sentence)
    if asked:
        wanted -= _ASKING
    found = _lower(written.replace("_", " "))
    if TRUTH in found:
        wanted -= _TELLING
    return len(wanted & found) / len(wanted) if wanted else 1.0


def _lower(text: str) -> set[str]:
    return {word.lower() for word in words_in(text)}
