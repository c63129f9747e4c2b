"""Tiny random llamas in the folder format of Hugging Face."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from lottery_agent.models.zoo.bytelevel import _BY_PATTERN

SPECIAL = ["<|start|>", "<|end|>"]
LAYERS, WIDTH, HEADS, KV_HEADS, FEED, VOCABULARY = 2, 32, 4, 2, 48, 320
TEMPLATE = "{% for m in messages %}<|start|>{{ m['content'] }}<|end|>{% endfor %}<|start|>"
CORPUS = [
    "The river's water isn't 1234 metres deep, but it's WIDE: 10,000 steps!",
    "Wir trinken Kaffee und they'll drink tea.\n\n  Then we LEFT…\tAt 12:45, in 2031.",
    "def f(x):\n    return x**2 + 3.5  # naïve café, 東京 👍",
]


def pre_tokenizer(rules: str) -> pre_tokenizers.PreTokenizer:
    byte_level = pre_tokenizers.ByteLevel
    if rules == "gpt-2":
        return byte_level(add_prefix_space=False)
    if rules == "smollm":
        digits = pre_tokenizers.Digits(individual_digits=True)
        return pre_tokenizers.Sequence([digits, byte_level(add_prefix_space=False)])
    pattern = next(pattern for pattern, name in _BY_PATTERN.items() if name == rules)
    split = pre_tokenizers.Split(Regex(pattern), "isolated")
    return pre_tokenizers.Sequence([split, byte_level(add_prefix_space=False, use_regex=False)])


def tokenizer(rules: str) -> Tokenizer:
    made = Tokenizer(models.BPE(ignore_merges=rules == "llama-bpe"))
    made.pre_tokenizer = pre_tokenizer(rules)
    made.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY - 4,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    made.train_from_iterator(CORPUS * 5, trainer)
    made.post_processor = processors.TemplateProcessing(
        single="<|start|> $A", special_tokens=[("<|start|>", made.token_to_id("<|start|>"))]
    )
    return made


@dataclass
class Source:
    """A model in a folder, and what it holds."""

    folder: Path
    tokenizer: Tokenizer
    tensors: dict[str, NDArray[np.float32]]
    config: dict[str, Any]


def shapes(head_width: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "model.embed_tokens.weight", (VOCABULARY, WIDTH)
    yield "model.norm.weight", (WIDTH,)
    yield "lm_head.weight", (VOCABULARY, WIDTH)
    for n in range(LAYERS):
        layer = f"model.layers.{n}"
        yield f"{layer}.input_layernorm.weight", (WIDTH,)
        yield f"{layer}.post_attention_layernorm.weight", (WIDTH,)
        yield f"{layer}.self_attn.q_proj.weight", (HEADS * head_width, WIDTH)
        yield f"{layer}.self_attn.k_proj.weight", (KV_HEADS * head_width, WIDTH)
        yield f"{layer}.self_attn.v_proj.weight", (KV_HEADS * head_width, WIDTH)
        yield f"{layer}.self_attn.o_proj.weight", (WIDTH, HEADS * head_width)
        yield f"{layer}.mlp.gate_proj.weight", (FEED, WIDTH)
        yield f"{layer}.mlp.up_proj.weight", (FEED, WIDTH)
        yield f"{layer}.mlp.down_proj.weight", (WIDTH, FEED)


def write(
    folder: Path,
    *,
    rules: str = "smollm",
    kind: str = "F32",
    parts: int = 1,
    settings: Mapping[str, Any] | None = None,
    **config: Any,
) -> Source:
    """Write a random model.

    Args:
        folder: Where to.
        rules: llama.cpp's name of the tokenizer's rules.
        kind: Type of the weights.
        parts: How many files hold them.
        settings: Changes of `tokenizer_config.json`.
        config: Changes of `config.json`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    full: dict[str, Any] = {
        "model_type": "llama",
        "hidden_act": "silu",
        "hidden_size": WIDTH,
        "intermediate_size": FEED,
        "num_hidden_layers": LAYERS,
        "num_attention_heads": HEADS,
        "num_key_value_heads": KV_HEADS,
        "max_position_embeddings": 256,
        "rms_norm_eps": 1e-5,
        "rope_theta": 10_000.0,
        "vocab_size": VOCABULARY,
        "tie_word_embeddings": False,
        **config,
    }
    (folder / "config.json").write_text(json.dumps(full), "utf-8")
    made = tokenizer(rules)
    made.save(str(folder / "tokenizer.json"))
    special = {
        "bos_token": {"content": "<|start|>"},
        "eos_token": "<|end|>",
        "chat_template": TEMPLATE,
    }
    (folder / "tokenizer_config.json").write_text(
        json.dumps({**special, **(settings or {})}), "utf-8"
    )
    rng = np.random.default_rng(3)
    tensors = {}
    for name, shape in shapes(full.get("head_dim") or WIDTH // HEADS):
        scale = 0.3 if len(shape) == 2 else 0.1
        values = rng.normal(0, scale, shape) + (len(shape) == 1)
        tensors[name] = rounded(values.astype(np.float32), kind)
    if full["tie_word_embeddings"]:
        del tensors["lm_head.weight"]
    save(folder, tensors, kind, parts)
    return Source(folder, made, tensors, full)


def rounded(values: NDArray[np.float32], kind: str) -> NDArray[np.float32]:
    """Round values to a type."""
    if kind == "BF16":
        return (values.view(np.uint32) & 0xFFFF0000).view(np.float32)
    return values.astype(np.float16 if kind == "F16" else np.float32).astype(np.float32)


def save(folder: Path, tensors: Mapping[str, NDArray[np.float32]], kind: str, parts: int) -> None:
    """Write a safetensors file, or several with an index."""
    names = list(tensors)
    files = {}
    for part in range(parts):
        name = f"model-{part}.safetensors" if parts > 1 else "model.safetensors"
        chosen = names[part::parts]
        files |= dict.fromkeys(chosen, name)
        table, data = {}, b""
        for key in chosen:
            values = tensors[key]
            raw = (
                (values.view(np.uint32) >> 16).astype("<u2")
                if kind == "BF16"
                else values.astype("<f2" if kind == "F16" else "<f4")
            ).tobytes()
            place = [len(data), len(data) + len(raw)]
            table[key] = {"dtype": kind, "shape": list(values.shape), "data_offsets": place}
            data += raw
        head = json.dumps(table).encode()
        (folder / name).write_bytes(len(head).to_bytes(8, "little") + head + data)
    if parts > 1:
        index = folder / "model.safetensors.index.json"
        index.write_text(json.dumps({"weight_map": files}), "utf-8")
