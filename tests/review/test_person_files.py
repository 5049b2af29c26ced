"""What a person's page gives: the original file, a record, a slip; and names hidden for a meeting."""

from __future__ import annotations

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.report_factory import ALONE, TOLD
from tests.review.conftest import Visitor

AN, BINH = "to_1/an.docx", "to_1/tran_thi_binh.docx"


def row_of(visitor: Visitor, id: str) -> int:
    return visitor.pair_rows(id, AN)[0]


def words_of(content: bytes) -> str:
    document = pytest.importorskip("docx").Document(BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_the_original_is_a_download_and_never_a_page(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(visitor.run.parent)
    (visitor.run / "to_1").mkdir()
    (visitor.run / "to_1" / "an.docx").write_bytes(b"<script>alert(1)</script>")
    answer = visitor.get(f"/original/{row_of(visitor, AN)}")
    assert answer.content == b"<script>alert(1)</script>"
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment;")
    gone = visitor.get(f"/original/{row_of(visitor, BINH)}")
    assert gone.status_code == 410
    assert "Tệp không còn" in gone.text


def test_a_run_with_uploads_gives_no_file_from_elsewhere(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(visitor.run.parent)
    (visitor.run / "to_1").mkdir()
    (visitor.run / "to_1" / "an.docx").write_bytes(b"x")
    (visitor.run / "uploads").mkdir()
    assert visitor.get(f"/original/{row_of(visitor, AN)}").status_code == 410


def test_the_record_of_a_person_has_the_text_the_passages_and_one_signature(visitor: Visitor) -> None:
    visitor.post("/decide", left=row_of(visitor, BINH), decision="talk", explanation="cô giải thích", then="stay")
    answer = visitor.post("/hand-on", person=row_of(visitor, BINH), format="person_docx", lang="vi", names="yes")
    text = words_of(answer.content)
    assert "Toàn văn bản của Trần Thị Bình" in text
    assert TOLD[0] in text
    assert "cô giải thích" in text
    assert "Địa danh" in text
    page = visitor.post("/hand-on", person=row_of(visitor, BINH), format="person_html", lang="vi", names="yes").text
    assert page.count('class="sign"') == 1
    assert 'class="k-shared"' in page
    hidden = visitor.post("/hand-on", person=row_of(visitor, BINH), format="person_docx", lang="vi")
    assert "Trần Thị Bình" not in words_of(hidden.content)
    assert visitor.post("/hand-on", person=9999, format="person_docx", lang="vi").status_code == 404


def test_a_record_of_several_pairs_has_a_row_to_sign_for_each_writer(visitor: Visitor) -> None:
    page = visitor.post("/hand-on", which="flagged", format="html", lang="vi", names="yes").text
    assert page.count('class="sign"') == 4


def test_the_bundle_has_a_record_for_everybody_with_something_to_look_at(visitor: Visitor) -> None:
    answer = visitor.post("/hand-on", format="persons_zip", lang="vi")
    with ZipFile(BytesIO(answer.content)) as bundle:
        assert bundle.namelist() == [f"{number:04}.docx" for number in range(1, 7)]
    named = visitor.post("/hand-on", format="persons_zip", lang="vi", names="yes")
    with ZipFile(BytesIO(named.content)) as bundle:
        assert "tran_thi_binh" in " ".join(bundle.namelist())
    slips = visitor.post("/hand-on", format="slips_zip", lang="vi")
    with ZipFile(BytesIO(slips.content)) as bundle:
        assert len(bundle.namelist()) == 14


def test_a_slip_holds_nothing_of_anybody_else_and_no_figure(visitor: Visitor) -> None:
    slip = visitor.post("/hand-on", person=row_of(visitor, BINH), format="slip_html", lang="vi", names="yes").text
    assert "PHIẾU GÓP Ý" in slip
    assert "Trần Thị Bình" in slip
    for other in ("Nguyễn Văn An", "Lê Thùy Chi", *ALONE, *TOLD):
        assert other not in slip
    assert "%" not in re.sub(r"<style>.*?</style>", "", slip, flags=re.DOTALL)


def test_one_key_hides_the_names_on_every_page(visitor: Visitor) -> None:
    visitor.post("/decide-many", group="c1", decision="talk", note="gặp Nguyễn Văn An", then="stay")
    visitor.post("/choose", names="hidden")
    left, right = visitor.pair_rows(AN, BINH)
    pages = ["", "?tab=pairs", "?tab=groups", f"/pair/{left}/{right}", f"/person/{left}", "/group/c1", "/passage/0"]
    for page in [*pages, "/log", "/set-aside", "/evidence?which=flagged"]:
        text = visitor.get(page).text
        for name in ("Nguyễn Văn An", "Trần Thị Bình", "tran_thi_binh", "NGUYỄN VĂN AN"):
            assert name not in text, page
    assert "Người 1" in visitor.get(f"/pair/{left}/{right}").text
    visitor.post("/choose", names="shown")
    assert "Nguyễn Văn An" in visitor.get(f"/pair/{left}/{right}").text


def test_no_title_of_a_page_has_a_name(visitor: Visitor) -> None:
    left, right = visitor.pair_rows(AN, BINH)
    for page in ("", f"/pair/{left}/{right}", f"/person/{left}", "/group/c1", "/log"):
        title = visitor.get(page).text.split("<title>")[1].split("</title>")[0]
        assert "Nguyễn" not in title
        assert "Hạ Lang" not in title


def test_a_group_of_many_is_drawn_as_a_matrix() -> None:
    from detector.review.graph import draw_matrix
    from detector.review.index import PairRow

    pair = PairRow("1", "2", True, 300, 0.5, 0.5, 0.9, 0.8, 3, "c1", threshold=100, row=0, left=1, right=2)
    matrix = draw_matrix(range(70), [pair])
    assert len(matrix.rows) == 60
    assert matrix.left_out == 10
    found = [
        (one, other)
        for one, row in zip(matrix.rows, matrix.cells, strict=True)
        for other, cell in zip(matrix.rows, row, strict=True)
        if cell
    ]
    assert sorted(found) == [(1, 2), (2, 1)]


def test_of_one_text_in_many_hands_nobody_stands_out_as_its_source() -> None:
    """A scan lists the first text with each of the others; the picture gives each the same row."""
    from detector.review.graph import chain_members, draw_matrix, partners
    from detector.review.index import PairRow

    group = range(30)
    star = [
        PairRow("0", str(at), True, 300, 1.0, 1.0, 1.0, 0.99, 3, "c1", threshold=100, row=at, left=0, right=at)
        for at in range(1, 29)
    ]
    outside = PairRow("0", "29", True, 300, 0.5, 0.5, 0.5, 0.4, 1, "c1", threshold=100, row=29, left=0, right=29)
    matrix = draw_matrix(group, [*star, outside])
    assert {matrix.texts[row] for row in range(29)} == {0}
    assert matrix.texts[29] == 29
    assert partners(group, [*star, outside]) == {0: 29, 29: 1} | dict.fromkeys(range(1, 29), 28)
    assert chain_members(group, star) == {29}


def test_the_settings_preview_another_threshold(visitor: Visitor) -> None:
    page = visitor.get("/about").text
    evidence = re.search(r'data-evidence="\[([\d, ]+)\]"', page)
    assert evidence
    assert len(evidence[1].split(",")) >= 3


def test_the_workbook_lists_the_groups_of_the_screen_and_no_others(visitor: Visitor) -> None:
    """A group of two is a pair on both, and stays one after an exclusion."""
    openpyxl = pytest.importorskip("openpyxl")
    for step in range(2):
        screen = re.findall(r'/group/([^"/]+)"', visitor.get("?tab=groups").text.split('id="lists"')[1])
        book = openpyxl.load_workbook(BytesIO(visitor.post("/hand-on", format="xlsx", lang="vi").content))
        rows = list(book["Các cụm"].iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == list(dict.fromkeys(screen)), step
        assert screen
        visitor.post("/exclude", passage=0, kind="report", note="")


def test_a_bundle_that_leaves_people_out_says_how_many(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "Số người không có biên bản trong đó: "
    assert said not in visitor.get("/evidence").text
    monkeypatch.setattr("detector.review.pages.evidence.MAX_RECORDS", 2)
    answer = visitor.post("/hand-on", format="persons_zip", lang="vi")
    left_out = re.search(rf"{said}(\d+)", visitor.get("/evidence").text)
    assert left_out
    people = re.search(r'class="progress-words".*?</svg>[^<]*?(\d+) người', visitor.get().text, re.DOTALL)
    assert people
    assert int(left_out[1]) + len(ZipFile(BytesIO(answer.content)).namelist()) == int(people[1])
