# ruff: noqa: E501 - a pattern of language is one line
"""What an account starts with, what comes and goes, and how it ends, in many phrasings.

An event is a subject, a verb and the rest; `%` is what comes or goes.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from lottery_agent.models.training.generators.ledgers.scene import Scene

_HAD = (
    "{S} <S:have> {start} {T}",
    "{S} <S:own> {start} {T}",
    "[at first|in the beginning|to begin with|this morning|on Monday], {S} <S:have> {start} {T}",
    "{S} <S:start> [the day |the week |]with {start} {T}",
    "{S} already <S:have> {start} {T}",
    "{start} {T} <T:be> in {S.p} [collection|care|house|hands]",
)
_HELD = (
    "there <T:be> {start} {T} {at}",
    "{start} {T} <T:be> {at}",
    "[at first|in the morning|yesterday|when the day began], there <T:be> {start} {T} {at}",
    "{at} there <T:be> {start} {T}",
    "the {place} [held|contained] {start} {T}",
)
_HAD_MONEY = (
    "{S} <S:have> {start}",
    "{S} <S:have> {start} [in {S.p} pocket|in {S.p} wallet|to spend|in the bank|in {S.p} account]",
    "{S} <S:start> [the week |the month |]with {start}",
    "{S} had saved {start}",
)

_GAIN = (
    "S find %[| in the street| under the table| at home]", "S get % from {M.o}", "S get %[| as a present| for {S.p} birthday| in the mail]",
    "M give {S.o} %", "M give % to {S.o}", "% be given to {S.o} by {M.o}", "M send {S.o} %", "M lend {S.o} %",
    "S pick up %[| on the way home|]", "S win %[| in a game| at the fair|]", "S order %[| online|]", "S collect %[| after lunch| over the weekend|]",
    "S add % to {S.p} collection", "S take % from {M.o}", "S purchase %[| at the shop| at the market| in town|]", "S get % [at the market|in a shop|from a neighbour]",
    "M hand over % to {S.o}", "S make %", "S discover %[| under the bed|]", "% arrive for {S.o} [in the mail|by post]",
)  # fmt: skip
_LOSS = (
    "S give % to {M.o}", "S give {M.o} %", "S lose %[| on the way| in the park| at school|]", "M take %", "M take % from {S.o}", "S lend % to {M.o}",
    "S throw away %", "S give away %", "S hand over % to {M.o}", "S send % to {M.o}", "S break %", "M steal %", "% be lost",
    "% get lost", "% be stolen", "% be broken", "% be given away", "S drop % in the river", "S pass % on to {M.o}", "S use %", "S donate %[| to a school| to charity|]",
)  # fmt: skip
_SALE = (
    "S sell %[| at the market| to {M.o}| on Tuesday| before noon|]",
    "% be sold",
    "M purchase % from {S.o}",
    "S trade away %",
)
_EATEN = (
    "S eat %[| for lunch| after dinner|]",
    "M eat %",
    "% be eaten",
    "M and {S} eat %",
    "% be eaten by {M.o}",
    "% go bad",
    "S serve % to {M.o}",
)
_GROWN = ("S plant %", "% be planted", "S grow %")
_DIED = ("% wither", "% be cut down", "S pull out %", "% die")
_BORN = ("% be born", "S raise %")
_FLED = ("% escape", "% get away", "S sell %", "% wander off")
_PUT = (
    "M put % {to}",
    "% be put {to}",
    "% be added",
    "M add %",
    "S place % {to}",
    "% be delivered",
    "somebody put % {to}",
    "M and {S} put % {to}",
    "% be placed {to}",
)
_REMOVED = (
    "M take % {off}",
    "% be taken {off}",
    "S remove %",
    "% be removed",
    "M take away %",
    "% be taken away",
    "% be thrown away",
    "% be lost",
    "% be stolen",
    "% be given away",
)
_CAME = ("% join them", "% arrive", "% come in", "% come later")
_BOARDED = ("% get on", "% climb on", "% come on board", "% board at the next stop")
_LEFT = ("% get off", "% step off", "% get off at the next stop")
_WENT = ("% go home", "% go out", "% walk out", "% go away")
_EARNED = (
    "S earn % [by helping {M.o}|by washing cars|at work|for some work]",
    "M give {S.o} %",
    "S find % [in the street|in an old coat]",
    "S get % from {M.o}",
    "S win %",
    "M pay {S.o} %",
    "S save %",
)
_SPENT = (
    "S spend % on {U}",
    "S pay % for a {u}",
    "S give % to {M.o}",
    "S lose %",
    "S spend % on a {u}",
    "S lend {M.o} %",
    "S spend % [at the market|on food|on lunch|at the cinema]",
    "S pay {M.o} %",
)

MORE = (
    "{x} more {T}",
    "{x} more {T}",
    "another {x} {T}",
    "{x} {T}",
    "{x} {T}",
    "{x} more",
    "{x} extra {T}",
)
GONE = ("{x} {T}", "{x} {T}", "{x} of them", "{x} of the {T}", "{x}")
THEN = (
    "then",
    "later",
    "after that",
    "the next day",
    "afterwards",
    "in the evening",
    "on Friday",
    "a little later",
    "an hour later",
)
NOW = (
    "now {S} <S:have.pres> {end} {T}", "{S} now <S:have.pres> {end} {T}", "in the end, {S} <S:have> {end} {T}", "{S} <S:have> {end} {T} in the end",
    "after that {S} <S:have> {end} {T}", "{S} <S:end> up with {end} {T}", "that [made|meant] {end} {T} for {S.o} in all",
)  # fmt: skip
REST = (
    "{S} <S:have> {end} {T} left",
    "now {S} <S:have.pres> only {end} {T}",
    "{end} {T} <T:be> left",
    "now {S} <S:have.pres> {end} {T} left",
    "that left {S.o} with {end} {T}",
    "{end} {T} [remained|were left over]",
)
THERE = (
    "now there are {end} {T} {at}",
    "there are now {end} {T} {at}",
    "in the end there <T:be> {end} {T} {at}",
    "after that, {end} {T} <T:be> {at}",
    "{at} there are {end} {T} now",
)


@dataclass(frozen=True, slots=True)
class Account:
    """How an account begins and changes, and whether it is a place or money."""

    start: tuple[str, ...]
    gains: tuple[str, ...]
    losses: tuple[str, ...]
    place: bool = False
    money: bool = False


def account_of(scene: Scene, rng: Random) -> Account:
    """Draw an account that suits the scene."""
    kind = scene.items["T"].kind
    if kind == "crowd":
        on = str(scene.slots["at"]).startswith("on")
        return Account(_HELD[:3], (_BOARDED if on else _CAME), (_LEFT if on else _WENT), place=True)
    if rng.random() < 0.14:
        return Account(_HAD_MONEY, _EARNED, _SPENT, money=True)
    if kind in ("thing", "food") and rng.random() < 0.4:
        return Account(_HELD, _PUT, _REMOVED, place=True)
    gains, losses = [*_GAIN], [*_LOSS, *_SALE, *_SALE]
    if kind == "food":
        losses += _EATEN * 2
    if kind == "plant":
        gains, losses = [*_GROWN * 5, *_GAIN[1:8]], [*_DIED * 4, *_SALE, *_LOSS[:3]]
    if kind == "animal":
        gains, losses = [*_BORN * 5, *_GAIN[1:5]], [*_FLED * 4, *_SALE, *_LOSS[:2]]
    return Account(_HAD, tuple(gains), tuple(losses))
