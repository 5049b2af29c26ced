"""Persons over months as a grid of short words: what the report, the workbook and the review page draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detector.language import percent, translator
from detector.report import Sheet
from detector.sheets import SheetCount, counts_of, periods_of
from detector.wording import N_, in_a_row_words, label, period_words, time_words

MAX_PEOPLE = 500  # on one page; the workbook and sheets.jsonl have all
_LEAST_IN_A_ROW = 3

# Within a cell: as short as can be
SHEET_WORDS = {
    "new": N_("new"),
    "reused": N_("own {period}"),
    "shared": N_("alike"),
    "colleague": N_("colleague {period}"),
    "handed_out": N_("stock"),
    "as_before": N_("as before"),
    "empty": N_("empty"),
    "missing": N_("none"),
    "earlier": N_("earlier"),
}
SHEET_LABELS = {
    "new": N_("nothing that was found elsewhere, or less than is told"),
    "reused": N_("repeats the person's own sheet of that period"),
    "shared": N_("has passages that a colleague's sheet of the same period has too; who wrote first is not known"),
    "colleague": N_("has passages of a colleague's sheet of that earlier period"),
    "handed_out": N_("nothing but wording that many have"),
    "as_before": N_("says only that it is as before"),
    "empty": N_("boxes left empty, or “there is nothing”"),
    "missing": N_("no sheet, though most others handed one in"),
    "earlier": N_("given as an earlier text, not looked at again"),
}


@dataclass(frozen=True, slots=True)
class Cell:
    """One person and period; `ids` are what a click shows: the sheet, and the text that it is told of."""

    state: str
    words: str
    share: str
    title: str
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person; `cells` are None where nobody of that kind of period expected a sheet."""

    author: str
    unit: str
    remark: str
    cells: tuple[Cell | None, ...]
    counts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Titles of the periods and of the counts behind them; the states that occur, with their words.

    Attributes:
        omitted: people beyond the most.
    """

    periods: tuple[str, ...]
    spans: tuple[str, ...]
    rows: tuple[PersonRow, ...]
    legend: tuple[tuple[str, str, str], ...]
    omitted: int = 0


def grid_of(sheets: Sequence[Sheet], lang: str, *, most: int | None = None) -> Grid | None:
    """The grid of all people, or of the first `most`; None where no sheet is of a part of a year."""
    if not sheets:
        return None
    periods, counts = periods_of(sheets), counts_of(sheets)
    spans = list(dict.fromkeys(one.span for one in sorted(counts, key=lambda one: (one.span[:4], len(one.span) == 4))))
    by_person: dict[int, list[Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_person[sheet.person].append(sheet)
    found = {(one.person, one.span): one for one in counts}
    shown = list(by_person.items())[:most]
    rows = tuple(_row(mine, periods, [found.get((person, span)) for span in spans], lang) for person, mine in shown)
    states = {str(sheet.state) for sheet in sheets}
    legend = tuple(
        (state, _short(state, "…", lang), label(SHEET_LABELS, state, lang)) for state in SHEET_LABELS if state in states
    )
    titles = tuple(period_words(span, lang) or span for span in spans)
    months = tuple(period_words(one, lang) for one in periods)
    return Grid(months, titles, rows, legend, len(by_person) - len(shown))


def _row(sheets: Sequence[Sheet], periods: Sequence[str], counts: Iterable[SheetCount | None], lang: str) -> PersonRow:
    cells = {one.period: cell_of(one, lang) for one in sheets}
    return PersonRow(
        sheets[0].author or next((id for one in sheets for id in one.ids), ""),
        sheets[0].unit or "",
        remark_of(sheets, lang),
        tuple(cells.get(period) for period in periods),
        tuple(f"{one.new}/{one.periods}" if one else "" for one in counts),
    )


def remark_of(sheets: Sequence[Sheet], lang: str) -> str:
    """The longest run of periods with one text, from three on; empty without one."""
    longest = max(sheets, key=lambda one: one.in_a_row)
    return in_a_row_words(longest.period, longest.in_a_row, lang) if longest.in_a_row >= _LEAST_IN_A_ROW else ""


def cell_of(sheet: Sheet, lang: str) -> Cell:
    """What stands about one person and period."""
    _, ngettext = translator(lang).gettext, translator(lang).ngettext
    words = _short(str(sheet.state), period_words(sheet.source_period, lang).split("/")[0], lang)
    title = label(SHEET_LABELS, str(sheet.state), lang)
    if sheet.source_period:
        title = f"{title} ({time_words(sheet.source_period, lang)})"
    several = len(sheet.ids)
    if several > 1:
        same = (
            _("one file {count} times") if not sheet.different else ngettext("{count} sheet", "{count} sheets", several)
        )
        words, title = f"{words} ×{several}", f"{title}; {same.format(count=several)}"
    ids = tuple(id for id in (*sheet.ids[-1:], sheet.source_id) if id)
    share = "" if sheet.share is None else percent(sheet.share, lang)
    return Cell(str(sheet.state), words, share, title, ids)


def _short(state: str, period: str, lang: str) -> str:
    return label(SHEET_WORDS, state, lang).format(period=period).strip()
