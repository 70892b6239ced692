"""What several test files share: two layouts built once, and small copies of the project to plant faults in."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import found
from support.project import BROWSER, LAYOUTS, PROJECT, SHEET, SHEETS, Workshop, subprocess_run

import build
from factsheet.design.editions import Edition
from factsheet.setup import bootstrap

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
