"""Joules of the processor packages, from small trees laid out as Linux lays out `powercap`."""

from __future__ import annotations

import errno
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.lab.energy import EnergyCounter, zones

RANGE = 65_532_610_987
"""Microjoules until the counter of a processor for portables begins anew."""


class Tree:
    """A powercap tree: folders of zones beside one another, sub-zones too, as in `/sys/class`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(exist_ok=True)

    def control_type(self, name: str) -> None:
        (self.root / name).mkdir()
        (self.root / name / "enabled").write_text("1\n", "ascii")

    def zone(self, folder: str, name: str, energy: int = 0, *, range_uj: int = RANGE) -> None:
        # The class holds links to folders of devices, where a sub-zone lies inside its zone.
        control_type, *numbers = folder.split(":")
        device = self.root.parent / "devices" / control_type
        for count in range(len(numbers)):
            device /= ":".join([control_type, *numbers[: count + 1]])
        device.mkdir(parents=True)
        (self.root / folder).symlink_to(device, target_is_directory=True)
        for file, text in (("name", name), ("max_energy_range_uj", range_uj), ("enabled", 0)):
            (device / file).write_text(f"{text}\n", "ascii")
        self.set(folder, energy)

    def set(self, folder: str, energy: int) -> None:
        (self.root / folder / "energy_uj").write_text(f"{energy}\n", "ascii")

    def counted(self) -> list[str]:
        return [zone.folder.name for zone in zones(self.root)]


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    """The tree of a portable: one package with two sub-zones, and the platform."""
    made = Tree(tmp_path / "powercap")
    made.control_type("intel-rapl")
    made.zone("intel-rapl:0", "package-0", 1_000_000)
    made.zone("intel-rapl:0:0", "core", 400_000)
    made.zone("intel-rapl:0:1", "uncore", 100_000)
    made.zone("intel-rapl:1", "psys", 9_000_000)
    return made


def refuse(monkeypatch: pytest.MonkeyPatch, path: Path, number: int = errno.EACCES) -> None:
    """Let a file be unreadable, for root, too, whom no permission stops."""
    read_text = Path.read_text

    def refused(self: Path, *args: str, **kwargs: str) -> str:
        if self == path:
            raise OSError(number, "refused", str(path))
        return read_text(self, *args, **kwargs)

    monkeypatch.setattr(Path, "read_text", refused)


def test_a_package_counts_and_its_sub_zones_do_not(tree: Tree) -> None:
    assert tree.counted() == ["intel-rapl:0"]
    counter = EnergyCounter(tree.root)
    assert counter.read() == 0
    tree.set("intel-rapl:0", 3_500_000)
    for folder in ("intel-rapl:0:0", "intel-rapl:0:1", "intel-rapl:1"):
        tree.set(folder, 50_000_000)
    assert counter.read() == 2.5
    tree.set("intel-rapl:0", 4_000_000)
    assert counter.read() == 3


def test_several_packages_are_added_up(tree: Tree) -> None:
    tree.zone("intel-rapl:2", "package-1-die-0", 100)
    tree.zone("intel-rapl:3", "package-1-die-1", RANGE - 500_000)
    tree.zone("intel-rapl:3:0", "dram", 7)
    assert tree.counted() == ["intel-rapl:0", "intel-rapl:2", "intel-rapl:3"]
    counter = EnergyCounter(tree.root)
    tree.set("intel-rapl:0", 2_000_000)
    tree.set("intel-rapl:2", 2_000_100)
    tree.set("intel-rapl:3", 3_500_000)  # began anew
    assert counter.read() == 1 + 2 + 4


def test_a_package_that_two_control_types_show_counts_once(tree: Tree) -> None:
    tree.control_type("intel-rapl-mmio")
    tree.zone("intel-rapl-mmio:0", "package-0", 1_000_000)
    assert tree.counted() == ["intel-rapl:0"]
    tree.control_type("intel-rapl-tpmi")
    tree.zone("intel-rapl-tpmi:0", "package-0")
    tree.zone("intel-rapl-tpmi:1", "package-1")
    assert tree.counted() == ["intel-rapl-tpmi:0", "intel-rapl-tpmi:1"]  # has more of them


def test_another_control_type_stands_in_for_one_that_may_not_be_read(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tree.zone("intel-rapl-mmio:0", "package-0")
    refuse(monkeypatch, tree.root / "intel-rapl:0" / "energy_uj")
    assert tree.counted() == ["intel-rapl-mmio:0"]


def test_the_platform_counts_only_where_no_package_is(tmp_path: Path) -> None:
    tree = Tree(tmp_path / "powercap")
    tree.zone("intel-rapl:0", "psys", 5_000_000)
    tree.zone("dtpm:0", "cpus")
    counter = EnergyCounter(tree.root)
    tree.set("intel-rapl:0", 6_000_000)
    assert counter.read() == 1


@pytest.mark.parametrize("file", ["energy_uj", "max_energy_range_uj"])
@pytest.mark.parametrize("number", [errno.EACCES, errno.ENODATA, errno.EIO])
def test_a_package_that_may_not_be_read_leaves_nothing(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, file: str, number: int
) -> None:
    """Neither the other package nor the platform stands for all packages."""
    tree.zone("intel-rapl:2", "package-1")
    refuse(monkeypatch, tree.root / "intel-rapl:2" / file, number)
    assert tree.counted() == []
    assert EnergyCounter(tree.root).read() is None


def test_a_counter_that_goes_away_leaves_nothing(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = EnergyCounter(tree.root)
    assert counter.read() == 0
    with monkeypatch.context() as meanwhile:
        refuse(meanwhile, tree.root / "intel-rapl:0" / "energy_uj")
        assert counter.read() is None
    assert counter.read() is None  # what was used meanwhile is not known


@pytest.mark.parametrize("text", ["", "many\n", "½\n"])
def test_a_counter_that_is_no_number_leaves_nothing(tree: Tree, text: str) -> None:
    (tree.root / "intel-rapl:0" / "energy_uj").write_text(text, "utf-8")
    assert EnergyCounter(tree.root).read() is None


def test_without_powercap_there_is_nothing(tmp_path: Path) -> None:
    assert EnergyCounter(tmp_path / "none").read() is None
    assert EnergyCounter(tmp_path).read() is None
    tree = Tree(tmp_path / "powercap")
    tree.control_type("intel-rapl")  # as where the driver is loaded and the processor has no zone
    assert EnergyCounter(tree.root).read() is None


@given(
    start=st.integers(0, RANGE - 1),
    steps=st.lists(st.integers(0, RANGE - 1), min_size=1, max_size=6),
)
def test_whatever_is_used_between_readings_is_counted(start: int, steps: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        tree = Tree(Path(folder) / "powercap")
        tree.zone("intel-rapl:0", "package-0", start)
        counter = EnergyCounter(tree.root)
        state = start
        for step in steps:
            state += step
            tree.set("intel-rapl:0", state % RANGE)
            counter.read()
        assert counter.read() == pytest.approx(sum(steps) / 1e6)


def test_twice_anew_between_readings_is_not_noticed(tree: Tree) -> None:
    """Hence a meter reads after each item."""
    counter = EnergyCounter(tree.root)
    tree.set("intel-rapl:0", 2_000_000)  # after two whole ranges
    assert counter.read() == 1
