"""Run one command. Readable by Python 3.8."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from factsheet.cli.arguments import parse
from factsheet.setup import bootstrap


def main(argv: Sequence[str], folder: Path) -> int:
    """Run the command that `argv` names, and return its exit code, as docs/architecture.md lists them.

    `folder` is the project's. The first run of a command sets up what it needs, and starts the program again.
    """
    command, arguments = parse(argv, folder)
    needs = command.needs(arguments) if hasattr(command, "needs") else getattr(command, "NEEDS", "run")
    bootstrap.enter(folder, needs, argv)
    try:
        if isinstance(arguments, argparse.Namespace):
            _settle(arguments.content, folder)
        return int(command.run(arguments, folder))
    except KeyboardInterrupt:
        print("Interrupted. What was made before is whole; run again for the rest.", file=sys.stderr)
        return 130
    except ImportError as error:
        print(f"factsheet: {bootstrap.import_trouble(error)}", file=sys.stderr)
        return 7
    except Exception as error:
        return _failed(error)


def _settle(content: Path, folder: Path) -> None:
    """Bring to an end what a command that was killed had begun to change in words and records."""
    from factsheet.storage import journal

    if journal.is_there(content):
        from factsheet.storage import transaction

        transaction.recover(content.absolute(), folder / "locales")


def _failed(error: Exception) -> int:
    """Print why a command could not go on, and return the exit code."""
    from factsheet.cli import messages
    from factsheet.findings import ProjectError

    if isinstance(error, ProjectError):
        return messages.show(error.findings)
    if sys.flags.dev_mode:
        raise error
    return messages.show_unexpected([f"{type(error).__name__}: {error}"])
