from __future__ import annotations

from collections.abc import Iterator

from detector.documents import ReadingNote
from detector.findings.base import Case, FindingKind
from detector.language import N_, translator
from detector.submissions import Finding
from detector.wording.labels import NOTE_LABELS, SKIP_LABELS, label
from detector.wording.notes import note_words


def rule(case: Case) -> Iterator[Finding]:
    for note in case.document.doubtful_notes:
        yield Finding("unreadable", 0.0, 0.0, {"code": note.code, "detail": note.detail})


def sentence(finding: Finding, lang: str) -> list[str]:
    _, code = translator(lang).gettext, str(finding.facts.get("code", ""))
    note = ReadingNote(code, str(finding.facts.get("detail", "")))
    reason = (
        [note_words(note, lang, raw=False) if code in NOTE_LABELS else label(SKIP_LABELS, code, lang)] if code else []
    )
    return [*reason, _("compare the text with the original file before using it")]


FINDING = FindingKind(
    "unreadable",
    0,
    rule,
    sentence,
    N_("low reading reliability"),
    N_("The text could not be read reliably; compare it with the original file."),
)
