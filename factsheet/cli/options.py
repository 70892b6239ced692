"""Define the options that several commands share. Readable by Python 3.8."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

INTENTS = ("screen", "office", "press")


class Once(argparse.Action):
    """An option that may be given once; its value is a list of one, as that of a repeatable option."""

    def __call__(self, parser: Any, namespace: Any, values: Any, option: Any = None) -> None:
        """Keep the value, or refuse a second one."""
        if getattr(namespace, self.dest):
            parser.error(f"takes one {option}")
        setattr(namespace, self.dest, [values])


def add_selection(parser: argparse.ArgumentParser, names: Sequence[str], once: Sequence[str] = ()) -> None:
    """Add `--sheet`, `--layout`, `--lang`: those in `names`, which may be repeated, or in `once`, which may not."""
    what = {"sheet": "this sheet", "layout": "this layout", "lang": "this language, by its tag"}
    for name in (*names, *once):
        repeatable = name not in once
        parser.add_argument(
            f"--{name}",
            action="append" if repeatable else Once,
            default=[],
            metavar=name.upper(),
            help=f"only {what[name]}{'; repeatable' if repeatable else ''}",
        )


def add_one_language(parser: argparse.ArgumentParser, help: str) -> None:
    """Add `--lang`, which must be given, and once."""
    parser.add_argument("--lang", action=Once, default=[], required=True, metavar="LANG", help=help)


def add_intents(parser: argparse.ArgumentParser) -> None:
    """Add `--for`."""
    parser.add_argument(
        "--for", dest="intents", action="append", default=[], choices=INTENTS, help="only this intent; repeatable"
    )


def add_build(parser: argparse.ArgumentParser) -> None:
    """Add what both `build` and `check` take."""
    add_selection(parser, ("sheet", "layout", "lang"))
    add_intents(parser)
    parser.add_argument("--proof", action="store_true", help="also proofs with trim and safe area, and dummies to fold")
    parser.add_argument("--release", action="store_true", help="only languages whose strings are all reviewed")
    help = "how many editions are made at once, from 1 to 256; by default one for each processor"
    parser.add_argument("--jobs", type=whole_number("from 1 to 256", 1, 256), metavar="N", help=help)


def whole_number(what: str, least: int, most: int) -> Callable[[str], int]:
    """Return a reader of whole numbers from `least` to `most`; `what` says in messages which those are."""

    def read(text: str) -> int:
        if not text.isascii() or not text.isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text} is not a whole number {what}")
        return int(text)

    return read


def percent(text: str) -> float:
    """Read a number from 0 to 100.

    Raises:
        argparse.ArgumentTypeError: for anything else, such as "nan".
    """
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number <= 100:
        raise argparse.ArgumentTypeError(f"{text} is not a number from 0 to 100")
    return number


def output_folder(arguments: argparse.Namespace, folder: Path) -> Path:
    """Return where PDFs go: `--out`, or dist/ in the project's folder."""
    return (arguments.out or folder / "dist").absolute()
