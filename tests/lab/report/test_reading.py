"""What a report is computed from: the same numbers as the scores, whatever is missing."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.lab import arms, catalogue
from lottery_agent.lab.answers import RecordedAnswers, ResultFile
from lottery_agent.lab.comparing import compare_arms
from lottery_agent.lab.costs import COSTS
from lottery_agent.lab.pairing import Terms
from lottery_agent.lab.report.data import OUTCOMES, Trust
from lottery_agent.lab.report.tables import accuracy, verdicts
from lottery_agent.lab.report.words import Anchors
from lottery_agent.lab.runs import MANIFEST, Order, begin, results_of
from lottery_agent.lab.scores import score_run
from lottery_agent.lab.statistics import holm
from lottery_agent.lab.suites import suite_of
from lottery_agent.settings import load_settings
from tests.lab.conftest import Write, sums
from tests.lab.report.conftest import SUMS, Made, answered

FEW = Terms(draws=100)


def test_numbers_are_those_of_the_scores(made: Made) -> None:
    report, scores = made.report(terms=FEW), score_run(made.folder, made.data)
    assert list(report.sections) == list(scores.cells) == ["svamp", "places"]
    for benchmark, cells in scores.cells.items():
        parts = report.sections[benchmark].parts
        assert {arm: part.cell for arm, part in parts.items()} == cells
        for part in parts.values():
            found = [entry.outcome for entry in part.entries]
            counts = [found.count(outcome) for outcome in OUTCOMES]
            tally, missing = part.cell.tally, part.cell.missing
            assert counts[:3] == [tally.correct, tally.wrong, tally.abstained]
            assert counts[3:] == [tally.failed - missing, missing]
    assert report.gaps == ()


def test_verdicts_are_those_of_a_comparison_corrected_over_the_whole_table(made: Made) -> None:
    report = made.report(terms=FEW)
    assert [(each.row.benchmark, each.other, each.recorded) for each in report.versus] == [
        ("svamp", "untrained", False),
        ("svamp", "model", False),
        ("svamp", "large/few-shot", True),
        ("svamp", "middling|one/few-shot", True),
        ("places", "untrained", False),
        ("places", "model", False),
    ]
    svamp = catalogue.BENCHMARKS["svamp"]
    ours = ResultFile.read(results_of(made.folder, "agent", "svamp"))
    theirs = RecordedAnswers.find("large", [svamp], made.data)
    alone = compare_arms(ours, theirs, [svamp], made.data, FEW).rows[0]
    found = report.versus[2].row
    assert found.comparison == replace(
        alone.comparison,
        verdict_of_all=found.comparison.verdict_of_all,
        items_to_decide_of_all=found.comparison.items_to_decide_of_all,
    )
    assert (found.pairs, found.left_out, found.items) == (alone.pairs, 1, alone.items)
    p_values = [each.row.mcnemar for each in report.versus]
    assert [each.row.mcnemar_of_all for each in report.versus] == holm(p_values)
    assert [(each.other, each.row.pairs.items) for each in report.totals] == [
        ("untrained", SUMS + 2),
        ("model", SUMS + 2),
    ]
    assert "once" not in verdicts(report, Anchors()).caption


def test_a_total_counts_a_question_once(write: Write, tmp_path: Path) -> None:
    asked = [{**item, "answers": [item["answer"]], "context": "Sums."} for item in sums(5)]
    write("squad_dev", asked)
    for name in ("squad_passages", "nq_oracle_dev", "nq_oracle_train"):  # what is searched
        write(name, [{"id": "a", "text": "Sums.", "context": "Sums.", "passage_id": "b"}])
    data = write("svamp_dev", sums(SUMS)).parent
    order = Order(
        suite=suite_of("dev"),
        benchmarks=tuple(catalogue.choose(["squad_open", "squad", "svamp"], data)),
        arms=tuple(arms.choose(["agent", "model"])),
        settings=load_settings(),
        data=data,
    )
    run = Made(tmp_path / "run", data)
    begin(run.folder, order)
    for (name, items), arm in product(order.items().items(), ("agent", "model")):
        answer = answered(arm, "0", confidence=0.5).to_json()
        run.write(arm, name, [{**answer, "id": item.id} for item in items])
    report = run.report(terms=FEW)
    assert len(report.versus) == 3
    (total,) = report.totals
    assert total.row.pairs.items == SUMS + 5
    assert "counts a question once" in verdicts(report, Anchors()).caption
    assert report.common == ("squad", "svamp")
    assert report.whole
    assert report.wholes["agent"].cell.tally.items == SUMS + 5
    table = accuracy(report, Anchors())
    assert [cell.text for cell in table.rows[-1][:2]] == ["all together", f"{SUMS + 5}"]
    assert "counts a question once" in table.caption


def test_another_arm_can_be_in_question(made: Made) -> None:
    report = made.report(arm="model", terms=FEW)
    assert report.arm == "model"
    others = {each.other for each in report.versus}
    assert others == {"agent", "untrained", "large/few-shot", "middling|one/few-shot"}
    with pytest.raises(UsageError, match=r"no arm 'modal'.*did you mean model"):
        made.report(arm="modal")


def test_who_answered_and_what_it_cost(made: Made) -> None:
    cell = made.report(terms=FEW).sections["svamp"].parts["agent"].cell
    assert cell.answered_by == {"mathematics": 7, "table": 2}
    assert (cell.offloaded, cell.tokens, cell.reused) == (1.0, 55.0, 55.0)
    assert (cell.model_bytes, cell.peak_bytes) == (145_000_000, 700_000_000)
    assert cell.seconds_of_right == pytest.approx(12 / 8)
    whole = made.report(terms=FEW).wholes["agent"].cell
    assert whole.answered_by == {"mathematics": 7, "quote": 1, "table": 2}
    assert whole.processor_seconds == pytest.approx(24 / 14)
    assert whole.tally.items == SUMS + 2


def test_confidence_counts_answers_only(made: Made) -> None:
    trust = made.report(terms=FEW).sections["svamp"].parts["agent"].trust
    assert trust is not None
    assert (trust.answers, trust.questions) == (9, SUMS)
    assert trust.curve[-1].coverage == pytest.approx(9 / SUMS)
    assert trust.curve[-1].risk == pytest.approx(1 / 9)
    assert Trust.of([], 3) is None


def test_an_unfinished_run_says_what_is_missing(made: Made) -> None:
    results_of(made.folder, "model", "places").unlink()
    made.write("model", "svamp", made.results("model", "svamp")[:-2])
    with results_of(made.folder, "model", "svamp").open("a") as file:
        file.write('{"version": 1, "id": "sum-')  # the remains of a kill
    with (made.folder / COSTS).open("a") as file:
        file.write('{"arm": "mod')
    report = made.report(terms=FEW)
    assert report.gaps == (
        "The run has not ended: 38 of 42 answers are there. "
        "Continue it with lottery lab run RUN --resume.",
        "model has not begun places.",
        "model has no result of 2 of 12 items of svamp; they count as failed.",
    )
    assert report.common == ("svamp",)
    assert report.sections["svamp"].parts["model"].entries[-1].outcome == "missing"


def test_an_arm_that_cannot_answer_all_is_left_out_of_the_whole(made: Made) -> None:
    results_of(made.folder, "model", "places").unlink()
    path = made.folder / MANIFEST
    manifest = {**json.loads(path.read_text("utf-8")), "left_out": {"model": ["places"]}}
    path.write_text(json.dumps(manifest), "utf-8")
    report = made.report(terms=FEW)
    assert report.gaps == ("model has no way to answer places.",)
    assert report.common == ("svamp", "places")
    assert list(report.wholes) == ["agent", "untrained"]


def test_results_of_other_items_and_missing_recordings_are_told(made: Made) -> None:
    stray = {**made.results("agent", "svamp")[0], "id": "sum-999"}
    made.write("agent", "svamp", [*made.results("agent", "svamp"), stray])
    (made.data / "recorded" / "svamp.jsonl.gz").unlink()
    assert made.report(terms=FEW).gaps == (
        "Results of agent on svamp that belong to no item: 1. They are left out.",
        "The recorded answers of large models to svamp are not there.",
    )


def test_items_are_read_only_on_demand(made: Made) -> None:
    assert made.report(terms=FEW).sections["svamp"].items is None
    report = made.report(terms=FEW, items=True)
    assert len(report.sections["svamp"].items or ()) == SUMS
    assert report.without_items() == made.report(terms=FEW)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"work": [{"tool": "mathematics"}]}, "work.0"),
        ({"confidence": "sure"}, "confidence"),
        ({"confidence": 1.5}, "confidence 1.5"),
        ({"confidence": float("nan")}, "confidence nan"),
        ({"usage": None}, "usage"),
        ({"status": "guessed"}, "is no result"),
    ],
)
def test_a_broken_result_is_told_with_its_place(
    made: Made, fields: dict[str, object], words: str
) -> None:
    made.change("agent", "svamp", **fields)
    with pytest.raises(UsageError, match=words):
        made.report(terms=FEW)


def test_broken_costs_and_manifests_are_told(made: Made) -> None:
    path = made.folder / COSTS
    kept = path.read_text("utf-8")
    for line in ("{}", '{"arm": "agent"}', "[]", kept.splitlines()[0].replace("12.0", "-1")):
        path.write_text(f"{line}\n", "utf-8")
        with pytest.raises(UsageError, match=r"line 1 of .*costs"):
            made.report(terms=FEW)
    path.write_text(kept, "utf-8")
    manifest = json.loads((made.folder / MANIFEST).read_text("utf-8"))
    for key in ("suite", "benchmarks", "arms", "settings"):
        broken = {**manifest, key: ["x"]}
        (made.folder / MANIFEST).write_text(json.dumps(broken), "utf-8")
        with pytest.raises(UsageError, match="is no manifest"):
            made.report(terms=FEW)


def test_a_report_needs_the_items_that_were_asked(made: Made, write: Write) -> None:
    write("svamp_dev", [{**each, "answer": "5"} for each in sums(SUMS)])
    with pytest.raises(UsageError, match="items of svamp are no longer those"):
        made.report(terms=FEW)


def test_a_run_without_results_has_no_report(made: Made) -> None:
    for path in made.folder.glob("*/*.jsonl"):
        path.unlink()
    with pytest.raises(UsageError, match="no results yet"):
        made.report(terms=FEW)
