from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lottery_agent.errors import KnowledgeError
from lottery_agent.knowledge import KnowledgeBase
from lottery_agent.knowledge.ownership import Ownership

_OWNER = """
import sys
from pathlib import Path
from lottery_agent.knowledge import KnowledgeBase
sys.argv[:] = ["/usr/bin/lottery", "chat", "private words"]
with KnowledgeBase.open("mine", folder=Path(sys.stdin.readline().strip())):
    print("open", flush=True)
    sys.stdin.read()
"""


@contextmanager
def _owner(folder: Path) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", _OWNER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(f"{folder}\n")
        process.stdin.flush()
        assert process.stdout.readline() == "open\n"
        yield process


def test_a_second_process_gets_one_line_that_names_the_owner(tmp_path: Path) -> None:
    with _owner(tmp_path) as owner:
        with pytest.raises(KnowledgeError) as caught:
            KnowledgeBase.open("mine", folder=tmp_path)
        line = str(caught.value)
        assert f"'mine' is in use by process {owner.pid} (lottery chat)" in line
        assert "--knowledge" in line
        assert "private" not in line
        assert "\n" not in line
    KnowledgeBase.open("mine", folder=tmp_path).close()


def test_the_base_of_a_killed_process_is_free(tmp_path: Path) -> None:
    with _owner(tmp_path) as owner:
        owner.send_signal(signal.SIGKILL)
        owner.wait()
        KnowledgeBase.open("mine", folder=tmp_path).close()


@pytest.mark.parametrize("content", [None, "", "{}", "[]", '{"pid": "x"}'])
def test_a_missing_or_broken_note_does_not_hide_the_owner(
    tmp_path: Path, content: str | None
) -> None:
    owner = Ownership(tmp_path, "mine")
    note = tmp_path / "owner.json"
    note.unlink() if content is None else note.write_text(content)
    with pytest.raises(KnowledgeError, match="in use by another process"):
        Ownership(tmp_path, "mine")
    owner.release()
    Ownership(tmp_path, "mine").release()
