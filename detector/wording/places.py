"""Where a passage stands, and what time a text is about, in words."""

from __future__ import annotations

from detector.language import N_, translator
from detector.places import Place
from detector.wording.labels import label

KIND_LABELS = {
    "header": N_("page header"),
    "footer": N_("page footer"),
    "footnote": N_("footnote"),
    "textbox": N_("text box"),
    "struck": N_("struck-out text"),
    "hidden": N_("hidden text"),
}


def period_words(period: str | None, lang: str = "vi") -> str:
    """``03/2026``, ``quý 1/2026``; empty for a text about a year."""
    if not period or "-" not in period:
        return ""
    year, part = period.split("-", 1)
    names = {"Q": N_("quarter {number}/{year}"), "H": N_("half-year {number}/{year}")}
    words = translator(lang).gettext(names[part[0]]) if part[:1] in names else "{number}/{year}"
    return words.format(number=part.lstrip("QH"), year=year)


def time_words(period: str, lang: str = "vi") -> str:
    """The same within a sentence: ``tháng 03/2026``, ``quý 1/2026``."""
    is_month = period.partition("-")[2].isdigit()
    words = period_words(period, lang)
    return translator(lang).gettext("month {month}").format(month=words) if is_month else words


def in_a_row_words(period: str, count: int, lang: str = "vi") -> str:
    """One text for so many months, quarters or half years like this one."""
    ngettext = translator(lang).ngettext
    if "-Q" in period:
        words = ngettext("the same text for {count} quarter", "the same text for {count} quarters in a row", count)
    elif "-H" in period:
        words = ngettext("the same text for {count} half-year", "the same text for {count} half-years in a row", count)
    else:
        words = ngettext("the same text for {count} month", "the same text for {count} months in a row", count)
    return words.format(count=count)


def place_words(place: Place, lang: str = "vi") -> str:
    """``II. Hạn chế · trang 2 · bảng 1, hàng 3, cột 2``; empty where nothing is known."""
    _ = translator(lang).gettext
    named = [place.section] if place.section else []
    page = [_("page {number}").format(number=place.page)] if place.page else []
    cell = ", ".join(
        words.format(number=value)
        for words, value in (
            (_("table {number}"), place.table),
            (_("sheet {number}"), place.sheet),
            (_("row {number}"), place.row),
            (_("column {number}"), place.column),
        )
        if value
    )
    special = [label(KIND_LABELS, place.kind, lang)] if place.kind in KIND_LABELS else []
    return " · ".join([*named, *page, *([cell] if cell else []), *special])
