"""Totals of other models that papers give: reference lines, since no item of theirs is known.

They were measured on the papers' own test sets, so nothing is paired with ours: a report shows them
beside our accuracy and draws no verdict. Where per-item answers exist, see `recorded`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublishedTotal:
    """The accuracy of one model on one benchmark, as a paper gives it.

    Attributes:
        model: The model.
        method: How it was asked.
        accuracy: Share of its items that it got right, from 0 to 1.
        source: The paper.
    """

    model: str
    method: str
    accuracy: float
    source: str

    @property
    def name(self) -> str:
        """Model and method, as recorded answers are named."""
        return f"{self.model}/{self.method}"


_LOGIC_LM = "Pan et al. 2023, Logic-LM, arXiv 2305.12295"
_SATLM = "Ye et al. 2023, SatLM, arXiv 2305.09656"
_VERIFIERS = "Cobbe et al. 2021, arXiv 2110.14168"

_GPT_4_ON_PROOFWRITER = PublishedTotal("gpt-4", "chain of thought", 0.681, _LOGIC_LM)
_GPT_4_ON_FOLIO = PublishedTotal("gpt-4", "chain of thought", 0.706, _LOGIC_LM)
_GPT_3_ON_GSM8K = (
    PublishedTotal("GPT-3 6B", "fine-tuned", 0.217, _VERIFIERS),
    PublishedTotal("GPT-3 6B", "fine-tuned, 100 samples, verifier", 0.390, _VERIFIERS),
)

_TOTALS: dict[str, tuple[PublishedTotal, ...]] = {
    "gsm8k": _GPT_3_ON_GSM8K,
    "gsm8k_paired": _GPT_3_ON_GSM8K,
    "svamp": (
        PublishedTotal(
            "Llama-2-13B", "chain of thought", 0.43, "Gou et al. 2023, ToRA, arXiv 2309.17452"
        ),
    ),
    "prontoqa": (PublishedTotal("gpt-4", "chain of thought", 0.988, _LOGIC_LM),),
    "proofwriter": (_GPT_4_ON_PROOFWRITER,),
    "proofwriter_paired": (_GPT_4_ON_PROOFWRITER,),
    "logicaldeduction_paired": (PublishedTotal("gpt-4", "chain of thought", 0.753, _LOGIC_LM),),
    "folio": (_GPT_4_ON_FOLIO,),
    "folio_paired": (_GPT_4_ON_FOLIO,),
    "boardgameqa": (
        PublishedTotal("code-davinci-002", "chain of thought", 0.61, _SATLM),
        PublishedTotal("code-davinci-002", "SatLM", 0.79, _SATLM),
    ),
    "nq_open": (
        PublishedTotal(
            "Llama-2-70B", "closed book", 0.35, "Touvron et al. 2023, Llama 2, arXiv 2307.09288"
        ),
    ),
}


def published_totals(benchmark: str) -> tuple[PublishedTotal, ...]:
    """Return the totals that are known for a benchmark, by its name; often none."""
    return _TOTALS.get(benchmark, ())
