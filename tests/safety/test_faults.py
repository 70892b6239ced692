"""Whatever happens during a build, every file in dist/ is whole, and the next build makes what is missing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest
from support import selection
from support.project import A4, LETTER, PATIENCE, SHEET, YESTERDAY, Workshop, command, subprocess_run
from support.refusing import OF_A4, OF_LETTER, failed

from factsheet.build import manifest, processes
from factsheet.findings import ExitCode
from factsheet.fitting import copyfit

KILLS = 20
SCREEN = ("--for", "screen")


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def working(workshop: Workshop, *argv: str, **more: object) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command(workshop.folder, *argv),
        cwd=workshop.folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        **more,
    )


@pytest.mark.parametrize("turns", selection.amount([5, 10, 17], [*range(KILLS)]), ids=len)
def test_killed_at_any_moment_no_file_is_torn(workshop, short, tmp_path, turns):
    """Half of the builds are killed at moments that are spread evenly, the others while a file is being written."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    env = {**os.environ, "TMPDIR": str(scratch)}
    whole = {name: {pdf, pdf + YESTERDAY} for name, pdf in contents(short).items() if name.endswith(".pdf")}
    begun = time.monotonic()
    subprocess_run(workshop.folder, "--force", "--for", "screen", env=env)
    lasts = time.monotonic() - begun
    while_writing = 0
    for turn in turns:
        building = working(workshop, "--force", "--for", "screen", env=env)
        if turn % 2:
            unfinished = workshop.dist / SHEET / "en"
            while building.poll() is None and not [*unfinished.glob(".unfinished-*")]:
                time.sleep(0.0005)
        else:
            time.sleep(lasts * turn / KILLS)
        os.killpg(building.pid, signal.SIGKILL)
        building.communicate()
        while_writing += bool([*workshop.dist.rglob(".unfinished-*")])
        assert {str(pdf.relative_to(workshop.dist)) for pdf in workshop.pdfs} == {*whole}
        for pdf in workshop.pdfs:
            assert pdf.read_bytes() in whole[str(pdf.relative_to(workshop.dist))], (turn, pdf)
    assert while_writing
    assert subprocess_run(workshop.folder, env=env).code == 0
    assert workshop.yesterdays == []
    assert not [*workshop.dist.rglob(".*")]
    assert [*scratch.iterdir()] == []


def test_a_worker_that_is_killed_fails_only_its_edition(workshop, monkeypatch):
    whole = copyfit.fit

    def killed(composed, edition):
        if edition.layout.name == LETTER:
            os.kill(os.getpid(), signal.SIGKILL)
        return whole(composed, edition)

    monkeypatch.setattr(copyfit, "fit", killed)
    (problem,) = failed(workshop.run(), ExitCode.ENVIRONMENT, workshop, OF_LETTER)
    assert problem.startswith(f"{SHEET} · {LETTER} · en: the process that made it was ended by signal 9")


def test_a_worker_that_hangs_fails_only_its_edition(workshop, monkeypatch):
    whole = copyfit.fit

    def hangs(composed, edition):
        if edition.layout.name == A4:
            time.sleep(60)
        return whole(composed, edition)

    monkeypatch.setattr(copyfit, "fit", hangs)
    monkeypatch.setattr(processes, "SECONDS", 10.0)
    (problem,) = failed(workshop.run(), ExitCode.ENVIRONMENT, workshop, OF_A4)
    assert problem.startswith(f"{SHEET} · {A4} · en: it was not done after 10 seconds, and was given up")


def test_what_was_written_before_the_disk_was_full_stays_and_the_rest_follows(workshop, monkeypatch):
    from factsheet.storage import atomic

    put = atomic.write

    def full(files):
        if any(LETTER in path.name for path in files):
            raise atomic.ProjectError(atomic.unwritable(next(iter(files)), OSError(28, "No space left on device")))
        put(files)

    with monkeypatch.context() as patch:
        patch.setattr(atomic, "write", full)
        (problem,) = failed(workshop.run(), ExitCode.ENVIRONMENT, workshop, OF_LETTER)
    assert "free some space" in problem
    assert workshop.run().out == "6 PDFs in dist, 3 of them as before.\n"
    assert workshop.yesterdays == []


def test_a_disk_that_cannot_be_written_is_told_and_nothing_is_touched(workshop):
    mounted = ["unshare", "-m", "sh", "-c", 'mount --bind dist dist && mount -o remount,bind,ro dist && "$@"', "sh"]
    if subprocess.run(["unshare", "-m", "true"], capture_output=True, check=False).returncode:
        if os.geteuid() == 0:
            pytest.skip("needs mounts of its own, or a user who may not write everywhere")
        mounted = []
        workshop.dist.chmod(0o555)
    before = contents(workshop.dist)
    done = subprocess.run(
        [*mounted, *command(workshop.folder)], cwd=workshop.folder, capture_output=True, encoding="utf-8", check=False
    )
    workshop.dist.chmod(0o755)
    assert done.returncode == ExitCode.ENVIRONMENT
    assert "dist: cannot be written: " in done.stderr
    assert "Traceback" not in done.stderr
    assert contents(workshop.dist) == before


def test_clocks_do_not_matter(workshop):
    """Neither is what was saved in the future made again, nor what was saved in the past overlooked."""
    assert workshop.run("--layout", A4).code == 0
    everything = [path for path in workshop.folder.rglob("*") if path.is_file() and not path.is_symlink()]
    for day in (0, 4102444800):  # 1970 and 2100
        for path in everything:
            os.utime(path, (day, day))
        assert workshop.run("--layout", A4).out == "3 PDFs in dist, as before.\n"
    before = contents(workshop.dist)
    copy = workshop.folder / "content" / SHEET / "en.yaml"
    copy.write_text(copy.read_text("utf-8").replace("forty people", "fifty people"), encoding="utf-8")
    os.utime(copy, (0, 0))
    assert workshop.run("--layout", A4).out == "3 PDFs in dist.\n"
    assert contents(workshop.dist) != before


@pytest.mark.everything  # two of them are looked at in test_accidents.py
def test_three_builds_at_once(workshop, short):
    building = [working(workshop, "--force") for _ in range(3)]
    for one in building:
        _, said = one.communicate(timeout=PATIENCE)
        assert one.returncode == 0, said
    # Only the reports tell where the words stand.
    alone = {path: told.replace(b"tests/sheets/", b"content/") for path, told in contents(short).items()}
    assert contents(workshop.dist) == alone
    assert subprocess_run(workshop.folder, cwd=workshop.folder).out == "6 PDFs in dist, as before.\n"


def test_templates_that_are_edited_during_a_build(workshop):
    """What comes out may be of before or after; the next build sees to it that it is of after."""
    shutil.rmtree(workshop.dist)
    style = workshop.folder / "templates" / LETTER / "ltr.css"
    building = working(workshop, "--jobs", "1", *SCREEN)
    said = b""
    while b"[1/2]" not in said:
        said += building.stderr.readline()
    style.write_text("p { letter-spacing: 0.01em }\n", encoding="utf-8")
    assert building.wait(timeout=PATIENCE) == 0
    building.communicate()
    assert workshop.run(*SCREEN).code == 0
    after = contents(workshop.dist)
    shutil.rmtree(workshop.dist)
    shutil.rmtree(workshop.folder / manifest.FOLDER)
    assert workshop.run(*SCREEN).code == 0
    assert contents(workshop.dist) == after


@pytest.mark.parametrize(
    ("jobs", "tags"),
    selection.amount(
        ((["--jobs", "3"],), ["en"]), ((["--jobs", "1"], ["--jobs", "3"], ["--jobs", "2", "--force"]), ["en", "qaa"])
    ),
    ids=len,
)
def test_any_number_of_workers_in_any_order_with_and_without_records_makes_the_same_bytes(workshop, jobs, tags):
    for folder in ("locales", f"content/{SHEET}"):
        for tag in tags[1:]:
            shutil.copy(workshop.folder / folder / "en.yaml", workshop.folder / folder / f"{tag}.yaml")
    made = []
    for argv in jobs:
        shutil.rmtree(workshop.dist)
        assert subprocess_run(workshop.folder, *argv, env={"PYTHONHASHSEED": argv[1]}).code == 0
        made.append(contents(workshop.dist))
    # In parts, the second of which finds some of it there.
    shutil.rmtree(workshop.dist)
    assert subprocess_run(workshop.folder, "--lang", tags[-1], "--layout", LETTER).code == 0
    assert subprocess_run(workshop.folder).code == 0
    made.append(contents(workshop.dist))
    assert len(made[0]) == 2 * len(tags) * (3 + 1) + 3
    assert all(one == made[0] for one in made[1:])
