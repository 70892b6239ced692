"""Commands that change the same folder wait for each other, say for whom, and never for one that is no more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import translating
from support.project import PATIENCE, PROJECT, SHEET, command
from support.translating import DAY

from factsheet.content import loader, records
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.storage import locking
from factsheet.translation import exchange, export, spreadsheet, status_report
from factsheet.translation.bundle import Bundle


class Clock:
    """Time that passes only while somebody waits."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(time, "monotonic", lambda: self.now)
        monkeypatch.setattr(time, "sleep", self.sleep)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the folder to itself."""
    code = (
        "import sys; from pathlib import Path; from factsheet.storage import locking\n"
        "with locking.exclusive(Path(sys.argv[1]), 'import'): print('now', flush=True); sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, tmp_path],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    ) as process:
        assert process.stdout and process.stdout.readline() == "now\n"
        yield process
        process.kill()


def test_a_folder_is_as_it_was_when_nobody_is_at_work_any_more(tmp_path: Path) -> None:
    with locking.exclusive(tmp_path, "review"):
        assert (tmp_path / locking.NAME).read_text(encoding="utf-8") == f"review, process {os.getpid()}"
    assert [*tmp_path.iterdir()] == []


def test_who_waits_is_told_for_whom_after_a_second_and_gives_up_after_a_minute(
    tmp_path: Path, holder: subprocess.Popen[str], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ProjectError) as caught, locking.exclusive(tmp_path, "review"):
        pass
    (finding,) = caught.value.findings
    assert 60 <= clock.now < 61
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert finding.place and finding.place.file == tmp_path
    assert f"import, process {holder.pid} is changing this folder" in finding.what
    assert "Nothing was changed" in finding.hint
    assert capsys.readouterr().err == f"Waiting for import, process {holder.pid}, which is changing {tmp_path} ...\n"


def test_nothing_is_said_of_a_short_wait(
    tmp_path: Path, holder: subprocess.Popen[str], clock: Clock, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ProjectError), locking.exclusive(tmp_path, "review", patience=0.9):
        pass
    assert capsys.readouterr().err == ""


def test_nobody_waits_for_a_command_that_was_killed(
    tmp_path: Path, holder: subprocess.Popen[str], clock: Clock
) -> None:
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    assert (tmp_path / locking.NAME).exists()
    with locking.exclusive(tmp_path, "review"):
        assert clock.now == 0
    assert [*tmp_path.iterdir()] == []


def test_control_c_while_waiting_leaves_the_other_alone(
    tmp_path: Path, holder: subprocess.Popen[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", interrupt)
    with pytest.raises(KeyboardInterrupt), locking.exclusive(tmp_path, "review"):
        pass
    assert f"process {holder.pid}" in (tmp_path / locking.NAME).read_text(encoding="utf-8")


@pytest.mark.parametrize("said", [b"", b"\x1b[31mred", b"\xff\xfe", b"x" * 10_000, None])
def test_what_is_said_of_the_other_is_safe_to_print(tmp_path: Path, clock: Clock, said: bytes | None) -> None:
    import fcntl

    file = tmp_path / locking.NAME
    if said is None:
        os.mkfifo(file)
    else:
        file.write_bytes(said)
    descriptor = os.open(file, os.O_RDWR | os.O_NONBLOCK)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    with pytest.raises(ProjectError, match="another command is changing"), locking.exclusive(tmp_path, "review"):
        pass
    os.close(descriptor)


@pytest.mark.parametrize("in_the_way", ["folder", "link"])
def test_what_is_in_the_way_of_the_lock_is_told_and_left_alone(tmp_path: Path, in_the_way: str) -> None:
    mine = tmp_path / "mine"
    mine.write_text("mine", encoding="utf-8")
    folder = tmp_path / "content"
    folder.mkdir()
    if in_the_way == "folder":
        (folder / locking.NAME).mkdir()
    else:
        (folder / locking.NAME).symlink_to(mine)
    with pytest.raises(ProjectError) as caught, locking.exclusive(folder, "review"):
        pass
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.ENVIRONMENT and finding.hint
    assert finding.place and finding.place.file == folder / locking.NAME
    assert mine.read_text(encoding="utf-8") == "mine"


def test_who_only_reads_does_not_wait(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = translating.translated(translating.english(tmp_path))

    def wait(_: float) -> None:
        raise AssertionError("a command that only reads has waited")

    with locking.exclusive(project.content, "import"):
        monkeypatch.setattr(time, "sleep", wait)
        assert status_report.report(project, [], [], update=False, fail_under=None).problems == ()
        assert export.write_files(project, [], "fr", "po", tmp_path / "x.po", tmp_path).problems == ()
        with pytest.raises(AssertionError, match="has waited"):
            status_report.report(project, [], [], update=True, fail_under=None)


# Processes of their own


def at_once(project: Project, *commands: list[str]) -> None:
    started = [
        subprocess.Popen(
            command(PROJECT, *words, "--content", project.content), stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        for words in commands
    ]
    for one in started:
        _, said = one.communicate(timeout=PATIENCE)
        assert one.returncode == 0, said


def test_four_reviews_at_once_keep_all_four_signatures(tmp_path: Path) -> None:
    project = translating.translated(translating.english(tmp_path))
    wanted = {"Ana": "film.call", "Bea": "masthead.title", "Cem": "timeline.heading", "Dao": "messages.heading"}
    options = ["--lang", "fr", "--on", DAY]
    at_once(project, *(["review", *options, "--by", by, "--key", key] for by, key in wanted.items()))
    lock = records.read(records.lock_file(project.content, SHEET, "fr"))
    assert {one.review.by: key for key, one in lock.items() if one.review} == wanted
    assert not [*project.content.rglob(".*")]


def test_two_imports_of_different_halves_at_once_keep_all_strings(tmp_path: Path) -> None:
    project = translating.translated(translating.english(tmp_path))
    sent = tmp_path / "sent.csv"
    export.write_files(project, [], "fr", "csv", sent, tmp_path)
    bundle = exchange.read(sent)
    half = len(bundle.entries) // 2
    wanted: dict[str, str] = {}
    commands = []
    for number, entries in enumerate((bundle.entries[:half], bundle.entries[half:])):
        texts = {one.key: f"{one.translation} encore" for one in entries}
        changed = (replace(one, translation=texts[one.key]) for one in entries)
        file = tmp_path / f"{number}.csv"
        file.write_bytes(spreadsheet.written(Bundle(bundle.sheet, bundle.source, bundle.tag, tuple(changed))))
        wanted |= texts
        commands.append(["import", str(file)])
    at_once(project, *commands)
    sheet = loader.load(project.content, SHEET, "fr")
    assert {text.key: str(text) for text in sheet.words} == wanted
