"""The command line: names of the commands, one place where errors are printed, exit statuses.

0 it ran (findings are no errors), 1 it could not, 2 wrong usage, 3 findings (with --fail-on-findings), 130 Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from importlib import import_module

import click

from detector import __version__, interrupts
from detector.language import N_, translated, translator
from detector.shell import Group, group_lang_option, language

INTERRUPTED = 130
_WITHOUT_LIBRARIES = frozenset({"settings", "formats", "cache", "doctor"})

# Name -> (module of `detector.commands`, one line of help). The line stands here so that `--help` imports no command.
_COMMANDS = {
    "scan": ("scan", N_("Read a folder of submissions and write RUN/run.sqlite and RUN/report.html.")),
    "export": ("export", N_("Write the results of a run as jsonl, csv, xlsx, html or docx.")),
    "review": ("review", N_("Open the review page of a run: pairs side by side, decisions, evidence.")),
    "serve": ("serve", N_("Start from an empty page: choose files in the browser, scan, review.")),
    "slips": ("slips", N_("Write a slip for every writer of a run: what to look at in the own text.")),
    "draft": ("draft", N_("Look through your own text before you hand it in.")),
    "compare": ("compare", N_("Show what two files have in common, side by side.")),
    "evaluate": ("evaluate", N_("Measure a run against labels.")),
    "verify": ("verify", N_("Check that a run is whole: file, texts, offsets, shares, logs.")),
    "purge": ("purge", N_("Remove a person from a run, or a run from the disk, completely.")),
    "settings": ("settings", N_("Print all settings with their reasons, as a TOML file to edit.")),
    "formats": ("formats", N_("List the file formats that are read and written.")),
    "cache": ("cache", N_("Show or clear what is kept between scans.")),
    "doctor": ("doctor", N_("Check this installation: readers, optional programs, and what adds them.")),
}


class _LazyGroup(Group):
    """Commands are imported when called, so that help and errors come at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in _COMMANDS and cmd_name not in self.commands:
            self.add_command(import_module(f"detector.commands.{_COMMANDS[cmd_name][0]}").command, cmd_name)
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Raises `InputError` where there is no memory for what the command imports, before any of it is imported."""
        from detector.memory import require_memory

        if args and args[0] not in _WITHOUT_LIBRARIES and not set(args) & {"-h", "--help"}:
            require_memory()
        return super().resolve_command(ctx, args)

    def summaries(self, ctx: click.Context) -> list[tuple[str, str]]:
        del ctx
        return [(name, summary) for name, (_, summary) in _COMMANDS.items()]


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="detector")
@group_lang_option
def cli() -> None:
    """Finds copied text in Vietnamese self-assessments and shows the evidence.

    \b
    detector scan data/sample_unit/submissions --form data/sample_unit/blank_form.docx -o run
    detector export run --format xlsx -o results.xlsx
    """


def main() -> None:
    """Runs the command line; the only place where an error of the library becomes a message and a status."""
    from detector.private import only_for_owner

    with interrupts.remembered():
        _open_missing_streams()
        _use_utf8()
        only_for_owner()
        status = _run()
        if interrupts.asked():  # whatever became of it inside
            status = _failed(t("stopped. What was finished is kept; run the same command again."), INTERRUPTED)
        _flush()
    sys.exit(status)


def _run() -> int:
    """The status of the command. An error is printed, unless Ctrl-C came: then it may be what that left behind."""
    try:
        with interrupts.answered():
            translator(language())  # while there is memory to read it: it says later that there is not enough
            status = cli.main(standalone_mode=False)
        return status if isinstance(status, int) else 0
    except KeyboardInterrupt:
        return INTERRUPTED
    except click.exceptions.Abort:
        return INTERRUPTED if interrupts.asked() else _failed(t("nothing was done."), 1)
    except Exception as error:
        if interrupts.asked():
            return INTERRUPTED
        return _told(error)


def _told(error: Exception) -> int:
    """Prints it; what no command may raise is raised again."""
    from detector.errors import DetectorError, SettingsError

    if isinstance(error, click.ClickException):
        from detector.commands.usage import show

        show(error, language())
        return error.exit_code
    if isinstance(error, DetectorError):
        return _failed(error.in_language(language()), 2 if isinstance(error, SettingsError) else 1)
    if isinstance(error, OSError):  # of the system, where no command foresaw it: a full disk for temporary files, say
        where = error.filename or t("the system")
        return _failed(f"{where}: {translated(error.strerror or str(error), language())}. {_check_disk()}", 1)
    if isinstance(error, MemoryError) or (isinstance(error, ImportError) and _is_out_of_memory(error)):
        return _failed(t("there is not enough memory. Close other programs, or scan with --jobs 1."), 1)
    raise error


def _is_out_of_memory(error: ImportError) -> bool:
    """Whether a compiled library found no room; the linker says it only in words."""
    return any(words in str(error).lower() for words in ("failed to map segment", "cannot allocate", "paging file"))


def _check_disk() -> str:
    return t("Check that the disk has room and that you may write there; nothing that was finished is lost.")


def t(message: str) -> str:
    """In the language of --lang, else the usual one."""
    return translator(language()).gettext(message)


def _failed(message: str, status: int) -> int:
    click.echo(f"detector: {message}", err=True)
    return status


def _flush() -> None:
    """So that nothing that was printed is lost when Ctrl-C comes after the end."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


def _open_missing_streams() -> None:
    """A stream that the caller closed (``2>&-``) leads nowhere; without this the next file opened takes its number."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        try:
            os.fstat(number)
        except OSError:
            opened = os.open(os.devnull, os.O_RDWR)
            if opened != number:
                os.dup2(opened, number)
                os.close(opened)
        if getattr(sys, name) is None:
            stream = open(number, "r" if number == 0 else "w", encoding="utf-8", closefd=False)  # noqa: SIM115
            setattr(sys, name, stream)


def _use_utf8() -> None:
    """Vietnamese on consoles that are set to another code page."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(encoding="utf-8", errors="replace")
