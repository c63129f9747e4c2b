from __future__ import annotations

import io
import zipfile

import pytest

from lottery_agent.knowledge.documents import Unreadable
from lottery_agent.knowledge.readers import parts
from lottery_agent.knowledge.readers.parts import parse, related


def _archive(content: dict[str, bytes]) -> zipfile.ZipFile:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return zipfile.ZipFile(out)


def test_names_come_without_namespace() -> None:
    seen: list[object] = []
    xml = b'<a:x xmlns:a="urn:a" a:k="1" l="2">text</a:x>'
    parse(
        _archive({"p": xml}),
        "p",
        lambda name, attributes: seen.append((name, dict(attributes))),
        lambda name: seen.append(name),
        lambda text: seen.append(text),
    )
    assert seen == [("x", {"k": "1", "l": "2"}), "text", "x"]


@pytest.mark.parametrize("target", ["b.xml", "/w/b.xml", "../w/b.xml", "./b.xml"])
def test_relations_are_paths_from_their_part(target: str) -> None:
    rels = f'<R><Relationship Type="u/styles" Target="{target}"/></R>'.encode()
    archive = _archive({"w/_rels/a.xml.rels": rels, "w/b.xml": b""})
    assert related(archive, "w/a.xml", "styles") == "w/b.xml"
    assert related(archive, "w/a.xml", "numbering") is None
    assert related(archive, "w/b.xml", "styles") is None


@pytest.mark.parametrize("begin", [b'<x a="', b"<x><!--", b"<x><?p ", b"<x "])
def test_a_tag_that_does_not_end_is_given_up(begin: bytes) -> None:
    archive = _archive({"p": begin + b" " * (parts.MAX_TOKEN + 2**17)})
    with pytest.raises(Unreadable, match="a tag of more than 4 MiB"):
        parse(archive, "p", lambda name, attributes: None)


def test_long_text_is_no_long_tag() -> None:
    length = 0

    def data(text: str) -> None:
        nonlocal length
        length += len(text)

    archive = _archive({"p": b"<x>" + b"a" * (parts.MAX_TOKEN + 2**17) + b"</x>"})
    parse(archive, "p", lambda name, attributes: None, data=data)
    assert length == parts.MAX_TOKEN + 2**17


def test_a_size_that_is_a_lie_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    archive = _archive({"p": b"<x>" + b" " * 200_000 + b"</x>"})
    monkeypatch.setattr(parts, "MAX_UNPACKED", 100_000)
    with pytest.raises(Unreadable):
        parse(archive, "p", lambda name, attributes: None)
    archive.getinfo("p").file_size = 10
    with pytest.raises((Unreadable, zipfile.BadZipFile, Exception), match=r"CRC|element|unpacks"):
        parse(archive, "p", lambda name, attributes: None)
