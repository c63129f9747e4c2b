"""Ctrl-C at any point of a question: one line, code 130, no traceback, no process left."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time

import psutil
import pytest

RNG = random.Random(20)


def interrupted(delay: float) -> tuple[int, str]:
    """Start a question, interrupt it after `delay` seconds, and return code and complaints."""
    command = [sys.executable, "-m", "lottery_agent", "ask", "What is 17% of 2,340?"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        time.sleep(delay)
        children = psutil.Process(process.pid).children(recursive=True)
        process.send_signal(signal.SIGINT)
        _, complaints = process.communicate(timeout=60)
    _, alive = psutil.wait_procs(children, timeout=10)
    assert not alive
    return process.returncode, complaints


@pytest.mark.real
@pytest.mark.parametrize("delay", sorted(RNG.uniform(0.3, 6.0) for _ in range(5)))
def test_an_interrupt_is_one_line(delay: float) -> None:
    code, complaints = interrupted(delay)
    assert code in (0, 130)
    assert "Traceback" not in complaints
    if code == 130:
        assert complaints.strip().splitlines()[-1] == "lottery: interrupted"
