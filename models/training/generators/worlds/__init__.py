"""Stories of a world that changes, and the programs of the state tool that answer them.

A story is told in one of several manners, each with phrases of its own; what happens is kept while
it is drawn, so that the answer is known without the tool.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from random import Random

from lottery_agent.graphs.sentences import story_in
from lottery_agent.graphs.stories import BEFORE, NOTHING, names_in
from lottery_agent.models.training.checks import fault
from lottery_agent.models.training.draft import Draft, capital
from lottery_agent.models.training.generators.calls.shelf import Shelf, lexical_shelf
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.generators.voices import misspelt, voiced
from lottery_agent.models.training.generators.worlds import (
    containers,
    counts,
    dayphrases,
    days,
    swaps,
    things,
    variables,
    walks,
)
from lottery_agent.models.training.generators.worlds.telling import (
    LONGEST,
    Said,
    Told,
    ahead,
    story,
)
from lottery_agent.toolbox.calls.narrowing import words_in

STORIES: tuple[Callable[[Random, Vocabulary], Told], ...] = (
    *(swaps.told, swaps.told, swaps.told, counts.told, counts.told),
    *(containers.told, containers.told, walks.told, walks.told, walks.told),
    *(variables.numbers, variables.states, things.told, things.told, days.told, days.told),
)
"""Draw a story with a question and its program."""

MANNERS = (
    *(f"state.swap.{name}" for name in swaps.MANNERS),
    *(f"state.count.{name}" for name in counts.MANNERS),
    *(f"state.contents.{name}" for name in containers.MANNERS),
    *(f"state.walk.{name}" for name in walks.MANNERS),
    *(f"state.number.{name}" for name in variables.NUMBERS),
    *(f"state.place.{name}" for name in variables.STATES),
    *(f"state.things.{name}" for name in things.MANNERS),
    *(f"state.days.{name}" for name in dayphrases.MANNERS),
)
"""The names of all manners in which stories are told."""

_LINES = 30
"""Most lines of a program."""
_APART = 0.25
"""How often the story comes before the question on a line of its own."""
_AHEAD = 0.35
"""How often a question that may stand before the events does."""
_TWICE = 0.03
"""How often a question that has no other words of its own is asked before the story too."""
_SLIPS = 0.08
"""How often one sentence of the story has a slip."""
_EVENTS, _NOTHING, _CALLS = 0.7, 0.65, 0.3
"""Shares of the sentences, of those in which nothing happens, and of the calls that are shown."""
_BLOCK = 32
"""Stories that are drawn together, so that their vectors are made at once."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question about a story.

    Attributes:
        text: The question, with the story.
        question: What tools are found by: without the story if that is given apart.
        events: The sentences that tell, as a run cuts them, with their lines.
        place: How many of them come before the one that asks.
        asks: The sentence that asks; its last line is the query.
        told: The story as it was drawn.
    """

    text: str
    question: str
    events: Sequence[Said]
    place: int
    asks: Said
    told: Told

    @property
    def program(self) -> str:
        """The program that answers, joined as a run joins it."""
        *asked, query = self.asks.lines
        before, after = self.events[: self.place], self.events[self.place :]
        lines = [line for said in before for line in said.lines]
        return "\n".join([*lines, *asked, *(line for said in after for line in said.lines), query])


def asked(rng: Random, words: Vocabulary) -> Asked:
    """Draw a question about a story."""
    while True:
        told = rng.choice(STORIES)(rng, words)
        if told.program.count("\n") < _LINES and (made := _asked(rng, told)) is not None:
            return made


def _asked(rng: Random, told: Told) -> Asked | None:
    """Ask about a story, or return None if the sentences do not tell all that they have to."""
    lower = rng.random() < 0.15
    kept = {"turns", *(word.lower() for word in words_in(told.program.replace("_", " ")))}
    said = story(rng, told)
    if rng.random() < _SLIPS:
        slipped = rng.randrange(len(said))
        said[slipped] = replace(said[slipped], text=misspelt(rng, said[slipped].text, kept))
    question, lines = told.question, (*told.given, f"? {told.query}")
    again = told.again
    if not again and told.events and not told.given and rng.random() < _TWICE:
        again = told.ahead or ahead(rng, question)
    asks = bool(told.ahead) or question.endswith("?")
    before = told.before and asks and not again and rng.random() < _AHEAD
    if before:
        question = told.ahead or ahead(rng, question)
    if question.endswith("?"):
        question = voiced(rng, question, kept=kept, lower=lower)
    if before and question[-1].isalpha():  # it ends in `please`
        question += "."
    if again and question.endswith("?") and again.endswith("?"):
        said.insert(0, Said(capital(again)))
    if lower:
        said = [Said(each.text.lower(), tuple(map(str.lower, each.lines))) for each in said]
        question, lines = question.lower(), tuple(map(str.lower, lines))
    asking = Said(question, lines)
    if before:
        said[-1] = replace(said[-1], text=said[-1].text.removesuffix(",").removesuffix(".") + ".")
        place = rng.choice((0, _after_start(said, told)))
        parts = [*said[:place], asking, *said[place:]]
        text = question = " ".join(each.text for each in parts)
    elif rng.random() < _APART:
        parts = [*said, asking]
        text = " ".join(each.text for each in said).removesuffix(",") + f"\n{question}"
        if said[-1].text.endswith(","):
            parts[-2] = replace(said[-1], text=said[-1].text.removesuffix(","))
    else:
        if said[-1].text.endswith(","):
            asking = replace(asking, text=_small(question, told))
        parts = [*said, asking]
        text = question = " ".join(each.text for each in parts)
    return _cut(text, question, parts, asking, told)


def _small(question: str, told: Told) -> str:
    """Return a question as it goes on behind a comma."""
    names = words_in(told.program.replace("_", " "))
    return question if question.split()[0] in names else question[:1].lower() + question[1:]


def _after_start(said: Sequence[Said], told: Told) -> int:
    """Return how many sentences tell the start, 0 if one of them tells an event too."""
    left = sum(len(each.lines) for each in told.start)
    for place, each in enumerate(said):
        if not left:
            return place
        left -= len(each.lines)
        if left < 0:
            break
    return 0


def _cut(text: str, question: str, parts: Sequence[Said], asking: Said, told: Told) -> Asked | None:
    """Cut a text as a run does, and give each sentence the lines of the parts that end in it.

    Returns:
        None if the sentence that asks is another one, or if lines do not fit their sentence.
    """
    found = story_in(text)
    sentences = [*found.told[: found.place], found.asked, *found.told[found.place :]]
    ends = list(accumulate(map(_signs, sentences)))
    lines: list[list[str]] = [[] for _ in sentences]
    for part, end in zip(parts, accumulate(_signs(each.text) for each in parts), strict=True):
        at = bisect_left(ends, end)
        if part is not asking:
            lines[at] += part.lines
        elif not end - _signs(part.text) < ends[found.place] <= end:
            return None
    said = [Said(sentence, tuple(each)) for sentence, each in zip(sentences, lines, strict=True)]
    asks = said.pop(found.place)
    made = Asked(
        text, question, said, found.place, replace(asks, lines=(*asks.lines, *asking.lines)), told
    )
    return made if _fits(made) else None


def _signs(text: str) -> int:
    """Count the characters of a text that are no blanks."""
    return len("".join(text.split()))


def _fits(made: Asked) -> bool:
    """Tell whether a run could write the lines of each sentence."""
    events = (event_draft(made.events, at, "") for at, said in enumerate(made.events) if said.lines)
    return all(len(d.target) <= LONGEST and not fault(d) for d in (*events, _asking(made)))


def drafts(rng: Random, words: Vocabulary, shelf: Shelf | None = None) -> Iterator[Draft]:
    """Draw stories without end: their sentences, what asks, and calls.

    A call has the signatures that a run would show.

    Args:
        rng: Where to draw from.
        words: The vocabulary.
        shelf: Finds the signatures; by default by their words.
    """
    shelf = shelf or lexical_shelf()
    while True:
        block = [(asked(rng, words), rng.random() < _CALLS) for _ in range(_BLOCK)]
        shelf.prepare(made.question for made, called in block if called)
        for made, called in block:
            yield from _events(rng, made)
            yield _asking(made)
            if called:
                yield _call(made, shelf)


def draft(rng: Random, words: Vocabulary, shelf: Shelf | None = None) -> Draft:
    """Draw one draft of a story: a sentence, what asks, or the call."""
    made = asked(rng, words)
    draw = rng.random()
    if draw < 0.1:
        return _call(made, shelf or lexical_shelf())
    events = list(_events(rng, made)) if draw < 0.8 else []
    return rng.choice(events) if events else _asking(made)


def _events(rng: Random, made: Asked) -> Iterator[Draft]:
    for i, said in enumerate(made.events):
        if rng.random() < (_EVENTS if said.lines else _NOTHING):
            yield event_draft(made.events, i, made.told.template)


def event_draft(
    events: Sequence[Said], place: int, template: str, source: str = "generated"
) -> Draft:
    """Return the draft of one sentence of a story.

    Args:
        events: The sentences that tell, with their lines.
        place: Which of them it is.
        template: The template of the draft.
        source: Where its words come from.
    """
    said = events[place]
    inputs = {"sentence": said.text}
    if before := " ".join(each.text for each in events[max(place - BEFORE, 0) : place]):
        inputs["before"] = before
    return Draft("event", inputs, "\n".join(said.lines) or NOTHING, template, source)


def asked_draft(
    events: Sequence[Said], asks: Said, template: str, source: str = "generated"
) -> Draft:
    """Return the draft of the sentence of a story that asks.

    Args:
        events: The sentences that tell, with their lines.
        asks: The sentence that asks, its lines the events that it tells and the query.
        template: The template of the draft.
        source: Where its words come from.
    """
    names = names_in(line for said in events for line in said.lines)
    inputs = {"question": asks.text, "names": names}
    return Draft("asked", inputs, "\n".join(asks.lines), template, source)


def _asking(made: Asked) -> Draft:
    return asked_draft(made.events, made.asks, made.told.template)


def _call(made: Asked, shelf: Shelf) -> Draft:
    inputs = {"question": made.text, "signatures": shelf.shown(made.question, "state")}
    return Draft("call", inputs, "state()", made.told.template)
