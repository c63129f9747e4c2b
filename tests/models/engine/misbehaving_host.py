"""A host that misbehaves on purpose, for the tests of isolation: it obeys words in texts.

Its argument, if there is one, names what it does as soon as it is to load a model.
"""

import os
import sys
import time
from typing import Any, NoReturn

import llama_cpp

from lottery_agent.errors import EngineError
from lottery_agent.models.engine import host, load_vocabulary


class Misbehaving(host.Host):
    """Does what a text to tokenise says."""

    def take(self, message: dict[str, Any]) -> None:
        act = ACTS.get(message.get("text", ""))
        if act is not None:
            act(self)
        super().take(message)

    def abort(self) -> None:
        """A C++ exception that nobody catches ends the process."""
        with load_vocabulary(PATH[0]) as vocabulary:
            llama_cpp.llama_vocab_get_text(vocabulary.pointer, 10**9)

    def segfault(self) -> None:
        """llama.cpp follows a null pointer."""
        llama_cpp.llama_vocab_n_tokens(None)

    def leave(self) -> NoReturn:
        os._exit(3)

    def babble(self) -> None:
        os.write(self._replies._stream.fileno(), b"this is no frame of any kind")

    def fail(self) -> None:
        """The engine's thread meets a bug, say."""

        def failing(*_: object) -> NoReturn:
            raise EngineError("the engine failed: it met a bug")

        self._engine.renderer.tokenize = failing
        type(self._engine).usable = property(lambda _: False)  # type: ignore[method-assign, assignment]

    def print(self) -> None:
        print("on standard output", flush=True)
        print("on standard error", file=sys.stderr, flush=True)

    def hang(self) -> None:
        time.sleep(1000)


ACTS = {f"{name}!": getattr(Misbehaving, name) for name in vars(Misbehaving) if name[0] != "_"}
PATH: list[str] = []
_load = host.LlamaEngine


def load(path: str, **options: Any) -> host.LlamaEngine:
    PATH.append(path)
    for word in sys.argv[1:]:
        if word == "segfault":
            llama_cpp.llama_vocab_n_tokens(None)
        elif word == "hang":
            time.sleep(1000)
        elif os.path.exists(word):  # noqa: PTH110 - from the second time on
            os._exit(4)
        else:
            os.close(os.open(word, os.O_CREAT))
    return _load(path, **options)


if __name__ == "__main__":
    host.LlamaEngine = load  # type: ignore[misc, assignment]
    host.Host = Misbehaving  # type: ignore[misc]
    host.main()
