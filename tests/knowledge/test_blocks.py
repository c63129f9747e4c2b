from __future__ import annotations

import re

import pytest

from lottery_agent.knowledge.blocks import blocks, signature

_C = """#include <stdio.h>

int main(void)
{
    first();

    second();

}

/* A comment. */
static int other(void) {
    third();

    return 0;
}
"""


def _paragraphs(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in re.finditer(r"\S(?:.|\n(?!\s*\n))*\S|\S", text)]


def test_a_block_holds_what_is_further_right_and_what_closes_it() -> None:
    found = [_C[slice(*block.span)] for block in blocks(_C, _paragraphs(_C))]
    assert [text.splitlines()[0] for text in found] == [
        "#include <stdio.h>",
        "int main(void)",
        "/* A comment. */",
    ]
    assert [len(block.paragraphs) for block in blocks(_C, _paragraphs(_C))] == [1, 3, 2]
    assert list(blocks("", [])) == []


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("def f(\n    a,\n) -> int:\n    return 1", "def f("),
        ("@cached\ndef f():\n    pass\nf()", "def f()"),
        ("int main(void)\n{\n    call();", "int main(void)"),
        ("// It weaves.\nfunc weave() {\n\treturn", "func weave()"),
        ("class Loom:", "class Loom"),
        ("# only a comment", ""),
        ("x = 1\nclass A:\n    b = 2", "class A"),
        (f"def {'long' * 50}():\n    pass", f"def {'long' * 50}"[:80]),
    ],
)
def test_signatures(opening: str, expected: str) -> None:
    assert signature(opening, (0, len(opening))) == expected


def test_the_signature_of_what_is_further_right() -> None:
    text = "class A:\n\n    def b(self):\n        pass"
    assert signature(text, (text.index("def"), len(text))) == "def b(self)"
