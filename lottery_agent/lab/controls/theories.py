"""Reads the sentences of ProofWriter and PrOntoQA, which come from a handful of patterns.

Words are copied as they stand in the sentence: the tool brings `Red` and `red`, `likes` and `like`
together.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from lottery_agent.graphs.sentences import problem_in
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench

_IT = r"(?:something|someone|it|they|he|she|people|things)"
_SUBJECT = rf"(?P<subject>[Tt]he (?:bald eagle|\w+)|{_IT}|[A-Z]\w*)"
_CLAUSE = re.compile(
    rf"{_SUBJECT} (?:(?P<be>is|are)(?P<isnt> not)? (?P<what>\w+(?:, \w+)*)"
    r"|(?:(?P<doesnt>does|do) not )?(?P<relation>\w+) (?P<object>(?:the )?(?:bald eagle|\w+)))"
)
_KIND = re.compile(
    r"(?:(?:Each|Every) (?P<one>\w+)|(?P<many>[A-Z]\w*)) (?:is|are) (?P<isnt>not )?"
    r"(?:an? )?(?P<what>\w+)"
)


def proofwriter(question: Question, bench: Workbench) -> Found:
    """Decide a statement of ProofWriter's."""
    return _decided(question, bench, fact_or_rule)


def prontoqa(question: Question, bench: Workbench) -> Found:
    """Decide a statement of PrOntoQA's."""
    return _decided(question, bench, kind_or_fact)


def _decided(question: Question, bench: Workbench, read: Callable[[str], str]) -> Found:
    problem = problem_in(question.text, question.context)
    # What is asked is "Is the following statement true or false?" and the statement.
    _, asked, statement = problem.query.partition("? ")
    if not asked or not problem.premises:
        raise Unreadable(question.text)
    return bench.verdict([read(sentence) for sentence in problem.premises], read(statement))


def fact_or_rule(sentence: str) -> str:
    """Translate a sentence of ProofWriter into the logic language."""
    text = sentence.rstrip(".")
    if text.startswith("If "):
        body, _, head = text[3:].partition(" then ")
        parts = _clauses(body)
        rule = f"{' & '.join(parts)} -> {' & '.join(_clauses(head))}"
        return f"all x ({rule})" if re.search(r"\bx\b", rule) else rule
    kinds = re.fullmatch(
        r"(?:All )?(?P<kinds>[\w, ]+?) (?:things|people) are (?P<isnt>not )?(?P<what>\w+)", text
    )
    if kinds:
        bodies = [f"{word.strip()}(x)" for word in re.split(r", | and ", kinds["kinds"])]
        return f"all x ({' & '.join(bodies)} -> {'~' if kinds['isnt'] else ''}{kinds['what']}(x))"
    return " & ".join(_clauses(text))


def kind_or_fact(sentence: str) -> str:
    """Translate a sentence of PrOntoQA into the logic language."""
    found = _KIND.fullmatch(sentence.rstrip("."))
    if found is None:
        raise Unreadable(sentence)
    sign = "~" if found["isnt"] else ""
    kind = found["one"] or found["many"]
    if found["one"] or " are " in sentence:
        return f"all x ({kind}(x) -> {sign}{found['what']}(x))"
    return f"{sign}{found['what']}({kind})"


def _clauses(text: str) -> list[str]:
    found: list[str] = []
    subject = ""
    for part in re.split(r" and ", text):
        clause = _CLAUSE.fullmatch(part)
        if clause is None:
            # `something is young and round`: the subject stays.
            if not subject or not re.fullmatch(r"(not )?\w+", part):
                raise Unreadable(text)
            found.append(f"{'~' if part.startswith('not ') else ''}{part.split()[-1]}({subject})")
            continue
        subject = _thing(clause["subject"])
        if clause["be"]:
            sign = "~" if clause["isnt"] else ""
            found += [f"{sign}{word}({subject})" for word in clause["what"].split(", ")]
        else:
            sign = "~" if clause["doesnt"] else ""
            found.append(f"{sign}{clause['relation']}({subject}, {_thing(clause['object'])})")
    return found


def _thing(text: str) -> str:
    if re.fullmatch(_IT, text.lower()):
        return "x"
    return "_".join(re.sub(r"^[Tt]he ", "", text).split())
