from __future__ import annotations

import gzip
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from lottery_agent.errors import UsageError
from lottery_agent.models.forge.probes import read_probes
from lottery_agent.models.training import data, probes
from lottery_agent.models.training.card_text import SOURCES
from lottery_agent.models.training.checks import fault, free_of_held_out
from lottery_agent.models.training.data import FILES, build, check_files
from lottery_agent.models.training.draft import Draft
from lottery_agent.models.training.generators.vocabulary import Vocabulary
from lottery_agent.models.training.recipe import CHECKPOINT, RECIPE, Recipe, load_recipe
from lottery_agent.models.training.render import prompt_of, read
from lottery_agent.models.training.samples import Sample, identity
from lottery_agent.models.training.selftraining import STREAMS
from lottery_agent.models.training.streams import GENERATED, LABELLED, READ, streams

PASSAGE = (
    "Every farmer in Norway paints wooden lanterns, and Petra carries brave badgers to the calm "
    "river. Later Agnes follows gentle rabbits, builds narrow bridges, and Ruben collects heavy "
    "stones. A clever teacher, said Milo, cooks fresh carrots, washes dirty spoons, and Clara "
    "repairs ancient wagons. When Hugo visits distant islands, Edith climbs steep mountains, "
    "Oscar writes humble letters, Alma grows tender plums, and Felix sells cheap ladders to "
    "hungry, curious, sleepy, silly, angry, lazy, noisy, wealthy and famous guests."
)


def item(task: str, number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{task}-{number}",
        "task": task,
        "split": "train",
        "question": "Who carries the badgers to the river?",
        "context": PASSAGE,
        "options": None,
        "answer": "Petra",
        "answers": ["Petra"],
        **more,
    }


PROBLEM = item(
    "gsm8k",
    1,
    question="Petra picks 12 plums and Agnes picks 3 times as many plums. How many plums do they "
    "have in total?",
    context=None,
    solution="Agnes picks 12*3=<<12*3=36>>36 plums.\nTogether <<12+36=48>>48.\n#### 48",
    steps=[["12*3", "36"], ["12+36", "48"]],
    answer="48",
)
BENCHMARK = item("squad", 9, split="dev", question="Who repairs the ancient wagons of the town?")


def store(folder: Path, name: str, items: list[dict[str, Any]]) -> None:
    text = "\n".join(json.dumps(item) for item in items)
    (folder / f"{name}.jsonl.gz").write_bytes(gzip.compress(text.encode()))


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("files")
    store(folder, "gsm8k_train", [PROBLEM])
    store(folder, "squad_train", [item("squad", 1), {**BENCHMARK, "id": "squad-2"}])
    none = item("squad2", 1, question="Who paints the bridges?", answer="", answers=[])
    store(folder, "squad2_unanswerable_train", [none])
    store(folder, "squad_passages", [{"split": "train", "text": PASSAGE}])
    store(folder, "nq_oracle_train", [item("nqoracle", 1, question="who grows the plums")])
    store(folder, "folio_train", [item("folio", 1)])
    store(folder, "squad_dev", [BENCHMARK])
    return folder


def recipe(**changes: Any) -> Recipe:
    """Return a small recipe that needs no other labelled items than the fixture's."""
    own = load_recipe()
    shares = {
        name: share
        for name, share in own.shares.items()
        if name not in LABELLED or LABELLED[name][0] == "gsm8k_train"
    }
    small = {"seed": 1, "examples": 120, "held_out": 4, "unseen_words": 0.5, "shares": shares}
    return replace(own, **{**small, **changes})


def patterns(draft: Draft) -> set[str]:
    return set(draft.template.replace("logic.judge.", "logic.").split("+"))


def test_equal_seeds_give_equal_files(files: Path, tiny_model: Path, tmp_path: Path) -> None:
    pytest.importorskip("lemminflect")
    for name, seed in (("one", 1), ("same", 1), ("other", 2)):
        build(recipe(seed=seed), files, tiny_model, tmp_path / name)
    for name in ("train.jsonl", "words.jsonl", "templates.jsonl", "manifest.json"):
        first = (tmp_path / "one" / name).read_bytes()
        assert first == (tmp_path / "same" / name).read_bytes()
        assert first != (tmp_path / "other" / name).read_bytes()
    assert (tmp_path / "one" / RECIPE).read_text("utf-8") == load_recipe().text


def test_built_examples_are_good_and_kept_apart(
    files: Path, tiny_model: Path, tmp_path: Path
) -> None:
    pytest.importorskip("lemminflect")
    manifest = build(recipe(examples=220), files, tiny_model, tmp_path)
    train, words, templates = (
        [example.draft for example in read(tmp_path / f"{name}.jsonl")]
        for name in ("train", "words", "templates")
    )
    assert {draft.source for draft in train} > {"generated", "squad-1", "gsm8k-1"}
    assert manifest["train"]["examples"] == len(train) > 100
    assert set(manifest["train"]["sources"]) <= set(SOURCES), "each source needs a licence"
    for draft in (*train, *words, *templates):
        assert fault(draft) is None
        assert free_of_held_out(draft)
    # The benchmark's question was among the files, and is in no example.
    hits = dict.fromkeys(("exact", "near", "unit", "sentence"), 0)
    assert manifest["contamination"] == {**hits, "items": 1}
    assert "ancient wagons of the town" not in (tmp_path / "train.jsonl").read_text("utf-8")
    unseen = set(load_recipe().unseen_templates)
    assert all(patterns(draft) & unseen for draft in templates)
    assert not any(patterns(draft) & unseen for draft in train)
    asked = [json.dumps([d.kind, d.inputs]) for d in (*train, *words, *templates)]
    assert len(asked) == len(set(asked))


def test_probes_are_drawn_again_the_same_and_training_saw_none(
    files: Path, tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("lemminflect")
    text = load_recipe().text.replace("unseen_words = 0.04", "unseen_words = 0.5")
    build(recipe(examples=400, text=text), files, tiny_model, tmp_path)
    monkeypatch.setattr(probes, "COUNTS", dict.fromkeys(probes.COUNTS, 5))
    report = probes.draw(tmp_path, files, tmp_path / "probes.jsonl")
    probes.draw(tmp_path, files, tmp_path / "again.jsonl")
    assert (tmp_path / "probes.jsonl").read_bytes() == (tmp_path / "again.jsonl").read_bytes()
    drawn = read_probes(tmp_path / "probes.jsonl")
    assert len(drawn) == sum(report["probes"].values()) == 5 * len(probes.COUNTS)
    trained = {
        (example.kind, prompt_of(example.draft).question)
        for example in read(tmp_path / "train.jsonl")
    }
    assert not trained & {(probe.kind, probe.prompt.question) for probe in drawn}
    assert "talk" not in report["probes"]


def test_rounds_share_no_seed(
    files: Path, words: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("lemminflect")
    seeds: list[object] = []

    def recorded(_data: Path, _words: Vocabulary, seed: object, *_: object) -> dict[str, object]:
        seeds.append(seed)
        return {}

    monkeypatch.setattr(data, "streams", recorded)
    monkeypatch.setattr(probes, "streams", recorded)
    monkeypatch.setattr(probes, "harvest", lambda _: words)
    (tmp_path / "train.jsonl").write_text("", "utf-8")
    for seed in range(1, 5):
        text = load_recipe().text.replace(f"seed = {load_recipe().seed}", f"seed = {seed}")
        (tmp_path / RECIPE).write_text(text, "utf-8")
        builder = data.Builder(recipe(seed=seed), files)
        builder.train(words, lambda _done, _wanted: None)
        builder.evaluation(words, words)
        probes.draw(tmp_path, files, tmp_path / "probes.jsonl")
    assert len(seeds) == 16
    assert len(set(seeds)) == 16


def test_a_run_that_has_begun_keeps_its_examples(files: Path, tmp_path: Path) -> None:
    (tmp_path / CHECKPOINT).write_bytes(b"weights")
    (tmp_path / "train.jsonl").write_text("what it trains on", "utf-8")
    with pytest.raises(UsageError, match="has begun its training"):
        build(recipe(), files, tmp_path, tmp_path)
    assert (tmp_path / "train.jsonl").read_text("utf-8") == "what it trains on"
    (tmp_path / CHECKPOINT).unlink()
    with FileLock(tmp_path / ".lock"), pytest.raises(UsageError, match="in use by another"):
        build(recipe(), files, tmp_path, tmp_path)


def test_names_that_a_recipe_makes_up_are_refused(files: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    wrong = {"storie": 0.1, "logic": 0.1}
    with pytest.raises(UsageError, match=r"a share of 'storie', .*\(did you mean story\?\)"):
        build(recipe(shares=wrong), files, tmp_path, run)
    unseen = ("talk.12", "logic.join.iff.otherwize")
    with pytest.raises(UsageError, match=r"holds out 'logic\.join\.iff\.otherwize', .*wise\?\)"):
        build(recipe(unseen_templates=unseen), files, tmp_path, run)
    with pytest.raises(UsageError, match="nothing but samples"):
        build(recipe(shares={"story": 0, "verdicts": 0.4}), files, tmp_path, run)
    assert not run.exists()


def test_a_folder_that_lacks_files_is_refused(files: Path, tmp_path: Path) -> None:
    check_files(files)
    with pytest.raises(UsageError, match=rf"{FILES[0]}\.jsonl\.gz and {len(FILES) - 1} more"):
        check_files(tmp_path)


def test_the_recipe_shares_what_there_is(files: Path, words: Vocabulary) -> None:
    shares = load_recipe().shares
    assert set(LABELLED) < set(shares) == set(streams(files, words, "1")) == {*GENERATED, *READ}
    assert min(shares.values()) > 0


def test_a_recipe_with_labelled_sentences_needs_their_files(files: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="proofwriter_train"):
        build(load_recipe(), files, tmp_path, tmp_path / "run")
    assert not (tmp_path / "run").exists()


QUESTION = (
    "Petra picks {} plums and Agnes picks 3 times as many plums. How many plums do they have?"
)


def own_samples(path: Path, *, problems: int = 40, question: str = QUESTION) -> Path:
    """Write samples of problems whose worksheets are right, right in other ways, and wrong."""
    samples = []
    for number in range(20, 20 + problems):
        sheets = {
            f"answer = {number} + 3 * {number}": 4 * number,
            f"agnes = 3 * {number}\nanswer = {number} + agnes": 4 * number,
            f"answer = {number} + 3": number + 3,
            f"answer = {number} * 3": 3 * number,
        }
        for index, (sheet, value) in enumerate(sheets.items()):
            samples.append(
                Sample(
                    question=question.format(number),
                    context=None,
                    sheet=sheet,
                    value=str(value),
                    right=value == 4 * number,
                    known=f"agnes = {number} * 3\nanswer = {number} + agnes",
                    template="mathematics.gsm8k.changed.2",
                    source=f"gsm8k-train-{number:05}",
                    of=identity({"question": question.format(number)}),
                    number=index,
                    drawn={"ticket": "0", "temperature": 0.7, "seed": 1},
                )
            )
    path.write_text("".join(json.dumps(s.to_json()) + "\n" for s in samples), "utf-8")
    return path


SHARES = {"story": 0.4, "verdicts": 0.4, "selftrained": 0.2}


def test_own_samples_become_verdicts_and_worksheets(
    files: Path, tiny_model: Path, tmp_path: Path
) -> None:
    pytest.importorskip("lemminflect")
    samples = own_samples(tmp_path / "own.jsonl")
    manifest = build(recipe(shares=SHARES), files, tiny_model, tmp_path / "run", samples=samples)
    train, words = (
        [example.draft for example in read(tmp_path / "run" / f"{name}.jsonl")]
        for name in ("train", "words")
    )
    verdicts = [draft for draft in train if draft.kind == "verdict"]
    assert len(verdicts) == 48
    assert sum(draft.target == "right" for draft in verdicts) == 24
    ways = [draft for draft in train if draft.kind == "worksheet" and draft.source != "generated"]
    assert len(ways) == 24
    asked = [draft.inputs["question"] for draft in ways]
    assert len(set(asked)) < len(asked), "a problem may be shown with several worksheets"
    held_out = {draft.inputs["question"] for draft in words if draft.kind == "verdict"}
    assert held_out
    assert not held_out & {draft.inputs["question"] for draft in (*verdicts, *ways)}
    for draft in (*train, *words):
        assert fault(draft) is None
        assert free_of_held_out(draft)
    assert manifest["samples"]["problems"] == 40
    assert manifest["samples"]["right"] == manifest["samples"]["samples"] / 2 == 80
    assert manifest["train"]["kinds"]["verdict"]["examples"] == 48
    again = build(recipe(shares=SHARES), files, tiny_model, tmp_path / "again", samples=samples)
    assert again == manifest


def test_own_samples_of_a_benchmark_item_are_turned_down(
    files: Path, tiny_model: Path, tmp_path: Path
) -> None:
    pytest.importorskip("lemminflect")
    near = str(BENCHMARK["question"]).replace("?", " {}?")
    samples = own_samples(tmp_path / "own.jsonl", question=near)
    manifest = build(recipe(shares=SHARES), files, tiny_model, tmp_path / "run", samples=samples)
    assert set(manifest["train"]["sources"]) == {"generated"}
    assert manifest["refused"]["verdict: benchmark"] > 0
    assert manifest["contamination"]["near"] == 0


def test_without_samples_their_shares_are_left_out(
    files: Path, tiny_model: Path, tmp_path: Path
) -> None:
    pytest.importorskip("lemminflect")
    first = build(recipe(shares=SHARES), files, tiny_model, tmp_path / "first")
    kept = {name: share for name, share in SHARES.items() if name not in STREAMS}
    plain = build(recipe(shares=kept), files, tiny_model, tmp_path / "plain")
    assert first == plain
    assert first["train"]["examples"] == recipe().examples


def test_samples_that_are_broken_are_one_line(files: Path, tmp_path: Path) -> None:
    run = tmp_path / "run"
    with pytest.raises(UsageError, match="takes nothing from samples"):
        build(recipe(shares={"story": 1.0}), files, tmp_path, run, samples=tmp_path / "own.jsonl")
    with pytest.raises(UsageError, match="cannot read"):
        build(recipe(shares=SHARES), files, tmp_path, run, samples=tmp_path / "own.jsonl")
    (tmp_path / "own.jsonl").write_text('{"question": "Who?"}\n', "utf-8")
    with pytest.raises(UsageError, match="is no sample"):
        build(recipe(shares=SHARES), files, tmp_path, run, samples=tmp_path / "own.jsonl")
    assert not run.exists()
