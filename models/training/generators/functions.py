# ruff: noqa: E501 - a pattern of language is one line
"""Worksheets of named functions: whole numbers, statistics, counting, matrices, sums, slopes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from lottery_agent.models.training.draft import spin, with_articles
from lottery_agent.models.training.generators.expressions import (
    Task,
    letter,
    polynomial,
    written,
)
from lottery_agent.models.training.generators.numerals import in_words
from lottery_agent.models.training.generators.vocabulary import Vocabulary

_WHAT = "[What is|What is|What's|whats|what is|Find|Calculate|Work out|Can you give me|Tell me|Please compute|I need]"
"""Openings of a question for a value; what follows starts with `the`."""
_SQUARE = "[a perfect square|a square number]"
_DEVIATIONS = "[standard deviation|sd|std dev]"


_SOMETHING = re.compile(r"\b([Aa]) \{(thing|v)\}")


def _an(article: str, noun: str) -> str:
    return with_articles(f"{article} {noun}")


def asked(rng: Random, name: str, patterns: Sequence[str], sheet: str, /, **slots: object) -> Task:
    """Return a task in one of some patterns, whose number ends the name of the template.

    Slots are filled last, so that they may hold the brackets of lists.
    """
    index = rng.randrange(len(patterns))
    text = with_articles(spin(rng, patterns[index]))
    text = _SOMETHING.sub(lambda found: _an(found[1], str(slots[found[2]])), text).format(**slots)
    return text, f"answer = {sheet}", f"functions.{name}.{index}"


def _listed(rng: Random, numbers: Sequence[object]) -> str:
    """Write numbers as people do: with commas, with `and` before the last, or with blanks."""
    said = list(map(str, numbers))
    # `96,100` is one number: a comma without a blank parts only numbers that are no group of three.
    bare = " " if any(len(each.partition(".")[0]) == 3 for each in said) else ","
    link = rng.choice((", ", ", ", bare, " ", "; "))
    if rng.random() < 0.4:
        return ", ".join(said[:-1]) + rng.choice((" and ", ", and ")) + said[-1]
    return link.join(said)


def whole(rng: Random, words: Vocabulary) -> Task:
    """Draw a question about primes, divisors and remainders."""
    n = rng.randint(2, rng.choice((60, 300, 2000, 50000)))
    m = rng.randint(2, rng.choice((12, 40, 150)))
    some = [rng.randint(1, 30) * k for k in (rng.choice((2, 3, 4, 6)),) * 3]
    listed, args = _listed(rng, some), ", ".join(map(str, some))
    k = rng.randint(2, 12)
    p = rng.choice((7, 11, 13, 17, 19, 23, 29, 31, 37, 101))
    unit = rng.randint(2, p - 1)
    low, high = sorted(rng.sample(range(2, 200), 2))
    place = rng.randint(2, 300)
    return asked(rng, *rng.choice((
        ("prime", ("Is {n} [a prime|prime|a prime number]?", "is {n} prime[| or not]", "[Check|Tell me|Determine] [if|whether] {n} is [prime|a prime number].", "{n} prime?", "[would you say|do you know if|any idea whether] {n} is a prime[| number]?", "Can {n} be divided only by 1 and itself?"), f"is_prime({n})"),
        ("divides", ("Is {n} divisible by {m}?", "Does {m} divide {n}?", "[Check|Determine] whether {n} is a multiple of {m}.", "can {n} be divided by {m} [evenly|without a remainder|with nothing over]?", "{n} divisible by {m}?", "is {m} a factor of {n}"), f"mod({n}, {m}) = 0"),
        ("next_prime", ("[What is|What's|Which is] the [next|first|smallest] prime [after|above|greater than] {n}?", "next prime after {n}", "[Find|Give me] the smallest prime number [larger than|bigger than|above] {n}.", "which prime comes [right |]after {n}?"), f"next_prime({n})"),
        ("previous_prime", ("[What is|Find|whats] the [largest|biggest|greatest] prime [below|less than|smaller than|under] {more}", "Which prime number comes [right|just] before {more}?", "last prime before {more}"), f"previous_prime({n + 3})"),
        ("nth_prime", ("[What is|What's|whats] prime number {place}?", "prime number {place}", "If I list the primes in order, which one is number {place}?", "Find prime no. {place}"), f"prime({place})"),
        ("prime_factors", ("[What are|Find|List|Give me] the prime factors of {n}", "prime factori[s|z]ation of {n}", "[Factor|Factorise|Factorize|Decompose|Break] {n} into primes.", "Write {n} as a product of primes.", "which primes multiply to {n}?"), f"prime_factors({n})"),
        ("largest_prime_factor", ("[What is|Find|whats] the [largest|biggest|greatest] prime factor of {n}", "[largest|biggest|greatest] prime factor of {n}", "Which is the [largest|biggest] prime that divides {n}?"), f"max(prime_factors({n}))"),
        ("smallest_prime_factor", ("[What is|Find|whats] the [smallest|least|lowest] prime factor of {n}", "smallest prime [factor|divisor] of {n}", "Which is the smallest prime that divides {n}?"), f"min(prime_factors({n}))"),
        ("distinct_primes", ("How many [different|distinct] prime factors does {n} have?", "number of [different|distinct] primes dividing {n}"), f"length(unique(prime_factors({n})))"),
        ("divisors", ("[What are|List|Find|Give me|Write down] [all |all the |the ][divisors|factors] of {n}", "[all |][divisors|factors] of {n}", "Which [whole |]numbers divide {n}?", "what numbers go into {n} evenly"), f"divisors({n})"),
        ("divisor_count", ("How many [divisors|factors] does {n} have?", "number of [divisors|factors] of {n}", "how many [whole |]numbers divide {n}[ evenly|]", "[Count|Find] the [divisors|number of factors] of {n}." if rng.random() < 0.5 else "Count the factors of {n}."), f"divisor_count({n})"),
        ("divisor_sum", ("[What is|Find] the sum of [the|all] divisors of {n}?", "add up all the factors of {n}", "sum of divisors of {n}"), f"divisor_sum({n})"),
        ("gcd", (f"{_WHAT} the [gcd|GCD|HCF|highest common factor|greatest common divisor|greatest common factor] of {{listed}}", "[gcd|hcf|gcf] of {listed}", "gcd({args})", "[Which is|What is] the [largest|biggest] number that divides [all of |]{listed}?"), f"gcd({args})"),
        ("lcm", (f"{_WHAT} the [lcm|LCM|least common multiple|lowest common multiple|smallest common multiple] of {{listed}}", "lcm of {listed}", "lcm({args})", "[Which is|What is] the smallest number that {listed} all divide?"), f"lcm({args})"),
        ("remainder", ("[What is|Find|whats] the remainder [of {n} divided by {m}|when you divide {n} by {m}|on dividing {n} by {m}]", "{n} [mod|modulo|%] {m}", "If {n} is divided by {m}, what [remains|is the remainder]?", "[compute|calculate] {n} mod {m}", "remainder of {n} over {m}"), f"mod({n}, {m})"),
        ("quotient", ("How many [whole|full] times does {m} go into {n}?", "[What is|Find] the whole number part of {n} divided by {m}?", "integer division of {n} by {m}"), f"quotient({n}, {m})"),
        ("mod_inverse", ("[What is|Find|Compute] the [modular |multiplicative |]inverse of {unit} [modulo|mod] {p}", "inverse of {unit} mod {p}", "Which number times {unit} gives 1 modulo {p}?"), f"mod_inverse({unit}, {p})"),
        ("mod_power", ("[What is|Compute|Find|whats] {m}^{k} [mod|modulo] {p}", "[What is|Find] the remainder [when|if] {m}^{k} is divided by {p}?", "{m} to the power [of |]{k} modulo {p}"), f"mod_power({m}, {k}, {p})"),
        ("last_digit", ("[What is|Find|whats] the last digit of {m}^{k}", "last digit of {m} to the power {k}?", "Which digit does {m}^{k} end in?"), f"mod_power({m}, {k}, 10)"),
        ("digit_sum", ("[What is|Find] the sum of the digits of {n}?", "digit sum of {n}", "[add up|add] the digits of {n}", "What do the digits of {n} [add up|sum] to?"), f"digit_sum({n})"),
        ("perfect_square", (f"Is {{square}} {_SQUARE}?", f"[Check|Tell me] [if|whether] {{square}} is {_SQUARE}.", "{square} a perfect square?", "Is the square root of {square} a whole number?"), "sqrt({0}) = floor(sqrt({0}))".format(square := rng.choice((m * m, n)))),
        ("primes", ("[List|Find|What are|Give me] [all |]the primes [between|from] {low} [and|to] {high}".replace("[between|from] {low} [and|to]", rng.choice(("between {low} and", "from {low} to"))), "primes between {low} and {high}", "which numbers from {low} to {high} are prime?"), f"primes({low}, {high})"),
        ("prime_count", ("How many primes are [there |]up to {n}?", "number of primes [up to|not above] {n}", "[Count|How many are] the primes from 1 to {n}"), f"prime_count({n})"),
        ("base", ("[What is|Write|Convert] {n} [in|to] binary", "{n} in binary", "binary of {n}"), f"to_base({n}, 2)"),
    )), n=n, m=m, more=n + 3, place=place, listed=listed, args=args, k=k, p=p, unit=unit, square=square, low=low, high=high)  # fmt: skip


def statistics(rng: Random, words: Vocabulary) -> Task:
    """Draw a question about the average or the spread of a list."""
    size = rng.choice((3, 4, 5, 5, 6, 7, 8))
    top = rng.choice((10, 30, 100, 1000))
    tenths = rng.random() < 0.15
    drawn = [rng.randint(1, top) for _ in range(size)]
    if rng.random() < 0.4:
        drawn[rng.randrange(size)] = drawn[0]
    numbers = [f"{each}.{rng.randint(1, 9)}" if tenths else str(each) for each in drawn]
    args = ", ".join(numbers)
    noun = words.noun(rng)
    data = rng.choice(("these numbers", "the data", "the following", "this list", f"the {noun.many}", f"my {noun.one} scores"))  # fmt: skip
    what, sheet = rng.choice((
        ("[mean|average|arithmetic mean]", f"mean({args})"),
        ("[mean|average]", f"mean({args})"),
        ("median", f"median({args})"),
        ("[median|median value]", f"median({args})"),
        ("[mode|most common value|most frequent value]", f"mode({args})"),
        ("[range|range of values|spread between largest and smallest]", f"max({args}) - min({args})"),
        ("[variance|population variance]", f"population_variance({args})"),
        (f"[population |]{_DEVIATIONS}", f"population_stdev({args})"),
        ("sample variance", f"sample_variance({args})"),
        (f"sample {_DEVIATIONS}", f"sample_stdev({args})"),
        ("[total|sum]", f"sum([{args}])"),
        ("geometric mean", f"geometric_mean({args})"),
    ))  # fmt: skip
    what = spin(rng, what)
    kind = sheet.partition("(")[0]
    return asked(rng, "spread" if kind == "max" else kind, (
        f"{_WHAT} the {{what}} of {{listed}}", "{what} of {listed}", "{what}: {listed}",
        "For {data}: {listed}, what is the {what}?", "[here are|I have] [some|my] numbers: {listed}. what's the {what}",
        "Given {listed}, [find|compute|determine] the {what}.", "{listed} - {what}?",
        "[Find|Compute] the {what} of {data}: {listed}.",
    ), sheet, what=what, listed=_listed(rng, numbers), data=data)  # fmt: skip


def counting(rng: Random, words: Vocabulary) -> Task:
    """Draw a question about choosing and arranging."""
    n = rng.randint(3, rng.choice((12, 12, 30)))
    k = rng.randint(2, min(n - 1, 8))
    few = rng.randint(3, 12)
    other = rng.randint(2, 9)
    j = rng.randint(1, other)
    worded = rng.random() < 0.3
    noun, second = words.noun(rng), words.noun(rng)
    say = in_words if worded else str
    return asked(rng, *rng.choice((
        ("choose", ("{n} choose {k}", "How many ways [are there|exist] to [choose|pick|select] {k} [things |items |]from {n}?", "In how many ways can I [pick|choose] {k} {things} out of {n} {things}?", "number of combinations of {n} things taken {k} at a time", "C({n}, {k})", "how many [groups|teams|committees] of {k} can [be made|be formed|you make] from {n} {things}", "A committee of {k} is [chosen|picked|elected] from {n} people. How many committees are possible?"), f"binomial({n}, {k})"),
        ("permute", ("How many permutations of {k} [items|things] out of {n} are there?", "In how many ways can {k} of {n} {things} be [arranged|put] in a row?", "how many ordered [picks|selections] of {k} from {n}", "P({n}, {k})", "{n} {things} race. How many ways are there to fill the top {k} places?", "number of ways to arrange {k} of {n} things"), f"permutations({n}, {k})"),
        ("arrange", ("[How many|In how many] ways can {few} {things} be [arranged|lined up|ordered] [in a row|in a line]?".replace("[How many|In how many]", rng.choice(("How many", "In how many"))), "How many ways are there to [seat|line up|order] {few} [people|{things}]?", "{few} [people|{things}] in a row: how many arrangements", "how many orders are there for {few} different {things}"), f"factorial({few})"),
        ("circle", ("How many ways can {few} people sit [around|at] a round table?", "seat {few} people around a round table, how many ways"), f"factorial({few} - 1)"),
        ("handshakes", ("{n} people [meet|are at a party] and each shakes hands with every other. How many handshakes[ are there|]?", "How many handshakes if {n} people all shake hands [once|with each other]?", "[Everyone|Each person] in a [group|team] of {n} shakes hands with everyone else. How many handshakes is that?", "how many games are played if {n} teams each play every other team once"), f"binomial({n}, 2)"),
        ("both", ("How many ways are there to pick {k} of {n} {things} and {j} of {other} {others}?", "choose {k} from {n} {things} and {j} from {other} {others}, how many ways", "From {n} {things} and {other} {others}, how many groups with {k} {things} and {j} {others} are there?"), f"binomial({n}, {k}) * binomial({other}, {j})"),
        ("outfits", ("With {few} {things} and {other} {others}, how many pairs of one {thing} and one {second} are there?", "I have {few} {things} and {other} {others}. How many ways to pick one of each?"), f"{few} * {other}"),
        ("codes", ("How many codes of {k} digits are there?", "how many {k}-digit codes can be made from the digits 0 to 9"), f"10^{k}"),
        ("fibonacci", ("[What is|Find] Fibonacci number {few}?", "fibonacci({few})", "F({few}) of the Fibonacci sequence"), f"fibonacci({few})"),
    )), n=say(n), k=say(k), few=say(few), other=say(other), j=say(j), things=noun.many, thing=noun.one, others=second.many, second=second.one)  # fmt: skip


def _matrix(rng: Random, rows: int, columns: int) -> list[list[int]]:
    return [[rng.randint(-5, 12) for _ in range(columns)] for _ in range(rows)]


def _rows(matrix: Sequence[Sequence[int]], comma: str = ", ") -> str:
    return "[" + comma.join("[" + comma.join(map(str, row)) + "]" for row in matrix) + "]"


def _determinant(matrix: Sequence[Sequence[int]]) -> int:
    """Return the determinant, by its first row."""
    if len(matrix) == 1:
        return matrix[0][0]
    return sum(
        (-1) ** column
        * value
        * _determinant([[*row[:column], *row[column + 1 :]] for row in matrix[1:]])
        for column, value in enumerate(matrix[0])
    )


def matrices(rng: Random, words: Vocabulary) -> Task:
    """Draw a question about matrices and vectors, written as lists of rows."""
    size = rng.choice((2, 2, 2, 3))
    left, right = _matrix(rng, size, size), _matrix(rng, size, size)
    while _determinant(left) == 0:
        left = _matrix(rng, size, size)
    comma = rng.choice((", ", ",", ","))
    a, b, power = _rows(left), _rows(right), rng.randint(2, 4)
    the = f"{_WHAT} the"
    one = {"determinant": "[determinant|det]", "inverse": "inverse", "transpose": "transpose", "trace": "trace", "rank": "rank", "eigenvalues": "eigenvalues"}  # fmt: skip
    name = rng.choice(
        ("determinant", "determinant", "inverse", "inverse", "transpose", "trace", "rank")
        + (("eigenvalues",) if size == 2 else ())
        + ("times", "times", "plus", "power", "dot")
    )
    u, v = left[0], right[0]
    if name in one:
        said = one[name]
        patterns: Sequence[str] = (
            f"{the} {said} of {{a}}", f"{said} of {{a}}", f"{the} {said} of the [matrix|{size} by {size} matrix] {{a}}",
            f"[Given|For] the matrix {{a}}, what is the {said}?", f"{{a}} {said}", f"A = {{a}}. [Compute|Find] the {said} of A.",
        )  # fmt: skip
        if name == "eigenvalues":
            patterns = ("What are the eigenvalues of {a}?", "eigenvalues of {a}", "[Find|Compute] the eigenvalues of the matrix {a}.")  # fmt: skip
        return asked(rng, name, patterns, f"{name}({a})", a=_rows(left, comma))
    patterns, sheet = {
        "times": (("[Multiply|multiply the matrices] {a} [and|by] {b}", "{a} [*|times|x] {b}", f"{the} [matrix |]product of {{a}} and {{b}}"), f"{a} * {b}"),
        "plus": (("[Add|add the matrices] {a} and {b}", "{a} [+|plus] {b}", f"{the} sum of the matrices {{a}} and {{b}}"), f"{a} + {b}"),
        "power": (("{a}^{power}", "[What is|Compute] {a} to the power [of |]{power}?", "raise the matrix {a} to the power {power}"), f"{a}^{power}"),
        "dot": ((f"{the} [dot|scalar] product of {{u}} and {{v}}", "dot product of {u} and {v}", "{u} dot {v}"), f"dot({_vector(u)}, {_vector(v)})"),
    }[name]  # fmt: skip
    return asked(rng, f"matrix_{name}", patterns, sheet, a=_rows(left, comma), b=_rows(right, comma), power=power, u=_vector(u, comma), v=_vector(v, comma))  # fmt: skip


def _vector(numbers: Sequence[int], comma: str = ", ") -> str:
    return f"[{comma.join(map(str, numbers))}]"


def ranges(rng: Random, words: Vocabulary) -> Task:
    """Draw a sum or product over a range, or a term of a progression."""
    low = rng.choice((1, 1, 1, rng.randint(2, 50)))
    high = low + rng.randint(3, rng.choice((10, 100, 900)))
    n, step, first = rng.randint(3, 100), rng.randint(2, 12), rng.randint(1, 30)
    k = rng.choice("kknmj")
    power = rng.choice((2, 2, 3))
    term, said = rng.choice((
        (f"{k}^{power}", f"{k}^{power}"), (f"2{k} + 1", f"2{k}+1"), (f"{step}{k}", f"{step}{k}"),
        (f"{k} * ({k} + 1)", f"{k}({k}+1)"), (f"{k}^2 - {k}", f"{k}^2 - {k}"), (f"1 / {k}", f"1/{k}"), (f"2^{k}", f"2^{k}"),
    ))  # fmt: skip
    top = rng.randint(3, 20)
    more = [first + step * i for i in range(3)]
    listed = ", ".join(map(str, more))
    return asked(rng, *rng.choice((
        ("sum_range", (f"{_WHAT} the sum of [the|all|all the] [whole |]numbers from {{low}} to {{high}}", "sum of the [integers|numbers] from {low} to {high}", "add [up |]all [the |]numbers from {low} to {high}", "{low} + {low1} + ... + {high}", "if i add every [whole |]number from {low} to {high}, what do I get?", "sum {low} to {high}"), f"sum(i, i, {low}, {high})"),
        ("sum_even", ("[What is|Find] the sum of the first {n} even numbers?", "sum of first {n} even numbers", "Add the first {n} even [whole |]numbers, starting with 2."), f"sum(2i, i, 1, {n})"),
        ("sum_odd", ("[What is|Find] the sum of the first {n} odd numbers?", "sum of first {n} odd numbers", "Add the first {n} odd [whole |]numbers, starting with 1."), f"sum(2i - 1, i, 1, {n})"),
        ("sum_squares", ("[What is|Find] the sum of the squares [of the numbers |]from 1 to {n}?", "sum of the first {n} squares", "add the squares of all numbers from 1 to {n}"), f"sum(i^2, i, 1, {n})"),
        ("sum_primes", ("[What is|Find] the sum of [the|all] primes from {low} to {high}?", "add up all primes between {low} and {high}"), f"sum(primes({low}, {high}))"),
        ("sum_term", (f"{_WHAT} the sum of {{said}} for {{k}} from {{low}} to {{top}}", "sum of {said} for {k} = {low} to {top}", "sum {said}, {k} from {low} to {top}", "[Add up|Evaluate the sum of] {said} as {k} goes from {low} to {top}.", "sum_({k}={low})^{top} {said}"), f"sum({term}, {k}, {low}, {low + top})"),
        ("product_term", (f"{_WHAT} the product of {{said}} for {{k}} from 1 to {{n9}}", "product of {said} for {k} = 1 to {n9}", "multiply {said} for all {k} from 1 to {n9}"), f"product({term}, {k}, 1, {n % 9 + 2})"),
        ("product_range", (f"{_WHAT} the product of [the|all|all the] [whole |]numbers from {{first}} to {{last}}", "multiply all numbers from {first} to {last}", "product of the integers from {first} to {last}"), f"product(i, i, {first}, {first + n % 9 + 2})"),
        ("series", ("[What is|Find] the infinite sum of 1/{k}^{even} for {k} from 1", "sum of 1/{k}^{even} for {k} = 1 to infinity"), f"sum(1 / {k}^{2 * (power - 1)}, {k}, 1, oo)"),
        ("nth_term", ("[What is|Find] term number {n} of the [sequence|arithmetic sequence] {listed}, ...?", "{listed}, ... what is term {n}?", "the sequence {listed} goes on like this, find term {n}"), f"{more[0]} + ({n} - 1) * ({more[1]} - {more[0]})"),
    )), low=low, low1=low + 1, high=high, n=n, k=k, said=said, top=low + top, n9=n % 9 + 2, first=first, last=first + n % 9 + 2, even=2 * (power - 1), listed=listed)  # fmt: skip


def slopes(rng: Random, words: Vocabulary) -> Task:
    """Draw a derivative of higher order, or its value at a point."""
    v = letter(rng)
    e = rng.choice(
        (
            polynomial(rng, v, rng.randint(2, 5), sparse=True),
            f"sin({rng.randint(2, 9)}{v})",
            f"{v}^{rng.randint(2, 6)} * ln({v})",
            f"e^({rng.randint(2, 9)}{v})",
            f"{v} * e^{v}",
        )
    )
    point, order = rng.randint(1, 9), rng.choice((2, 3, 3, 4))
    th = {2: "second", 3: "third", 4: "fourth"}[order]
    first = f"derivative({e}, {v})"
    slots = {"e": written(rng, e), "v": v, "p": point, "th": th, "marks": "'" * order}
    return asked(rng, *rng.choice((
        ("nth_derivative", ("[What is|Find|Compute|whats] the {th} derivative of {e}", "{th} derivative of {e}", "Differentiate {e} {times} with respect to {v}".replace("{times}", {2: "twice", 3: "three times", 4: "four times"}[order]), "d^{o}/d{v}^{o} of {e}".replace("{o}", str(order)), "f({v}) = {e}. Find f{marks}({v})."), f"derivative({e}, {v}, {order})"),
        ("derivative_at", ("[What is|Find|Compute] the derivative of {e} at {v} = {p}", "derivative of {e} at {v}={p}", "If f({v}) = {e}, what is f'({p})?", "Evaluate the derivative of {e} when {v} is {p}.", "how fast does {e} change at {v} = {p}"), f"substitute({first}, {v}, {point})"),
        ("slope", ("[What is|Find] the [slope|gradient] of [the tangent to |the curve |]y = {e} at {v} = {p}", "slope of {e} at {v} = {p}", "tangent slope of {e} when {v} = {p}?"), f"substitute({first}, {v}, {point})"),
        ("second_at", ("[What is|Find] the second derivative of {e} at {v} = {p}", "f({v}) = {e}, what is f''({p})?", "second derivative of {e} when {v} is {p}"), f"substitute(derivative({e}, {v}, 2), {v}, {point})"),
        ("value_at", ("[What is|Compute] {e} [when|if|for|at] {v} = {p}", "f({v}) = {e}. What is f({p})?", "Evaluate {e} at {v} = {p}.", "plug {v} = {p} into {e}"), f"substitute({e}, {v}, {point})"),
    )), **slots)  # fmt: skip
