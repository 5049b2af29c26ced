"""`python -m detector` and the `detector` program."""

from __future__ import annotations

from detector import interrupts


def main() -> None:
    """The command line, with Ctrl-C held while it is imported."""
    interrupts.hold()
    from detector.cli import main as command_line

    try:
        command_line()
    finally:
        interrupts.end()


if __name__ == "__main__":
    main()
