"""Old Word, rich text, OpenDocument, web pages, and the list of what is there."""

from __future__ import annotations

import quopri
import shutil
import subprocess
from pathlib import Path

import pytest

from detector.documents import BlockKind, SkipReason
from detector.errors import ReadError
from detector.readers import doc, ocr_engines, soffice, xls
from detector.readers.inventory import command_that_adds, inventory
from tests.readers.make import TRUTH, odt_of_lines, tcvn3

FIXTURES = Path(__file__).parent / "fixtures"


def kinds(item) -> list[tuple[str, str]]:
    return [(block.kind.value, item.text[block.start : block.end]) for block in item.blocks]


def test_doc_has_cells_hidden_text_and_field_results_and_no_deletions(extract):
    (item,) = extract("a.doc", (FIXTURES / "features.doc").read_bytes())
    assert kinds(item) == [
        ("paragraph", "Trước bảng"),
        ("cell", "Tiêu chí"),
        ("cell", "Tự đánh giá"),
        ("cell", "Kỷ luật"),
        ("cell", "Tốt"),
        ("paragraph", "Tôi hoàn thành nhiệm vụ"),
        ("paragraph", "Thấy được"),
        ("paragraph", "trang của xã"),
    ]
    assert [(one.text, item.text[one.at :]) for one in item.hidden] == [("không thấy được", "\ntrang của xã")]


def test_a_doc_of_word_95_says_what_to_do(extract, monkeypatch):
    monkeypatch.setattr(soffice, "program", lambda: None)
    data = bytearray((FIXTURES / "truth.doc").read_bytes())
    data[data.index(b"\xec\xa5") + 2 : data.index(b"\xec\xa5") + 4] = b"\x65\x00"
    (item,) = extract("a.doc", bytes(data))
    assert (item.reason, "LibreOffice" in item.detail) == ("unsupported", True)


CELLS = [
    ("", "Đầu"),
    ("table=1 row=1 column=1", "TT"),
    ("table=1 row=1 column=2", "Nội dung"),
    ("table=1 row=2 column=1", "1"),
    ("table=1 row=2 column=2", "Đoạn một"),
    ("table=1 row=2 column=2", "đoạn hai"),
    ("table=1 row=3 column=1", "2"),
    ("table=1 row=3 column=2", "Trước"),
    ("table=1 row=3 column=2 table=1 row=1 column=1", "trong 1"),
    ("table=1 row=3 column=2 table=1 row=1 column=2", "trong 2"),
    ("table=1 row=3 column=2", "sau"),
    ("", "Giữa"),
    ("table=2 row=1 column=1", "Ưu điểm"),
    ("table=2 row=1 column=2", "Hạn chế"),
    ("", "Cuối"),
    ("", "Trường THCS Phú Lâm"),
    ("", "Trang 1"),
]


def places(item) -> list[tuple[str, str]]:
    return [(block.place, item.text[block.start : block.end]) for block in item.blocks]


def test_every_paragraph_of_a_doc_knows_its_cell(extract):
    (item,) = extract("a.doc", (FIXTURES / "cells.doc").read_bytes())
    assert places(item) == CELLS
    assert {block.kind for block in item.blocks if block.place} == {BlockKind.CELL}
    assert [block.kind for block in item.blocks[-3:]] == [BlockKind.PARAGRAPH, BlockKind.HEADER, BlockKind.FOOTER]


@pytest.mark.slow
@pytest.mark.skipif(soffice.program() is None, reason="needs LibreOffice")
@pytest.mark.parametrize("suffix", ["docx", "rtf", "odt"])
def test_the_same_cells_have_the_same_places_in(suffix, extract, tmp_path):
    source = FIXTURES / "cells.doc"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"  # two at a time share none
    command = ["soffice", profile, "--headless", "--convert-to", suffix, "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    (item,) = extract(f"a.{suffix}", (tmp_path / f"cells.{suffix}").read_bytes())
    assert places(item) == CELLS


def test_every_paragraph_of_an_rtf_knows_its_cell(extract):
    data = (
        rb"{\rtf1\ansi Truoc\par \trowd\pard\intbl a\par b\cell c\cell\row "
        rb"\trowd\pard\intbl d\par\pard\intbl\itap2 e\nestcell{\*\nesttableprops\trowd\nestrow}"
        rb"\pard\intbl f\cell\row\pard Sau\par}"
    )
    (item,) = extract("a.rtf", data)
    assert places(item) == [
        ("", "Truoc"),
        ("table=1 row=1 column=1", "a"),
        ("table=1 row=1 column=1", "b"),
        ("table=1 row=1 column=2", "c"),
        ("table=1 row=2 column=1", "d"),
        ("table=1 row=2 column=1 table=1 row=1 column=1", "e"),
        ("table=1 row=2 column=1", "f"),
        ("", "Sau"),
    ]


@pytest.mark.slow
@pytest.mark.skipif(soffice.program() is None, reason="needs LibreOffice")
def test_libreoffice_reads_what_the_own_reader_cannot(extract, monkeypatch):
    def refuse(_: bytes) -> None:
        raise ReadError(SkipReason.UNSUPPORTED, "for the test")

    monkeypatch.setattr(doc, "_pieces", refuse)
    (item,) = extract("a.doc", (FIXTURES / "truth.doc").read_bytes())
    assert item.text == TRUTH


def test_rtf_keeps_tables_marks_hidden_text_and_leaves_out_what_is_no_text(extract):
    data = (
        rb"{\rtf1\ansi{\fonttbl{\f0 Times;}}{\info{\author X}}{\*\generator Y;}"
        rb"{\header Phi\u7871?u\par}Tr\u432?\u7899?c\par \trowd a\cell b\cell\row "
        rb"{\v hidden}{\field{\*\fldinst DATE}{\fldrslt 16/12}}\'e0\~x{\deleted gone}\par {\pict 00ff}}"
    )
    (item,) = extract("a.rtf", data)
    assert kinds(item) == [
        ("paragraph", "Trước"),
        ("cell", "a"),
        ("cell", "b"),
        ("paragraph", "16/12à\u00a0x"),
        ("header", "Phiếu"),
    ]
    assert [(one.text, item.text[one.at :][:5]) for one in item.hidden] == [("hidden", "16/12")]


def test_rtf_of_an_unknown_code_page_is_read_as_western(text_of):
    assert text_of("a.rtf", rb"{\rtf1\ansi\ansicpg125 b\'e0i\par}") == "bài"


def test_rtf_in_an_old_font_knows_the_font(extract):
    old = "".join(
        f"\\'{byte:02x}" for byte in tcvn3("chấp hành nghiêm chủ trương, đường lối của đảng").encode("cp1252")
    )
    data = b"{\\rtf1\\ansi{\\fonttbl{\\f3\\fnil .VnTimeH;}}\\f3 " + old.encode() + b"\\par}"
    (item,) = extract("a.rtf", data)
    assert item.text == "CHẤP HÀNH NGHIÊM CHỦ TRƯƠNG, ĐƯỜNG LỐI CỦA ĐẢNG"


def test_odt_has_tables_blanks_breaks_and_notes_after_the_body(extract):
    note = "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>chú thích</text:p></text:note-body></text:note>"  # fmt: skip  # noqa: E501
    cell = "<table:table-cell><text:p>ô</text:p></table:table-cell>"
    body = (
        f"<text:p>Họ tên:<text:s text:c='3'/>An\u00a0\u00a0B<text:tab/>x<text:line-break/>  y\n z{note}</text:p>"
        f"<table:table><table:table-row>{cell}<table:covered-table-cell/>{cell}</table:table-row></table:table>"
        "<text:p>sau</text:p>"
    )
    (item,) = extract("a.odt", odt_of_lines(body))
    assert kinds(item) == [
        ("paragraph", "Họ tên:   An\u00a0\u00a0B\tx\n y z"),
        ("cell", "ô"),
        ("cell", "ô"),
        ("paragraph", "sau"),
        ("footnote", "chú thích"),
    ]
    assert item.blocks[2].place == "table=1 row=1 column=3"


def test_a_web_page_under_a_doc_name_is_read_without_its_scripts(extract):
    page = "<html><head><style>p{}</style></head><body><p>Tôi đã<br>xong <b>việc</b></p><table><tr><td>a</td><td>b</td></tr></table><script>x()</script></body></html>"  # noqa: E501
    (item,) = extract("a.doc", page.encode())
    assert kinds(item) == [("paragraph", "Tôi đã\nxong việc"), ("cell", "a"), ("cell", "b")]


def test_what_a_web_page_strikes_out_is_marked(extract):
    page = "<p>Tốt / <s>Khá</s> / <span style='text-decoration: line-through'>Đạt</span></p>"
    (item,) = extract("a.html", page.encode())
    assert [text for kind, text in kinds(item) if kind == "struck"] == ["Khá", "Đạt"]


def test_the_cells_of_a_web_page_know_their_place(extract):
    inner = "<table><tr><td>trong</td></tr></table>"
    page = f"<html><table><tr><td><p>a</p><p>b</p></td><td>c{inner}d</td></tr><tr><td></td><td>e</td></tr></table><table><tr><th>f</table>sau"  # noqa: E501
    (item,) = extract("a.html", page.encode())
    assert places(item) == [
        ("table=1 row=1 column=1", "a"),
        ("table=1 row=1 column=1", "b"),
        ("table=1 row=1 column=2", "c"),
        ("table=1 row=1 column=2 table=1 row=1 column=1", "trong"),
        ("table=1 row=1 column=2", "d"),
        ("table=1 row=2 column=2", "e"),
        ("table=2 row=1 column=1", "f"),
        ("", "sau"),
    ]


def one_file_page(text: str) -> bytes:
    """As Word saves a page "in a single file"."""
    page = "<html><body>" + "".join(f"<p>{line}</p>" for line in text.split("\n")) + "</body></html>"
    head = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n'
    kind = 'Content-Transfer-Encoding: quoted-printable\r\nContent-Type: text/html; charset="utf-8"\r\n\r\n'
    return (head + kind).encode() + quopri.encodestring(page.encode()) + b"\r\n--x--\r\n"


def test_a_page_saved_in_one_file_is_read_also_under_a_doc_name(text_of):
    assert text_of("a.mht", one_file_page(TRUTH)) == text_of("a.doc", one_file_page(TRUTH)) == TRUTH


def test_word_s_own_xml_is_not_taken_for_plain_text(extract):
    (item,) = extract("a.doc", b"<?xml version='1.0'?><?mso-application progid='Word.Document'?><w:wordDocument/>")
    assert (item.reason, ".docx" in item.detail) == ("unsupported", True)


def test_the_inventory_names_every_reader_and_a_command_for_what_is_missing(monkeypatch):
    monkeypatch.setattr(soffice, "program", lambda: None)
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr(ocr_engines, "find_spec", lambda _: None)
    ocr_engines.tesseract_missing.cache_clear()
    statuses = {suffix: status for status in inventory() for suffix in status.suffixes if status.name != "not read"}
    assert {".docx", ".doc", ".pdf", ".txt", ".xlsx", ".csv", ".zip", ".odt", ".rtf", ".png"} <= set(statuses)
    command = command_that_adds(statuses.values(), "Linux")
    ocr_engines.tesseract_missing.cache_clear()
    assert statuses[".docx"].available
    assert "pip install 'kiemdiem[ocr]'" in (statuses[".png"].remedy or "")
    assert command is not None
    assert command.startswith("pip install 'kiemdiem[ocr]' && sudo apt install libreoffice-")
    assert "tesseract" not in command  # one engine is enough
    assert statuses[".xls"].program is None


def test_old_and_open_spreadsheets_without_their_reader_say_what_to_do(extract, monkeypatch):
    monkeypatch.setattr(xls, "find_spec", lambda _: None)
    (item,) = extract("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"))
    assert (item.reason, ".xlsx" in item.detail, "[office]" in item.detail) == ("unsupported", True, True)
    status = next(one for one in inventory() if ".ods" in one.suffixes)
    assert (status.available, status.extra, "[office]" in (status.remedy or "")) == (False, "office", True)
    assert command_that_adds([status], "Linux") == "pip install 'kiemdiem[office]'"
