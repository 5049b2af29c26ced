from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from detector import __version__
from detector.documents import Document, ReadingNote
from detector.report import Finding, Mark, Report, Submission
from detector.settings import Settings
from detector.writers import WriteOptions, writer
from detector.writers.html import page, selection, write_html
from detector.writers.html.texts import utf16_offset
from tests.report_factory import TOLD, submission, unit_report
from tests.reports import report_of

HOSTILE = '</script><script>alert(1)</script><img src=x onerror="alert(2)">\u202e gpj.exe\u2066'
VERDICTS = ("đạo văn", "gian lận", "vi phạm", "chép bài", "plagiar", "cheat", "fraud", "copier", "kết tội")


@pytest.fixture
def unit() -> Report:
    return unit_report()


def rendered(report: Report, **options: Any) -> str:
    return page.render_page(report, **options)


def parsed(text: str) -> Any:
    return html.fromstring(text)


def data_of(text: str) -> Any:
    (element,) = parsed(text).xpath("//script[@id='report-data']")
    return json.loads(element.text)


def chrome(text: str) -> set[str]:
    """What the page says of its own, without what it quotes from the report."""
    tree = parsed(text)
    for element in tree.xpath("//script | //style | //title | //bdi | //code"):
        element.drop_tree()
    words = [*tree.itertext(), *tree.xpath("//@aria-label | //@title")]
    return {" ".join(word.split()) for word in words if re.search(r"[^\W\d_]{2}", word)}


def test_every_submission_and_every_unread_file_is_on_the_page(unit: Report) -> None:
    text = rendered(unit)
    data = data_of(text)
    files = [data["documents"][row["document"]]["file"] for row in data["submissions"]]
    assert files == [row.id for row in unit.submissions]
    listed = parsed(text).xpath("//details[@class='outcome' and @open]//li/span/bdi/text()")
    assert sorted(listed) == sorted(file.path for file in unit.skipped)


def test_what_was_read_and_what_was_not_add_up(unit: Report) -> None:
    tree = parsed(rendered(unit))
    total, *parts = [int(cell) for cell in tree.xpath("//dl[@class='sum']//dd/text()")]
    assert parts == [14, 1, 2]  # submissions, earlier texts, not read
    assert total == sum(parts)


def test_every_unread_file_has_its_reason_and_remedy_in_words(unit: Report) -> None:
    words = chrome(rendered(unit))
    assert "Tệp có mật khẩu" in words
    assert "Lưu một bản không có mật khẩu rồi quét lại." in words


def test_nothing_is_loaded_from_anywhere(unit: Report) -> None:
    text = rendered(unit)
    assert set(re.findall(r"https?://[^\"]+", text)) == {"http://www.w3.org/2000/svg"}  # a name, not an address
    tree = parsed(text)
    assert not tree.xpath("//link | //iframe | //img | //object | //embed | //*[@src] | //form[@action]")
    assert not tree.xpath("//a[not(starts-with(@href, '#'))]")
    assert not re.search(r"@import|url\((?!#hatch)", text)


def test_the_policy_allows_this_script_and_this_style_only(unit: Report) -> None:
    tree = parsed(rendered(unit))
    (policy,) = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    (script,) = tree.xpath("//script[not(@type)]/text()")
    (style,) = tree.xpath("//style/text()")
    for source in (script, style):
        assert f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert not tree.xpath("//*[@style] | //@*[starts-with(name(), 'on')]")


def test_two_pages_of_one_report_are_equal_and_bear_no_date(unit: Report) -> None:
    assert rendered(unit) == rendered(unit)
    assert "Ngày quét" not in rendered(unit)


def test_markup_in_names_texts_and_remarks_stays_text() -> None:
    base = submission("x.docx", HOSTILE, [(HOSTILE, "own")])
    document = Document(
        id=f"to_1/{HOSTILE}",
        path=HOSTILE,
        text=base.document.text,
        author=HOSTILE,
        unit=HOSTILE,
        notes=(ReadingNote(HOSTILE, HOSTILE),),
    )
    finding = Finding("shared", 1, 1, {"other_author": HOSTILE, "sentences": 1, "total_sentences": 2})
    row = Submission(document, base.syllables, base.shares, base.own_shares, (finding,), HOSTILE, base.marks)
    plain, hostile = parsed(rendered(unit_report())), parsed(rendered(unit_report(extra=[row])))
    for name in ("script", "img"):
        assert len(hostile.xpath(f"//{name}")) == len(plain.xpath(f"//{name}"))
    data = data_of(rendered(unit_report(extra=[row])))
    assert data["documents"][14]["name"] == HOSTILE
    assert HOSTILE in data["texts"]["14"]["text"]


def test_a_name_of_a_megabyte_does_not_make_a_page_of_megabytes() -> None:
    row = submission("a" * 1_000_000, "Ă" * 1_000_000, [("Tôi dạy 3 lớp.", "own")])
    assert len(rendered(unit_report(extra=[row]))) < len(rendered(unit_report())) + 20_000


def test_half_a_surrogate_pair_does_not_stop_the_page(tmp_path: Path) -> None:
    row = submission("x.docx", "An \ud83d", [("Tôi \udc00 dạy.", "own")])
    (path,) = write_html(unit_report(extra=[row]), tmp_path / "report.html")
    assert "Tôi \ufffd dạy." in path.read_text(encoding="utf-8")


def test_offsets_count_as_javascript_does() -> None:
    text = "😀 đã dạy 😀 bù"
    row = submission("x.docx", "An", [(text, "own")])
    start = row.document.text.index("bù")
    emoji = Submission(row.document, 1, row.shares, None, (), None, (Mark(start, start + 2, "shared"),))
    shown = data_of(rendered(unit_report(extra=[emoji])))["texts"]["14"]
    units = shown["text"].encode("utf-16-le")
    first, last, _ = shown["marks"]
    assert units[2 * first : 2 * last].decode("utf-16-le") == "bù"


def test_passages_are_quoted_in_the_original_spelling(unit: Report) -> None:
    data = data_of(rendered(unit))
    pair = data["pairs"][0]
    for passage, sentence in zip(pair["passages"], TOLD, strict=True):
        for side in ("left", "right"):
            text = data["texts"][str(pair[side])]["text"]
            assert text[slice(*passage[side])] == sentence


def test_a_pair_says_why_in_words(unit: Report) -> None:
    sentence = data_of(rendered(unit))["pairs"][0]["sentence"]
    assert sentence == (
        "5 trên 8 câu của Nguyễn Văn An cũng có trong bản của Trần Thị Bình; chiếm 62 % phần ngoài biểu mẫu "
        "và quy định của Nguyễn Văn An và 62 % của Trần Thị Bình; 4 trên 14 bản có đoạn hiếm nhất."
    )


def test_a_pair_without_a_finding_of_its_own_has_its_sentences_counted(unit: Report) -> None:
    # An's text without the form: five told sentences and three stock clauses; four of them are Chi's too.
    assert data_of(rendered(unit, lang="en"))["pairs"][1]["sentence"].startswith("4 of 8 sentences of Nguyễn Văn An")


def test_a_pair_with_the_earlier_text_is_listed_though_not_flagged(unit: Report) -> None:
    data = data_of(rendered(unit))
    assert [data["documents"][pair["right"]]["role"] for pair in data["pairs"]] == ["submission"] * 3 + ["previous"]


def test_texts_are_left_out_beyond_the_room_there_is_and_the_page_says_so(
    unit: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(selection, "MAX_TEXT_BYTES", 9_000)
    text = rendered(unit)
    data = data_of(text)
    left_out = len(unit.submissions) - sum(str(row["document"]) in data["texts"] for row in data["submissions"])
    assert 0 < left_out < 14
    assert f"có {left_out} văn bản không kèm theo" in text
    assert {"0", "1"} <= set(data["texts"])  # the strongest pair has its texts first


def test_pairs_beyond_the_list_are_counted(unit: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MAX_LISTED_PAIRS", 1)
    assert "Còn 3 cặp có độ hiếm thấp hơn" in rendered(unit)


def test_only_settings_that_differ_are_listed() -> None:
    tree = parsed(rendered(unit_report(settings=Settings().replace(min_own_syllables=60))))
    listed = tree.xpath("//section[@id='reading']//h3[contains(., 'Cài đặt')]/..//li")
    assert " ".join(listed[0].text_content().split()) == "lượng chữ ít nhất để xem xét, âm tiết: 60 (mặc định 40)"


def test_a_group_of_two_is_a_pair(unit: Report) -> None:
    assert [len(group["members"]) for group in data_of(rendered(unit))["clusters"]] == [4]
    report = unit_report(settings=Settings().replace(cluster_min_members=5))
    assert data_of(rendered(report))["clusters"] == []


def test_learnt_form_lines_are_shown_for_a_veto(unit: Report) -> None:
    cells = parsed(rendered(unit)).xpath("//section[@id='learnt']//tbody//text()")
    shown = [cell.strip() for cell in cells if cell.strip()]
    assert shown == [part for line in unit.learnt_form for part in (line.text, "13 / 14")]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_words_are_evidence_words_never_a_verdict(unit: Report, lang: str) -> None:
    text = rendered(unit, lang=lang).lower()
    assert [word for word in VERDICTS if word in text] == []


def test_the_vietnamese_page_has_no_english_left(unit: Report) -> None:
    both = chrome(rendered(unit)) & chrome(rendered(unit, lang="en"))
    assert both == {"Jaccard", f"detector {__version__}"}


def test_every_word_the_script_says_is_in_the_page_in_its_language(unit: Report) -> None:
    messages = data_of(rendered(unit))["messages"]
    assert len(messages) > 50
    assert [key for key, value in messages.items() if key == value and key != "Jaccard"] == []


def test_numbers_are_written_as_the_language_does() -> None:
    report = unit_report(settings=Settings().replace(concrete_min_per_100=1.5, pair_min_bits=1234.0))
    vietnamese, english = rendered(report), rendered(report, lang="en")
    assert "Nêu khi dưới 1,5 trên 100 chữ" in vietnamese
    assert "từ 1.234 bit trở lên" in vietnamese
    assert "from 1,234 bits a pair is shown" in english


def test_an_export_has_codes_for_names_unless_they_are_asked_for(unit: Report, tmp_path: Path) -> None:
    export = writer("html").write
    (masked,) = export(unit, tmp_path / "masked.html", WriteOptions(salt="s"))
    (named,) = export(unit, tmp_path / "named.html", WriteOptions(names=True))
    assert "Nguyễn Văn An" not in masked.read_text(encoding="utf-8")
    assert "Nguyễn Văn An" in named.read_text(encoding="utf-8")


def test_headings_tables_and_controls_have_their_names(unit: Report) -> None:
    tree = parsed(rendered(unit))
    assert not tree.xpath("//table[not(caption)] | //th[not(@scope)] | //button[not(node())][not(@hidden)]")
    assert not tree.xpath("//input[not(ancestor::label)] | //select[not(ancestor::label)]")
    assert len(tree.xpath("//h1")) == 1
    assert tree.get("lang") == "vi"


def test_an_empty_unit_has_a_page() -> None:
    text = rendered(report_of(Settings(), [], [], [], [], []))
    assert "Không có cặp nào vượt ngưỡng." in text
    assert "Mọi tệp đều đọc được." in text


def test_offsets_count_what_a_browser_counts_in_every_text() -> None:
    for text in ("", "Dự giờ", "🌙 Trực 🌙 đêm", "\ud800 lẻ 🌙"):
        offset = utf16_offset(text)
        units = [len(text[:at].encode("utf-16-le", "surrogatepass")) // 2 for at in range(len(text) + 1)]
        assert [offset(at) for at in range(len(text) + 1)] == units


def test_texts_are_carried_until_there_is_no_room_and_a_smaller_one_may_still_fit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(selection, "MAX_TEXT_BYTES", 12)
    texts = {"an": "tám chữ", "binh": "rất dài " * 9, "chi": "ba", "dung": "ê"}
    rows = [Submission(Document(id, id, text), 2, {}, None, (), None, ()) for id, text in texts.items()]
    report = report_of(Settings(), rows, [], [], [], [])
    assert selection.select(report).text_ids == {"an", "chi"}  # 10 and 2 bytes
