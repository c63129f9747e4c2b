"""Files that appear under their name when they are complete, and replace what was there."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path beside another to write to; it takes the other's place if the block ends well.

    Whoever reads meanwhile sees the old file or the new one. A block that fails leaves the old one.

    Args:
        path: The file to make or replace; its folder must be there.
    """
    part = path.with_name(f".{path.name}.{os.getpid()}-{threading.get_ident()}")
    try:
        yield part
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
