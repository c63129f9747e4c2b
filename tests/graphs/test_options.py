import pytest

from lottery_agent.graphs.options import option_parts


@pytest.mark.parametrize(
    ("option", "parts"),
    [
        ("A) True", ("A", "True")),
        ("(B) the second", ("B", "the second")),
        ("C. third", ("C", "third")),
        ("plain", (None, "plain")),
        ("Amber", (None, "Amber")),
    ],
)
def test_letters_are_told_from_texts(option: str, parts: tuple[str | None, str]) -> None:
    assert option_parts(option) == parts
