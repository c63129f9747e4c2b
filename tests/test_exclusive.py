from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lottery_agent.errors import UsageError
from lottery_agent.exclusive import exclusive

HOLD = """
import sys
from pathlib import Path
from lottery_agent.exclusive import exclusive
with exclusive(Path(sys.argv[1])):
    print("mine", flush=True)
    sys.stdin.read()
"""


def test_a_folder_belongs_to_one_process_until_it_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-c", HOLD, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "mine\n"
        with pytest.raises(UsageError, match="in use by another process"), exclusive(tmp_path):
            pass
        other.kill()
        other.wait()
    with exclusive(tmp_path):
        pass


def test_a_claim_ends_with_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), exclusive(tmp_path):
        raise ZeroDivisionError
    with exclusive(tmp_path):
        pass


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UsageError, match="cannot write"), exclusive(tmp_path / "file"):
        pass
