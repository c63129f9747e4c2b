# ruff: noqa: E501 - a pattern of language is one line
"""Tools such as callers bring most: weather, mail, lamps, prices, appointments.

People ask for these in words that the signature does not have, so their questions are written, and
only the names and the values are drawn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Literal

from lottery_agent.models.training.draft import spin
from lottery_agent.models.training.generators.calls import draws
from lottery_agent.models.training.generators.calls.patterns import Asked
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.toolbox.calls.tools import Parameter, Tool
from lottery_agent.toolbox.calls.types import parameter_type

Draw = Callable[[Random, Vocabulary], tuple[str, object]]
"""Draws how a value is said, and the argument."""

_KINDS: Mapping[str, tuple[Any, Draw]] = {
    "name": (str, draws.name),
    "thing": (str, draws.thing),
    "text": (str, draws.quoted_words),
    "time": (str, draws.some_time),
    "date": (date, draws.some_date),
    "int": (int, draws.few),
    "number": (float, draws.number),
    "list": (list[str], draws.some_items),
}
_ROOMS = "kitchen/bedroom/hall/cellar/attic"
_COINS = "euro/dollar/pound/franc/rupee"


@dataclass(frozen=True, slots=True)
class Everyday:
    """A tool that callers bring.

    Attributes:
        names: What it may be called.
        parameters: Its parameters as `name|name:kind`, or `name=choice/choice`.
        summary: What it does.
        patterns: How people ask for it; a place has the first name of its parameter.
    """

    names: str
    parameters: str
    summary: str
    patterns: tuple[str, ...]

    @property
    def templates(self) -> list[str]:
        """Names of the patterns, by the tool's first name."""
        name = self.names.split()[0]
        return [f"calls.own.{name}.{number + 1}" for number in range(len(self.patterns))]


TOOLS = (
    Everyday("get_weather weather forecast", "city|place|town:name day|date:date", "Weather forecast of a place for a day.", ("Will it rain in {city} on {day}?", "[How warm|How cold] does it get in {city} on {day}?", "Do I need an umbrella in {city} on {day}?", "What will the weather be like in {city} on {day}?", "weather {city} {day}")),
    Everyday("current_temperature temperature_in", "city|place:name", "Temperature outside at a place now.", ("How [hot|cold|warm] is it in {city} [right now|now|today]?", "temperature in {city}", "Is it freezing in {city}?", "[Tell|Show] me how many degrees {city} has.")),
    Everyday("send_email mail write_mail", "to|recipient:name text|body|message:text", "Send an email to somebody.", ("Write {to} {text}.", "[Mail|Email] {to} that {text}.", "Let {to} know: {text}", "Drop {to} a line saying {text}.", "send {to} the message {text}")),
    Everyday("send_message text_someone", "person|name|to:name message|text:text", "Send a short message to a phone.", ("Text {person} {message}.", "Tell {person} {message}.", "Message {person}: {message}", "can you text {person} {message}")),
    Everyday("create_event add_appointment calendar_entry", "title|what:thing day|date:date time|start:time", "Put an appointment into the calendar.", ("Put {title} into my calendar for {day} at {time}.", "I have a {title} on {day} at {time}, please note it.", "At {time} on {day} there is a {title}; add it to the calendar.", "appointment {title} {day} {time}")),
    Everyday("remind_me add_reminder reminder", "what|text:thing when|time:time", "Remind me of something at a time.", ("Remind me of the {what} at {when}.", "Don't let me miss the {what} at {when}.", "At {when} I have to think of the {what}.", "reminder {what} {when}")),
    Everyday("start_timer timer countdown", "minutes|duration:int", "Start a timer of some minutes.", ("Wake me in {minutes} minutes.", "Give me {minutes} minutes for the eggs.", "Ring when {minutes} minutes are over.", "timer {minutes} min", "Count down {minutes} minutes.")),
    Everyday("alarm wake_up ring_at", "time|at:time", "Let the alarm ring at a time.", ("Wake me at {time}.", "I have to get up at {time}.", "alarm {time}", "Please ring at {time} in the morning.")),
    Everyday("switch_lamp light lamp", f"room|where={_ROOMS} state|on_off=on/off", "Switch the lamp of a room on or off.", ("Switch the lamp in the {room} {state}.", "[Please put|Put] the {room} light {state}.", "light {state} in the {room}", "Lamp {state}, {room}, please.")),
    Everyday("heat_room room_temperature thermostat", f"room|where={_ROOMS} degrees|temperature:int", "Heat a room to a temperature.", ("Make the {room} {degrees} degrees warm.", "Heat the {room} to {degrees} degrees.", "I want {degrees} degrees in the {room}.", "{room} {degrees} degrees")),
    Everyday("play_song sing player", "title|song:thing artist|singer:name", "Play a song.", ("Play {title} by {artist}.", "I want to hear {title} from {artist}.", "Put on {artist}'s song {title}.", "Can you play me {title}, the one of {artist}?")),
    Everyday("stock_price share_price quote", "company|stock|name:name", "Price of a share at the exchange.", ("How is {company} trading?", "What is a share of {company} worth?", "[How much|What] does {company} stock cost?", "shares of {company}")),
    Everyday("exchange money_exchange currency", f"amount|sum:number source|from_coin={_COINS} target|to_coin={_COINS}", "Exchange an amount of money at the rate of today.", ("How many {target}s do I get for {amount} {source}s?", "Change {amount} {source}s into {target}s.", "What are {amount} {source}s in {target}s?", "{amount} {source} to {target}")),
    Everyday("translate translation", "text|sentence:text language|target=French/German/Spanish/Italian/Polish", "Translate a text into a language.", ("What is {text} in {language}?", "How do I say {text} in {language}?", "[Translate|Put] {text} into {language}.", "{text} in {language} please")),
    Everyday("book_table reserve_table table", "restaurant|place:name people|guests:int time|at:time", "Reserve a table in a restaurant.", ("We are {people} and want to eat at {restaurant} at {time}.", "Get us a table for {people} at {restaurant} at {time}.", "Dinner for {people}, {restaurant}, {time}.", "Book {restaurant} at {time} for {people} people.")),
    Everyday("find_flight flights search_flights", "origin|start:name destination|goal:name day|date:date", "Flights from one place to another on a day.", ("How do I fly from {origin} to {destination} on {day}?", "I have to be in {destination} on {day} and start in {origin}. Which planes are there?", "planes to {destination} from {origin}, {day}", "Find me a flight to {destination} on {day}, I start in {origin}.")),
    Everyday("next_train trains train_times", "origin|start:name destination|goal:name time|after:time", "Next train from one place to another after a time.", ("When does the next train go from {origin} to {destination} after {time}?", "I am in {origin} and want to go to {destination} at {time} by train.", "train {origin} {destination} {time}", "Which train takes me to {destination} from {origin} after {time}?")),
    Everyday("call_taxi order_taxi taxi cab", "address|place:name time|at:time", "Order a taxi to an address.", ("I need a cab at {address} at {time}.", "Someone should pick me up at {address} at {time}.", "Get a taxi to {address} for {time}.", "cab {address} {time}")),
    Everyday("add_to_list shopping_list buy_later", "item|what|product:thing amount|count:int", "Put something on the shopping list.", ("We need {amount} of {item}, put it on the shopping list.", "There is no {item} in the house, we want {amount} of it.", "shopping list: {amount} {item}", "Add {amount} {item} to what we have to buy.")),
    Everyday("order_pizza pizza", "kind|topping:thing size=small/medium/large count|amount:int", "Order pizza.", ("I am hungry: {count} {size} pizzas with {kind}.", "{count} {size} pizzas with {kind}, please.", "Get us {count} {size} {kind} pizzas.", "pizza {kind} {size} {count}")),
    Everyday("phone_number find_contact contact", "name|person:name", "Phone number of a person.", ("How do I reach {name}?", "What number does {name} have?", "I want to ring {name} but have no number.", "[number|contact] of {name}", "Look {name} up in my contacts.")),
    Everyday("call phone dial", "person|name:name", "Phone somebody.", ("Ring {person}.", "Get {person} on the line.", "I want to speak to {person}.", "phone {person} please", "Can you dial {person}?")),
    Everyday("birthday birthday_of", "person|name|who:name", "Birthday of a friend.", ("When was {person} born?", "When does {person} celebrate?", "When do I have to congratulate {person}?", "birthday {person}")),
    Everyday("define meaning dictionary", "word|term:thing", "Meaning of a word.", ("What does {word} mean?", "What is a {word}?", "Explain the word {word}.", "meaning of {word}")),
    Everyday("rhyme rhymes find_rhymes", "word|with_word:thing", "Words that rhyme with a word.", ("What sounds like {word}?", "What rhymes with {word}?", "I need a rhyme for {word}.", "words that sound like {word} at the end")),
    Everyday("recipe find_recipe cook", "ingredients|items:list", "A recipe for some ingredients.", ("What can I cook with {ingredients}?", "I have {ingredients} in the fridge. What is for dinner?", "Make me a dish of {ingredients}.", "dinner from {ingredients}")),
    Everyday("distance how_far route_length", "start|origin:name goal|destination:name", "Distance by road between two places.", ("How far is it from {start} to {goal}?", "How many kilometres do I drive from {start} to {goal}?", "Is {goal} far from {start}?", "{start} to {goal}, how far")),
    Everyday("population inhabitants", "country|place|city:name", "Number of people who live in a place.", ("How many people live in {country}?", "How big is the population of {country}?", "number of inhabitants of {country}", "How many inhabitants has {country}?")),
    Everyday("capital capital_of", "country|land:name", "Capital of a country.", ("What is the capital of {country}?", "From which city is {country} governed?", "capital {country}", "Where does the government of {country} sit?")),
    Everyday("roll_dice dice roll", "count|number:int sides|faces:int", "Throw dice.", ("Throw {count} dice with {sides} sides.", "I need {count} throws of a die that has {sides} sides.", "{count} dice, {sides} faces", "[Roll|roll] {count} dice of {sides} sides each.")),
    Everyday("pick_one choose random_item draw", "items|choices|options:list", "Choose one of some things by chance.", ("I can't decide between {items}.", "Should it be {items}? You decide.", "Let chance choose: {items}", "Pick any of {items}.")),
    Everyday("pay transfer send_money", "person|to|receiver:name amount|sum:number", "Send money to somebody.", ("I owe {person} {amount} euros, send it.", "Give {person} {amount} euros from my account.", "Pay {person} {amount}.", "{amount} euros to {person}")),
    Everyday("balance account_balance money_left", "account|name:name", "How much money an account has.", ("How much money is on the {account} account?", "What do I have on {account}?", "Am I broke? Look at {account}.", "balance {account}")),
    Everyday("track_parcel parcel where_is_parcel", "number|reference|parcel:thing", "Where a parcel is now.", ("Where is my {number} parcel?", "When does the parcel with the {number} arrive?", "Has the {number} been shipped yet?", "parcel {number} status")),
    Everyday("log_weight weigh", "weight|kilos:number day|date:date", "Note my weight on a day.", ("On {day} I weighed {weight} kilos.", "The scale said {weight} on {day}.", "Note {weight} kg for {day}.", "weight {day}: {weight}")),
    Everyday("opening_hours hours when_open", "shop|place:name day|date:date", "When a shop is open on a day.", ("Can I shop at {shop} on {day}?", "Until when can I go to {shop} on {day}?", "Is {shop} open on {day}?", "{shop} opening times {day}")),
    Everyday("traffic traffic_jam jams", "road|street:name", "Traffic on a road.", ("Is there a jam on {road}?", "How is the traffic on {road}?", "Can I drive over {road} without waiting?", "traffic {road}")),
    Everyday("score game_score result", "team|club:name day|date:date", "Result of a game of a team.", ("How did {team} play on {day}?", "Did {team} win on {day}?", "What was the result of {team} on {day}?", "{team} {day} score")),
)  # fmt: skip
"""The tools."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One of the tools under drawn names.

    Attributes:
        tool: The tool.
        made: What is drawn from.
        draws: How each value is drawn, by the place in the patterns.
    """

    tool: Tool
    made: Everyday
    draws: Mapping[str, Draw]

    def ask(self, rng: Random, words: Vocabulary) -> Asked:
        """Draw a question and the arguments of its call."""
        drawn: dict[str, tuple[str, object]] = {}
        while len({text for text, _ in drawn.values()}) < len(self.draws):
            drawn = {place: draw(rng, words) for place, draw in self.draws.items()}
        number = rng.randrange(len(self.made.patterns))
        said = {place: text for place, (text, _) in drawn.items()}
        text = spin(rng, self.made.patterns[number]).format_map(said)
        arguments = tuple(value for _, value in drawn.values())
        return Asked(text, arguments, self.made.templates[number])


def everyday(rng: Random) -> Drawn:
    """Draw a tool."""
    made = rng.choice(TOOLS)
    parameters, draw_of = [], {}
    for part in made.parameters.split():
        names, sign, kind = part.partition(":" if ":" in part else "=")
        annotation, draw = _KINDS[kind] if sign == ":" else _choice(kind)
        place, *others = names.split("|")
        name = rng.choice([place, place, *others])
        parameters.append(Parameter(name, parameter_type(annotation, name)))
        draw_of[place] = draw
    name = rng.choice(made.names.split())
    tool = Tool(name, "pure", made.summary, tuple(parameters), lambda *_: None)
    return Drawn(tool, made, draw_of)


def _choice(text: str) -> tuple[Any, Draw]:
    choices = tuple(text.split("/"))

    def draw(rng: Random, words: Vocabulary) -> tuple[str, object]:
        drawn = rng.choice(choices)
        return drawn, drawn

    return Literal[choices], draw
