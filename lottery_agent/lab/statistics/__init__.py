"""What a comparison of two systems on the same items shows, and how sure that is.

Shares have Wilson intervals (`lottery_agent.scoring.wilson`), paired differences of shares those of
`paired`, means of other scores the bootstrap (`lottery_agent.resampling`); calibration and risk by
coverage are in `lottery_agent.reliability`.
"""

from lottery_agent.lab.statistics.paired import (
    LEVEL,
    Paired,
    interval,
    items_to_decide,
    mcnemar,
    p_above,
    p_below,
)
from lottery_agent.lab.statistics.verdicts import (
    MARGIN,
    Comparison,
    Correction,
    Verdict,
    compare,
    hochberg,
    holm,
)

__all__ = [
    "LEVEL",
    "MARGIN",
    "Comparison",
    "Correction",
    "Paired",
    "Verdict",
    "compare",
    "hochberg",
    "holm",
    "interval",
    "items_to_decide",
    "mcnemar",
    "p_above",
    "p_below",
]
