"""Templates with the catalogue, the numbers and the addresses of the page; nothing enters a page unescaped."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from detector import __version__, wording
from detector.findings import FLAG_LABELS, finding_sentence
from detector.hashes import digest
from detector.language import LANGUAGES, date_text, number, percent, translated, translator
from detector.review import words
from detector.review.sessions import Session
from detector.run_folder import UPLOADS_FOLDER
from detector.signals.family import measure_lines
from detector.writers.html.page import HERE as REPORT
from detector.writers.html.texts import clean, shortened

HERE = Path(__file__).parent
# Names in addresses -> files; nothing else is served.
ASSETS = {path.name: path for folder in (REPORT, HERE) for path in sorted((folder / "assets").iterdir())}


def page(request: Request, template: str, status: int = 200, **values: Any) -> Response:
    """A page in the session's language."""
    session: Session = request.state.session
    rendered = environment(session.lang).get_template(template).render(request=request, session=session, **values)
    return HTMLResponse(rendered, status)


@cache
def environment(lang: str) -> Environment:
    """Jinja with escaping on; every text that is shown can be encoded."""
    catalogue = translator(lang)
    made = Environment(
        loader=FileSystemLoader([HERE / "templates", REPORT / "templates"]),  # the report's have what both draw
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )
    made.globals.update(
        _=catalogue.gettext, ngettext=catalogue.ngettext, lang=lang, languages=LANGUAGES, wording=wording, review=words
    )
    made.globals.update(version=__version__, asset=asset_address)
    made.filters.update(
        count=lambda value: number(value, 0, lang),
        decimal=lambda value, digits=1: number(value, digits, lang),
        percent=lambda share: percent(share, lang),
        flag=lambda kind: wording.label(FLAG_LABELS, kind, lang),
        words=lambda code, table: wording.label(getattr(wording, table), code, lang),
        said=lambda code, table: wording.label(getattr(words, table), code, lang),
        measures=lambda values: measure_lines(values, lang),
        letter=lambda code: class_letter(code, lang),
        shortened=shortened,
        uploaded=uploaded,
        moment=lambda stamp, seconds=False: moment(stamp, lang, seconds=seconds),
        day=lambda stamp: date_text(date.fromisoformat(stamp[:10]), lang),
        period=lambda code: wording.period_words(code, lang),
        translated=lambda text: translated(text, lang),
        sentence=lambda finding: finding_sentence(finding, lang),
    )
    return made


def class_letter(code: str, lang: str) -> str:
    """As in the report; `allowed` has its own."""
    if code == "allowed":
        return translator(lang).gettext("A (allowed)")[:1]
    return wording.class_letter(code, lang)


def moment(stamp: str, lang: str, *, seconds: bool = False) -> str:
    """A stored UTC time as the clock on the wall says it."""
    local = datetime.fromisoformat(stamp).astimezone()
    return f"{date_text(local.date(), lang)} {local.strftime('%H:%M:%S' if seconds else '%H:%M')}"


def uploaded(path: str) -> str:
    """The path of an uploaded file without the folders of this computer; another path as it is."""
    _, found, inside = path.replace("\\", "/").rpartition(f"/{UPLOADS_FOLDER}/")
    return inside.partition("/")[2] if found else path


@cache
def asset_address(name: str) -> str:
    """Changes with the content, so that a browser may keep the file."""
    content = digest((ASSETS[name].read_bytes(),), 6).hex()
    return f"/assets/{content}/{name}"


def _shown(value: Any) -> Any:
    return clean(value) if type(value) is str else value
