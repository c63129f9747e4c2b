from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lottery_agent.knowledge.documents import Unreadable
from lottery_agent.knowledge.readers import process as module
from lottery_agent.knowledge.readers.process import ReadingProcess
from tests.knowledge.making import docx, paragraph, pdf, table


@pytest.fixture(scope="module")
def process() -> Iterator[ReadingProcess]:
    with ReadingProcess() as process:
        yield process


def _pid(process: ReadingProcess) -> int:
    assert process._process is not None
    return process._process.pid


def test_documents_come_back_whole(process: ReadingProcess) -> None:
    cells = [[paragraph("a"), paragraph("b")], [paragraph("1"), paragraph("2")]]
    content = docx(paragraph("Top", "Heading1") + paragraph("ünï 漢字") + table(cells))
    document = process.read(".docx", "name", content)
    assert document.source == "name"
    assert document.text.startswith("Top\n\nünï 漢字\n\n| a | b |")
    assert [(h.level, h.title) for h in document.headings] == [(1, "Top")]
    assert [t.columns for t in document.tables] == ["a | b"]
    before = _pid(process)
    assert process.read(".pdf", "d", pdf([["Hello."]])).text == "Hello."
    assert _pid(process) == before, "one process reads many documents"


def test_a_broken_document_is_told_and_the_next_one_is_read(process: ReadingProcess) -> None:
    for suffix, content, reason in [
        (".pdf", b"%PDF-1.7 nothing", "broken: "),
        (".docx", b"PK\x03\x04", "no DOCX file"),
        (".docx", docx("<w:p>"), "broken: mismatched tag"),
    ]:
        with pytest.raises(Unreadable, match=reason):
            process.read(suffix, "d", content)
        assert process.read(".docx", "d", docx(paragraph("Fine."))).text == "Fine."


def test_a_document_that_takes_too_long_is_given_up() -> None:
    with ReadingProcess(seconds=0.01) as process:
        with pytest.raises(Unreadable, match="takes longer than"):
            process.read(".pdf", "d", pdf([["Late."]]))
        assert process._process is None


def test_a_document_that_needs_too_much_memory_is_given_up() -> None:
    with ReadingProcess(megabytes=64) as process:
        big = docx(paragraph("x", "Heading1") * 150_000)
        with pytest.raises(Unreadable, match="too much memory"):
            process.read(".docx", "d", big)
        assert process.read(".docx", "d", docx(paragraph("Small."))).text == "Small."


def test_too_much_text_for_a_reply_is_told(process: ReadingProcess) -> None:
    with pytest.raises(Unreadable, match="more than 16 MiB of text"):
        process.read(".docx", "d", docx(paragraph("漢" * 6_000_000)))


def test_a_process_that_is_killed_is_replaced(process: ReadingProcess) -> None:
    process.read(".docx", "d", docx(paragraph("One.")))
    psutil.Process(_pid(process)).kill()
    with pytest.raises(Unreadable, match="broke down"):
        process.read(".docx", "d", docx(paragraph("Two.")))
    assert process.read(".docx", "d", docx(paragraph("Three."))).text == "Three."


def test_a_process_is_replaced_after_some_documents(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_DOCUMENTS", 2)
    with ReadingProcess() as process:
        pids = []
        for _ in range(3):
            process.read(".docx", "d", docx(paragraph("x")))
            pids.append(_pid(process))
    assert pids[0] == pids[1] != pids[2]
    assert not psutil.pid_exists(pids[2])


def test_an_interrupt_ends_the_process(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*anything: object) -> None:
        raise KeyboardInterrupt

    with ReadingProcess() as process:
        process.read(".docx", "d", docx(paragraph("x")))
        pid = _pid(process)
        monkeypatch.setattr(module, "_exchange", interrupt)
        with pytest.raises(KeyboardInterrupt):
            process.read(".docx", "d", docx(paragraph("x")))
        assert not psutil.pid_exists(pid)


def test_no_program_of_the_working_folder_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("pypdf.py", "zipfile.py", "json.py"):
        (tmp_path / name).write_text(f"open({str(tmp_path / 'run')!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with ReadingProcess() as process:
        assert process.read(".pdf", "d", pdf([["Safe."]])).text == "Safe."
    assert not (tmp_path / "run").exists()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a parent that can be killed")
def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    parent = os.fork()
    if not parent:
        process = ReadingProcess()
        process.read(".docx", "d", docx(paragraph("x")))
        (tmp_path / "pid").write_text(str(_pid(process)))
        time.sleep(60)
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        time.sleep(0.01)
    pid = int((tmp_path / "pid").read_text())
    os.kill(parent, 9)
    os.waitpid(parent, 0)
    deadline = time.monotonic() + 10
    while psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < deadline
        time.sleep(0.01)
