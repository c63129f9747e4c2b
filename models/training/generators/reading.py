# ruff: noqa: E501 - a pattern of language is one line
"""Quotations: questions with a passage that holds the answer, or does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

from lottery_agent.graphs.librarian import quotable
from lottery_agent.graphs.sentences import split_sentences
from lottery_agent.graphs.words import content_words
from lottery_agent.models.training.draft import Draft, capital, rough, spin
from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.phrases import article
from lottery_agent.models.training.generators.vocabulary import Vocabulary, read_lines

_MOST_WORDS = 75


def squad(data: Path, rng: Random) -> Iterator[Draft]:
    """Yield SQuAD's questions with the sentences around the answer."""
    for item in read_lines(data / "squad_train.jsonl.gz"):
        answers = [a for a in item["answers"] if isinstance(a, str)]  # type: ignore[attr-defined]
        passage = _window(rng, str(item["context"]), needed=str(item["answer"]))
        answer = quotable(str(item["answer"]))
        if passage is None or answer not in quotable(passage) or len(answer.split()) > 12:
            continue
        shortest = min(answers, key=len)
        answer = quotable(shortest) if rng.random() < 0.3 else answer
        yield Draft(
            "quote",
            {"question": str(item["question"]), "passage": quotable(passage)},
            f'"{answer}"',
            "reading.squad",
            source=str(item["id"]),
        )


def unanswerable(data: Path, rng: Random) -> Iterator[Draft]:
    """Yield SQuAD's questions whose answer is not in the passage."""
    for item in read_lines(data / "squad2_unanswerable_train.jsonl.gz"):
        question = str(item["question"]).strip()
        passage = _window(rng, str(item["context"]), near=question)
        if passage is not None and question:
            yield Draft(
                "quote",
                {"question": question, "passage": quotable(passage)},
                "none",
                "reading.unanswerable",
                source=str(item["id"]),
            )


def nq(data: Path, rng: Random) -> Iterator[Draft]:
    """Yield natural questions with the sentences around the answer."""
    for item in read_lines(data / "nq_oracle_train.jsonl.gz"):
        for answer in item["answers"]:  # type: ignore[attr-defined]
            passage = _window(rng, str(item["context"]), needed=answer)
            if passage is not None and len(answer.split()) <= 12:
                yield Draft(
                    "quote",
                    {"question": str(item["question"]), "passage": quotable(passage)},
                    f'"{quotable(answer)}"',
                    "reading.nq",
                    source=str(item["id"]),
                )
                break


def _window(rng: Random, text: str, *, needed: str = "", near: str = "") -> str | None:
    sentences = split_sentences(text)
    if needed:
        centre = next((i for i, s in enumerate(sentences) if needed in s), None)
    else:
        wanted = content_words(near)
        centre = max(
            range(len(sentences)),
            key=lambda i: len(wanted & content_words(sentences[i])),
            default=None,
        )
    if centre is None or len(sentences[centre].split()) > _MOST_WORDS:
        return None
    first = last = centre
    for _ in range(rng.randint(0, 3)):
        grown = (first - 1, last) if rng.random() < 0.5 else (first, last + 1)
        if grown[0] < 0 or grown[1] >= len(sentences):
            continue
        if len(" ".join(sentences[grown[0] : grown[1] + 1]).split()) > _MOST_WORDS:
            break
        first, last = grown
    return " ".join(sentences[first : last + 1])


_FACTS: tuple[tuple[str, str, str], ...] = (
    (
        "The {p} opens at {time} [|on {day}s|every day]",
        "[When|At what time|What time] does the {p} open",
        "{time}",
    ),
    ("The {p} closes at {time}", "[When|At what time] does the {p} close", "{time}"),
    (
        "The {p} is closed on {day}s",
        "[On which day is the {p} closed|When is the {p} closed]",
        "{day}s",
    ),
    (
        "The [code|combination|password|PIN] [of|for] the {p} is {code}",
        "What is the [code|combination|password|PIN] [of|for] the {p}",
        "{code}",
    ),
    ("{N} {past} the {p} in {year}", "Who {past} the {p}", "{N}"),
    ("{N} {past} the {p} in {year}", "When was the {p} {past}", "{year}"),
    (
        "A {t} costs {price}",
        "[How much does a {t} cost|What does a {t} cost|What is the price of a {t}]",
        "{price}",
    ),
    (
        "The {p} belongs to {N}",
        "[Who owns the {p}|To whom does the {p} belong|Whose is the {p}]",
        "{N}",
    ),
    (
        "The {t} is [kept|stored|hidden] [under|behind|in|near|above] the {p}",
        "Where is the {t}",
        "~ the {p}",
    ),
    ("{N} lives in {C}", "Where does {N} live", "{C}"),
    ("{N} works as {a_job} in {C}", "[What does {N} work as|What is the job of {N}]", "{a_job}"),
    ("{N} was born in {C} in {year}", "[When|In what year] was {N} born", "{year}"),
    ("{N} was born in {C} in {year}", "[Where|In what town] was {N} born", "{C}"),
    (
        "The {p} is {num} metres [high|long|deep|wide]",
        "How [high|long|deep|wide] is the {p}",
        "{num} metres",
    ),
    (
        "The meeting with {N} is on {day} at {time}",
        "When is the meeting with {N}",
        "on {day} at {time}",
    ),
    ("The meeting with {N} is in the {p}", "Where is the meeting with {N}", "in the {p}"),
    ("The {p} has {num} {ts}", "How many {ts} does the {p} have", "{num}"),
    ("{N} is the {job} of the {p}", "Who is the {job} of the {p}", "{N}"),
    (
        "The {p} was [built|founded|painted|repaired] in {year}",
        "When was the {p} [built|founded|painted|repaired]",
        "{year}",
    ),
    ("The phone number of {N} is {phone}", "What is the phone number of {N}", "{phone}"),
    ("{N} brings the {ts} on {day}", "Who brings the {ts}", "{N}"),
    (
        "The {ts} must be {past} before {day}",
        "[By when|When] must the {ts} be {past}",
        "before {day}",
    ),
    (
        "To {verb} the {t}, press the {adj} button twice",
        "How do I {verb} the {t}",
        "press the {adj} button twice",
    ),
    (
        "The bus to {C} stops at the {p} every {num} minutes",
        "Where does the bus to {C} stop",
        "at the {p}",
    ),
    (
        "The bus to {C} stops at the {p} every {num} minutes",
        "How often does the bus to {C} stop",
        "every {num} minutes",
    ),
    ("Members pay {price} a [month|year]", "How much do members pay", "{price}"),
    (
        "The {t} weighs {num} kg",
        "[How much does the {t} weigh|What is the weight of the {t}]",
        "{num} kg",
    ),
    ("{N} is married to {M}", "Who is {N} married to", "{M}"),
    ("The {adj} {t} is made of {stuff}", "What is the {adj} {t} made of", "{stuff}"),
    ("Guests need {a_t} to enter the {p}", "What do guests need to enter the {p}", "{a_t}"),
    ("The capital of {C} is {D}", "What is the capital of {C}", "{D}"),
    ("The {p} is [next to|opposite|behind] the {t}", "Where is the {p}", "~ the {t}"),
    ("{N} gave the {t} to {M}", "Who [has|got] the {t}", "{M}"),
    ("{N} gave the {t} to {M}", "Who gave the {t} to {M}", "{N}"),
    ("The {p} is named after {N}", "After whom is the {p} named", "{N}"),
    (
        "The {t} was lost because the {p} was too {adj}",
        "Why was the {t} lost",
        "because the {p} was too {adj}",
    ),
    ("The favourite {t} of {N} is {adj}", "What is the favourite {t} of {N} like", "{adj}"),
    ("Please {verb} the {ts} after use", "What should be done with the {ts}", "{verb} the {ts}"),
    ("Your {t} arrives on {day}", "When does my {t} arrive", "on {day}"),
    ("The Wi-Fi password is {code}", "What is the [Wi-Fi|wifi] password", "{code}"),
)
NOTES = ("reading.note.missing", *(f"reading.note.{index}" for index in range(len(_FACTS))))
"""The names of all questions about notes."""
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_FILLERS = (
    "Nobody {past} the {t} this year", "We also have {adj} {ts}", "{M} likes the {adj} {t}",
    "Do not {verb} the {ts}", "The weather was {adj}", "{M} often speaks about {ts}",
    "It is said that the {t} is {adj}", "Last year there were {num} {ts}",
)  # fmt: skip


def _values(rng: Random, words: Vocabulary) -> dict[str, str]:
    noun, job, thing = words.noun(rng), words.noun(rng), words.noun(rng)
    full = words.name(rng) if rng.random() < 0.5 else f"{words.name(rng)} {words.name(rng)}"
    hour = rng.randint(1, 12)
    time = rng.choice(
        (
            f"{hour}:{rng.choice(('00', '15', '30', '45'))}",
            f"{hour} {rng.choice(('am', 'pm'))}",
            f"half past {in_words(hour)}",
            f"{hour} o'clock",
            "noon",
            f"{rng.randint(6, 22):02d}:{rng.randint(0, 59):02d}",
        )
    )
    place = noun.one if rng.random() < 0.6 else f"{words.adjective(rng)} {noun.one}"
    number = rng.randint(2, 400)
    return {
        "p": place, "t": thing.one, "ts": thing.many, "a_t": article(thing.one), "job": job.one, "a_job": article(job.one),
        "N": full, "M": words.name(rng), "C": words.name(rng), "D": words.name(rng), "time": time,
        "day": rng.choice(_DAYS), "year": str(rng.randint(1650, 2030)), "adj": words.adjective(rng),
        "code": rng.choice((str(rng.randint(100, 9999)), f"{words.noun(rng).one}{rng.randint(1, 99)}", f"{rng.choice('ABCDEFG')}-{rng.randint(10, 999)}")),
        "price": rng.choice((f"${rng.randint(1, 99)}", f"{rng.randint(1, 99)} euros", f"£{rng.randint(1, 20)}.{rng.randint(10, 99)}", f"{in_words(rng.randint(2, 20))} pounds")),
        "num": str(number) if rng.random() < 0.75 or number > 90 else in_words(number),
        "past": words.verb(rng).past, "verb": words.verb(rng).base, "stuff": words.noun(rng).one,
        "phone": f"{rng.randint(100, 999)} {rng.randint(1000, 9999)}",
    }  # fmt: skip


def note(rng: Random, words: Vocabulary) -> Draft:
    """Draw a short note and ask for something that it says, or does not say."""
    asked = rng.randrange(len(_FACTS))
    values = _values(rng, words)
    pattern, question, answer = _FACTS[asked]
    sentence = spin(rng, pattern).format(**values)
    if answer.startswith("~"):
        tail = answer[1:].format(**values)
        answer = sentence[: sentence.rindex(tail.strip()) + len(tail.strip())]
        answer = answer[answer.index(" is ") + 4 :]
        for word in ("kept ", "stored ", "hidden "):
            answer = answer.removeprefix(word)
    else:
        answer = answer.format(**values)
    text = spin(rng, question).format(**values)
    lines = []
    for _ in range(rng.choice((0, 1, 1, 2, 2, 3))):
        others = _values(rng, words)
        if rng.random() < 0.5:
            others["p"] = values["p"] if rng.random() < 0.3 else others["p"]
            index = rng.randrange(len(_FACTS))
            if index == asked or _FACTS[index][0] == pattern:
                others = _values(rng, words)
            lines.append(spin(rng, _FACTS[index][0]).format(**others))
        else:
            lines.append(rng.choice(_FILLERS).format(**others))
    missing = rng.random() < 0.28
    if missing:
        near = rng.randrange(len(_FACTS))
        if _FACTS[near][0] != pattern:
            others = _values(rng, words) | {"p": values["p"], "N": values["N"], "t": values["t"]}
            lines.append(spin(rng, _FACTS[near][0]).format(**others))
    else:
        lines.insert(rng.randint(0, len(lines)), sentence)
    if not lines:
        lines.append(rng.choice(_FILLERS).format(**_values(rng, words)))
    joint = rng.choice((". ", ". ", ". ", "; "))
    passage = joint.join(capital(" ".join(line.split())) for line in lines) + "."
    if rng.random() < 0.12:
        passage = f"# {capital(words.noun(rng).many)} {passage}"
    question_text = rough(rng, " ".join(text.split()) + "?", share=0.35)
    return Draft(
        "quote",
        {"question": question_text, "passage": quotable(passage)},
        "none" if missing else f'"{answer}"',
        f"reading.note.{'missing' if missing else asked}",
    )
