"""Blind mode gives nothing away before a decision: no figure, no order, no search."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from detector import storage
from tests.report_factory import unit_report
from tests.reports import report_of
from tests.review.conftest import Visitor, enter


@pytest.fixture
def blind(run: Path) -> Visitor:
    visitor = enter(run)
    visitor.post("/choose", mode="blind")
    return visitor


def order(visitor: Visitor, path: str, kind: str) -> list[str]:
    table = visitor.get(path).text.split("<tbody>")[1]
    return list(dict.fromkeys(re.findall(rf'/{kind}/([\d/]+)"', table)))


@pytest.mark.parametrize(("path", "kind"), [("?tab=pairs", "pair"), ("?tab=submissions", "person")])
def test_the_order_does_not_follow_the_strength(run: Path, blind: Visitor, path: str, kind: str) -> None:
    """Turning every share and every bit around leaves the lists as they were."""
    before = order(blind, path, kind)
    report = unit_report()
    bits = sorted(pair.evidence for pair in report.pairs)
    pairs = [
        replace(pair, evidence=low, left_share=low / 1000, right_share=low / 1000)
        for pair, low in zip(report.pairs, bits, strict=True)
    ]
    storage.save(
        report_of(report.settings, list(report.submissions), pairs, list(report.passages), [], [], report.others), run
    )
    assert order(blind, path, kind) == before
    assert len(before) > 2


def test_a_search_by_figures_does_not_tell_what_is_undecided(blind: Visitor) -> None:
    page = blind.get("?tab=pairs&q=shared:>60").text
    assert "/pair/" not in page.split("<tbody>")[1]
    assert "chỉ thấy những gì đã có kết luận" in page
    left, right = blind.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    blind.post("/decide", left=left, right=right, decision="talk", then="stay")
    assert f"/pair/{left}/{right}" in blind.get("?tab=pairs&q=shared:>60").text.split("<tbody>")[1]


def test_neither_chart_nor_graph_shows_a_strength(blind: Visitor) -> None:
    overview, group = blind.get().text, blind.get("/group/c1").text
    assert "columns-chart" not in overview
    assert "histogram" not in overview.replace("histogram-", "")
    assert "data-strength" not in group
    assert len(set(re.findall(r'class="edge (w\d)', group))) == 1


def test_the_page_of_a_pair_carries_no_bits(blind: Visitor) -> None:
    left, right = blind.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")
    assert '"bits"' not in blind.get(f"/pair/{left}/{right}").text


def test_the_next_pair_comes_by_lot_and_each_comes_once(blind: Visitor) -> None:
    seen = [re.findall(r"/pair/(\d+)/(\d+)", blind.get("?tab=pairs").text.split("<tbody>")[1])[0]]
    for _ in range(3):
        answer = blind.post("/decide", left=seen[-1][0], right=seen[-1][1], decision="talk", then="next")
        seen += re.findall(r"/pair/(\d+)/(\d+)", answer.url.path)
    assert len(set(seen)) == len(seen) == 3
    assert answer.url.path.endswith(blind.base)


def own_pair(visitor: Visitor) -> tuple[int, int]:
    return visitor.pair_rows("to_1/an.docx", "to_1/tran_thi_binh.docx")


def test_two_blind_readers_see_nothing_of_one_another_before_they_decide(run: Path) -> None:
    first, second = enter(run), enter(run)
    for visitor, name in ((first, "Lê Một"), (second, "Vũ Hai")):
        visitor.post("/choose", mode="blind", reviewer=name)
    left, right = own_pair(first)
    first.post("/decide", left=left, right=right, decision="refer", note="gặp cả hai", reviewer="Lê Một", then="stay")
    pages = ["", "?tab=pairs", "?tab=submissions", "/log", "/group/c1", f"/pair/{left}/{right}", f"/person/{left}"]
    for page in [*pages, "/evidence?which=flagged", "/log?of=readings", "/about"]:
        text = second.get(page).text
        form = text.replace(second_form(text), "")
        for word in ("gặp cả hai", "Lê Một", "state-refer"):
            assert word not in form, page
    for format in ("html", "person_html", "docx", "xlsx"):
        file = second.post("/hand-on", format=format, lang="vi", which="flagged", person=left, reviewer="")
        words = packed_words(file.content) if format in ("docx", "xlsx") else file.text
        assert "gặp cả hai" not in words, format
        assert "Lê Một" not in words, format
    second.post("/decide", left=left, right=right, decision="talk", reviewer="Vũ Hai", then="stay")
    after = second.get(f"/pair/{left}/{right}").text
    assert "gặp cả hai" in after
    assert "Lê Một" in second.get("/log").text
    log = enter(run).get("/log").text
    assert "Lê Một" in log
    assert "Vũ Hai" in log


def packed_words(content: bytes) -> str:
    """What the XML of a package says."""
    with ZipFile(BytesIO(content)) as package:
        return "".join(package.read(name).decode() for name in package.namelist() if name.endswith(".xml"))


def second_form(text: str) -> str:
    """The legend of the keys and the form name every conclusion; they say nothing of anybody."""
    found = re.search(r"<form[^>]*id=\"decision\".*?</form>", text, re.DOTALL)
    return found[0] if found else "\0"


def test_the_page_of_a_pair_in_blind_mode_has_what_its_script_reads(blind: Visitor) -> None:
    left, right = own_pair(blind)
    page = blind.get(f"/pair/{left}/{right}").text
    assert '"blind": true' in page or '"blind":true' in page
    for figure in ('"bits"', '"similarity"', '"spread"'):
        assert figure not in page
