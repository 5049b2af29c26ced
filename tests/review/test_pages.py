"""What the pages show, find, hide and hand on; and that hostile words stay words."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from detector import storage
from detector.review.people import person_key
from detector.review.search import parse
from detector.review.uploads import safe_path
from tests.report_factory import submission, unit_report
from tests.review.conftest import Visitor, enter

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{7*7}}\u202egnp.exe"


def rows_of(page: str) -> list[str]:
    table = page.split("<tbody>")[1].split("</tbody>")[0]
    return re.findall(r"<tr.*?</tr>", table, re.S)


PAGES = ["", "?tab=submissions", "?tab=groups", "?of=pairs&scale=log", "/pair/0/1", "/passage/0", "/person/0"]
PAGES += ["/group/c1", "/set-aside", "/log", "/about", "/evidence?which=flagged"]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_in_both_languages_without_inline_code(run: Path, path: str, lang: str) -> None:
    page = enter(run, lang=lang, reviewer="X").get(path)
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    assert not re.search(r"<[^>]+\s(style|on\w+)=", page.text)
    assert re.findall(r"<script(?![^>]*(?:src=|application/json))", page.text) == []


@pytest.mark.parametrize("path", ["/pair/0/999", "/pair/3/1", "/person/999", "/group/none", "/passage/99999", "/x"])
def test_what_is_not_there_is_a_page_that_says_so(visitor: Visitor, path: str) -> None:
    page = visitor.get(path)
    assert page.status_code == 404
    assert "Không có gì ở địa chỉ này" in page.text


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("nguyen van an", 3),
        ("binh", 1),
        ("shared:>60", 1),
        ("trùng:>60", 1),
        ("shared:20-55", 2),
        ("status:open", 3),
        ("status:done", 0),
        ("group:c1", 3),
        ("bits:<150", 1),
    ],
)
def test_pairs_are_found_by_words_and_conditions(visitor: Visitor, query: str, expected: int) -> None:
    page = visitor.client.get(visitor.base, params={"q": query, "tab": "pairs"}).text
    found = [row for row in rows_of(page) if "/pair/" in row]
    assert len(found) == expected


def test_a_condition_that_is_not_understood_is_told(visitor: Visitor) -> None:
    page = visitor.client.get(visitor.base, params={"q": "shared:viel foo:1"}).text
    assert "Không hiểu nên bỏ qua: shared:viel foo:1" in page


def test_numbers_of_a_search_are_read_in_both_styles() -> None:
    assert parse("shared:>=40,5").numbers["shared"](40.5)
    assert not parse("shared:>40.5%").numbers["shared"](40.5)
    assert parse("own:20-30").numbers["own"](29.9)
    assert not parse("own:20-30").numbers["own"](30)


def test_blind_mode_shows_no_figure_before_a_decision(run: Path) -> None:
    visitor = enter(run)
    left, right = visitor.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    path = f"/pair/{left}/{right}"
    assert "310 bit" in visitor.get(path).text
    visitor.post("/choose", mode="blind")
    for page in (path, "?tab=pairs", "?tab=submissions", f"/person/{left}", "/group/c1"):
        shown = re.sub(r'"bits": ?[\d.]+', "", visitor.get(page).text)
        assert not re.search(r"\b310\b|\b62 ?%", shown), page
    visitor.post("/decide", left=left, right=right, decision="talk", then="stay")
    assert "310 bit" in visitor.get(path).text


def test_hostile_words_stay_words_on_every_page(tmp_path: Path) -> None:
    row = submission(f"{HOSTILE[:80]}.docx", HOSTILE, [(HOSTILE + "x" * 1_000_000, "own")])
    row = replace(row, document=replace(row.document, unit=HOSTILE, post=HOSTILE))
    storage.save(unit_report(extra=[row]), tmp_path / "unit")
    visitor = enter(tmp_path / "unit")
    number = visitor.pair_rows(row.id, row.id)[0]
    visitor.post("/decide", left=number, decision="talk", note=HOSTILE, explanation=HOSTILE, reviewer=HOSTILE)
    for path in ("", "?tab=submissions&page=1", f"/person/{number}", "/log", "/about", "/evidence", f"?q={HOSTILE}"):
        page = visitor.get(path).text
        assert "<img" not in page, path
        assert "<script>alert" not in page, path
        assert "49" not in re.findall(r"x onerror=alert\(1\)>&#34;&#39;(\S*)\u202e", page)


def test_the_record_is_a_document_with_both_passages_the_decision_and_lines_to_sign(visitor: Visitor) -> None:
    docx = pytest.importorskip("docx")
    left, right = visitor.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    visitor.post("/decide", left=left, right=right, decision="talk", note="gặp Nguyễn Văn An", then="stay")
    content = visitor.post("/hand-on", format="docx", lang="vi", which="decided").content
    document = docx.Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    text = "\n".join([*(p.text for p in document.paragraphs), *cells])
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in text
    assert "BIÊN BẢN RÀ SOÁT" in text
    assert "Tôi dạy 17 tiết Toán" in text
    assert "Kết luận: cần trao đổi" in text
    assert "NGƯỜI RÀ SOÁT" in text
    assert re.search(r"N-[0-9a-f]{6}", text)
    assert "Nguyễn Văn An" not in text
    assert "Trần Thị Bình" not in text


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_names_are_shown_only_where_they_are_asked_for(visitor: Visitor, kind: str) -> None:
    def text(**fields: str) -> str:
        content = visitor.post("/hand-on", format=kind, lang="en", which="flagged", **fields).content
        if kind == "html":
            return str(content.decode())
        return str(ZipFile(BytesIO(content)).read("word/document.xml").decode())

    assert "Nguyễn Văn An" not in text()
    assert "an.docx" not in text()
    assert "Nguyễn Văn An" in text(names="yes")


def test_the_page_to_hand_on_has_no_script_and_loads_nothing(visitor: Visitor) -> None:
    page = visitor.post("/hand-on", format="html", lang="vi", which="flagged").text
    assert "<script" not in page
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert "default-src 'none'" in page.replace("&#39;", "'")


def test_results_and_the_key_of_the_codes_can_be_handed_on(visitor: Visitor) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    content = visitor.post("/hand-on", format="xlsx", lang="vi").content
    assert len(openpyxl.load_workbook(BytesIO(content)).sheetnames) > 3
    key = visitor.post("/hand-on", format="key", lang="vi").content.decode("utf-8-sig")
    assert "Nguyễn Văn An" in key
    assert key.startswith("mã,loại,tên")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.docx", "a.docx"),
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\Users\\an\\b.docx", "C_/Users/an/b.docx"),
        ("/abs/olute.txt", "abs/olute.txt"),
        ("con.docx", "_con.docx"),
        ("a\u202egnp.exe", "a_gnp.exe"),
        ("..", "file"),
        ("tổ 1/An?.docx", "tổ 1/An_.docx"),
    ],
)
def test_an_uploaded_name_stays_below_its_folder(name: str, expected: str) -> None:
    assert str(safe_path(name)) == expected


def test_a_name_of_a_megabyte_is_cut() -> None:
    path = safe_path("á" * 1_000_000 + ".docx")
    assert len(path.name.encode()) <= 140
    assert path.name.endswith(".docx")


def test_a_person_is_the_same_in_any_spelling_of_the_case() -> None:
    one = person_key("Nguyễn  Văn An", "Trường A", "submission", 2024, "x")
    assert one == person_key("NGUYỄN VĂN AN", "trường a", "submission", 2025, "y")
    assert one != person_key("Nguyễn Văn An", "Trường A", "previous", 2023, "x")
