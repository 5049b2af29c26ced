"""Where the server begins: the run, or the work folder with its runs and the form of a new scan."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from detector import wording
from detector.errors import RunFileError
from detector.language import LANGUAGES, translated
from detector.review.jobs import WAIT, Jobs, Progress
from detector.review.library import Library, is_name, run_name
from detector.review.paging import whole
from detector.review.render import page
from detector.review.uploads import MAX_FILES, store, store_nothing
from detector.review.web import base, choice, field, library, read_form, see
from detector.run_folder import UPLOADS_FOLDER
from detector.settings import Settings
from detector.storage.decode import settings_of
from detector.wording import N_

NAME_TAKEN = N_("There is a scan of this name already, and nothing was replaced. Choose another name, or “Scan again”.")
# What a scan may be given beside the submissions, by the name of the form's field and of the folder.
BESIDE = ("form", "previous", "reference", "roster")


def home(request: Request) -> Response:
    """On to the run if there is but one to show."""
    runs = library(request)
    if runs.single is not None:
        return see(base(run_name(runs.single)))
    asked, jobs = request.query_params.get("again", ""), running_jobs(request)
    running, waiting = jobs.running(), jobs.waiting()
    unfinished = [name for name in runs.unfinished() if name not in running]
    again = asked if asked in (*runs.names(), *unfinished) else ""
    return page(
        request,
        "start.html",
        # The last scan first: a late file is usually its.
        runs=sorted(
            (run_summary(request, name) for name in runs.names()), key=lambda run: run.get("scanned", ""), reverse=True
        ),
        running=running,
        waiting=waiting,
        unfinished=[name for name in unfinished if name not in waiting],
        again=again,
        kept=_kept(runs, again) if again else {},
        line=_line_of(request, again),
        folder=str(runs.folder),
        proposed=runs.free_name(f"ra-soat-{date.today():%Y-%m-%d}"),
        taken=runs.taken(),
        today=f"{date.today():%Y-%m-%d}",
    )


def _kept(runs: Library, name: str) -> dict[str, int]:
    """How many files of the last scan there are, by kind."""
    path = runs.new_path(name)
    return {kind: len(stored_files(path / UPLOADS_FOLDER / kind)) for kind in ("submissions", *BESIDE)} if path else {}


def _line_of(request: Request, name: str) -> int:
    """The threshold that the last scan was given by hand, 0 if the program found it."""
    state = library(request).state(name) if name else None
    if state is None:
        return 0
    try:
        with state.connect() as connection:
            bits = settings_of(connection).pair_min_bits
    except RunFileError:
        return 0
    return round(bits) if bits != Settings().pair_min_bits else 0


def run_summary(request: Request, name: str) -> dict[str, Any]:
    """What the list says of a run; a damaged one is listed with its reason."""
    state = library(request).state(name)
    assert state is not None
    try:
        with state.connect() as connection:
            (count,) = connection.execute("SELECT count(*) FROM submissions").fetchone()
            (flagged,) = connection.execute("SELECT count(*) FROM pairs WHERE flagged = 1").fetchone()
            (scanned,) = connection.execute("SELECT value FROM meta WHERE key = 'scanned'").fetchone()
            (decisions,) = connection.execute("SELECT count(*) FROM decision_log").fetchone()
    except RunFileError as error:
        return {"name": name, "error": error.in_language(request.state.session.lang)}
    figures = {"submissions": count, "flagged": flagged, "scanned": scanned, "decisions": decisions}
    return {"name": name, "base": base(name), **figures}


async def new_scan(request: Request) -> Response:
    """Stores the files and begins the scan; an existing run is scanned again and keeps its decisions."""
    if library(request).folder is None:
        raise HTTPException(404)
    form = await read_form(request, max_files=MAX_FILES)
    return await run_in_threadpool(_begin, request, form)


def _begin(request: Request, form: FormData) -> Response:
    again = field(form, "again", 80)
    name = again or _folder_name(field(form, "name", 80))
    run = library(request).new_path(name)
    if run is None:
        raise HTTPException(400, N_("Choose a name of letters, digits, dots and dashes."))
    if name in running_jobs(request).running():
        raise HTTPException(409, N_("This scan is still running."))
    if again and again not in (*library(request).names(), *library(request).unfinished()):
        raise HTTPException(404)
    uploads = run / UPLOADS_FOLDER
    if not _files(form, "submissions") and not (again and stored_files(uploads / "submissions")):
        raise HTTPException(400, N_("Choose at least one file."))
    if running_jobs(request).are_full():  # before anything is stored
        raise HTTPException(409, WAIT)
    if not again and not library(request).claim(name):
        raise HTTPException(409, NAME_TAKEN)
    _put(form, uploads, adding=bool(again) and field(form, "mode", 10) != "replace")
    line = whole(field(form, "line", 10), 0)
    running_jobs(request).start(name, _task(run, uploads, request.state.session.lang, line))
    return see(scanning_address(name))


def _put(form: FormData, uploads: Path, *, adding: bool) -> None:
    """The submissions to those there are, or in their place; what is beside them only where new files were chosen."""
    store(_files(form, "submissions"), uploads / "submissions", beside=adding)
    for kind in BESIDE:
        if field(form, f"without_{kind}", 5):
            store_nothing(uploads / kind)
        store(_files(form, kind), uploads / kind)


def _files(form: FormData, kind: str) -> list[UploadFile]:
    return [file for file in form.getlist(kind) if isinstance(file, UploadFile) and file.filename]


def _folder_name(said: str) -> str:
    """What was typed as a folder's name: spaces stay, what no system allows becomes a dash."""
    return re.sub(r"[^\w.\- ]+", "-", said).strip(" .-")


def _task(run: Path, uploads: Path, lang: str, line: int) -> dict[str, Any]:
    """`line`: bits from which pairs are shown, 0 for the default."""
    given = {kind: [str(uploads / kind)] if (uploads / kind).is_dir() else [] for kind in BESIDE}
    return {
        "run": str(run),
        "lang": lang,
        "only_read": True,
        "submissions": str(uploads / "submissions"),
        "forms": given["form"],
        "previous": given["previous"],
        "references": given["reference"],
        "settings": {"pair_min_bits": float(line)} if line else {},
        "roster": next((str(path) for path in stored_files(uploads / "roster")), None),
    }


def stored_files(folder: Path) -> list[Path]:
    """Every file below a folder, if there is one."""
    return sorted(path for path in folder.rglob("*") if path.is_file()) if folder.is_dir() else []


def scanning(request: Request) -> Response:
    """How far a scan is; the script of the page asks for the same as JSON."""
    name, progress = asked_scan(request)
    lang = request.state.session.lang
    stage = wording.label(wording.STAGE_LABELS, progress.stage, lang)
    if request.url.path.endswith(".json"):
        state = {
            "done": progress.done,
            "total": progress.total,
            "finished": progress.finished,
            "error": translated(progress.error, lang),
        }
        return JSONResponse(state | {"stage": stage, "next": _next(name, progress)})
    if progress.finished:
        return see(_next(name, progress))
    return page(
        request,
        "scanning.html",
        name=name,
        progress=progress,
        error=translated(progress.error, lang),
        stage=stage,
        address=request.url.path,
    )


def _next(name: str, progress: Progress) -> str:
    """What was read, or, after the scan, the run."""
    return base(name) if progress.files is None else f"{scanning_address(name)}/read"


def scanning_address(name: str) -> str:
    """Of the page that says how far a scan is."""
    return f"/scanning/{base(name).removeprefix('/run/')}"


async def cancel(request: Request) -> Response:
    """Ends a scan before its end; the files stay for another one."""
    await read_form(request)
    name, _ = asked_scan(request)
    await run_in_threadpool(running_jobs(request).cancel, name)
    return see("/")


def asked_scan(request: Request) -> tuple[str, Progress]:
    """The scan of the address. 404 for one that this server has not begun."""
    name = request.path_params["name"]
    progress = running_jobs(request).progress(name) if is_name(name) else None
    if progress is None:
        raise HTTPException(404)
    return name, progress


async def choose(request: Request) -> Response:
    """Language of the pages before a run."""
    form = await read_form(request)
    request.state.session.lang = choice(form, "lang", LANGUAGES)
    back = field(form, "back", 400)
    return see(back if re.fullmatch(r"/draft|/scanning/[^/\\]+(?:/read)?", back) else "/")


def running_jobs(request: Request) -> Jobs:
    """Those of the server."""
    jobs: Jobs = request.app.state.jobs
    return jobs


ROUTES = [
    Route("/", home),
    Route("/scan", new_scan, methods=["POST"]),
    Route("/choose", choose, methods=["POST"]),
    Route("/scanning/{name}/cancel", cancel, methods=["POST"]),
    Route("/scanning/{name}.json", scanning),
    Route("/scanning/{name}", scanning),
]
