from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest

from detector.records import record
from tests.reports import report_of
from tests.storage.small_report import CHI_BEFORE, small_report


@pytest.fixture(autouse=True)
def sentences(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("detector.findings.finding_sentence", lambda finding, lang: f"{lang}: {finding.kind}.")


def test_a_submission_has_the_keys_of_the_contract_in_its_order() -> None:
    line = record(small_report().submissions[0], "en")
    assert " ".join(line) == (
        "id path author unit year role text syllables shares own_shares flags findings cluster self_rating key "
        "post period measures"
    )
    assert " ".join(line["shares"]) == "form rule common reference previous shared own"
    assert line["shares"]["form"] == 0.166667
    assert line["flags"] == ["shared", "cluster"]
    assert line["findings"][1] == {"kind": "cluster", "score": 2.0, "threshold": 2.0, "sentence": "en: cluster."}


def test_a_text_too_short_to_judge_has_no_own_shares() -> None:
    line = record(small_report().submissions[2], "vi")
    assert line["own_shares"] is None
    assert line["unit"] is None
    assert line["findings"][0]["sentence"] == "vi: previous."


def test_an_earlier_text_has_the_same_keys_and_nothing_measured() -> None:
    line = record(CHI_BEFORE)
    assert list(line) == list(record(small_report().submissions[0], "vi"))
    assert (line["role"], line["year"], line["shares"], line["flags"]) == ("previous", 2023, None, [])


def test_the_other_tables_have_the_keys_of_the_contract() -> None:
    report = small_report()
    keys = {
        name: " ".join(next(iter(getattr(report, name).records())))
        for name in ("pairs", "passages", "clusters", "skipped")
    }
    assert keys == {
        "pairs": "left_id right_id flagged evidence jaccard cosine left_share right_share passages cluster "
        "method expected threshold",
        "passages": "left_id left_start left_end right_id right_start right_end class similarity spread rarity_bits "
        "flagged",
        "clusters": "id members core kind",
        "skipped": "path reason detail",
    }


def test_figures_are_plain_numbers_that_json_knows() -> None:
    pair = replace(
        small_report().pairs[0],
        flagged=np.bool_(True),
        evidence=np.float64(2 / 3),
        jaccard=math.nan,
        cosine=-0.0000001,
        passages=np.int32(4),
    )
    line = record(pair)
    assert json.dumps(line, allow_nan=False)
    assert (line["evidence"], line["jaccard"], line["passages"]) == (0.666667, None, 4)
    assert str(line["cosine"]) == "0.0"


def test_flagged_pairs_are_found_in_the_report_that_was_made() -> None:
    report = small_report()
    assert [pair.right_id for pair in report.pairs.flagged()] == ["to_1/binh.docx", "previous/chi.txt"]
    assert report_of(report.settings, [], [], [], [], []).pairs.flagged() == []
