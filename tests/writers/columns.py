"""The keys of the records of each table, as the contract has them."""

from __future__ import annotations

from collections.abc import Mapping


def _names(words: str) -> tuple[str, ...]:
    return tuple(words.split())


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "submissions": _names(
        "id path author unit year role text syllables shares own_shares flags findings cluster self_rating key "
        "post period measures"
    ),
    "passages": _names(
        "left_id left_start left_end right_id right_start right_end class similarity spread rarity_bits flagged"
    ),
    "pairs": _names(
        "left_id right_id flagged evidence jaccard cosine left_share right_share passages cluster method expected "
        "threshold"
    ),
    "clusters": _names("id members core kind"),
    "shared_texts": _names("id text syllables people places"),
    "sheets": _names("person author unit period state ids different share source_id source_period in_a_row"),
    "skipped": _names("path reason detail"),
}


# Beside the contract, where the scan was asked for --document-history.
HISTORY_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "file_histories": _names("id author last_modified_by created modified identifiers left_out"),
    "shared_histories": _names("left_id right_id identifiers files same_created expected"),
}
