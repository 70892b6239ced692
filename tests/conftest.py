"""What several test files share: two layouts built once, and small copies of the project to plant faults in."""

from __future__ import annotations

import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from support import found

import build
from factsheet.design.editions import Edition
from factsheet.setup import bootstrap

PROJECT = Path(__file__).parent.parent
SHEETS, SHEET = PROJECT / "tests" / "sheets", "lantern-street"
A4, LETTER = LAYOUTS = "factsheet", "factsheet-letter"
HIDDEN, SHOWN = "\x1b[?25l", "\x1b[?25h"
"""What hides a terminal's cursor, and what shows it again."""
BROWSER = shutil.which("chromium")
YESTERDAY = b"\n% made yesterday\n"

# A shell that runs the tests in the background lets them ignore Ctrl-C, and so would every program they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the reference files of the tests, to look at")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests of one edition run one after the other, and so in one process, which makes the edition once."""
    places: dict[str, int] = {}
    for place, item in enumerate(items):
        places.setdefault(_edition_of(item) or item.nodeid, place)
    items.sort(key=lambda item: places[_edition_of(item) or item.nodeid])


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured of the words that readers find."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    told = [value for report in reports for name, value in report.user_properties if name == found.MEASURED]
    if told:
        terminalreporter.section("share of the words of the copy that a search finds")
        terminalreporter.write_line("\n".join(found.table(told)))


def _edition_of(item: pytest.Item) -> str:
    """The name of the edition that a test was given, if it was given one."""
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return next((f"{one.project.content} {one.name}" for one in given if isinstance(one, Edition)), "")


@dataclass(frozen=True)
class Ended:
    """How a run of the command line ended."""

    code: int
    out: str
    err: str

    @property
    def problems(self) -> list[str]:
        """The lines on standard error that are neither progress nor advice."""
        return [line for line in self.err.splitlines() if not line.startswith("[") and ": advice: " not in line]

    @property
    def advice(self) -> list[str]:
        """The lines on standard error that somebody should look at, though they stop nothing."""
        return [line for line in self.err.splitlines() if ": advice: " in line]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A Chromium for the tests of one file."""
    playwright = pytest.importorskip("playwright.sync_api")
    if not BROWSER:
        pytest.skip("needs Chromium")
    with playwright.sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=BROWSER, args=["--no-sandbox"])
        yield started
        started.close()


def in_process(argv: Sequence[str | Path], capsys: pytest.CaptureFixture[str]) -> Ended:
    """Run build.py in this process, which has everything already."""
    capsys.readouterr()
    try:
        code = build.main([str(word) for word in argv])
    except SystemExit as stopped:
        code = stopped.code
    said = capsys.readouterr()
    assert isinstance(code, int)
    return Ended(code, said.out, said.err)


def command(project: Path, *argv: str | Path) -> list[str]:
    """The words that run a project's build.py in a process of its own, in the environment the tests run in."""
    return [sys.executable, "-X", f"{bootstrap.MARK}=run", str(project / "build.py"), *(str(word) for word in argv)]


def subprocess_run(
    project: Path, *argv: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None
) -> Ended:
    """Run a project's build.py in a process of its own; `env` is laid over this process's."""
    done = subprocess.run(
        command(project, *argv),
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
        timeout=120,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


def on_a_terminal(words: Sequence[str], cwd: Path, interrupt_at: str = "") -> str:
    """What somebody who watches a terminal is sent; Ctrl-C is pressed once, when that first appears."""
    watching, terminal = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "80"}
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_INTERACTIVE", "TTY_COMPATIBLE"):
        env.pop(name, None)
    working = subprocess.Popen(words, cwd=cwd, env=env, stdout=terminal, stderr=terminal)
    os.close(terminal)
    said, pressed = b"", not interrupt_at
    with suppress(OSError):  # how Linux says that nobody holds the other end any more
        while chunk := os.read(watching, 4096):
            said += chunk
            if not pressed and interrupt_at.encode() in said:
                working.send_signal(signal.SIGINT)
                pressed = True
    os.close(watching)
    working.wait()
    return said.decode("utf-8")


class Workshop:
    """A project with two layouts and a short sheet, to plant faults in, and yesterday's PDFs in its dist/."""

    def __init__(self, folder: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.dist = folder / "dist"
        for name in ("locales", "templates/_shared", *(f"templates/{layout}" for layout in LAYOUTS)):
            shutil.copytree(PROJECT / name, folder / name)
        shutil.copytree(SHEETS / SHEET, folder / "content" / SHEET)
        for name in ("assets", "factsheet", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
            (folder / name).symlink_to(PROJECT / name)
        shutil.copy(PROJECT / "build.py", folder)
        shutil.copytree(made, self.dist)
        for pdf in self.pdfs:
            pdf.write_bytes(pdf.read_bytes() + YESTERDAY)

    @property
    def pdfs(self) -> list[Path]:
        """Every PDF in dist/."""
        return sorted(self.dist.rglob("*.pdf"))

    @property
    def yesterdays(self) -> list[str]:
        """The PDFs nobody has touched, by layout and intent."""
        return ["_".join(pdf.stem.split("_")[1::2]) for pdf in self.pdfs if pdf.read_bytes().endswith(YESTERDAY)]

    def own_assets(self) -> Path:
        """Its own copy of the assets, to plant faults in."""
        (self.folder / "assets").unlink()
        return Path(shutil.copytree(PROJECT / "assets", self.folder / "assets"))

    def change(self, file: str, old: str, new: str) -> tuple[int, int]:
        """Replace what stands once in a file; return the line and column where it stood."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        before, found, after = text.partition(old)
        assert found and old not in after, f"{old!r} does not stand once in {file}"
        path.write_text(before + new + after, encoding="utf-8")
        return before.count("\n") + 1, len(before) - before.rfind("\n")

    def append(self, file: str, text: str) -> None:
        """Add to the end of a file."""
        with (self.folder / file).open("a", encoding="utf-8") as stream:
            stream.write(text)

    def run(self, *argv: str | Path) -> Ended:
        """Run its build.py in this process."""
        return in_process(argv, self._capsys)


@pytest.fixture
def command_line(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let build.main run in this process: what the set-up provides is there."""
    monkeypatch.setattr(bootstrap, "enter", lambda project, group, argv: None)


def _built(out: Path, *argv: str | Path) -> Path:
    ended = subprocess_run(PROJECT, *argv, "--out", out, *(word for layout in LAYOUTS for word in ("--layout", layout)))
    assert ended.code == 0, ended.err
    return out


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own sheets in two layouts, made once. Look, don't touch."""
    return _built(tmp_path_factory.mktemp("own") / "dist")


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A short sheet in two layouts, made once. Look, don't touch."""
    return _built(tmp_path_factory.mktemp("short") / "dist", "--content", SHEETS, "--sheet", SHEET)


@pytest.fixture
def workshop(
    tmp_path: Path,
    short: Path,
    command_line: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Workshop:
    """A small copy of the project, in which faults may be planted; commands run there."""
    folder = tmp_path / "project"
    folder.mkdir()
    monkeypatch.setattr(build, "PROJECT", folder)
    monkeypatch.chdir(folder)
    return Workshop(folder, short, capsys)
