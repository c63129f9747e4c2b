"""The words of the generators: tens of thousands, harvested when the data is built.

Words come from the training files' passages and questions and are sorted into nouns, verbs and
adjectives by lemminflect's dictionary, which also inflects them. Names come from capitalised words
inside sentences. Made-up words fill the rest, so that copying is learnt and not a word list.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from random import Random
from types import ModuleType

from lottery_agent.errors import UsageError

_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)?")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,11}\b")
_SOURCES = ("gsm8k_train", "squad_passages", "squad_train", "folio_train", "nq_oracle_train")
_FUNCTION = frozenset(
    """a an the and or but if then than that this these those all some any each every no not none
    nor neither either both only i me my we us our you your he him his she her it its they them
    their who whom whose what which when where why how is am are was were be been being do does did
    done have has had having can could will would shall should may might must of in on at by for
    with about into from to up down out over under as so such very too also just there here now
    more most less least other another same own many much few several one two three four five six
    seven eight nine ten answer x y z off per amid unless something someone anything anyone
    everything everyone nothing nobody somebody anybody everybody whenever true false unknown well
    other according regarding like let""".split()
)
_FAILS = frozenset("outside inside ill unable aka etc vol non".split())


def held_out() -> frozenset[str]:
    """Return the words that no training example may contain, in lower case."""
    text = files("lottery_agent.models.training").joinpath("held_out.txt").read_text("utf-8")
    return frozenset(text.lower().split())


@dataclass(frozen=True, slots=True)
class Noun:
    """A countable noun."""

    one: str
    many: str


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb in the forms that sentences need."""

    base: str
    third: str
    past: str
    ing: str


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words to draw from. Draws are seeded by the caller's generator."""

    nouns: tuple[Noun, ...]
    verbs: tuple[Verb, ...]
    adjectives: tuple[str, ...]
    names: tuple[str, ...]

    def noun(self, rng: Random) -> Noun:
        """Draw a noun; one in eight is made up."""
        if rng.random() < 0.12:
            one = made_up(rng)
            return Noun(one, one + ("es" if one.endswith(("s", "x")) else "s"))
        return rng.choice(self.nouns)

    def verb(self, rng: Random) -> Verb:
        """Draw a verb; one in twenty is made up."""
        if rng.random() < 0.05:
            base = made_up(rng).rstrip("es") or "blick"
            return Verb(base, base + "s", base + "ed", base + "ing")
        return rng.choice(self.verbs)

    def adjective(self, rng: Random) -> str:
        """Draw an adjective; one in twelve is made up."""
        return made_up(rng) if rng.random() < 0.08 else rng.choice(self.adjectives)

    def name(self, rng: Random) -> str:
        """Draw a first name; one in four is made up."""
        return made_up(rng).capitalize() if rng.random() < 0.25 else rng.choice(self.names)

    def split(self, *, share: float) -> tuple[Vocabulary, Vocabulary]:
        """Part the words into those for training and those for evaluation, by their hash."""

        def part(*, kept: bool) -> Vocabulary:
            return Vocabulary(
                tuple(noun for noun in self.nouns if (_fraction(noun.one) < share) is kept),
                tuple(verb for verb in self.verbs if (_fraction(verb.base) < share) is kept),
                tuple(word for word in self.adjectives if (_fraction(word) < share) is kept),
                tuple(name for name in self.names if (_fraction(name) < share) is kept),
            )

        return part(kept=False), part(kept=True)


def _fraction(word: str) -> float:
    return int.from_bytes(hashlib.sha256(word.encode()).digest()[:4], "big") / 2**32


_ONSETS = (
    "b bl br c ch cl cr d dr f fl fr g gl gr h j k kl l m n p pl pr qu r s sh sk sl sn st t th "
    "tr v w y z"
).split()
_CORES = "a e i o u a e i o u ai ee oa ou".split()
_ENDS = "b ck d g l lt m mp n nd nk p r rn rt s sk st t x zz".split()


def made_up(rng: Random) -> str:
    """Return a word that looks English and very likely is not."""
    word = rng.choice(_ONSETS) + rng.choice(_CORES)
    for _ in range(rng.choice((1, 1, 1, 2))):
        word += rng.choice(("", "r", "l", "n", "m", "b", "d")) + rng.choice(_ONSETS)
        word += rng.choice(_CORES[:10])
    return word + rng.choice(_ENDS)


def read_lines(path: Path) -> Iterator[dict[str, object]]:
    """Yield the objects of a gzip-compressed JSON Lines file."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def texts(data: Path) -> Iterator[str]:
    """Yield the training texts of a data folder."""
    for source in _SOURCES:
        for item in read_lines(data / f"{source}.jsonl.gz"):
            if item["split"] == "train":
                for key in ("text", "question", "context", "solution"):
                    if isinstance(text := item.get(key), str):
                        yield text


@cache
def harvest(data: Path) -> Vocabulary:
    """Build the vocabulary from the training files of a data folder."""
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for text in texts(data):
        found = _WORD.findall(text)
        words.update(word for word in found if word.islower() and 2 < len(word) < 15)
        names.update(_NAME.findall(text))
    banned = held_out() | _FUNCTION | _FAILS
    common = [word for word, _ in sorted(words.items()) if word not in banned]
    lower = set(words)
    nouns, verbs, adjectives = _sort(common, banned)
    proper = tuple(
        sorted(
            name
            for name, count in names.items()
            if name.lower() not in banned and (count > 1 or name.lower() not in lower)
            if not _is_word(name.lower())
        )
    )
    return Vocabulary(nouns, verbs, adjectives, proper)


def is_noun(word: str) -> bool:
    """Tell whether a word in lower case can be a noun."""
    return "NOUN" in _lemmas(word)


def _lemmas(word: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = _dictionary().getAllLemmas(word)
    return found


@cache
def _dictionary() -> ModuleType:
    """Return lemminflect. Only building data needs it, so only the extra `train` brings it."""
    try:
        return import_module("lemminflect")
    except ModuleNotFoundError:
        raise UsageError(
            "building data needs lemminflect", hint='pip install "lottery-agent[train]"'
        ) from None


def _is_word(word: str) -> bool:
    lemmas = _lemmas(word)
    return any(kind in lemmas for kind in ("VERB", "ADJ", "ADV", "AUX"))


def _sort(
    words: Iterable[str], banned: frozenset[str]
) -> tuple[tuple[Noun, ...], tuple[Verb, ...], tuple[str, ...]]:
    nouns: dict[str, Noun] = {}
    verbs: dict[str, Verb] = {}
    adjectives: set[str] = set()
    for word in words:
        lemmas = _lemmas(word)
        if word.endswith("ly") or "ADV" in lemmas:
            continue
        for lemma in lemmas.get("NOUN", ())[:1]:
            many = _inflect(lemma, "NNS")
            if many and not banned & {lemma, many} and many != lemma and len(lemma) > 2:
                nouns[lemma] = Noun(lemma, many)
        for lemma in lemmas.get("VERB", ())[:1]:
            forms = [_inflect(lemma, tag) for tag in ("VBZ", "VBD", "VBG")]
            if all(forms) and not banned & {lemma, *forms} and len(lemma) > 2:
                verbs[lemma] = Verb(lemma, *(form or "" for form in forms))
        if "ADJ" in lemmas and "NOUN" not in lemmas and word in lemmas["ADJ"]:
            adjectives.add(word)
    return tuple(nouns.values()), tuple(verbs.values()), tuple(sorted(adjectives))


def _inflect(lemma: str, tag: str) -> str | None:
    forms: tuple[str, ...] = _dictionary().getInflection(lemma, tag)
    return forms[0] if forms else None
