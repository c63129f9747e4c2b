# ruff: noqa: E501 - a pattern of language is one line
"""Word problems of one and two steps: little stories with quantities, and their worksheets.

A pattern is a text, a worksheet and a number that must come out sensible. `{a}`, `{b}`, `{c}` are
numbers, `{N}` and `{M}` names, `{T}` and `{U}` things in the plural, `{t}` and `{u}` in the
singular, `{C}` and `{c1}` containers; `[...|...]` are alternatives.
"""

from __future__ import annotations

from fractions import Fraction

ONE = (
    # add
    (
        "{N} has {a} {T}. {M} gives {her} {b} more. How many {T} does {N} have now?",
        "answer = {a} + {b}",
    ),
    (
        "{N} [found|collected|picked|made|counted] {a} {T} [in the morning|on Monday|last week|first] and {b} {T} [in the evening|on Tuesday|this week|later]. How many {T} did {N} [get|have] [in all|altogether|in total]?",
        "answer = {a} + {b}",
    ),
    (
        "There are {a} {T} and {b} {U} in the {place}. How many things are there [in all|altogether|in total]?",
        "answer = {a} + {b}",
    ),
    (
        "{N} has {a} {T} and {M} has {b} {T}. How many {T} do they have [together|in total|between them]?",
        "answer = {a} + {b}",
    ),
    ("{N} is {a} years old. {M} is {b} years older. How old is {M}?", "answer = {a} + {b}"),
    (
        "{N} has {a} {T}. {M} has {b} more than {N}. How many {T} does {M} have?",
        "answer = {a} + {b}",
    ),
    (
        "A {t} costs ${a} and a {u} costs ${b}. [How much do they cost together?|What do both cost?|What is the price of both?]",
        "answer = {a} + {b}",
    ),
    (
        "{N} walked {a} km before lunch and {b} km after lunch. How many km did {N} walk?",
        "answer = {a} + {b}",
    ),
    (
        "{a} people are on the bus. At the next stop {b} more get on. How many people are on the bus now?",
        "answer = {a} + {b}",
    ),
    (
        "After giving {b} {T} to {M}, {N} has {a} {T} left. How many {T} did {N} have [at first|before|in the beginning]?",
        "answer = {a} + {b}",
    ),
    # subtract
    (
        "{N} has {big} {T}. {N} [gives|sells|lends] {b} of them to {M}. How many {T} [are left|remain|does {N} have now]?",
        "answer = {big} - {b}",
    ),
    (
        "There were {big} {T} in the {place}. {b} of them [broke|were eaten|were taken away|were lost|got stolen|were thrown out]. How many {T} [are left|remain|remained|were left]?",
        "answer = {big} - {b}",
    ),
    (
        "{N} has {big} {T} and {M} has {b}. How many more {T} does {N} have than {M}?",
        "answer = {big} - {b}",
    ),
    (
        "{N} needs {big} {T}. {N} already has {b}. How many more {T} does {she} need?",
        "answer = {big} - {b}",
    ),
    (
        "{N} had {big} {T}. {M} [took|ate|stole|hid] {b} [of them|{T}]. How many {T} does {N} have left?",
        "answer = {big} - {b}",
    ),
    ("Of {big} {T}, {b} are {adj}. How many {T} are not {adj}?", "answer = {big} - {b}"),
    (
        "The {place} holds {big} {T}. {b} are there already. How many more fit in?",
        "answer = {big} - {b}",
    ),
    (
        "{N} is {big} years old and {M} is {b} years old. How much older is {N}?",
        "answer = {big} - {b}",
    ),
    ("A {t} costs ${big}. {N} has only ${b}. How much money is missing?", "answer = {big} - {b}"),
    (
        "{N} [paid|pays] for a {t} of ${b} with a ${big} note. How much change does {she} get?",
        "answer = {big} - {b}",
    ),
    (
        "A {t} weighs {big} kg and a {u} weighs {b} kg. What is the difference in kg?",
        "answer = {big} - {b}",
    ),
    (
        "{N} [must|has to|wants to] read {big} pages and has read {b}. How many pages are left?",
        "answer = {big} - {b}",
    ),
    (
        "{M} has {b} fewer {T} than {N}. {N} has {big} {T}. How many {T} does {M} have?",
        "answer = {big} - {b}",
    ),
    # multiply
    ("There are {a} {T} in each {c1}. How many {T} are in {b} {C}?", "answer = {a} * {b}"),
    (
        "{N} has {b} {C} with {a} {T} in each. How many {T} [is that|are there|does {she} have]?",
        "answer = {b} * {a}",
    ),
    ("Each {t} costs ${a}. What do {b} {T} cost?", "answer = {a} * {b}"),
    (
        "{N} [sells|orders|needs] {b} {T} at ${a} each. How much money is that?",
        "answer = {b} * {a}",
    ),
    (
        "{N} [reads|writes|paints|makes|plants|washes] {a} {T} [a day|per day|every day|each day]. How many {T} is that in {b} days?",
        "answer = {a} * {b}",
    ),
    (
        "A {u} uses {d} litres of {t} [an hour. How many litres does it use in {b} hours?|a day. How many litres is that in {b} days?|per minute. How many litres does it need in {b} minutes?]",
        "answer = {d} * {b}",
    ),
    (
        "{N} earns ${a} [an hour. How much does {she} earn in {b} hours?|a day. How much is that in {b} days?|a week. What does {N} earn in {b} weeks?]",
        "answer = {a} * {b}",
    ),
    (
        "A train goes {a} km [an hour|per hour]. How far does it go in {b} hours?",
        "answer = {a} * {b}",
    ),
    (
        "{b} {U} each carry {a} {T}. How many {T} do they carry [altogether|in total]?",
        "answer = {b} * {a}",
    ),
    ("{N} has {a} {T}. {M} has twice as many. How many {T} does {M} have?", "answer = 2 * {a}"),
    (
        "{N} has {a} {T}. {M} has {b} times as many. How many {T} does {M} have?",
        "answer = {b} * {a}",
    ),
    ("A {place} has {a} rows of {b} seats. How many seats does it have?", "answer = {a} * {b}"),
    ("{N} buys {dozens} dozen {T}. How many {T} is that?", "answer = {dozens} * 12"),
    ("A garden is {a} m long and {b} m wide. What is its area?", "answer = {a} * {b}"),
    (
        "{N} drinks {d} litres of tea a day. How many litres does {N} drink in {b} days?",
        "answer = {d} * {b}",
    ),
    (
        "{N} {v3} {a} {T} [a day|every day|each morning|a night]. How many {T} does {she} {vb} in {b} [days|nights]?",
        "answer = {a} * {b}",
    ),
    (
        "A {u} {v3} {d} kg of {T} a week. How many kg does it {vb} in {b} weeks?",
        "answer = {d} * {b}",
    ),
    (
        "{N} {v} {a} {T} and {M} {v} {b}. How many {T} did they {vb} [together|in all|altogether]?",
        "answer = {a} + {b}",
    ),
    ("{N} {v} {a} {T} on Monday and {b} on Friday. How many {T} is that?", "answer = {a} + {b}"),
    (
        "{big} {T} {v}, but {b} of them [were {adj}|came late|got lost]. How many were not?",
        "answer = {big} - {b}",
    ),
    (
        "There are {big} {T}. {N} {v} {b}. How many {T} [are left|remain|has nobody touched]?",
        "answer = {big} - {b}",
    ),
    (
        "The {u} needs {big} {T}, but {N} has only {v} {b}. How many are missing?",
        "answer = {big} - {b}",
    ),
    (
        "{N} {v} {b} {C} of {T}. Each {c1} weighs {a} kg. How heavy are they together?",
        "answer = {b} * {a}",
    ),
    ("[How many {T} are|Count the {T}] in {b} {C} if every {c1} holds {a}?", "answer = {b} * {a}"),
    # divide
    (
        "{N} [shares|divides|splits] {prod} {T} equally among {b} {U}. How many {T} does each get?",
        "answer = {prod} / {b}",
    ),
    ("{prod} {T} are packed into {C} of {b}. How many {C} are needed?", "answer = {prod} / {b}"),
    ("{b} {T} cost ${prod}. What does one {t} cost?", "answer = {prod} / {b}"),
    (
        "{N} puts {prod} {T} into {b} {C} with the same number in each. How many {T} are in each {c1}?",
        "answer = {prod} / {b}",
    ),
    (
        "{N} read {prod} pages in {b} days. How many pages did {she} read per day?",
        "answer = {prod} / {b}",
    ),
    (
        "A car drives {prod} km in {b} hours. What is its speed in km per hour?",
        "answer = {prod} / {b}",
    ),
    (
        "{N} has {prod} {T}, {b} times as many as {M}. How many {T} does {M} have?",
        "answer = {prod} / {b}",
    ),
    (
        "{N} has {even} {T} and gives half of them to {M}. How many does {M} get?",
        "answer = {even} / 2",
    ),
    (
        "A rope of {prod} m is cut into pieces of {b} m. How many pieces are there?",
        "answer = {prod} / {b}",
    ),
    ("How many {C} of {b} can {N} fill with {prod} {T}?", "answer = {prod} / {b}"),
    # percent, fraction
    ("{p}% of the {hundred} {T} are {adj}. How many {T} are {adj}?", "answer = {p}% * {hundred}"),
    ("{N} saves {p}% of {her} ${hundred}. How much does {she} save?", "answer = {p}% * {hundred}"),
    ("A {t} costs ${hundred}. The tax is {p}%. How much is the tax?", "answer = {p}% * {hundred}"),
    ("A third of the {triple} {T} are {adj}. How many is that?", "answer = {triple} / 3"),
    (
        "A quarter of {N}'s {quad} {T} are {adj}. How many {adj} {T} are there?",
        "answer = {quad} / 4",
    ),
    ("{N} scored {a} of {big} points. What fraction is that?", "answer = {a} / {big}"),
)

TWO = (
    (
        "{N} has {b} {C} with {a} {T} in each. {N} gives {s} {T} to {M}. How many {T} [are left|does {she} have left|remain]?",
        "{T1} = {b} * {a}\nanswer = {T1} - {s}",
    ),
    (
        "{N} [filled|packed|stacked] {b} {C} with {a} {T} [each|in every {c1}|apiece]. [Then|Later|The next day|On the way] {M} [broke|ate|dropped|lost|took] {s} {T}. How many {T} [were left|are left|remain|are still there]?",
        "{T1} = {b} * {a}\nanswer = {T1} - {s}",
    ),
    (
        "{N} {v} {b} {C} of {U} with {a} {T} in every {c1}. A {t2} {v2} {s} {T}. How many {T} [survived|were left|are left|remained|are still fine]?",
        "{T1} = {b} * {a}\nanswer = {T1} - {s}",
    ),
    (
        "{N} {v} {a} {T}. {M} {v2} {s} of them and {v} {b} more. How many {T} are there now?",
        "{T1} = {a} - {s}\nanswer = {T1} + {b}",
    ),
    (
        "There are {m} {C} with {a} {T} and {k} with {b} {T}. How many {T} [is that|are there] [altogether|in total]?",
        "{T1} = {m} * {a}\nanswer = {T1} + {k} * {b}",
    ),
    (
        "{N} {v} {big} {T}: {s} {adj} ones, {k} {adj2} ones, and the rest {adj3}. How many {adj3} {T} are there?",
        "{T1} = {s} + {k}\nanswer = {big} - {T1}",
    ),
    (
        "Every {u} {v3} {m} {T}. {N} has {k} {U}, and {s} {T} were there before. How many {T} are there now?",
        "{T1} = {m} * {k}\nanswer = {T1} + {s}",
    ),
    (
        "{N} {v} {prod} {T} in {b} days. At that pace, how many {T} does {she} {vb} in {m} days?",
        "{T1} = {prod} / {b}\nanswer = {m} * {T1}",
    ),
    (
        "{N} has {a} {T} in each of {b} {C} and {s} more on the table. How many {T} are there [altogether|in all]?",
        "{T1} = {a} * {b}\nanswer = {T1} + {s}",
    ),
    (
        "{N} had {a} {T}, [got|found|received] {b} more and [lost|sold|gave away] {s}. How many {T} does {N} have now?",
        "{T1} = {a} + {b}\nanswer = {T1} - {s}",
    ),
    (
        "There were {big} {T}. {s} were [eaten|sold|lost] and {b} new ones came. How many {T} are there now?",
        "{T1} = {big} - {s}\nanswer = {T1} + {b}",
    ),
    (
        "A {t} costs ${a} and a {u} costs ${b}. {N} buys {m} {T} and one {u}. How much does {she} pay?",
        "{T1} = {m} * {a}\nanswer = {T1} + {b}",
    ),
    (
        "{N} buys {m} {T} for ${a} each and {k} {U} for ${b} each. How much [does {N} spend|does that cost|is the total]?",
        "{T1} = {m} * {a}\n{U1} = {k} * {b}\nanswer = {T1} + {U1}",
    ),
    (
        "{N} buys {m} {T} at ${a} each and pays with ${note}. How much change does {she} get?",
        "{T1} = {m} * {a}\nanswer = {note} - {T1}",
    ),
    (
        "{N} has {a} {T}. {M} has {s} more than {N}. How many {T} do they have together?",
        "{M1} = {a} + {s}\nanswer = {a} + {M1}",
    ),
    (
        "{N} has {big} {T}. {M} has {s} fewer. How many {T} do they have [together|in total]?",
        "{M1} = {big} - {s}\nanswer = {big} + {M1}",
    ),
    (
        "{N} has {a} {T} and {M} has {m} times as many. How many {T} do they have altogether?",
        "{M1} = {m} * {a}\nanswer = {a} + {M1}",
    ),
    (
        "{N} has twice as many {T} as {M}, who has {a}. How many {T} do they have together?",
        "{N1} = 2 * {a}\nanswer = {N1} + {a}",
    ),
    (
        "{N} and {M} have {a} and {b} {T}. They share them equally among {m} {U}. How many {T} does each get?",
        "{T1} = {a} + {b}\nanswer = {T1} / {m}",
    ),
    (
        "{prod} {T} are shared equally by {b} {U}. Each then [gets|finds] {s} more. How many {T} does each have?",
        "{T1} = {prod} / {b}\nanswer = {T1} + {s}",
    ),
    (
        "{N} has {prod} {T} in {b} equal {C}. {She} [gives|lends] {m} {C} to {M}. How many {T} does {M} get?",
        "{c11} = {prod} / {b}\nanswer = {m} * {c11}",
    ),
    ("{b} {T} cost ${prod}. How much do {m} {T} cost?", "{t1} = {prod} / {b}\nanswer = {m} * {t1}"),
    (
        "{N} earns ${a} an hour and works {m} hours a day. How much does {she} earn in {k} days?",
        "hours = {m} * {k}\nanswer = {a} * hours",
    ),
    (
        "{N} [reads|writes|paints|makes] {a} {T} a day. After {m} days, how many of {note} {T} are left?",
        "{T1} = {a} * {m}\nanswer = {note} - {T1}",
    ),
    (
        "A {t} costs ${hundred}. It is {p}% off. What is the new price?",
        "price = {p}% * {hundred}\nanswer = {hundred} - price",
    ),
    (
        "A {t} of ${hundred} gets {p}% [more expensive|dearer]. What does it cost now?",
        "{t1} = {p}% * {hundred}\nanswer = {hundred} + {t1}",
    ),
    (
        "{N} has {hundred} {T}. {p}% of them are {adj}. How many are not {adj}?",
        "{T1} = {p}% * {hundred}\nanswer = {hundred} - {T1}",
    ),
    (
        "{N} has {even} {T}. {She} gives half of them to {M} and then finds {s} more. How many {T} does {N} have?",
        "{T1} = {even} / 2\nanswer = {T1} + {s}",
    ),
    (
        "Half of the {even} {T} are {adj}. {s} of the {adj} ones are sold. How many {adj} {T} are left?",
        "{T1} = {even} / 2\nanswer = {T1} - {s}",
    ),
    (
        "{N} [had|has] ${big}. {She} spends ${s} on {T} and ${k} on {U}. How much money does {she} have left?",
        "{T1} = {s} + {k}\nanswer = {big} - {T1}",
    ),
    (
        "Of {big} {T}, {s} are {adj} and {k} are {adj2}. The rest are plain. How many are plain?",
        "{T1} = {s} + {k}\nanswer = {big} - {T1}",
    ),
    (
        "A {place} has {a} rows of {b} seats. {s} seats are [taken|empty|broken]. How many seats are not?",
        "seats = {a} * {b}\nanswer = seats - {s}",
    ),
    (
        "{N} ran {m} laps of {a} m and then walked {s} m. How many metres is that in all?",
        "laps = {m} * {a}\nanswer = laps + {s}",
    ),
    (
        "A train travels {a} km per hour for {m} hours and then {s} km more. How far does it go?",
        "hours = {a} * {m}\nanswer = hours + {s}",
    ),
    (
        "{N} is {a} years old. {M} is {m} times as old. How much older is {M}?",
        "{M1} = {m} * {a}\nanswer = {M1} - {a}",
    ),
    (
        "In {s} years {N} will be {big}. How old was {N} {k} years ago?",
        "years = {big} - {s}\nanswer = years - {k}",
    ),
    (
        "{N} and {k} friends share the cost of {m} {T} at ${a} each. How much does each pay?",
        "{T1} = {m} * {a}\nanswer = {T1} / ({k} + 1)",
    ),
    (
        "{m} {C} hold {a} {T} each and {k} {C} hold {b} {T} each. How many {T} are there?",
        "{C1} = {m} * {a}\nanswer = {C1} + {k} * {b}",
    ),
    (
        "{N} picks {a} {T} and {M} picks {b}. They pack them into {C} of {m}. How many {C} do they fill?",
        "{T1} = {a} + {b}\nanswer = {T1} / {m}",
    ),
    (
        "{N} [scored|got] {a}, {b} and {s} points. What is the average?",
        "answer = mean({a}, {b}, {s})",
    ),
    (
        "A {adj} {t} weighs {d} kg. How much do {m} of them weigh together with a {u} of {s} kg?",
        "{T1} = {m} * {d}\nanswer = {T1} + {s}",
    ),
    (
        "{N} sells {m} {T} for ${a} each. They cost {her} ${k} each. What is the profit?",
        "profit = {a} - {k}\nanswer = {m} * profit",
    ),
    (
        "Each of the {m} {U} [ate|used|needs|gets] {k} {T}. There were {note} {T}. How many are left?",
        "{T1} = {m} * {k}\nanswer = {note} - {T1}",
    ),
    (
        "A rectangle is {a} cm long and {b} cm wide. What is its perimeter?",
        "answer = 2 * ({a} + {b})",
    ),
    (
        "{N} had some {T}. {She} gave {s} to {M} and {k} to a friend and has {big} left. How many did {she} have at first?",
        "{T1} = {s} + {k}\nanswer = {big} + {T1}",
    ),
)

PLACES = "garden school library kitchen room shop hall theatre yard park field cellar cinema stadium basket cupboard drawer".split()
CONTAINERS = "box carton tray case shelf packet pack row stack group basket bucket sack drawer tin barrel page album folder team cage pallet tank bowl plate tub".split()


def sensible(value: Fraction) -> bool:
    """Tell whether a count or price could be meant: positive, and not absurdly long."""
    return value > 0 and value.denominator in (1, 2, 4, 5, 10, 20, 25, 50, 100)
