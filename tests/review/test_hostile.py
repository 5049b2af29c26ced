"""Hostile names, texts, roster and notes through a real upload and scan: inert on every page and in every export."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import CliRunner

from detector.commands.export import command as export_command
from tests.review import hostile
from tests.review.conftest import ORIGIN, TOKEN
from tests.review.test_new_scan import client_at, finished, send

pytestmark = pytest.mark.slow


class Unit:
    """The scanned hostile unit, with decisions and exclusions in the same spirit."""

    def __init__(self, client: Any, folder: Path) -> None:
        self.client = client
        self.run = folder / "độc"
        self.base = "/run/%C4%91%E1%BB%99c"

    def get(self, path: str) -> str:
        answer = self.client.get(self.base + path)
        assert answer.status_code == 200, path
        return str(answer.text)

    def post(self, path: str, **fields: Any) -> Any:
        page = self.client.get(self.base + "/pair/0/1")
        text = page.text if page.status_code == 200 else self.get(self.links("pair")[0])
        hidden = dict(re.findall(r'name="(csrf|scan)" value="([^"]*)"', text))
        answer = self.client.post(self.base + path, data=hidden | fields, headers={"origin": ORIGIN})
        assert answer.status_code == 200, answer.text
        return answer

    def links(self, kind: str) -> list[str]:
        tabs = {"pair": "pairs", "person": "submissions", "group": "groups"}
        found = re.findall(rf'href="{self.base}(/{kind}/[^"#?]+)"', self.get(f"?tab={tabs[kind]}"))
        return list(dict.fromkeys(found))


@pytest.fixture(scope="module")
def unit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Unit]:
    folder = tmp_path_factory.mktemp("runs")
    client = client_at(folder)
    files = [("submissions", one) for one in hostile.submissions()]
    files += [("roster", (f"{hostile.SCRIPT}.csv", hostile.roster()))]
    state = finished(client, send(client, files, name="độc"))
    assert state["error"] == ""
    unit = Unit(client, folder)
    left, right = unit.links("pair")[0].split("/")[2:4]
    words = {"note": hostile.FORMULA + hostile.SCRIPT, "explanation": hostile.SCRIPT + hostile.REVERSED}
    unit.post("/decide", left=left, right=right, decision="talk", reviewer=hostile.SCRIPT, then="stay", **words)
    unit.post("/decide", left=left, decision="rewrite", reviewer=hostile.FORMULA, then="stay", **words)
    unit.post("/exclude", passage=0, kind="form", note=hostile.SCRIPT, reviewer=hostile.REVERSED)
    yield unit


def pages(unit: Unit) -> list[str]:
    kinds = [path for kind in ("pair", "person", "group") for path in unit.links(kind)]
    lists = ["", "?tab=submissions", "?tab=groups", "?of=pairs&scale=log", "/set-aside", "/log", "/log?of=opened"]
    return [*lists, "/about", "/evidence?which=decided", "/evidence?which=flagged", "/passage/0", *kinds]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_no_page_runs_shows_or_turns_anything(unit: Unit, lang: str) -> None:
    unit.post("/choose", lang=lang)
    opened = pages(unit)
    assert len(opened) > 14
    for path in opened:
        assert hostile.harm(unit.get(path)) == [], path
        assert "49" not in re.findall(r"onerror=window.pwned=1&gt;&#34;&#39;`(\d+)", unit.get(path))
    for query in (hostile.SCRIPT, hostile.REVERSED, "shared:" + hostile.SCRIPT):
        assert hostile.harm(str(unit.client.get(unit.base, params={"q": query}).text)) == []
    start = unit.client.get("/").text
    assert hostile.harm(start) == []


def test_no_page_is_swollen_by_a_name_of_a_megabyte(unit: Unit) -> None:
    for path in ("", "?tab=submissions", "?tab=groups", "/log", "/log?of=opened", "/set-aside"):
        assert len(unit.get(path)) < 200_000, path


def test_uploads_stay_below_their_folder(unit: Unit) -> None:
    above = unit.run.parent
    assert sorted(path.name for path in above.iterdir()) == ["độc"]
    stored = [path for path in (unit.run / "uploads").rglob("*") if path.is_file()]
    assert len(stored) == 9
    assert all(len(path.name.encode()) <= 140 and "\u202e" not in path.name for path in stored)


def test_a_file_name_of_a_megabyte_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    answer = send(client_at(tmp_path), [("submissions", (hostile.MEGABYTE + ".txt", b"x"))])
    assert answer.status_code == 400
    assert "tên tệp quá dài" in answer.text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("names", ["", "yes"])
def test_the_record_for_word_has_no_link_no_field_and_no_macro(unit: Unit, names: str) -> None:
    content = unit.post("/hand-on", format="docx", lang="vi", which="decided", names=names).content
    check_docx(content)


def check_docx(content: bytes) -> None:
    pytest.importorskip("docx").Document(BytesIO(content))
    with ZipFile(BytesIO(content)) as package:
        names = package.namelist()
        assert not [name for name in names if "vba" in name.lower() or "embeddings" in name]
        for name in names:
            if name.endswith(".rels"):
                assert b'TargetMode="External"' not in package.read(name)
        document = package.read("word/document.xml").decode()
    assert "instrText" not in document
    assert "<script" not in document
    assert "\u202e" not in document


@pytest.mark.parametrize("names", ["", "yes"])
def test_the_record_to_print_has_no_script(unit: Unit, names: str) -> None:
    page = unit.post("/hand-on", format="html", lang="en", which="decided", names=names).text
    assert hostile.harm(page, scripts=False) == []
    assert "window.pwned" in page  # the words themselves are evidence and stay readable


def test_no_cell_of_the_workbook_calculates_or_leads_anywhere(unit: Unit) -> None:
    check_xlsx(unit.post("/hand-on", format="xlsx", lang="vi", names="yes").content)


def check_xlsx(content: bytes) -> None:
    book = pytest.importorskip("openpyxl").load_workbook(BytesIO(content))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]
    assert any(str(cell.value).startswith("=HYPERLINK") for cell in cells)
    assert all(cell.quotePrefix for cell in cells if str(cell.value)[:1] in ("=", "+", "-", "@"))
    assert not [cell for cell in cells if "\u202e" in str(cell.value)]
    with ZipFile(BytesIO(content)) as package:
        assert not [name for name in package.namelist() if "external" in name.lower() or "vba" in name.lower()]


def test_the_key_of_the_codes_calculates_nothing(unit: Unit) -> None:
    content = unit.post("/hand-on", format="key", lang="vi").content.decode("utf-8-sig")
    csv.field_size_limit(10_000_000)
    rows = list(csv.reader(StringIO(content)))
    assert len(rows) > 4
    assert not [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]


def test_every_export_of_the_command_line_is_inert(unit: Unit, tmp_path: Path) -> None:
    for kind in ("docx", "xlsx", "html", "csv", "jsonl"):
        out = tmp_path / (f"out.{kind}" if kind in ("docx", "xlsx", "html") else kind)
        done = CliRunner().invoke(
            export_command, [str(unit.run), "--format", kind, "-o", str(out), *([] if kind == "jsonl" else ["--names"])]
        )
        assert done.exit_code == 0, done.output
    check_docx((tmp_path / "out.docx").read_bytes())
    check_xlsx((tmp_path / "out.xlsx").read_bytes())
    report = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert "<img src=x" not in report
    assert "<script>window.pwned" not in report
    csv.field_size_limit(10_000_000)
    for path in (tmp_path / "csv").glob("*.csv"):
        rows = list(csv.reader(StringIO(path.read_text(encoding="utf-8-sig"))))
        assert not [cell[:40] for row in rows for cell in row if cell[:1] in ("=", "+", "@", "\t")], path


@pytest.mark.parametrize(
    ("request_of", "status"),
    [
        ({"url": "/run/%C4%91%E1%BB%99c", "cookies": False}, 403),
        ({"url": f"/?token={TOKEN}x", "cookies": False}, 403),
        ({"url": "/run/%C4%91%E1%BB%99c", "headers": {"host": "evil.example:8765"}}, 421),
        ({"url": "/run/..%2F..%2Fetc%2Fpasswd"}, 404),
        ({"url": "/assets/0/..%2F..%2Fapp.py"}, 404),
        ({"url": "/scan", "method": "POST", "headers": {"origin": "http://evil.example"}}, 403),
        ({"url": "/scan", "method": "POST", "headers": {"origin": ORIGIN, "content-length": "9999999999"}}, 413),
        ({"url": "/run/%C4%91%E1%BB%99c/decide", "method": "POST", "headers": {"origin": ORIGIN}}, 403),
        ({"url": "/run/%C4%91%E1%BB%99c", "method": "DELETE"}, 405),
    ],
)
def test_what_does_not_come_from_the_page_is_refused(unit: Unit, request_of: dict[str, Any], status: int) -> None:
    client = client_at(unit.run.parent)
    if request_of.get("cookies") is False:
        client.cookies.clear()
    answer = client.request(
        request_of.get("method", "GET"), request_of["url"], headers=request_of.get("headers"), follow_redirects=False
    )
    assert answer.status_code == status
