"""A list of things to do -> the same things one by one, with a bar on a terminal and a plain line each elsewhere."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import NoReturn, TypeVar

Thing = TypeVar("Thing")


def progress(things: Sequence[Thing], name: Callable[[Thing], str]) -> Generator[Thing, None, None]:
    """Hand out each thing and show, on standard error, which one is being worked on."""
    if not sys.stderr.isatty():
        for number, thing in enumerate(things, 1):
            print(f"[{number}/{len(things)}] {name(thing)}", file=sys.stderr, flush=True)
            yield thing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=len(things))
        for thing in things:
            bar.update(task, description=name(thing), refresh=True)
            yield thing
            bar.advance(task)


@contextmanager
def interruptions() -> Iterator[Callable[[], None]]:
    """Give a function that raises KeyboardInterrupt if Ctrl-C was pressed since.

    It is needed because the typesetting engine, while it draws an SVG, swallows what Ctrl-C raises.
    """
    pressed = []

    def press(*_: object) -> NoReturn:
        pressed.append(True)
        raise KeyboardInterrupt

    def heed() -> None:
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, press)
    try:
        yield heed
    finally:
        signal.signal(signal.SIGINT, before)
