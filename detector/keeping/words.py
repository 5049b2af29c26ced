"""What the commands say about keeping and removing runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from detector.keeping.expiry import Kept
from detector.keeping.purge import Purged
from detector.language import date_text, number, translator
from detector.storage.exports import Exported


def purge_lines(done: Purged, lang: str) -> Iterator[str]:
    """What went, then what somebody still has to look at."""
    _ = translator(lang).gettext
    yield _("Removed: {texts} texts, {rows} rows of the logs, {cached} entries of the word cache").format(
        texts=number(done.texts, 0, lang), rows=number(done.log_rows, 0, lang), cached=number(done.forgotten, 0, lang)
    )
    yield from (f"  {path}" for path in done.files)
    if done.disk_was_full:
        yield _("The disk was full, so the report page was removed to make room; the next scan writes it again.")
    if done.mentioned:
        yield _("The name was blotted out in {n} texts of other people:").format(n=number(len(done.mentioned), 0, lang))
        yield from (f"  {id}" for id in done.mentioned)
    if done.exports:
        yield _("Exported earlier and left; remove these files and their copies yourself:")
        yield from (f"  {_export_line(one, lang)}" for one in done.exports)
    if done.originals:
        yield _("The files that were read are not touched; a new scan would read them again:")
        yield from (f"  {path}" for path in done.originals)
    if done.shared_sources:
        yield _("These uploaded files hold other people's texts too; take the person out of them yourself:")
        yield from (f"  {path}" for path in done.shared_sources)
    if done.traces:
        yield _("Left in the folder; look at these files:")
        yield from (f"  {path}" for path in done.traces)


def _export_line(one: Exported, lang: str) -> str:
    _ = translator(lang).gettext
    day = date_text(datetime.fromisoformat(one.at).date(), lang)
    where = one.path or _("handed on from the review page by {name}, saved by the browser").format(name=one.by or "?")
    state = ""
    if one.path and not one.is_there:
        state = " · " + _("not there any more: moved or copied?")
    elif one.digest and not one.is_as_written:
        state = " · " + _("changed since it was written")
    shown = _("with names") if one.names else _("with codes for names")
    return f"{where} ({one.format}, {day}, {shown}){state}"


def overdue_line(one: Kept, lang: str) -> str:
    """That a run is past its time, and what to do."""
    return (
        translator(lang)
        .gettext(
            "{run}: scanned {scanned}, was to be kept until {until} (retention_days = {days}). "
            "Remove it: detector purge {run} --run"
        )
        .format(run=one.run, scanned=date_text(one.scanned, lang), until=date_text(one.until, lang), days=one.days)
    )


def kept_words(one: Kept, lang: str) -> str:
    """The dates alone, for a list."""
    _ = translator(lang).gettext
    return _("scanned {scanned}, to be kept until {until}").format(
        scanned=date_text(one.scanned, lang), until=date_text(one.until, lang)
    )
