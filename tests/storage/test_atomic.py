"""Files are put in place whole or not at all, whatever happens meanwhile."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.project import PROJECT

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import atomic

OLD, NEW = b"old" * 1000, b"new" * 2000


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "dist" / "sheet" / "tag" / "a.pdf"
    atomic.write({file: OLD})
    return file


def refused(*files: Path) -> Finding:
    with pytest.raises(ProjectError) as caught:
        atomic.write(dict.fromkeys(files, NEW))
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert finding.hint
    return finding


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*") if path.is_file())


def failing(error: int):
    def fail(*_: object) -> None:
        raise OSError(error, os.strerror(error))

    return fail


@pytest.fixture
def umask() -> Iterator[Callable[[int], int]]:
    """What new files are not to allow, for one test."""
    before = os.umask(0o022)
    yield os.umask
    os.umask(before)


def mode(file: Path) -> int:
    return stat.S_IMODE(file.stat().st_mode)


@pytest.mark.parametrize("hidden", [0o022, 0o002, 0o077, 0o027], ids=oct)
def test_a_file_is_put_with_its_folders_and_those_may_read_it_who_may_read_new_files(tmp_path, umask, hidden):
    umask(hidden)
    file = tmp_path / "dist" / "sheet" / "tag" / "a.pdf"
    atomic.write({file: NEW})
    assert file.read_bytes() == NEW
    assert mode(file) == 0o666 & ~hidden
    assert names(file.parent) == ["a.pdf"]


@pytest.mark.parametrize("kept", [0o600, 0o640, 0o664, 0o444, 0o644], ids=oct)
def test_a_file_that_is_replaced_keeps_its_mode(file, umask, kept):
    umask(0o027)
    file.chmod(kept)
    atomic.write({file: NEW})
    assert (file.read_bytes(), mode(file)) == (NEW, kept)


def test_nobody_else_may_read_a_new_file_before_it_has_the_mode_of_the_old_one(file, umask, monkeypatch):
    umask(0o000)
    file.chmod(0o600)
    seen = []
    monkeypatch.setattr(shutil, "copystat", lambda _, new: seen.append(mode(Path(new))))
    atomic.write({file: NEW})
    assert seen == [0o600]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_a_file_that_is_replaced_keeps_its_owner(file):
    os.chown(file, 12345, 23456)
    file.chmod(0o660)
    atomic.write({file: NEW})
    assert (file.stat().st_uid, file.stat().st_gid, mode(file)) == (12345, 23456, 0o660)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root may give files away")
def test_where_the_group_cannot_be_kept_no_other_group_gets_what_it_could_do(file, monkeypatch):
    os.chown(file, 12345, 23456)
    file.chmod(0o660)
    monkeypatch.setattr(os, "chown", failing(errno.EPERM))
    atomic.write({file: NEW})
    assert (file.read_bytes(), mode(file)) == (NEW, 0o600)


def test_what_the_system_keeps_beside_a_file_stays_but_not_its_date(file):
    try:
        os.setxattr(file, "user.note", b"kept")
    except (OSError, AttributeError):
        pytest.skip("nothing is kept beside a file here")
    os.utime(file, (0, 0))
    atomic.write({file: NEW})
    assert os.getxattr(file, "user.note") == b"kept"
    assert file.stat().st_mtime > 0


def test_a_link_that_stays_in_its_folder_is_kept(file):
    real = file.parent / "kept" / "b.pdf"
    real.parent.mkdir()
    real.write_bytes(OLD)
    real.chmod(0o600)
    file.unlink()
    file.symlink_to("kept/b.pdf")
    atomic.write({file: NEW})
    assert file.is_symlink()
    assert (real.read_bytes(), mode(real)) == (NEW, 0o600)
    assert names(file.parent) == ["a.pdf", "b.pdf"]


@pytest.mark.parametrize("leads_to", ["../../../mine.pdf", "a.pdf", "/dev/null"])
def test_a_link_that_leads_elsewhere_is_replaced_and_what_it_leads_to_stays(file, tmp_path, leads_to):
    (tmp_path / "mine.pdf").write_bytes(OLD)
    file.unlink()
    file.symlink_to(leads_to)
    atomic.write({file: NEW})
    assert not file.is_symlink()
    assert (file.read_bytes(), (tmp_path / "mine.pdf").read_bytes()) == (NEW, OLD)


def test_the_disk_is_asked_to_keep_the_names_after_all_files_have_theirs(file, monkeypatch):
    asked, replace, fsync = [], os.replace, os.fsync

    def told(descriptor: int) -> None:
        asked.append("folder" if stat.S_ISDIR(os.fstat(descriptor).st_mode) else "file")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", told)
    monkeypatch.setattr(os, "replace", lambda *paths: (asked.append("name"), replace(*paths)))
    atomic.write({file: NEW, file.with_name("b.pdf"): NEW})
    assert asked == ["file", "file", "name", "name", "folder"]


@pytest.mark.parametrize("step", ["replace", "fsync"])
@pytest.mark.parametrize(
    ("error", "hint"), [(errno.ENOSPC, "free some space"), (errno.EROFS, "writable"), (errno.EIO, "writable")]
)
def test_a_failing_disk_leaves_the_old_file_and_nothing_else(file, monkeypatch, step, error, hint):
    monkeypatch.setattr(os, step, failing(error))
    finding = refused(file)
    assert str(finding).startswith(f"{Place(file)}: cannot be written: {os.strerror(error)}")
    assert hint in finding.hint
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.pdf"]


def test_where_one_of_several_cannot_be_written_all_stay_old(file, monkeypatch):
    other = file.with_name("b.pdf")
    atomic.write({other: OLD})
    written = []

    def second_fails(descriptor: int) -> None:
        written.append(descriptor)
        if len(written) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", second_fails)
    assert refused(file, other).place == Place(other)
    assert (file.read_bytes(), other.read_bytes()) == (OLD, OLD)
    assert names(file.parent) == ["a.pdf", "b.pdf"]


def test_an_interruption_passes_and_leaves_nothing_behind(file, monkeypatch):
    def interrupt(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        atomic.write({file: NEW})
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.pdf"]


@pytest.mark.parametrize(
    ("in_the_way", "hint"),
    [("sheet", "a file stands where a folder should be"), ("sheet/tag", "a file stands where a folder should be")],
)
def test_a_file_in_the_place_of_a_folder(tmp_path, in_the_way, hint):
    stands = tmp_path / in_the_way
    stands.parent.mkdir(parents=True, exist_ok=True)
    stands.write_bytes(OLD)
    assert hint in refused(tmp_path / "sheet" / "tag" / "a.pdf").hint
    assert stands.read_bytes() == OLD


@pytest.mark.parametrize("first", [True, False])
def test_a_folder_in_the_place_of_one_of_several_files_leaves_all_as_they_are(file, first):
    folder = file.with_name("a.png")
    folder.mkdir()
    both = (folder, file) if first else (file, folder)
    assert refused(*both).place == Place(folder)
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.pdf"]


def test_a_folder_in_the_place_of_a_file(tmp_path):
    (tmp_path / "a.pdf" / "kept").mkdir(parents=True)
    assert "a folder of that name" in refused(tmp_path / "a.pdf").hint
    assert names(tmp_path) == []
    assert (tmp_path / "a.pdf" / "kept").is_dir()


def test_a_limit_on_file_sizes(file):
    """Stands in for a full disk where a test may not mount one: the kernel refuses in the middle of the writing."""
    code = (
        "import resource, sys; from pathlib import Path; from factsheet.storage import atomic\n"
        "from factsheet.findings import ProjectError\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))\n"
        "try: atomic.write({Path(sys.argv[1]): b'new' * 2000})\n"
        "except ProjectError as error: print(error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, file], cwd=PROJECT, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "cannot be written: File too large Hint: raise the file size limit" in done.stdout
    assert file.read_bytes() == OLD
    assert names(file.parent) == ["a.pdf"]


def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one(tmp_path):
    file = tmp_path / "sheet" / "tag" / "a.pdf"
    whole = {bytes([65 + n]) * 3_000_000 for n in range(2)}
    unfinished = lambda: [*file.parent.glob(".unfinished-*")]  # noqa: E731
    code = (
        "import itertools, sys; from pathlib import Path; from factsheet.storage import atomic\n"
        "for n in itertools.count():\n"
        "    atomic.write({Path(sys.argv[1]): bytes([65 + n % 2]) * 3_000_000})\n"
    )
    killed_while_writing = 0
    while killed_while_writing < 3:
        writer = subprocess.Popen([sys.executable, "-c", code, file], cwd=PROJECT)
        while not (file.exists() and unfinished()):
            time.sleep(0.001)
        writer.send_signal(signal.SIGKILL)
        writer.wait()
        assert file.read_bytes() in whole
        killed_while_writing += bool(unfinished())
        atomic.prepare(tmp_path)
        assert names(tmp_path) == ["a.pdf"]


def test_a_reader_never_meets_a_torn_file(file):
    seen, stop = set(), threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen.add(file.read_bytes())

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(40):
        atomic.write({file: NEW})
        atomic.write({file: OLD})
    stop.set()
    reader.join()
    assert seen <= {OLD, NEW}


def test_only_what_ended_builds_left_is_removed(tmp_path):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    deep = tmp_path / "sheet" / "tag"
    deep.mkdir(parents=True)
    gone = [tmp_path / f".unfinished-{ended.pid}-x", deep / f".unfinished-{ended.pid}-y"]
    kept = [
        deep / f".unfinished-{os.getpid()}-z",
        deep / ".unfinished-notes",
        deep / ".unfinished-99999999999999999999-z",
        deep / "a.pdf",
        tmp_path / "somebody" / "elses" / "folder" / f".unfinished-{ended.pid}-z",
    ]
    for path in gone + kept:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(OLD)
    atomic.prepare(tmp_path)
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)


@pytest.mark.parametrize("folder", ["file", "file/dist", "/proc/dist"])
def test_a_folder_that_cannot_be_written_is_told_before_any_work(tmp_path, folder):
    (tmp_path / "file").write_bytes(OLD)
    with pytest.raises(ProjectError) as caught:
        atomic.prepare(tmp_path / folder)
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert str(finding).startswith(f"{Place(tmp_path / folder)}: cannot be written: ")
    assert (tmp_path / "file").read_bytes() == OLD
