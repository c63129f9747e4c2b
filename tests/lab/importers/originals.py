"""Originals in the layouts of their authors, with items of our own."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SUM = "What is {0} and {0}?"


def sums(count: int, question: str, answer: str) -> list[dict[str, Any]]:
    return [{question: f" {SUM.format(n)}", answer: float(2 * n)} for n in range(count)]


def logic(prefix: str, *ids: str) -> list[dict[str, Any]]:
    return [
        {
            "id": f"{prefix}{name}",
            "context": "Ada is kind.\nKind people are loved.",
            "question": "Is it true, false, or unknown? Ada is loved.",
            "options": ["(A) True", "B) False", "C. Unknown"],
            "answer": "(A)",
        }
        for name in ids
    ]


def article(title: str, *contexts: str) -> dict[str, Any]:
    return {
        "title": title,
        "paragraphs": [
            {
                "context": context,
                "qas": [
                    {
                        "id": f"{title}-{number}",
                        "question": " Who sings? ",
                        "answers": [
                            {"text": "Ada", "answer_start": 0},
                            {"text": "Ada Roe", "answer_start": 0},
                            {"text": "Ada", "answer_start": 0},
                        ],
                    }
                ],
            }
            for number, context in enumerate(contexts)
        ],
    }


ARTICLES = [
    article("Rhine", "Ada Roe sings. ", "Bo."),
    article("Islamism", "Cy."),
    article("X", "D"),
]
"""Of a development article, a training article, and one of neither."""


def unanswerable() -> list[dict[str, Any]]:
    made = [article("Rhine", "Bo."), article("Islamism", "Cy.")]
    for each in made:
        (question,) = each["paragraphs"][0]["qas"]
        each["paragraphs"][0]["qas"] = [
            {**question, "is_impossible": True, "answers": []},
            {**question, "id": "easy", "is_impossible": False},
        ]
    return made


CONTENTS: Mapping[str, Any] = {
    "grade-school-math/grade_school_math/data/train.jsonl": [
        {
            "question": f"{SUM.format(n)}\n",
            "answer": f"{n}+{n}=<<{n}+{n}={2 * n}>>{2 * n}.\n#### {2000 + 2 * n:,}",
        }
        for n in range(10)
    ],
    "gsm8k-test.jsonl": [{"question": SUM.format(n), "answer": f"#### {2 * n}"} for n in range(12)],
    "pal/datasets/gsmhardv2.jsonl": [
        {**row, "code": "def solution(): ...", "target": row["target"] + (0.5 if n == 19 else 0)}
        for n, row in enumerate(sums(20, "input", "target"))
    ],
    "SVAMP.json": [
        {
            "ID": f"chal-{n}",
            "Body": "Ada has 3 hats" if n == 801 else "Ada has 3 hats. ",
            "Question": "How many hats has she?",
            "Equation": "( 3.0 )",
            "Answer": 3.0,
            "Type": "Addition",
        }
        for n in (1, 801, 802)
    ],
    "MultiArith.json": [
        {"iIndex": n, "sQuestion": SUM.format(n), "lSolutions": [2.0 * n]} for n in range(8)
    ],
    "Logic-LLM/data/ProntoQA/dev.json": [
        {**row, "options": row["options"][:2], "explanation": ["Ada is kind."]}
        for row in logic("ProntoQA_", "1", "2")
    ],
    "Logic-LLM/data/ProofWriter/train.json": logic(
        "ProofWriter_", "AttNeg-OWA-D5-1080_Q13", "x_Q1"
    ),
    "Logic-LLM/data/ProofWriter/dev.json": logic("ProofWriter_", "AttNeg-OWA-D5-1203_Q17"),
    "Logic-LLM/data/LogicalDeduction/dev.json": logic("logical_deduction_", "0", "1"),
    **{
        f"BoardgameQA/BoardgameQA-Main-depth{depth}/test.json": [
            {
                "example": f"A few people play. Does the cat {n} sing?",
                "label": "disproved",
                "proof": "No.",
                "goal": "(cat, sing)",
            }
            for n in range(40)
        ]
        for depth in (1, 2, 3)
    },
    "FOLIO/data/v0.0/folio-train.jsonl": [
        {
            "premises": ["Ada is kind. ", "All kind people are loved."],
            "premises-FOL": ["Kind(ada)", "∀x (Kind(x) → Loved(x))"],
            "conclusion": "Ada is loved.",
            "label": "Unknown" if n % 2 else "True",
            "story_id": n,
            "src": "hyb",
        }
        for n in range(58)
    ],
    "FOLIO/data/v0.0/folio-validation.jsonl": [
        {
            "premises": ["Ada is kind."],
            "premises-FOL": ["Kind(ada)"],
            "conclusion": "Ada is kind.",
            "conclusion-FOL": "Kind(ada)",
            "label": "Uncertain",
        }
        for n in range(122)
    ],
    "lost-in-the-middle/qa_data/nq-open-oracle.jsonl": [
        {
            "question": f"who sings song {n}",
            "answers": ["Ada", "Ada Roe", "Ada"],
            "ctxs": [{"id": "7", "title": "Songs", "text": f" Ada sings {n}.", "isgold": True}],
        }
        for n in range(5)
    ],
    "dev-v1.1.json": {"version": "1.1", "data": ARTICLES},
    "dev-v2.0.json": {"version": "v2.0", "data": unanswerable()},
}


def write(folder: Path, name: str, content: Any) -> Path:
    """Write one original as JSON lines or JSON, as its name says."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row) for row in content] if name.endswith(".jsonl") else None
    text = json.dumps(content) if lines is None else "\n".join(lines) + "\n"
    path.write_text(text, "utf-8")
    return path


def write_all(folder: Path) -> None:
    """Write all originals, BIG-Bench Hard apart."""
    for name, content in CONTENTS.items():
        write(folder, name, content)
