from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.knowledge import Filter
from lottery_agent.knowledge.filters import named
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.records import Entry

NAMES = [
    "/home/ann/notes/tea.md",
    "/home/ann/notes/old/tea.MD",
    "/home/ann/notes2/milk.txt",
    "/home/ann/notes",
    "/home/ann/a[b]/c.txt",
    "/home/ann/ab/c.txt",
    "https://example.org/page.html",
    "stdin",
]


@pytest.fixture
def store() -> Iterator[PassageStore]:
    store = PassageStore()
    numbers = store.reserve(len(NAMES))
    store.put(
        {
            number: Entry(
                name, "", 1, [(0, 3, "tea", "")], added=f"2025-01-{day:02}T12:00:00+00:00"
            )
            for day, (number, name) in enumerate(zip(numbers, NAMES, strict=True), start=1)
        }
    )
    yield store
    store.close()


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("/home/ann/notes", NAMES[:2] + NAMES[3:4]),
        ("/home/ann/notes/", NAMES[:2] + NAMES[3:4]),
        ("/home/ann/notes/../notes/tea.md", NAMES[:1]),
        ("/home/ann/note", []),
        ("/", NAMES[:6]),
        ("stdin", ["stdin"]),
        ("*.md", NAMES[:1]),
        ("*/notes/*", NAMES[:2]),
        ("/home/ann/notes?/*", NAMES[2:3]),
        ("/home/ann/a[b]/c.txt", [NAMES[4], NAMES[5]]),
        ("/home/ann/a[b]", [NAMES[4]]),
        ("https://example.org/*", NAMES[6:7]),
        ("", []),
        ("'; DROP TABLE documents; --", []),
        ("a\0b", []),
        ("\udcff", []),
    ],
)
def test_names_paths_folders_and_patterns(
    store: PassageStore, source: str, found: list[str]
) -> None:
    assert store.names(Filter(source=source).condition()) == sorted(found)


def test_a_pattern_may_be_relative_to_the_current_folder(
    store: PassageStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "odd [1]*"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (number,) = store.reserve(1)
    inside = os.path.join(folder, "x.rst")  # noqa: PTH118 - a name, not a path
    store.put({number: Entry(inside, "", 1, [(0, 3, "tea", "")])})
    assert store.names(Filter(source="*.rst").condition()) == [inside]
    assert store.names(Filter(source="x.*").condition()) == [inside]
    assert store.names(named("x.rst")) == [inside]
    assert store.names(named("x.*")) == []


def test_suffixes_dates_and_both(store: PassageStore) -> None:
    def found(where: Filter) -> list[str]:
        return store.names(where.condition())

    assert found(Filter(suffixes=("MD",))) == sorted(NAMES[:2])
    assert found(Filter(suffixes=(".md", "txt"))) == sorted([*NAMES[:3], *NAMES[4:6]])
    third = datetime(2025, 1, 3, 12, tzinfo=UTC)
    assert found(Filter(added_after=third)) == sorted(NAMES[2:])
    assert found(Filter(added_before=third)) == sorted(NAMES[:2])
    assert found(Filter(added_after=third.astimezone(timezone(timedelta(hours=9))))) == sorted(
        NAMES[2:]
    )
    both = Filter(suffixes=("md", "txt"), added_after=third, source="/home/ann")
    assert found(both) == sorted([NAMES[2], *NAMES[4:6]])
    assert found(replace(both, added_before=third + timedelta(seconds=1))) == [NAMES[2]]


def test_an_empty_filter_admits_all_and_is_false() -> None:
    assert not Filter()
    assert Filter(source="")
    assert Filter(suffixes=("md",))


@pytest.mark.parametrize(
    "arguments",
    [
        {"suffixes": ("",)},
        {"suffixes": (".",)},
        {"added_after": datetime(2025, 1, 2), "added_before": datetime(2025, 1, 1)},
        {
            "added_after": datetime(2025, 1, 1, tzinfo=UTC),
            "added_before": datetime(2025, 1, 1, tzinfo=UTC),
        },
    ],
)
def test_filters_that_admit_nothing_are_mistakes(arguments: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        Filter(**arguments)  # type: ignore[arg-type]
