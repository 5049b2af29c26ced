"""One kind of finding each. A file of this package that ends in `FINDING = FindingKind(...)` is a kind."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from detector.findings.base import Case, FindingKind, FlaggedPair, Membership, WideText
from detector.submissions import Finding
from detector.wording.labels import label
from detector.wording.sentences import as_sentence

__all__ = [
    "FLAG_LABELS",
    "FLAG_MEANINGS",
    "Case",
    "FindingKind",
    "FlaggedPair",
    "Membership",
    "WideText",
    "finding_kinds",
    "finding_sentence",
    "findings_of",
    "in_reading_order",
]


@cache
def finding_kinds() -> dict[str, FindingKind]:
    """All kinds by name, in the order a reviewer should read them."""
    modules = (import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__))
    found = [module.FINDING for module in modules if isinstance(getattr(module, "FINDING", None), FindingKind)]
    return {one.name: one for one in sorted(found, key=lambda one: (one.place, one.name))}


def findings_of(case: Case) -> tuple[Finding, ...]:
    """All there is to say of a submission, in the order of reading."""
    return tuple(finding for kind in finding_kinds().values() for finding in kind.rule(case))


def in_reading_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order of `findings_of`, where some of them were judged anew."""
    places = {name: place for place, name in enumerate(finding_kinds())}
    return tuple(sorted(findings, key=lambda finding: places[finding.kind]))


def finding_sentence(finding: Finding, lang: str = "vi") -> str:
    """One finding in words. Ends in a full stop; an unknown kind gives its label."""
    kind = finding_kinds().get(finding.kind)
    return as_sentence(kind.sentence(finding, lang) if kind else [label(FLAG_LABELS, finding.kind, lang)])


# As lists have them: first what was found in the texts, then why of some there is little to say.
_LISTED = sorted(finding_kinds().values(), key=lambda kind: kind.is_reservation)
FLAG_LABELS = {kind.name: kind.label for kind in _LISTED}
FLAG_MEANINGS = {kind.name: kind.meaning for kind in _LISTED}
