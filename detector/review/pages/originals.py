"""The file a text was read from: a download, never shown by the browser."""

from __future__ import annotations

from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from detector.review.web import Context, shown
from detector.run_folder import UPLOADS_FOLDER
from detector.storage.decode import text as stored
from detector.wording import N_

MISSING = N_("The file is not where it was scanned. It was moved or deleted since.")
MAX_BYTES = 500_000_000


def original(context: Context) -> Response:
    """The file itself; of a text inside an archive or a table the file that holds it. 404 where it is gone."""
    row = context.request.path_params["row"]
    found = context.connection.execute("SELECT path FROM documents WHERE row = ?", (row,)).fetchone()
    file = _file(context, stored(found[0])) if found else None
    if file is None:
        raise HTTPException(410, MISSING)
    name = "".join(c if c.isalnum() or c in " .-_" else "_" for c in file.name).encode("ascii", "replace").decode()
    headers = {"Content-Disposition": f'attachment; filename="{name.replace("?", "_")}"'}
    return Response(file.read_bytes(), media_type="application/octet-stream", headers=headers)


def _file(context: Context, path: str) -> Path | None:
    """Below the uploads where the run has some: a run file that came from elsewhere names no other file then."""
    uploads = context.state.run / UPLOADS_FOLDER
    place = Path(path)
    for one in (place, *place.parents):
        if one.is_file():
            inside = not uploads.is_dir() or uploads.resolve() in one.resolve().parents
            return one if inside and not one.is_symlink() and one.stat().st_size <= MAX_BYTES else None
    return None


ROUTES = [Route("/run/{run}/original/{row:int}", shown(original, "original"))]
