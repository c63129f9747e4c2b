"""Logic: PrOntoQA, ProofWriter and LogicalDeduction as Logic-LM packs them, BoardgameQA, FOLIO."""

from __future__ import annotations

from typing import Any

from lottery_agent.lab.importers.options import letter, option, stated
from lottery_agent.lab.importers.originals import Entry

_VERDICTS = ("A) True", "B) False", "C) Uncertain")
_PROOFS = ("A) proved", "B) disproved", "C) unknown")


def logic_lm(entry: Entry) -> dict[str, Any]:
    """Return an item of Logic-LM's files: `context`, `question`, `options`, and `answer`, a letter.

    PrOntoQA's have their proof as `explanation`.
    """
    options = [option(text) for text in entry.texts("options")]
    answer = letter(entry.text("answer"))
    if answer not in [text[:1] for text in options]:
        raise entry.wrong(f"has the answer {answer!r}, which is no option")
    item = {
        "question": entry.text("question"),
        "context": entry.text("context"),
        "options": options,
        "answer": answer,
    }
    return {**item, "proof": entry.texts("explanation")} if "explanation" in entry.data else item


def boardgameqa(entry: Entry) -> dict[str, Any]:
    """Return an item of BoardgameQA: `example`, all that is asked as one text, `label`, `proof`."""
    return {
        "question": entry.text("example", "question"),
        "options": list(_PROOFS),
        "answer": stated(entry, entry.text("label"), _PROOFS),
        "proof": entry.data.get("proof"),
    }


def folio(entry: Entry) -> dict[str, Any]:
    """Return an item of FOLIO v0.0: a list of `premises`, `conclusion` and `label`.

    The training file says "Unknown" where the validation file says "Uncertain"; we say the latter.
    """
    premises = entry.texts("premises")
    label = entry.text("label")
    item = {
        "question": entry.text("conclusion"),
        "context": " ".join(premise.strip() for premise in premises),
        "options": list(_VERDICTS),
        "answer": stated(entry, "Uncertain" if label == "Unknown" else label, _VERDICTS),
        "premises": premises,
    }
    more = {
        "premises-FOL": "premises_fol",
        "conclusion-FOL": "conclusion_fol",
        "story_id": "story_id",
        "src": "kind",
    }
    return item | {ours: entry.data[name] for name, ours in more.items() if name in entry.data}
