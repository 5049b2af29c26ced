"""Deleting a run from the work folder, after a question, and saying what is left to look at."""

from __future__ import annotations

from collections.abc import Iterator

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from detector.keeping.purge import purge_run
from detector.keeping.wipe import wipe_tree
from detector.keeping.words import purge_lines
from detector.result_files import is_of_run
from detector.review.pages.start import run_summary, running_jobs
from detector.review.render import page
from detector.review.web import field, library, read_form
from detector.run_folder import RUN_FILE, UPLOADS_FOLDER
from detector.wording import N_


def ask(request: Request) -> Response:
    """What would go."""
    name = _known(request, request.query_params.get("name", ""))
    figures = run_summary(request, name) if name in library(request).names() else None
    return page(
        request, "delete.html", name=name, figures=None if figures and "error" in figures else figures, lines=None
    )


async def delete(request: Request) -> Response:
    """Removes the run. 409 while it is being scanned."""
    form = await read_form(request)
    name = _known(request, field(form, "name", 80))
    if name in running_jobs(request).running():
        raise HTTPException(409, N_("This scan is still running."))
    lines = await run_in_threadpool(_remove, request, name)
    return page(request, "delete.html", name=name, lines=lines)


def _known(request: Request, name: str) -> str:
    runs = library(request)
    if runs.folder is None or name not in (*runs.names(), *runs.unfinished()):
        raise HTTPException(404)
    return name


def _remove(request: Request, name: str) -> list[str]:
    runs = library(request)
    run = runs.new_path(name)
    if run is None:
        raise HTTPException(404)
    lines: Iterator[str] = iter(())
    if (run / RUN_FILE).is_file():
        lines = purge_lines(purge_run(run), request.state.session.lang)
    else:
        wipe_tree(run / UPLOADS_FOLDER)
        for path in [path for path in run.iterdir() if is_of_run(path)]:  # what was read of them
            path.unlink()
        run.rmdir()
    runs.forget(name)
    running_jobs(request).forget(name)
    return list(lines)


ROUTES = [Route("/delete", ask), Route("/delete", delete, methods=["POST"])]
