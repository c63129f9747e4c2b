"""The reading process: reads PDF and DOCX for its parent, within a limit on its memory.

Started as `python -I -m lottery_agent.knowledge.readers.worker MEGABYTES`. A request is a frame
with the suffix of the file and the length of its content, which follows it. The reply is a frame
with the document, or with the reason why there is none.
"""

from __future__ import annotations

import sys
from dataclasses import asdict

from lottery_agent import frames
from lottery_agent.children import become_child
from lottery_agent.knowledge.documents import Document, Unreadable

_LONG_MESSAGE = 100


def main() -> None:
    """Serve requests until there are no more."""
    requests, replies = become_child()
    _limit_memory(int(sys.argv[1]))
    while (request := frames.read(requests)) is not None:
        content = requests.read(request["bytes"])
        frames.write(replies, _reply(request["suffix"], content))


def _reply(suffix: str, content: bytes) -> bytes:
    try:
        return frames.encode(asdict(_read(suffix, content)))
    except Unreadable as error:
        reason = str(error)
    except MemoryError:
        reason = "it needs too much memory"
    except frames.FrameError:
        reason = f"more than {frames.FRAME_LIMIT >> 20} MiB of text"
    except Exception as error:  # a parser of broken files raises anything
        reason = f"broken: {' '.join(str(error).split()) or type(error).__name__}"[:_LONG_MESSAGE]
    return frames.encode({"reason": reason})


def _read(suffix: str, content: bytes) -> Document:
    """Return the document; the parent knows its source."""
    if suffix == ".pdf":
        from lottery_agent.knowledge.readers.pdf import read_pdf

        return read_pdf("", content)
    from lottery_agent.knowledge.readers.docx import read_docx

    return read_docx("", content)


def _limit_memory(megabytes: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    limit = megabytes << 20
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


if __name__ == "__main__":
    main()
