"""Report progress on standard error: a bar on a terminal, a plain line for each thing elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable
from typing import TypeVar

Thing = TypeVar("Thing")


def progress(done: Iterable[Thing], total: int, name: Callable[[Thing], str]) -> Generator[Thing, None, None]:
    """Yield each of `total` things as soon as it is done, and show its name."""
    if not sys.stderr.isatty():
        for number, thing in enumerate(done, 1):
            print(f"[{number}/{total}] {name(thing)}", file=sys.stderr, flush=True)
            yield thing
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("{task.description}", markup=False))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total)
        for thing in done:
            bar.update(task, description=name(thing), advance=1, refresh=True)
            yield thing
