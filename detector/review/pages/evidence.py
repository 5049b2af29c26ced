"""Evidence to hand on: chosen pairs or a group as .html or .docx, the whole run as .xlsx, the key of the codes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.language import LANGUAGES
from detector.review.evidence import Choice, evidence_record
from detector.review.index import PairRow, pairs_where
from detector.review.offline import render_record
from detector.review.pages.overview import sorted_pairs
from detector.review.paging import whole
from detector.review.recorded import recorded, reviewed_report
from detector.review.web import Context, base, choice, field, posted, see, shown
from detector.storage.decode import read_report
from detector.writers.base import WriteOptions

MAX_CHOSEN = 200
OF_PAIRS = ("docx", "html")
FORMATS = (*OF_PAIRS, "xlsx", "key")


def evidence_page(context: Context) -> Response:
    """What would be handed on, and as what."""
    asked = context.request.query_params
    named = asked.getlist("pair") or asked.get("group")
    which = asked.get("which", "") or ("" if named else "decided")
    chosen = _chosen(context, asked.getlist("pair"), asked.get("group", ""), which)
    return context.page(
        "evidence_page.html",
        here="evidence",
        chosen=chosen,
        shown_pairs=sorted_pairs(context, chosen.pairs),
        which=which,
        group=asked.get("group", ""),
        listed=asked.getlist("pair"),
        decided=sum(not context.view.is_open(pair) for pair in context.view.pairs),
        flagged=sum(pair.flagged for pair in context.view.pairs),
        limit=MAX_CHOSEN,
    )


def choose_pairs(context: Context, form: FormData) -> Response:
    """The ticked pairs of a list, as an address."""
    rows = [str(whole(value, -1)) for value in form.getlist("pair") if isinstance(value, str)]
    return see(f"{base(context.name)}/evidence?" + "&".join(f"pair={row}" for row in rows[:MAX_CHOSEN] if row != "-1"))


def hand_on(context: Context, form: FormData) -> Response:
    """The file. Names are shown only where they were asked for."""
    kind = choice(form, "format", FORMATS)
    options = WriteOptions(
        lang=choice(form, "lang", LANGUAGES),
        names=field(form, "names", 5) == "yes",
        salt=context.view.index.meta["pseudonym_salt"],
    )
    listed = [value for value in form.getlist("pair") if isinstance(value, str)]
    picked = _chosen(context, listed, field(form, "group", 100), field(form, "which", 20))
    content = _WRITERS[kind](context, picked, options)
    texts = dict.fromkeys(row for pair in picked.pairs for row in (pair.left, pair.right)) if kind in OF_PAIRS else ()
    context.log_access("hand_on", texts, format=kind, names=options.names or kind == "key")
    headers = {"Content-Disposition": f'attachment; filename="{_FILES[kind]}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _chosen(context: Context, listed: list[str], group: str, which: str) -> Choice:
    view = context.view
    if group:
        if group not in view.index.groups:
            raise HTTPException(404)
        members = set(view.index.groups[group].members)
        inside = [p for p in view.pairs if p.flagged and p.left in members and p.right in members]
        return Choice(inside[:MAX_CHOSEN], group)
    if which == "decided":
        return Choice([pair for pair in view.pairs if not view.is_open(pair)][:MAX_CHOSEN])
    if which == "flagged":
        return Choice([pair for pair in view.pairs if pair.flagged][:MAX_CHOSEN])
    rows = [whole(value, -1) for value in listed[:MAX_CHOSEN]]
    return Choice([pair for row in dict.fromkeys(rows) for pair in _pair(context, row)])


def _pair(context: Context, row: int) -> list[PairRow]:
    return [context.view.adjusted(pair) for pair in pairs_where(context.connection, "row = ?", (row,))]


def _docx(context: Context, picked: Choice, options: WriteOptions) -> bytes:
    from detector.writers.docx.draw import draw_record

    record = evidence_record(context.connection, context.view, picked, options)
    return _as_bytes(lambda path: draw_record(record, path), "record.docx")


def _html(context: Context, picked: Choice, options: WriteOptions) -> bytes:
    return render_record(evidence_record(context.connection, context.view, picked, options)).encode()


def _xlsx(context: Context, picked: Choice, options: WriteOptions) -> bytes:
    """The whole run: every sheet answers one question about all of it. Reads all texts."""
    del picked
    from detector.writers import writer

    report = reviewed_report(context.view, read_report(context.connection))
    told = replace(options, recorded=recorded(context.connection, context.view, options.lang))
    return _as_bytes(lambda path: writer("xlsx").write(report, path, told), "results.xlsx")


def _key(context: Context, picked: Choice, options: WriteOptions) -> bytes:
    """Which code is who: for the office alone."""
    del picked
    from detector.review.evidence import chosen_report
    from detector.writers.pseudonyms import write_key_file

    report = chosen_report(context.connection, context.view, ())
    with TemporaryDirectory() as folder:
        return write_key_file(report, Path(folder), options.salt).read_bytes()


def _as_bytes(write: Callable[[Path], object], name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


_WRITERS = {"docx": _docx, "html": _html, "xlsx": _xlsx, "key": _key}
_FILES = {
    "docx": "bien_ban_ra_soat.docx",
    "html": "bien_ban_ra_soat.html",
    "xlsx": "ket_qua_ra_soat.xlsx",
    "key": "bang_ma.csv",
}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "key": "text/csv; charset=utf-8",
}
ROUTES = [
    Route("/run/{run}/evidence", shown(evidence_page, "evidence")),
    Route("/run/{run}/evidence", posted(choose_pairs), methods=["POST"]),
    Route("/run/{run}/hand-on", posted(hand_on), methods=["POST"]),
]
