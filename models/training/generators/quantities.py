# ruff: noqa: E501 - a pattern of language is one line
"""Worksheets of everyday quantities: prices, percentages, interest, shares, ratios, speeds."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from lottery_agent.models.training.generators.expressions import Task
from lottery_agent.models.training.generators.functions import asked
from lottery_agent.models.training.generators.numerals import plain
from lottery_agent.models.training.generators.vocabulary import Vocabulary


def _price(rng: Random, top: int = 400) -> Fraction:
    draw = rng.random()
    if draw < 0.5:
        return Fraction(rng.randint(2, top))
    return (
        Fraction(rng.randint(20, 100 * top), 100)
        if draw < 0.8
        else Fraction(5 * rng.randint(1, top))
    )


def _digits(value: Fraction) -> str:
    """Return a price with two decimals or none, which the worksheet copies as it stands."""
    return str(value.numerator) if value.denominator == 1 else f"{float(value):.2f}"


def _money(value: Fraction, coin: str) -> str:
    text = _digits(value)
    return f"{coin}{text}" if coin in "$£€" else f"{text} {coin}"


def money(rng: Random, words: Vocabulary) -> Task:
    """Draw a question about a price, a rate, a bill or interest."""
    coin = rng.choice(("$", "$", "£", "€", "dollars", "euros"))
    a, low, more = _price(rng), _price(rng), _price(rng)
    high = low + more
    c, d = _price(rng, 20), _price(rng, 20)
    i, j, people, years = (rng.randint(2, top) for top in (9, 9, 12, 10))
    note = Fraction(10 * (int(i * c + j * d) // 10 + rng.randint(1, 5)))
    rate = rng.choice((Fraction(rng.randint(1, 9)), Fraction(5 * rng.randint(1, 14)), Fraction(rng.randint(3, 49), 2)))  # fmt: skip
    A, L, H, C, D = map(_digits, (a, low, high, c, d))
    r = plain(rate)
    percent = r + rng.choice(("%", "%", " percent", " per cent"))
    noun, second = words.noun(rng), words.noun(rng)
    slots = {
        "a": _money(a, coin), "low": _money(low, coin), "high": _money(high, coin),
        "c": _money(c, coin), "d": _money(d, coin), "note": _money(note, coin), "r": percent, "i": i, "j": j,
        "people": people, "years": years, "thing": noun.one, "things": noun.many, "others": second.many,
        "who": words.name(rng),
    }  # fmt: skip
    return asked(rng, *rng.choice((
        ("tax", ("How much [VAT|tax|sales tax] is [due|added|charged] on {a} at {r}?", "{r} [VAT|tax] on {a}", "A {thing} costs {a} before tax. The [tax|VAT] is {r}. How much tax is that?", "what's the tax on {a} if the rate is {r}"), f"{r}% * {A}"),
        ("with_tax", ("A {thing} costs {a} plus {r} [VAT|tax|sales tax]. What [is the total|is the full price|do I pay]?", "{a} plus {r} [VAT|tax], total?", "What is the price with {r} [VAT|tax] if it is {a} without?", "how much do i pay for a {thing} at {a} with {r} tax on top"), f"{A} * (1 + {r}%)"),
        ("tip", ("The bill is {a}. How much is a {r} tip?", "{r} tip on {a}", "[what should I tip|how big a tip do I give] on a {a} bill at {r}?"), f"{r}% * {A}"),
        ("with_tip", ("The meal is {a} and we tip {r}. What do we pay [in all|altogether|in total]?", "{a} bill with a {r} tip, total", "what does dinner come to if the bill is {a} and I add {r} tip?"), f"{A} * (1 + {r}%)"),
        ("discount", ("A {thing} at {a} is reduced by {r}. What does it cost now?", "{a} with {r} off", "[What's|What is] the sale price of a {a} {thing} [with|after] {r} off?", "theres {r} off the {things}, normal price {a}. what do i pay"), f"{A} * (1 - {r}%)"),
        ("saving", ("How much do I save on a {a} {thing} with {r} off?", "{r} discount on {a}: how much is saved", "The {thing} is {a}, minus {r}. How big is the discount?"), f"{r}% * {A}"),
        ("before_discount", ("After {r} off, a {thing} costs {a}. What was the [original|full|old] price?", "price is {a} after a {r} discount, what was it before", "A {thing} is on sale for {a}, which is {r} less than usual. How much is it usually?"), f"{A} / (1 - {r}%)"),
        ("before_tax", ("A {thing} costs {a} including {r} [tax|VAT]. What is the price without it?", "{a} including {r} [tax|VAT]: price before", "what's the net price if {a} already has {r} VAT in it"), f"{A} / (1 + {r}%)"),
        ("rise", ("The price of {things} [rises|goes up|rose] from {low} to {high}. What is the percentage increase?", "percent increase from {low} to {high}", "By what percentage did it grow from {low} to {high}?", "it was {low} and now it's {high}, how many percent more is that"), f"({H} - {L}) / {L} * 100"),
        ("fall", ("The price of {things} [falls|drops|fell] from {high} to {low}. What is the percentage decrease?", "percent decrease from {high} to {low}", "By what percent did it go down from {high} to {low}?", "it was {high} and now it's {low}, how many percent less is that"), f"({H} - {L}) / {H} * 100"),
        ("interest", ("How much simple interest does {a} earn in {years} years at {r}[ a year| per year|]?", "simple interest on {a} at {r} for {years} years", "{who} puts {a} into a bank at {r} simple interest. How much interest is that after {years} years?"), f"{A} * {r}% * {years}"),
        ("with_interest", ("{a} at {r} simple interest for {years} years: what is the final amount?", "With simple interest of {r} per year, what does {a} become after {years} years?"), f"{A} * (1 + {r}% * {years})"),
        ("compound", ("{who} [puts|invests] {a} at {r} compound interest[| per year]. How much is it worth after {years} years?", "{a} at {r} compounded yearly for {years} years", "What does {a} grow to in {years} years at {r} a year, compounded [yearly|annually]?", "if {a} grows {r} every year what is it after {years} years"), f"{A} * (1 + {r}%)^{years}"),
        ("compound_gain", ("How much compound interest does {a} earn in {years} years at {r} [a year|yearly]?", "compound interest on {a} at {r} for {years} years"), f"{A} * (1 + {r}%)^{years} - {A}"),
        ("decay", ("A {thing} worth {a} loses {r} of its value each year. What is it worth after {years} years?", "{a} falling {r} a year for {years} years"), f"{A} * (1 - {r}%)^{years}"),
        ("split", ("{people} [friends|people] split a bill of {a} [evenly|equally]. How much does each pay?", "split {a} [between|among|by] {people}", "how much each if {people} of us split {a}", "{a} divided evenly among {people} people"), f"{A} / {people}"),
        ("split_tip", ("{people} [friends|people] split a bill of {a} plus a {r} tip. What does each pay?", "{a} bill, {r} tip, {people} people - how much each"), f"{A} * (1 + {r}%) / {people}"),
        ("unit", ("{i} {things} cost {a}. [What|How much] does one [cost|come to]?", "price of one {thing} if {i} cost {a}", "{a} for {i} {things}, how much is that per {thing}"), f"{A} / {i}"),
        ("scaled", ("{i} {things} cost {a}. How much do {j} cost?", "if {i} {things} are {a}, what are {j}?", "{a} for {i} {things}; price of {j}"), f"{A} / {i} * {j}"),
        ("items", ("{who} [gets|orders|pays for] {i} {things} at {c} each and {j} {others} at {d} each. What is the total?", "{i} {things} at {c} and {j} {others} at {d}, total?", "what do {i} {things} for {c} each plus {j} {others} for {d} each come to"), f"{i} * {C} + {j} * {D}"),
        ("change", ("{who} pays for {i} {things} at {c} each and {j} {others} at {d} each with {note}. How much change [is there|does {who} get]?", "{i} {things} at {c}, {j} {others} at {d}, paid with {note}. change?", "how much change from {note} for {i} {things} at {c} each and {j} {others} at {d} each"), f"{_digits(note)} - ({i} * {C} + {j} * {D})"),
        ("change_one", ("{who} pays for {i} {things} at {c} each with {note}. How much change is there?", "change from {note} for {i} {things} at {c} each", "i give {note} for {i} {things} that cost {c} each, what do i get back?"), f"{_digits(note)} - {i} * {C}"),
    )), **slots)  # fmt: skip


def amounts(rng: Random, words: Vocabulary) -> Task:
    """Draw a question about parts, ratios, speeds and times."""
    bottom = rng.choice((3, 4, 5, 6, 8, 10))
    top = rng.randint(1, bottom - 1)
    total = bottom * rng.randint(2, 60)
    p, q, s = rng.randint(1, 9), rng.randint(1, 9), rng.randint(1, 9)
    pot, pot3 = (p + q) * rng.randint(2, 40), (p + q + s) * rng.randint(2, 40)
    speed, hours, far = 5 * rng.randint(1, 30), rng.randint(2, 9), 10 * rng.randint(2, 90)
    far2, hours2, minutes = 10 * rng.randint(2, 60), rng.randint(2, 9), 5 * rng.randint(1, 11)
    rate = rng.randint(2, 95)
    unit = rng.choice(("km", "km", "miles"))
    noun = words.noun(rng)
    who, whom = words.name(rng), words.name(rng)
    while whom == who:
        whom = words.name(rng)
    slots = {
        "f": f"{top}/{bottom}", "n": total, "p": p, "q": q, "s": s, "pot": pot, "pot3": pot3, "speed": f"{speed} {rng.choice(('km/h', 'kmh', 'km per hour')) if unit == 'km' else 'mph'}",
        "hours": hours, "far": f"{far} {unit}", "far2": f"{far2} {unit}", "hours2": hours2, "minutes": minutes, "rate": f"{rate}%",
        "thing": noun.one, "things": noun.many, "who": who, "whom": whom, "v": rng.choice(("car", "bus", "train", "cyclist", noun.one)),
    }  # fmt: skip
    return asked(rng, *rng.choice((
        ("part", ("{f} of the {n} {things} are {adj}. How many is that?".replace("{adj}", words.adjective(rng)), "{f} of {n}", "what is {f} of {n} {things}", "[Find|Compute] {f} of {n}."), f"{top} / {bottom} * {total}"),
        ("rest", ("{who} has {n} {things} and gives {f} of them to {whom}. How many remain?", "{n} {things}, {f} are used. how many remain", "[What remains|What is left] of {n} {things} when {f} are gone?", "{n} minus {f} of it"), f"{total} * (1 - {top} / {bottom})"),
        ("percent_rest", ("{rate} of {pot} {things} are sold. How many percent are not?", "{rate} of the {things} are gone, what percent remains"), f"100 - {rate}"),
        ("ratio", ("[Share|Divide|Split] {pot} in the ratio {p}:{q}", "{pot} split {p}:{q}", "Two people share {pot} {things} in the ratio {p} to {q}. How many does each get?", "[divide|split] {pot} {things} between {who} and {whom} as {p} to {q}"), f"[{pot} * {p} / ({p} + {q}), {pot} * {q} / ({p} + {q})]"),
        ("ratio3", ("[Share|Divide|Split] {pot3} in the ratio {p}:{q}:{s}", "{pot3} divided {p}:{q}:{s}"), f"[{pot3} * {p} / ({p} + {q} + {s}), {pot3} * {q} / ({p} + {q} + {s}), {pot3} * {s} / ({p} + {q} + {s})]"),
        ("ratio_first", ("{who} and {whom} share {pot} {things} in the ratio {p}:{q}. How many does {who} get?", "{pot} {things} are divided {p}:{q}. How big is the first part?"), f"{pot} * {p} / ({p} + {q})"),
        ("ratio_known", ("The ratio of {things} to other objects is {p}:{q}. There are {part} {things}. How many other objects are there?".replace("{part}", str(p * hours)), "ratio {p}:{q}, first amount is {part}, what is the second?".replace("{part}", str(p * hours))), f"{p * hours} / {p} * {q}"),
        ("distance", ("A {v} [goes|moves|drives] at {speed} for {hours} hours. How far does it [go|get]?", "how far in {hours} hours at {speed}", "distance at {speed} for {hours} h"), f"{speed} * {hours}"),
        ("distance_minutes", ("A {v} goes at {speed} for {hours} hours and {minutes} minutes. How far does it get?", "how far in {hours} hours {minutes} minutes at {speed}"), f"{speed} * ({hours} + {minutes} / 60)"),
        ("time", ("How [long|many hours] does a {v} [need|take] for {far} at {speed}?", "time for {far} at {speed}", "how long to drive {far} going {speed}"), f"{far} / {speed}"),
        ("speed", ("A {v} covers {far} in {hours} hours. [What is its|How high is its] [average |]speed?", "{far} in {hours} hours, speed?", "how fast is {far} in {hours} hours"), f"{far} / {hours}"),
        ("average_speed", ("A {v} covers {far} in {hours} hours and then {far2} in {hours2} hours. What is the average speed[ overall|]?", "average speed for {far} in {hours} hours then {far2} in {hours2} hours", "first {far} in {hours} hours, after that {far2} in {hours2} hours. average speed for the whole trip?"), f"({far} + {far2}) / ({hours} + {hours2})"),
    )), **slots)  # fmt: skip
