"""The one family of errors that the library raises and only the command line prints."""

from __future__ import annotations

from detector.language import N_, translated


class DetectorError(Exception):
    """Base of all errors: what was expected, what was found, what to do about it; `str` of it is English."""

    def in_language(self, lang: str) -> str:
        """The same in ``vi`` or ``en``."""
        return translated(str(self), lang)


class SettingsError(DetectorError):
    """One or more settings are unknown or out of range; the message lists all of them."""


class InputError(DetectorError):
    """A path, roster or label file that the whole command depends on cannot be used."""


class ReadError(DetectorError):
    """One file could not be read. Never stops a scan: it becomes a `SkippedFile`."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}" if detail else reason)
        self.reason = reason
        self.detail = detail


class UnknownIdError(InputError, KeyError):
    """An id that the report has not."""

    __str__ = Exception.__str__  # KeyError shows its message in quotes


class NoSuchRowError(InputError, IndexError):
    """A row that a table has not."""


class RunFileError(DetectorError):
    """A run folder is missing, damaged, or written by another version."""


class DiskFullError(RunFileError):
    """There is no room to write in a run folder; nothing was changed."""


class MissingExtraError(DetectorError):
    """An optional package is not installed; the message ends in the command that adds it."""

    def __init__(self, what: str, extra: str) -> None:
        super().__init__(_MISSING.format(what=what, command=f"pip install 'kiemdiem[{extra}]'"))
        self.extra = extra


_MISSING = N_("{what} needs packages that are not installed. Run: {command}")
