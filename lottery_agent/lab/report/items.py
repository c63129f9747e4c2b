"""The items behind the numbers of a page: what became of each, and, on demand, how."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from lottery_agent.answer import Answer
from lottery_agent.lab.report import words
from lottery_agent.lab.report.data import OUTCOMES, Entry, Part, RunReport, Section, Versus
from lottery_agent.lab.report.markup import Child, Markup, element, joined
from lottery_agent.lab.report.words import NONE, OUTCOME_WORDS, Anchors

_PAIRS: Sequence[tuple[str, Callable[[bool, bool], bool]]] = (
    ("only {first} right", lambda first, second: first and not second),
    ("only {second} right", lambda first, second: second and not first),
    ("both right", lambda first, second: first and second),
    ("neither right", lambda first, second: not first and not second),
)


def all_items(report: RunReport, anchors: Anchors) -> Markup:
    """Return the items of all benchmarks, folded up."""
    return joined(
        element(
            "details",
            element("summary", f"{name}: {words.counted(len(section.ids), 'item')}"),
            *(_part(name, arm, part, section, anchors) for arm, part in section.parts.items()),
            *(
                _pairs(report, versus, section, anchors)
                for versus in report.versus
                if versus.row.benchmark == name
            ),
            *_works(name, section, anchors),
            id=anchors.benchmark(name),
        )
        for name, section in report.sections.items()
    )


def _part(benchmark: str, arm: str, part: Part, section: Section, anchors: Anchors) -> Markup:
    """Return what became of an arm's items, those with one outcome together."""
    groups = {
        outcome: [entry for entry in part.entries if entry.outcome == outcome]
        for outcome in OUTCOMES
    }
    told = ", ".join(
        f"{len(group):,} {OUTCOME_WORDS[outcome]}" for outcome, group in groups.items() if group
    )
    columns = ["item", "answered by", "confidence"]
    columns += ["answer", "right is"] if section.golds is not None else []
    table = element(
        "table",
        element("thead", element("tr", *(element("th", name, scope="col") for name in columns))),
        *(
            element(
                "tbody",
                element(
                    "tr",
                    element("th", f"{OUTCOME_WORDS[outcome]}: {len(group):,}", scope="rowgroup",
                            colspan=len(columns)),
                ),
                *(_entry(benchmark, entry, section, anchors) for entry in group),
                id=anchors.part(benchmark, arm, outcome),
            )
            for outcome, group in groups.items()
            if group
        ),
        class_="list",
    )  # fmt: skip
    return element(
        "details",
        element("summary", f"{arm}: {told}"),
        element("div", table, class_="scroll"),
        id=anchors.part(benchmark, arm),
    )


def _entry(benchmark: str, entry: Entry, section: Section, anchors: Anchors) -> Markup:
    answer = entry.answer
    sure = NONE if answer is None else f"{answer.confidence:.2f}"
    cells = [
        element("th", _id(benchmark, entry.id, section, anchors), scope="row"),
        element("td", entry.answered_by or NONE),
        element("td", sure, class_="number"),
    ]
    if section.golds is not None:
        given = None if answer is None else answer.answer
        cells += [
            element("td", NONE if given is None else given, class_="words"),
            element("td", _gold(section, entry.id), class_="words"),
        ]
    return element("tr", *cells)


def _pairs(report: RunReport, versus: Versus, section: Section, anchors: Anchors) -> Markup:
    """Return the items of a comparison by who was right."""
    row = versus.row
    groups = []
    for title, belongs in _PAIRS:
        names = [
            name for name, first, second in row.items
            if belongs(first == "correct", second == "correct")
        ]  # fmt: skip
        if names:
            told = title.format(first=report.arm, second=versus.other)
            ids = [_id(row.benchmark, name, section, anchors) for name in names]
            groups += [
                element("h3", f"{told}: {len(names):,}"),
                element("p", joined(ids, ", "), class_="ids"),
            ]
    return element(
        "details",
        element("summary", f"{report.arm} against {versus.other}: {row.comparison.verdict}"),
        *groups,
        id=anchors.versus(row.benchmark, versus.other),
    )


def _works(benchmark: str, section: Section, anchors: Anchors) -> Iterator[Markup]:
    """Yield each item with what every arm made of it, if the report holds what is asked."""
    entries = {
        arm: {entry.id: entry for entry in part.entries} for arm, part in section.parts.items()
    }
    for name, item in (section.items or {}).items():
        arms = []
        for arm, by_id in entries.items():
            entry = by_id[name]
            arms += [element("h3", f"{arm}: {OUTCOME_WORDS[entry.outcome]}"), _work(entry.answer)]
        yield element(
            "details",
            element("summary", name),
            *_context(item.context, section),
            element("pre", item.question),
            element("pre", "\n".join(item.options)) if item.options else None,
            element("dl", *_line("right is", _gold(section, name))),
            *arms,
            id=anchors.item(benchmark, name),
        )


def _context(context: str | None, section: Section) -> Iterator[Markup]:
    if context:
        if section.benchmark.open:
            told = "From this passage; it was not given, but is in the knowledge base."
            yield element("p", told, class_="soft")
        yield element("pre", context)


def _work(answer: Answer | None) -> Markup:
    """Return how an answer was found."""
    if answer is None:
        return element("p", "There is no result.", class_="soft")
    reason = f" ({answer.reason})" if answer.reason else ""
    lines: list[Markup] = []
    if answer.answer is not None:
        lines += _line("answer", element("pre", answer.answer))
    lines += _line("status", f"{answer.status}{reason}")
    if answer.agent:
        lines += _line("agent", answer.agent)
    for work in answer.work:
        lines += _line(work.tool, element("pre", f"{work.call}\n= {work.result}"))
    for citation in answer.citations:
        lines += _line("quoted", f"“{citation.quote}” {citation.source}")
    for check in answer.checks:
        mark, detail = "✓" if check.passed else "✗", f": {check.detail}" if check.detail else ""
        lines += _line("check", f"{mark} {check.name}{detail}")
    if answer.error is not None:
        lines += _line("error", f"{answer.error.type}: {answer.error.message}")
    lines += _line("confidence", f"{answer.confidence:.4f}")
    used = answer.usage
    lines += _line(
        "used",
        f"{words.counted(used.model_calls, 'model call')}, {used.prompt_tokens:,} prompt tokens "
        f"({used.prompt_tokens_reused:,} reused), {used.completion_tokens:,} written, "
        f"{words.number(used.seconds)} s",
    )
    return element("dl", *lines)


def _line(name: str, value: Child) -> list[Markup]:
    return [element("dt", name), element("dd", value)]


def _id(benchmark: str, name: str, section: Section, anchors: Anchors) -> Markup:
    """Return an item's id; as a link where the item is shown."""
    if section.items is None:
        return element("span", name)
    return element("a", name, href=f"#{anchors.item(benchmark, name)}")


def _gold(section: Section, name: str) -> str:
    """Return what is right, in words."""
    gold = (section.golds or {})[name]
    if gold.abstain:
        return "no answer"
    if gold.answers:
        return " | ".join(gold.answers)
    return gold.answer or ""
