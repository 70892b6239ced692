"""Words and records, changed by several people at the same time, and whatever happens meanwhile: nothing is lost."""

from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from support import steps, translating
from support.project import A4, PROJECT, SHEET
from support.selection import Some
from support.steps import Step
from support.translating import DAY, put

from factsheet import leftovers
from factsheet.content import loader, records
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.translation import exchange, export, importing, new_language, review, spreadsheet, status, status_report

# What two people send back, and what a third one types meanwhile.
ONE = {"film.call": "Regardez le jardin", "timeline.heading": "La rue en deux dates"}
OTHER = {"messages.heading": "Ce que nous avons appris", "masthead.subtitle": "Un jardin pour tout le monde"}
TITLE = {"masthead.title": "Un titre de plus"}

Work = Callable[[Project], object]


class Waits(BaseException):
    """A command would wait for another one now."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project with one translation, two files that came back, and little else, so that commands take few steps."""
    project = translating.translated(translating.english(tmp_path_factory.mktemp("made")))
    for path in project.locales.iterdir():
        if path.stem not in ("en", "fr"):
            path.unlink()
    (project.folder / "templates").unlink()
    layout = Path("templates") / A4 / "layout.yaml"
    (project.folder / layout).parent.mkdir(parents=True)
    shutil.copy(PROJECT / layout, project.folder / layout)
    file = project.folder / "sent.csv"
    export.write_files(project, [], "fr", "csv", file, project.folder / "dist")
    sent = exchange.read(file)
    for name, changed in (("one", ONE), ("other", OTHER)):
        entries = tuple(replace(one, translation=changed[one.key]) for one in sent.entries if one.key in changed)
        (project.folder / f"{name}.csv").write_bytes(spreadsheet.written(replace(sent, entries=entries)))
    return project


@pytest.fixture
def project(made: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    shutil.copytree(made.folder, tmp_path / "project", symlinks=True)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a step all the same; nobody pulls the plug here
    monkeypatch.setattr(leftovers, "is_alive", lambda pid: False)  # whoever was killed was this process
    return Project(tmp_path / "project", tmp_path / "project" / "content")


def _source(project: Project) -> dict[str, str]:
    return {text.key: str(text) for text in loader.load(project.content, SHEET, "en").source}


def words(project: Project) -> dict[str, str]:
    return {text.key: str(text) for text in loader.load(project.content, SHEET, "fr").words}


def files(project: Project) -> dict[str, bytes]:
    folders = (project.content, project.locales)
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(project.folder).as_posix(): path.read_bytes() for path in found}


def restore(project: Project, before: dict[str, bytes]) -> None:
    for folder in (project.content, project.locales):
        for path in folder.rglob("*"):
            if path.is_file() and path.relative_to(project.folder).as_posix() not in before:
                path.unlink()
    for name, contents in before.items():
        if (project.folder / name).read_bytes() != contents:
            (project.folder / name).write_bytes(contents)


def signed(project: Project) -> set[tuple[str, str]]:
    lock = records.read(records.lock_file(project.content, SHEET, "fr"))
    return {(entry.review.by, key) for key, entry in lock.items() if entry.review}


def lags(project: Project) -> bool:
    (one,), problems = status.find(project, [], ["fr"])
    assert problems == []
    return one.record_lags


def reviews(by: str, key: str) -> Work:
    return lambda project: review.record_review(project, [], "fr", by, DAY, [key])


def imports(name: str) -> Work:
    return lambda project: importing.import_file(project, project.folder / f"{name}.csv")


def updates(project: Project) -> object:
    return status_report.report(project, [], [], update=True, fail_under=None)


def begins(project: Project) -> object:
    return new_language.create(project, [], "uk", "fr")


def saves(project: Project) -> None:
    """What an editor does with the file as it is at that moment."""
    put(project, "fr", TITLE)


# What each does, and how one sees that it was done.
COMMANDS: dict[str, tuple[Work, Callable[[Project], bool]]] = {
    "review": (reviews("Anna", "film.call"), lambda project: ("Anna", "film.call") in signed(project)),
    "another review": (
        reviews("Bea", "messages.heading"),
        lambda project: ("Bea", "messages.heading") in signed(project),
    ),
    "import": (imports("one"), lambda project: ONE.items() <= words(project).items()),
    "another import": (imports("other"), lambda project: OTHER.items() <= words(project).items()),
    "update": (updates, lambda project: not lags(project)),
    "new language": (begins, lambda project: (project.locales / "uk.yaml").exists()),
}
PAIRS = [
    ("review", "another review"),
    ("import", "another import"),
    ("another review", "import"),
    ("import", "another review"),
    ("update", "review"),
    ("review", "update"),
    ("new language", "import"),
    ("import", "new language"),
]


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_two_commands_at_the_same_time_do_what_both_are_asked_for(
    project: Project, first: str, second: str, some: Some
) -> None:
    """The second comes at each step of the first, and has to wait or is done before the first goes on."""

    def wait(_: float) -> None:
        raise Waits

    if "update" in (first, second):
        put(project, "fr", TITLE)
    before = files(project)
    (one, one_done), (two, two_done) = COMMANDS[first], COMMANDS[second]
    number, lost = 0, []
    for number, step in some([*enumerate(steps.of(project.folder, lambda: one(project)))]):
        restore(project, before)
        waits: list[Waits] = []

        def other(_: Step, waits: list[Waits] = waits) -> None:
            try:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(time, "sleep", wait)
                    two(project)
            except Waits as waiting:
                waits.append(waiting)

        steps.meanwhile(project.folder, number, other, lambda: one(project))
        if waits:
            two(project)
        if not (one_done(project) and two_done(project)):
            lost.append(step)
    assert number > 10
    assert lost == []
    assert not [*project.content.rglob(".*")]


@pytest.mark.parametrize("name", ["import", "review", "update", "new language"])
def test_what_an_editor_saves_while_a_command_is_at_work_stays(project: Project, name: str, some: Some) -> None:
    """It takes no lock. Between comparing a file and replacing it nothing can be noticed: that is one step here."""
    if name == "update":
        put(project, "fr", {"timeline.heading": "Le temps"})
    before = files(project)
    work, done = COMMANDS[name]
    lost = []
    for number, step in some([*enumerate(steps.of(project.folder, lambda: work(project)))]):
        restore(project, before)
        steps.meanwhile(project.folder, number, lambda _: saves(project), lambda: work(project))
        words_replaced = step.event == "os.rename" and step.path.endswith("fr.yaml")
        if not words_replaced and not (TITLE.items() <= words(project).items()):
            lost.append(step)
        if name in ("import", "new language") and not done(project):
            lost.append(step)
    assert lost == []


def test_a_file_that_is_saved_without_end_is_left_alone(project: Project) -> None:
    saved = iter(range(1000))

    def save(_: int, step: Step) -> None:
        if step.event == "os.fsync":
            put(project, "fr", {"masthead.title": f"Un titre {next(saved)}"})

    with steps.watched(project.folder, save), pytest.raises(ProjectError) as caught:
        imports("one")(project)
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert finding.place and finding.place.file == project.content / SHEET / "fr.yaml"
    assert "saved again and again" in finding.what and "close it in other programs" in finding.hint
    assert not (ONE.items() <= words(project).items())
    assert words(project)["masthead.title"].startswith("Un titre ")
    assert not [*project.content.rglob(".*")]


def changing(taken: list[Step]) -> list[tuple[int, Step]]:
    """The steps that change a file, with their numbers."""
    return [(number, step) for number, step in enumerate(taken) if step.changes]


# Words and their record


def pair(project: Project) -> tuple[bool, bool]:
    """Whether the words are those of the import, and whether a reader finds that the record is, too."""
    (one,), problems = status.find(project, [], ["fr"])
    assert problems == []
    texts = {text.key: str(text) for text in one.sheet.words}
    (key, new), recorded = next(iter(ONE.items())), records.fingerprint(next(iter(ONE.values())))
    return texts[key] == new, one.lock[key].translation == recorded and not one.record_lags


def test_who_reads_meanwhile_finds_words_and_record_of_one_moment(project: Project, some: Some) -> None:
    before, seen = files(project), set()
    for number, _ in some(changing(steps.of(project.folder, lambda: imports("one")(project)))):
        restore(project, before)
        steps.meanwhile(project.folder, number, lambda _: seen.add(pair(project)), lambda: imports("one")(project))
    assert seen == {(False, False), (True, True)}


def test_who_has_begun_to_read_finds_words_and_record_of_one_moment(project: Project, some: Some) -> None:
    before, seen = files(project), set()
    for number, _ in some([*enumerate(steps.of(project.folder, lambda: pair(project)))]):
        restore(project, before)
        steps.meanwhile(project.folder, number, lambda _: imports("one")(project), lambda: seen.add(pair(project)))
    assert seen <= {(False, False), (True, True)}


NAMES = ["import", "review", "update", "new language"]


def told(project: Project) -> dict[str, object]:
    """What is of one piece: words with their record, a language with its words."""
    found = files(project)
    return {name: contents for name, contents in found.items() if not Path(name).name.startswith(".")}


@pytest.mark.parametrize("name", NAMES)
def test_killed_at_any_step_all_is_old_or_all_is_new(project: Project, name: str, some: Some) -> None:
    if name == "update":
        put(project, "fr", TITLE)
    before = files(project)
    work, _ = COMMANDS[name]
    taken = steps.of(project.folder, lambda: work(project))
    after = files(project)
    assert before != after
    outcomes = set()
    for number, step in some(changing(taken)):
        restore(project, before)
        steps.killed_at(project.folder, number, lambda: work(project))
        meanwhile = status.find(project, [], ["fr"])  # nobody has cleaned up yet
        assert meanwhile[1] == []
        for _ in range(2):
            review.record_review(project, [], "fr", "Nobody", DAY, ["no.such.key"])  # changes nothing, and cleans up
        assert files(project) in (before, after), step
        outcomes.add(files(project) == after)
        now, _ = status.find(project, [], ["fr"])
        assert [(one.states, one.record_lags) for one in meanwhile[0]] == [(one.states, one.record_lags) for one in now]
        assert not [*project.folder.rglob(".*")]
    assert outcomes == {False, True}


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("name", NAMES)
def test_where_any_step_fails_all_is_old_or_all_is_new(project: Project, name: str, error: int, some: Some) -> None:
    if name == "update":
        put(project, "fr", TITLE)
    before = files(project)
    work, _ = COMMANDS[name]
    taken = steps.of(project.folder, lambda: work(project))
    after = files(project)
    refused = 0
    for number, step in some(changing(taken)):
        restore(project, before)
        try:
            steps.failing_at(project.folder, number, error, lambda: work(project))
            done = True
        except ProjectError as caught:
            (finding,) = caught.findings
            assert finding.exit_code == ExitCode.ENVIRONMENT and finding.place and finding.hint, finding
            assert os.strerror(error) in finding.what
            refused, done = refused + 1, False
        review.record_review(project, [], "fr", "Nobody", DAY, ["no.such.key"])
        assert files(project) in ((after,) if done else (before, after)), step
        assert not [*project.folder.rglob(".*")]
    assert refused


@pytest.mark.parametrize("kind", ["csv", "po"])
@pytest.mark.parametrize("trouble", ["gone", "full"])
def test_where_temporary_files_cannot_be_written_nothing_changes(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, trouble: str
) -> None:
    file, scratch = project.folder / f"one.{kind}", tmp_path / "scratch"
    if kind == "po":
        export.write_files(project, [], "fr", "po", file, project.folder / "dist")
    before, write = files(project), Path.write_bytes

    def fill(path: Path, contents: bytes) -> int:
        if path.is_relative_to(scratch):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, contents)

    if trouble == "full":
        scratch.mkdir()
        monkeypatch.setattr(Path, "write_bytes", fill)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(ProjectError, match="temporary files cannot be written: No s") as caught:
        importing.import_file(project, file)
    assert caught.value.findings[0].exit_code == ExitCode.ENVIRONMENT
    assert files(project) == before
    assert not scratch.exists() or [*scratch.iterdir()] == []


def test_a_disk_that_takes_nothing_any_more_while_files_are_replaced(project: Project) -> None:
    """Neither can the rest be put in place nor the first back: what is left to do is told, seen, and done later."""
    before = files(project)
    taken = steps.of(project.folder, lambda: imports("one")(project))
    after = files(project)
    last = max(number for number, step in enumerate(taken) if step.path.endswith("fr.lock.json"))
    restore(project, before)

    def fail(now: int, step: Step) -> None:
        if now >= last and step.changes:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with steps.watched(project.folder, fail), pytest.raises(ProjectError) as caught:
        imports("one")(project)
    assert "the next command does it" in caught.value.findings[0].hint
    assert pair(project) == (True, True)
    review.record_review(project, [], "fr", "Nobody", DAY, ["no.such.key"])
    assert files(project) == after


def test_who_saves_what_a_killed_command_was_about_to_replace_keeps_it(project: Project) -> None:
    before = files(project)
    taken = steps.of(project.folder, lambda: imports("one")(project))
    renamed = next(n for n, step in enumerate(taken) if step.event == "os.rename" and step.path.endswith("fr.yaml"))
    restore(project, before)
    steps.killed_at(project.folder, renamed, lambda: imports("one")(project))
    assert pair(project) == (True, True)
    saves(project)
    saved = words(project)
    assert TITLE.items() <= saved.items() and pair(project)[0] is False
    updates(project)
    assert words(project) == saved
    assert not [*project.content.rglob(".*")]


def test_words_that_are_a_link_stay_one_whatever_is_killed(project: Project) -> None:
    link = project.content / SHEET / "fr.yaml"
    real = link.with_name("kept") / "french"
    real.parent.mkdir()
    link.rename(real)
    link.symlink_to("kept/french")
    before = files(project)
    taken = steps.of(project.folder, lambda: imports("one")(project))
    after = files(project)
    assert after[f"content/{SHEET}/kept/french"] != before[f"content/{SHEET}/kept/french"]
    for number, step in enumerate(taken):
        if step.event == "os.rename":
            restore(project, before)
            steps.killed_at(project.folder, number, lambda: imports("one")(project))
            found = pair(project)
            updates(project)
            assert (pair(project), files(project)) == (found, after if found[0] else before)
            assert link.is_symlink()
            assert not [*project.content.rglob(".*")]


def test_a_real_kill(project: Project) -> None:
    """A process of its own, ended by the system at some of its steps."""
    before = files(project)
    taken = [step.changes for step in steps.of(project.folder, lambda: imports("one")(project))]
    after = files(project)
    numbers = [number for number, changes in enumerate(taken) if changes]
    code = (
        "import os, signal, sys; sys.path[:0] = sys.argv[1:3]\n"
        "from pathlib import Path; from support import steps\n"
        "from factsheet.design.project import Project; from factsheet.translation import importing\n"
        "project = Path(sys.argv[3])\n"
        "def kill(now, step):\n"
        "    if now == int(sys.argv[4]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "with steps.watched(project, kill):\n"
        "    importing.import_file(Project(project, project / 'content'), project / 'one.csv')\n"
    )
    for number in numbers[2 :: len(numbers) // 3]:
        restore(project, before)
        words_of = [sys.executable, "-c", code, PROJECT, PROJECT / "tests", project.folder, str(number)]
        assert subprocess.run(words_of, check=False).returncode == -signal.SIGKILL
        review.record_review(project, [], "fr", "Nobody", DAY, ["no.such.key"])
        assert files(project) in (before, after)
        assert not [*project.folder.rglob(".*")]
