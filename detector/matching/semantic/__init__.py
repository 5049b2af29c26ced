"""`--semantic`: sentence meanings, for pairs of texts that their words leave open. Offline, and an extra.

A rewritten copy shares no run of words with its source, and may have lost its rare details too. What its sentences mean
is then the only evidence left. Everybody in a unit means much the same, so a likeness counts only as far as it goes
beyond the third-best likeness elsewhere in the unit.
"""

from __future__ import annotations

from detector.matching.semantic.encoders import Encoder, load_encoder
from detector.matching.semantic.pairs import Meanings, find_by_meaning

__all__ = ["Encoder", "Meanings", "find_by_meaning", "load_encoder"]
