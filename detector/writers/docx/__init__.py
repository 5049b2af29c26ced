"""A record of review as a Word document, in the layout of an office's minutes; codes for names unless asked."""

from __future__ import annotations

from pathlib import Path

from detector.report import Report
from detector.writers.base import WriteOptions, Writer, replacing
from detector.writers.pseudonyms import shown, write_key_file


def write(report: Report, path: Path, options: WriteOptions) -> list[Path]:
    """The flagged pairs of the whole run, strongest first, with room to write the decisions in by hand."""
    from detector.writers.docx.draw import draw_record
    from detector.writers.docx.record import make_record

    visible = shown(report, options)
    record = make_record(visible, visible.pairs.flagged(), lang=options.lang, names=options.names)
    with replacing(path) as draft:
        draw_record(record, draft)
    return [path, write_key_file(report, path.parent, options.salt)] if options.key_file else [path]


WRITER = Writer("docx", ".docx", "a record to sign, for Word; codes for names unless --names", write)
