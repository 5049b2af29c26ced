"""Slips of a unit and of a draft: the own text alone, by what it lacks."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from click.testing import CliRunner

from detector.cli import cli
from detector.language import translator
from detector.report import Report
from detector.settings import Settings
from detector.slips import Slip, make_slips
from detector.slips.content import MAX_QUOTES
from detector.slips.draw import slip_docx, slip_html
from detector.slips.text import slip_text
from detector.slips.unit import slip_of_draft
from tests.benchmarks.labelled_units import scanned

pytestmark = pytest.mark.xdist_group("labelled units")

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "data" / "sample_unit"
STOCK = (
    "Bản thân luôn chấp hành nghiêm chỉnh chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước. "
    "Luôn có tinh thần trách nhiệm cao trong công việc được giao."
)


@pytest.fixture(scope="module")
def report() -> Report:
    return scanned("unit_a")


def sentences(text: str) -> set[str]:
    cut = (" ".join(one.split()).casefold() for one in re.split(r"[.;!?\n]", text))
    return {one for one in cut if len(one.split()) >= 5}


def test_no_slip_of_the_sample_holds_a_sentence_that_only_others_have(report: Report) -> None:
    assert of_others(report) == []


@pytest.mark.parametrize("name", ["unit_c", "unit_d", "unit_e", "unit_f"])
def test_no_slip_of_a_unit_holds_a_sentence_that_only_others_have(name: str) -> None:
    assert of_others(scanned(name)) == []


def of_others(report: Report) -> list[tuple[str, str]]:
    """(id of a slip, sentence in it that its writer has nowhere and somebody else has)."""
    texts = {row.id: row.document.text for row in report.submissions}
    every = {id: sentences(text) for id, text in texts.items()}
    others = {document.id: sentences(document.text) for document in report.others}
    slips = make_slips(report)
    assert len(slips) == len(texts)
    assert sum(bool(slip.parts) for slip in slips) > 5
    found = []
    for slip in slips:
        page = " ".join(unescape(re.sub(r"<[^>]+>", " ", slip_html(slip, "vi"))).split()).casefold()
        own = " ".join(texts[slip.id].split()).casefold()
        foreign = {one for id, said in (every | others).items() if id != slip.id for one in said if one not in own}
        found += [(slip.id, one) for one in foreign if one in page]
    return found


def test_a_slip_has_no_score_no_colleague_and_no_accusation(report: Report) -> None:
    names = {row.document.author for row in report.submissions if row.document.author}
    for slip in make_slips(report):
        page = slip_html(slip, "vi")
        said = page.split("<body>")[1]
        quoted = " ".join(part.asked + " ".join(quote.text for quote in part.quotes) for part in slip.parts)
        assert [name for name in names if name != slip.name and name in said and name not in quoted] == []
        for word in ("sao chép", "vi phạm", "bit"):
            assert word not in said.replace(quoted, "") or word in quoted


def test_every_slip_of_a_run_in_one_command(report: Report, tmp_path: Path) -> None:
    report.save(tmp_path / "run")
    result = CliRunner().invoke(
        cli, ["slips", str(tmp_path / "run"), "-o", str(tmp_path / "phieu"), "--format", "html"]
    )
    assert result.exit_code == 0, result.output
    files = sorted((tmp_path / "phieu").iterdir())
    assert len(files) == len(report.submissions)
    names = {row.document.author for row in report.submissions if row.document.author}
    text = "".join(file.name + file.read_text(encoding="utf-8") for file in files)
    assert [name for name in names if name in text] == []


def test_a_draft_is_told_its_stock_clauses_its_old_words_and_its_empty_parts(tmp_path: Path) -> None:
    old = "Năm qua tôi dạy mười sáu tiết Ngữ văn và đưa các em thăm khu di tích của huyện nhà."
    draft, form, last = tmp_path / "nhap.txt", tmp_path / "mau.txt", tmp_path / "cu.txt"
    form.write_text("I. TỰ ĐÁNH GIÁ\nII. HẠN CHẾ\n", encoding="utf-8")
    last.write_text(f"I. TỰ ĐÁNH GIÁ\n{old}\nII. HẠN CHẾ\n", encoding="utf-8")
    new = "Tôi viết 3 sáng kiến, chấm 480 bài, ngày 12/4 báo cáo ở cụm Hạ Lang."
    body = f"I. TỰ ĐÁNH GIÁ\n{old}\n{new}\nII. HẠN CHẾ\n{STOCK}\n"
    draft.write_text(body, encoding="utf-8")
    command = ["draft", str(draft), "--form", str(form), "--previous", str(last), "--lang", "vi"]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.output
    assert f"“{old}” – có trong bản kỳ trước" in result.output
    assert "HẠN CHẾ" in result.output
    assert "Phần này không có số liệu" in result.output
    assert "480 bài" not in result.output
    out = tmp_path / "phieu.docx"
    assert CliRunner().invoke(cli, [*command, "-o", str(out)]).exit_code == 0
    assert out.stat().st_size > 5_000
    assert CliRunner().invoke(cli, [*command, "-o", str(tmp_path / "x.pdf")]).exit_code == 2


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_a_draft_of_which_only_the_beginning_was_read_says_so(tmp_path: Path, lang: str) -> None:
    text = "".join(f"Tôi chấm {n} bài của lớp {n % 12} và ghi sổ.\n" for n in range(80))
    (tmp_path / "nhap.txt").write_text(text, encoding="utf-8")
    (tmp_path / "cu").mkdir()
    (tmp_path / "cu" / "nam_ngoai.txt").write_text("Năm ngoái tôi dạy lớp bảy ở trường này.", encoding="utf-8")
    (tmp_path / "cu" / "hong.docx").write_bytes(b"PK\x03\x04 no package")
    assert told(slip_of_draft(tmp_path / "nhap.txt"), lang) == []
    (cut,) = told(slip_of_draft(tmp_path / "nhap.txt", settings=Settings().replace(max_characters=1_000)), lang)
    assert re.search(r"1[.,]000 .* \d[.,]\d{3} ", cut)
    (lost,) = told(slip_of_draft(tmp_path / "nhap.txt", previous=[tmp_path / "cu"]), lang)
    assert "hong.docx" in lost


def told(slip: Slip, lang: str) -> list[str]:
    """Lines that say what was not read: the same on the terminal, in .html and in .docx."""
    say = translator(lang).gettext("Not everything was read:")
    lines = [one for one in slip_text(slip, lang).splitlines() if one.startswith(say)]
    document = pytest.importorskip("docx").Document(BytesIO(slip_docx(slip, lang)))
    assert [one.text for one in document.paragraphs if one.text.startswith(say)] == lines
    page = " ".join(unescape(re.sub(r"<[^>]+>", " ", slip_html(slip, lang))).split())
    assert page.count(say) == len(lines)
    assert all(line in page for line in lines)
    return lines


def test_sentences_beyond_those_quoted_are_counted(tmp_path: Path) -> None:
    say = "Tôi luôn tích cực tham gia phong trào thi đua số {} của cơ quan.\n"
    same = "".join(say.format(n) for n in range(MAX_QUOTES + 5))
    for name in ("nhap.txt", "cu.txt"):
        (tmp_path / name).write_text(f"I. TỰ ĐÁNH GIÁ\n{same}", encoding="utf-8")
    (part,) = slip_of_draft(tmp_path / "nhap.txt", previous=[tmp_path / "cu.txt"]).parts
    assert (len(part.quotes), part.more) == (MAX_QUOTES, 5)
