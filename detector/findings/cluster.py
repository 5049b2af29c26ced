from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from detector.findings.base import Case, FindingKind
from detector.findings.words import count, has, percent
from detector.language import N_, translator
from detector.submissions import Facts, Finding

_MOST_NAMED = 100  # of the others: the group has them all, and of thousands each would name thousands


def rule(case: Case) -> Iterator[Finding]:
    if case.group is None:
        return
    facts, least = case.group.facts, case.settings.cluster_min_members
    members, core = int(facts["members"]), int(facts["core_syllables"])
    if members < least:
        return
    share = {"share": min(1.0, case.share(core))} if case.has_shares else {}
    others = tuple(islice(case.group.others, _MOST_NAMED))
    yield Finding("cluster", float(members), float(least), {**facts, **share}, others)


def sentence(finding: Finding, lang: str) -> list[str]:
    _, facts = translator(lang).gettext, finding.facts
    if has(facts, "members", "submissions", "units"):
        words = _("One of a group of {members} submissions of {units} units with much text in common, of {submissions}")
        first = words.format(members=facts["members"], units=facts["units"], submissions=facts["submissions"])
    elif has(facts, "members", "submissions"):
        words = _("One of a group of {members} submissions with much text in common, in a unit of {submissions}")
        first = words.format(members=facts["members"], submissions=facts["submissions"])
    else:
        first = _("One of a group of submissions with much text in common")
    if facts.get("only_passage") and has(facts, "members"):
        alike = _("one passage is in {members} submissions, which share nothing else")
        return [alike.format(members=facts["members"]), *_core(facts, lang)]
    return [first, *_share(facts, lang), *_core(facts, lang)]


def _core(facts: Facts, lang: str) -> list[str]:
    core = translator(lang).gettext("the text common to all of them has {syllables} syllables")
    return [core.format(syllables=count(facts["core_syllables"], lang))] if facts.get("core_syllables") else []


def _share(facts: Facts, lang: str) -> list[str]:
    words = translator(lang).gettext("{share} of the text outside form and regulation is in it")
    return [words.format(share=percent(facts["share"], lang))] if has(facts, "share") else []


FINDING = FindingKind(
    "cluster",
    30,
    rule,
    sentence,
    N_("group of similar submissions"),
    N_("Several submissions have a large part of their text in common."),
)
