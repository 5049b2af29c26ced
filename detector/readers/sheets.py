"""Sheets of rows -> texts: a list of answers, a form for each person, a list of people, or one printed form.

The same for every format that has sheets; what a format knows is only how to get at the cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from detector.documents import ReadingNote, SkipReason
from detector.language import N_
from detector.readers.answers import answer_events
from detector.readers.base import Extract, Failure, Remark
from detector.readers.person_sheets import NameCell, name_cell, named_by_title
from detector.readers.sheet_xml import Unseen
from detector.readers.table import Rows, people_in, whole_extract
from detector.readers.table_names import list_columns
from detector.settings import Settings

_PEOPLE = N_(
    "A list of {people} people or ratings, not of answers. Give it as --roster to take names, units and posts."
)
_BLANK = N_("The blank form of a workbook with one sheet for each person.")


def sheet_events(
    sheets: Mapping[str, Rows],
    settings: Settings,
    *,
    hidden: Sequence[str] = (),
    unseen: Mapping[str, Unseen] | None = None,
) -> Iterator[Extract | Failure | Remark]:
    """What the visible sheets hold, by title; `hidden` are the titles of the others. Raises `ReadError`.

    `unseen` are the cells that a sheet does not show. Those of lists are read: a filter hides rows, and a reader of the
    list hides columns, to look at the others.
    """
    unseen = unseen or {}
    filled = {title: rows for title, rows in sheets.items() if rows}
    forms = {} if settings.columns else {t: cell for t, rows in filled.items() if (cell := name_cell(rows)) is not None}
    lists = list_columns({title: rows for title, rows in filled.items() if title not in forms}, settings)
    people = {
        t: count for t, rows in filled.items() if t not in forms and t not in lists and (count := people_in(rows))
    }
    if not settings.columns:
        forms |= _named_by_titles([title for title in filled if title not in lists and title not in people], forms)
    left = [title for title in filled if title not in lists and title not in forms and title not in people]
    named = [title for title, cell in forms.items() if cell.name]
    notes = [ReadingNote("hidden_sheet", f"sheets={', '.join(hidden)}")] if hidden else []
    if lists or len(named) > 1:
        notes += [ReadingNote("unread_sheet", f"sheets={', '.join(left)}")] if left else []
        events: Iterator[Extract | Failure | Remark] = _several(filled, lists, forms, settings, unseen)
    elif people and not forms:
        events = iter(())
    else:
        texts = {title: filled[title] for title in filled if title not in people}
        events = iter([_one_text(texts, forms, settings, unseen)])
    for event in events:
        yield replace(event, notes=(*event.notes, *notes)) if isinstance(event, Extract) else event
    for title, count in people.items():
        alone = len(filled) == 1
        yield Failure("" if alone else f"#sheet={title}", SkipReason.PEOPLE_LIST, _PEOPLE.format(people=count))


def _named_by_titles(titles: Sequence[str], forms: Mapping[str, NameCell]) -> dict[str, NameCell]:
    """Sheets without a name whose titles are names, where there are two or more of them."""
    nameless = [title for title in titles if not (title in forms and forms[title].name)]
    found = {title: cell for title in nameless if (cell := named_by_title(title)) is not None}
    return found if len(found) > 1 else {}


def _several(
    sheets: Mapping[str, Rows],
    lists: Mapping[str, object],
    forms: Mapping[str, NameCell],
    settings: Settings,
    unseen: Mapping[str, Unseen],
) -> Iterator[Extract | Failure | Remark]:
    """Answers of lists, and one text of each sheet with a form that has a name."""
    yield from answer_events({title: (sheets[title], lists[title]) for title in lists})  # type: ignore[misc]
    for title, cell in forms.items():
        part = f"#sheet={title}"
        if cell.name:
            most = settings.max_characters
            text = whole_extract(sheets[title], sheet=title, part=part, most=most, unseen=unseen.get(title))
            yield replace(text, fields={"author": cell.name})
        else:
            yield Failure(part, SkipReason.BLANK_FORM, _BLANK)


def _one_text(
    sheets: Mapping[str, Rows], forms: Mapping[str, NameCell], settings: Settings, unseen: Mapping[str, Unseen]
) -> Extract:
    """All sheets as one text: the pages of a form that one person filled in."""
    name = next((cell.name for cell in forms.values() if cell.name), "")
    most = settings.max_characters
    texts = [whole_extract(rows, sheet=title, most=most, unseen=unseen.get(title)) for title, rows in sheets.items()]
    joined = Extract("")
    for text in texts:
        joined = _joined(joined, text) if joined.text else text
    return replace(joined, fields={"author": name} if name else {})


def _joined(left: Extract, right: Extract) -> Extract:
    start = len(left.text) + 1
    moved = tuple(replace(block, start=block.start + start, end=block.end + start) for block in right.blocks)
    hidden = tuple(replace(one, at=one.at + start) for one in right.hidden)
    return replace(
        left,
        text=f"{left.text}\n{right.text}",
        blocks=(*left.blocks, *moved),
        notes=(*left.notes, *right.notes),
        hidden=(*left.hidden, *hidden),
    )
