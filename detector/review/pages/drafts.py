"""One's own draft, looked through before it is handed in: nothing is kept."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detector.errors import InputError
from detector.review.render import page
from detector.review.uploads import MAX_FILES, store
from detector.review.web import library, read_form
from detector.slips import Slip
from detector.slips.content import KINDS, unread_lines
from detector.wording import N_

BESIDE = ("form", "previous", "reference")


def draft_page(request: Request) -> Response:
    """The form. 404 where only one run is shown."""
    _only_in_a_work_folder(request)
    return page(request, "draft.html", slip=None, kinds=KINDS)


async def look_through(request: Request) -> Response:
    """What the slip of this text says."""
    _only_in_a_work_folder(request)
    form = await read_form(request, max_files=MAX_FILES)
    slip = await run_in_threadpool(_slip, form)
    unread = unread_lines(slip, request.state.session.lang)
    return page(request, "draft.html", slip=slip, kinds=KINDS, unread=unread)


def _only_in_a_work_folder(request: Request) -> None:
    if library(request).folder is None:
        raise HTTPException(404)


def _slip(form: FormData) -> Slip:
    from detector.slips.unit import slip_of_draft

    with TemporaryDirectory() as folder:
        given = {kind: _stored(form, kind, Path(folder)) for kind in ("draft", *BESIDE)}
        if not given["draft"]:
            raise HTTPException(400, N_("Choose at least one file."))
        draft, *_ = given["draft"]
        try:
            return slip_of_draft(draft, forms=given["form"], previous=given["previous"], references=given["reference"])
        except InputError as error:  # of a file that cannot be read: by its name, not by its place for this moment
            said = re.sub(rf"{re.escape(folder)}[\\/]\w+[\\/]", "", str(error))
            raise HTTPException(400, said) from error


def _stored(form: FormData, kind: str, folder: Path) -> list[Path]:
    store([file for file in form.getlist(kind) if isinstance(file, UploadFile)], folder / kind)
    return sorted(path for path in (folder / kind).rglob("*") if path.is_file())


ROUTES = [Route("/draft", draft_page), Route("/draft", look_through, methods=["POST"])]
