"""Settings of the page and of the scan, help with the threshold, keys, limits."""

from __future__ import annotations

from dataclasses import fields

from starlette.datastructures import FormData
from starlette.responses import Response
from starlette.routing import Route

from detector.language import LANGUAGES
from detector.review.threshold import bands, sample_below
from detector.review.web import Context, choice, field, own_address, posted, see, shown
from detector.review.web import base as base_of
from detector.settings import Settings


def about(context: Context) -> Response:
    """What the reviewer can choose, and what the scan was made with."""
    usual = Settings()
    settings = context.view.index.settings
    rows = [
        (spec.name, getattr(settings, spec.name), getattr(usual, spec.name), spec.metadata["why"])
        for spec in fields(Settings)
    ]
    sample, below = sample_below(context.connection, context.view)
    return context.page(
        "about.html",
        here="about",
        settings=rows,
        meta=context.view.index.meta,
        bands=bands(context.view),
        sample=sample,
        below=below,
        missed=_missed(context, sample),
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
    return see(own_address(form, "back", f"{base_of(context.name)}/about"))


def _missed(context: Context, sample: object) -> tuple[int, int]:
    """Of the sample: (decided, of these with something to act on)."""
    from detector.review.threshold import ACTION

    standing = [context.view.standings.of(pair.left, pair.right) for pair in sample]  # type: ignore[attr-defined]
    decided = [one.decision.decision for one in standing if one]
    return len(decided), sum(code in ACTION for code in decided)


ROUTES = [
    Route("/run/{run}/about", shown(about, "about")),
    Route("/run/{run}/choose", posted(choose), methods=["POST"]),
]
