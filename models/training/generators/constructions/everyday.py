# ruff: noqa: E501 - a list of words is one line
"""Everyday words beside the harvested ones, and what people do, have and are in daily life."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from lottery_agent.models.training.generators.vocabulary import Noun, Verb, Vocabulary

_NOUNS = "student teacher nurse driver member child adult guest cat horse bird lion rabbit pilot singer painter farmer doctor patient customer neighbour tourist player coach judge lawyer cook waiter writer poet actor dancer swimmer cyclist sailor soldier captain king queen prince robot tree flower rose apple cake cup lamp chair table car truck bus train bike boat house room shop school park river lake mountain village country book letter song film game team club meeting lesson exam key phone computer camera picture coat hat shirt dress shoe ring watch clock knife spoon bottle plate sister brother cousin uncle friend parent baby manager clerk engineer scientist plant machine".split()
_IRREGULAR = {
    "child": "children",
    "knife": "knives",
    "baby": "babies",
    "country": "countries",
    "watch": "watches",
    "dress": "dresses",
    "bus": "buses",
}
_VERBS = "help visit trust admire follow invite love hate know:knows:knew:knowing see:sees:saw:seeing teach:teaches:taught:teaching call watch:watches:watched:watching respect envy:envies:envied:envying praise protect support like need want fear miss:misses:missed:missing answer clean wash:washes:washed:washing phone meet:meets:met:meeting thank remember trust paint guide teach:teaches:taught:teaching choose:chooses:chose:choosing accept reject train feed:feeds:fed:feeding warn".split()
_ADJECTIVES = "kind tall short young old rich poor happy sad angry tired hungry quiet loud clever lazy busy healthy ill strong weak brave polite rude honest famous friendly careful nervous calm warm cold hot dry wet clean dirty heavy light fast slow cheap expensive new broken full empty safe dangerous red blue yellow black white round sweet sour fresh ripe local foreign late early ready closed legal punctual thirsty proud gentle".split()
_DOING = (
    "sing|dance|swim|laugh|sleep|smile|cook|work|wait|drive|smoke|complain|exercise|study|"
    "drink:coffee|drink:tea|drink:milk|eat:meat|eat:fish|eat:cheese|eat:sweets|play:chess|play:tennis|play:football|play:cards|"
    "speak:French|speak:Spanish|speak:English|read:newspapers|read:novels|like:winter|like:coffee|like:cheese|"
    "work:on Sundays|work:at night|work:in Paris|live:in Rome|live:on a farm|live:in the city|sleep:in a tent|go:to school|"
    "go:to work|get:a discount|get:a prize|pay:a fee|pay:taxes|need:help|need:sleep|need:a licence|own:a car|own:a house|"
    "win:a medal|write:poems|write:letters|study:history|study:medicine|learn:German|teach:maths|wake up:early|get up:early|"
    "sing:in a band|train:every day|exercise:every day|smoke:cigars|drive:a truck|drive:to work|fly:to Spain|swim:in the sea|"
    "cook:dinner|bake:bread|clean:the kitchen|water:the plants|lock:the gate|close:the window|pass:the exam|fail:the exam|"
    "attend:the meeting|miss:the bus|catch:the train|sign:the contract|enter:the building|use:the lift|vote:in May|"
    "park:in the yard|stay:at home|stay:in bed|wash:the dishes|love:animals|love:snow|fear:spiders|fear:water|"
    "have:a key|have:a pass|have:a garden|have:a beard|have:red hair|have:a job|have:wings|have:a fever|have:a tail"
).split("|")
_THIRD = {
    "have": "has",
    "go": "goes",
    "teach": "teaches",
    "pass": "passes",
    "miss": "misses",
    "catch": "catches",
    "wash": "washes",
    "fly": "flies",
    "study": "studies",
}
_PAST = {
    "drink": "drank",
    "eat": "ate",
    "speak": "spoke",
    "read": "read",
    "sleep": "slept",
    "go": "went",
    "get": "got",
    "pay": "paid",
    "win": "won",
    "write": "wrote",
    "teach": "taught",
    "wake": "woke",
    "sing": "sang",
    "drive": "drove",
    "fly": "flew",
    "swim": "swam",
    "catch": "caught",
    "have": "had",
    "study": "studied",
}
_HELD = "key pass card badge licence visa passport map phone umbrella coat hat helmet password permit voucher job plan reason tie degree receipt form reservation seat".split()


def _noun(word: str) -> Noun:
    return Noun(word, _IRREGULAR.get(word, f"{word}s"))


def _verb(text: str) -> Verb:
    if ":" in text:
        return Verb(*text.split(":"))
    if text.endswith("e"):
        return Verb(text, f"{text}s", f"{text}d", f"{text[:-1]}ing")
    third = f"{text}es" if text.endswith(("ch", "sh")) else f"{text}s"
    return Verb(text, third, f"{text}ed", f"{text}ing")


class Speech:
    """The words of a vocabulary, and everyday words of which it knows parts.

    Everyday words that a vocabulary does not have are left out, so that words which are kept from
    training stay kept from it.

    Args:
        words: The vocabulary.
    """

    def __init__(self, words: Vocabulary) -> None:
        nouns = {noun.one for noun in words.nouns}
        verbs = {verb.base for verb in words.verbs}
        adjectives = frozenset(words.adjectives)
        self.words = words
        self.everyday = Vocabulary(
            tuple(_noun(word) for word in _NOUNS if word in nouns) or words.nouns,
            tuple(verb for verb in map(_verb, _VERBS) if verb.base in verbs) or words.verbs,
            tuple(word for word in _ADJECTIVES if word in adjectives) or words.adjectives,
            words.names,
        )
        self.doing = tuple(text for text in _DOING if text.partition(":")[0].split()[0] in verbs)
        self.held = tuple(word for word in _HELD if word in nouns) or tuple(sorted(nouns)[:40])

    def draw(self, rng: Random) -> Vocabulary:
        """Return the words of one sentence: everyday ones in half of all cases."""
        return self.everyday if rng.random() < 0.5 else self.words


def forms(doing: str) -> tuple[str, str, str, str]:
    """Return base form, third person, past form and rest of what somebody does."""
    verb, _, rest = doing.partition(":")
    first, *more = verb.split()
    tail = "".join(f" {word}" for word in (*more, *rest.split()))
    third = _THIRD.get(first, f"{first}s")
    past = _PAST.get(first, f"{first}d" if first.endswith("e") else f"{first}ed")
    return first, third, past, tail


def term(rest: str) -> tuple[Sequence[str], str]:
    """Return the words that belong to the verb, and the name of what it is done with.

    `in the city` is the city; `every day`, `early` and `at night` belong to the verb.
    """
    kept = [word for word in rest.split() if word not in ("in", "on", "to", "at", "a", "the")]
    whole = rest in (" every day", " up early", " at night", " at home", " in bed")
    if whole or not kept:
        return kept, ""
    return (), "_".join(kept)
