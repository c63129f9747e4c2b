"""Whether a sequence's bits depend on what is computed beside it, told from a file's header.

What was measured, on x86: matrices in Q8_0, Q4_0 or Q4_1 give the same bits for any number of
neighbours; F32, F16 and BF16 differ as soon as there is one, K-quants at sixteen. One matrix of
another type is enough, and a file is named after the type of most: where a row's length is a
multiple of 256, llama.cpp's own `Q4_0` has its embedding in Q6_K.
"""

from __future__ import annotations

from lottery_agent.models.zoo.header import Header

_TYPES = frozenset({"Q8_0", "Q4_0", "Q4_1"})


def is_invariant(header: Header) -> bool:
    """Tell whether neighbours don't change a bit on a CPU, without flash attention.

    Experts were not measured, so models that have any count as variant, and so do recurrent ones,
    which multiply with small matrices in F32.

    Args:
        header: Header of the model's file.
    """
    matrices = [tensor for tensor in header.tensors.values() if len(tensor.shape) > 1]
    plain = all(len(tensor.shape) == 2 and tensor.type in _TYPES for tensor in matrices)
    return bool(matrices) and plain
