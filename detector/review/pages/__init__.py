"""Routes: each a thin shell over functions of this room."""

from __future__ import annotations

from starlette.routing import BaseRoute

from detector.review.pages import (
    about,
    checking,
    decisions,
    drafts,
    evidence,
    exclusions,
    groups,
    log,
    originals,
    overview,
    pairs,
    passages,
    people,
    removal,
    shared,
)
from detector.review.pages import start as start_page


def routes() -> list[BaseRoute]:
    """All pages, the start page first."""
    modules = (
        start_page,
        checking,
        removal,
        drafts,
        originals,
        overview,
        pairs,
        passages,
        people,
        groups,
        shared,
        decisions,
        exclusions,
        evidence,
        log,
        about,
    )
    return [route for module in modules for route in module.ROUTES]
