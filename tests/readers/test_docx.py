"""Word files: reading order right, nothing lost, nothing glued, nothing twice."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx as python_docx

from detector.documents import BlockKind, HiddenWords, Hiding
from tests.readers.make import _REL, _RELS, docx, p, r, table, tcvn3, vni, zip_of, zip_with

FIXTURES = Path(__file__).parent / "fixtures"


def kinds(item) -> list[tuple[str, str]]:
    return [(block.kind.value, item.text[block.start : block.end]) for block in item.blocks]


def test_answers_in_table_cells_come_row_by_row_one_line_for_each_cell_paragraph(extract):
    body = p("Trước") + table(["TT", "Tự đánh giá"], ["1", p("Dòng một") + p("Dòng hai")]) + p("Sau")
    (item,) = extract("a.docx", docx(body))
    assert item.text == "Trước\nTT\nTự đánh giá\n1\nDòng một\nDòng hai\nSau"
    assert [block.place for block in item.blocks][1:5] == [
        "table=1 row=1 column=1",
        "table=1 row=1 column=2",
        "table=1 row=2 column=1",
        "table=1 row=2 column=2",
    ]
    assert {block.kind for block in item.blocks[1:6]} == {BlockKind.CELL}


def test_merged_cells_are_read_once():
    document = python_docx.Document()
    grid = document.add_table(2, 3)
    grid.cell(0, 0).merge(grid.cell(1, 0)).text = "dọc"
    grid.cell(0, 1).merge(grid.cell(0, 2)).text = "ngang"
    grid.cell(1, 2).text = "cuối"
    out = io.BytesIO()
    document.save(out)
    from detector.readers.docx import READER
    from detector.settings import Settings

    (item,) = READER.read(out.getvalue(), Settings())
    assert item.text == "dọc\nngang\ncuối"
    assert item.blocks[-1].place == "table=1 row=2 column=3"


def test_a_table_inside_a_cell_stands_where_the_cell_stands(text_of):
    inner = table(["trong 1", "trong 2"])
    assert text_of("a.docx", docx(table([p("trên") + inner + p("dưới"), "phải"]))) == (
        "trên\ntrong 1\ntrong 2\ndưới\nphải"
    )


def test_content_controls_are_read_around_blocks_runs_rows_and_cells(text_of):
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    row = "<w:tr><w:tc>" + p("hàng") + "</w:tc>" + control("<w:tc>" + p("ô") + "</w:tc>") + "</w:tr>"
    body = control(p("khối")) + p("Họ tên: ", control(r("Nguyễn Văn An"))) + f"<w:tbl>{control(row)}</w:tbl>"
    assert text_of("a.docx", docx(body)) == "khối\nHọ tên: Nguyễn Văn An\nhàng\nô"


def test_tracked_insertions_are_in_and_deletions_and_moves_away_are_out(text_of):
    body = p(
        "Tôi ",
        f"<w:ins>{r('luôn ')}</w:ins>",
        "<w:del><w:r><w:delText>không </w:delText></w:r></w:del>",
        f"<w:moveFrom>{r('cũ ')}</w:moveFrom>",
        "chấp hành",
    )
    assert text_of("a.docx", docx(body)) == "Tôi luôn chấp hành"


def test_a_deleted_paragraph_end_joins_two_paragraphs(text_of):
    body = p("Tôi đã ", properties="<w:rPr><w:del/></w:rPr>") + p("hoàn thành.") + p("Hết.")
    assert text_of("a.docx", docx(body)) == "Tôi đã hoàn thành.\nHết."


def test_a_text_box_is_read_once_although_it_is_stored_twice(extract):
    box = "<w:txbxContent>" + p("trong khung") + "</w:txbxContent>"
    both = (
        f"<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{box}</wps:txbx></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    (item,) = extract("a.docx", docx(p("thân bài", both) + p("sau")))
    assert kinds(item) == [("paragraph", "thân bài"), ("textbox", "trong khung"), ("paragraph", "sau")]


def test_notes_headers_and_footers_come_after_the_body(extract):
    notes = f'<w:footnote w:type="separator">{p("-")}</w:footnote><w:footnote>{p("chú thích")}</w:footnote>'
    data = docx(p("thân bài"), footer=p("Trang 1"), header=p("Đảng bộ phường"), footnotes=notes)
    (item,) = extract("a.docx", data)
    assert kinds(item) == [
        ("paragraph", "thân bài"),
        ("footnote", "chú thích"),
        ("header", "Đảng bộ phường"),
        ("footer", "Trang 1"),
    ]


def test_hidden_text_lies_beside_the_text_also_when_a_style_hides_it(extract):
    styles = '<w:style w:styleId="An"><w:rPr><w:vanish/></w:rPr></w:style>'
    body = p("thấy ", r("ẩn", "<w:vanish/>"), " thấy") + p(r("ẩn theo kiểu", '<w:rStyle w:val="An"/>'))
    (item,) = extract("a.docx", docx(body, styles=styles))
    assert item.text == "thấy  thấy"
    assert item.hidden == (
        HiddenWords(5, "ẩn", Hiding.ATTRIBUTE),
        HiddenWords(10, "ẩn theo kiểu", Hiding.ATTRIBUTE),
    )


def test_what_an_empty_content_control_shows_is_marked_as_a_placeholder(extract):
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    body = p("Họ tên: ", control(r("Nhấn để nhập"))) + control(p("Chọn một mục")) + p("Đã soạn")
    (item,) = extract("a.docx", docx(body))
    assert kinds(item) == [
        ("paragraph", "Họ tên: "),
        ("placeholder", "Nhấn để nhập"),
        ("placeholder", "Chọn một mục"),
        ("paragraph", "Đã soạn"),
    ]


def test_a_document_inside_a_document_is_read(extract):
    (item,) = extract("a.docx", (FIXTURES / "altchunk_docx.docx").read_bytes())
    lines = item.text.split("\n")
    assert (lines[:2], lines[3], item.notes) == (["Gộp", "BẢN TỰ KIỂM ĐIỂM"], "Họ và tên: Lê Thị Hạnh", ())
    assert lines[-1].startswith("Hạn chế của tôi") and lines[-1].endswith("lật sổ giấy.")


def test_documents_inside_each_other_end_at_the_third(extract):
    def around(inner: bytes, text: str) -> bytes:
        relations = _RELS.format(_REL.format(1, "aFChunk", "inner.docx"))
        return zip_with(
            docx(p(text) + '<w:altChunk r:id="r1"/>'),
            {"word/inner.docx": inner, "word/_rels/document.xml.rels": relations},
        )

    data = docx(p("5", r("ẩn", "<w:vanish/>")))
    for number in (4, 3, 2, 1):
        data = around(data, str(number))
    (item,) = extract("a.docx", data)
    assert (item.text, [note.code for note in item.notes]) == ("1\n2\n3\n4", ["damaged_part"])


def test_breaks_tabs_hyphens_and_symbols_become_characters(text_of):
    run = (
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FE"/><w:sym w:font="Symbol" w:char="F0B7"/></w:r>'
    )
    assert text_of("a.docx", docx(p(run))) == "a\tb\nc-d☑•"


def test_the_result_of_a_field_is_read_and_its_instruction_is_not(text_of):
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r("16/12/2024")}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    assert text_of("a.docx", docx(p("Ngày ", field))) == "Ngày 16/12/2024"


def test_an_old_font_within_a_unicode_paragraph_is_repaired_there_and_nowhere_else(extract):
    old = "bản thân luôn chấp hành nghiêm chỉnh chủ trương, đường lối của đảng, chính sách của nhà nước"
    fonts = '<w:rFonts w:ascii="{0}" w:hAnsi="{0}"/>'
    for encoded, font in ((tcvn3(old), ".VnTime"), (vni(old), "VNI-Times")):
        body = p("Về phẩm chất: ", r(encoded, fonts.format(font)), "; được ghi nhận.")
        (item,) = extract("a.docx", docx(body))
        assert item.text == f"Về phẩm chất: {old}; được ghi nhận."
        assert item.notes[0].code == "repaired"


def test_the_old_capital_font_gives_capitals(text_of):
    fonts = '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>'
    text = "bản tự kiểm điểm cá nhân của đảng viên, cán bộ, công chức"
    assert text_of("a.docx", docx(p(r(tcvn3(text), fonts)))) == text.upper()


def test_a_strict_open_xml_file_is_read(text_of):
    strict = docx(p("Nghiêm ngặt") + table(["ô"]))
    import zipfile

    with zipfile.ZipFile(io.BytesIO(strict)) as package:
        members = {name: package.read(name) for name in package.namelist()}
    members["word/document.xml"] = members["word/document.xml"].replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert text_of("a.docx", zip_of(members)) == "Nghiêm ngặt\nô"


def test_a_damaged_footer_is_told_and_does_not_cost_the_body(extract):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(docx(p("thân bài"), footer=p("Trang 1")))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    (item,) = extract("a.docx", zip_of(members | {"word/footer.xml": b"<w:ftr><cut"}))
    assert (item.text, item.notes[0].code) == ("thân bài", "damaged_part")


def test_an_entity_bomb_is_refused_before_it_is_parsed(extract):
    bomb = '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><w:document>&b;</w:document>'
    (item,) = extract("a.docx", zip_of({"[Content_Types].xml": "<x/>", "word/document.xml": bomb}))
    assert (item.reason, "document type" in item.detail) == ("damaged", True)


def test_deep_nesting_is_a_row(extract):
    deep = "<w:tbl><w:tr><w:tc>" * 2000 + p("đáy") + "</w:tc></w:tr></w:tbl>" * 2000
    (item,) = extract("a.docx", docx(deep))
    assert item.reason == "damaged"


def test_a_page_put_into_the_document_as_a_file_of_its_own_is_read(extract):
    relation = (
        '<Relationship Id="c" Target="chunk.html" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"/></Relationships>'
    )
    with zipfile.ZipFile(io.BytesIO(docx(p("Trước") + '<w:altChunk r:id="c"/>' + p("Sau")))) as package:
        members = {name: package.read(name) for name in package.namelist()}
    rels = "word/_rels/document.xml.rels"
    members[rels] = members[rels].decode().replace("</Relationships>", relation).encode()
    members["word/chunk.html"] = b"<html><p>Trong trang</p></html>"
    (item,) = extract("a.docx", zip_of(members))
    assert item.text == "Trước\nTrong trang\nSau"
    members["word/chunk.html"] = b"\x89PNG\r\n\x1a\n"
    (item,) = extract("a.docx", zip_of(members))
    assert [(note.code, note.detail) for note in item.notes] == [("damaged_part", "part=word/chunk.html")]


def form_field(inner: str) -> str:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{inner}</w:ffData></w:fldChar></w:r>'
    return begin + '<w:r><w:instrText> FORMFIELD </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'


def test_old_form_fields_show_their_tick_and_their_choice(text_of):
    ticked = form_field("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>")
    free = form_field("<w:checkBox><w:default w:val='1'/><w:checked w:val='0'/></w:checkBox>")
    levels = "<w:listEntry w:val='Hoàn thành'/><w:listEntry w:val='Hoàn thành tốt'/>"
    chosen = form_field(f"<w:ddList><w:result w:val='1'/>{levels}</w:ddList>")
    usual, none = form_field(f"<w:ddList>{levels}</w:ddList>"), form_field("<w:ddList><w:result w:val='7'/></w:ddList>")
    body = p(ticked, " Tốt ", free, " Khá") + p("Mức: ", chosen, "; ", usual, none)
    assert text_of("a.docx", docx(body)) == "☒ Tốt ☐ Khá\nMức: Hoàn thành tốt; Hoàn thành"
