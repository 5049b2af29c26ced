"""What the screen, the exports and the notebook say in words: evidence, never a verdict.

Message ids are the English sentences; the Vietnamese is in ``locale``. A fact that is missing makes a sentence
shorter, never wrong. Labels are in `labels`, sentences in `sentences`.
"""

from __future__ import annotations

from detector.language import N_
from detector.wording.labels import (
    CLASS_LABELS,
    CLASS_LETTERS,
    CLASS_MEANINGS,
    CLUSTER_LABELS,
    CONCLUSION_LABELS,
    NOTE_LABELS,
    NOTE_LISTS,
    ODD_LABELS,
    OUTCOME_LABELS,
    OUTCOME_REMEDIES,
    RATING_LABELS,
    ROLE_LABELS,
    SCAN_NOTE_LABELS,
    SECTION_LABELS,
    SKIP_LABELS,
    SKIP_REMEDIES,
    STAGE_LABELS,
    class_letter,
    label,
)
from detector.wording.notes import note_detail, note_words, scan_note_detail
from detector.wording.places import in_a_row_words, period_words, place_words, time_words
from detector.wording.sentences import pair_sentence, person_of_unit, telltale_clauses
from detector.wording.settings import SETTING_LABELS, setting_rows
from detector.wording.units import rating_share, unit_figures, unit_titles

__all__ = [
    "CLASS_LABELS",
    "CLASS_LETTERS",
    "CLASS_MEANINGS",
    "CLUSTER_LABELS",
    "CONCLUSION_LABELS",
    "NOTE_LABELS",
    "NOTE_LISTS",
    "N_",
    "ODD_LABELS",
    "OUTCOME_LABELS",
    "OUTCOME_REMEDIES",
    "RATING_LABELS",
    "ROLE_LABELS",
    "SCAN_NOTE_LABELS",
    "SECTION_LABELS",
    "SETTING_LABELS",
    "SKIP_LABELS",
    "SKIP_REMEDIES",
    "STAGE_LABELS",
    "class_letter",
    "in_a_row_words",
    "label",
    "note_detail",
    "note_words",
    "pair_sentence",
    "period_words",
    "person_of_unit",
    "place_words",
    "rating_share",
    "scan_note_detail",
    "setting_rows",
    "telltale_clauses",
    "time_words",
    "unit_figures",
    "unit_titles",
]
