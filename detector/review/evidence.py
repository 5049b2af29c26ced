"""Chosen pairs as a report of their own, with what was decided: what the writers of evidence need."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from sqlite3 import Connection

from detector import wording
from detector.documents import Document, Role
from detector.language import translator
from detector.matches import Cluster, Pair, Passage, Side
from detector.records import make_report
from detector.report import Mark, Report, Submission
from detector.review import words
from detector.review.index import PairRow
from detector.review.pairdata import passages_of
from detector.review.render import moment
from detector.review.state import View
from detector.storage.decisions import Decision
from detector.storage.decode import text as stored
from detector.storage.exclusions import in_force
from detector.writers.base import WriteOptions
from detector.writers.docx.record import LogLine, Record, make_record
from detector.writers.masking import Mask
from detector.writers.pseudonyms import codes_of, shown


@dataclass(frozen=True, slots=True)
class Choice:
    """What to hand on: pairs, and the group that they are, "" if they are none."""

    pairs: Sequence[PairRow]
    group: str = ""


def evidence_record(connection: Connection, view: View, choice: Choice, options: WriteOptions) -> Record:
    """Reads the texts of these pairs only. Codes are the same as in an export of the whole run."""
    report = chosen_report(connection, view, choice.pairs)
    visible = shown(report, options)
    codes = codes_of(report, options.salt)
    mask: Callable[[str], str] = str if options.names else Mask([*codes.persons, *codes.units])
    ids = {row: one.id for row, one in enumerate(view.index.texts)}
    shown_ids = ids if options.names else {row: codes.documents[id] for row, id in ids.items()}
    return make_record(
        visible,
        list(visible.pairs),
        lang=options.lang,
        names=options.names,
        made=date.today(),
        scanned=moment(view.index.meta["scanned"], options.lang),
        group=_group_words(choice.group, options.lang),
        logs={
            (shown_ids[pair.left], shown_ids[pair.right]): [
                _line(one, options.lang, mask) for one in view.standings.history(pair.left, pair.right)
            ]
            for pair in choice.pairs
        },
        set_aside=[
            (
                wording.label(words.EXCLUSION_LABELS, one.kind, options.lang),
                f"{one.reviewer}, {moment(one.at, options.lang)}" + (f"\n{mask(one.note)}" if one.note else ""),
                mask(one.text[:1_000]),
            )
            for one in in_force(list(view.ledger))
        ],
    )


def _group_words(group: str, lang: str) -> str:
    return translator(lang).gettext("Group {id}").format(id=group) if group else ""


def _line(decision: Decision, lang: str, mask: Callable[[str], str]) -> LogLine:
    label = wording.label(words.DECISION_LABELS, decision.decision, lang)
    reason = wording.label(words.REASON_LABELS, decision.reason, lang) if decision.reason else ""
    return LogLine(
        when=moment(decision.at, lang),
        reviewer=decision.reviewer,
        decision=label,
        reason=reason,
        note=mask(decision.note),
        explanation=mask(decision.explanation),
    )


def chosen_report(connection: Connection, view: View, pairs: Sequence[PairRow]) -> Report:
    """All names of the run, the texts and passages of these pairs alone; figures are those after exclusions."""
    wanted = {row for pair in pairs for row in (pair.left, pair.right)}
    documents = dict(_documents(connection, view, wanted))
    marks = dict(_marks(connection, wanted))
    return make_report(
        settings=view.index.settings,
        submissions=[
            Submission(
                document=documents[one.row],
                syllables=one.syllables,
                shares=one.shares,
                own_shares=one.own_shares,
                findings=one.findings,
                cluster=one.cluster,
                marks=marks.get(one.row, ()),
                measures=one.measures,
            )
            for one in view.outcomes
        ],
        pairs=[_pair(pair, documents) for pair in pairs],
        passages=[one for pair in pairs for one in _passages(connection, view, pair, documents)],
        clusters=[
            Cluster(one.id, tuple(documents[row].id for row in one.members), "", one.kind)
            for one in view.index.groups.values()
        ],
        skipped=[],
        others=[document for row, document in documents.items() if row not in view.index.outcomes],
    )


def _documents(connection: Connection, view: View, wanted: set[int]) -> Iterable[tuple[int, Document]]:
    paths = dict(connection.execute("SELECT row, path FROM documents"))
    for one in view.index.texts:
        body = ""
        if one.row in wanted:
            (body,) = connection.execute("SELECT text FROM documents WHERE row = ?", (one.row,)).fetchone()
        yield (
            one.row,
            Document(
                id=one.id,
                path=stored(paths[one.row]),
                text=stored(body),
                role=Role(one.role),
                author=one.author,
                unit=one.unit,
                year=one.year,
                post=one.post,
                self_rating=one.rating,
                key=one.key,
            ),
        )


def _marks(connection: Connection, wanted: set[int]) -> Iterable[tuple[int, tuple[Mark, ...]]]:
    for row in sorted(wanted):
        found = connection.execute("SELECT marks FROM submissions WHERE document_row = ?", (row,)).fetchone()
        if found:
            yield row, tuple(Mark(*mark) for mark in json.loads(found[0]))


def _pair(pair: PairRow, documents: dict[int, Document]) -> Pair:
    return Pair(
        left_id=documents[pair.left].id,
        right_id=documents[pair.right].id,
        flagged=pair.flagged,
        evidence=pair.evidence,
        jaccard=pair.jaccard,
        cosine=pair.cosine,
        left_share=pair.left_share,
        right_share=pair.right_share,
        passages=pair.passages,
        cluster=pair.cluster,
        expected=None,
        rewritten=pair.rewritten,
    )


def _passages(connection: Connection, view: View, pair: PairRow, documents: dict[int, Document]) -> Iterable[Passage]:
    """Those that still count."""
    gone = view.overlay.spans
    for one in passages_of(connection, pair.left, pair.right):
        sides = ((pair.left, one.left), (pair.right, one.right))
        if any(_inside(gone.get(row, ()), span) for row, span in sides):
            continue
        left, right = Side(documents[pair.left].id, *one.left), Side(documents[pair.right].id, *one.right)
        yield Passage(left, right, one.kind, one.similarity, one.spread, one.bits)


def _inside(spans: Sequence[tuple[int, int, str]], span: tuple[int, int]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end, _ in spans)
