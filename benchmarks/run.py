"""Names of cases come in, their table goes out; a whole one goes into docs/performance.md. Start of the benchmark."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import PROJECT, matter, table
from benchmarks.cases import CASES, Compared, PreviewWorker
from benchmarks.in_chromium import PROGRAM, Chromium
from benchmarks.table import Row
from factsheet.content import loader
from factsheet.design.project import Project

PAGE = PROJECT / "docs" / "performance.md"


def main(argv: Sequence[str]) -> int:
    """Measure, print, and return 0, or 1 where a PDF lacked words and so was not worth comparing."""
    chosen = _arguments(argv)
    if not PROGRAM or sys.platform != "linux":
        print("benchmark: needs Linux and Chromium; python3 build.py test installs it where it can", file=sys.stderr)
        return 7
    rows, compared, told = measured(chosen.cases or [*CASES], chosen.quick, chosen.editions)
    lines = [told, "", *table.written(rows)]
    print(*lines, sep="\n")
    for one in compared:
        if one.lost:
            print(f"{one.case}, {one.who}: the PDF lacks {', '.join(one.lost[:8])}", file=sys.stderr)
    if any(one.lost for one in compared):
        return 1
    if not chosen.cases and not chosen.quick:
        table.put(PAGE, lines)
    return 0


def measured(names: Sequence[str], quick: bool, editions: int | None) -> tuple[list[Row], list[Compared], str]:
    """The rows of these cases, what was compared in them, and on what machine; `quick` for a look, not for numbers."""
    edition = matter.sheet_of_all_words(Project(PROJECT, PROJECT / "content"))
    tag = edition.sheet.tag
    other = next(one for one in loader.languages(edition.project.content, edition.sheet.name) if one != tag)
    scratch = Path(tempfile.mkdtemp(prefix="factsheet-benchmark-"))
    rows: list[Row] = []
    compared: list[Compared] = []
    try:
        with Chromium() as chromium:
            bench = PreviewWorker(
                edition,
                chromium,
                scratch,
                rounds=1 if quick else 11,
                layouts=(edition.layout.name,) if quick else (),
                tags=(tag, other) if quick else (),
                times=(1, 2) if quick else (1, 2, 4, 8, 16),
                editions=editions or (5 if quick else 500),
            )
            for name in names:
                print(f"measuring: {name} ...", file=sys.stderr, flush=True)
                more, others = CASES[name](bench)
                print(*table.written(more)[2:], sep="\n", file=sys.stderr, flush=True)
                rows += more
                compared += others
            told = _machine(chromium)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    return rows, compared, told


def _machine(chromium: Chromium) -> str:
    """What the numbers were taken with, and nothing that says whose machine it was."""
    cores = len(os.sched_getaffinity(0))
    programs = {"WeasyPrint": version("weasyprint"), "Chromium": chromium.version}
    programs |= {"Typst": version("typst"), "ReportLab": version("reportlab"), "Python": platform.python_version()}
    named = ", ".join(f"{name} {number}" for name, number in programs.items())
    return f"{cores} processor{'' if cores == 1 else 's'} ({platform.machine()}, {platform.system()}). {named}."


def _arguments(argv: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python3 build.py benchmark", allow_abbrev=False)
    parser.add_argument(
        "cases", nargs="*", metavar="CASE", help=f"only these: {', '.join(CASES)}; all if none is given"
    )
    parser.add_argument("--quick", action="store_true", help="few rounds and few editions: to see that all of it runs")
    parser.add_argument(
        "--editions", type=int, metavar="N", help="worker: how many editions one process makes, if not 500"
    )
    chosen = parser.parse_args(argv)
    for name in chosen.cases:
        if name not in CASES:
            parser.error(f"there is no case {name}; there is {', '.join(CASES)}")
    return chosen
