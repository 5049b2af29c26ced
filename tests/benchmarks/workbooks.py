"""Workbooks of up to 2 MB that were made to harm: the peak of memory of a scan of each, and what becomes of the file.

    python -m tests.benchmarks.workbooks

Each lies beside two ordinary texts, which must be read. Prints Markdown; exit status 1 if a scan needs 500 MiB or more,
ends with an error, or loses a file. Linux only.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from detector.storage import load
from detector.writers.outcomes import file_outcomes
from tests.benchmarks.scaling.measure import python, run, table
from tests.readers.make import zip_of

MOST_MIB = 500
MOST_BYTES = 2 * 2**20
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_TEXT = "Tôi đã soạn giáo án, dự giờ đồng nghiệp và kèm học sinh yếu đọc chậm. " * 400  # about 28,000 characters


def workbook(sheets: list[str], strings: str = "", styles: str = "") -> bytes:
    """Of the inner XML of each sheet, of the shared strings and of the styles."""
    numbers = range(1, len(sheets) + 1)
    shown = "".join(f'<sheet name="S{n}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINK}/worksheet" Target="worksheets/s{n}.xml"/>' for n in numbers
    )
    links += f'<Relationship Id="rIdS" Type="{_LINK}/sharedStrings" Target="sharedStrings.xml"/>'
    links += f'<Relationship Id="rIdT" Type="{_LINK}/styles" Target="styles.xml"/>'
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="r" Type="{_LINK}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook {_MAIN} xmlns:r="{_LINK}"><sheets>{shown}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>',
        "xl/sharedStrings.xml": f"<sst {_MAIN}>{strings}</sst>",
        "xl/styles.xml": f"<styleSheet {_MAIN}>{styles}</styleSheet>",
    }
    return zip_of(
        parts
        | {
            f"xl/worksheets/s{n}.xml": f"<worksheet {_MAIN}>{sheet}</worksheet>"
            for n, sheet in zip(numbers, sheets, strict=True)
        }
    )


def rows(number: int, cell: str) -> str:
    """`cell` in each row, its figure ``{n}`` the row's."""
    return (
        "<sheetData>"
        + "".join(f'<row r="{n}">{cell.replace("{n}", str(n))}</row>' for n in range(1, number + 1))
        + "</sheetData>"
    )


def words(number: int) -> str:
    """Text that does not compress away."""
    chance = random.Random(number)
    return " ".join(f"{chance.getrandbits(40):x}" for _ in range(number))


HEAD = '<row r="1">{}</row>'.format(
    "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in ("Họ và tên", "Tự nhận xét"))
)


def made_to_harm() -> Iterator[tuple[str, bytes]]:
    """(what it is, the file)."""
    shared = f"<si><t>{_TEXT}</t></si>"
    yield "one shared string in 200,000 cells", workbook([rows(200_000, '<c r="A{n}" t="s"><v>0</v></c>')], shared)
    answers = rows(100_000, '<c r="A{n}" t="inlineStr"><is><t>Người {n}</t></is></c><c r="B{n}" t="s"><v>0</v></c>')
    yield (
        "100,000 answers of one shared string",
        workbook([answers.replace("<sheetData>", "<sheetData>" + HEAD)], shared),
    )
    yield (
        "200 shared strings in 40,000 cells",
        workbook(
            [rows(40_000, "".join(f'<c t="s"><v>{n}</v></c>' for n in range(5)))],
            "".join(f"<si><t>{n} {_TEXT}</t></si>" for n in range(200)),
        ),
    )
    yield "2 MB of words", workbook([rows(1, f'<c t="inlineStr"><is><t>{words(320_000)}</t></is></c>')])
    yield "inline text again and again", workbook([rows(2_000, f'<c t="inlineStr"><is><t>{_TEXT}</t></is></c>')])
    yield (
        "rich text of a million runs",
        workbook([rows(9, '<c t="s"><v>0</v></c>')], "<si>" + "<r><t>a</t></r>" * 1_000_000 + "</si>"),
    )
    yield (
        "a million shared strings",
        workbook([rows(9, '<c t="s"><v>0</v></c>')], "".join(f"<si><t>{n}</t></si>" for n in range(600_000))),
    )
    yield "a million numbers", workbook([rows(200_000, "<c><v>1</v></c>" * 5)])
    yield "16,384 columns", workbook([rows(300, "<c><v>7</v></c>" * 16_384)])
    yield (
        "the last cell of the sheet",
        workbook(['<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>']),
    )
    yield "3,000 sheets", workbook([rows(3, '<c t="s"><v>0</v></c>')] * 3_000, shared)
    yield (
        "a million formats",
        workbook(
            [rows(9, '<c s="9"><v>45000</v></c>')], "", "<cellXfs>" + '<xf numFmtId="14"/>' * 1_000_000 + "</cellXfs>"
        ),
    )
    yield (
        "half a million merged ranges",
        workbook(
            [
                rows(9, "<c><v>1</v></c>")
                + "<mergeCells>"
                + '<mergeCell ref="A1:XFD1048576"/>' * 500_000
                + "</mergeCells>"
            ]
        ),
    )
    yield "tags 100,000 deep", workbook(["<a>" * 100_000 + "</a>" * 100_000])
    yield "a text of 60 MB", workbook([rows(1, f'<c t="inlineStr"><is><t>{_TEXT * 2_000}</t></is></c>')])
    yield (
        "dates in a million cells",
        workbook([rows(250_000, '<c s="0"><v>45000</v></c>' * 4)], "", '<cellXfs><xf numFmtId="14"/></cellXfs>'),
    )


def main() -> int:
    failed, found = False, []
    for number, (what, data) in zip(count(1), made_to_harm()):
        with tempfile.TemporaryDirectory() as place:
            unit = Path(place) / "unit"
            unit.mkdir()
            for name in ("an", "binh"):
                (unit / f"{name}.txt").write_text(f"Họ và tên: {name}\n{_TEXT[:3000]} {words(60)}", encoding="utf-8")
            (unit / "harm.xlsx").write_bytes(data)
            cost, _ = run(
                python("-m", "detector", "scan", unit, "-o", Path(place) / "run", "--jobs", "2"),
                cache=Path(place) / "cache",
            )
            outcomes = file_outcomes(load(Path(place) / "run"))
        mine = {f"{one.outcome} {' '.join(one.reasons)}".strip() for one in outcomes if "harm.xlsx" in one.path}
        others = sum("harm" not in one.path for one in outcomes)
        failed |= cost.peak_mib >= MOST_MIB or not mine or others != 2 or len(data) > MOST_BYTES
        found.append(
            {
                "workbook": what,
                "kB": len(data) // 1000,
                "MiB": round(cost.peak_mib),
                "CPU s": round(cost.cpu, 1),
                "outcome": ", ".join(sorted(mine)[:3]) or "LOST",
            }
        )
        print(number, found[-1], file=sys.stderr, flush=True)
    print(table(list(found[0]), found))
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
