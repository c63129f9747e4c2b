"""The same requests through llama-cpp-python's high-level `Llama`, as its README shows it.

It gets every advantage: prompts as token ids rendered already, no more tokens to write than the
engine wrote, and where the engine follows a grammar, either the lightest one there is (any text) or
none at all. It reuses the beginning of the prompt before, as it does by itself.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from llama_cpp import Llama, LlamaGrammar

from lottery_agent.models.engine import library
from lottery_agent.models.prompts import Rendered

_ANY_TEXT = "root ::= [^\\x00]*"


class Stock:
    """A `Llama` that writes texts of given lengths.

    Args:
        path: The model.
        window: Tokens of a prompt and its answer.
        threads: Threads; 0 as in an engine.
    """

    def __init__(self, path: Path, *, window: int, threads: int = 0) -> None:
        library.start()
        count = library.threads(threads)
        with library.without_matrix_unit():
            self._llama = Llama(
                str(path), n_ctx=window, n_threads=count, n_threads_batch=count, verbose=False
            )
        self._end = self._llama.token_eos()

    def run(
        self, prompts: Sequence[Rendered], lengths: Sequence[int], constrained: Sequence[bool]
    ) -> list[float]:
        """Write one text for each prompt, one after the other.

        Args:
            prompts: The prompts.
            lengths: Most tokens to write for each.
            constrained: Whether it follows a grammar.

        Returns:
            Seconds of each.
        """
        self._llama.reset()
        seconds = []
        for prompt, length, grammar in zip(prompts, lengths, constrained, strict=True):
            start = time.perf_counter()
            written = self._llama.generate(
                [*prompt.head, *prompt.tail],
                temp=0.0,
                grammar=LlamaGrammar.from_string(_ANY_TEXT, verbose=False) if grammar else None,
            )
            for token in islice(written, length):
                if token == self._end:  # a grammar that has ended can't go on
                    break
            seconds.append(time.perf_counter() - start)
        return seconds

    def close(self) -> None:
        """Free the model."""
        self._llama.close()
