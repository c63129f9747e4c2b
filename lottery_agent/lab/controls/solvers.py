"""Which benchmarks have a control, and which parser it is."""

from __future__ import annotations

from collections.abc import Mapping

from lottery_agent.lab.controls.boardgames import boardgameqa
from lottery_agent.lab.controls.colours import coloured_objects
from lottery_agent.lab.controls.days import date_understanding
from lottery_agent.lab.controls.expressions import arithmetic, truth
from lottery_agent.lab.controls.liars import web_of_lies
from lottery_agent.lab.controls.lists import brackets, counting, word_sorting
from lottery_agent.lab.controls.orderings import logical_deduction
from lottery_agent.lab.controls.penguins import penguins_in_a_table
from lottery_agent.lab.controls.slots import temporal_sequences
from lottery_agent.lab.controls.swaps import tracking
from lottery_agent.lab.controls.theories import prontoqa, proofwriter
from lottery_agent.lab.controls.walks import navigate
from lottery_agent.lab.controls.workbench import Solver

SOLVERS: Mapping[str, Solver] = {
    "prontoqa": prontoqa,
    "proofwriter": proofwriter,
    "proofwriter_paired": proofwriter,
    "logicaldeduction_paired": logical_deduction,
    "boardgameqa": boardgameqa,
    "bbh_boolean_expressions": truth,
    "bbh_date_understanding": date_understanding,
    "bbh_dyck_languages": brackets,
    "bbh_logical_deduction_three_objects": logical_deduction,
    "bbh_logical_deduction_five_objects": logical_deduction,
    "bbh_logical_deduction_seven_objects": logical_deduction,
    "bbh_multistep_arithmetic_two": arithmetic,
    "bbh_navigate": navigate,
    "bbh_object_counting": counting,
    "bbh_penguins_in_a_table": penguins_in_a_table,
    "bbh_reasoning_about_colored_objects": coloured_objects,
    "bbh_temporal_sequences": temporal_sequences,
    "bbh_tracking_shuffled_objects_three_objects": tracking,
    "bbh_tracking_shuffled_objects_five_objects": tracking,
    "bbh_tracking_shuffled_objects_seven_objects": tracking,
    "bbh_web_of_lies": web_of_lies,
    "bbh_word_sorting": word_sorting,
}
"""The parser of each benchmark that has one, by the benchmark's name."""

READING = frozenset({"nq", "nq_open", "squad", "squad_open", "squad_unanswerable"})
"""Benchmarks whose control is `lottery_agent.lab.controls.retrieval`."""

CONTROLLED = READING | SOLVERS.keys()
"""All benchmarks that have a control."""
