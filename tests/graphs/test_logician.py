import pytest

from lottery_agent.graphs.logician import split_query


@pytest.mark.parametrize(
    ("question", "premises", "query"),
    [
        ("Is Tom kind?", [], "Is Tom kind?"),
        ("is tom kind", [], "is tom kind"),
        ("All cats purr. Tom is one. Does he?", ["All cats purr.", "Tom is one."], "Does he?"),
        ("True or false? Tom is kind.", [], "True or false? Tom is kind."),
        ("Tom is a cat. Tom purrs.", ["Tom is a cat."], "Tom purrs."),
    ],
)
def test_the_query_is_told_from_its_premises(
    question: str, premises: list[str], query: str
) -> None:
    assert split_query(question) == (premises, query)
