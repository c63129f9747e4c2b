from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lottery_agent.knowledge.documents import Unreadable
from lottery_agent.knowledge.readers.encoding import decode


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("\ufeffcafé\r\nx".encode(), "café\r\nx"),
        ("café".encode("utf-16"), "café"),
        (b"caf\xe9 \x80", "café €"),
        ("łąka żółć ".encode() + b"caf\xe9 \x80\x81", "łąka żółć café €\ufffd"),
        ("\ufeffłąka ".encode() + b"\xff", "łąka ÿ"),
        (b"", ""),
    ],
)
def test_encodings(content: bytes, text: str) -> None:
    assert decode(content) == text


@pytest.mark.parametrize(
    "content", [b"abc\x00def", b"\xff\xfea", b"\x81\x8d", "a".encode("utf-32")]
)
def test_what_is_no_text(content: bytes) -> None:
    with pytest.raises(Unreadable, match="not text"):
        decode(content)


def test_a_page_declares_its_encoding() -> None:
    page = '<meta charset="iso-8859-2"><p>łąka'.encode("iso-8859-2")
    assert decode(page, html=True).endswith("łąka")
    assert not decode(page).endswith("łąka")


@pytest.mark.parametrize("codec", [b"punycode", b"unicode_escape", b"zip", b"nonsense", b"idna"])
def test_a_page_can_not_choose_a_codec_that_is_none_of_text(codec: bytes) -> None:
    page = b"<meta charset=" + codec + b">" + b"\\x41\xe9" * 100_000
    started = time.monotonic()
    assert decode(page, html=True).endswith("\\x41é")
    assert time.monotonic() - started < 2


@settings(max_examples=300)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_text_without_surrogates_or_none(content: bytes, html: bool) -> None:
    try:
        decode(content, html=html).encode()
    except Unreadable:
        return
