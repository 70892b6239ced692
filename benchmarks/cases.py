"""What is measured -> rows of the table, and of each PDF that was compared the words it lacks; a function each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from benchmarks import PROJECT, in_chromium, in_reportlab, in_typst, matter, measure, memory, ours, plain, timed
from benchmarks.in_chromium import Chromium
from benchmarks.in_typst import Typst
from benchmarks.measure import Contender, Cost
from benchmarks.table import CHROMIUM, OURS, REPORTLAB, TYPST, Row, Target
from factsheet.compose import composer
from factsheet.content import loader
from factsheet.design.editions import Edition, Intent
from factsheet.lint import ready_editions
from factsheet.setup import bootstrap

_KIB: Final = 1024
GROWN: Final = 4.0
"""MiB that may be held more at the end than at the beginning: what comes and goes from one edition to the next."""


@dataclass(frozen=True)
class PreviewWorker:
    """What all cases work on and with."""

    edition: Edition
    chromium: Chromium
    scratch: Path
    rounds: int
    layouts: tuple[str, ...]
    """Of the matrix; all if empty."""
    tags: tuple[str, ...]
    """Languages of the matrix; all if empty."""
    times: tuple[int, ...]
    """How often the items of the sheet are repeated."""
    editions: int
    """How many are made in one process to see whether it grows."""


@dataclass(frozen=True)
class Compared:
    """A PDF that was compared with others."""

    case: str
    who: str
    pages: int
    lost: tuple[str, ...]
    """The words it lacks: there should be none."""


Result = tuple[list[Row], list[Compared]]


def cold(bench: PreviewWorker) -> Result:
    """One PDF by a process that starts for it."""
    edition, scratch = bench.edition, bench.scratch
    composed = composer.compose(edition)
    page, words = scratch / "cold.html", scratch / "cold.json"
    page.write_text(matter.page_for_browsers(composed, edition.project), encoding="utf-8")
    words.write_text(json.dumps(plain.plain(edition), ensure_ascii=False), encoding="utf-8")
    named = edition.sheet.name, edition.layout.name, edition.sheet.tag
    fonts = str(edition.project.assets / "fonts")
    pdfs = {who: scratch / f"cold-{who}.pdf" for who in (OURS, CHROMIUM, TYPST, REPORTLAB)}
    commands = {
        OURS: [sys.executable, "-m", ours.__name__, *named, str(pdfs[OURS])],
        CHROMIUM: in_chromium.command(page, pdfs[CHROMIUM]),
        TYPST: [sys.executable, "-m", in_typst.__name__, str(words), fonts, str(pdfs[TYPST])],
        REPORTLAB: [sys.executable, "-m", in_reportlab.__name__, str(words), fonts, str(pdfs[REPORTLAB])],
        "build": _build("--layout", named[1], "--lang", named[2], "--for", Intent.SCREEN, "--out", scratch / "cold"),
    }
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in commands}
    for _ in range(bench.rounds):
        for name, command in commands.items():
            shutil.rmtree(scratch / "cold", ignore_errors=True)
            runs[name].append(_timed(command))
    rows = []
    for unit, key, factor in (("ms", "wall", 1000), ("ms of processor time", "cpu", 1000), ("MiB", "mib", 1)):
        least = {name: min(run[key] for run in found) * factor for name, found in runs.items()}
        whole = least.pop("build")
        rows.append(Row("cold", "one tagged PDF, its process included", unit, least))
        rows.append(Row("cold", "one file of one edition, as the build makes it", unit, {OURS: whole}))
    return rows, [_compared("cold", who, pdf.read_bytes(), edition) for who, pdf in pdfs.items()]


def warm(bench: PreviewWorker) -> Result:
    """The same edition by programs that run already."""
    edition = bench.edition
    contenders = _contenders(bench, edition)
    found = measure.in_turns(contenders, bench.rounds)
    whole = measure.in_turns({OURS: Contender(partial(ours.whole, edition, bench.scratch))}, bench.rounds)
    parts = "laid out and drawn, tagged (ReportLab: without tags)"
    targets = (Target(1.0, CHROMIUM), Target(8, TYPST)), (Target(0.7, CHROMIUM),)
    rows = [
        Row("warm", parts, "ms", {who: cost.wall * 1000 for who, cost in found.items()}, targets[0]),
        Row("warm", parts, "ms of processor time", {who: cost.cpu * 1000 for who, cost in found.items()}, targets[1]),
        Row("warm", "size of the PDF", "KiB", {who: len(_pdf(cost)) / _KIB for who, cost in found.items()}),
    ]
    files = f"whole edition: {len(Intent)} files, copy fitted, budgets, all checks"
    rows.append(Row("warm", files, "ms", {OURS: whole[OURS].wall * 1000}))
    rows.append(Row("warm", files, "ms of processor time", {OURS: whole[OURS].cpu * 1000}))
    return rows, [_compared("warm", who, _pdf(cost), edition) for who, cost in found.items()]


def matrix(bench: PreviewWorker) -> Result:
    """Every file of every edition, against a browser that prints as many pages, two at once."""
    chosen, _ = ready_editions.find(bench.edition.project, (), bench.layouts, bench.tags)
    pages = [matter.page_for_browsers(composer.compose(edition), edition.project) for edition in chosen]
    out = bench.scratch / "matrix"
    used = _timed(_build(*_choice(bench), "--out", out))
    pdfs = len([*out.rglob("*.pdf")])
    as_many = [page for page in pages for _ in Intent]
    assert pdfs == len(as_many), f"{pdfs} PDFs and {len(as_many)} pages"
    printing = Contender(partial(bench.chromium.print_all, as_many, 2), bench.chromium.seconds)
    printed = measure.in_turns({CHROMIUM: printing}, 1, warm_up=False)[CHROMIUM]
    what = f"{pdfs} PDFs of {len(chosen)} editions"
    seconds = {OURS: used["wall"], CHROMIUM: printed.wall}
    rows = [
        Row("matrix", what, "s", seconds, (Target(0.6, CHROMIUM),)),
        Row("matrix", what, "s of processor time", {OURS: used["cpu"], CHROMIUM: printed.cpu}),
    ]
    return rows, []


def again(bench: PreviewWorker) -> Result:
    """The same build once more, and once more after a word has been changed in one language."""
    own = shutil.copytree(bench.edition.project.content, bench.scratch / "content")
    command = _build(*_choice(bench), "--content", own, "--out", bench.scratch / "again")
    _timed(command)
    nothing = min((_timed(command) for _ in range(min(3, bench.rounds))), key=lambda run: run["wall"])
    before = _versions(bench.scratch / "again")
    tag = _change_a_word(bench, own)
    word = _timed(command)
    after = _versions(bench.scratch / "again")
    changed = {pdf.parent.name for pdf, version in after.items() if before.get(pdf) != version}
    assert tag in changed, f"a word of {tag} was changed, and none of its files"
    rows = [
        Row("again", f"{len(after)} PDFs, nothing changed", "ms", {OURS: nothing["wall"] * 1000}),
        Row("again", "one word changed in one language", "ms", {OURS: word["wall"] * 1000}),
        Row("again", "languages of which files were written then", "", {OURS: len(changed)}, (Target(1),)),
    ]
    return rows, []


def growth(bench: PreviewWorker) -> Result:
    """The same sheet with its items repeated: what more content costs."""
    rows, compared, costs = [], [], dict[int, dict[str, float]]()
    for times in bench.times:
        edition = matter.repeated(bench.edition, times)
        found = measure.in_turns(_contenders(bench, edition), max(1, bench.rounds // times))
        costs[times] = {who: cost.cpu for who, cost in found.items()}
        compared += [_compared(f"growth ×{times}", who, _pdf(cost), edition) for who, cost in found.items()]
        numbers = {who: cpu * 1000 for who, cpu in costs[times].items()}
        rows.append(Row("growth", f"{times} × the content", "ms of processor time", numbers))
    small, large = bench.times[-2:] if len(bench.times) == 2 else (bench.times[-3], bench.times[-1])
    exponents = {who: measure.exponent(costs[small][who], costs[large][who], large / small) for who in costs[large]}
    what = f"exponent from {small} × to {large} ×"
    rows.append(Row("growth", what, "", exponents, (Target(1.05),)))
    return rows, compared


def worker(bench: PreviewWorker) -> Result:
    """The memory of a process that makes one edition after the other."""
    number = str(bench.editions)
    command = [sys.executable, "-m", memory.__name__, number, str(bench.scratch / "worker")]
    done = subprocess.run(command, cwd=PROJECT, stdout=subprocess.PIPE, check=True)
    told = json.loads(done.stdout)
    return [
        Row("worker", "most memory of a process that makes editions", "MiB", {OURS: told["most"]}, (Target(200),)),
        Row("worker", f"grown over {number} editions", "MiB", {OURS: memory.growth(told["held"])}, (Target(GROWN),)),
    ], []


CASES: Final[dict[str, Callable[[PreviewWorker], Result]]] = {
    case.__name__: case for case in (cold, warm, matrix, again, growth, worker)
}


def _contenders(bench: PreviewWorker, edition: Edition) -> dict[str, Contender]:
    """All ways to make a PDF of an edition, each given what it needs beforehand."""
    composed = composer.compose(edition)
    page = matter.page_for_browsers(composed, edition.project)
    words, fonts = plain.plain(edition), edition.project.assets / "fonts"
    return {
        OURS: Contender(partial(ours.drawn, composed, edition)),
        CHROMIUM: Contender(partial(bench.chromium.print, page), bench.chromium.seconds),
        TYPST: Contender(Typst(json.dumps(words, ensure_ascii=False), fonts).set),
        REPORTLAB: Contender(partial(in_reportlab.made, words, fonts)),
    }


def _compared(case: str, who: str, pdf: bytes, edition: Edition) -> Compared:
    return Compared(case, who, matter.pages_of(pdf), tuple(matter.lost(pdf, edition)))


def _pdf(cost: Cost) -> bytes:
    assert isinstance(cost.made, bytes)
    return cost.made


def _choice(bench: PreviewWorker) -> list[str]:
    named = (("--layout", bench.layouts), ("--lang", bench.tags))
    return [word for option, names in named for name in names for word in (option, name)]


def _build(*words: str | Path) -> list[str]:
    """The words that run the build in this environment."""
    program = str(PROJECT / "build.py")
    return [sys.executable, "-X", f"{bootstrap.MARK}=run", program, "build", *map(str, words)]


def _timed(command: Sequence[str]) -> dict[str, float]:
    """Run a command: its seconds, its processor seconds, and the MiB of its largest process.

    Raises:
        subprocess.CalledProcessError: where it fails.
    """
    words = [sys.executable, "-m", timed.__name__, *command]
    done = subprocess.run(words, cwd=PROJECT, capture_output=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _versions(out: Path) -> dict[Path, tuple[int, int]]:
    """Of each PDF, what changes when it is written."""
    return {pdf: ((stat := pdf.stat()).st_mtime_ns, stat.st_ino) for pdf in out.rglob("*.pdf")}


def _change_a_word(bench: PreviewWorker, own: Path) -> str:
    """Take a word out of a translation in this copy of the content; return its language."""
    name, source = bench.edition.sheet.name, bench.edition.sheet.tag
    tag = next(tag for tag in bench.tags or loader.languages(own, name) if tag != source)
    file = own / name / f"{tag}.yaml"
    first = next(text for text in loader.load(own, name, tag).words if len(text.split()) > 2)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    here = (first.place.line or 1) - 1
    text = "".join(lines[here:]).replace(f"{first.split()[1]} ", "", 1)
    file.write_text("".join(lines[:here]) + text, encoding="utf-8")
    return tag
