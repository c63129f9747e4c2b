"""The base model in PyTorch, read from its GGUF file, with LoRA pairs on all linear layers.

The weights are dequantised and frozen, and keep the GGUF layout: the rows of `attn_q` and `attn_k`
are ordered for rotary embeddings over neighbouring pairs, so nothing is permuted on the way in
and the trained pairs are exported as they are.

A batch is a list of groups. The examples of a group share a static head, which is computed once;
the keys and values of the head are then seen by every example. All rows of a batch pass through the
linear layers as one matrix, so that small groups cost no more than large ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from lottery_agent.errors import ModelFileError

_SLOWED = "rope_freqs.weight"
"""What the frequencies of the rotary embeddings are divided by, in models that were stretched."""


@dataclass(frozen=True, slots=True)
class Shape:
    """The measures of a llama model."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    head_width: int
    theta: float
    """Base of the rotary embeddings' wavelengths."""
    epsilon: float
    vocabulary: int


@dataclass(frozen=True, slots=True)
class Group:
    """Examples that share a head.

    `head` has shape (H,), `tails` (B, T), filled up on the right; `targets` has the shape of
    `tails` and holds the next token where it counts, -100 elsewhere.
    """

    head: Tensor
    tails: Tensor
    targets: Tensor

    def to(self, device: torch.device) -> Group:
        """Return the group on a device."""
        return Group(self.head.to(device), self.tails.to(device), self.targets.to(device))


class LoraLinear(nn.Module):
    """Frozen matrices with one input, stacked, each with its own trainable pair A and B.

    Args:
        names: Names of the matrices in the GGUF file, without `.weight`.
        weights: The matrices, rows are outputs.
        rank: Rank of the pairs.
        scale: Factor of the product `B @ A`.
    """

    weight: Tensor

    def __init__(
        self, names: Sequence[str], weights: Sequence[Tensor], *, rank: int, scale: float
    ) -> None:
        super().__init__()
        self.names = tuple(names)
        self.rank = rank
        self.scale = scale
        self.register_buffer("weight", torch.cat(list(weights)), persistent=False)
        inputs = weights[0].shape[1]
        self.down = nn.Parameter(torch.empty(len(names) * rank, inputs))
        nn.init.uniform_(self.down, -(inputs**-0.5), inputs**-0.5)
        self.up = nn.ParameterList(torch.zeros(weight.shape[0], rank) for weight in weights)

    def forward(self, rows: Tensor) -> Tensor:
        """Map rows; the result has the outputs of all matrices side by side."""
        kind = rows.dtype
        low = functional.linear(rows, self.down.to(kind)) * self.scale
        parts = zip(low.split(self.rank, dim=-1), self.up, strict=True)
        delta = torch.cat([functional.linear(part, up.to(kind)) for part, up in parts], dim=-1)
        return functional.linear(rows, self.weight) + delta

    def pairs(self) -> Iterator[tuple[str, Tensor, Tensor]]:
        """Yield (name, A, B) for each matrix."""
        downs = self.down.detach().split(self.rank)
        for name, down, up in zip(self.names, downs, self.up, strict=True):
            yield name, down, up.detach()


class Layer(nn.Module):
    """One transformer layer."""

    attention_norm: Tensor
    ffn_norm: Tensor

    def __init__(
        self, weights: dict[str, Tensor], index: int, shape: Shape, *, rank: int, scale: float
    ) -> None:
        super().__init__()
        self.shape = shape

        def linear(*names: str) -> LoraLinear:
            full = [f"blk.{index}.{name}" for name in names]
            matrices = [weights[f"{name}.weight"] for name in full]
            return LoraLinear(full, matrices, rank=rank, scale=scale)

        self.qkv = linear("attn_q", "attn_k", "attn_v")
        self.out = linear("attn_output")
        self.gate_up = linear("ffn_gate", "ffn_up")
        self.down = linear("ffn_down")
        for name in ("attn_norm", "ffn_norm"):
            norm = weights[f"blk.{index}.{name}.weight"].float()
            self.register_buffer(name.replace("attn", "attention"), norm, persistent=False)

    def norm(self, rows: Tensor, weight: Tensor) -> Tensor:
        """Root-mean-square norm, computed in single precision."""
        normed = functional.rms_norm(rows, (self.shape.width,), weight, self.shape.epsilon)
        return normed.to(self.qkv.weight.dtype)

    def forward(
        self, rows: Tensor, groups: Sequence[Group], angles: tuple[Tensor, Tensor]
    ) -> Tensor:
        """Map the rows of all groups."""
        qkv = self.qkv(self.norm(rows, self.attention_norm))
        rows = rows + self.out(self._attend(qkv, groups, angles))
        gate, up = self.gate_up(self.norm(rows, self.ffn_norm)).chunk(2, dim=-1)
        return rows + self.down(functional.silu(gate) * up)

    def _attend(
        self, qkv: Tensor, groups: Sequence[Group], angles: tuple[Tensor, Tensor]
    ) -> Tensor:
        shape = self.shape
        kind = qkv.dtype
        turned = shape.heads + shape.kv_heads
        qkv = qkv.to(angles[0].dtype).unflatten(-1, (turned + shape.kv_heads, shape.head_width))
        qk = rotate(qkv[:, :turned], angles)
        query, key, value = qk[:, : shape.heads], qk[:, shape.heads :], qkv[:, turned:]
        results = []
        start = 0
        for group in groups:
            length = len(group.head)
            size, span = group.tails.shape
            middle, end = start + length, start + length + size * span
            head = [part[start:middle].transpose(0, 1) for part in (query, key, value)]
            tail = [
                part[middle:end].unflatten(0, (size, span)).transpose(1, 2)
                for part in (query, key, value)
            ]
            seen = functional.scaled_dot_product_attention(
                head[0][None], head[1][None], head[2][None], is_causal=True, enable_gqa=True
            )
            results.append(seen[0].transpose(0, 1).flatten(1))
            keys, values = (
                torch.cat([head[i].expand(size, -1, -1, -1), tail[i]], dim=2) for i in (1, 2)
            )
            mask = torch.ones(span, length + span, dtype=torch.bool, device=qkv.device)
            seen = functional.scaled_dot_product_attention(
                tail[0], keys, values, attn_mask=mask.tril(length), enable_gqa=True
            )
            results.append(seen.transpose(1, 2).flatten(0, 1).flatten(1))
            start = end
        return torch.cat(results).to(kind)


def rotate(rows: Tensor, angles: tuple[Tensor, Tensor]) -> Tensor:
    """Turn neighbouring pairs of values by the angles of their position."""
    cos, sin = angles
    even, odd = rows.unflatten(-1, (-1, 2)).unbind(-1)
    return torch.stack([even * cos - odd * sin, even * sin + odd * cos], dim=-1).flatten(-2)


class Llama(nn.Module):
    """A llama model whose base is frozen and whose LoRA pairs are trained."""

    embedding: Tensor
    output_norm: Tensor
    output: Tensor
    slowed: Tensor

    def __init__(
        self, weights: dict[str, Tensor], shape: Shape, *, rank: int = 16, alpha: float = 32.0
    ) -> None:
        super().__init__()
        self.shape = shape
        self.rank = rank
        self.alpha = alpha
        scale = alpha / rank
        self.layers = nn.ModuleList(
            Layer(weights, index, shape, rank=rank, scale=scale) for index in range(shape.layers)
        )
        embedding = weights["token_embd.weight"]
        self.register_buffer("embedding", embedding, persistent=False)
        self.register_buffer("output", weights.get("output.weight", embedding), persistent=False)
        self.register_buffer("output_norm", weights["output_norm.weight"].float(), persistent=False)
        slowed = weights.get(_SLOWED, torch.ones(shape.head_width // 2)).float()
        self.register_buffer("slowed", slowed, persistent=False)

    def rows(self, groups: Sequence[Group]) -> Tensor:
        """Return the last hidden state of every position of every group, as one matrix."""
        tokens = torch.cat([part for g in groups for part in (g.head, g.tails.flatten())])
        rows = functional.embedding(tokens, self.embedding).float()
        angles = self._angles(groups)
        for layer in self.layers:
            rows = layer(rows, groups, angles)
        return rows

    def logits(self, rows: Tensor) -> Tensor:
        """Return the logits of the rows, in single precision."""
        shape = self.shape
        normed = functional.rms_norm(rows, (shape.width,), self.output_norm, shape.epsilon)
        return functional.linear(normed.to(self.output.dtype), self.output).float()

    def losses(self, groups: Sequence[Group]) -> tuple[Tensor, Tensor]:
        """Return the negative log-likelihood and correctness of every target token.

        Logits are computed at target positions only: over a large vocabulary they are most of
        the cost of a short example.
        """
        targets = torch.cat(
            [part for g in groups for part in (torch.full_like(g.head, -100), g.targets.flatten())]
        )
        chosen = (targets >= 0).nonzero().squeeze(-1)
        logits = self.logits(self.rows(groups)[chosen])
        wanted = targets[chosen]
        nll = functional.cross_entropy(logits, wanted, reduction="none")
        return nll, logits.detach().argmax(-1) == wanted

    def _angles(self, groups: Sequence[Group]) -> tuple[Tensor, Tensor]:
        device = self.embedding.device
        positions = []
        for group in groups:
            length = len(group.head)
            size, span = group.tails.shape
            positions.append(torch.arange(length, device=device))
            positions.append(torch.arange(length, length + span, device=device).repeat(size))
        half = self.shape.head_width // 2
        steps = torch.arange(half, device=device, dtype=torch.float32) / half
        turns = torch.cat(positions)[:, None].float() * (self.shape.theta**-steps / self.slowed)
        # Measured: attention in bfloat16 takes a processor three times as long as in float32.
        kind = torch.float32 if device.type == "cpu" else self.layers[0].qkv.weight.dtype
        return turns.cos().to(kind)[:, None], turns.sin().to(kind)[:, None]


def _tensor_names(layers: int) -> frozenset[str]:
    """Return the names of all tensors that a llama model may have here."""
    parts = "attn_norm attn_q attn_k attn_v attn_output ffn_norm ffn_gate ffn_up ffn_down".split()
    outer = {"token_embd.weight", "output.weight", "output_norm.weight", _SLOWED}
    return frozenset(outer | {f"blk.{n}.{part}.weight" for n in range(layers) for part in parts})


def read(
    path: Path,
    *,
    rank: int = 16,
    alpha: float = 32.0,
    dtype: torch.dtype = torch.bfloat16,
) -> Llama:
    """Read a llama model from a GGUF file of any quantisation.

    Raises:
        ModelFileError: If the file is no GGUF or no llama model, or one with parts that are not
            known here.
    """
    try:
        reader = gguf.GGUFReader(path)
    except (OSError, ValueError) as error:
        raise ModelFileError(f"{path} can't be read as GGUF: {error}") from error

    def value(key: str) -> float:
        field = reader.get_field(f"llama.{key}")
        if field is None:
            raise ModelFileError(f"{path} is no llama model: it has no llama.{key}")
        return float(field.contents())

    if reader.get_field("llama.rope.scaling.type") is not None:
        raise ModelFileError(f"{path} can't be trained: its rotary embeddings are scaled")
    known = _tensor_names(int(value("block_count")))
    weights = {}
    for tensor in reader.tensors:
        if tensor.name not in known:  # a bias, say, or experts: the model would compute otherwise
            raise ModelFileError(f"{path} can't be trained: it has a tensor {tensor.name!r}")
        array = gguf.quants.dequantize(tensor.data, tensor.tensor_type)
        kind = torch.float32 if tensor.name == _SLOWED else dtype
        weights[tensor.name] = torch.from_numpy(np.array(array, dtype=np.float32)).to(kind)
    heads = int(value("attention.head_count"))
    width = int(value("embedding_length"))
    own = reader.get_field("llama.attention.key_length")
    shape = Shape(
        layers=int(value("block_count")),
        width=width,
        heads=heads,
        kv_heads=int(value("attention.head_count_kv")),
        head_width=int(own.contents()) if own else width // heads,
        theta=value("rope.freq_base"),
        epsilon=value("attention.layer_norm_rms_epsilon"),
        vocabulary=len(weights["token_embd.weight"]),
    )
    return Llama(weights, shape, rank=rank, alpha=alpha)
