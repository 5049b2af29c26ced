"""Texts to try: every text of the sample unit, and what people and programs do to texts."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from detector.documents import Document, Role
from detector.settings import Settings
from detector.text.cache import FOLDER_VARIABLE

SUBMISSIONS = Path(__file__).parents[2] / "data" / "sample_unit" / "submissions"

ODD_TEXTS = {
    "empty": "",
    "only white space": " \n\t\n ",
    "only punctuation": "... --- !!! ,,, ;:?",
    "one syllable": "Tốt",
    "decomposed": unicodedata.normalize("NFD", "Tôi đã hoàn thành tốt nhiệm vụ. Học sinh tiến bộ."),
    "zero-width": "Hoàn\u200b thành\ufeff nhiệm\u00ad vụ được\u200d giao.",
    "lone surrogate": "Hoàn thành \ud800 nhiệm vụ \udfff được giao.",
    "look-alikes": "Tôi hоàn thành nhiệm vụ сủа năm học.",
    "emoji": "Dạy tốt 👩‍🏫👍🏽, học tốt ✅. Cảm ơn 🇻🇳!",
    "right to left": "Tôi học שלום עולם và مرحبا بالعالم trong năm.",
    "mixed scripts": "Dạy 中文 và 日本語 ở lớp 3A, Ελληνικά, русский, ไทย.",
    "no spaces": "hoànthànhnhiệmvụđượcgiaotrongnămhọc" * 10,
    "numbers": "Tỉ lệ 94,7%; 1.200.000 đồng; ngày 12/4/2024; lớp 4A1; 3x4; v.v... 60.542,5",
    "joined signs": "A.B.C, T.Ư, H&M, H'Mông, e-mail a.b@c.vn, http://a.vn/b?c=(d), NĐ-CP, -> =>",
    "signs for words": "25℃ ⑴ ½ № ㎏ ﬁ ﷺ Ⅳ ²",
    "wrapped": "Trong năm học vừa qua bản thân tôi luôn\nchấp hành chủ trương của Đảng và\nNhà nước.\nTôi còn hạn chế.",
    "enumerated": "I. PHẨM CHẤT\n1. Ưu điểm: dạy tốt.\na) Có ý thức.\nb. Tốt.\n- TP. Huế, ThS. Lan, v.v. và khác…",
    "many line ends": "a" + "\n" * 1000 + "b\r\n\r\nc",
    "other spaces": "Hoàn\u00a0thành\u2003nhiệm\u3000vụ\u2028được\x85giao\x1cnhé.",
    "controls": "Hoàn\x00thành \x07nhiệm\x1b vụ.",
    "old tone placement": "Hoà bình, thuỷ lợi, khoẻ mạnh, nghành giáo dục.",
}


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test reads or fills the user's cache."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(FOLDER_VARIABLE, str(folder))
    return folder


@pytest.fixture(scope="session")
def sample_documents() -> list[Document]:
    from detector.readers.ingest import read_paths

    return list(read_paths([SUBMISSIONS], role=Role.SUBMISSION, settings=Settings()).documents)
