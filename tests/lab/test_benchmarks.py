"""Benchmarks: what an arm may see, what it is judged by, and that both are what was published."""

from __future__ import annotations

import json
import random
from dataclasses import asdict
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lottery_agent.comparison import is_number_list, verdict
from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.lab.benchmarks import Benchmark
from lottery_agent.lab.catalogue import BENCHMARKS, GOLD, GROUPS, MADE, choose, of_file
from lottery_agent.lab.files import FILES, SUFFIX, DataFile, file_hash, item_hash
from lottery_agent.lab.passages import passages
from lottery_agent.scoring import Gold
from tests.lab.conftest import Write, result, sums

TEXT = st.text(max_size=8)
SECRET = "the gold answer"


def own(path: Path, task: str | None = None, **fields: Any) -> Benchmark:
    file = DataFile("own", "own", "dev", None, None, "own", "", path)
    return Benchmark("own", file, GOLD, task=task, **fields)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"question": TEXT, "context": st.none() | TEXT, "options": st.none() | st.lists(TEXT)},
            optional={"task": TEXT},
        ),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
)
def test_no_gold_answer_reaches_an_arm(rows: list[dict[str, Any]], withhold: bool) -> None:
    gold_keys = ("answer", "answers", "status", "solution", "proof", "target", "equation", "source")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "own.jsonl"
        lines = [
            {"id": f"i{number}", **row, **dict.fromkeys(gold_keys, SECRET), "answers": [SECRET]}
            for number, row in enumerate(rows)
        ]
        path.write_text("".join(json.dumps(line) + "\n" for line in lines))
        items = own(path, open=withhold).items()
        golds = own(path).golds()
    assert [item.id for item in items] == list(golds)
    for item, row in zip(items, rows, strict=True):
        assert SECRET not in json.dumps(asdict(item))
        assert item.question == row["question"]
        assert item.context == (None if withhold else row["context"])
        assert (list(item.options) if item.options else None) == (row["options"] or None)


def test_a_task_of_a_file(write: Write) -> None:
    path = write("x", [{**item, "task": f"t{n % 2}"} for n, item in enumerate(sums(5))])
    benchmark = own(path, "t1")
    assert [item.id for item in benchmark.items()] == ["sum-1", "sum-3"]
    assert sorted(benchmark.golds()) == ["sum-1", "sum-3"]
    with pytest.raises(UsageError, match="no item of own"):
        own(path, "t2").items()


def test_a_missing_file_is_told_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="LOTTERY_DATA"):
        BENCHMARKS["svamp"].items()
    with pytest.raises(UsageError, match=r"svamp_dev\.jsonl\.gz.*lottery lab data"):
        BENCHMARKS["svamp"].golds(tmp_path)


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([{"id": "a", "question": 5, "answer": "1"}], "line 1 .*question"),
        ([{"id": "a", "question": "?"}, {"id": "a", "question": "?"}], "repeats the id 'a'"),
        ([{"id": 1, "question": "?"}, {"id": "1", "question": "?"}], "repeats the id '1'"),
        ([], "no item"),
    ],
)
def test_broken_items_are_refused(lines: list[dict[str, Any]], words: str, write: Write) -> None:
    with pytest.raises(UsageError, match=words):
        own(write("x", lines)).items()


def test_an_item_without_an_answer_is_refused(write: Write) -> None:
    with pytest.raises(UsageError, match="no answer"):
        own(write("x", [{"id": "a", "question": "?"}])).golds()


def test_a_hash_covers_what_is_asked_and_what_is_right() -> None:
    item = sums(1)[0]
    shuffled = dict(reversed(item.items()))
    assert item_hash(item) == item_hash(shuffled) == item_hash({**item, "source": "elsewhere"})
    assert len({item_hash(item)} | {item_hash({**item, key: "x"}) for key in item}) == 7
    # By `printf '{"answer":"0","id":"é"}' | sha256sum`.
    known = "7d936020a3a3f6ad"
    assert item_hash({"id": "é", "answer": "0", "options": None}).startswith(known)


@given(st.randoms(use_true_random=False))
def test_a_files_hash_does_not_depend_on_the_order(rng: random.Random) -> None:
    items = sums(6)
    whole = file_hash(items)
    assert file_hash(items[:-1]) != whole
    assert file_hash([*items, items[0]]) != whole
    rng.shuffle(items)
    assert file_hash(items) == whole


def test_names_and_groups() -> None:
    assert [each.name for each in choose(["svamp", "gsm8k", "svamp"])] == ["svamp", "gsm8k"]
    assert len(choose(["bbh"])) == 18
    assert choose(["bbh_navigate", "bbh"])[0].name == "bbh_navigate"
    assert all(set(members) <= {*BENCHMARKS, *MADE} for members in GROUPS.values())
    assert len(choose(["abilities"])) == 5
    with pytest.raises(UsageError, match=r"svanp.*did you mean svamp"):
        choose(["svanp"])
    with pytest.raises(UsageError, match="lottery lab data"):
        choose(["/no/such/file"])


def test_any_file_is_a_benchmark(write: Write) -> None:
    items = sums(4)
    path = write("mine", [{**item, "task": "ab"[n % 2]} for n, item in enumerate(items)])
    assert [(each.name, len(each.items())) for each in choose([str(path)])] == [("a", 2), ("b", 2)]
    bare = [{key: item[key] for key in ("id", "question", "answer")} for item in items]
    (whole,) = choose([str(write("bare", bare))])
    assert (whole.name, len(whole.items()), len(whole.golds())) == ("bare", 4, 4)
    half = write("half", [bare[0], {**items[1], "task": "a"}])
    assert {each.name: len(each.items()) for each in of_file(half)} == {"a": 1, "all": 1}
    with pytest.raises(UsageError, match="no item"):
        choose([str(write("empty", []))])
    with pytest.raises(UsageError, match="two benchmarks are called 'a'"):
        choose([str(path), str(half)])


@pytest.mark.parametrize(
    ("fields", "chance"),
    [
        ({"answer": "Yes"}, 0.5),
        ({"answer": "false"}, 0.5),
        ({"answers": ["no", "False"]}, 0.5),
        ({"answer": "True", "options": ["True", "False", "Unknown"]}, 1 / 3),
        ({"answer": "Unknown"}, 0.0),
        ({"answers": ["yes", "maybe"]}, 0.0),
        ({"answer": "12"}, 0.0),
        ({"status": "abstained"}, 0.0),
    ],
)
def test_a_guess_at_an_item_of_any_file(fields: dict[str, Any], chance: float) -> None:
    assert GOLD.guessed(Gold.from_json({"id": "a", **fields})) == chance


def test_a_known_file_is_known_by_its_path(write: Write, tmp_path: Path) -> None:
    path = write("svamp_dev", sums(3))
    assert choose([str(path)], path.parent) == [BENCHMARKS["svamp"]]
    assert choose([str(path)], tmp_path)[0].scorer == GOLD
    squad = write("squad_dev", sums(1))
    assert choose([str(squad)], path.parent) == [BENCHMARKS["squad"]]


@pytest.mark.parametrize("name", FILES)
def test_files_are_those_that_were_published(name: str, data: Path) -> None:
    items = list(read_objects(data / f"{name}{SUFFIX}"))
    assert len(items) == FILES[name].count
    assert file_hash(items) == FILES[name].sha256
    assert {item["split"] for item in items} == set(FILES[name].split.split(" and "))


@pytest.mark.parametrize("name", BENCHMARKS)
def test_the_gold_answer_is_right_and_another_is_not(name: str, data: Path) -> None:
    benchmark = BENCHMARKS[name]
    golds = benchmark.golds(data)
    assert [item.id for item in benchmark.items(data)] == list(golds)
    assert any(item.context for item in benchmark.items(data)) <= (not benchmark.open)
    for gold in golds.values():
        right = result(gold.id, gold.answer or None)
        assert benchmark.scorer.judge(right, gold).outcome == "correct"
        wrong = result(gold.id, "no such answer, 1234567891")
        assert benchmark.scorer.judge(wrong, gold).outcome == "wrong"


@pytest.mark.parametrize("name", BENCHMARKS)
def test_the_scorer_fits_the_gold_answers(name: str, data: Path) -> None:
    benchmark = BENCHMARKS[name]
    fits = {
        "number": lambda gold: not gold.options and is_number_list(gold.answer),
        "option": lambda gold: len(gold.options) > 1,
        "verdict": lambda gold: verdict(gold.answer) in ("true", "false") and not gold.options,
        "text": lambda gold: not gold.options and not is_number_list(gold.answer),
        "quote": lambda gold: bool(gold.answers),
        "holds": lambda gold: bool(gold.answers),
        "abstain": lambda gold: gold.abstain,
    }[benchmark.scorer.name]
    golds = benchmark.golds(data).values()
    assert [gold.id for gold in golds if not fits(gold)] == []
    guessed = {benchmark.scorer.guessed(gold) for gold in golds}
    assert all(0 <= share <= 0.5 for share in guessed)
    assert (guessed == {0.0}) == (benchmark.scorer.name not in ("option", "verdict"))


def test_the_open_questions_have_one_knowledge_base(data: Path) -> None:
    documents = list(passages(data))
    assert len({document.source for document in documents}) == len(documents) == 2566
    texts = {document.text for document in documents}
    for name in ("nq", "squad"):
        assert {item.context for item in BENCHMARKS[name].items(data)} <= texts
