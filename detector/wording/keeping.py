"""Words about keeping a run: is it whole, how long is it kept, what was removed."""

from __future__ import annotations

from detector.language import N_

CHECK_LABELS = {
    "file": N_("the database file itself"),
    "schema": N_("tables, indexes and the rules that keep logs append-only"),
    "meta": N_("version, dates and settings of the scan"),
    "references": N_("pairs, passages, findings and groups name texts that are there"),
    "texts": N_("every text is the one its content key was made from"),
    "hidden_words": N_("hidden words stand in their texts"),
    "passages": N_("passages lie inside their texts"),
    "marks": N_("classes of the text lie inside it and do not overlap"),
    "shares": N_("shares of every text add up to 1"),
    "decisions": N_("the logs of decisions are in order"),
    "chain": N_("the logs are as they were written"),
    "record": N_("the record was printed from these logs"),
    "digest": N_("every value of the results is the one that was written"),
}
