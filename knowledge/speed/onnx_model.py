"""MiniLM as an ONNX graph, made from the published safetensors: the yardstick of our embedder.

The graph is what ONNX Runtime's own optimiser for transformers makes of an exported BERT: fused
attention, layer norms that add their residual, GELUs that add their bias, pooling included. Texts
are sorted by length and padded in batches, as sentence-transformers does. Needs the packages onnx,
onnxruntime and tokenizers, which measuring alone needs.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lottery_agent.errors import UsageError
from lottery_agent.models.zoo.safetensors import Safetensors

WINDOW = 512
BATCH = 32
_MICROSOFT = "com.microsoft"
_HINT = "pip install onnx onnxruntime tokenizers"


def missing() -> str | None:
    """Return what to install before an `OnnxEmbedder` can be made; None if all is there."""
    from importlib.util import find_spec

    needed = ("onnx", "onnxruntime", "tokenizers")
    return None if all(find_spec(name) for name in needed) else _HINT


class OnnxEmbedder:
    """MiniLM in ONNX Runtime, on the CPU, with weights in F32.

    Args:
        source: Folder with `model.safetensors`, `vocab.txt` and `config.json`.
        threads: Threads to compute with.

    Raises:
        UsageError: If a package is missing.
    """

    def __init__(self, source: Path, *, threads: int) -> None:
        if hint := missing():
            raise UsageError("ONNX Runtime is not installed", hint=hint)
        import onnxruntime
        from tokenizers import BertWordPieceTokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            build(source), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = BertWordPieceTokenizer(str(source / "vocab.txt"), lowercase=True)
        self._tokenizer.enable_truncation(WINDOW)
        self._tokenizer.no_padding()

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text."""
        encoded = [item.ids for item in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(encoded)), key=lambda number: len(encoded[number]))
        rows: dict[int, NDArray[np.float32]] = {}
        for start in range(0, len(order), BATCH):
            numbers = order[start : start + BATCH]
            width = len(encoded[numbers[-1]])
            ids = np.zeros((len(numbers), width), np.int32)
            mask = np.zeros((len(numbers), width), np.int32)
            for row, number in enumerate(numbers):
                ids[row, : len(encoded[number])] = encoded[number]
                mask[row, : len(encoded[number])] = 1
            (pooled,) = self._session.run(None, {"ids": ids, "mask": mask})
            rows.update(zip(numbers, pooled, strict=True))
        return np.stack([rows[number] for number in range(len(texts))])


def build(source: Path) -> bytes:
    """Return the graph of a BERT sentence embedder, serialised."""
    from onnx import TensorProto, helper

    config = json.loads((source / "config.json").read_text(encoding="utf-8"))
    graph = _Graph(Safetensors(source / "model.safetensors"), float(config["layer_norm_eps"]))
    hidden = graph.embeddings()
    for layer in range(int(config["num_hidden_layers"])):
        hidden = graph.layer(hidden, layer, int(config["num_attention_heads"]))
    graph.pooling(hidden)
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT32, ["texts", "tokens"])
        for name in ("ids", "mask")
    ]
    output = helper.make_tensor_value_info(
        "pooled", TensorProto.FLOAT, ["texts", int(config["hidden_size"])]
    )
    model = helper.make_model(
        helper.make_graph(graph.nodes, "bert", inputs, [output], graph.weights),
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(_MICROSOFT, 1)],
        ir_version=9,
    )
    data: bytes = model.SerializeToString()
    return data


class _Graph:
    """Nodes and weights, as they are added."""

    def __init__(self, tensors: Safetensors, epsilon: float) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self._tensors = tensors
        self._epsilon = epsilon

    def embeddings(self) -> str:
        outputs = ["embedded", "lengths"]
        parts = ("word_embeddings", "position_embeddings", "token_type_embeddings", "LayerNorm")
        names = [self._weight(f"embeddings.{part}.weight") for part in parts]
        names.append(self._weight("embeddings.LayerNorm.bias"))
        # Without segment ids all tokens are of the first segment, whose row must be added, too.
        zeros = self._op("Sub", ["ids", "ids"])
        inputs = ["ids", zeros, *names, "mask"]
        self._op("EmbedLayerNormalization", inputs, outputs, domain=True, epsilon=self._epsilon)
        return "embedded"

    def layer(self, hidden: str, number: int, heads: int) -> str:
        stem = f"encoder.layer.{number}."
        parts = [f"{stem}attention.self.{part}" for part in ("query", "key", "value")]
        packed = [self._tensors[f"{part}.weight"].T for part in parts]
        biases = [self._tensors[f"{part}.bias"] for part in parts]
        weight = self._constant(f"{stem}qkv.weight", np.concatenate(packed, axis=1))
        bias = self._constant(f"{stem}qkv.bias", np.concatenate(biases))
        mixed = self._op(
            "Attention", [hidden, weight, bias, "lengths"], domain=True, num_heads=heads
        )
        mixed = self._dense(mixed, f"{stem}attention.output.dense")
        hidden = self._norm(mixed, hidden, f"{stem}attention.output")
        wide = self._dense(hidden, f"{stem}intermediate.dense")
        wide = self._op(
            "BiasGelu", [wide, self._weight(f"{stem}intermediate.dense.bias")], domain=True
        )
        return self._norm(self._dense(wide, f"{stem}output.dense"), hidden, f"{stem}output")

    def pooling(self, hidden: str) -> None:
        """Add the mean over the tokens of each text, at length 1."""
        from onnx import TensorProto

        last = self._constant("last", np.array([-1], np.int64))
        middle = self._constant("middle", np.array([1], np.int64))
        mask = self._op("Cast", ["mask"], to=TensorProto.FLOAT)
        kept = self._op("Mul", [hidden, self._op("Unsqueeze", [mask, last])])
        # The length of the sum is divided out, so the number of tokens does not matter.
        total = self._op("ReduceSum", [kept, middle], keepdims=0)
        self._op("LpNormalization", [total], ["pooled"], axis=-1, p=2)

    def _dense(self, hidden: str, name: str) -> str:
        """Add a product without its bias, which a later fused operation adds."""
        weight = self._constant(f"{name}.T", self._tensors[f"{name}.weight"].T)
        return self._op("MatMul", [hidden, weight])

    def _norm(self, change: str, hidden: str, stem: str) -> str:
        parts = ("LayerNorm.weight", "LayerNorm.bias", "dense.bias")
        inputs = [change, hidden, *(self._weight(f"{stem}.{part}") for part in parts)]
        return self._op("SkipLayerNormalization", inputs, domain=True, epsilon=self._epsilon)

    def _op(
        self,
        kind: str,
        inputs: list[str],
        outputs: Sequence[str] = (),
        *,
        domain: bool = False,
        **attributes: Any,
    ) -> str:
        from onnx import helper

        outputs = list(outputs) or [f"{kind}{len(self.nodes)}"]
        node = helper.make_node(
            kind, inputs, outputs, domain=_MICROSOFT if domain else "", **attributes
        )
        self.nodes.append(node)
        return outputs[0]

    def _weight(self, name: str) -> str:
        return self._constant(name, self._tensors[name])

    def _constant(self, name: str, values: NDArray[Any]) -> str:
        from onnx import numpy_helper

        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name
