"""Full disks, files in the way, Ctrl-C, builds at once: no file is ever torn, and nothing is touched but dist/."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pikepdf
import pytest
from support import selection
from support.project import (
    A4,
    HIDDEN,
    LETTER,
    PATIENCE,
    SHEET,
    SHOWN,
    Ended,
    command,
    on_a_terminal,
    subprocess_run,
)
from support.refusing import ALL, OF_LETTER, failed

from factsheet.build import manifest, output
from factsheet.cli import build as command_build
from factsheet.design import editions
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import atomic


def test_dist_is_a_file(workshop):
    shutil.rmtree(workshop.dist)
    workshop.dist.write_text("mine", encoding="utf-8")
    ended = workshop.run("--layout", A4, "--for", "screen")
    assert ended.code == ExitCode.ENVIRONMENT
    assert [line.partition(" Hint: ")[0] for line in ended.problems] == ["dist: cannot be written: File exists"]
    assert ended.out == "0 PDFs in dist; 1 problem, see above.\n"
    assert workshop.dist.read_text(encoding="utf-8") == "mine"


def test_dist_is_not_writable_and_everything_else_is_still_told(workshop, monkeypatch):
    def refuse(out: Path) -> None:
        raise ProjectError(
            Finding(ExitCode.ENVIRONMENT, "cannot be written: Permission denied", Place(out), "make it so")
        )

    monkeypatch.setattr(atomic, "prepare", refuse)
    workshop.append(f"templates/{LETTER}/layout.css", "h1 { colour: red }\n")
    problems = failed(workshop.run(), ExitCode.LAYOUT, workshop, ALL)
    assert ["colour: red" in problem for problem in problems] == [False, True]


@pytest.mark.parametrize("in_the_way", ["", "/en"])
def test_a_file_stands_where_a_folder_of_dist_should_be(workshop, in_the_way):
    shutil.rmtree(workshop.dist / SHEET)
    stands = Path(f"{workshop.dist / SHEET}{in_the_way}")
    stands.parent.mkdir(exist_ok=True)
    stands.write_text("mine", encoding="utf-8")
    ended = workshop.run("--layout", A4)
    assert ended.code == ExitCode.ENVIRONMENT
    (problem,) = ended.problems
    assert problem.startswith(f"dist/{SHEET}/en/{SHEET}_{A4}_en_screen.pdf: cannot be written: ")
    assert "a file stands where a folder should be" in problem
    assert stands.read_text(encoding="utf-8") == "mine"


def test_a_folder_stands_where_the_picture_of_an_edition_should_be(workshop):
    """Neither is its picture made nor a PDF of it replaced, so that all that stands there is of one piece."""
    picture = workshop.dist / SHEET / "en" / f"{SHEET}_{A4}_en.png"
    picture.unlink()
    (picture / "kept").mkdir(parents=True)
    ended = workshop.run("--layout", A4)
    assert ended.code == ExitCode.ENVIRONMENT
    (problem,) = ended.problems
    assert problem.startswith(f"{picture.relative_to(workshop.folder)}: cannot be written: ")
    assert "a folder of that name is in the way" in problem
    assert len(workshop.yesterdays) == len(workshop.pdfs)
    assert (picture / "kept").is_dir()


@pytest.mark.parametrize(
    "when", selection.cases(["before the reports", "after the reports"], "before the reports".__eq__)
)
def test_what_is_deleted_during_a_build_is_not_counted(workshop, monkeypatch, when):
    report = output.write_reports

    def deleted(project, out, *others) -> None:
        if when.startswith("after"):
            report(project, out, *others)
        shutil.rmtree(out)
        if when.startswith("before"):
            report(project, out, *others)

    with monkeypatch.context() as patch:
        patch.setattr(output, "write_reports", deleted)
        ended = workshop.run("--layout", A4)
    assert ended.code == ExitCode.ENVIRONMENT
    assert ended.out == "0 PDFs in dist; 1 problem, see above.\n"
    (problem,) = ended.problems
    gone, made = (4, 7) if when.startswith("before") else (7, 7)
    assert problem.startswith(f"dist: {gone} of {made} files that were made are not there any more: ")
    assert workshop.run("--layout", A4).out == "3 PDFs in dist.\n"


def test_the_disk_is_full(workshop):
    """The kernel refuses each PDF half-way, after the engine has written what it needs elsewhere."""
    full = (
        "import resource, sys; import build\n"
        "from factsheet.setup import bootstrap; from factsheet.storage import atomic\n"
        "bootstrap.enter = lambda *_: None\n"
        "put = atomic.write\n"
        "def on_a_full_disk(files):\n"
        "    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, resource.RLIM_INFINITY))\n"
        "    try: put(files)\n"
        "    finally: resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))\n"
        "atomic.write = on_a_full_disk\n"
        "sys.exit(build.main([]))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", full], cwd=workshop.folder, capture_output=True, encoding="utf-8", check=False
    )
    ended = Ended(done.returncode, done.stdout, done.stderr)
    problems = failed(ended, ExitCode.ENVIRONMENT, workshop, ALL)
    assert len(problems) == 2
    assert all("cannot be written: File too large Hint: raise the file size limit" in problem for problem in problems)


def test_the_disk_of_the_temporary_folder_is_full(workshop):
    """The engine's own files, which it writes there before it sets a word, are larger than a file may be here."""
    limit = "import os, resource, sys\nresource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))\n"
    run = [sys.executable, "-c", f"{limit}os.execv(sys.argv[1], sys.argv[1:])", *command(workshop.folder)]
    done = subprocess.run(run, cwd=workshop.folder, capture_output=True, encoding="utf-8", check=False)
    ended = Ended(done.returncode, done.stdout, done.stderr)
    problems = failed(ended, ExitCode.ENVIRONMENT, workshop, ALL)
    assert all("File too large Hint: see that" in problem for problem in problems)


def _can_mount() -> bool:
    try:
        tried = subprocess.run(
            ["unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt"], capture_output=True, check=False
        )
    except OSError:
        return False
    return tried.returncode == 0


if _can_mount():  # as root on Linux; elsewhere the test above has to do

    @pytest.mark.everything
    def test_a_real_disk_is_full(workshop):
        # Room for what is there and a little more, but not for a second copy of one edition.
        room = sum(path.stat().st_size // 4096 + 1 for path in workshop.dist.rglob("*")) + 20
        shutil.move(workshop.dist, workshop.folder / "yesterday")
        script = (
            f'mkdir dist && mount -t tmpfs -o size={room * 4}k none dist && cp -r yesterday/* dist/ && "$@"; '
            "code=$?; rm -r yesterday; cp -r dist yesterday; exit $code"
        )
        done = subprocess.run(
            ["unshare", "-m", "sh", "-c", script, "sh", *command(workshop.folder)],
            cwd=workshop.folder,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        workshop.dist.rmdir()
        shutil.move(workshop.folder / "yesterday", workshop.dist)
        ended = Ended(done.returncode, done.stdout, done.stderr)
        problems = failed(ended, ExitCode.ENVIRONMENT, workshop, ALL)
        assert all("cannot be written: No space left on device Hint: free some space" in one for one in problems)


def test_nothing_is_left_behind_in_the_temporary_folder(workshop, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    ended = subprocess_run(workshop.folder, "--layout", A4, "--for", "screen", env={"TMPDIR": str(scratch)})
    assert ended.code == 0, ended.err
    assert [*scratch.iterdir()] == []


@pytest.mark.parametrize("pause", selection.cases([0.0, 0.3, 1.5], lambda pause: pause == 0.3))
def test_control_c(workshop, tmp_path, pause):
    """All ends at once, and leaves no process, no temporary file and no folder."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    working = subprocess.Popen(
        command(workshop.folder, "--jobs", "1"),
        cwd=workshop.folder,
        env={**os.environ, "TMPDIR": str(scratch)},
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )
    assert working.stderr
    said = ""
    while "[1/2]" not in said:
        said += working.stderr.readline().decode("utf-8")
    assert [*scratch.iterdir()] != []
    time.sleep(pause)
    pressed = time.monotonic()
    os.killpg(working.pid, signal.SIGINT)  # as a terminal does it, to the whole group
    working.wait(timeout=PATIENCE)
    assert time.monotonic() - pressed < 2  # a second, on a computer that does nothing else
    _, rest = working.communicate(timeout=PATIENCE)
    ended = Ended(working.returncode, "", said + rest.decode("utf-8"))
    if "[2/2]" in ended.err and ended.code == 0:  # a fast computer was done before
        return
    assert ended.code == ExitCode.INTERRUPTED, ended.err
    assert ended.problems == ["Interrupted. What was made before is whole; run again for the rest."]
    for pdf in workshop.pdfs:
        pikepdf.open(pdf).close()
    assert set(workshop.yesterdays) in (OF_LETTER, set())  # all of an edition, or nothing
    assert not [*workshop.dist.rglob(".*")]
    assert [*scratch.iterdir()] == []
    with pytest.raises(ProcessLookupError):
        os.killpg(working.pid, 0)


@pytest.mark.parametrize(
    "step", [(editions, "available"), (output, "write_reports"), (atomic, "write"), (command_build, "summary")]
)
def test_control_c_at_any_step(workshop, monkeypatch, step):
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(*step, interrupt)
    ended = workshop.run("--layout", A4, "--for", "screen")
    assert ended.code == ExitCode.INTERRUPTED
    assert ended.problems == ["Interrupted. What was made before is whole; run again for the rest."]


def test_control_c_on_a_terminal_gives_the_cursor_back_first(workshop):
    said = on_a_terminal(command(workshop.folder, "--jobs", "1"), workshop.folder, interrupt_at="1/2")
    assert HIDDEN in said
    assert said.rindex(HIDDEN) < said.rindex(SHOWN) < said.index("Interrupted.")
    assert "PDFs in" not in said


def test_two_builds_at_once(workshop, short):
    working = [
        subprocess.Popen(command(workshop.folder), cwd=workshop.folder, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        for _ in range(2)
    ]
    for one in working:
        _, said = one.communicate(timeout=PATIENCE)
        assert one.returncode == 0, said
    made = {path.relative_to(workshop.dist): path.read_bytes() for path in workshop.dist.rglob("*") if path.is_file()}
    # Only the reports tell where the words stand.
    alone = {path.relative_to(short): path.read_bytes() for path in short.rglob("*") if path.is_file()}
    assert made == {path: told.replace(b"tests/sheets/", b"content/") for path, told in alone.items()}


# What it touches


def test_a_build_opens_no_connection_starts_no_program_and_writes_only_where_it_should(workshop, tmp_path):
    """Python reports each such thing to an audit hook before it happens."""
    scratch, seen = tmp_path / "scratch", tmp_path / "seen.txt"
    scratch.mkdir()
    hook = f"""
import os, sys, traceback
sys.path.insert(0, {str(workshop.folder)!r})
sys.dont_write_bytecode = True
seen = open({str(seen)!r}, "w", encoding="utf-8")
allowed = ({str(scratch)!r}, {str(workshop.dist)!r}, {str(workshop.folder / manifest.FOLDER)!r}, os.devnull)
# Which arguments are a path, and the number of the open folder it starts from.
changes = {{"os.remove": [(0, 1)], "os.rmdir": [(0, 1)], "os.mkdir": [(0, 2)], "os.chmod": [(0, 2)],
           "os.rename": [(0, 2), (1, 3)], "os.link": [(1, 3)], "os.symlink": [(1, 2)]}}
def full(path, folder):
    return os.path.join(os.readlink(f"/proc/self/fd/{{folder}}") if folder >= 0 else "", os.fsdecode(path))
def watch(event, arguments):
    said = None
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "urllib.")):
        # Once, when the engine is loaded, Python asks the linker's programs where the libraries are.
        callers = [frame.filename for frame in traceback.extract_stack()]
        said = None if any(file.endswith("ctypes/util.py") for file in callers) else event
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        flags = arguments[2] or 0
        if flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) and not os.fsdecode(arguments[0]).startswith(allowed):
            said = f"writes {{arguments[0]}}"
    for path, folder in changes.get(event, ()):
        if not full(arguments[path], arguments[folder]).startswith(allowed):
            said = f"{{event}} {{arguments}}"
    if said:
        print(said, file=seen, flush=True)
sys.addaudithook(watch)
import build
from factsheet.setup import bootstrap
bootstrap.enter = lambda *_: None
sys.exit(build.main(sys.argv[1:]))
"""
    env = {**os.environ, "TMPDIR": str(scratch)}
    run = lambda code: subprocess.run(  # noqa: E731
        [sys.executable, "-c", code], cwd=workshop.folder, env=env, capture_output=True, encoding="utf-8", check=False
    )
    done = run(hook)
    assert done.returncode == 0, done.stderr
    assert workshop.yesterdays == []
    assert seen.read_text(encoding="utf-8") == ""
    strays = 'build.main(["list"]); open("stray", "w"); import socket; socket.socket(); os.mkdir("folder")'
    run(hook.replace("sys.exit(build.main(sys.argv[1:]))", strays))
    said = [line.split()[0] for line in seen.read_text(encoding="utf-8").splitlines()]
    assert said == ["writes", "socket.__new__", "os.mkdir"]
