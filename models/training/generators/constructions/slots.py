"""Fills the places of a pattern with words, and keeps what they mean.

A place has the name of its group in capitals' stead: `{a}`, `{As}` and `{n}` are all of the group
`A`. What a group means is what the form of its first place means, because the words of a formula
are those of the sentence.

| place | what stands there | group |
| --- | --- | --- |
| `{a}` `{aa}` `{As}` | a noun phrase: `cat that barks`, with `a`, in the plural | A |
| `{n}` `{an}` `{ns}` | a noun, with `a`, in the plural | A |
| `{b}` `{ab}` `{bs}` | another noun | B |
| `{p}` `{ps}` | a verb phrase for one, for many | P |
| `{pb}` `{pbs}` | a verb phrase after `must`, for one and for many | P |
| `{np}` `{nps}` | the same with `not`; the group means what is denied | P |
| `{p?}` `{p.}` `{ps?}` `{ps.}` | what opens a question, and what follows its subject | P |
| `{q}` and so on | another verb phrase | Q |
| `{N}` `{M}` `{K}` | something with a name | N, M, K |
| `{s}` `{t}` | a sentence about something with a name | S, T |
| `{v}` `{vb}` `{vn}` | a verb that needs an object: `likes`, `like`, `liked` | V |
| `{c}` `{ac}` | something that one has | C |
| `{w}` | a word for a relative or possession | W |
| `{k}` | a number | k |
| `{u}` | what is counted, in the plural | F |
| `{f}` | what is measured: `age` | F |
| `{m>}` and so on | a measure with its unit: `is more than 20 years old` | F, k |
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators import phrases
from lottery_agent.models.training.generators.constructions import everyday
from lottery_agent.models.training.generators.constructions.everyday import Speech
from lottery_agent.models.training.generators.constructions.meaning import In, Set, relation
from lottery_agent.models.training.generators.formulas import restricted
from lottery_agent.models.training.generators.phrases import Form, Phrase, article, entity
from lottery_agent.models.training.generators.vocabulary import Noun, Verb, Vocabulary

_PLACE = re.compile(r"\{([A-Za-z]+(?:[?.]|[<>]?=?))\}")
_MARKS = str.maketrans("", "", "?.")
MEASURES = "age height weight price score salary speed length width depth size income".split()
"""What may be measured without a unit."""
UNITS = (
    (("is", "are", "be"), "years old"), (("is", "are", "be"), "metres long"),
    (("is", "are", "be"), "cm tall"), (("is", "are", "be"), "miles away"),
    (("weighs", "weigh", "weigh"), "kg"), (("costs", "cost", "cost"), "euros"),
    (("costs", "cost", "cost"), "dollars"), (("earns", "earn", "earn"), "euros"),
    (("takes", "take", "take"), "minutes"), (("lasts", "last", "last"), "hours"),
)  # fmt: skip
"""Verbs, in the singular, the plural and the base form, and the unit behind the number."""
COMPARISONS: Mapping[str, tuple[str, ...]] = {
    "=": ("{k}", "exactly {k}"),
    ">": ("more than {k}", "over {k}"),
    "<": ("less than {k}", "under {k}"),
    ">=": ("at least {k}", "{k} or more", "no less than {k}"),
    "<=": ("at most {k}", "{k} or less", "no more than {k}", "up to {k}"),
}
"""How a number is compared."""


@dataclass(slots=True)
class Slots:
    """The words of one sentence.

    Attributes:
        rng: Where to draw from.
        speech: The words there are.
        negative: How often a verb phrase is negated of itself.
    """

    rng: Random
    speech: Speech
    negative: float = 0.1
    words: Vocabulary = field(init=False)
    sets: dict[str, Set] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    sentences: dict[str, In] = field(default_factory=dict)
    _said: dict[str, str] = field(default_factory=dict)
    _drawn: dict[str, Phrase | Noun | Verb] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.words = self.speech.draw(self.rng)

    def call(self, place: str, name: str) -> None:
        """Settle whose name stands in a place."""
        self._said[place] = self.names[place] = name

    def fill(self, pattern: str) -> str:
        """Return a pattern with words in its places."""
        text = spin(self.rng, pattern)
        return _PLACE.sub(lambda place: self._place(place[1]), text)

    def _place(self, place: str) -> str:
        if place not in self._said:
            self._said[place] = self._draw(place)
        return self._said[place]

    def _draw(self, place: str) -> str:
        if place in ("N", "M", "K"):
            return self._name(place)
        if place in ("s", "t"):
            return self._sentence(place)
        if place in ("a", "aa", "As", "n", "an", "ns"):
            return self._noun_phrase(place)
        if place in ("b", "ab", "bs"):
            return self._noun("B", place)
        if place in ("v", "vb", "vn"):
            return self._verb(place)
        if place in ("c", "ac"):
            return self._held(place)
        if place == "w":
            self.names["W"] = word = self.words.noun(self.rng).one
            return word
        if place in ("k", "u", "f") or place[0] == "m":
            return self._number(place)
        return self._verb_phrase(place)

    def _number(self, place: str) -> str:
        if place == "k":
            return self.names.setdefault("k", str(self.rng.randint(2, 99)))
        if place in ("u", "f"):
            word = self.words.noun(self.rng).many if place == "u" else self.rng.choice(MEASURES)
            return self.names.setdefault("F", word)
        verb, unit = self.rng.choice(UNITS)
        sign = place.lstrip("ms")
        more = self.rng.choice(COMPARISONS[sign])
        word = {"m": verb[0], "ms": verb[1], "mb": verb[2]}[place.removesuffix(sign)]
        kept = () if verb[2] == "be" else (word,)
        self.names.setdefault("F", "_".join((*kept, *unit.split())))
        return f"{word} {more.replace('{k}', self._place('k'))} {unit}"

    def _name(self, place: str) -> str:
        while True:
            said, name = entity(self.rng, self.words)
            if name.lower() not in {known.lower() for known in self.names.values()}:
                self.names[place] = name
                return said

    def _sentence(self, place: str) -> str:
        known = self._said.get("subject")
        if place == "t" and known is not None and "S" in self.sentences and self.rng.random() < 0.4:
            said, name = known, self.sentences["S"].name
        else:
            said, name = entity(self.rng, self.words)
        self._said.setdefault("subject", said)
        text, meaning = self._form(self._phrase(place), "p")
        self.sentences[place.upper()] = In(name, relation(meaning))
        return f"{said} {text}"

    def _noun_phrase(self, place: str) -> str:
        if place in ("n", "an", "ns"):
            return self._noun("A", {"n": "b", "an": "ab", "ns": "bs"}[place])
        text, meaning = restricted(self.rng, self.words, plural=place == "As")
        self.sets.setdefault("A", relation(meaning))
        return article(text) if place == "aa" else text

    def _noun(self, group: str, place: str) -> str:
        noun = self._drawn.setdefault(group, self.words.noun(self.rng))
        assert isinstance(noun, Noun)  # noqa: S101 - a group holds one kind
        word = noun.many if place == "bs" else noun.one
        self.sets.setdefault(group, relation(f"{word}(@)"))
        return article(word) if place == "ab" else word

    def _verb(self, place: str) -> str:
        verb = self._drawn.setdefault("V", _transitive(self.rng, self.words))
        assert isinstance(verb, Verb)  # noqa: S101 - a group holds one kind
        word = {"v": verb.third, "vb": verb.base, "vn": verb.past}[place]
        self.names.setdefault("V", word)
        return word

    def _held(self, place: str) -> str:
        word = self.rng.choice(self.speech.held)
        self.names.setdefault("C", word)
        return article(word) if place == "ac" else word

    def _verb_phrase(self, place: str) -> str:
        group = "P" if "p" in place else "Q"
        phrase = self._drawn.setdefault(group, self._phrase(group))
        assert isinstance(phrase, Phrase)  # noqa: S101 - a group holds one kind
        kind = place.translate(_MARKS).replace("q", "p")
        if place.endswith("?"):
            return (phrase.ask_many if kind == "ps" else phrase.ask)[0]
        if place.endswith("."):
            text, meaning = (phrase.ask_many if kind == "ps" else phrase.ask)[1]
        else:
            text, meaning = self._form(phrase, kind)
        self.sets.setdefault(group, relation(meaning))
        return text

    def _form(self, phrase: Phrase, kind: str) -> Form:
        many = kind.endswith("s")
        if kind.startswith("pb"):
            verb, _, rest = phrase.many[0].partition(" ")
            be = many and verb in ("are", "were")
            return (f"be {rest}", phrase.many[1]) if be else phrase.base
        if kind.startswith("n"):
            text, meaning = self.rng.choice(phrase.not_many if many else phrase.not_one)
            return text, meaning.removeprefix("~")
        if self.rng.random() < self.negative:
            return self.rng.choice(phrase.not_many if many else phrase.not_one)
        return phrase.many if many else phrase.one

    def _phrase(self, group: str) -> Phrase:
        rng = self.rng
        if self.words is self.speech.everyday and self.speech.doing and rng.random() < 0.45:
            base, third, past, rest = everyday.forms(rng.choice(self.speech.doing))
            kept, other = everyday.term(rest)
            name = "_".join(("!", *kept)) if kept else "!"
            meaning = f"{name}(@, {other})" if other else f"{name}(@)"
            return phrases.verbal(rng, "relation", (base, third, past), rest, meaning)
        return phrases.phrase(rng, self.words, relations=0.3 if group in "st" else 0.2)


def _transitive(rng: Random, words: Vocabulary) -> Verb:
    """Draw a verb of which the past form is also the participle: `liked`."""
    for _ in range(20):
        verb = words.verb(rng)
        if verb.past.endswith("ed"):
            return verb
    return Verb("like", "likes", "liked", "liking")
