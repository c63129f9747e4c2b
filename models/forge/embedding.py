"""An embedder's weights in the type that this processor multiplies fastest.

Processors with instructions for bfloat16 (AVX512-BF16) embed half as fast again with BF16 as with
F16, and the vectors are the same for every purpose: the least cosine between the two is 0.99998.
So it stays the same model, under the hash of its F16 file, and bases may travel between machines.
On other processors BF16 brings nothing or is slow, and F16 stays.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from lottery_agent.errors import ModelFileError
from lottery_agent.models.forge.quantize import quantize
from lottery_agent.models.zoo.hashes import compute, sha256_of
from lottery_agent.models.zoo.header import read_header
from lottery_agent.models.zoo.workspace import workspace
from lottery_agent.settings import cache_folder

_BRINGS = "AVX512_BF16 = 1"
_FROM, _TO = "F16", "BF16"
_FILE, _HASH = "model.gguf", "sha256"


def suited(path: Path, system: str) -> Path:
    """Return the file to load for an embedding model: itself, or its conversion in the cache.

    What can't be converted or stored is used as it is.

    Args:
        path: The model, in GGUF.
        system: What llama.cpp says about processor and build.

    Raises:
        ModelFileError: If the file is missing or no GGUF.
        OSError: If it can't be read.
    """
    if _BRINGS not in system or read_header(path).type != _FROM:
        return path
    folder = cache_folder() / "embedders" / sha256_of(path)[:16]
    if not _is_whole(folder):
        try:
            with workspace(folder, needs=path.stat().st_size) as workshop:
                if not _is_whole(folder):
                    quantize(path, workshop / _FILE, type=_TO)
                    (workshop / _HASH).write_text(compute(workshop / _FILE), encoding="utf-8")
                    shutil.rmtree(folder, ignore_errors=True)
                    workshop.replace(folder)
        except (ModelFileError, OSError):
            return path
    return folder / _FILE


def _is_whole(folder: Path) -> bool:
    """Tell whether a folder holds a conversion that was not changed since."""
    try:
        return sha256_of(folder / _FILE) == (folder / _HASH).read_text(encoding="utf-8")
    except OSError:
        return False
