"""What an edition comes to is told in words for people, whatever happened to it, and no temporary file stays."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest
from support.editions import OF_THE_SOURCE

from factsheet.build import processes, scheduler
from factsheet.build.output import BuildResult
from factsheet.design.editions import Edition
from factsheet.findings import ExitCode, Finding, ProjectError

EDITIONS = OF_THE_SOURCE[:3]


def made(edition: Edition) -> BuildResult:
    return BuildResult(edition.sheet.name, edition.layout.name, edition.sheet.tag, 1, None, {}, 1, "")


def finish(edition: Edition) -> BuildResult:
    """One edition comes to a bad end, in the way that a variable of the system says."""
    if edition.layout.name != EDITIONS[1].layout.name:
        return made(edition)
    match os.environ["END"]:
        case "refused":
            raise ProjectError(
                Finding(ExitCode.LAYOUT, "one", edition.layout.place, "mend it"), Finding(ExitCode.USAGE, "two")
            )
        case "killed":
            os.kill(os.getpid(), 9)
        case "hangs":
            time.sleep(60)
        case "greedy":
            bytearray(processes.MEMORY + (64 << 20))
        case "import":
            import no_such_package  # noqa: F401
        case "disk":
            raise OSError(28, "No space left on device")
        case "bug":
            raise ZeroDivisionError("division by zero")
    raise AssertionError


@pytest.mark.parametrize(
    ("end", "codes", "says"),
    [
        ("refused", [ExitCode.LAYOUT, ExitCode.USAGE], "one Hint: mend it"),
        ("killed", [ExitCode.ENVIRONMENT], "was ended by signal 9"),
        ("hangs", [ExitCode.ENVIRONMENT], "was not done after 2 seconds"),
        ("greedy", [ExitCode.ENVIRONMENT], "takes more than 3 GB of memory"),
        ("import", [ExitCode.ENVIRONMENT], "no_such_package"),
        ("disk", [ExitCode.ENVIRONMENT], "No space left on device"),
        ("bug", [], "ZeroDivisionError: division by zero"),
    ],
)
def test_one_bad_end_is_told_and_the_others_are_made(monkeypatch, end, codes, says):
    monkeypatch.setattr(processes, "SECONDS", 2.0)
    monkeypatch.setenv("END", end)
    with scheduler.temporary_folder():
        outcomes = {edition.name: outcome for edition, outcome in scheduler.finish_all(EDITIONS, finish, 2)}
    bad = outcomes.pop(EDITIONS[1].name)
    assert all(outcome.result and not outcome.problems and not outcome.unexpected for outcome in outcomes.values())
    assert len(outcomes) == len(EDITIONS) - 1
    assert bad.result is None
    assert [finding.exit_code for finding in bad.problems] == codes
    told = " ".join([*map(str, bad.problems), bad.unexpected])
    assert says in told
    assert "Traceback" not in told
    if end not in ("refused", "import"):
        assert EDITIONS[1].name in told
    assert all(
        finding.hint for finding in bad.problems if finding.exit_code == ExitCode.ENVIRONMENT and end != "import"
    )


def test_those_with_most_words_come_first():
    editions = [edition for edition, _ in scheduler.finish_all(OF_THE_SOURCE, made, 1)]
    lengths = [sum(map(len, edition.words)) for edition in editions]
    assert lengths == sorted(lengths, reverse=True)
    assert lengths[0] > lengths[-1]


def test_temporary_files_have_a_folder_that_goes(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError), scheduler.temporary_folder():
        inside = Path(tempfile.mkdtemp())
        assert inside.parent.parent == tmp_path
        assert str(os.getpid()) in inside.parent.name
        raise ZeroDivisionError
    assert [*tmp_path.iterdir()] == []
    assert tempfile.tempdir == str(tmp_path)


def test_what_a_build_left_that_was_killed_is_removed_and_nothing_else(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    gone = tmp_path / f"factsheet-{ended.pid}-abc"
    kept = [
        tmp_path / name for name in (f"factsheet-{os.getpid()}-abc", "factsheet-2026-plan", "factsheet-1-abc", "1-a")
    ]
    kept[1] = tmp_path / "factsheet-notes"
    for folder in (gone, *kept):
        folder.mkdir()
        (folder / "file").write_bytes(b"x")
    with scheduler.temporary_folder():
        pass
    assert not gone.exists()
    assert all((folder / "file").exists() for folder in kept)


def test_a_temporary_folder_that_cannot_be_written_is_told(tmp_path, monkeypatch):
    (tmp_path / "file").write_bytes(b"x")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "file"))
    with pytest.raises(ProjectError) as caught, scheduler.temporary_folder():
        pass
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert str(tmp_path / "file") in finding.hint
