"""The command line. `main` maps every outcome to an exit code; nothing else here does.

0 answered or abstained, 1 failed, 2 bad input, 130 interrupted.
"""

from __future__ import annotations

import signal
import sys
from collections.abc import Sequence

import lottery_agent

BAD_INPUT = 2
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        arguments: The words after the program's name; by default those of this process.
    """
    if arguments is None:
        try:
            return _outcome(sys.argv[1:])
        finally:
            # The answer is given: an interrupt while the interpreter ends would kill it.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    return _outcome(list(arguments))


def _outcome(arguments: list[str]) -> int:
    if arguments == ["--version"]:
        print(f"lottery-agent {lottery_agent.__version__}")
        return 0

    from lottery_agent.errors import LotteryError, UsageError

    try:
        from lottery_agent.cli.app import run

        return run(arguments)
    except UsageError as error:
        return _complain(error, BAD_INPUT)
    except LotteryError as error:
        return _complain(error, 1)
    except KeyboardInterrupt:
        print("lottery: interrupted", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader went away (`lottery ask … | head`). Python would complain at exit otherwise.
        sys.stdout = None
        return 1


def _complain(error: Exception, code: int) -> int:
    line = " ".join(str(error).split())
    print(f"lottery: {line}", file=sys.stderr)
    return code
