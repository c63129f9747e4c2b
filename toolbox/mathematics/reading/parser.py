"""Reads tokens into a tree by recursive descent, one method for each level of binding.

From loose to tight: sums, products (`*`, `/`, and factors with a blank between them), signs,
factors that stand together (`2x`, `3(x + 1)`, as the language has it), powers, operands. What can
be read in two ways is refused with both spelled out, rather than guessed.
"""

from __future__ import annotations

from collections.abc import Iterator

from lottery_agent.toolbox.mathematics.reading import (
    applications,
    environments,
    literals,
    operands,
    structures,
)
from lottery_agent.toolbox.mathematics.reading.cursor import Cursor, shown
from lottery_agent.toolbox.mathematics.reading.formulas import (
    Call,
    Coefficient,
    Factorial,
    Items,
    Name,
    Negate,
    Node,
    Number,
    Percent,
    Power,
    Product,
    Relation,
    Sum,
    Value,
    product,
    quotient,
    together,
)
from lottery_agent.toolbox.mathematics.reading.operands import CURRENCIES, RELATIONS, UNREAD
from lottery_agent.toolbox.mathematics.reading.tokens import Token, wrong
from lottery_agent.toolbox.mathematics.reading.words import is_word

_CLOSING = (")", "]", "}", r"\}", "⌋", "⌉", "|)")
_OPENING = ("(", "[", "{", r"\{", "⌊", "⌈", "(|", "√", "∛", "∜")


class Parser(Cursor):
    """Reads the tokens of one text."""

    differential: str | None = None
    """The name of a `dx` that the numerator of a fraction held."""
    congruent: Token | None = None
    """A `(mod n)` behind a sum."""

    def value(self) -> Value:
        """Read an expression, a relation, a system, or a call of `solve`."""
        if self.now.kind == "function" and self.now.text == "solve":
            return structures.solve(self)
        if environments.at_system(self):
            return environments.system(self)
        return self.relation()

    def relation(self) -> Node | Relation:
        """Read an expression, or a chain of comparisons."""
        sides, signs = [self.sum()], list[str]()
        while self._at_relation():
            sign = self.take()
            if sign.text == "!=" and sign.tight and self.plain[sign.start] == "!":
                hint = "write `n! = 2` or `n != 2`, with the blanks"
                raise wrong("'!=' directly behind something", sign, hint)
            self.skip("&")
            signs.append(sign.text)
            sides.append(self.sum())
        if self.at("≡"):
            return structures.congruence(self, sides[0])
        if signs and self.congruent:
            raise wrong("(mod n) in an equation", self.congruent, "write ≡ for a congruence")
        return Relation(tuple(sides), tuple(signs)) if signs else sides[0]

    def _at_relation(self) -> bool:
        if self.at("&") and self.peek().text in RELATIONS:
            self.take()
        return self.at(*RELATIONS)

    def sum(self) -> Node:
        """Read terms with `+` and `-` between them."""
        terms = [("+", self.product())]
        while self.at("+", "-") and not self._is_side():
            sign = self.take().text
            terms.append((sign, self.product()))
        node = terms[0][1] if len(terms) == 1 else Sum(tuple(terms))
        if modulus := structures.modulus(self):
            return Call("mod", (node, modulus))
        return node

    def _is_side(self) -> bool:
        """Say whether a sign tells the side of a limit: `0+`."""
        return self.peek().kind == "sign" and self.peek().text in _CLOSING

    def product(self) -> Node:
        """Read factors with `*`, `/`, `mod` or a blank between them."""
        factors = [("*", each) for each in self.factors()]
        spaced: Token | None = None  # a slash with a blank before it
        while True:
            token = self.now
            if self.at("*", "/"):
                self.take()
                spaced = token if token.text == "/" and not token.tight else None
                self._add(factors, token.text)
            elif self.at("mod"):
                self.take()
                factors = [("*", Call("mod", (_joined(factors), product(*self.factors()))))]
            elif self.at(":"):
                factors = [("*", operands.ratio(self, _joined(factors)))]
            elif self._begins_factor(token):
                if spaced:
                    hint = "write `(a / b) * c` or `a / (b * c)`"
                    raise wrong("a quotient that can be read in two ways", spaced, hint)
                _refuse_words(factors[-1][1], token)
                before = len(factors)
                self._add(factors, "*")
                _refuse_words(factors[before][1], token)
            else:
                return _joined(factors)

    def _add(self, factors: list[tuple[str, Node]], sign: str) -> None:
        parts = self.factors()
        if sign == "*":
            factors += [("*", part) for part in parts]
        else:
            factors.append((sign, product(*parts)))

    def factors(self) -> list[Node]:
        """Read what stands together: `2x`, `x(x + 1)`; a sign before it belongs to all of it."""
        token = self.now
        if self.at("-", "+"):
            with self.deeper(self.take()):
                factors = self.factors()
            return [Negate(product(*factors))] if token.text == "-" else factors
        factors = [self.power()]
        while self.now.tight and self._begins_factor(self.now):
            token = self.now
            right = self.power()
            if self.typeset or not isinstance(factors[-1], Number):
                _refuse_words(right, token)
            _refuse_words(factors[-1], token)
            self._refuse_lost_sign(factors[-1], right, token)
            factors.append(right)
        return together(factors)

    def _refuse_lost_sign(self, left: Node, right: Node, token: Token) -> None:
        """Refuse `3x4`, from which a sign may have been lost."""
        name = right.base if isinstance(right, Power) else right
        if isinstance(left, Number) and isinstance(name, Name) and not self.sheet:
            text = name.text
            if len(text) > 1 and text[0].isalpha() and text[1].isdigit():
                hint = f"write {left.literal} * {text}, or {text[0]}^{text[1:]} for a power"
                raise wrong(f"{left.literal}{text}, which may be a product", token, hint)

    def _begins_factor(self, token: Token) -> bool:
        """Say whether a token, without a sign before it, goes on with a product."""
        if token.kind == "number":
            if self.last.kind == "sign" and self.last.text in _CLOSING:
                return True
            raise wrong("two operands in a row", token, "write an operator between them")
        if token.kind == "command":
            return not token.text.startswith(("end", "choose", "pmod"))
        if token.kind in ("name", "function", "fraction"):
            return True
        if token.kind != "sign" or (token.text == "(" and self.peek().text == "mod"):
            return False
        return token.text in _OPENING or (token.text in ("|", "‖") and not self.bars)

    def power(self) -> Node:
        """Read an operand with its powers and the signs behind it."""
        base = self._behind(self.operand())
        while True:
            token = self.now
            if token.kind == "raised" and token.text not in ("+", "-"):
                base = Power(base, literals.raised(self.take()))
            elif self.at("^") and not self._is_raised_side():
                base = self._to_the(self.take(), base)
            else:
                return base
            base = self._behind(base)

    def _is_raised_side(self) -> bool:
        braces = self.peek().text == "{"
        sign, after = self.peek(1 + braces), self.peek(2 + braces)
        return sign.text in ("+", "-") and after.text in _CLOSING

    def _to_the(self, sign: Token, base: Node) -> Node:
        braces = self.at("{")
        exponent, after = self.peek(int(braces)), self.peek(1 + braces)
        if not braces or after.text == "}":
            if exponent.text == "°":
                self.index += 3 if braces else 1
                return _degrees(base)
            if exponent.text == "T" and isinstance(base, Items):
                self.index += 3 if braces else 1
                return Call("transpose", (base,))
        with self.deeper(sign):
            node = self.exponent()
        self._check_exponent(base, node, sign)
        return Power(base, node)

    def exponent(self) -> Node:
        """Read what stands behind `^`; a power there is read first."""
        if self.at("-", "+"):
            sign = self.take()
            with self.deeper(sign):
                node = self.exponent()
            return Negate(node) if sign.text == "-" else node
        return self._behind(self.operand()) if self.at("{") else self.power()

    def _check_exponent(self, base: Node, exponent: Node, sign: Token) -> None:
        """Refuse `e^2x` and `x^ab`, which plain text leaves open."""
        if self.typeset or not (self.now.tight and self.now.kind == "name"):
            return
        numeric = isinstance(base, Number) or base == Name("e")
        open_ended = isinstance(exponent, Name) or (isinstance(exponent, Number) and numeric)
        if open_ended and self.last.kind in ("number", "name"):
            raise wrong("an exponent that can be read in two ways", sign, "put it in brackets")

    def _behind(self, node: Node) -> Node:
        """Read the signs that follow an operand: `!`, `%`, `°`, a currency."""
        while self.now.kind == "sign":
            token = self.now
            if self.skip("!"):
                if self.at("!"):
                    raise wrong("a double factorial", token, "write (n!)! or the product")
                node = Factorial(node)
            elif self.at("%"):
                if self._is_remainder():
                    self.take()
                    return Call("mod", (node, product(*self.factors())))
                self.take()
                node = Percent(node) if isinstance(node, Number) else quotient(node, Number("100"))
            elif self.skip("‰"):
                node = quotient(node, Number("1000"))
            elif self.skip("°"):
                node = _degrees(node)
            elif not (self.last.kind == "number" and self.skip(*CURRENCIES)):
                break
        if self.at(*UNREAD):
            raise wrong(f"the sign {self.now.text!r}", self.now, UNREAD[self.now.text])
        return node

    def _is_remainder(self) -> bool:
        """Say whether `%` stands between two operands."""
        token, after = self.now, self.peek()
        operand = after.kind in ("number", "name", "function") or after.text == "("
        if operand and (token.tight or after.tight):
            raise wrong("'%' before an operand", token, "write `5% * x` or mod(5, x)")
        return operand

    def operand(self) -> Node:
        """Read a number, a name, a call, a bracket, or a structure of LaTeX."""
        token = self.now
        match token.kind:
            case "number":
                return operands.number(self)
            case "fraction":
                return operands.vulgar(self.take())
            case "name":
                return structures.name(self)
            case "function":
                return applications.function(self)
            case "command":
                return structures.command(self)
            case "sign":
                return operands.bracket(self)
        hint = "write a number, a name or a bracket"
        raise wrong(f"unexpected {shown(token)}", token, hint)

    def listed(self, opened: Token, closing: str, *, separated: bool = True) -> Iterator[Node]:
        """Read what a call holds, to the bracket that closes it."""
        return operands.listed(self, opened, closing, separated=separated)


def _joined(factors: list[tuple[str, Node]]) -> Node:
    return factors[0][1] if len(factors) == 1 else Product(tuple(factors))


def _degrees(node: Node) -> Node:
    return Product((("*", node), ("*", Name("pi")), ("/", Number("180"))))


def _refuse_words(node: Node, token: Token) -> None:
    """Refuse a word beside another operand: that is a phrase or a unit."""
    while isinstance(node, Power | Coefficient):
        node = node.base if isinstance(node, Power) else node.body
    if isinstance(node, Name) and is_word(node.text):
        hint = "only notation is read: leave words and units out, write * for a product"
        raise wrong(f"the word {node.text!r} beside something else", token, hint)
