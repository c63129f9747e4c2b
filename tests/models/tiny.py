"""A tiny random llama model, written in milliseconds, that llama.cpp loads like a real one."""

from __future__ import annotations

from pathlib import Path

import gguf
import numpy as np
from numpy.typing import NDArray

SPECIAL = ("<|endoftext|>", "<|im_start|>", "<|im_end|>")
CHAT_TEMPLATE = (
    "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}"
    "{{ '<|im_start|>system\nYou are tiny.<|im_end|>\n' }}{% endif %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def byte_alphabet() -> list[str]:
    """The 256 characters that GPT-2's tokenizer writes bytes as, in byte order."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(spare)) for byte in range(256)]


def vocabulary() -> list[str]:
    """Special tokens, then one token per byte, then a few merged pairs."""
    return [*SPECIAL, *byte_alphabet(), "th", "an", "in", "the"]


def write_tiny_model(
    path: Path,
    *,
    seed: int = 0,
    width: int = 64,
    layers: int = 2,
    heads: int = 4,
    kv_heads: int = 2,
    feed: int = 96,
    window: int = 2048,
    type: gguf.GGMLQuantizationType = gguf.GGMLQuantizationType.F32,
) -> dict[str, NDArray[np.float32]]:
    """Write the model and return the float values that its tensors stand for.

    Args:
        path: Where to write.
        seed: Of the random weights.
        width: Embedding length, a multiple of 32 times `heads` or less.
        layers: Number of blocks.
        heads: Attention heads; `kv_heads` of them hold keys and values.
        kv_heads: Heads for keys and values.
        feed: Length of the feed-forward layer.
        window: Context length.
        type: Type of the matrices: F32, F16 or a type that the gguf package can quantise to.
    """
    rng = np.random.default_rng(seed)
    tokens = vocabulary()
    size = width // heads * kv_heads
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (len(tokens), width),
        "output_norm.weight": (width,),
    }
    for block in range(layers):
        shapes |= {
            f"blk.{block}.attn_norm.weight": (width,),
            f"blk.{block}.attn_q.weight": (width, width),
            f"blk.{block}.attn_k.weight": (size, width),
            f"blk.{block}.attn_v.weight": (size, width),
            f"blk.{block}.attn_output.weight": (width, width),
            f"blk.{block}.ffn_norm.weight": (width,),
            f"blk.{block}.ffn_gate.weight": (feed, width),
            f"blk.{block}.ffn_up.weight": (feed, width),
            f"blk.{block}.ffn_down.weight": (width, feed),
        }
    writer = gguf.GGUFWriter(path, "llama")
    _describe(writer, tokens, width, layers, heads, kv_heads, feed, window)
    values = {}
    for name, shape in shapes.items():
        if len(shape) == 1:
            values[name] = np.ones(shape, dtype=np.float32)
            writer.add_tensor(name, values[name])
            continue
        drawn = (rng.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)
        stored = gguf.quantize(drawn, type)
        values[name] = gguf.dequantize(stored, type).astype(np.float32)
        writer.add_tensor(name, stored, raw_dtype=type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return values


def _describe(
    writer: gguf.GGUFWriter,
    tokens: list[str],
    width: int,
    layers: int,
    heads: int,
    kv_heads: int,
    feed: int,
    window: int,
) -> None:
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_name("Tiny Random")
    writer.add_license("apache-2.0")
    writer.add_languages(["en"])
    writer.add_context_length(window)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    writer.add_feed_forward_length(feed)
    writer.add_head_count(heads)
    writer.add_head_count_kv(kv_heads)
    writer.add_rope_dimension_count(width // heads)
    writer.add_rope_freq_base(10_000.0)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_vocab_size(len(tokens))
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")
    writer.add_token_list(tokens)
    control, normal = gguf.TokenType.CONTROL, gguf.TokenType.NORMAL
    writer.add_token_types([control if token in SPECIAL else normal for token in tokens])
    writer.add_token_merges(["t h", "a n", "i n", "th e"])
    writer.add_bos_token_id(1)
    writer.add_eos_token_id(2)
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(2)
    writer.add_add_bos_token(False)
    writer.add_add_space_prefix(False)
    writer.add_chat_template(CHAT_TEMPLATE)
