"""Tiny random models, written in milliseconds, that llama.cpp loads like real ones.

`write_tiny_model` writes one: an architecture, a tokenizer and a chat template. `FAMILIES` are
combinations as real families of chat models have them; their templates are beside this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
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


@dataclass(frozen=True)
class Family:
    """A kind of chat model."""

    architecture: str = "llama"
    pre: str = "smollm"
    """Pre-tokenizer of a byte-level vocabulary; empty for a SentencePiece one."""
    space_prefix: bool = False
    """A SentencePiece tokenizer puts a blank before a text."""
    special: tuple[str, ...] = SPECIAL
    """Tokens that steer the model."""
    defined: tuple[str, ...] = ()
    """Tokens that the tokenizer finds in any text (`user-defined`)."""
    bos: str = "<|im_start|>"
    eos: str = "<|im_end|>"
    add_bos: bool = False
    template: str | None = None
    """File in the folder `templates`; None for `CHAT_TEMPLATE`."""


_WRITES_BACK = ("attn_output.weight", "ffn_down.weight", "ssm_out.weight")
_SPM_SPECIAL = ("<unk>", "<s>", "</s>")
_THINK = ("<think>", "</think>")
_QWEN = {"pre": "qwen2", "bos": "<|endoftext|>"}
_SPM = {"pre": "", "bos": "<s>", "eos": "</s>", "add_bos": True}

FAMILIES = {
    "smollm2": Family(template="chatml.jinja"),
    "qwen2.5": Family("qwen2", template="chatml.jinja", **_QWEN),
    "qwen3": Family("qwen3", defined=_THINK, template="qwen3.jinja", **_QWEN),
    "llama3": Family(
        pre="llama-bpe",
        special=(
            "<|begin_of_text|>",
            "<|start_header_id|>",
            "<|end_header_id|>",
            "<|eot_id|>",
            "<|end_of_text|>",
        ),
        bos="<|begin_of_text|>",
        eos="<|eot_id|>",
        add_bos=True,
        template="llama3.jinja",
    ),
    "mistral": Family(space_prefix=True, special=_SPM_SPECIAL, template="mistral.jinja", **_SPM),
    "mistral3": Family(
        space_prefix=True,
        special=(*_SPM_SPECIAL, "[INST]", "[/INST]"),
        template="mistral3.jinja",
        **_SPM,
    ),
    "zephyr": Family(space_prefix=True, special=_SPM_SPECIAL, template="zephyr.jinja", **_SPM),
    "phi3": Family(
        "phi3",
        special=(
            *_SPM_SPECIAL,
            "<|endoftext|>",
            "<|system|>",
            "<|user|>",
            "<|assistant|>",
            "<|end|>",
        ),
        template="phi3.jinja",
        **(_SPM | {"eos": "<|endoftext|>"}),
    ),
    "gemma2": Family(
        "gemma2",
        special=("<pad>", "<eos>", "<bos>", "<unk>", "<start_of_turn>", "<end_of_turn>"),
        template="gemma.jinja",
        **(_SPM | {"bos": "<bos>", "eos": "<eos>"}),
    ),
    "deepseek-r1": Family(
        "qwen2",
        pre="deepseek-r1-qwen",
        special=(
            "<｜begin▁of▁sentence｜>",
            "<｜end▁of▁sentence｜>",
            "<｜User｜>",
            "<｜Assistant｜>",
        ),
        defined=_THINK,
        bos="<｜begin▁of▁sentence｜>",
        eos="<｜end▁of▁sentence｜>",
        add_bos=True,
        template="deepseek_r1.jinja",
    ),
    "mamba": Family("mamba", template="chatml.jinja"),
}


def byte_alphabet() -> list[str]:
    """The 256 characters that GPT-2's tokenizer writes bytes as, in byte order."""
    printable = {*range(33, 127), *range(161, 173), *range(174, 256)}
    spare = iter(range(256, 512))
    return [chr(byte) if byte in printable else chr(next(spare)) for byte in range(256)]


def vocabulary() -> list[str]:
    """Special tokens, then one token per byte, then a few merged pairs."""
    return _byte_level(Family())[0]


def write_family(path: Path, name: str, *, says: tuple[str, ...] = ()) -> None:
    """Write a model of a family, in Q8_0 as far as its shapes allow."""
    write_tiny_model(
        path, family=FAMILIES[name], says=says, type=gguf.GGMLQuantizationType.Q8_0, window=1024
    )


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
    family: Family = Family(),
    says: tuple[str, ...] = (),
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
        family: Architecture, tokenizer and chat template.
        says: Tokens that it writes after one another: each one once it has read the one before.
            Needs an architecture that may have output weights of its own.
    """
    rng = np.random.default_rng(seed)
    tokens, kinds, scores = (_byte_level if family.pre else _sentence_piece)(family)
    shapes: dict[str, tuple[int, ...]] = {
        "token_embd.weight": (len(tokens), width),
        "output_norm.weight": (width,),
    }
    if says:
        shapes["output.weight"] = (len(tokens), width)
    for block in range(layers):
        shapes |= {
            f"blk.{block}.{name}": shape
            for name, shape in _block(family, width, heads, kv_heads, feed).items()
        }
    writer = gguf.GGUFWriter(path, family.architecture)
    writer.add_type(gguf.GGUFType.MODEL)
    writer.add_name("Tiny Random")
    writer.add_license("apache-2.0")
    writer.add_languages(["en"])
    _describe(writer, family, width, layers, heads, kv_heads, feed, window)
    _add_tokenizer(writer, family, tokens, kinds, scores)
    values = {}
    for name, shape in shapes.items():
        if len(shape) == 1:
            values[name] = np.ones(shape, dtype=np.float32)
            writer.add_tensor(name, values[name])
            continue
        # Rows that no quantised type fits, and the recurrence, stay as they are.
        stored_type = gguf.GGMLQuantizationType.F32 if shape[-1] % 32 else type
        drawn = (rng.standard_normal(shape) / np.sqrt(shape[-1])).astype(np.float32)
        if name.endswith("ssm_a"):
            drawn = -np.exp(drawn)
        if says and name.endswith(_WRITES_BACK):
            drawn[:] = 0.0  # the last layer sees the last token and nothing else
        if says and name == "output.weight":
            for one, after in pairwise(map(tokens.index, says)):
                drawn[after] += values["token_embd.weight"][one] * width
        stored = gguf.quantize(drawn, stored_type)
        values[name] = gguf.dequantize(stored, stored_type).astype(np.float32)
        writer.add_tensor(name, stored, raw_dtype=stored_type)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return values


def _block(
    family: Family, width: int, heads: int, kv_heads: int, feed: int
) -> dict[str, tuple[int, ...]]:
    """Names and shapes of the tensors of one block."""
    if family.architecture == "mamba":
        inner, state, rank = 2 * width, 16, width // 16
        return {
            "attn_norm.weight": (width,),
            "ssm_in.weight": (2 * inner, width),
            "ssm_conv1d.weight": (inner, 4),
            "ssm_conv1d.bias": (inner,),
            "ssm_x.weight": (rank + 2 * state, inner),
            "ssm_dt.weight": (inner, rank),
            "ssm_dt.bias": (inner,),
            "ssm_a": (inner, state),
            "ssm_d": (inner,),
            "ssm_out.weight": (width, inner),
        }
    size = width // heads * kv_heads
    shapes: dict[str, tuple[int, ...]] = {
        "attn_norm.weight": (width,),
        "attn_q.weight": (width, width),
        "attn_k.weight": (size, width),
        "attn_v.weight": (size, width),
        "attn_output.weight": (width, width),
        "ffn_norm.weight": (width,),
        "ffn_gate.weight": (feed, width),
        "ffn_up.weight": (feed, width),
        "ffn_down.weight": (width, feed),
    }
    match family.architecture:
        case "qwen2":
            shapes |= {"attn_q.bias": (width,), "attn_k.bias": (size,), "attn_v.bias": (size,)}
        case "qwen3":
            shapes |= dict.fromkeys(["attn_q_norm.weight", "attn_k_norm.weight"], (width // heads,))
        case "gemma2":
            shapes |= dict.fromkeys(
                ["post_attention_norm.weight", "post_ffw_norm.weight"], (width,)
            )
        case "phi3":
            for name in ("attn_q", "attn_k", "attn_v", "ffn_gate", "ffn_up"):
                del shapes[f"{name}.weight"]
            shapes |= {
                "attn_qkv.weight": (width + 2 * size, width),
                "ffn_up.weight": (2 * feed, width),
            }
    return shapes


def _describe(
    writer: gguf.GGUFWriter,
    family: Family,
    width: int,
    layers: int,
    heads: int,
    kv_heads: int,
    feed: int,
    window: int,
) -> None:
    writer.add_context_length(window)
    writer.add_embedding_length(width)
    writer.add_block_count(layers)
    if family.architecture == "mamba":
        writer.add_feed_forward_length(0)
        writer.add_head_count(0)
        writer.add_ssm_conv_kernel(4)
        writer.add_ssm_inner_size(2 * width)
        writer.add_ssm_state_size(16)
        writer.add_ssm_time_step_rank(width // 16)
    else:
        writer.add_feed_forward_length(feed)
        writer.add_head_count(heads)
        writer.add_head_count_kv(kv_heads)
        writer.add_rope_dimension_count(width // heads)
        writer.add_rope_freq_base(10_000.0)
    if family.architecture == "gemma2":
        writer.add_attn_logit_softcapping(50.0)
        writer.add_final_logit_softcapping(30.0)
        writer.add_sliding_window(64)
    writer.add_layer_norm_rms_eps(1e-5)
    writer.add_file_type(gguf.LlamaFileType.ALL_F32)


def _add_tokenizer(
    writer: gguf.GGUFWriter,
    family: Family,
    tokens: list[str],
    kinds: list[gguf.TokenType],
    scores: list[float],
) -> None:
    writer.add_vocab_size(len(tokens))
    writer.add_tokenizer_model("gpt2" if family.pre else "llama")
    if family.pre:
        writer.add_tokenizer_pre(family.pre)
    writer.add_token_list(tokens)
    writer.add_token_types(kinds)
    if family.pre:
        writer.add_token_merges(["t h", "a n", "i n", "th e"])
    else:
        writer.add_token_scores(scores)
    writer.add_bos_token_id(tokens.index(family.bos))
    writer.add_eos_token_id(tokens.index(family.eos))
    writer.add_unk_token_id(0)
    writer.add_pad_token_id(tokens.index(family.eos))
    writer.add_add_bos_token(family.add_bos)
    writer.add_add_space_prefix(family.space_prefix)
    file = Path(__file__).with_name("templates") / family.template if family.template else None
    writer.add_chat_template(file.read_text() if file else CHAT_TEMPLATE)


def _byte_level(family: Family) -> tuple[list[str], list[gguf.TokenType], list[float]]:
    tokens = [*family.special, *byte_alphabet(), "th", "an", "in", "the", *family.defined]
    return tokens, [_kind(family, token) for token in tokens], []


def _sentence_piece(family: Family) -> tuple[list[str], list[gguf.TokenType], list[float]]:
    """Special tokens, byte tokens, characters, then pieces: a higher score is merged first."""
    characters = ["\u2581", *map(chr, range(33, 127)), "é", "ß"]
    pieces = [
        "th",
        "the",
        "in",
        "an",
        "\u2581a",
        "\u2581the",
        "\u2581an",
        "re",
        "\u2581re",
        "\u2581\u2581",
    ]
    octets = [f"<0x{byte:02X}>" for byte in range(256)]
    tokens = [*family.special, *octets, *pieces, *characters, *family.defined]
    kinds = [gguf.TokenType.BYTE if token in octets else _kind(family, token) for token in tokens]
    rank = {piece: -1.0 - number for number, piece in enumerate(pieces)}
    return tokens, kinds, [rank.get(token, -100.0) for token in tokens]


def _kind(family: Family, token: str) -> gguf.TokenType:
    if token in ("<unk>",):
        return gguf.TokenType.UNKNOWN
    if token in family.special:
        return gguf.TokenType.CONTROL
    return gguf.TokenType.USER_DEFINED if token in family.defined else gguf.TokenType.NORMAL
