"""The control of reading: the best sentence by the knowledge base's ranking, without a reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from lottery_agent.answer import Citation, Work
from lottery_agent.graphs.handles import Library, Policy
from lottery_agent.knowledge import Embedder
from lottery_agent.knowledge.embedder import embed_rows
from lottery_agent.knowledge.passages import PassageStore
from lottery_agent.knowledge.ranking import fuse
from lottery_agent.knowledge.records import Entry
from lottery_agent.knowledge.sentences import sentences
from lottery_agent.lab.controls.question import Question, Unreadable
from lottery_agent.lab.controls.workbench import Found, Workbench

_DOCUMENT = 1


@dataclass(frozen=True, slots=True)
class Retrieval:
    """Answers with a sentence of the best passage.

    Attributes:
        library: Finds passages.
        embedder: Returns the embedder that ranks sentences.
        open: Whether passages come from the knowledge base; else from the item's own context.
    """

    library: Library
    embedder: Callable[[], Embedder]
    open: bool

    def __call__(self, question: Question, bench: Workbench) -> Found:
        """Return the best sentence.

        Raises:
            Unreadable: If no passage is found. The limit of relevance is the agent's.
        """
        if self.open:
            found = self.library.search(question.text, 1)
            found = [passage for passage in found if passage.score >= Policy().relevance]
        else:
            found = self.library.rank(question.context, question.text, 1)
        if not found or not found[0].text.strip():
            raise Unreadable(question.text)
        passage = found[0]
        spans = list(sentences(passage.text))
        best, score = best_of(
            [passage.text[start:end] for start, end in spans], question.text, self.embedder()
        )
        sentence = passage.text[spans[best][0] : spans[best][1]]
        bench.work.append(Work("search", question.text, passage.source))
        citation = Citation(passage.source, sentence, round(score, 4))
        return Found(sentence, "quote", exact=False, confidence=score, citations=(citation,))


def best_of(texts: Sequence[str], question: str, embedder: Embedder) -> tuple[int, float]:
    """Return the position of the text that fits a question best, and its score in [0, 1].

    Meaning and words are joined as in a search (`lottery_agent.knowledge.ranking`).

    Args:
        texts: At least one text.
        question: The question.
        embedder: Makes the vectors.
    """
    rows = embed_rows(embedder, [question, *texts])
    similar = rows[1:] @ rows[0]
    dense = {i: min(1.0, max(0.0, float(score))) for i, score in enumerate(similar)}
    words = PassageStore()
    try:
        parts = tuple((0, len(text), text, "") for text in texts)
        words.put({_DOCUMENT: Entry("texts", "", 0, parts)})
        lexical = {position: score for (_, position), score in words.match(question, len(texts))}
    finally:
        words.close()
    return next(iter(fuse(dense, lexical).items()))
