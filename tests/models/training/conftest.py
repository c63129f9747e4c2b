"""A tiny llama model as a GGUF file, with random weights; a small vocabulary."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import gguf
import numpy as np
import pytest

from lottery_agent.models.training.generators.vocabulary import Noun, Verb, Vocabulary

TinyModel = Callable[[Path], Path]

LAYERS, WIDTH, HIDDEN, HEADS, KV_HEADS, VOCABULARY = 2, 32, 48, 4, 2, 96


def write_tiny(path: Path) -> Path:
    rng = np.random.default_rng(0)
    writer = gguf.GGUFWriter(path, "llama")
    writer.add_block_count(LAYERS)
    writer.add_context_length(128)
    writer.add_embedding_length(WIDTH)
    writer.add_feed_forward_length(HIDDEN)
    writer.add_head_count(HEADS)
    writer.add_head_count_kv(KV_HEADS)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_rope_freq_base(10_000.0)
    writer.add_rope_dimension_count(WIDTH // HEADS)
    shapes: dict[str, tuple[int, ...]] = {"token_embd.weight": (VOCABULARY, WIDTH)}
    kv = KV_HEADS * WIDTH // HEADS
    for i in range(LAYERS):
        shapes |= {
            f"blk.{i}.attn_q.weight": (WIDTH, WIDTH),
            f"blk.{i}.attn_k.weight": (kv, WIDTH),
            f"blk.{i}.attn_v.weight": (kv, WIDTH),
            f"blk.{i}.attn_output.weight": (WIDTH, WIDTH),
            f"blk.{i}.ffn_gate.weight": (HIDDEN, WIDTH),
            f"blk.{i}.ffn_up.weight": (HIDDEN, WIDTH),
            f"blk.{i}.ffn_down.weight": (WIDTH, HIDDEN),
            f"blk.{i}.attn_norm.weight": (WIDTH,),
            f"blk.{i}.ffn_norm.weight": (WIDTH,),
        }
    shapes["output_norm.weight"] = (WIDTH,)
    for name, shape in shapes.items():
        values = rng.normal(0, 0.2, shape) + (1.0 if name.endswith("norm.weight") else 0.0)
        writer.add_tensor(name, values.astype(np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("tiny") / "tiny.gguf")


@pytest.fixture(scope="session")
def words() -> Vocabulary:
    """A small vocabulary written by hand: the harvest needs the training files."""
    return Vocabulary(
        nouns=tuple(Noun(word, f"{word}s") for word in "lantern wagon gull plum badger".split()),
        verbs=tuple(
            Verb(word, f"{word}s", f"{word}ed", f"{word}ing") for word in "jump paint kick".split()
        ),
        adjectives=("brave", "wooden", "dim", "calm"),
        names=("Milo", "Petra", "Agnes", "Ruben"),
    )
