"""The matrices of a report are what its scan compared the texts by, and their names say what stands in a column."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import detector
from detector.errors import DetectorError
from detector.report import Report
from detector.submissions import UnitRow

FORM = "BẢN TỰ KIỂM ĐIỂM CUỐI NĂM\n"
AN = FORM + (
    "Mùa lũ tháng chín, nước ngập sân trường gần một mét, tôi cùng các cô nuôi chuyển hồ sơ lên gác thư viện. "
    "Sau khi nước rút, chúng tôi dọn bùn suốt ba ngày rồi mới mở cửa đón học sinh trở lại."
)
BINH = FORM + "Tôi dạy nhạc ở lớp chín. " + AN.split(". ", 1)[1]
CHI = FORM + "Kho thiết bị do tôi giữ có 214 món, đã dán lại nhãn và lập sổ mượn theo từng tuần."
BEFORE = FORM + "Năm ngoái tôi trực 30 ca đêm ở trạm."


@pytest.fixture(scope="module")
def report() -> Report:
    return detector.scan({"an": AN, "binh": BINH, "chi": CHI}, previous={"truoc": BEFORE}, forms={"mau": FORM})


def test_cosines_and_jaccards_are_those_of_the_pairs(report: Report) -> None:
    words, sketches = report.features().tfidf(), report.features().sketches()
    assert len(report.pairs)
    for pair in report.pairs:
        assert words.cosine(pair.left_id, pair.right_id) == pytest.approx(pair.cosine, abs=1e-6)
        assert sketches.jaccard(pair.left_id, pair.right_id) == pair.jaccard


def test_there_is_a_row_for_each_text_and_no_empty_column(report: Report) -> None:
    features = report.features()
    for matrix in (features.tfidf(), features.shingles(), features.shingles(2)):
        assert sorted(matrix.ids) == ["an", "binh", "chi", "truoc"]
        assert matrix.values.shape == (len(matrix.ids), len(matrix.features))
        assert len(set(matrix.features)) == len(matrix.features)
        assert (matrix.values.sum(axis=0) > 0).all()
    assert features.sketches().values.shape == (4, report.settings.minhash_permutations)


def test_a_column_is_named_after_what_stands_in_the_texts(report: Report) -> None:
    words, pairs = report.features().tfidf(), report.features().shingles(2)
    chi = words.ids.index("chi")
    named = {words.features[column] for column in words.values[chi].indices}
    assert {"214", "mon", "thiet bi"} <= named  # two syllables, one word
    assert "bui" not in " ".join(named)
    assert {text for row, text in enumerate(pairs.ids) if pairs.values[row, pairs.features.index("mua lu")]} == {"an"}
    assert not any("kiem diem" in name for name in (*words.features, *pairs.features))  # printed form is left out


def test_shingles_are_those_of_a_plain_count(report: Report) -> None:
    shingles = report.features().shingles(3)
    text = "kho thiet bi do toi giu co 214 mon da dan lai nhan va lap so muon theo tung tuan"
    words = text.split()
    row = shingles.values[shingles.ids.index("chi")]
    assert {shingles.features[column] for column in row.indices} == {
        " ".join(words[at : at + 3]) for at in range(len(words) - 2)
    }
    assert set(row.data.tolist()) == {1.0}


def test_rows_of_words_have_length_one() -> None:
    words = detector.scan({"an": AN, "binh": FORM}, forms={"mau": FORM}).features().tfidf()
    lengths = dict(zip(words.ids, np.linalg.norm(words.values.toarray(), axis=1), strict=True))
    assert lengths == {"an": pytest.approx(1.0), "binh": 0.0}
    assert words.cosine("an", "binh") == 0.0


def test_a_report_that_was_opened_has_the_same_matrices(report: Report, tmp_path: Path) -> None:
    report.save(tmp_path)
    first, again = (one.features().shingles() for one in (report, detector.open(tmp_path)))
    assert first.features == again.features
    assert np.array_equal(first.values.toarray(), again.values.toarray())


def test_a_matrix_is_a_frame_with_the_names(report: Report) -> None:
    pytest.importorskip("pandas")
    frame = report.features().shingles().to_frame()
    assert frame.loc["an", "mua lu thang chin"] == 1
    assert frame.loc["chi", "mua lu thang chin"] == 0


def test_a_report_of_nothing_has_matrices_of_nothing() -> None:
    features = Report().features()
    assert features.tfidf().values.shape == features.shingles().values.shape == (0, 0)
    assert features.sketches().values.shape == (0, Report().settings.minhash_permutations)


def test_what_cannot_be_answered_is_told(report: Report) -> None:
    for ask in (report.features().tfidf().cosine, report.features().sketches().jaccard):
        with pytest.raises(DetectorError, match="'dung': no such text"):
            ask("an", "dung")
    with pytest.raises(DetectorError, match="shingle_syllables: expected"):
        report.features().shingles(99)
    units = Report(units=(UnitRow("a", 0, 0, {}, 0, 0),))
    with pytest.raises(DetectorError, match="several units"):
        units.features()
