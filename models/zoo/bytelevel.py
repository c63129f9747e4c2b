"""The vocabulary of a byte-level tokenizer (GPT-2's kind), from Hugging Face's format to GGUF.

llama.cpp cuts a text into words by rules that it knows by name, so a tokenizer can only be
converted if its rules are among those; any other is refused rather than nearly right.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import gguf

from lottery_agent.errors import ModelFileError

TOKENIZER = "tokenizer.json"
_SETTINGS, _TEMPLATE = "tokenizer_config.json", "chat_template.jinja"
OPTIONAL = (_SETTINGS, _TEMPLATE)
"""Files that are read where they are present."""

_CONTRACTIONS = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
_WORDS = r"[^\r\n\p{L}\p{N}]?\p{L}+"
_REST = r" ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
_BY_PATTERN = {
    rf"{_CONTRACTIONS}|{_WORDS}|\p{{N}}{{1,3}}|{_REST}": "llama-bpe",
    rf"{_CONTRACTIONS}|{_WORDS}|\p{{N}}|{_REST}": "qwen2",
}
"""llama.cpp's names of the rules that are one regular expression."""

_WHOLE_WORDS = frozenset({"llama-bpe"})
"""Rules with which llama.cpp takes a word that is in the vocabulary as it is, without merging."""

_HINT = "give the model as a GGUF file"


def add_vocabulary(writer: gguf.GGUFWriter, source: Path, *, size: int) -> None:
    """Add tokens, merges, special tokens and chat template to a GGUF file.

    Args:
        writer: The file, before its header is written.
        source: Folder with `tokenizer.json`, and perhaps `tokenizer_config.json` and
            `chat_template.jinja`.
        size: Tokens of the model; ids without a token get placeholders.

    Raises:
        ModelFileError: If a file is damaged, or the tokenizer is of another kind.
    """
    tokenizer, settings = _json(source / TOKENIZER), {}
    if (source / _SETTINGS).is_file():
        settings = _json(source / _SETTINGS)
    try:
        ids, merges = _vocabulary(tokenizer)
        added = {str(token["content"]): token for token in tokenizer.get("added_tokens") or ()}
        ids |= {content: int(token["id"]) for content, token in added.items()}
        writer.add_tokenizer_model("gpt2")
        writer.add_tokenizer_pre(_rules(tokenizer))
        _add_tokens(writer, ids, added, size)
        writer.add_token_merges(merges)
        _add_special(writer, tokenizer, settings, ids)
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelFileError(
            f"can't read the tokenizer {str(source / TOKENIZER)!r}: {error!r}", hint=_HINT
        ) from None
    template = _template(source / _TEMPLATE, settings)
    if template:
        writer.add_chat_template(template)


def _json(path: Path) -> dict[str, Any]:
    try:
        return dict(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise ModelFileError(f"can't read {str(path)!r}: {error}") from None


def _vocabulary(tokenizer: Mapping[str, Any]) -> tuple[dict[str, int], list[str]]:
    model = tokenizer["model"]
    if model.get("type", "BPE") != "BPE" or model.get("byte_fallback"):
        raise ModelFileError(
            "only byte-level tokenizers can be converted, not SentencePiece or others", hint=_HINT
        )
    merges = [pair if isinstance(pair, str) else " ".join(pair) for pair in model["merges"]]
    return {str(token): int(number) for token, number in model["vocab"].items()}, merges


def _rules(tokenizer: Mapping[str, Any]) -> str:
    """Return llama.cpp's name of the rules by which a tokenizer cuts a text into words."""
    normalizer = tokenizer.get("normalizer")
    steps = _steps(tokenizer.get("pre_tokenizer"))
    name = None
    match [step.get("type") for step in steps]:
        case ["ByteLevel"] if steps[0].get("use_regex", True):
            name = "gpt-2"
        case ["Digits", "ByteLevel"] if steps[0].get("individual_digits"):
            name = "smollm" if steps[1].get("use_regex", True) else None
        case ["Split", "ByteLevel"] if not steps[1].get("use_regex", True):
            split = steps[0]
            if split.get("behavior") == "Isolated" and not split.get("invert"):
                name = _BY_PATTERN.get(split["pattern"].get("Regex", ""))
    # Composed letters (NFC) are what people type; llama.cpp leaves others as they are.
    unchanged = normalizer is None or normalizer == {"type": "NFC"}
    whole = bool(tokenizer["model"].get("ignore_merges"))
    if name is None or not unchanged or steps[-1].get("add_prefix_space"):
        raise ModelFileError(
            "the tokenizer cuts texts by rules that llama.cpp has no name for", hint=_HINT
        )
    if whole != (name in _WHOLE_WORDS):
        raise ModelFileError(
            f"the tokenizer differs from llama.cpp's {name!r} in how it merges", hint=_HINT
        )
    return name


def _steps(pre_tokenizer: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    if pre_tokenizer is None:
        return []
    if pre_tokenizer.get("type") == "Sequence":
        return list(pre_tokenizer["pretokenizers"])
    return [pre_tokenizer]


def _add_tokens(
    writer: gguf.GGUFWriter, ids: Mapping[str, int], added: Mapping[str, Any], size: int
) -> None:
    by_id = {number: token for token, number in ids.items()}
    if len(by_id) != len(ids) or max(by_id) >= size or min(by_id) < 0:
        raise ModelFileError(
            f"the tokenizer's ids do not fit the model's {size} tokens", hint="fetch it again"
        )
    tokens, types = [], []
    for number in range(size):
        token = by_id.get(number)
        if token is None:
            tokens.append(f"[PAD{number}]")
            types.append(gguf.TokenType.UNUSED)
        elif token in added:
            tokens.append(token)
            special = added[token].get("special")
            types.append(gguf.TokenType.CONTROL if special else gguf.TokenType.USER_DEFINED)
        else:
            tokens.append(token)
            types.append(gguf.TokenType.NORMAL)
    writer.add_token_list(tokens)
    writer.add_token_types(types)


def _add_special(
    writer: gguf.GGUFWriter,
    tokenizer: Mapping[str, Any],
    settings: Mapping[str, Any],
    ids: Mapping[str, int],
) -> None:
    add = {
        "bos_token": writer.add_bos_token_id,
        "eos_token": writer.add_eos_token_id,
        "unk_token": writer.add_unk_token_id,
        "pad_token": writer.add_pad_token_id,
    }
    for key, write in add.items():
        token = _content(settings.get(key))
        if token is not None and token in ids:
            write(ids[token])
    bos = _content(settings.get("bos_token"))
    begins = settings.get("add_bos_token")
    if begins is None:
        begins = bos is not None and bos in _template_tokens(tokenizer.get("post_processor"))
    writer.add_add_bos_token(bool(begins))


def _content(token: Any) -> str | None:
    """Return the text of a special token, which is given as such or as an object."""
    return str(token["content"]) if isinstance(token, dict) else token


def _template_tokens(processor: Mapping[str, Any] | None) -> set[str]:
    """Return the special tokens that a tokenizer puts around a single text."""
    if processor is None:
        return set()
    if processor.get("type") == "Sequence":
        return set().union(*map(_template_tokens, processor["processors"]))
    parts = processor.get("single") or ()
    return {str(part["SpecialToken"]["id"]) for part in parts if "SpecialToken" in part}


def _template(path: Path, settings: Mapping[str, Any]) -> str | None:
    """Return the chat template: a file of its own, or the one that the settings name `default`."""
    if path.is_file():
        return path.read_text(encoding="utf-8")
    template = settings.get("chat_template")
    if isinstance(template, list):
        named = {entry["name"]: entry["template"] for entry in template}
        template = named.get("default")
    return template
