"""A record of review as a Word document, in the layout of an office's minutes; codes for names unless asked."""

from __future__ import annotations

from pathlib import Path

from detector.language import N_
from detector.matches import Pair
from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.codes import key_files
from detector.writers.decided import Recorded
from detector.writers.pseudonyms import handed_on


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    """The flagged and the decided pairs of the run, strongest first; room to write by hand where nothing is decided."""
    from detector.writers.docx.draw import draw_record
    from detector.writers.docx.record import make_record

    visible, recorded = handed_on(report, options, _quoted(report, options))
    pairs = _pairs(visible, recorded)
    record = make_record(visible, pairs, lang=options.lang, names=options.names, recorded=recorded, whole_run=True)
    with replacing(path) as draft:
        draw_record(record, draft)
    return [path, *key_files(report, options, path)]


def _pairs(report: Report, recorded: Recorded) -> list[Pair]:
    logs = recorded.by_text()
    return [pair for pair in report.pairs if pair.flagged or tuple(sorted(pair.ids)) in logs]


def _quoted(report: Report, options: WriteOptions) -> set[str]:
    """Ids of the texts of the pairs that the record has room for."""
    from detector.writers.docx.record import MAX_PAIRS

    told = _pairs(report, options.recorded or Recorded())
    strengths = sorted((pair.evidence for pair in told), reverse=True)[:MAX_PAIRS]
    return {id for pair in told if pair.evidence >= strengths[-1] for id in pair.ids}


WRITER = Writer(
    "docx", ".docx", N_("a record to sign, for Word; codes for names unless --names"), write, is_record=True
)
