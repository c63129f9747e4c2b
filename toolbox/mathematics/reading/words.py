r"""Decides what each word is: a function, a name, a product of letters, or no notation at all.

The rules do not look at the meaning of a text, so that the same word is always read alike:

* in a worksheet a word is a name, as the language has it;
* `xy`, `ac` and `xyz` are products; longer words of plain text (`total`) and words with digits or
  an index (`x1`, `x_1`) are names;
* in LaTeX letters stand alone, as they do in print; a name is written `\text{total}`;
* inside of an integral `dx` is its end.
"""

from __future__ import annotations

import re

from lottery_agent.toolbox.mathematics.names import FUNCTION_NAMES
from lottery_agent.toolbox.mathematics.reading.tokens import GREEK_NAMES, Kind, Token, wrong

_SYNONYMS = {
    **{f"arc{name}": f"a{name}" for name in "sin cos tan cot sec csc".split()},
    **{f"ar{name}": f"a{name}" for name in "sinh cosh tanh coth sech csch".split()},
    **{f"arc{name}": f"a{name}" for name in "sinh cosh tanh coth sech csch".split()},
    "tg": "tan",
    "ctg": "cot",
    "arctg": "atan",
    "cosec": "csc",
    "cosech": "csch",
    "lg": "log",
    "ceiling": "ceil",
    "diff": "derivative",
    "integrate": "integral",
    "det": "determinant",
    "inv": "inverse",
    "tr": "trace",
    "sgn": "sign",
    "gcf": "gcd",
    "hcf": "gcd",
    "avg": "mean",
    "average": "mean",
    "ncr": "binomial",
    "npr": "permutations",
    "comb": "binomial",
    "fact": "factorial",
    "isprime": "is_prime",
    "nthroot": "root",
}
_CONSTANTS = {"pi": "pi", "oo": "oo", "inf": "oo", "infinity": "oo", "Infinity": "oo"}
_BIG = {"lim": "lim", "sum": "sum", "prod": "prod", "int": "int"}
_INTEGRALS = {"int": 1, "iint": 2, "iiint": 3}
_GREEK_FUNCTIONS = {"Gamma": "gamma", "zeta": "zeta"}

PREFIX_FUNCTIONS = frozenset(
    (
        "sqrt cbrt abs exp ln log sin cos tan cot sec csc asin acos atan acot asec acsc sinh cosh "
        "tanh coth sech csch asinh acosh atanh acoth asech acsch determinant"
    ).split()
)
"""The functions that may stand before their argument without a bracket: `sin x`."""

SHORT_WORDS = frozenset(
    (
        "am an as at be by do go he hi if in is it me mr ms my no of oh ok on or so to up us we pi "
        "ln oo cm mm km kg mg ml dl ft lb oz hr st nd rd th vs"
    ).split()
)
"""Words and units of two letters, which are no products beside other words or numbers."""
_UNITS = frozenset("cm mm km kg mg ml dl ft lb oz hr st nd rd th".split())

_LOG = re.compile(r"log_?([0-9]+|(?<=_)[a-z])")
_ENDS_INTEGRAL = re.compile(r"([A-Za-z]*?)((?:d[A-Za-z])+)")
_NO_WORDS = "only notation is read: leave the words and units out"


def is_word(name: str) -> bool:
    """Say whether a name is a word, rather than a letter, a letter with an index or a constant."""
    return len(name) > 1 and name.isalpha() and name not in GREEK_NAMES and name not in _CONSTANTS


class Words:
    """Settles the words of one text."""

    def __init__(self, tokens: list[Token], *, typeset: bool, steps: frozenset[str] | None) -> None:
        """Prepare to settle the words of a text.

        Args:
            tokens: Its tokens.
            typeset: Whether it holds LaTeX.
            steps: The names of its steps, if it is a worksheet.
        """
        self._tokens = tokens
        self._typeset = typeset
        self._steps = steps
        self._open = 0  # integrals that still wait for their `dx`
        self._made: list[Token] = []
        self._index = 0

    def settled(self) -> list[Token]:
        """Return the tokens with words as names, functions, signs and differentials.

        Raises:
            ToolError: `syntax`, at a word that is no notation.
        """
        while self._index < len(self._tokens):
            token = self._tokens[self._index]
            if token.kind == "command":
                self._open += _INTEGRALS.get(token.text, 0)
            if token.kind == "word":
                self._word(token, token.text, token.start, tight=token.tight)
            elif token.kind == "text":
                self._text(token)
            elif token.kind == "name" and token.text in _GREEK_FUNCTIONS and self._called():
                self._add("function", _GREEK_FUNCTIONS[token.text], token, tight=token.tight)
            else:
                self._made.append(token)
            self._index += 1
        return self._made

    def _add(self, kind: Kind, text: str, token: Token, *, tight: bool, start: int = -1) -> None:
        place = token.start if start < 0 else start
        self._made.append(Token(kind, text, place, token.end, tight))

    def _next(self) -> Token:
        return self._tokens[self._index + 1]

    def _called(self) -> bool:
        following = self._next()
        return following.kind == "sign" and following.text in ("(", r"\{")

    def _word(self, token: Token, text: str, start: int, *, tight: bool) -> None:
        last = start + len(text) >= token.end or token.text == text
        if function := self._function(text, called=last and self._called()):
            self._add("function", function, token, tight=tight, start=start)
        elif text == "mod" and self._steps is None:
            self._add("sign", "mod", token, tight=tight, start=start)
        elif self._steps is not None:
            self._add("name", text, token, tight=tight, start=start)
        elif text in _CONSTANTS:
            self._add("name", _CONSTANTS[text], token, tight=tight, start=start)
        elif text in GREEK_NAMES:
            self._add("name", text, token, tight=tight, start=start)
        elif self._is_big(text):
            self._big(token, text)
        elif not (self._open and self._differential(token, text, start, tight=tight)):
            self._letters(token, text, start, tight=tight)

    def _function(self, text: str, *, called: bool) -> str | None:
        lower = text.lower()
        name = _SYNONYMS.get(lower, lower if lower in FUNCTION_NAMES else None)
        if name is None:
            return None
        if called:
            return name
        if name not in PREFIX_FUNCTIONS or text != lower:
            return None
        if self._steps is not None and (text in self._steps or not self._starts_argument()):
            return None
        return name

    def _starts_argument(self) -> bool:
        following = self._next()
        return following.kind in ("number", "word", "name", "command", "fraction")

    def _is_big(self, text: str) -> bool:
        """Say whether a word is an operator with bounds: `lim x->0`, `sum_(k=1)^n`."""
        if text.rstrip("_") not in _BIG:
            return False
        return text == "lim" or text.endswith("_") or self._next().text in ("_", "^")

    def _big(self, token: Token, text: str) -> None:
        name = _BIG[text.rstrip("_")]
        self._open += _INTEGRALS.get(name, 0)
        self._add("command", name, token, tight=token.tight)
        if text.endswith("_"):
            self._add("sign", "_", token, tight=True, start=token.end - 1)

    def _differential(self, token: Token, text: str, start: int, *, tight: bool) -> bool:
        """Split `xdx` and `dxdy`; a lone `d` takes the letter that follows it."""
        following = self._next()
        if text == "d" and following.kind in ("word", "name") and following.text[0].isalpha():
            letter = following.text if following.kind == "name" else following.text[0]
            self._made.append(Token("differential", letter, start, following.end, tight))
            self._index += 1
            self._open -= 1
            if following.kind == "word" and len(following.text) > 1:
                self._word(following, following.text[1:], following.start + 1, tight=True)
            return True
        found = _ENDS_INTEGRAL.fullmatch(text)
        if not found:
            return False
        before, ends = found.groups()
        if len(ends) // 2 > self._open:
            return False
        if before:
            self._word(token, before, start, tight=tight)
        for place in range(0, len(ends), 2):
            at = start + len(before) + place
            self._made.append(Token("differential", ends[place + 1], at, at + 2, True))
            self._open -= 1
        return True

    def _letters(self, token: Token, text: str, start: int, *, tight: bool) -> None:
        if len(text) == 1:
            self._add("name", text, token, tight=tight, start=start)
        elif (found := _LOG.fullmatch(text)) is not None:
            self._add("function", "log", token, tight=tight, start=start)
            self._add("lowered", found[1], token, tight=True, start=start)
        elif self._glued(token, text, start, tight=tight):
            return
        elif not text.isalpha():
            self._add("name", text, token, tight=tight, start=start)
        elif set(text) <= set("xyz") or len(text) == 2 or (self._typeset and len(text) == 3):
            self._split(token, text, start, tight=tight)
        elif self._typeset:
            raise wrong(f"the word {text!r}", start, rf"write \text{{{text}}} for a name")
        else:
            self._add("name", text, token, tight=tight, start=start)

    def _glued(self, token: Token, text: str, start: int, *, tight: bool) -> bool:
        """Split `sinx` and `cos2x`, and no word that happens to begin like a function."""
        for cut in (5, 4, 3, 2):
            name = _SYNONYMS.get(text[:cut], text[:cut])
            found = re.fullmatch("([0-9]*)([xyzn]?)", text[cut:])
            if name in PREFIX_FUNCTIONS and found and found[0] and text[:cut] != "log":
                self._add("function", name, token, tight=tight, start=start)
                kinds: tuple[Kind, Kind] = ("number", "name")
                for kind, part, place in zip(kinds, found.groups(), (1, 2), strict=True):
                    if part:
                        at = start + cut + found.start(place)
                        self._made.append(Token(kind, part, at, at + len(part), True))
                return True
        return False

    def _split(self, token: Token, text: str, start: int, *, tight: bool) -> None:
        if text.lower() in _UNITS or (text.lower() in SHORT_WORDS and self._among_words(token)):
            raise wrong(f"the word {text!r}", start, _NO_WORDS)
        for place, letter in enumerate(text):
            at = start + place
            self._made.append(Token("name", letter, at, at + 1, tight if place == 0 else True))

    def _among_words(self, token: Token) -> bool:
        """Say whether blanks part a word from an operand before or behind it."""
        before = self._made[-1] if self._made else None
        following = self._next()
        operands = ("number", "word", "name", "function", "text")
        return bool(before and not token.tight and before.kind in operands) or (
            not following.tight and following.kind in operands
        )

    def _text(self, token: Token) -> None:
        name = token.text
        if self._function(name, called=True) and (
            self._called() or self._function(name, called=False)
        ):
            self._add("function", self._function(name, called=True) or "", token, tight=token.tight)
            return
        if len(name) == 1 or name in _CONSTANTS:
            self._word(token, name, token.start, tight=token.tight)
            return
        if name.isalpha() and (len(name) == 2 or set(name) <= set("xyz")):
            raise wrong(f"the name {name!r}", token, "use a longer one, which is no product")
        self._add("name", name, token, tight=token.tight)
