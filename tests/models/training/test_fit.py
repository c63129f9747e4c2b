from __future__ import annotations

import json
from dataclasses import replace
from itertools import count
from pathlib import Path
from random import Random
from types import SimpleNamespace

import pytest

torch = pytest.importorskip("torch")

from lottery_agent.errors import UsageError  # noqa: E402
from lottery_agent.models.training.base import Group, Llama, read  # noqa: E402
from lottery_agent.models.training.batches import collate, plan  # noqa: E402
from lottery_agent.models.training.checkpoint import State  # noqa: E402
from lottery_agent.models.training.draft import Draft  # noqa: E402
from lottery_agent.models.training.fit import LOG, Run, fit, rate  # noqa: E402
from lottery_agent.models.training.hardware import processor  # noqa: E402
from lottery_agent.models.training.recipe import CHECKPOINT, load_recipe  # noqa: E402
from lottery_agent.models.training.render import Example, write  # noqa: E402

HEADS = ((1, 2), (3, 2, 1))
ANSWERS = ((40, 41, 0), (50, 60, 0))


def examples(size: int = 60) -> list[Example]:
    """Two heads, each with an answer of its own to learn; tails are noise."""
    rng = Random(0)
    made = []
    for number in range(size):
        tail = tuple(rng.randrange(4, 90) for _ in range(rng.randint(2, 7)))
        head = HEADS[number % 2]
        draft = Draft("talk", {"question": str(number)}, "", "t")
        made.append(Example("talk", head, tail, ANSWERS[number % 2], draft))
    return made


def recipe(**changes: object):  # type: ignore[no-untyped-def]
    small = {"rank": 4, "batch_tokens": 60, "group_tokens": 30, "warmup": 2, "rate": 3e-2}
    return replace(load_recipe(), seed=2, **{**small, **changes})


def model(tiny_model: Path) -> Llama:
    torch.manual_seed(0)
    return read(tiny_model, rank=4, alpha=8.0, dtype=torch.float32)


def test_a_shared_head_changes_nothing(tiny_model: Path) -> None:
    net = model(tiny_model)
    head, tails = torch.tensor([5, 6, 7]), torch.tensor([[8, 9], [10, 11]])
    none = torch.full_like(tails, -100)
    with torch.no_grad():
        for pair in net.layers[0].qkv.up:
            pair.normal_()
        shared = net.rows([Group(head, tails, none)])
        for number in range(2):
            alone = net.rows([Group(head, tails[number : number + 1], none[:1])])
            torch.testing.assert_close(alone[:3], shared[:3])
            torch.testing.assert_close(alone[3:], shared[3 + 2 * number : 5 + 2 * number])
        # One row of positions gives the same as a head and a tail.
        whole = torch.cat([head, tails[1]])
        joined = net.rows([Group(whole[:1], whole[None, 1:], none[:1])])
        torch.testing.assert_close(joined[3:], shared[5:7], rtol=1e-4, atol=1e-5)


def test_groups_do_not_see_each_other(tiny_model: Path) -> None:
    net = model(tiny_model)
    first = Group(torch.tensor([5]), torch.tensor([[8, 9]]), torch.full((1, 2), -100))
    second = Group(torch.tensor([6, 7]), torch.tensor([[1, 2, 3]]), torch.full((1, 3), -100))
    with torch.no_grad():
        both = net.rows([first, second])
        torch.testing.assert_close(both[:3], net.rows([first]))
        torch.testing.assert_close(both[3:], net.rows([second]))


def test_batches_hold_each_example_once_and_only_the_answer_counts() -> None:
    made = examples()
    batches = plan(made, group_tokens=30, batch_tokens=60, rng=Random(1))
    seen = [i for batch in batches for group in batch for i in group]
    assert sorted(seen) == list(range(len(made)))
    assert batches == plan(made, group_tokens=30, batch_tokens=60, rng=Random(1))
    for batch in batches:
        for group, indices in zip(collate(made, batch), batch, strict=True):
            for row, index in enumerate(indices):
                wanted = group.targets[row][group.targets[row] >= 0]
                assert tuple(wanted.tolist()) == made[index].target
                ids = (*made[index].tail, *made[index].target)[:-1]
                assert tuple(group.tails[row, : len(ids)].tolist()) == ids
                assert tuple(group.head.tolist()) == made[index].head


def test_training_learns(tiny_model: Path, tmp_path: Path) -> None:
    net = model(tiny_model)
    made = examples(2460)
    unseen = collate(made, [range(2400 + first, 2460, 2) for first in range(2)])
    with torch.no_grad():
        before, _ = net.losses(unseen)
    Run(recipe(), net, made[:2400], tmp_path, "cpu").train()
    with torch.no_grad():
        after, right = net.losses(unseen)
    assert after.mean() < before.mean() / 3
    assert right.float().mean() > 0.7
    logged = [json.loads(line) for line in (tmp_path / LOG).read_text("utf-8").splitlines()]
    assert [entry["step"] for entry in logged] == list(range(1, len(logged) + 1))


def _steps(log: str) -> list[int]:
    return [json.loads(line)["step"] for line in log.splitlines()]


def test_an_interrupted_run_ends_like_a_whole_one(tiny_model: Path, tmp_path: Path) -> None:
    made = examples()
    whole = Run(recipe(), model(tiny_model), made, tmp_path / "whole", "cpu")
    whole.train()

    def stop(step: int, end: int, loss: float) -> None:
        if step == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Run(recipe(), model(tiny_model), made, tmp_path / "parts", "cpu").train(progress=stop)
    with (tmp_path / "parts" / LOG).open("a", encoding="utf-8") as log:
        log.write(json.dumps({"step": 4}) + "\n")  # logged, then killed before the checkpoint
    again = Run(recipe(), model(tiny_model), made, tmp_path / "parts", "cpu")
    assert again.state.step == 3
    again.train()
    logs = [(tmp_path / name / LOG).read_text("utf-8") for name in ("whole", "parts")]
    assert [_steps(log) for log in logs] == [list(range(1, again.state.step + 1))] * 2
    for left, right in zip(whole.model.parameters(), again.model.parameters(), strict=True):
        torch.testing.assert_close(left, right, rtol=0, atol=0)


@pytest.mark.parametrize("place", ["losses", "step", "log"])
def test_a_step_that_is_cut_short_is_done_again(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    made = examples()
    whole = Run(recipe(), model(tiny_model), made, tmp_path / "whole", "cpu")
    whole.train()
    parts = Run(recipe(), model(tiny_model), made, tmp_path / "parts", "cpu")
    owner, name = {
        "losses": (parts.model, "losses"),
        "step": (parts._optimizer, "step"),
        "log": (parts, "_log"),
    }[place]
    do, times = getattr(owner, name), count(1)

    def interrupted(*arguments: object) -> object:
        result = do(*arguments)
        if next(times) == 4:
            raise KeyboardInterrupt  # as Ctrl-C does when its work is done
        return result

    monkeypatch.setattr(owner, name, interrupted)
    with pytest.raises(KeyboardInterrupt):
        parts.train()
    again = Run(recipe(), model(tiny_model), made, tmp_path / "parts", "cpu")
    # Weights are saved where they are those of the steps that were counted.
    assert again.state.step == (3 if place == "losses" else 0)
    again.train()
    assert _steps((tmp_path / "parts" / LOG).read_text("utf-8")) == list(
        range(1, again.state.step + 1)
    )
    for left, right in zip(whole.model.parameters(), again.model.parameters(), strict=True):
        torch.testing.assert_close(left, right, rtol=0, atol=0)


def test_a_run_is_continued_with_what_it_is_made_of(tiny_model: Path, tmp_path: Path) -> None:
    small, data = recipe(), tmp_path / "train.jsonl"
    write(data, examples())
    fit(small, tiny_model, data, tmp_path, threads=1)
    fit(small, tiny_model, data, tmp_path, threads=1)
    with pytest.raises(UsageError, match=r"checkpoint\.pt' was made with another recipe"):
        fit(replace(small, text="name = 'x'"), tiny_model, data, tmp_path, threads=1)
    other = tmp_path / "other.gguf"
    other.write_bytes(tiny_model.read_bytes() + b"\0")
    with pytest.raises(UsageError, match="was made with another base"):
        fit(small, other, data, tmp_path, threads=1)
    with pytest.raises(UsageError, match="does not fit the base with rank 8"):
        fit(replace(small, rank=8), tiny_model, data, tmp_path, threads=1)
    write(data, examples(40))
    with pytest.raises(UsageError, match="was made with other examples"):
        fit(small, tiny_model, data, tmp_path, threads=1)
    (tmp_path / CHECKPOINT).write_bytes(b"no checkpoint")
    with pytest.raises(UsageError, match="is no checkpoint"):
        fit(small, tiny_model, data, tmp_path, threads=1)
    (tmp_path / CHECKPOINT).unlink()
    data.unlink()
    with pytest.raises(UsageError, match=r"train\.jsonl' can't be read"):
        fit(small, tiny_model, data, tmp_path, threads=1)


def test_what_an_older_checkpoint_does_not_hold_is_not_compared(
    tiny_model: Path, tmp_path: Path
) -> None:
    small, data = recipe(), tmp_path / "train.jsonl"
    write(data, examples())
    done = fit(small, tiny_model, data, tmp_path, threads=1)
    assert done.hardware == [processor()]
    saved = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    del saved["made_of"], saved["state"]["hardware"]
    torch.save(saved, tmp_path / CHECKPOINT)
    state = fit(replace(small, text="name = 'x'"), tiny_model, data, tmp_path, threads=1)
    assert state == replace(done, hardware=[])  # nothing was left to do on any machine


def test_the_rate_rises_stays_and_falls_to_zero() -> None:
    small = recipe(warmup=4)
    rates = [rate(State(step=i, fall_from=15, end=20), small) for i in range(20)]
    assert rates[0] == pytest.approx(0.25)
    assert rates[3:15] == [1.0] * 12
    assert rates[15:] == sorted(rates[15:], reverse=True)
    assert 0 < rates[-1] < 0.25


def test_a_run_ends_with_its_minutes(
    tiny_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = count()
    clock = SimpleNamespace(monotonic=lambda: float(next(ticks)))
    monkeypatch.setattr("lottery_agent.models.training.fit.time", clock)
    run = Run(recipe(decay=0.25), model(tiny_model), examples(1000), tmp_path, "cpu")
    state = run.train(minutes=1)
    assert state.fall_from is not None
    assert state.step == state.end < len(run.batches)
    # The clock ticks twice a step: 45 of the 60 seconds at the full rate, a quarter of the steps
    # at the falling one.
    assert 45 <= state.seconds <= 66
    assert state.end - state.fall_from == pytest.approx(state.fall_from / 3, abs=1)
