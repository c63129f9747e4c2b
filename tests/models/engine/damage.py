"""Loads and runs damaged copies of a model, one after the other. A program for its own process.

    python damage.py GOOD.gguf FIRST LAST

writes one line for each number from FIRST to LAST before and after it is tried, so that whoever
reads them knows which one ended the process.
"""

from __future__ import annotations

import random
import struct
import sys
import tempfile
from pathlib import Path

from lottery_agent.errors import LotteryError
from lottery_agent.models.engine import LlamaEmbedder, library
from lottery_agent.models.engine.context import Context, Feed
from lottery_agent.models.engine.grammars import Grammars
from lottery_agent.models.engine.vocabulary import Vocabulary
from lottery_agent.models.prompts import Prompt
from lottery_agent.models.zoo.header import Header, read_header

TEXT = "The naïve Zebra – 12 東京 \ud800 <think>\n\n</s> \x00 end"
WHOLE = (0, 1, 2, 3, 5, 31, 255, 256, 511, 4097, 1 << 31, (1 << 32) - 1, 1 << 60, (1 << 64) - 1)
FLOATS = (0.0, -1.0, 1e-30, 1e30, float("inf"), float("-inf"), float("nan"))


def damage(good: bytes, header: Header, seed: int) -> bytes:
    """Return a damaged copy: usually still a GGUF file, with something absurd in it."""
    rng = random.Random(seed)
    data = bytearray(good)
    if rng.random() < 0.1:
        return bytes(data[: rng.randrange(len(data))])
    kinds = (_scalar, _scalar, _sizes, _type, _key, _table, _anywhere, _array, _weights)
    rng.choice(kinds)(data, header, rng)
    return bytes(data[: len(good)])


def _scalar(data: bytearray, header: Header, rng: random.Random) -> None:
    """Give a key an absurd value of its own type."""
    key, place = rng.choice(list(header.places.items()))
    if isinstance(header.fields[key], float):
        struct.pack_into("<f", data, place, rng.choice(FLOATS))
    elif isinstance(header.fields[key], str):
        _write(data, place, "Q", rng)
    else:
        _write(data, place, "?" if isinstance(header.fields[key], bool) else "I", rng)


def _sizes(data: bytearray, header: Header, rng: random.Random) -> None:
    """Change how many values an array has."""
    _write(data, rng.choice(list(header.arrays.values())).place - 8, "Q", rng)


def _type(data: bytearray, header: Header, rng: random.Random) -> None:
    """Change the type of a value, or of the values of an array."""
    places = [place - 4 for place in header.places.values()]
    places += [array.place - 12 for array in header.arrays.values()]
    struct.pack_into("<I", data, rng.choice(places), rng.randrange(14))


def _key(data: bytearray, header: Header, rng: random.Random) -> None:
    """Change a letter of a key, so that it is missing and an unknown one is there."""
    key = rng.choice([*header.places, *header.arrays])
    data[data.index(key.encode()) + rng.randrange(len(key))] = rng.randrange(97, 123)


def _table(data: bytearray, header: Header, rng: random.Random) -> None:
    """Change a number in the tensor table."""
    end = min(tensor.start for tensor in header.tensors.values()) - 8
    _write(data, rng.randrange(header.metadata_end, end), rng.choice("BHIQ"), rng)


def _anywhere(data: bytearray, header: Header, rng: random.Random) -> None:
    end = min(tensor.start for tensor in header.tensors.values())
    for _ in range(rng.randrange(1, 9)):
        data[rng.randrange(end)] = rng.randrange(256)


def _array(data: bytearray, header: Header, rng: random.Random) -> None:
    """Change bytes of the vocabulary or another array."""
    array = rng.choice(list(header.arrays.values()))
    for _ in range(rng.randrange(1, 40)):
        data[array.place + rng.randrange(array.count * 4)] = rng.randrange(256)


def _weights(data: bytearray, header: Header, rng: random.Random) -> None:
    """Put infinite and undefined numbers among the weights."""
    start = min(tensor.start for tensor in header.tensors.values())
    for _ in range(rng.randrange(1, 400)):
        data[rng.randrange(start, len(data))] = rng.choice([0, 127, 128, 255])


def _write(data: bytearray, place: int, code: str, rng: random.Random) -> None:
    """Write an absurd whole number."""
    value = rng.choice(WHOLE) % (1 << 8 * struct.calcsize("<" + code))
    struct.pack_into("<" + code, data, place, value)


def use(path: Path) -> None:
    """Do with a file what the engine does."""
    model = library.load(path)
    vocabulary = Vocabulary(model)
    ids = vocabulary.tokenize(TEXT) + vocabulary.tokenize(TEXT, special=True)
    vocabulary.detokenize(ids)
    rendered = vocabulary.renderer.render(Prompt("agent", "Be brief.", TEXT))
    Grammars.of(vocabulary).follow('start: "the end" | /[0-9]+/').allowed()
    context = Context(model, sequences=2, window=256, batch=64, threads=1)
    try:
        tokens = (rendered.head + rendered.tail)[:24]
        context.decode([Feed(0, 0, tokens, 1), Feed(1, 0, tokens, 1)])
        context.decode([Feed(0, len(tokens), [5], 1)])
        context.restore(1, context.save(0))
    finally:
        context.close()


def embed(path: Path) -> None:
    """Embed with a file."""
    embedder = LlamaEmbedder(path, threads=1)
    try:
        embedder.embed([TEXT, ""])
    finally:
        embedder.close()


def main(good: str, first: str, last: str) -> None:
    """Try each number from `first` to `last`."""
    data, header = Path(good).read_bytes(), read_header(Path(good))
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(int(first), int(last)):
            path = Path(folder) / "damaged.gguf"
            path.write_bytes(damage(data, header, seed))
            for name, attempt in (("text", use), ("embedder", embed)):
                print(seed, name, "…", flush=True)
                try:
                    attempt(path)
                except LotteryError as error:
                    print(seed, name, "refused:", str(error), flush=True)
                else:
                    print(seed, name, "runs", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
