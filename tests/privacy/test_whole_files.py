"""Names in every place of a Word file that a scan may read: headings, headers, hidden words, notes, properties."""

from __future__ import annotations

import zipfile
from html import unescape
from pathlib import Path

import pyarrow.parquet as parquet
import pytest

from detector.api import scan
from detector.report import Report
from detector.writers import WriteOptions, writer
from tests.readers.make import docx, p, r, table, zip_with

CORE = """<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>Vũ Quốc Khánh</dc:creator>
<dc:title>Phiếu của Vũ Quốc Khánh</dc:title><cp:lastModifiedBy>khanhvq</cp:lastModifiedBy></cp:coreProperties>"""
OWN = "Tôi đã dạy đủ 19 tiết mỗi tuần, soạn 35 giáo án và mở lớp phụ đạo cho bảy em học chậm của khối bốn."
FORMATS = ("csv", "xlsx", "tables", "html", "docx", "parquet")


def sheet(name: str, other: str, own: str) -> bytes:
    """A submission that names another person wherever Word can hold words."""
    body = (
        p(f"Họ và tên: {name}"),
        p("Đơn vị: Trường Tiểu học Nguyễn Du"),
        p(r(f"I. Ý KIẾN VỀ {other.upper()}"), properties='<w:pStyle w:val="Heading1"/>'),
        p(own),
        p(f"Hôm đó {other.split()[-1]} trực thay, tổ trưởng {other.split()[-1]} đã biết."),
        p(r(f"viết hộ {other}", "<w:vanish/>")),
        table([f"Người góp ý: {other}", other.split()[-1] + " ký"]),
        p("NGƯỜI TỰ ĐÁNH GIÁ"),
        p(name),
    )
    notes = f'<w:comment w:author="{other}">{p("Hỏi lại " + other)}</w:comment>'
    data = docx("".join(body), header=p(f"Phiếu của {other}"), footnotes="", comments=notes)
    return zip_with(data, {"docProps/core.xml": CORE})


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder = tmp_path_factory.mktemp("unit")
    people = ["Vũ Quốc Khánh", "Hoàng Thị Nguyệt", "Lò Văn Pún"]
    for number, name in enumerate(people):
        path = folder / f"phieu_{number}_{name.replace(' ', '_')}.docx"
        path.write_bytes(sheet(name, people[number - 1], f"{OWN} Năm nay tôi thêm việc thứ {number}."))
    (folder / "Nguyệt_hỏng.docx").write_bytes(b"PK\x03\x04 no archive")
    return scan([folder], document_history=True, jobs=1)


@pytest.mark.parametrize("name", FORMATS)
def test_no_place_of_a_file_leaves_a_name_in_what_is_handed_on(report: Report, name: str, tmp_path: Path) -> None:
    target = tmp_path / f"out{writer(name).suffix}"
    files = writer(name).write(report, target, WriteOptions(lang="vi", salt="s"))
    words = "\n".join(everything(path) for path in files).casefold()
    assert "giáo án" in words or name in ("docx", "xlsx")  # these two hold passages of pairs alone
    for trace in ("khánh", "khanh", "nguyệt", "nguyet", "pún", "nguyễn du"):
        assert trace not in words, trace


def test_the_names_stand_in_the_report_itself(report: Report) -> None:
    texts = repr([one.document for one in report.submissions]) + repr(list(report.skipped))
    for trace in ("Ý KIẾN VỀ VŨ QUỐC KHÁNH", "viết hộ Hoàng Thị Nguyệt", "tổ trưởng Pún", "Nguyệt_hỏng"):
        assert trace in texts


def everything(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(parquet.read_table(path).to_pylist())  # type: ignore[no-untyped-call]
    if path.suffix in (".xlsx", ".docx"):
        with zipfile.ZipFile(path) as packed:
            return unescape("\n".join(packed.read(one).decode(errors="replace") for one in packed.namelist()))
    return path.read_text(encoding="utf-8-sig")
