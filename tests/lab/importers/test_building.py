"""Making benchmark files: of small originals, of what the published files say of theirs."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from lottery_agent.cli import main
from lottery_agent.errors import UsageError
from lottery_agent.jsonl import read_objects
from lottery_agent.lab.catalogue import BENCHMARKS
from lottery_agent.lab.files import FILES, SUFFIX
from lottery_agent.lab.importers import building
from lottery_agent.lab.importers.building import Built, build
from lottery_agent.lab.importers.recipes import RECIPES
from tests.lab.importers.originals import CONTENTS, write, write_all


def states(built: Iterable[Built]) -> dict[str, str]:
    return {each.file.name: each.state for each in built}


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    return list(read_objects(folder / f"{name}{SUFFIX}"))


def answers(folder: Path, name: str) -> dict[str, Any]:
    return {row["id"]: row["answer"] for row in rows(folder, name)}


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    write_all(tmp_path / "originals")
    return tmp_path / "originals"


def test_every_file_of_the_lab_has_a_recipe() -> None:
    assert list(RECIPES) == list(dict.fromkeys(RECIPES))
    assert set(RECIPES) == set(FILES)
    for name, recipe in RECIPES.items():
        assert recipe.ids is None or len(recipe.ids) == FILES[name].count


def test_the_items_of_each_layout(originals: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    built = build(originals, out)
    assert states(built) == {name: "missing" if name == "bbh_dev" else "other" for name in FILES}
    assert answers(out, "gsm8k_dev") == {"gsm8k-train-00000": "2000", "gsm8k-train-00009": "2018"}
    first = rows(out, "gsm8k_dev")[0]
    assert (first["question"], first["steps"]) == ("What is 0 and 0?", [["0+0", "0"]])
    assert answers(out, "gsm8k_paired_dev") == {"gsm8k-test-00011": "22"}
    assert answers(out, "gsm_hard_dev") == {"gsmhard-00011": "22", "gsmhard-00019": "38.5"}
    svamp = rows(out, "svamp_dev")
    assert [row["id"] for row in svamp] == ["svamp-chal-801", "svamp-chal-802"]
    assert {row["question"] for row in svamp} == {"Ada has 3 hats. How many hats has she?"}
    assert answers(out, "multiarith_dev") == {"mawps-multiarith-0007": "14"}
    (prontoqa,) = rows(out, "prontoqa_dev")
    assert (prontoqa["id"], prontoqa["options"]) == ("prontoqa-1", ["A) True", "B) False"])
    assert (prontoqa["answer"], prontoqa["proof"]) == ("A", ["Ada is kind."])
    assert list(answers(out, "proofwriter_dev")) == ["proofwriter-train-AttNeg-OWA-D5-1080_Q13"]
    assert list(answers(out, "proofwriter_paired_dev")) == [
        "proofwriter-dev-AttNeg-OWA-D5-1203_Q17"
    ]
    (ordering,) = rows(out, "logicaldeduction_paired_dev")
    assert ordering["id"] == "logicaldeduction-test-0"
    assert ordering["options"] == ["A) True", "B) False", "C) Unknown"]
    games = rows(out, "boardgameqa_dev")
    assert {(row["depth"], row["answer"]) for row in games} == {(1, "B"), (2, "B"), (3, "B")}
    assert all(row["question"].startswith("A few people") for row in games)
    folio = rows(out, "folio_dev")
    assert {row["id"]: row["answer"] for row in folio} == {
        "folio-train-0056": "A",
        "folio-train-0057": "C",
    }
    assert folio[0]["context"] == "Ada is kind. All kind people are loved."
    assert folio[0]["premises_fol"][0] == "Kind(ada)"
    assert rows(out, "folio_paired_dev")[-1]["conclusion_fol"] == "Kind(ada)"


def test_passages_and_their_questions(originals: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(originals, out)
    assert list(answers(out, "nq_oracle_dev")) == ["nqoracle-0001", "nqoracle-0003"]
    first = rows(out, "nq_oracle_train")[0]
    assert (first["context"], first["answers"]) == (" Ada sings 0.", ["Ada", "Ada Roe"])
    assert first["passage_id"] == "nqoracle-p-0000"
    squad = rows(out, "squad_dev")
    assert [row["id"] for row in squad] == ["squad-Rhine-0", "squad-Rhine-1"]
    assert squad[0]["context"] == "Ada Roe sings. "
    assert (squad[0]["question"], squad[0]["answers"]) == ("Who sings?", ["Ada", "Ada Roe"])
    (hard,) = rows(out, "squad2_unanswerable_dev")
    assert (hard["id"], hard["answer"], hard["answers"]) == ("squad2-Rhine-0", "", [])
    # The paragraph is the first in version 2.0, and has the number of version 1.1.
    assert hard["passage_id"] == squad[1]["passage_id"] == "squad-p-Rhine-001"
    passages = rows(out, "squad_passages")
    assert [row["id"] for row in passages] == [
        "squad-p-Rhine-000",
        "squad-p-Rhine-001",
        "squad-p-Islamism-000",
    ]
    assert "question" not in passages[0]


def test_big_bench_hard(tmp_path: Path) -> None:
    folder, out = tmp_path / "originals", tmp_path / "out"
    tasks = [name.removeprefix("bbh_") for name in BENCHMARKS if name.startswith("bbh_")]
    for task in tasks:
        examples = [{"input": "not True is", "target": "False"}] * 12
        if task == "date_understanding":
            examples = [{"input": "Which?\nOptions:\n(A) 1 May\n(B) 2 May", "target": "(B)"}] * 250
        elif task == "navigate":
            examples = [{"input": "Back?\nOptions:\n- Yes \n- No", "target": "No"}] * 250
        write(folder, f"bbh/{task}.json", {"canary": "…", "examples": examples})
    built = {each.file.name: each for each in build(folder, out)}
    found = rows(out, "bbh_dev")
    by_task = {row["task"]: row for row in found}
    assert by_task["bbh_boolean_expressions"]["options"] is None
    assert by_task["bbh_boolean_expressions"]["id"] == "bbh-boolean_expressions-011"
    date, way = by_task["bbh_date_understanding"], by_task["bbh_navigate"]
    assert (date["question"], date["options"], date["answer"]) == (
        "Which?",
        ["A) 1 May", "B) 2 May"],
        "B",
    )
    assert (way["options"], way["answer"], way["target"]) == (["Yes", "No"], "No", "No")
    assert f"{900 - len(found)} of 900 are not in the original" in built["bbh_dev"].problem
    (folder / "bbh" / "navigate.json").unlink()
    again = {each.file.name: each for each in build(folder, tmp_path / "again")}
    assert again["bbh_dev"].state == "missing"
    assert "navigate.json not found: get it from https://" in again["bbh_dev"].problem


def test_what_is_there_stays(originals: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    mine = out / f"svamp_dev{SUFFIX}"
    mine.write_bytes(b"mine")
    kept = _svamp(build(originals, out))
    assert (kept.state, kept.count, kept.sha256) == ("kept", None, None)
    assert "cannot read" in kept.problem
    assert mine.read_bytes() == b"mine"
    made = _svamp(build(originals, out, overwrite=True))
    whole = mine.read_bytes()
    kept = _svamp(build(originals, out))
    assert (kept.state, kept.count, kept.sha256) == ("kept", made.count, made.sha256)
    assert "has other items than the published file" in kept.problem
    assert len(rows(out, "svamp_dev")) == 2
    build(originals, out, overwrite=True)
    assert mine.read_bytes() == whole
    assert {path.name for path in out.iterdir()} == {
        f"{name}{SUFFIX}" for name in FILES if name != "bbh_dev"
    }


def _svamp(built: Iterable[Built]) -> Built:
    return next(each for each in built if each.file.name == "svamp_dev")


def test_a_published_file_that_is_there_is_told(
    originals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _svamp(build(originals, tmp_path))
    published = replace(FILES["svamp_dev"], sha256=made.sha256)
    monkeypatch.setattr(building, "FILES", {"svamp_dev": published})
    assert "it has the published items" in _svamp(build(originals, tmp_path)).problem


def test_compressed_and_renamed_originals(tmp_path: Path) -> None:
    folder, out = tmp_path / "originals", tmp_path / "out"
    path = write(folder, "nq-open-oracle.jsonl", CONTENTS[_named("nq-open")])
    packed = path.with_name("NQ-open-oracle.jsonl.gz")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    path.unlink()
    write(folder, "deep/prontoqa-dev.json", CONTENTS[_named("ProntoQA")])
    found = states(build(folder, out))
    assert {name for name, state in found.items() if state == "other"} == {
        "nq_oracle_dev",
        "nq_oracle_train",
        "prontoqa_dev",
    }


def _named(part: str) -> str:
    return next(name for name in CONTENTS if part in name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("gsm8k-train.jsonl", [{"question": "q", "answer": "5"}], "item 1 of .* no answer after"),
        ("gsm8k-train.jsonl", [{"answer": "#### 5"}], "item 1 of .* no text 'question'"),
        ("gsm8k-train.jsonl", [[]], "line 1 of .* holds a list"),
        ("gsm8k-train.jsonl", [], "has no item of gsm8k_dev"),
        ("SVAMP.json", {"data": []}, "holds no list of items"),
        ("SVAMP.json", [{"Body": "x"}], "item 1 of .* no text 'ID'"),
        ("SVAMP.json", [3], "item 1 of .* is a int"),
        (
            "SVAMP.json",
            [{"ID": "chal-900", "Body": "b", "Question": "q", "Answer": "many"}],
            "item 1 of .*'many', which is no number",
        ),
        (
            "SVAMP.json",
            [{"ID": "chal-900", "Body": "b", "Question": "q", "Answer": True}],
            "item 1 of .* True, which is no number",
        ),
        ("ProntoQA/dev.json", [{"id": "ProntoQA_1", "options": 3}], "no list of texts 'options'"),
        (
            "folio-validation.jsonl",
            [{"premises": ["p"], "conclusion": "c", "label": "Maybe"}] * 16,
            "item 16 of .* label 'Maybe', which is none of",
        ),
        ("dev-v1.1.json", [], "is no file of SQuAD"),
        ("dev-v1.1.json", {"data": [{"title": "Rhine"}]}, "article 'Rhine' has no list"),
        (
            "dev-v1.1.json",
            {"data": [{"title": "Rhine", "paragraphs": [{"context": "c", "qas": [5]}]}]},
            "paragraph 1 of 'Rhine' .* holds a int in 'qas'",
        ),
        (
            "nq-open-oracle.jsonl",
            [{"question": "q", "answers": ["a"], "ctxs": []}] * 2,
            "item 1 of .* no answer or no passage",
        ),
    ],
)
def test_a_broken_original_is_told_with_its_place(
    name: str, content: Any, words: str, tmp_path: Path
) -> None:
    folder = tmp_path / "originals"
    path = write(folder, name, content)
    broken = [each for each in build(folder, tmp_path / "out") if each.state == "broken"]
    assert broken
    problem = broken[-1 if name.startswith("nq") else 0].problem
    assert re.search(words, problem), problem
    assert str(path) in problem or "article" in problem
    assert not (tmp_path / "out" / f"{broken[0].file.name}{SUFFIX}").exists()


def test_files_that_are_no_json(tmp_path: Path) -> None:
    folder, out = tmp_path / "originals", tmp_path / "out"
    write(folder, "svamp.json", [])
    for raw, words in (
        (b"[{", "is not JSON"),
        (b"\xff", "is not JSON"),
        (b"[" * 100_000, "nested too deeply"),
    ):
        (folder / "svamp.json").write_bytes(raw)
        (broken,) = [each for each in build(folder, out) if each.state == "broken"]
        assert words in broken.problem
        assert "\n" not in broken.problem
    (folder / "svamp.json").rename(folder / "svamp.json.gz")
    (broken,) = [each for each in build(folder, out) if each.state == "broken"]
    assert "svamp.json.gz" in broken.problem


def test_two_files_that_could_be_one(tmp_path: Path) -> None:
    folder = tmp_path / "originals"
    for place in ("a", "b"):
        write(folder, f"{place}/SVAMP.json", [])
    (broken,) = [each for each in build(folder, tmp_path / "out") if each.state == "broken"]
    assert "could be svamp.json" in broken.problem


def test_a_folder_without_originals(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no original"):
        build(tmp_path, tmp_path / "out")
    with pytest.raises(UsageError, match="no folder"):
        build(tmp_path / "none", tmp_path / "out")


def test_the_command(originals: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["lab", "data", "build", str(originals), "--out", str(tmp_path / "out")]
    assert main(command) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(
        line.split() == ["svamp_dev", "built,", "other", "items", "2", "items"] for line in lines
    )
    assert any("198 of 200 are not in the original" in line for line in lines)
    assert "17 built, other items, 1 original not found" in lines
    assert main([*command, "--json"]) == 0
    files = {file["file"]: file for file in json.loads(capsys.readouterr().out)["files"]}
    assert files["svamp_dev.jsonl.gz"]["state"] == "kept"
    assert files["bbh_dev.jsonl.gz"]["state"] == "missing"
    (originals / "SVAMP.json").write_text("[", "utf-8")
    assert main([*command, "--overwrite"]) == 2
    shown = capsys.readouterr()
    assert shown.err.startswith("lottery: not made of what is there: svamp_dev")
    assert shown.err.count("\n") == 1
    assert "svamp_dev                   not built" in shown.out


def test_what_is_published_comes_back(data: Path, tmp_path: Path) -> None:
    """Originals put together from what the published files keep of them give equal files.

    This shows that places, ids and options are read as they were written. That the rest of an
    original is as assumed can be shown only by the original.
    """
    folder = tmp_path / "originals"
    examples: dict[str, list[dict[str, str]]] = {}
    for row in rows(data, "bbh_dev"):
        _, task, number = row["id"].split("-")
        listed = examples.setdefault(task, [{"input": "-", "target": "-"}] * 250)
        listed[int(number)] = {"input": row["input"], "target": row["target"]}
    for task, listed in examples.items():
        write(folder, f"bbh/{task}.json", {"canary": "", "examples": listed})
    for name, place in (("gsm8k_dev", "train"), ("gsm8k_paired_dev", "test")):
        lines: list[dict[str, Any]] = [{}] * 7473
        for row in rows(data, name):
            number = int(row["id"].rpartition("-")[2])
            lines[number] = {"question": row["question"], "answer": row["solution"]}
        write(folder, f"gsm8k-{place}.jsonl", lines)
    for name, place in (("folio_dev", "train"), ("folio_paired_dev", "validation")):
        lines = [{}] * 1004
        for row in rows(data, name):
            label = {"A": "True", "B": "False", "C": "Uncertain"}[row["answer"]]
            lines[int(row["id"].rpartition("-")[2])] = {
                "premises": row["premises"],
                "conclusion": row["question"],
                "label": label,
            }
        write(folder, f"folio-{place}.jsonl", lines)
    made = ("bbh_dev", "gsm8k_dev", "gsm8k_paired_dev", "folio_dev", "folio_paired_dev")
    found = states(build(folder, tmp_path / "out"))
    assert {name for name, state in found.items() if state == "equal"} == set(made)
