"""Excel 97-2003 (.xls), through LibreOffice."""

from __future__ import annotations

from collections.abc import Iterable

from detector.documents import SkipReason
from detector.errors import ReadError
from detector.readers import soffice
from detector.readers.base import Extract, Failure, Member, Reader, Remark
from detector.readers.xlsx import READER as XLSX
from detector.settings import Settings

_REMEDY = f"Open it and save it as .xlsx, or {soffice.CALC_REMEDY}."


def missing() -> str | None:
    return None if soffice.program_for_tables() else _REMEDY


def read(data: bytes, settings: Settings) -> Iterable[Extract | Failure | Remark | Member]:
    if missing():
        raise ReadError(SkipReason.UNSUPPORTED, f"Excel 97-2003 needs LibreOffice with Calc. {_REMEDY}")
    return XLSX.read(soffice.convert(data, ".xls", "xlsx:Calc MS Excel 2007 XML", settings), settings)


READER = Reader("Excel 97-2003", (".xls",), read, extra="office", missing=missing)
