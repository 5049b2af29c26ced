"""Files and folders that cannot be read."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from starlette.datastructures import UploadFile

from detector.readers import isolate
from detector.readers.base import Failure
from detector.readers.worker import Task
from detector.review.uploads import store
from detector.settings import Settings
from detector.storage import load
from tests.benchmarks.faults.table import LANGUAGES, fault
from tests.benchmarks.faults.tools import below, detector, large_word_file, remove, unit, without_rights
from tests.readers import hostile


@fault("reader out of memory", "that file is a row with the reason; the next one is read")
def reader_memory(work: Path) -> tuple[str, bool]:
    paths = [work / name for name in ("hoard.evil", "fine.evil")]
    for path in paths:
        path.write_bytes(path.stem.encode())
    tasks = [Task(str(path), Settings(file_timeout_seconds=20.0)) for path in paths]
    hoard, fine = isolate.read_all(tasks, jobs=1, target=hostile.TARGET)
    reasons = [event.reason.value for event in hoard if isinstance(event, Failure)]
    read = not any(isinstance(event, Failure) for event in fine)
    return f"{reasons}; the next is read: {read}", reasons == ["too_large"] and read and len(fine) > 1


@fault("a Word file of 45 MB of tags in a scan", "listed with the reason or read; status 0; the rest read")
def large_file(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    (texts / "big.docx").write_bytes(large_word_file(1_900_000))
    done = detector("scan", texts, "-o", work / "run", "--jobs", 1)
    report = load(work / "run")
    reasons = {Path(one.path).name: one.reason.value for one in report.skipped}
    return f"{done.status}, read {len(report.submissions)}, not read {reasons}", done.status == 0 and len(
        report.submissions
    ) >= 4


@fault("folder that cannot be entered", "a row with the reason; status 0; the rest read")
def unreadable(work: Path) -> tuple[str, bool]:
    before_words = without_rights()
    texts = unit(work / "unit")
    (texts / "locked").mkdir()
    (texts / "locked" / "x.txt").write_text("x", encoding="utf-8")
    (texts / "secret.txt").write_text("x", encoding="utf-8")
    (texts / "locked").chmod(0)
    (texts / "secret.txt").chmod(0)
    done = detector("scan", texts, "-o", work / "run", "--jobs", 1, before=before_words)
    (texts / "locked").chmod(0o755)
    reasons = {Path(one.path).name: one.reason.value for one in load(work / "run").skipped}
    ok = done.status == 0 and reasons == {"locked": "no_access", "secret.txt": "no_access"}
    return f"{done.status}, {reasons}, read {len(load(work / 'run').submissions)}", ok


# Levels and names of folders: what fits a path as scans walk it, what is longer, names of 255 bytes.
DEPTHS = {"980 levels": (980, "d"), "3,000 levels": (3_000, "d"), "60 names of 255 bytes": (60, "ă" * 127 + "x")}


@fault("folders nested beyond what the system can open", "the scan goes on, the place is listed with the reason")
def nested(work: Path) -> tuple[str, bool]:
    seen, plain = [], unit(work / "plain")
    for name, (levels, folder) in DEPTHS.items():
        top = unit(work / name.replace(" ", "_") / "unit")
        below(top, levels, folder)
        is_read = levels < 1_000 and len(folder) == 1
        for lang in LANGUAGES:
            run = work / f"run{len(seen)}"
            listed = detector("scan", top, "--dry-run", "--lang", lang)
            done = detector("scan", top, "-o", run, "--jobs", 1, "--lang", lang)
            units = detector(
                "scan", top.parent, "--units", "-o", work / f"units{len(seen)}", "--jobs", 1, "--lang", lang
            )
            earlier = detector(
                *("scan", plain, "--previous", top, "--form", top, "--reference", top),
                *("-o", work / f"earlier{len(seen)}", "--jobs", 1, "--lang", lang),
            )
            rows = [(one.reason.value, "too deep" in one.detail) for one in load(run).skipped]
            is_told = _TOO_DEEP[lang] in listed.output
            good = rows == ([] if is_read else [("no_access", True)]) and is_told != is_read
            seen.append((done.status, listed.status, units.status, earlier.status, good))
        remove(top)
    return f"{', '.join(DEPTHS)}, scan, dry run, --units, --previous: {sorted(set(seen))}", set(seen) == {
        (0, 0, 0, 0, True)
    }


_TOO_DEEP = {"en": "too deep in one another", "vi": "lồng nhau quá sâu"}


@fault("an archive with such folders in it, and an upload of them", "read; the upload keeps the last folders")
def nested_in_archives(work: Path) -> tuple[str, bool]:
    seen = []
    for number, (levels, folder) in enumerate(DEPTHS.values()):
        texts = unit(work / f"unit{number}")
        with ZipFile(texts / "all.zip", "w") as archive:
            archive.writestr(f"{folder}/" * levels + "x.txt", "Họ và tên: Lò Thị Đeng\nTôi trực 30 ca đêm ở bản.")
        for lang in LANGUAGES:
            done = detector("scan", texts, "-o", work / f"run{len(seen)}", "--jobs", 1, "--lang", lang)
            seen.append((done.status, len(load(work / f"run{len(seen)}").submissions)))
        store([UploadFile(BytesIO(b"x"), filename=f"{folder}/" * levels + "x.txt")], work / f"uploads{number}")
    kept = [path for path in work.glob("uploads*/**/x.txt") if path.is_file()]
    return f"{sorted(set(seen))}, uploads kept {len(kept)} of {len(DEPTHS)}", (
        set(seen) == {(0, 5)} and len(kept) == len(DEPTHS)
    )
