"""The program without streams, with little memory, and interrupted; each message in both languages."""

from __future__ import annotations

from pathlib import Path

from detector.storage import load
from tests.benchmarks.faults.table import LANGUAGES, fault, told
from tests.benchmarks.faults.tools import CannotBeMadeError, detector, state, unit
from tests.commands.test_interrupts import MOMENTS, pressed
from tests.commands.test_odd_processes import shell

CLOSED = ("2>&-", ">&-", "2>&- >&-", "2>&- >&- <&-")
KILOBYTES = (150_000, 200_000, 400_000, 580_000)


@fault("a stream that the caller closed (2>&-, >&-, all)", "scan 0 and whole; a mistake 2; a run that is none 1")
def closed_streams(work: Path) -> tuple[str, bool]:
    texts, seen = unit(work / "unit"), []
    for number, closed in enumerate(CLOSED):
        for lang in LANGUAGES:
            run = work / f"run{number}{lang}"
            scan = shell(f"$D scan {texts} -o {run} --jobs 2 --lang {lang} {closed}").returncode
            mistake = shell(f"$D scan {work}/nowhere --lang {lang} {closed}").returncode
            nothing = shell(f"$D export {texts} --format csv -o {work}/out --lang {lang} {closed}").returncode
            seen.append((scan, mistake, nothing, state(run)))
    return f"{len(seen)} ways: {sorted(set(seen))}", set(seen) == {(0, 2, 1, "whole")}


@fault("ulimit -v, 150 to 580 MB", "status 1, the reason and what to do; no half run")
def little_memory(work: Path) -> tuple[str, bool]:
    texts, seen, said = unit(work / "unit"), [], set()
    for kilobytes in KILOBYTES:
        for lang in LANGUAGES:
            run = work / f"run{kilobytes}{lang}"
            done = shell(f"ulimit -v {kilobytes}; $D scan {texts} -o {run} --jobs 1 --lang {lang}")
            last = done.stderr.strip().splitlines()[-1]
            seen.append((done.returncode, told(last), (run / "run.sqlite").exists()))
            said.add(last.removeprefix("detector: "))
    return f"{len(seen)} scans: {sorted(set(seen))}; {' / '.join(sorted(said)[:2])}", set(seen) == {(1, True, False)}


@fault(f"Ctrl-C at {len(MOMENTS)} moments, for every process of the terminal", "status 130, one message")
def interrupted(work: Path) -> tuple[str, bool]:
    seen, said = [], set()
    for number, moment in enumerate(MOMENTS.values()):
        for lang in LANGUAGES:
            done = pressed(moment, work / f"{number}{lang}", lang)
            seen.append(done.returncode)
            said.add(done.stderr.strip().removeprefix("detector: "))
    return f"{len(seen)} scans: status {sorted(set(seen))}; {' / '.join(sorted(said))}", (
        set(seen) == {130} and len(said) == len(LANGUAGES)
    )


@fault("a reader of the output that goes away (head -1)", "no traceback; the run whole")
def closed_pipe(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    seen = []
    for words in (f"scan {texts} -o {work}/run --jobs 1", f"verify {work}/run", "settings", "formats"):
        done = shell(f"$D {words} | head -1 > /dev/null")
        seen.append((words.split()[0], "Traceback" in done.stderr))
    kept = not any(trace for _, trace in seen) and state(work / "run") == "whole"
    return f"{seen}; run {state(work / 'run')}", kept


@fault("ordinary names that are devices elsewhere: con.txt, nul.txt, aux.txt, com1.txt", "read as any other")
def device_names(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    names = ("con.txt", "nul.txt", "aux.txt", "com1.txt")
    for number, name in enumerate(names):
        (texts / name).write_text(f"Họ và tên: Mùa A Páo {number}\nTôi trực {number + 30} ca đêm.", encoding="utf-8")
    seen = []
    for lang in LANGUAGES:
        done = detector("scan", texts, "-o", work / lang, "--jobs", 1, "--lang", lang)
        ids = {row.id for row in load(work / lang).submissions}
        seen.append((done.status, set(names) <= ids))
    return f"{seen}", set(seen) == {(0, True)}


@fault("right-to-left marks in a name, a file name and a text", "no page, table or record turns its surroundings")
def turned(work: Path) -> tuple[str, bool]:
    from tests.review.hostile import REVERSED, harm

    def turning(page: Path) -> list[str]:
        return [one for one in harm(page.read_text(encoding="utf-8")) if one.startswith("turns")]

    texts = unit(work / "unit")
    for name in ("000_an.txt", "000_binh.txt"):
        path = texts / name
        text = path.read_text(encoding="utf-8").replace("\n", f" {REVERSED}\n", 1).replace("lên gác", f"{REVERSED} gác")
        (texts / f"{REVERSED}{name}").write_text(text, encoding="utf-8")
        path.unlink()
    seen = {}
    for lang in LANGUAGES:
        run = work / lang
        assert detector("scan", texts, "-o", run, "--jobs", 1, "--lang", lang).status == 0
        seen[f"page {lang}"] = turning(run / "report.html")
        for options in ((), ("--names",)):
            target = work / f"{lang}{len(options)}.html"
            assert detector("export", run, "--format", "html", "-o", target, "--lang", lang, *options).status == 0
            seen[target.name] = turning(target)
            target = target.with_suffix(".csv.d")
            assert detector("export", run, "--format", "csv", "-o", target, "--lang", lang, *options).status == 0
            tables = (path.read_text(encoding="utf-8-sig") for path in target.glob("*.csv"))
            seen[target.name] = ["turned"] * any("\u202e" in table for table in tables)
    return f"{len(seen)} files, turned: {[name for name, found in seen.items() if found]}", not any(seen.values())


@fault("a text of 50 MB, as a file and on stdin", "cut at the limit and told, or listed; 0; under 500 MiB")
def long_text(work: Path) -> tuple[str, bool]:
    texts = unit(work / "unit")
    line = "Tôi trực {} ca đêm, phát {} suất thuốc cho {} bản. "
    words = "Họ và tên: Lò Văn Páo\n" + "".join(line.format(n, n * 7 % 991, n % 89) for n in range(900_000))
    data = words.encode()
    (texts / "under.txt").write_bytes(data[:49_900_000])
    (texts / "over.txt").write_bytes(data[:50_000_001])
    seen, peaks = [], []
    for lang in LANGUAGES:
        run = work / f"run{lang}"
        scan = shell(f"$T $D scan {texts} -o {run} --jobs 1 --lang {lang}", T="/usr/bin/time -f %M")
        if "not found" in scan.stderr:
            raise CannotBeMadeError("no /usr/bin/time")
        on_stdin = shell(
            f"$T $D compare - {texts}/000_an.txt --lang {lang} < {texts}/under.txt", T="/usr/bin/time -f %M"
        )
        report = load(run)
        notes = {row.id: [note.code for note in row.document.notes] for row in report.submissions}
        peaks += [int(one.stderr.strip().splitlines()[-1]) // 1024 for one in (scan, on_stdin)]
        skipped = [one.reason.value for one in report.skipped]
        seen.append((scan.returncode, on_stdin.returncode, "truncated" in notes["under.txt"], tuple(skipped)))
    kept = set(seen) == {(0, 0, True, ("too_large",))} and max(peaks) < 500
    return f"{sorted(set(seen))}, most memory {max(peaks)} MiB", kept
