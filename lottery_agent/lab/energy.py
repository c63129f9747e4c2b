"""Joules that the processors of this machine use, where Linux exposes their counters.

Source: the kernel's powercap tree (`Documentation/power/powercap/powercap.rst`), in which Intel's
and AMD's processors show the counters of RAPL. What is counted is **of the whole machine, not of a
process**: all that its processor packages use meanwhile, idle or for other programs, too. Memory
modules, graphics cards and disks are not in it.

Nothing is exposed in most virtual machines and containers, on other systems, and to whoever may not
read the counters: since Linux 5.10 that is everybody but root, as secrets leak from them
(CVE-2020-8694).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

POWERCAP = Path("/sys/class/powercap")
"""Where Linux shows the zones that count energy."""

_KINDS = ("package-", "psys")
"""Beginnings of the names of zones that count: those of the processor packages or, where there are
none, that of the platform, which would hold the packages."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A part of the machine that counts the energy it uses.

    Attributes:
        folder: Where it is shown.
        range_uj: After so many microjoules its counter begins anew.
    """

    folder: Path
    range_uj: int

    @classmethod
    def of(cls, folder: Path) -> Zone:
        """Return the zone in a folder.

        Raises:
            OSError: If its counter may not be read.
            ValueError: If it holds no number.
        """
        zone = cls(folder, _number(folder / "max_energy_range_uj"))
        zone.read()
        return zone

    def read(self) -> int:
        """Return the state of the counter in microjoules.

        Raises:
            OSError: If it may not be read.
            ValueError: If it is no number.
        """
        return _number(self.folder / "energy_uj")


def zones(root: Path = POWERCAP) -> tuple[Zone, ...]:
    """Return the zones that together count each processor package once.

    Args:
        root: The powercap tree.

    Returns:
        None of them if one can't be read, as a part of the packages would pass for all.
    """
    for kind in _KINDS:
        folders: dict[str, list[Path]] = defaultdict(list)
        for folder in sorted(root.glob("*:*")):
            control_type, _, number = folder.name.partition(":")
            if ":" not in number and _name(folder).startswith(kind):  # else it is a sub-zone
                folders[control_type].append(folder)
        # The same packages may be shown by several control types: `intel-rapl-mmio` has those of
        # `intel-rapl`, all or some, so that one of them is all there is to count.
        if folders:
            most = max(map(len, folders.values()))
            whole = [each for each in sorted(folders, key=len) if len(folders[each]) == most]
            readable = (_readable(folders[each]) for each in whole)
            return next(filter(None, readable), ())
    return ()


class EnergyCounter:
    """Counts the joules of the processor packages from when it is made.

    A counter of the processor begins anew after some 65 to 262 kilojoules: at 100 watts, 11 to 44
    minutes. That is noticed once between two readings, so read it in between if it may happen
    twice. Sleep of the machine sets it back, which can't be told from its beginning anew.

    Args:
        root: The powercap tree.
    """

    def __init__(self, root: Path = POWERCAP) -> None:
        self._zones = zones(root)
        self._last = _states(self._zones)
        self._microjoules = 0

    def read(self) -> float | None:
        """Return the joules until now; None where the machine doesn't say, or no longer does."""
        if self._last is None:
            return None
        now = _states(self._zones)
        if now is not None:
            for zone, before, after in zip(self._zones, self._last, now, strict=True):
                self._microjoules += after - before + (zone.range_uj if after < before else 0)
        self._last = now
        return None if now is None else self._microjoules / 1e6


def _readable(folders: Sequence[Path]) -> tuple[Zone, ...] | None:
    with suppress(OSError, ValueError):
        return tuple(map(Zone.of, folders))
    return None


def _states(counted: Sequence[Zone]) -> list[int] | None:
    """Return the states of all counters; None if there are none or one can't be read."""
    with suppress(OSError, ValueError):
        return [zone.read() for zone in counted] or None
    return None


def _name(folder: Path) -> str:
    with suppress(OSError, ValueError):
        return (folder / "name").read_text("ascii").strip()
    return ""


def _number(path: Path) -> int:
    return int(path.read_text("ascii"))
