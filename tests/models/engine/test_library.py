"""Files that are no models, and calls that would kill llama.cpp, are one clear error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import llama_cpp
import numpy as np
import pytest

from lottery_agent.errors import EngineError, ModelFileError, UsageError
from lottery_agent.models.engine import LlamaEmbedder, LlamaEngine, library
from lottery_agent.models.engine.context import Context, Feed, align
from lottery_agent.models.engine.vocabulary import load_vocabulary


@pytest.fixture
def context(tiny_q8: Path) -> Iterator[Context]:
    model = library.load(tiny_q8)
    context = Context(model, sequences=3, window=256, batch=64, threads=1)
    yield context
    context.close()


def test_broken_files(tmp_path: Path, tiny_q8: Path) -> None:
    (tmp_path / "text.gguf").write_text("not a model")
    (tmp_path / "empty.gguf").touch()
    (tmp_path / "magic.gguf").write_bytes(b"GGUF")
    (tmp_path / "cut.gguf").write_bytes(tiny_q8.read_bytes()[:-5000])
    (tmp_path / "folder.gguf").mkdir()
    names = ["text.gguf", "empty.gguf", "magic.gguf", "cut.gguf", "folder.gguf", "missing.gguf"]
    for name in names:
        for load in (
            lambda path: LlamaEngine(path, name="x", type="Q8_0"),
            lambda path: LlamaEmbedder(path),
            load_vocabulary,
        ):
            with pytest.raises(ModelFileError) as caught:
                load(tmp_path / name)
            assert name in str(caught.value)
            assert "\n" not in str(caught.value)


def test_a_chat_model_is_no_embedder(tiny_q8: Path) -> None:
    with pytest.raises(ModelFileError, match="embedding"):
        LlamaEmbedder(tiny_q8)


def test_loading_is_silent(tiny_q8: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with LlamaEngine(tiny_q8, name="x", type="Q8_0", threads=1, sequences=1, window=256):
        pass
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "options", [{"sequences": 0}, {"sequences": 10_000}, {"window": 0}, {"threads": -1}]
)
def test_options_out_of_range(tiny_q8: Path, options: dict[str, int]) -> None:
    with pytest.raises(UsageError):
        LlamaEngine(tiny_q8, name="x", type="Q8_0", **options)  # type: ignore[arg-type]


def test_a_window_is_rounded_up_and_never_beyond_the_training(tiny_q8: Path) -> None:
    for asked, given in ((1, 256), (257, 512), (100_000, 2048)):
        with LlamaEngine(
            tiny_q8, name="x", type="Q8_0", threads=1, sequences=1, window=asked
        ) as engine:
            assert engine.info.window == given


@pytest.mark.parametrize(
    "feed",
    [
        Feed(3, 0, [1], 1),
        Feed(-1, 0, [1], 1),
        Feed(0, 1, [1], 1),
        Feed(0, -1, [1], 1),
        Feed(0, 0, [-1], 1),
        Feed(0, 0, [10**6], 1),
        Feed(0, 0, [1] * 65, 1),
        Feed(0, 0, [1], 2),
        Feed(0, 0, [1], -1),
    ],
)
def test_invalid_feeds(context: Context, feed: Feed) -> None:
    with pytest.raises(EngineError):
        context.decode([feed])
    assert context.decode([Feed(0, 0, [5, 6], 1)]).shape[0] == 1


def test_a_full_sequence(context: Context) -> None:
    for start in range(0, 256, 64):
        context.decode([Feed(1, start, [5] * 64, 0)])
    with pytest.raises(EngineError, match="window"):
        context.decode([Feed(1, 256, [5], 1)])


def test_cut_save_and_restore(context: Context) -> None:
    context.decode([Feed(0, 0, [5, 6, 7], 1)])
    state = context.save(0)
    expected = context.decode([Feed(0, 3, [8, 9], 1)]).copy()
    assert context.cut(0, 3)
    assert np.array_equal(context.decode([Feed(0, 3, [8, 9], 1)]), expected)
    context.decode([Feed(2, 0, [1, 1, 1, 1], 1)])
    context.restore(2, state)
    assert np.array_equal(context.decode([Feed(2, 3, [8, 9], 1)]), expected)
    with pytest.raises(EngineError):
        context.restore(2, state[:10])
    with pytest.raises(EngineError):
        context.save(7)


def test_a_closed_context(context: Context) -> None:
    context.close()
    context.close()
    for call in (
        lambda: context.decode([Feed(0, 0, [1], 1)]),
        lambda: context.cut(0, 0),
        lambda: context.save(0),
    ):
        with pytest.raises(EngineError, match="closed"):
            call()


def test_align() -> None:
    assert [align(n) for n in (1, 256, 257)] == [256, 256, 512]


def test_vocabulary(tiny_q8: Path) -> None:
    text = "the café \ud800 👍<|im_end|>"
    with load_vocabulary(tiny_q8) as vocabulary:
        renderer = vocabulary.renderer
        ids = vocabulary.tokenize(text)
        assert vocabulary.detokenize(ids) == text.replace("\ud800", "?")
        assert vocabulary.end in vocabulary.ends
        assert vocabulary.tokenize("<|im_end|>", special=True) == [vocabulary.end]
        assert vocabulary.detokenize([vocabulary.end]) == ""
        with pytest.raises(EngineError):
            vocabulary.piece(10**6)
    with pytest.raises(EngineError, match="closed"):
        vocabulary.tokenize("x")
    assert renderer.target("x")[-1] == renderer.end_of_turn


def test_threads() -> None:
    assert library.threads(3) == 3
    assert library.threads() >= 1


@pytest.mark.parametrize(("info", "extra"), [("AMX_INT8 = 1 | ", False), ("AVX2 = 1 | ", True)])
def test_the_matrix_unit_is_not_used(
    tiny_q8: Path, monkeypatch: pytest.MonkeyPatch, info: str, extra: bool
) -> None:
    """GCC 12 compiles llama.cpp's use of it to a crash."""
    asked = []
    real = llama_cpp.llama_model_load_from_file
    monkeypatch.setattr(llama_cpp, "llama_print_system_info", info.encode)

    def load(path: bytes, parameters: llama_cpp.llama_model_params) -> object:
        asked.append(parameters.use_extra_bufts)
        return real(path, parameters)

    monkeypatch.setattr(llama_cpp, "llama_model_load_from_file", load)
    library.load(tiny_q8, vocabulary_only=True)
    assert asked == [extra]
