"""The README's code blocks run, in a folder with the files that they name."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(sh|python)\n(.*?)^```", README, re.DOTALL | re.MULTILINE)
INSTALLS = ("pip install",)

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as the README's reader has it: facts, notes and a batch of questions."""
    folder = tmp_path_factory.mktemp("reader")
    (folder / "facts.txt").write_text("Every cat is an animal. Tom is a cat. No animal is a plant.")
    (folder / "notes").mkdir()
    (folder / "notes" / "workshop.md").write_text(
        "# Workshop\n\nThe workshop closes at six in the evening. Ask Ada for a key.\n"
    )
    (folder / "questions.jsonl").write_text(
        '{"id": "1", "task": "math", "question": "What is 17% of 2,340?", "answer": "397.8"}\n'
    )
    return folder


@pytest.mark.parametrize("language_and_code", BLOCKS, ids=lambda block: block[1].split("\n")[0])
def test_block(language_and_code: tuple[str, str], folder: Path) -> None:
    language, code = language_and_code
    environment = {
        **os.environ,
        "LOTTERY_HOME": str(folder / "home"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }
    if language == "python":
        commands = [[sys.executable, "-c", code]]
    else:
        lines = code.strip().splitlines()
        commands = [shlex.split(line) for line in lines if not line.startswith(INSTALLS)]
        if not commands:
            # Installing is what made this test run; what follows it is run alone.
            parts = [part.strip() for line in lines for part in line.split("&&")]
            commands = [shlex.split(part) for part in parts if part.startswith("lottery")]
    for command in commands:
        done = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            input="hello\n",
            capture_output=True,
            text=True,
            timeout=280,
            check=False,
        )
        assert done.returncode == 0, (command, done.stderr)
        assert "Traceback" not in done.stderr
