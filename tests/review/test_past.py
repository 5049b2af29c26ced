"""The editing history of a pair's files stands on its page as context, where the scan was asked for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from detector import storage
from detector.matches import SharedHistory
from tests.report_factory import unit_report
from tests.review.conftest import Visitor

AN, BINH, CHI = "to_1/an.docx", "to_1/tran_thi_binh.docx", "to_1/le_thuy_chi.docx"
SHARED = SharedHistory(BINH, AN, 4, 2, True, 1e-12)  # the pair the other way round than its row


def pair_text(visitor: Visitor, left: str, right: str) -> str:
    rows = visitor.pair_rows(left, right)
    return str(visitor.get(f"/pair/{rows[0]}/{rows[1]}").text)


def test_a_pair_with_a_common_past_says_so_and_what_it_may_mean(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    storage.save(replace(unit_report(), shared_histories=(SHARED,)), tmp_path / "unit")
    visitor = visit(tmp_path / "unit", lang="en")
    page = pair_text(visitor, AN, BINH)
    assert "4 revision identifiers in common; no other file has the rarest of them; the same moment of creation" in page
    assert "a file passed round by the office" in page
    assert "counts for no flag" in page
    assert "Editing history" not in pair_text(visitor, AN, CHI)


def test_a_scan_that_was_not_asked_has_no_word_about_it(visitor: Visitor) -> None:
    assert 'id="past"' not in pair_text(visitor, AN, BINH)


def test_blind_mode_does_not_show_it_before_a_decision(tmp_path: Path, visit: Callable[..., Visitor]) -> None:
    storage.save(replace(unit_report(), shared_histories=(SHARED,)), tmp_path / "unit")
    visitor = visit(tmp_path / "unit")
    visitor.post("/choose", mode="blind")
    assert 'id="past"' not in pair_text(visitor, AN, BINH)
