"""Puts data, style and script into the template: one file, nothing loaded from anywhere."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from detector import __version__, wording
from detector.documents import Role
from detector.findings import FLAG_LABELS, FLAG_MEANINGS
from detector.hashes import source_hash
from detector.language import number, percent, translated, translator
from detector.report import Report
from detector.writers.html.glossary import figures, tiles
from detector.writers.html.histories import listed_histories
from detector.writers.html.payload import CLASSES, as_script_text, payload
from detector.writers.html.selection import Selection, crowds, groups, select
from detector.writers.html.shared import MAX_TEXTS, listed_answers, listed_texts
from detector.writers.html.texts import clean, shortened
from detector.writers.html.units import listed_units
from detector.writers.outcomes import FileOutcome, file_outcomes, grouped
from detector.writers.sheet_grid import MAX_PEOPLE, grid_of

HERE = Path(__file__).parent
# In this order: later files use what earlier ones define. A page of its own takes tokens.css and the files up to
# pairview.js.
STYLES = ("tokens.css", "page.css", "pairview.css", "print.css")
SCRIPTS = ("dom.js", "paint.js", "pairview.js", "charts.js", "tables.js", "report.js")

_TRANSLATED = re.compile(r'\bt\("((?:[^"\\]|\\.)+)"')


@dataclass(frozen=True, slots=True)
class ListedFile:
    """A file and what the reader noticed about it, in words; `detail` is the tool's own sentence, in English."""

    path: str
    remarks: tuple[str, ...]
    detail: str


@dataclass(frozen=True, slots=True)
class OutcomeGroup:
    """Files of which the same became; `is_lost` if nothing or not all of them could be read."""

    key: str
    label: str
    remedy: str
    files: tuple[ListedFile, ...]
    texts: int
    is_lost: bool


def render_page(report: Report, *, lang: str = "vi", log_state: str = "") -> str:
    """The whole page; it bears no date, so that equal reports have equal pages."""
    style, script = assets(STYLES), assets(SCRIPTS)
    selection = select(report)
    places = _places(report, selection)
    return (
        environment(lang)
        .get_template("report.html")
        .render(
            **_facts(report, lang),
            selection=selection,
            place_of=lambda cell: places.get(cell.ids) or places.get(cell.ids[:1]),
            log_state=log_state,
            data=_script_data(report, selection, script, lang),
            style=Markup(style),
            script=Markup(script),
            policy=content_policy(style, script),
        )
    )


def _places(report: Report, selection: Selection) -> dict[tuple[str, ...], str]:
    """Where the page shows a text, by its id, and a pair of texts, by both."""
    pairs = {
        ids: f"#pair-{place}"
        for place, pair in enumerate(selection.pairs, 1)
        for ids in (pair.ids, (pair.right_id, pair.left_id))
    }
    return pairs | {(row.id,): f"#submission-{place}" for place, row in enumerate(report.submissions, 1)}


def _script_data(report: Report, selection: Selection, script: str, lang: str) -> Markup:
    """By itself, so that the value is gone when its text is put into the page: both are large."""
    return Markup(as_script_text(payload(report, selection, lang) | {"messages": script_messages(script, lang)}))


@cache
def environment(lang: str) -> Environment:
    """Jinja with escaping on, the catalogue and the language's numbers."""
    catalogue = translator(lang)
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    made.globals.update(_=catalogue.gettext, ngettext=catalogue.ngettext, lang=lang, wording=wording)
    made.globals.update(FLAG_LABELS=FLAG_LABELS, FLAG_MEANINGS=FLAG_MEANINGS)
    made.filters.update(
        count=lambda value: number(value, 0, lang),
        percent=lambda share: percent(share, lang),
        words=lambda code, table: wording.label(getattr(wording, table), code, lang),
        letter=lambda code: wording.class_letter(code, lang),
        shortened=shortened,
    )
    return made


def assets(names: Sequence[str]) -> str:
    """The named files in a row, exactly as they will stand in the page."""
    return "\n".join((HERE / "assets" / name).read_text(encoding="utf-8") for name in names)


def script_messages(script: str, lang: str) -> dict[str, str]:
    """What the script says through ``t("...")``, by its English words."""
    return {message: translator(lang).gettext(message) for message in sorted(set(_TRANSLATED.findall(script)))}


def content_policy(style: str, script: str) -> str:
    """Allows this style and this script by their hashes, and nothing else: no network, no frames, no forms."""
    return (
        f"default-src 'none'; style-src '{source_hash(style)}'; script-src '{source_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _facts(report: Report, lang: str) -> dict[str, Any]:
    files, grid = file_outcomes(report), grid_of(report.sheets, lang, most=MAX_PEOPLE)
    roles = Counter(document.role for document in report.documents())
    return {
        "report": report,
        "version": __version__,
        "classes": CLASSES,
        "title": _title(report, lang),
        "years": sorted({row.document.year for row in report.submissions if row.document.year}),
        "file_count": len(files),
        "roles": [(role.value, roles[role]) for role in Role],
        "skipped": len(report.skipped),
        "groups": groups(report),
        "crowds": sorted(crowds(report)),
        "shared_texts": listed_texts(report, lang),
        "answers": listed_answers(report, lang),
        "more_texts": max(0, len(report.shared_texts) - MAX_TEXTS),
        "outcomes": list(_outcomes(files, lang)),
        "note_lists": [(t, listed) for start, t in wording.NOTE_LISTS.items() if (listed := _notes_of(report, start))],
        "scan_notes": [note for note in report.scan_notes if not note[0].startswith((*wording.NOTE_LISTS,))],
        "histories": listed_histories(report, lang),
        "units": listed_units(report, lang),
        "people_total": len({row.document.person or row.id for row in report.submissions}),
        "grid": grid,
        "more_people": 0 if grid is None else grid.omitted,
        "changed_settings": [row for row in wording.setting_rows(report.settings, lang) if row.is_changed],
        "tiles": tiles(report, lang),
        "figures": figures(report.settings, lang),
        "flag_counts": Counter(kind for row in report.submissions for kind in set(row.flags)),
    }


def _notes_of(report: Report, start: str) -> list[tuple[str, list[str]]]:
    """The notes whose code begins so: code and details."""
    codes = dict.fromkeys(code for code, _ in report.scan_notes if code.startswith(start))
    return [(code, [detail for one, detail in report.scan_notes if one == code]) for code in codes]


def _title(report: Report, lang: str) -> str:
    names = [" ".join(row.document.unit.split()) for row in report.submissions if row.document.unit]
    if not names:
        return translator(lang).gettext("Self-assessments of a unit")
    units = Counter(name.casefold() for name in names)
    (usual, _), more = units.most_common(1)[0], len(units) - 1
    name = shortened(next(name for name in names if name.casefold() == usual))
    words = translator(lang).ngettext("{name} and {more} other unit", "{name} and {more} other units", more)
    return words.format(name=name, more=more) if more else name


def _outcomes(all_files: Sequence[FileOutcome], lang: str) -> Iterator[OutcomeGroup]:
    """Every file exactly once."""
    for key, files in grouped(all_files).items():
        label = wording.label(wording.OUTCOME_LABELS, key, lang)
        remedy = wording.label(wording.OUTCOME_REMEDIES, key, lang)
        texts = sum(file.texts for file in files)
        is_lost = any(file.outcome != "read" for file in files)
        yield OutcomeGroup(key, label, remedy, tuple(_listed(file, lang) for file in files), texts, is_lost)


def _listed(file: FileOutcome, lang: str) -> ListedFile:
    noticed = [wording.note_words(note, lang) for note in file.remarks]
    if file.outcome == "partly":
        noticed += [wording.label(wording.SKIP_LABELS, reason, lang) for reason in file.reasons]
    if file.same_as:
        noticed.append(translator(lang).gettext("the same text as {file}").format(file=shortened(file.same_as)))
    detail = " ".join(translated(words, lang) for words in file.details)
    return ListedFile(shortened(file.path), tuple(clean(words)[:300] for words in noticed), clean(detail)[:500])
