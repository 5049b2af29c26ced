"""A record as one file of HTML that opens anywhere without network and prints on A4; it has no script at all."""

from __future__ import annotations

from markupsafe import Markup

from detector.hashes import source_hash
from detector.review.render import HERE, environment
from detector.writers.docx.record import Record


def render_record(record: Record) -> str:
    """The policy in its head allows its own style and nothing else."""
    style = (HERE / "templates" / "record.css").read_text(encoding="utf-8")
    policy = f"default-src 'none'; style-src '{source_hash(style)}'; base-uri 'none'; form-action 'none'"
    template = environment(record.lang).get_template("record.html")
    return template.render(record=record, style=Markup(style), policy=policy)
