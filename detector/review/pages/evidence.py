"""Evidence to hand on: chosen pairs or a group as .html or .docx, the whole run as .xlsx, the key of the codes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.language import LANGUAGES
from detector.review.evidence import Choice, evidence_record, words_to_look_at
from detector.review.index import PairRow, pairs_where
from detector.review.offline import render_record
from detector.review.pages.overview import sorted_pairs
from detector.review.paging import whole
from detector.review.recorded import recorded, reviewed_report
from detector.review.web import Context, base, choice, field, posted, see, shown
from detector.slips import Slip
from detector.slips.draw import draw_slip, file_name
from detector.storage.decode import read_report
from detector.wording import N_
from detector.writers.base import WriteOptions

MAX_CHOSEN = 200
MAX_RECORDS = 1_000
MAX_WORDS = 500  # of the list of what no rule blots; given names come first
OF_PAIRS = ("docx", "html")
OF_PERSON = ("person_docx", "person_html", "slip_docx", "slip_html")
FORMATS = (*OF_PAIRS, *OF_PERSON, "persons_zip", "slips_zip", "xlsx", "key")


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
        without_record=max(0, len(context.view.matters().people) - MAX_RECORDS),
    )


def choose_pairs(context: Context, form: FormData) -> Response:
    """The ticked pairs of a list, as an address."""
    rows = [str(whole(value, -1)) for value in form.getlist("pair") if isinstance(value, str)]
    return see(f"{base(context.name)}/evidence?" + "&".join(f"pair={row}" for row in rows[:MAX_CHOSEN] if row != "-1"))


def look(context: Context, form: FormData) -> Response:
    """What no rule blots in a file without names, to be looked at before it is handed on."""
    listed = [value for value in form.getlist("pair") if isinstance(value, str)]
    whole_scan = field(form, "of", 10) == "all"
    picked = Choice([]) if whole_scan else _chosen(context, listed, field(form, "group", 100), field(form, "which", 20))
    options = WriteOptions(salt=context.view.index.meta["pseudonym_salt"])
    seen = words_to_look_at(context.connection, context.view, picked, options) if picked.pairs or whole_scan else []
    context.log_access("look", dict.fromkeys(row for pair in picked.pairs for row in pair.rows))
    return context.page("look.html", here="evidence", seen=seen[:MAX_WORDS], total=len(seen), whole_scan=whole_scan)


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
    if kind in OF_PERSON:
        picked = _of_person(context, whole(field(form, "person", 20), -1))
    if kind in OF_PAIRS and not picked.pairs:
        raise HTTPException(400, N_("No pair is chosen."))
    content = _WRITERS[kind](context, picked, options)
    texts = dict.fromkeys(row for pair in picked.pairs for row in pair.rows) if kind in OF_PAIRS else ()
    if picked.person is not None:
        texts = dict.fromkeys((picked.person, *texts))
    context.log_access("hand_on", texts, format=kind, names=options.names or kind == "key")
    headers = {"Content-Disposition": f'attachment; filename="{_FILES[kind]}"'}
    return Response(content, media_type=_TYPES[kind], headers=headers)


def _chosen(context: Context, listed: list[str], group: str, which: str) -> Choice:
    view = context.view
    if group:
        if group not in view.all_groups:
            raise HTTPException(404)
        return Choice(view.links(view.all_groups[group])[:MAX_CHOSEN], group)
    if which == "decided":
        return Choice([pair for pair in view.pairs if not view.is_open(pair)][:MAX_CHOSEN])
    if which == "flagged":
        return Choice([pair for pair in view.pairs if pair.flagged][:MAX_CHOSEN])
    rows = [whole(value, -1) for value in listed[:MAX_CHOSEN]]
    return Choice([pair for row in dict.fromkeys(rows) for pair in _pair(context, row)])


def _of_person(context: Context, row: int) -> Choice:
    """The person's flagged pairs. 404 for a row that is no submission."""
    if row not in context.view.index.outcomes:
        raise HTTPException(404)
    return Choice(context.view.matters().pairs.get(row, ())[:MAX_CHOSEN], "", row)


def _pair(context: Context, row: int) -> list[PairRow]:
    return [
        context.view.adjusted(pair)
        for pair in pairs_where(context.connection, context.view.index.ids, "row = ?", (row,))
    ]


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
    from detector.writers.codes import write_key_file

    report = chosen_report(context.connection, context.view, ())
    with TemporaryDirectory() as folder:
        return write_key_file(report, Path(folder), options.salt, options.lang).read_bytes()


def _as_bytes(write: Callable[[Path], object], name: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        write(path)
        return path.read_bytes()


def _slip(format: str) -> Callable[[Context, Choice, WriteOptions], bytes]:
    def write(context: Context, picked: Choice, options: WriteOptions) -> bytes:
        assert picked.person is not None
        (slip,) = _slips(context, options, [context.view.index.text(picked.person).id])
        return draw_slip(slip, options.lang, format)

    return write


def _slips(context: Context, options: WriteOptions, ids: Sequence[str] | None = None) -> list[Slip]:
    from detector.slips.unit import slips_of

    report = reviewed_report(context.view, read_report(context.connection))
    return slips_of(report, salt=options.salt, names=options.names, ids=ids)


def _slips_zip(context: Context, picked: Choice, options: WriteOptions) -> bytes:
    """Of every submission."""
    del picked
    slips = enumerate(_slips(context, options), 1)
    return _zipped(
        (file_name(slip.id, number, "docx", names=options.names), draw_slip(slip, options.lang, "docx"))
        for number, slip in slips
    )


def _persons_zip(context: Context, picked: Choice, options: WriteOptions) -> bytes:
    """Of everybody with something to look at, numbered as in the queue; with names also called as the texts."""
    del picked
    people = enumerate(context.view.matters().people[:MAX_RECORDS], 1)
    return _zipped(
        (
            file_name(context.view.text(row).id, number, "docx", names=options.names),
            _docx(context, _of_person(context, row), options),
        )
        for number, row in people
    )


def _zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    stream = BytesIO()
    with ZipFile(stream, "w", ZIP_DEFLATED) as bundle:
        for name, content in files:
            bundle.writestr(name, content)
    return stream.getvalue()


_WRITERS = {
    "docx": _docx,
    "html": _html,
    "person_docx": _docx,
    "person_html": _html,
    "slip_docx": _slip("docx"),
    "slip_html": _slip("html"),
    "persons_zip": _persons_zip,
    "slips_zip": _slips_zip,
    "xlsx": _xlsx,
    "key": _key,
}
_FILES = {
    "docx": "bien_ban_ra_soat.docx",
    "html": "bien_ban_ra_soat.html",
    "xlsx": "ket_qua_ra_soat.xlsx",
    "key": "bang_ma.csv",
    "person_docx": "bien_ban_tung_nguoi.docx",
    "person_html": "bien_ban_tung_nguoi.html",
    "slip_docx": "phieu_gop_y.docx",
    "slip_html": "phieu_gop_y.html",
    "persons_zip": "bien_ban_tung_nguoi.zip",
    "slips_zip": "phieu_gop_y.zip",
}
_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "text/html; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "key": "text/csv; charset=utf-8",
}
_TYPES |= {
    name: _TYPES["docx" if name.endswith("docx") else "html"] if name in OF_PERSON else "application/zip"
    for name in (*OF_PERSON, "persons_zip", "slips_zip")
}
ROUTES = [
    Route("/run/{run}/evidence", shown(evidence_page, "evidence")),
    Route("/run/{run}/evidence", posted(choose_pairs), methods=["POST"]),
    Route("/run/{run}/hand-on", posted(hand_on), methods=["POST"]),
    Route("/run/{run}/look", posted(look), methods=["POST"]),
]
