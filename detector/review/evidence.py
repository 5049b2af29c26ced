"""Chosen pairs as a report of their own, with what was decided: what the writers of evidence need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from sqlite3 import Connection

from detector.language import translator
from detector.matches import Passage
from detector.privacy.known import Known
from detector.privacy.look import Seen
from detector.report import Mark, Pairs, Report, Table
from detector.review.index import PairRow, marked_text
from detector.review.pairdata import passages_of
from detector.review.recorded import is_set_aside, recorded
from detector.review.state import View
from detector.storage.decode import text as stored
from detector.writers.base import WriteOptions
from detector.writers.codes import codes_of
from detector.writers.docx.record import Record, make_record
from detector.writers.pseudonyms import handed_on, known_in, left_to_look_at


@dataclass(frozen=True, slots=True)
class Choice:
    """What to hand on: pairs, the group that they are, "" if they are none, and the person whose they are, by row."""

    pairs: Sequence[PairRow]
    group: str = ""
    person: int | None = None


def evidence_record(connection: Connection, view: View, choice: Choice, options: WriteOptions) -> Record:
    """Reads the texts of these pairs only. Codes are the same as in an export of the whole run."""
    report = chosen_report(connection, view, choice.pairs, () if choice.person is None else (choice.person,))
    known = None if options.names else _names_of_all(connection, report)
    told = replace(options, recorded=recorded(connection, view, options.lang), known=known)
    visible, decided = handed_on(report, told)
    return make_record(
        visible,
        list(visible.pairs),
        lang=options.lang,
        names=options.names,
        made=date.today(),
        group=_group_words(choice.group, options.lang),
        recorded=decided,
        whose=_shown_id(report, view, choice.person, options),
    )


def words_to_look_at(connection: Connection, view: View, choice: Choice, options: WriteOptions) -> list[Seen]:
    """Words of the texts of these pairs that no rule blots in a record without names; without pairs of all texts."""
    chosen = choice.pairs or choice.person is not None
    persons = () if choice.person is None else (choice.person,)
    report = chosen_report(connection, view, choice.pairs, persons if chosen else range(len(view.index.texts)))
    return left_to_look_at(report, replace(options, known=_names_of_all(connection, report)))


def _shown_id(report: Report, view: View, person: int | None, options: WriteOptions) -> str:
    """What the text of a person is called in what is handed on; "" where it is not about one."""
    if person is None:
        return ""
    id = view.index.text(person).id
    return id if options.names else codes_of(report, options.salt).documents[id]


def _names_of_all(connection: Connection, report: Report) -> Known:
    """The names that the whole run knows, also those of texts that are not handed on."""
    texts = {stored(id): stored(body) for id, body in connection.execute("SELECT id, text FROM documents")}
    told = connection.execute("SELECT code, detail FROM scan_notes")
    notes = [(stored(code), stored(detail)) for code, detail in told]
    rows = [replace(row, document=replace(row.document, text=texts[row.id], key="")) for row in report.submissions]
    others = [replace(one, text=texts[one.id], key="") for one in report.others]
    return known_in(Report(submissions=Table(rows), others=tuple(others), scan_notes=tuple(notes)))


def _group_words(group: str, lang: str) -> str:
    return translator(lang).gettext("Group {id}").format(id=group) if group else ""


def chosen_report(connection: Connection, view: View, pairs: Sequence[PairRow], persons: Sequence[int] = ()) -> Report:
    """All names of the run, the texts and passages of these pairs alone; figures are those after exclusions."""
    wanted = {row for pair in pairs for row in pair.rows} | set(persons)
    read: dict[int, tuple[str, Sequence[Mark]]] = {row: marked_text(connection, row) for row in wanted}
    documents = {one.row: replace(one, text=read.get(one.row, _UNREAD)[0]) for one in view.index.texts}
    submissions = [
        replace(one, document=documents[one.row], marks=read.get(one.row, _UNREAD)[1]) for one in view.outcomes
    ]
    return Report(
        settings=view.index.settings,
        submissions=Table(submissions),
        pairs=Pairs([pair.pair() for pair in pairs]),
        passages=Table([one for pair in pairs for one in _passages(connection, view, pair)]),
        clusters=Table([*view.all_groups.values()]),
        others=tuple(document for row, document in documents.items() if row not in view.index.outcomes),
        nulls=view.index.nulls,
    )


_UNREAD: tuple[str, Sequence[Mark]] = ("", ())


def _passages(connection: Connection, view: View, pair: PairRow) -> Iterable[Passage]:
    """Those that still count."""
    for one in passages_of(connection, view, pair):
        if not is_set_aside(view, one):
            yield replace(one, flagged=pair.flagged)
