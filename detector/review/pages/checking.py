"""What was read of a scan's files, for a person to look at before anything is compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detector.documents import Role
from detector.review.jobs import Progress
from detector.review.pages.start import asked_scan, running_jobs, scanning_address, stored_files
from detector.review.render import page
from detector.review.web import field, read_form, see
from detector.settings import COLUMN_FIELDS, column_pairs
from detector.wording import N_

NOT_TAKEN = " [–: "  # in the remark of a reader: from here on the columns that were not taken
# Setting of the columns -> role of the lists that it is for
LISTS = {"columns": Role.SUBMISSION, "previous_columns": Role.PREVIOUS}


@dataclass(frozen=True, slots=True)
class AnswerList:
    """Its headers with the field that each was taken as, "" for none; `name` is that of the setting."""

    name: str
    path: str
    headers: tuple[tuple[str, str], ...]


def look(request: Request) -> Response:
    """Each file with role, format, person, unit, period; the columns of answer lists; what is odd comes first."""
    name, progress = asked_scan(request)
    if progress.files is None:
        return see(scanning_address(name))
    files = sorted(progress.files, key=lambda file: not (file["odd"] or file["left_out"]))
    return page(
        request,
        "read.html",
        name=name,
        address=scanning_address(name),
        odd=[file for file in files if file["odd"] or file["left_out"]],
        usual=[file for file in files if not (file["odd"] or file["left_out"])],
        counts=[(role, count) for role in Role if (count := _texts(files, role))],
        left_out=sum(len(file["left_out"]) for file in files),
        lists=[one for name in LISTS for one in answer_lists(files, name)],
        fields=("", *COLUMN_FIELDS),
        can_scan=bool(_texts(files, Role.SUBMISSION)),
    )


def _texts(files: Iterable[Mapping[str, Any]], role: Role) -> int:
    return sum(file["texts"] for file in files if file["role"] == role)


def answer_lists(files: Iterable[Mapping[str, Any]], name: str) -> list[AnswerList]:
    """Those that the setting `name` is for, each set of headers once: one setting is for all of them."""
    found: dict[tuple[tuple[str, str], ...], AnswerList] = {}
    for file in files:
        for said in file["columns"] if file["role"] == LISTS[name] else ():
            headers = _headers(said)
            found.setdefault(headers, AnswerList(name, file["path"], headers))
    return list(found.values())


def _headers(said: str) -> tuple[tuple[str, str], ...]:
    """(header, field) of a reader's remark; a long header ends in … there and is known by its beginning."""
    taken, _, others = said.partition(NOT_TAKEN)
    plain = [header.rstrip("…") for header in others.removesuffix("]").split("; ") if header]
    return (
        *((header.rstrip("…"), field) for field, header in column_pairs(taken)),
        *((header, "") for header in plain),
    )


async def begin(request: Request) -> Response:
    """Scans what was read; or reads again with other columns, without the files that were ticked."""
    form = await read_form(request)
    return await run_in_threadpool(_begin, request, form)


def _begin(request: Request, form: FormData) -> Response:
    name, progress = asked_scan(request)
    if progress.files is None:
        raise HTTPException(409, N_("This scan is still running."))
    task = dict(running_jobs(request).task(name))
    uploads = Path(task["submissions"]).parent
    left_out = _left_out(form, progress, uploads)
    if not set(stored_files(uploads / "submissions")) - left_out:
        raise HTTPException(400, N_("Choose at least one file."))
    for path in left_out:
        path.unlink(missing_ok=True)
    task["settings"] = task["settings"] | _columns(form, progress.files)
    task["only_read"] = field(form, "then", 10) == "read"
    running_jobs(request).start(name, task)
    return see(scanning_address(name))


def _left_out(form: FormData, progress: Progress, uploads: Path) -> set[Path]:
    """The ticked files that are files of this scan; a part of an archive is none."""
    assert progress.files is not None
    known = {file["path"] for file in progress.files}
    asked = {path for path in form.getlist("leave_out") if isinstance(path, str) and path in known}
    return {path for path in map(uploads.joinpath, asked) if path.is_file()}


def _columns(form: FormData, files: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """The settings of columns that were chosen otherwise than they were taken."""
    changed = {}
    for name in LISTS:
        lists = answer_lists(files, name)
        asked = [(header, field) for one in lists for header, field in one.headers]
        chosen = [said if said in COLUMN_FIELDS else "" for said in form.getlist(name)]
        if len(chosen) == len(asked) and chosen != [field for _, field in asked]:
            pairs = [f"{said}={header}" for said, (header, _) in zip(chosen, asked, strict=True) if said]
            changed[name] = "; ".join(pairs)
    return changed


ROUTES = [
    Route("/scanning/{name}/read", look),
    Route("/scanning/{name}/start", begin, methods=["POST"]),
]
