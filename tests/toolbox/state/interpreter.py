"""Draws programs of the state language together with what they lead to.

The world of this interpreter is plain dictionaries and a complex number, changed while the lines
are drawn, and a clock that runs minute by minute; it shares nothing with the tool.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby

NAMES = ("alice", "Bob", "claire", "dave_jones", "Eve", "put", "forward", "home_town")
THINGS = ("apple", "book", "red_ball", "cup")
PLACES = ("box", "basket", "shelf")
VALUES = ("red ball", "Catch-22", "the odyssey", "goalkeeper", "2nd dancer", "3 red cups")
COMPASS = {"north": 1j, "east": 1, "south": -1j, "west": -1}


@dataclass(frozen=True)
class Shown:
    """What a clock shows: a text, its minutes on a clock of 24 hours, and what sort it is.

    It is `half` with am or pm, `noon`, `midnight`, `face` if a clock of 12 hours shows it too, and
    else `full`.
    """

    text: str
    minutes: int
    sort: str

    def at(self, minute: int, halved: bool) -> bool:
        """Say whether the clock shows it at a minute."""
        cycle = 720 if halved and self.sort == "face" else 1440
        return minute % cycle == self.minutes % cycle


def stretches(first: Shown, last: Shown, halved: bool) -> Iterator[range]:
    """Let the clock run: each time that it shows `last` next, and `first` not again before."""
    halved = halved and "full" not in (first.sort, last.sort)
    for begins in range(1440):
        if first.at(begins, halved):
            ends = begins + 1
            while not last.at(ends, halved) and not first.at(ends, halved):
                ends += 1
            if last.at(ends, halved):
                yield range(begins, ends)


class Drawing:
    """A program that grows line by line, and the world that it makes."""

    def __init__(self, chance: random.Random, length: int) -> None:
        self.chance = chance
        self.lines: list[str] = []
        self.held: dict[str, Fraction | str] = {}
        self.inside: dict[tuple[str, str], Fraction] = {}
        self.place = complex(0)
        self.heading = 1j
        self.walked = False
        self.clock = chance.choice(("24", "halves", "mixed"))
        self.begin: Shown | None = None
        self.end: Shown | None = None
        self.taken: list[tuple[Shown, Shown]] = []
        self._assign()  # something can be asked
        for _ in range(length):
            chance.choice(
                (self._assign, self._assign, self._copy, self._swap, self._change, self._give,
                 self._put, self._take, self._move, self._move, self._turn, self._face,
                 self._day, self._busy)
            )()  # fmt: skip

    def _number(self) -> tuple[Fraction, str]:
        text = self.chance.choice(("0", "1", "3", "12", "2.50", "0.1", "100"))
        return Fraction(text), text

    def _numeric(self) -> list[str]:
        return [name for name, value in self.held.items() if isinstance(value, Fraction)]

    def _cased(self, name: str) -> str:
        return self.chance.choice((name, name, name.upper(), name.capitalize()))

    def _assign(self) -> None:
        name = self.chance.choice(NAMES)
        value: Fraction | str
        if self.chance.random() < 0.5:
            value, text = self._number()
            if self.chance.random() < 0.3:
                value, text = -value, f"-{text}"
        else:
            value = text = self.chance.choice(VALUES)
        self.held[name] = value
        self.lines.append(f"{self._cased(name)} = {text}")

    def _copy(self) -> None:
        if self.held:
            source, name = self.chance.choice(list(self.held)), self.chance.choice(NAMES)
            self.held[name] = self.held[source]
            self.lines.append(f"{self._cased(name)} <- {self._cased(source)}")

    def _swap(self) -> None:
        if self.held:
            left, right = (self.chance.choice(list(self.held)) for _ in range(2))
            self.held[left], self.held[right] = self.held[right], self.held[left]
            self.lines.append(f"{self._cased(left)} <-> {self._cased(right)}")

    def _change(self) -> None:
        if known := self._numeric():
            name, other = self.chance.choice(known), self.chance.choice(known)
            value, text = self._number()
            if self.chance.random() < 0.4:
                value, text = Fraction(self.held[other]), self._cased(other)
            sign = self.chance.choice("+-")
            self.held[name] = Fraction(self.held[name]) + (value if sign == "+" else -value)
            self.lines.append(f"{self._cased(name)} {sign}= {text}")

    def _give(self) -> None:
        if known := self._numeric():
            giver, taker = self.chance.choice(known), self.chance.choice(known)
            value, text = self._number()
            self.held[giver] = Fraction(self.held[giver]) - value
            self.held[taker] = Fraction(self.held[taker]) + value
            self.lines.append(f"{self._cased(giver)} -> {self._cased(taker)} {text}")

    def _put(self) -> None:
        key = self.chance.choice(PLACES), self.chance.choice(THINGS)
        count = self.chance.randint(1, 9)
        self.inside[key] = self.inside.get(key, Fraction(0)) + count
        thing = self._cased(key[1])
        many = "" if count == 1 else f"{count} "
        self.lines.append(f"put {many}{thing + 's' if count > 1 else thing} in {key[0]}")

    def _take(self) -> None:
        full = [key for key, count in self.inside.items() if count]
        if full:
            key = self.chance.choice(full)
            count = self.chance.randint(1, int(self.inside[key]))
            self.inside[key] -= count
            self.lines.append(f"take {count} {key[1]} from {self._cased(key[0])}")

    def _move(self) -> None:
        self.walked = True
        steps = self.chance.randint(0, 9)
        ways = {"forward": 1, "back": -1, "left": 1j, "right": -1j}
        way = self.chance.choice((*ways, *COMPASS))
        self.place += (COMPASS[way] if way in COMPASS else self.heading * ways[way]) * steps
        self.lines.append(f"{way} {steps}")

    def _turn(self) -> None:
        self.walked = True
        turns = {"left": 1j, "right": -1j, "around": -1}
        to = self.chance.choice(list(turns))
        self.heading *= turns[to]
        self.lines.append(f"turn {to}")

    def _face(self) -> None:
        self.walked = True
        to = self.chance.choice(list(COMPASS))
        self.heading = complex(COMPASS[to])
        self.lines.append(f"face {to}")

    def _time(self) -> Shown:
        minutes = self.chance.randrange(0, 24 * 60, self.chance.choice((60, 15, 1)))
        hour, minute = divmod(minutes, 60)
        half = self.chance.choice(("am", " am", " a.m.", "AM"))
        half = half.replace("a", "p").replace("A", "P") if hour >= 12 else half
        sort = "face" if 1 <= hour <= 12 else "full"
        whole = Shown(f"{hour}:{minute:02}", minutes, sort)
        halved = Shown(f"{(hour - 1) % 12 + 1}:{minute:02}{half}", minutes, "half")
        if minute == 0:
            whole = self.chance.choice((whole, Shown(str(hour), minutes, sort)))
            halved = self.chance.choice(
                (halved, Shown(f"{(hour - 1) % 12 + 1}{half}", minutes, "half"))
            )
        if hour == 12 and minute == 0 and self.chance.random() < 0.7:
            return Shown(self.chance.choice(("noon", "Noon")), minutes, "noon")
        if minutes == 0 and self.chance.random() < 0.5:
            return Shown("midnight", 0, "midnight")
        if minutes == 0 and self.chance.random() < 0.3:
            whole = Shown("24:00", 0, "full")
        digits = {"24": 1.0, "halves": 0.6 * (sort == "face"), "mixed": 0.3}[self.clock]
        return whole if self.chance.random() < digits else halved

    def _day(self) -> None:
        """Tell when the day begins or ends; told again, it is the same time."""
        if self.chance.random() < 0.5:
            self.begin = self.begin or self._time()
            self.lines.append(f"from {self.begin.text}")
        else:
            self.end = self.end or self._time()
            self.lines.append(f"until {self.end.text}")

    def _busy(self) -> None:
        first, last = self._time(), self._time()
        self.taken.append((first, last))
        self.lines.append(f"busy {first.text} to {last.text}")

    def _free(self, begin: Shown, end: Shown) -> str:
        times = [begin, end, *(time for pair in self.taken for time in pair)]
        sorts = {time.sort for time in times}
        halved = "half" in sorts or ("noon" in sorts and "full" not in sorts)
        taken = [list(stretches(*pair, halved)) for pair in self.taken]
        wholes = list(stretches(begin, end, halved))
        clear = Counter(minute % 1440 for (one, *others) in taken if not others for minute in one)
        day = max(wholes, key=lambda day: sum(clear[minute % 1440] for minute in day))
        inside = {minute % 1440 for minute in day}
        filled: set[int] = set()
        for either in taken:
            # In the order in which the day meets them: the first of the fullest is taken.
            met = sorted(either, key=lambda stretch: (stretch[0] - day[0]) % 1440)
            minutes = [{minute % 1440 for minute in stretch} for stretch in met]
            filled |= max(minutes, key=lambda these: len(these & inside))
        runs = [
            list(run)
            for busy, run in groupby(day, lambda minute: minute % 1440 in filled)
            if not busy
        ]
        edges = [(run[0] % 1440, (run[-1] + 1) % 1440) for run in runs]
        shown = [
            f"{first // 60:02}:{first % 60:02} to {last // 60:02}:{last % 60:02}"
            for first, last in edges
        ]
        return ", ".join(shown) or "nothing"

    def questions(self) -> list[tuple[str, str]]:
        """Return every query that makes sense, with its canonical answer."""
        facing = next(name for name, way in COMPASS.items() if way == self.heading)
        east, north = int(self.place.real), int(self.place.imag)
        asked = []
        if self.walked:
            asked += [
                ("home", str(self.place == 0)),
                ("facing", facing),
                ("position", f"({east}, {north})"),
            ]
        for name, value in self.held.items():
            exact = str(value) if isinstance(value, Fraction) else value.lower()
            asked.append((self._cased(name), exact))
            for holder in [key for key, held in self.held.items() if held == value][:1]:
                text = value.upper() if isinstance(value, str) else None
                if text:
                    asked.append((f"{holder} is {text}", "True"))
        known = self._numeric()
        if len(known) > 1:
            left, right = Fraction(self.held[known[0]]), Fraction(self.held[known[1]])
            asked += [
                (f"{known[0]} + {known[1]} - 1.5", str(left + right - Fraction(3, 2))),
                (f"{known[0]} < {known[1]}", str(left < right)),
                (f"{known[0]} != {known[1]}", str(left != right)),
            ]
        for (place, thing), count in self.inside.items():
            asked.append((f"{thing} in {place}", str(count)))
        for place in {place for place, _ in self.inside}:
            there = {thing: count for (p, thing), count in self.inside.items() if p == place}
            things = [*there, "unicorn", *there]
            asked.append((f"{', '.join(things)} in {place}", str(sum(there.values()))))
        if self.begin and self.end:
            asked.append(("free", self._free(self.begin, self.end)))
        return asked
