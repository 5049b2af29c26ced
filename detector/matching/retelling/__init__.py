"""Copies told again: sentence after sentence says the same in other words and one order, though no run is left.

Sentences are compared by their own words, figures and names (always), and by what they mean (`--semantic`). Everybody
in a unit says and means much the same, so a likeness counts only as far as it goes beyond the third-best likeness
elsewhere in the unit.
"""

from __future__ import annotations

from detector.matching.retelling.by_meaning import by_meaning
from detector.matching.retelling.by_words import BY_WORDS
from detector.matching.retelling.pairs import Comparison, Retellings, Texts, find_retold

__all__ = ["BY_WORDS", "Comparison", "Retellings", "Texts", "by_meaning", "find_retold"]
