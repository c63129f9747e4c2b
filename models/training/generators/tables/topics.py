# ruff: noqa: E501 - a topic is one line
"""What tables are about: what a row is, how it is named, and the columns that it may have."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.draft import capital
from lottery_agent.models.training.generators.tables.catalogue import CITIES, COUNTRIES, FIELDS
from lottery_agent.models.training.generators.tables.fields import AnyField, number, patterns
from lottery_agent.models.training.generators.vocabulary import Noun, Vocabulary

Draw = Callable[[Random, Vocabulary], str]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a table is about.

    Attributes:
        row: What a row is, in the singular and in the plural.
        headers: Headers of the column that names the rows.
        names: Draws the name of a row.
        fields: The columns that there may be.
        titles: What the table may be called.
        person: Whether a row is somebody.
        article: What stands before the name of a row in a sentence.
    """

    row: Noun
    headers: tuple[str, ...]
    names: Draw
    fields: tuple[AnyField, ...]
    titles: tuple[str, ...] = ()
    person: bool = False
    article: str = ""


def _first_name(rng: Random, words: Vocabulary) -> str:
    return capital(words.name(rng))


def _full_name(rng: Random, words: Vocabulary) -> str:
    return f"{_first_name(rng, words)} {_first_name(rng, words)}"


def _person(rng: Random, words: Vocabulary) -> str:
    return (_full_name if rng.random() < 0.25 else _first_name)(rng, words)


def _thing(rng: Random, words: Vocabulary) -> str:
    noun = words.noun(rng).one
    return f"{words.adjective(rng)} {noun}" if rng.random() < 0.2 else noun


def _title(rng: Random, words: Vocabulary) -> str:
    noun, quality = words.noun(rng), words.adjective(rng)
    return rng.choice(
        (f"The {capital(quality)} {capital(noun.one)}", f"{capital(noun.many)} of {_first_name(rng, words)}",
         f"{capital(quality)} {capital(noun.many)}", f"The {capital(noun.one)}")
    )  # fmt: skip


def _numbered(lead: str, low: int, high: int) -> Draw:
    return lambda rng, _: f"{lead}{rng.randint(low, high)}"


def _listed(text: str) -> Draw:
    values = patterns(text)
    return lambda rng, _: rng.choice(values)


def _station(rng: Random, words: Vocabulary) -> str:
    return f"{rng.choice(('Station', 'Site', 'Sensor', 'Point'))} {rng.choice('ABCDEFGHKLMNPRST')}{rng.randint(1, 9)}"


def _model(rng: Random, words: Vocabulary) -> str:
    return f"{_first_name(rng, words)} {rng.choice('ABCEGKLMRSTVX')}{rng.randint(1, 99)}"


def _topic(
    row: str,
    headers: str,
    names: Draw,
    fields: str,
    titles: str = "",
    *,
    person: bool = False,
    article: str = "",
) -> Topic:
    one, many = row.split("|")
    found = tuple(FIELDS[name] for name in fields.split(", "))
    return Topic(
        Noun(one, many), patterns(headers), names, found, patterns(titles), person, article
    )


_PEOPLE = "age, height, weight, city, country, job, sport, language, member, licence, born, siblings, children, shoe, joined"
TOPICS = (
    _topic("person|people", "name|Name|person|first name", _person, _PEOPLE, "people|group|guests", person=True),
    _topic("employee|employees", "employee|name|Name|staff member", _person, "age, department, salary, hours, city, joined, job, licence, country, born", "staff|employees|payroll", person=True),
    _topic("student|students", "student|name|Student|pupil", _person, "age, grade, class, subject, points, passed, city, born, siblings, present", "students|class list|exam results", person=True),
    _topic("player|players", "player|name|Player", _person, "team, goals, points, age, height, position, country, wins, weight", "players|squad", person=True),
    _topic("patient|patients", "patient|name|Patient", _person, "age, pulse, weight, height, temperature, born, city", "patients|measurements", person=True),
    _topic("member|members", "member|name|Member", _person, "age, joined, sport, city, paid, language, country", "members|club", person=True),
    _topic("team|teams", "team|Team|club", _first_name, "points, wins, losses, goals, city, founded, country", "league|standings|table 1"),
    _topic("product|products", "product|Product|name|article", _thing, "price, stock, sold, colour, material, category, supplier, weight, rating, available, length, width, discount", "products|stock list|catalogue", article="the "),
    _topic("item|items", "item|Item|thing|object", _thing, "whole price, stock, colour, material, weight, category, quality, length, label, owner", "items|inventory", article="the "),
    _topic("food|foods", "food|Food|product", _listed("bread|milk|butter|cheese|rice|yoghurt|honey|beans|apples|pears|pasta|salt|tea|coffee|tofu|eggs|ham|jam|cereal|carrots|lentils|walnuts|plums|spinach|olives"), "price, calories, sugar, stock, category, vegan, expires, weight, supplier", "food|shopping list|groceries"),
    _topic("city|cities", "city|City|name|town", _listed(CITIES), "country, population, area, altitude, rain, temperature, founded, continent", "cities|weather"),
    _topic("country|countries", "country|Country|name|state", _listed(COUNTRIES), "capital, population, area, continent, language, temperature, rain", "countries|geography"),
    _topic("mountain|mountains", "mountain|Mountain|peak|name", _first_name, "altitude, country, continent, temperature, distance", "mountains"),
    _topic("station|stations", "station|Station|place|site", _station, "temperature, rain, pressure, reading, altitude, city", "weather|readings|measurements", article=""),
    _topic("expense|expenses", "expense|Expense|description|what", _thing, "amount, date, category, paid by, paid, month", "expenses|costs|bills", article="the "),
    _topic("order|orders", "order|Order|order no|number", _numbered("", 1001, 9899), "customer, amount, date, status, paid, city, guests, weight", "orders|sales", article="order "),
    _topic("invoice|invoices", "invoice|Invoice|no|reference", _numbered("R", 100, 999), "customer, amount, date, paid, status, month", "invoices", article="invoice "),
    _topic("train|trains", "train|Train|line|service", _numbered("IC ", 10, 990), "departure, arrival, platform, destination, duration, late, distance", "timetable|departures|trains", article="the "),
    _topic("bus|buses", "bus|Bus|line|route", _numbered("", 1, 99), "departure, arrival, destination, duration, seats, distance, weekday", "timetable|buses", article="bus "),
    _topic("flight|flights", "flight|Flight|flight no", _numbered("XK", 100, 989), "departure, arrival, destination, duration, whole price, seats, late", "flights|departures", article="flight "),
    _topic("event|events", "event|Event|what|title", _title, "date, weekday, place, guests, duration, whole price, city, month", "events|programme|calendar"),
    _topic("course|courses", "course|Course|title|class", _listed("Pottery|Spanish|Cooking|Yoga|Painting|First Aid|Photography|Sewing|Chess|Guitar|Gardening|Typing|Judo|Dancing|Welding|Singing"), "weekday, departure, duration, whole price, seats, guests, place, manager", "courses|programme"),
    _topic("book|books", "title|Title|book|name", _title, "author, genre, pages, year, price, rating, lent, language, available", "books|library"),
    _topic("film|films", "film|Film|movie|title", _title, "genre, duration, year, rating, language, country, whole price", "films|movies"),
    _topic("animal|animals", "animal|Animal|species|name", _listed("zebra|lion|eagle|salmon|tortoise|camel|wolf|bear|tiger|penguin|whale|hare|owl|snake|frog|horse|crab|falcon|moose|panda|bat|shark|spider|beetle|donkey"), "weight, speed, lifespan, legs, diet, habitat, continent, wild, length", "animals|zoo", article="the "),
    _topic("pet|pets", "pet|Pet|name", _first_name, "owner, age, weight, colour, diet, born", "pets"),
    _topic("car|cars", "car|Car|model|vehicle", _model, "whole price, colour, power, speed, mileage, fuel, year, seats, owner, electric", "cars|vehicles|fleet", article="the "),
    _topic("device|devices", "device|Device|model|machine", _model, "price, power, weight, rating, stock, electric, supplier, width", "devices|machines", article="the "),
    _topic("plant|plants", "plant|Plant|species|name", _listed("fern|cactus|basil|lavender|tulip|rose|lily|mint|sage|thyme|daisy|iris|bamboo|palm|aloe|ficus|clover|heather|jasmine|orchid"), "height, light, water, colour, price, stock, temperature", "plants|garden", article="the "),
    _topic("room|rooms", "room|Room|room no|number", _numbered("", 101, 499), "beds, whole price, floor, area, available, seats, colour", "rooms|hotel", article="room "),
    _topic("ingredient|ingredients", "ingredient|Ingredient|what", _listed("flour|sugar|butter|salt|yeast|rice|pasta|oats|cocoa|nuts|beans|cheese|honey|raisins|ginger|pepper|spinach|lemon juice"), "grams, price, calories, vegan, sugar", "recipe|ingredients"),
    _topic("task|tasks", "task|Task|to do|job", _thing, "status, priority, manager, hours, date, duration, budget", "tasks|plan|backlog", article="the "),
    _topic("project|projects", "project|Project|name", _first_name, "budget, manager, status, joined, duration, department, priority", "projects"),
    _topic("walk|walks", "walk|Walk|tour|trail", _title, "distance, duration, altitude, date, rating, guests", "walks|tours"),
    _topic("month|months", "month|Month", _listed("January|February|March|April|May|June|July|August|September|October|November|December"), "amount, sold, rain, temperature, guests, hours, budget", "months|year"),
    _topic("shop|shops", "shop|Shop|branch|store", _first_name, "city, sold, area, open, manager, founded, seats", "shops|branches"),
)  # fmt: skip


def _open_field(rng: Random, words: Vocabulary) -> AnyField:
    """Make up a column: how many of a drawn thing there are, or a drawn measure."""
    noun = words.noun(rng)
    if rng.random() < 0.6:
        return number(
            f"{noun.many}|{capital(noun.many)}|{noun.many}|number of {noun.many}",
            (0, 99),
            noun.many,
            counted=True,
            adds=True,
        )
    other = words.noun(rng).one
    return number(f"{noun.one}|{noun.one} {other}|{noun.one}_{other}", (1, 500), noun.one)


def topic(rng: Random, words: Vocabulary) -> Topic:
    """Draw a topic; one in seven has rows or columns of drawn words."""
    chosen = rng.choice(TOPICS)
    draw = rng.random()
    if draw < 0.86:
        return chosen
    fields = (*rng.sample(chosen.fields, 2), *(_open_field(rng, words) for _ in range(3)))
    if draw < 0.93:
        return Topic(
            chosen.row,
            chosen.headers,
            chosen.names,
            fields,
            chosen.titles,
            chosen.person,
            chosen.article,
        )
    noun = words.noun(rng)
    return Topic(noun, (noun.one, capital(noun.one), "name"), _first_name, fields, (noun.many,))
