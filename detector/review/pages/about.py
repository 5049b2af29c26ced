"""Settings of the page and of the scan, help with the threshold, keys, limits."""

from __future__ import annotations

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from detector.language import LANGUAGES
from detector.review.threshold import bands, missed, preview, weakest_action
from detector.review.web import Context, choice, field, own_address, posted, see, shown
from detector.review.web import base as base_of
from detector.wording import setting_rows


def about(context: Context) -> Response:
    """What the reviewer can choose, and what the scan was made with."""
    return context.page(
        "about.html",
        here="about",
        settings=list(setting_rows(context.view.index.settings, context.session.lang)),
        meta=context.view.index.meta,
        bands=bands(context.view),
        weakest=weakest_action(context.view),
        preview=preview(context.connection, context.view),
        missed=missed(context.connection, context.view),
    )


def choose(context: Context, form: FormData) -> Response:
    """Language, name and blind mode of this browser's session."""
    session = context.session
    if field(form, "lang", 5):
        session.lang = choice(form, "lang", LANGUAGES)
    said = " ".join(field(form, "reviewer", 120).split())
    session.reviewer = said or session.reviewer
    if field(form, "mode", 10):
        session.blind = field(form, "mode", 10) == "blind"
    if field(form, "names", 10):
        session.masked = field(form, "names", 10) == "hidden"
    return see(own_address(form, f"{base_of(context.name)}/about"))


ROUTES = [
    Route("/run/{run}/about", shown(about, "about")),
    Route("/run/{run}/choose", posted(choose), methods=["POST"]),
]
