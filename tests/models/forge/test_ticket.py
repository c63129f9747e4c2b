from __future__ import annotations

import hashlib
import json
import os
import threading
from pathlib import Path
from types import ModuleType

import gguf
import llama_cpp
import numpy as np
import pytest
from numpy.typing import NDArray

from lottery_agent.assembly import ticket_for
from lottery_agent.errors import ModelFileError, UsageError
from lottery_agent.models.forge import Ticket, adapter_for, discard, forge, plain, tickets
from lottery_agent.models.zoo.header import read_header
from lottery_agent.progress import silent
from lottery_agent.settings import load_settings

Factors = dict[str, tuple[NDArray[np.float32], NDArray[np.float32]]]


def make(base: Path, adapter: Path | None, type: str = "F16") -> Ticket:
    return forge(base, adapter=adapter, type=type, name="tiny", progress=silent)


def tensors(path: Path) -> dict[str, NDArray[np.float32]]:
    return {
        tensor.name: gguf.dequantize(tensor.data, tensor.tensor_type).astype(np.float32)
        for tensor in gguf.GGUFReader(path).tensors
    }


def next_logits(path: Path, text: bytes = b"the cat") -> NDArray[np.float32]:
    model = llama_cpp.Llama(str(path), n_ctx=256, verbose=False, logits_all=True)
    model.eval(model.tokenize(text, add_bos=False))
    logits = np.array(model.scores[model.n_tokens - 1])
    model.close()
    return logits


@pytest.mark.parametrize("base_type", ["F32", "F16", "Q8_0", "Q4_1"])
def test_the_merged_f16_file_equals_numpy(
    cache: Path,
    tmp_path: Path,
    tiny: ModuleType,
    tiny_adapter: Path,
    factors: Factors,
    base_type: str,
) -> None:
    base = tmp_path / "base.gguf"
    values = tiny.write_tiny_model(base, type=gguf.GGMLQuantizationType[base_type])
    for name, (a, b) in factors.items():
        values[name] = values[name] + np.float32(8.0 / 4) * (b @ a)
    merged = tensors(make(base, tiny_adapter).path)
    assert set(merged) == set(values)
    for name, expected in values.items():
        stored = expected if expected.ndim == 1 else expected.astype(np.float16)
        np.testing.assert_array_equal(merged[name], stored.astype(np.float32), err_msg=name)


def test_all_metadata_is_kept(cache: Path, tiny_model: Path, tiny_adapter: Path) -> None:
    ticket = make(tiny_model, tiny_adapter)
    before, after = (gguf.GGUFReader(path).fields for path in (tiny_model, ticket.path))
    for key, field in before.items():
        if not key.startswith("GGUF.") and key != "general.file_type":
            assert after[key].contents() == field.contents(), key
            assert after[key].types == field.types, key
    assert after["general.file_type"].contents() == gguf.LlamaFileType.MOSTLY_F16


def test_merged_weights_act_like_the_adapter(
    cache: Path, tiny_model: Path, tiny_adapter: Path
) -> None:
    model = llama_cpp.Llama(
        str(tiny_model), lora_path=str(tiny_adapter), n_ctx=256, verbose=False, logits_all=True
    )
    model.eval(model.tokenize(b"the cat", add_bos=False))
    beside = np.array(model.scores[model.n_tokens - 1])
    model.close()
    merged = next_logits(make(tiny_model, tiny_adapter).path)
    bare = next_logits(tiny_model)
    assert np.abs(merged - beside).max() < 0.02
    assert np.abs(bare - beside).max() > 0.2


def test_quantised_tickets_load_and_stay_close(
    cache: Path, tiny_model: Path, tiny_adapter: Path
) -> None:
    ticket = make(tiny_model, tiny_adapter, "Q8_0")
    assert read_header(ticket.path).type == ticket.type == "Q8_0"
    difference = next_logits(ticket.path) - next_logits(make(tiny_model, tiny_adapter).path)
    assert np.abs(difference).max() < 0.2


def test_untouched_tensors_keep_their_bits(
    cache: Path, tmp_path: Path, tiny: ModuleType, tiny_adapter: Path, factors: Factors
) -> None:
    base = tmp_path / "base.gguf"
    values = tiny.write_tiny_model(base, type=gguf.GGMLQuantizationType.Q8_0)
    forged = tensors(make(base, tiny_adapter, "Q8_0").path)
    for name in set(values) - set(factors):
        np.testing.assert_array_equal(forged[name], values[name], err_msg=name)


def test_a_ticket_says_what_it_is(cache: Path, tiny_model: Path, tiny_adapter: Path) -> None:
    ticket = make(tiny_model, tiny_adapter, "Q8_0")
    data = ticket.path.read_bytes()
    assert ticket.sha256 == hashlib.sha256(data).hexdigest()
    assert ticket.bytes == len(data)
    assert ticket.adapter == hashlib.sha256(tiny_adapter.read_bytes()).hexdigest()
    assert ticket.path.is_relative_to(cache)
    assert [one.path for one in tickets()] == [ticket.path]


def test_the_second_time_nothing_is_made(
    cache: Path, tiny_model: Path, tiny_adapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = make(tiny_model, tiny_adapter)
    monkeypatch.setattr("lottery_agent.models.forge.ticket.merge", None)
    assert make(tiny_model, tiny_adapter) == first


def test_each_recipe_has_its_ticket(cache: Path, tiny_model: Path, tiny_adapter: Path) -> None:
    made = [
        make(tiny_model, tiny_adapter, "F16"),
        make(tiny_model, tiny_adapter, "Q8_0"),
        make(tiny_model, None, "Q8_0"),
    ]
    assert len({ticket.path for ticket in made}) == 3
    assert len({ticket.sha256 for ticket in made}) == 3


def test_a_base_of_the_right_type_is_its_own_ticket(
    cache: Path, tmp_path: Path, tiny: ModuleType
) -> None:
    base = tmp_path / "base.gguf"
    tiny.write_tiny_model(base, type=gguf.GGMLQuantizationType.Q8_0)
    ticket = make(base, None, "Q8_0")
    assert ticket == plain(base, name="tiny", progress=silent)
    assert ticket.path == base
    assert ticket.adapter is None
    assert tickets() == []


@pytest.mark.parametrize("harm", ["cut", "changed", "card"])
def test_a_broken_ticket_is_made_again(
    cache: Path, tiny_model: Path, tiny_adapter: Path, harm: str
) -> None:
    ticket = make(tiny_model, tiny_adapter)
    good = ticket.path.read_bytes()
    if harm == "cut":
        ticket.path.write_bytes(good[:-100])
    elif harm == "changed":
        ticket.path.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        os.utime(ticket.path, ns=(1, 1))
    else:
        (ticket.path.parent / "ticket.json").write_text("{")
    assert make(tiny_model, tiny_adapter) == ticket
    assert ticket.path.read_bytes() == good


def test_eight_threads_make_one_ticket(cache: Path, tiny_model: Path, tiny_adapter: Path) -> None:
    made: list[Ticket] = []
    workers = [
        threading.Thread(target=lambda: made.append(make(tiny_model, tiny_adapter)))
        for _ in range(8)
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert not list(cache.glob("tickets/*.part*"))


def test_a_failed_forging_leaves_nothing(
    cache: Path, tiny_model: Path, tiny_adapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("lottery_agent.models.forge.ticket.merge", fill)
    with pytest.raises(ModelFileError, match="is full"):
        make(tiny_model, tiny_adapter)
    assert [path.suffix for path in (cache / "tickets").iterdir()] == [".lock"]


def test_too_little_space_is_said_before_the_work(
    cache: Path, tiny_model: Path, tiny_adapter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: type("Usage", (), {"free": 1000})())
    with pytest.raises(ModelFileError, match="MB free"):
        make(tiny_model, tiny_adapter)


def test_tickets_of_a_base_are_discarded(
    cache: Path, tmp_path: Path, tiny: ModuleType, tiny_model: Path
) -> None:
    other = tmp_path / "other.gguf"
    tiny.write_tiny_model(other, seed=1)
    gone, kept = make(tiny_model, None), make(other, None)
    assert discard(base=hashlib.sha256(tiny_model.read_bytes()).hexdigest()) > gone.bytes
    assert [ticket.path for ticket in tickets()] == [kept.path]
    assert discard() > kept.bytes
    assert tickets() == []


def test_an_unknown_type_is_refused(cache: Path, tiny_model: Path) -> None:
    with pytest.raises(UsageError, match="'Q9'"):
        make(tiny_model, None, "Q9")


def test_an_adapter_for_another_architecture_is_refused(
    cache: Path, tmp_path: Path, tiny_model: Path, tiny_adapter: Path
) -> None:
    foreign = tmp_path / "foreign.gguf"
    foreign.write_bytes(tiny_adapter.read_bytes().replace(b"llama", b"qwen2", 1))
    with pytest.raises(ModelFileError, match="'qwen2'"):
        make(tiny_model, foreign)


def test_a_failing_quantiser_gives_its_reason(
    cache: Path, tmp_path: Path, tiny_model: Path
) -> None:
    from lottery_agent.models.forge.quantize import quantize

    with pytest.raises(ModelFileError, match="can't quantise"):
        quantize(tiny_model, tmp_path / "missing" / "out.gguf", type="Q8_0")


def test_models_without_an_adapter_have_none() -> None:
    assert adapter_for("no-such-model") is None


def test_a_shipped_adapter_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lottery_agent.models.forge.ticket.files", lambda _: tmp_path)
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "adapter.gguf").touch()
    assert adapter_for("tiny") == tmp_path / "tiny" / "adapter.gguf"


def test_the_card_holds_the_recipe(cache: Path, tiny_model: Path, tiny_adapter: Path) -> None:
    ticket = make(tiny_model, tiny_adapter)
    card = json.loads((ticket.path.parent / "ticket.json").read_text())
    assert card["recipe"]["base"] == hashlib.sha256(tiny_model.read_bytes()).hexdigest()
    assert card["recipe"]["type"] == "F16"


@pytest.mark.parametrize("type", ["F16", "Q8_0", "Q2_K"])
def test_a_model_without_an_adapter_is_quantised_where_the_settings_say_so(
    cache: Path, tiny_model: Path, type: str
) -> None:
    settings = load_settings({"model": str(tiny_model), "adapter": False})
    as_it_is = ticket_for(settings, settings.model)
    assert (as_it_is.path, as_it_is.type) == (tiny_model, "F32")
    made = ticket_for(settings.model_copy(update={"base_type": type}), settings.model)
    assert (made.type, made.adapter) == (type, None)
    assert made.bytes < as_it_is.bytes
