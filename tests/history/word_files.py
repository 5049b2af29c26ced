"""Word files with a past: made with python-docx, identifiers as Word writes them; written on so or by LibreOffice."""

from __future__ import annotations

import random
import subprocess
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

# A program in LibreOffice's own Python: opens, adds a line, saves. One line of input a file: source, target, text.
UNO_EDITOR = """
import subprocess, sys, time, uno
from com.sun.star.beans import PropertyValue
def value(name, content):
    made = PropertyValue(); made.Name = name; made.Value = content; return made
profile, port = sys.argv[1], sys.argv[2]
office = subprocess.Popen(["soffice", "--headless", "--norestore", "-env:UserInstallation=file://" + profile,
    "--accept=socket,host=127.0.0.1,port=" + port + ";urp;"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
local = uno.getComponentContext()
resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
for _ in range(120):
    try:
        remote = resolver.resolve("uno:socket,host=127.0.0.1,port=" + port + ";urp;StarOffice.ComponentContext"); break
    except Exception: time.sleep(0.5)
desktop = remote.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", remote)
for line in sys.stdin:
    source, target, text = line.rstrip("\\n").split("\\t")
    opened = desktop.loadComponentFromURL("file://" + source, "_blank", 0, (value("Hidden", True),))
    cursor = opened.Text.createTextCursor(); cursor.gotoEnd(False)
    opened.Text.insertString(cursor, "\\n" + text, False)
    opened.storeToURL("file://" + target, (value("FilterName", "MS Word 2007 XML"),)); opened.close(True)
try: desktop.terminate()
except Exception: pass
office.wait(30)
"""


@dataclass
class Word:
    """Draws identifiers as Word does and writes files with them; the clock moves on with each."""

    seed: int = 1
    chance: random.Random = field(init=False)
    clock: datetime = field(default=datetime(2026, 11, 2, 8, 0, 0))

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)

    def identifier(self) -> str:
        """Of one editing session."""
        return f"00{self.chance.randrange(1, 2**24):06X}"

    def new(self, path: Path, lines: list[str], *, sessions: int = 3, author: str = "Văn phòng") -> Path:
        """A file that nobody's file was the beginning of."""
        made = docx.Document()
        table = made.settings.element.find(qn("w:rsids"))
        if table is not None:
            made.settings.element.remove(table)
        made.settings.element.append(OxmlElement("w:rsids"))
        made.core_properties.created = self._tick()
        made.core_properties.author = author
        self._write(made, lines, sessions, author)
        made.save(str(path))
        return path

    def edited(self, source: Path, path: Path, lines: list[str], *, sessions: int = 2, author: str = "An") -> Path:
        """The file opened, written on in so many sessions, and saved under another name."""
        opened = docx.Document(str(source))
        self._write(opened, lines, sessions, author)
        opened.save(str(path))
        return path

    def _write(self, document: Any, lines: list[str], sessions: int, author: str) -> None:
        table = document.settings.element.find(qn("w:rsids"))
        names = [self.identifier() for _ in range(sessions)]
        for name in names:
            entry = OxmlElement("w:rsid" if len(table) else "w:rsidRoot")
            entry.set(qn("w:val"), name)
            table.append(entry)
        for number, line in enumerate(lines):
            paragraph = document.add_paragraph(line)
            paragraph._p.set(qn("w:rsidR"), names[number % sessions])
            paragraph.runs[0]._r.set(qn("w:rsidRPr"), names[number % sessions])
        document.core_properties.last_modified_by = author
        document.core_properties.modified = self._tick()

    def _tick(self) -> datetime:
        self.clock += timedelta(seconds=self.chance.randrange(60, 4000))
        return self.clock


def edited_by_libreoffice(tasks: list[tuple[Path, Path, str]], folder: Path, port: int = 2519) -> bool:
    """Files opened, written on and saved by LibreOffice; False if it has no Python here."""
    lines = "".join(f"{source}\t{target}\t{text}\n" for source, target, text in tasks)
    command = ["/usr/bin/python3", "-c", UNO_EDITOR, str(folder / "profile"), str(port)]
    try:
        done = subprocess.run(command, input=lines, text=True, capture_output=True, check=False, timeout=300)
    except OSError:
        return False
    return done.returncode == 0 and all(target.exists() for _, target, _ in tasks)
