import pytest

from lottery_agent.errors import ToolError
from lottery_agent.toolbox.calls import builtin_registry, execute
from lottery_agent.toolbox.sandbox import Sandbox


def test_a_result_is_plain_data() -> None:
    result = execute({"call": 'convert(18, "kilograms", "pounds")'})
    assert result == {
        "answer": "39.68320719 pounds",
        "exact": "1800000000/45359237",
        "kind": "number",
        "is_exact": True,
        "value": "39.68320719",
        "call": 'convert(18, "kilograms", "pounds")',
        "tool": "convert",
        "checks": [
            {
                "name": "arguments",
                "passed": True,
                "detail": "every argument fits convert(amount: number, source: str, target: str)",
            }
        ],
    }


@pytest.mark.parametrize(
    ("call", "answer", "kind"),
    [
        ("weekday(2031-02-14)", "Friday", "text"),
        ("add_days(2026-05-10, 45)", "2026-06-24", "text"),
        ("leap_year(1900)", "False", "verdict"),
        ("days_between(2024-03-01, 2024-02-01)", "29", "number"),
        ('convert(180, "degrees", "radians")', "3.141592654 radians", "number"),
        ('convert(1, "km", "light_year")', "1.057000834e-13 light_year", "number"),
    ],
)
def test_kinds(call: str, answer: str, kind: str) -> None:
    result = execute({"call": call})
    assert (result["answer"], result["kind"]) == (answer, kind)


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        ({}, "`call` must be a text"),
        ({"call": 3}, "`call` must be a text"),
        ({"call": "weekday(today)", "today": "yesterday"}, "`today` must be a date"),
        ({"call": "weekday(2024-01-01)", "tools": ["convert"]}, "may not be called here"),
        ({"call": "weekday(2024-01-01)", "clock": 1}, "no option 'clock'"),
    ],
)
def test_refused(request_: dict[str, object], words: str) -> None:
    with pytest.raises(ToolError, match=words):
        execute(request_)


def test_calls_and_logic_in_the_sandbox() -> None:
    with Sandbox(workers=1) as sandbox:
        result = builtin_registry().run("weekday(2031-02-14)", sandbox=sandbox)
        assert result["answer"] == "Friday"
        verdict = sandbox.run("logic", {"premises": ["cat(Tom)"], "query": "? cats(tom)"})
        assert (verdict["answer"], verdict["used"]) == ("True", [0])
        with pytest.raises(ToolError, match="is free") as caught:
            sandbox.run("logic", {"premises": ["cat(x)"], "query": "p"})
        assert caught.value.kind == "value"
