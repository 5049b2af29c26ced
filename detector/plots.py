"""Pictures of a report for notebooks and papers: each draws into an axis of matplotlib and returns it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from detector.checks import check_lang, shown
from detector.errors import InputError, MissingExtraError
from detector.language import N_, translator
from detector.matches import Method
from detector.records import SHARE_KEYS
from detector.report import Report
from detector.wording import CLASS_LABELS, label

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# As on the pages: colours that people who do not see red or green tell apart.
_COLOURS: Mapping[str, str] = {
    "form": "#c9ced6",
    "rule": "#9aa5b1",
    "common": "#7fb2d9",
    "reference": "#8d6cab",
    "previous": "#e0a030",
    "shared": "#c8553d",
    "own": "#4d9078",
}
_MOST_BARS = 60


class Plots:
    """`report.plot`. Needs the extra ``plot``; `lang` is the language of axes and legends."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def evidence(self, ax: Axes | None = None, lang: str = "vi") -> Axes:
        """Pairs by evidence, strongest first: those to be looked at, the others, and the line between them."""
        _, ax = translator(check_lang(lang)).gettext, _axes(ax)
        pairs = sorted(self._report.pairs, key=lambda pair: -pair.evidence)
        ranks = range(1, len(pairs) + 1)
        for flagged, colour, name in (
            (True, _COLOURS["shared"], _("to be looked at")),
            (False, "#9aa5b1", _("others")),
        ):
            found = [(rank, pair.evidence) for rank, pair in zip(ranks, pairs, strict=True) if pair.flagged is flagged]
            ax.scatter([x for x, _y in found], [y for _x, y in found], s=14, color=colour, label=name)
        ax.axhline(self._report.threshold, color="black", linewidth=0.8, linestyle="--", label=_("threshold"))
        ax.set_xlabel(_("pairs, strongest first"))
        ax.set_ylabel(_("evidence (bits)"))
        ax.legend(frameon=False)
        return ax

    def chance(self, ax: Axes | None = None, lang: str = "vi") -> Axes:
        """Pairs with at least so much evidence, how many of them chance alone would make, and the threshold."""
        _, ax = translator(check_lang(lang)).gettext, _axes(ax)
        bits = sorted((pair.evidence for pair in self._report.pairs if pair.method is Method.PASSAGES), reverse=True)
        ax.step(bits, range(1, len(bits) + 1), where="post", color=_COLOURS["shared"], label=_("pairs of the unit"))
        for one in self._report.nulls:
            if one.method is Method.PASSAGES and one.null:
                line = [one.null.level + step * (one.threshold * 1.1 - one.null.level) / 50 for step in range(51)]
                ax.plot(
                    line,
                    [one.null.expected(at) for at in line],
                    color="black",
                    label=_("if people wrote independently"),
                )
                ax.axvline(one.threshold, color="black", linewidth=0.8, linestyle="--", label=_("threshold"))
        ax.set_yscale("log")
        ax.set_xlabel(_("evidence (bits)"))
        ax.set_ylabel(_("pairs with at least as much"))
        ax.legend(frameon=False)
        return ax

    def sources(self, ax: Axes | None = None, lang: str = "vi") -> Axes:
        """Where the words of each submission come from: stacked shares, most shared first; at most 60 submissions."""
        check_lang(lang)
        ax = _axes(ax)
        rows = sorted(self._report.submissions, key=lambda row: (-row.shares["shared"], row.id))[:_MOST_BARS]
        left = [0.0] * len(rows)
        for key in SHARE_KEYS:
            widths = [row.shares.get(key, 0.0) for row in rows]
            ax.barh(range(len(rows)), widths, left=left, color=_COLOURS[key], label=label(CLASS_LABELS, key, lang))
            left = [start + width for start, width in zip(left, widths, strict=True)]
        ax.set_yticks(range(len(rows)), [row.document.author or row.id for row in rows], fontsize=7)
        ax.invert_yaxis()
        ax.set_xlim(0, 1)
        ax.legend(frameon=False, fontsize=7, ncols=4, loc="lower center", bbox_to_anchor=(0.5, 1.0))
        return ax

    def network(self, ax: Axes | None = None, lang: str = "vi") -> Axes:
        """Submissions that share text, on a circle in the order of their groups; a line is a pair to be looked at."""
        from math import cos, pi, sin

        _, ax = translator(check_lang(lang)).gettext, _axes(ax)
        pairs = self._report.pairs.flagged()
        ids = {id for pair in pairs for id in pair.ids}
        groups = {row.id: row.cluster or "" for row in self._report.submissions}
        ordered = sorted(ids, key=lambda id: (groups.get(id, "~"), id))
        angle = {id: 2 * pi * rank / max(len(ordered), 1) for rank, id in enumerate(ordered)}
        strongest = max((pair.evidence for pair in pairs), default=1.0) or 1.0
        for pair in pairs:
            ends = [angle[pair.left_id], angle[pair.right_id]]
            width = 0.5 + 2.5 * pair.evidence / strongest
            ax.plot(
                [cos(a) for a in ends], [sin(a) for a in ends], color=_COLOURS["shared"], linewidth=width, alpha=0.6
            )
        names = {one.id: one.author or one.id for one in self._report.documents()}
        for id in ordered:
            x, y = cos(angle[id]), sin(angle[id])
            ax.plot([x], [y], "o", color="black", markersize=4)
            ax.annotate(names[id], (1.06 * x, 1.06 * y), fontsize=7, ha="left" if x >= 0 else "right", va="center")
        ax.set_title(_("pairs to be looked at"), fontsize=9)
        ax.set_aspect("equal")
        ax.set_axis_off()
        return ax

    def timeline(self, ax: Axes | None = None, lang: str = "vi") -> Axes:
        """Submissions by period (else year): how many, and how many of them share text with others."""
        _, ax = translator(check_lang(lang)).gettext, _axes(ax)
        everyone = Counter(_time(row.document.period, row.document.year) for row in self._report.submissions)
        sharing = Counter(
            _time(row.document.period, row.document.year) for row in self._report.submissions if "shared" in row.flags
        )
        times = sorted(everyone)
        ax.bar(range(len(times)), [everyone[time] for time in times], color=_COLOURS["form"], label=_("submissions"))
        ax.bar(
            range(len(times)),
            [sharing[time] for time in times],
            color=_COLOURS["shared"],
            label=_("with shared passages"),
        )
        ax.set_xticks(range(len(times)), [time or "?" for time in times], rotation=45 if len(times) > 6 else 0)
        ax.legend(frameon=False)
        return ax


def _time(period: str | None, year: int | None) -> str:
    return period or (str(year) if year else "")


def _axes(ax: Axes | None) -> Axes:
    if ax is not None:
        if not callable(getattr(ax, "scatter", None)):
            words = N_("ax: expected an axis of matplotlib, got {given}. pyplot.subplots() gives one.")
            raise InputError(words.format(given=shown(ax)))
        return ax
    try:
        from matplotlib import pyplot
    except ImportError as error:
        raise MissingExtraError(N_("A plot"), "plot") from error
    made: Callable[..., tuple[object, Axes]] = pyplot.subplots
    return made(figsize=(7, 4.5))[1]
