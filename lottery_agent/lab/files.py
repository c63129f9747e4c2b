"""The files of the lab: what is in them, who made it, and how a copy is known to be the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lottery_agent.errors import UsageError

SUFFIX = ".jsonl.gz"

_MEASURED = ("id", "task", "question", "context", "options", "answer", "answers", "status", "text")
"""The keys that an item's hash covers: what is asked and what is right. Remarks on an item, such as
its origin or a worked solution, may differ between two copies of a benchmark."""


@dataclass(frozen=True, slots=True)
class DataFile:
    """A file of items or passages.

    Attributes:
        name: Its name without `.jsonl.gz`.
        title: What is in it.
        split: `dev` for checking and tuning, `train` for what may be trained on.
        count: How many items it has as published; None if that is not known.
        sha256: Hash of its items as published (`file_hash`); None if that is not known.
        licence: What the items may be used for.
        url: Where the original is; empty for a file of the user's.
        path: Where the file is, if not in the folder of benchmark files.
        hint: Where to get it.
    """

    name: str
    title: str
    split: str
    count: int | None
    sha256: str | None
    licence: str
    url: str
    path: Path | None = None
    hint: str = "`lottery lab data` says where to get it"

    def located(self, folder: Path | None) -> Path:
        """Return the path of the file.

        Raises:
            UsageError: If it is to be in a folder and none is named, or it is not there.
        """
        if self.path is None and folder is None:
            raise UsageError(
                f"{self.name}{SUFFIX} is needed, and no folder of benchmark files is named",
                hint="give --data or set LOTTERY_DATA",
            )
        path = self.path or Path(folder or "") / f"{self.name}{SUFFIX}"
        if not path.is_file():
            raise UsageError(f"there is no file {str(path)!r}", hint=self.hint)
        return path


def item_hash(data: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an item: of canonical JSON of what is asked and what is right."""
    measured = {key: data[key] for key in _MEASURED if data.get(key) is not None}
    text = json.dumps(measured, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def file_hash(items: Iterable[Mapping[str, Any]]) -> str:
    """Return one SHA-256 for all items, whatever their order and however the file is packed."""
    hashes = sorted(item_hash(data) for data in items)
    return hashlib.sha256("\n".join(hashes).encode()).hexdigest()


_GSM8K = "https://github.com/openai/grade-school-math"
_PAL = "https://github.com/reasoning-machines/pal"
_LOGIC_LM = "https://github.com/teacherpeterpan/Logic-LLM"
_BBH = "https://github.com/suzgunmirac/BIG-Bench-Hard"
_FOLIO = "https://github.com/Yale-LILY/FOLIO"
_SQUAD = "https://github.com/rajpurkar/SQuAD-explorer"
_NQ = "https://github.com/nelson-liu/lost-in-the-middle"
_SVAMP = "https://github.com/arkilpatel/SVAMP"
_SATLM = "https://github.com/xiye17/SAT-LM"

_ITEMS: tuple[DataFile, ...] = (
    DataFile(
        "gsm8k_dev",
        "GSM8K: word problems of several steps, from the training file",
        "dev",
        500,
        "7cb827425f6f24b4f8b97e73e3760c3bb0adf1ed2e0bd39d66363ae34f742244",
        "MIT",
        _GSM8K,
    ),
    DataFile(
        "gsm8k_paired_dev",
        "GSM8K: items of the test set that large models answered",
        "dev",
        200,
        "c72914f627834e737c0ca2e2c3237f45deaf6446b8a6e21ea28cd3ea03eab4fe",
        "MIT",
        _GSM8K,
    ),
    DataFile(
        "gsm_hard_dev",
        "GSM-hard: the same problems with large numbers",
        "dev",
        200,
        "2346d48ba4d307847d112506e1833597ce5efd0f2fb8e44a038b5d3f01b30efc",
        "Apache-2.0 (from GSM8K, MIT)",
        _PAL,
    ),
    DataFile(
        "svamp_dev",
        "SVAMP: problems of one or two steps in varied wording",
        "dev",
        200,
        "9cb2446549792bd6e0483f8f2e6a22c1869d66e4caa33c3e920fa08519e341c3",
        "MIT",
        _SVAMP,
    ),
    DataFile(
        "multiarith_dev",
        "MultiArith: problems of two steps",
        "dev",
        100,
        "d3f9ad7d9cc916ffc4e8e5810ac03951e3c2a34b210add2aa1b7113bb58dbbde",
        "none stated: for measuring only",
        _PAL,
    ),
    DataFile(
        "prontoqa_dev",
        "PrOntoQA: five steps in invented ontologies",
        "dev",
        100,
        "9b011d9a185793d27d40f5e7bb1183e09a881097d2c777b47ea38b4434ed950f",
        "Apache-2.0 (packaging MIT)",
        _LOGIC_LM,
    ),
    DataFile(
        "proofwriter_dev",
        "ProofWriter: rules in an open world, depth 5",
        "dev",
        405,
        "ff16dcee48f4d2be1a47052e118ecaed30d512af4594e3470451149c122ece0b",
        "CC BY (packaging MIT)",
        _LOGIC_LM,
    ),
    DataFile(
        "proofwriter_paired_dev",
        "ProofWriter: items that large models wrote programs for",
        "dev",
        101,
        "bcc544ec55cf641eca64f3f629ce0d09af1e77e7240537757d468b44a6a26ad7",
        "CC BY (packaging MIT)",
        _LOGIC_LM,
    ),
    DataFile(
        "logicaldeduction_paired_dev",
        "LogicalDeduction: orderings of three, five or seven objects",
        "dev",
        60,
        "c2eae2ced1e896fc4411c4d673b835b13f45c7392d28b170ade7208f5d449e1a",
        "Apache-2.0 (packaging MIT)",
        _LOGIC_LM,
    ),
    DataFile(
        "boardgameqa_dev",
        "BoardgameQA: rules that conflict, with preferences",
        "dev",
        300,
        "8f3254cc19bf1ac1d234dd8ecb0c20818eec980243f39888031d0e49de26542d",
        "CC BY 4.0 (packaging MIT)",
        _SATLM,
    ),
    DataFile(
        "folio_dev",
        "FOLIO: first-order logic in experts' words, from the training file",
        "dev",
        134,
        "cb50c6a71b7ee65cfd36b2465886c71b4c91411524a4ae7ccddef3bde1b32e27",
        "CC BY-SA 4.0",
        _FOLIO,
    ),
    DataFile(
        "folio_paired_dev",
        "FOLIO: items of the validation set that large models answered",
        "dev",
        40,
        "015d5877877b4e89bb642544755d14386d79dc98022301ebe8320dab200a8d97",
        "CC BY-SA 4.0",
        _FOLIO,
    ),
    DataFile(
        "bbh_dev",
        "BIG-Bench Hard: 50 items of each of 18 tasks",
        "dev",
        900,
        "a8eb9bb0014c3c455285f3635cedeb0e18e314ec7d1b35576c8101780f5730a5",
        "MIT (from BIG-bench, Apache-2.0)",
        _BBH,
    ),
    DataFile(
        "nq_oracle_dev",
        "Natural Questions, open, with the passage that answers",
        "dev",
        398,
        "d7089d15682d881a1ab8f8e11a3f9697637b06d4bcfd4c0430b817333923dfa8",
        "CC BY-SA 3.0 (packaging MIT)",
        _NQ,
    ),
    DataFile(
        "squad_dev",
        "SQuAD 1.1: questions on paragraphs of nine articles",
        "dev",
        1741,
        "3b71f60d21179860d889289e5f791bea70fe8b9876a4ae85c91e9be9a6929b19",
        "CC BY-SA 4.0",
        _SQUAD,
    ),
    DataFile(
        "squad2_unanswerable_dev",
        "SQuAD 2.0: questions that their paragraph does not answer",
        "dev",
        1205,
        "fd3525ee1a312fe7c8233eda1af81a88c5654c1e5bd39e85ca510f0d875809cf",
        "CC BY-SA 4.0",
        _SQUAD,
    ),
)
PASSAGES: tuple[DataFile, ...] = (
    DataFile(
        "squad_passages",
        "SQuAD: all paragraphs of 29 articles",
        "train and dev",
        1263,
        "0b746fd4447c044a24a1c5b92cfe933b35e795ab2aeb4246e68c608fd859149f",
        "CC BY-SA 4.0",
        _SQUAD,
    ),
    DataFile(
        "nq_oracle_train",
        "Natural Questions: passages of other questions",
        "train",
        932,
        "74c5569fe3ddafecb61f317c0e713a0925449636a5566ecc07a23bc65fb17bec",
        "CC BY-SA 3.0 (packaging MIT)",
        _NQ,
    ),
)
"""Files that only the knowledge base of the open questions is made of."""
FILES: Mapping[str, DataFile] = {file.name: file for file in (*_ITEMS, *PASSAGES)}
"""All files of the lab by name."""
