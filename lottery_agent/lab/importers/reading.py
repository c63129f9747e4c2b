"""Reading: SQuAD 1.1 and 2.0, and Natural Questions with the passage that answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError
from lottery_agent.lab.importers.originals import Entry, read_json

_PASSAGE = "squad-p-{}-{:03}"


def squad_questions(path: Path, prefix: str, passages: Path) -> Iterator[Entry]:
    """Yield the questions of a file of SQuAD, with their paragraph and its article.

    Args:
        path: The file.
        prefix: What ids begin with.
        passages: The file of version 1.1, whose numbers the paragraphs have.

    Raises:
        UsageError: If one of the files can't be read or has another layout.
    """
    numbers = {
        entry.text("title") + entry.data["text"]: entry.id for entry in squad_passages(passages)
    }
    for title, number, paragraph in _paragraphs(path):
        place = f"paragraph {number + 1} of {title!r} in {str(path)!r}"
        context = paragraph["context"]
        for question in _each(paragraph, "qas", place):
            entry = Entry("", question, f"a question to {place}")
            name = entry.text("id")
            data = {
                **question,
                "title": title,
                "context": context,
                "passage_id": numbers.get(title + context),
            }
            yield Entry(prefix + name, data, f"question {name!r} of {str(path)!r}")


def squad_passages(path: Path) -> Iterator[Entry]:
    """Yield the paragraphs of a file of SQuAD, numbered within their article.

    Raises:
        UsageError: If it can't be read or has another layout.
    """
    for title, number, paragraph in _paragraphs(path):
        place = f"paragraph {number + 1} of {title!r} in {str(path)!r}"
        data = {"title": title, "text": paragraph["context"]}
        yield Entry(_PASSAGE.format(title, number), data, place)


def squad(entry: Entry) -> dict[str, Any]:
    """Return a question of SQuAD with all accepted answers, each once."""
    answers = list(dict.fromkeys(_answer(entry, each) for each in _list(entry, "answers")))
    if not answers:
        raise entry.wrong("has no answer")
    return {**_read(entry), "answer": answers[0], "answers": answers}


def unanswerable(entry: Entry) -> dict[str, Any]:
    """Return a question of SQuAD 2.0 that its paragraph does not answer."""
    return {**_read(entry), "answer": "", "answers": []}


def passage(entry: Entry) -> dict[str, Any]:
    """Return a paragraph."""
    return dict(entry.data)


def natural_question(entry: Entry) -> dict[str, Any]:
    """Return an open question with its gold passage, the first of `ctxs`."""
    answers = list(dict.fromkeys(entry.texts("answers")))
    passages = _list(entry, "ctxs")
    if not answers or not passages or not isinstance(passages[0], dict):
        raise entry.wrong("has no answer or no passage")
    first = Entry(entry.id, passages[0], f"the passage of {entry.place}")
    first.text("text")
    return {
        "question": entry.text("question"),
        "context": passages[0]["text"],
        "answer": answers[0],
        "answers": answers,
        "title": first.text("title"),
        "passage_id": entry.id.replace("nqoracle-", "nqoracle-p-"),
    }


def _read(entry: Entry) -> dict[str, Any]:
    data = entry.data
    item = {
        "question": entry.text("question"),
        "context": data["context"],
        "title": data["title"],
    }
    return item if data["passage_id"] is None else {**item, "passage_id": data["passage_id"]}


def _answer(entry: Entry, answer: Any) -> str:
    if not isinstance(answer, dict):
        raise entry.wrong("has an answer that is no object")
    return Entry(entry.id, answer, f"an answer to {entry.place}").text("text")


def _list(entry: Entry, name: str) -> list[Any]:
    found = entry.data.get(name)
    if not isinstance(found, list):
        raise entry.wrong(f"has no list {name!r}")
    return found


def _paragraphs(path: Path) -> Iterator[tuple[str, int, Mapping[str, Any]]]:
    """Yield article, number and content of each paragraph, once its text is known to be there."""
    data = read_json(path)
    if not isinstance(data, dict):
        raise UsageError(f"{str(path)!r} is no file of SQuAD", hint="download the original again")
    for article in _each(data, "data", repr(str(path))):
        title = Entry("", article, f"an article of {str(path)!r}").text("title")
        for number, paragraph in enumerate(_each(article, "paragraphs", f"article {title!r}")):
            place = f"paragraph {number + 1} of {title!r} in {str(path)!r}"
            Entry("", paragraph, place).text("context")
            yield title, number, paragraph


def _each(data: Mapping[str, Any], name: str, place: str) -> Iterator[Mapping[str, Any]]:
    for each in _list(Entry("", data, place), name):
        if not isinstance(each, dict):
            raise UsageError(
                f"{place} holds a {type(each).__name__} in {name!r}, not an object",
                hint="download the original again",
            )
        yield each
