"""What several test files share: what the program makes, and small copies of the project to plant faults in."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from support import found, products, selection
from support.project import BROWSER, LAYOUTS, PROJECT, SHEET, SHEETS, Workshop, subprocess_run

import build
from factsheet.design.editions import Edition
from factsheet.setup import bootstrap

ONLY_EVERYTHING = "\npytestmark = pytest.mark.everything\n"
"""The line of a file all of whose tests are for `--everything`."""
BEGUN_ONCE = {"browser", "preview"}
"""What takes seconds to begin, so that the tests of a file that use it are run in one process."""

# A slow or busy computer is no fault, and a fault is found by each run or by none.
settings.register_profile("alike", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("alike")

# A shell that runs the tests in the background lets them ignore Ctrl-C, and so would every program they start.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the reference files of the tests, to look at")
    help = "the whole matrix: every language, every step, and what needs a browser, Java or Ghostscript"
    parser.addoption("--everything", action="store_true", help=help)


def pytest_configure(config: pytest.Config) -> None:
    """Tell the test modules, before any is read, whether this run takes everything."""
    selection.everything = config.getoption("--everything")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Leave out what only `--everything` takes without reading it, as it imports what only that sets up."""
    if selection.everything or not collection_path.name.startswith("test_"):
        return None
    return True if ONLY_EVERYTHING in collection_path.read_text(encoding="utf-8") else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give tests that do something at many steps the function that chooses `some` of them."""
    if "some" in metafunc.fixturenames:
        metafunc.parametrize("some", selection.choosers())


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what only `--everything` takes; keep in one process what is dear to begin twice."""
    for item in items:
        if "browser" in item.fixturenames:
            item.add_marker(pytest.mark.everything)
    left_out = [item for item in items if not selection.everything and item.get_closest_marker("everything")]
    if left_out:
        items[:] = [item for item in items if item not in {*left_out}]
        config.hook.pytest_deselected(items=left_out)
    for item in items:
        if group := _group(item):
            item.add_marker(pytest.mark.xdist_group(group))


def pytest_collection_finish(session: pytest.Session) -> None:
    """Note which editions the tests of this run look at."""
    named = {f"{one.project.content} {one.name}": one for item in session.items for one in _editions(item)}
    products.wanted[:] = named.values()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what was measured of the words that readers find."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, ())]
    told = [value for report in reports for name, value in report.user_properties if name == found.MEASURED]
    if told:
        terminalreporter.section("share of the words of the copy that a search finds")
        terminalreporter.write_line("\n".join(found.table(told)))


def _group(item: pytest.Item) -> str:
    """What this test shares with others, and should be in one process for: an edition, a layout, what a file begins."""
    if BEGUN_ONCE & {*item.fixturenames}:
        return str(item.path)
    if edition := next(iter(_given(item)), None):
        return f"{edition.project.content.name} {edition.name}"
    layout = item.callspec.params.get("layout") if hasattr(item, "callspec") else None
    return f"{item.path} {layout}" if isinstance(layout, str) else ""


def _given(item: pytest.Item) -> list[Edition]:
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return [one for one in given if isinstance(one, Edition)]


def _editions(item: pytest.Item) -> list[Edition]:
    """The editions whose files a test looks at."""
    if "dist" in item.fixturenames:
        return _of_dist()
    return _given(item) if getattr(item.module, "made", None) is products.made else []


def _of_dist() -> list[Edition]:
    from support import editions  # reads every edition, which few tests need

    return [one for one in editions.OF_THE_SOURCE if one.layout.name in LAYOUTS]


@pytest.fixture(scope="session", autouse=True)
def _shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Tell where the folder is that all workers have in common."""
    own = tmp_path_factory.getbasetemp()
    products.shared = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    """A Chromium for the tests of one file."""
    from playwright import sync_api as playwright

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


@pytest.fixture(scope="session")
def dist() -> Path:
    """The project's own sheets as the program builds them, the source in two layouts among them. Look, don't touch."""
    (folder,) = {products.dist(edition) for edition in _of_dist()}
    return folder


@pytest.fixture(scope="session")
def short() -> Path:
    """A short sheet in two layouts, made once for all workers. Look, don't touch."""
    return products.prepared("short", _build_short)


def _build_short(out: Path) -> None:
    layouts = [word for layout in LAYOUTS for word in ("--layout", layout)]
    ended = subprocess_run(PROJECT, "--content", SHEETS, "--sheet", SHEET, "--out", out, *layouts)
    assert ended.code == 0, ended.err


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
