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
import steps
import translating
from conftest import A4, PROJECT, SHEET
from steps import Step
from translating import DAY, put

from factsheet import bootstrap, content, desk, exchange, intake, spreadsheet, status, translation
from factsheet.editions import House
from factsheet.findings import ExitCode, Refused

# What two people send back, and what a third one types meanwhile.
ONE = {"film.call": "Regardez le jardin", "timeline.heading": "La rue en deux dates"}
OTHER = {"messages.heading": "Ce que nous avons appris", "masthead.subtitle": "Un jardin pour tout le monde"}
TITLE = {"masthead.title": "Un titre de plus"}

Work = Callable[[House], object]


class Waits(BaseException):
    """A command would wait for another one now."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A project with one translation, two files that came back, and little else, so that commands take few steps."""
    house = translating.translated(translating.english(tmp_path_factory.mktemp("made")))
    for path in house.locales.iterdir():
        if path.stem not in ("en", "fr"):
            path.unlink()
    (house.project / "templates").unlink()
    layout = Path("templates") / A4 / "layout.yaml"
    (house.project / layout).parent.mkdir(parents=True)
    shutil.copy(PROJECT / layout, house.project / layout)
    file = house.project / "sent.csv"
    desk.export(house, [], "fr", "csv", file, house.project / "dist")
    sent = exchange.read(file)
    for name, changed in (("one", ONE), ("other", OTHER)):
        entries = tuple(replace(one, translation=changed[one.key]) for one in sent.entries if one.key in changed)
        (house.project / f"{name}.csv").write_bytes(spreadsheet.written(replace(sent, entries=entries)))
    return house


@pytest.fixture
def house(made: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    shutil.copytree(made.project, tmp_path / "project", symlinks=True)
    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a step all the same; nobody pulls the plug here
    monkeypatch.setattr(bootstrap, "is_alive", lambda pid: False)  # whoever was killed was this process
    return House(tmp_path / "project", tmp_path / "project" / "content")


def _source(house: House) -> dict[str, str]:
    return {text.key: str(text) for text in content.load(house.content, SHEET, "en").source}


def words(house: House) -> dict[str, str]:
    return {text.key: str(text) for text in content.load(house.content, SHEET, "fr").words}


def files(house: House) -> dict[str, bytes]:
    folders = (house.content, house.locales)
    found = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(house.project).as_posix(): path.read_bytes() for path in found}


def restore(house: House, before: dict[str, bytes]) -> None:
    for folder in (house.content, house.locales):
        for path in folder.rglob("*"):
            if path.is_file() and path.relative_to(house.project).as_posix() not in before:
                path.unlink()
    for name, contents in before.items():
        if (house.project / name).read_bytes() != contents:
            (house.project / name).write_bytes(contents)


def signed(house: House) -> set[tuple[str, str]]:
    lock = translation.read(translation.lock_file(house.content, SHEET, "fr"))
    return {(entry.review.by, key) for key, entry in lock.items() if entry.review}


def lags(house: House) -> bool:
    (one,), wrong = status.find(house, [], ["fr"])
    assert wrong == []
    return one.lags


def reviews(by: str, key: str) -> Work:
    return lambda house: desk.review(house, [], "fr", by, DAY, [key])


def imports(name: str) -> Work:
    return lambda house: intake.take(house, house.project / f"{name}.csv")


def updates(house: House) -> object:
    return desk.status_of(house, [], [], update=True, fail_under=None)


def begins(house: House) -> object:
    return desk.new_language(house, [], "uk", "fr")


def saves(house: House) -> None:
    """What an editor does with the file as it is at that moment."""
    put(house, "fr", TITLE)


# What each does, and how one sees that it was done.
COMMANDS: dict[str, tuple[Work, Callable[[House], bool]]] = {
    "review": (reviews("Anna", "film.call"), lambda house: ("Anna", "film.call") in signed(house)),
    "another review": (reviews("Bea", "messages.heading"), lambda house: ("Bea", "messages.heading") in signed(house)),
    "import": (imports("one"), lambda house: ONE.items() <= words(house).items()),
    "another import": (imports("other"), lambda house: OTHER.items() <= words(house).items()),
    "update": (updates, lambda house: not lags(house)),
    "new language": (begins, lambda house: (house.locales / "uk.yaml").exists()),
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
def test_two_commands_at_the_same_time_do_what_both_are_asked_for(house: House, first: str, second: str) -> None:
    """The second comes at each step of the first, and has to wait or is done before the first goes on."""

    def wait(_: float) -> None:
        raise Waits

    if "update" in (first, second):
        put(house, "fr", TITLE)
    before = files(house)
    (one, one_done), (two, two_done) = COMMANDS[first], COMMANDS[second]
    number, lost = 0, []
    for number, step in enumerate(steps.of(house.project, lambda: one(house))):
        restore(house, before)
        waits: list[Waits] = []

        def other(_: Step, waits: list[Waits] = waits) -> None:
            try:
                with pytest.MonkeyPatch.context() as patch:
                    patch.setattr(time, "sleep", wait)
                    two(house)
            except Waits as waiting:
                waits.append(waiting)

        steps.meanwhile(house.project, number, other, lambda: one(house))
        if waits:
            two(house)
        if not (one_done(house) and two_done(house)):
            lost.append(step)
    assert number > 10
    assert lost == []
    assert not [*house.content.rglob(".*")]


@pytest.mark.parametrize("name", ["import", "review", "update", "new language"])
def test_what_an_editor_saves_while_a_command_is_at_work_stays(house: House, name: str) -> None:
    """It takes no lock. Between comparing a file and replacing it nothing can be noticed: that is one step here."""
    if name == "update":
        put(house, "fr", {"timeline.heading": "Le temps"})
    before = files(house)
    work, done = COMMANDS[name]
    lost = []
    for number, step in enumerate(steps.of(house.project, lambda: work(house))):
        restore(house, before)
        steps.meanwhile(house.project, number, lambda _: saves(house), lambda: work(house))
        words_replaced = step.event == "os.rename" and step.path.endswith("fr.yaml")
        if not words_replaced and not (TITLE.items() <= words(house).items()):
            lost.append(step)
        if name in ("import", "new language") and not done(house):
            lost.append(step)
    assert lost == []


def test_a_file_that_is_saved_without_end_is_left_alone(house: House) -> None:
    saved = iter(range(1000))

    def save(_: int, step: Step) -> None:
        if step.event == "os.fsync":
            put(house, "fr", {"masthead.title": f"Un titre {next(saved)}"})

    with steps.watched(house.project, save), pytest.raises(Refused) as caught:
        imports("one")(house)
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.ENVIRONMENT
    assert finding.place and finding.place.file == house.content / SHEET / "fr.yaml"
    assert "saved again and again" in finding.what and "close it in other programs" in finding.hint
    assert not (ONE.items() <= words(house).items())
    assert words(house)["masthead.title"].startswith("Un titre ")
    assert not [*house.content.rglob(".*")]


# Words and their record


def pair(house: House) -> tuple[bool, bool]:
    """Whether the words are those of the import, and whether a reader finds that the record is, too."""
    (one,), wrong = status.find(house, [], ["fr"])
    assert wrong == []
    texts = {text.key: str(text) for text in one.sheet.words}
    (key, new), recorded = next(iter(ONE.items())), translation.fingerprint(next(iter(ONE.values())))
    return texts[key] == new, one.lock[key].translation == recorded and not one.lags


def test_who_reads_meanwhile_finds_words_and_record_of_one_moment(house: House) -> None:
    before, seen = files(house), set()
    for number, step in enumerate(steps.of(house.project, lambda: imports("one")(house))):
        if step.changes:
            restore(house, before)
            steps.meanwhile(house.project, number, lambda _: seen.add(pair(house)), lambda: imports("one")(house))
    assert seen == {(False, False), (True, True)}


def test_who_has_begun_to_read_finds_words_and_record_of_one_moment(house: House) -> None:
    before, seen = files(house), set()
    for number, _ in enumerate(steps.of(house.project, lambda: pair(house))):
        restore(house, before)
        steps.meanwhile(house.project, number, lambda _: imports("one")(house), lambda: seen.add(pair(house)))
    assert seen <= {(False, False), (True, True)}


NAMES = ["import", "review", "update", "new language"]


def told(house: House) -> dict[str, object]:
    """What is of one piece: words with their record, a language with its words."""
    found = files(house)
    return {name: contents for name, contents in found.items() if not Path(name).name.startswith(".")}


@pytest.mark.parametrize("name", NAMES)
def test_killed_at_any_step_all_is_old_or_all_is_new(house: House, name: str) -> None:
    if name == "update":
        put(house, "fr", TITLE)
    before = files(house)
    work, _ = COMMANDS[name]
    taken = steps.of(house.project, lambda: work(house))
    after = files(house)
    assert before != after
    outcomes = set()
    for number, step in enumerate(taken):
        if not step.changes:
            continue
        restore(house, before)
        steps.killed_at(house.project, number, lambda: work(house))
        meanwhile = status.find(house, [], ["fr"])  # nobody has cleaned up yet
        assert meanwhile[1] == []
        for _ in range(2):
            desk.review(house, [], "fr", "Nobody", DAY, ["no.such.key"])  # changes nothing, and cleans up
        assert files(house) in (before, after), step
        outcomes.add(files(house) == after)
        now, _ = status.find(house, [], ["fr"])
        assert [(one.states, one.lags) for one in meanwhile[0]] == [(one.states, one.lags) for one in now]
        assert not [*house.project.rglob(".*")]
    assert outcomes == {False, True}


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EACCES, errno.EROFS])
@pytest.mark.parametrize("name", NAMES)
def test_where_any_step_fails_all_is_old_or_all_is_new(house: House, name: str, error: int) -> None:
    if name == "update":
        put(house, "fr", TITLE)
    before = files(house)
    work, _ = COMMANDS[name]
    taken = steps.of(house.project, lambda: work(house))
    after = files(house)
    refused = 0
    for number, step in enumerate(taken):
        if not step.changes:
            continue
        restore(house, before)
        try:
            steps.failing_at(house.project, number, error, lambda: work(house))
            done = True
        except Refused as caught:
            (finding,) = caught.findings
            assert finding.exit_code == ExitCode.ENVIRONMENT and finding.place and finding.hint, finding
            assert os.strerror(error) in finding.what
            refused, done = refused + 1, False
        desk.review(house, [], "fr", "Nobody", DAY, ["no.such.key"])
        assert files(house) in ((after,) if done else (before, after)), step
        assert not [*house.project.rglob(".*")]
    assert refused


@pytest.mark.parametrize("kind", ["csv", "po"])
@pytest.mark.parametrize("trouble", ["gone", "full"])
def test_where_temporary_files_cannot_be_written_nothing_changes(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, trouble: str
) -> None:
    file, scratch = house.project / f"one.{kind}", tmp_path / "scratch"
    if kind == "po":
        desk.export(house, [], "fr", "po", file, house.project / "dist")
    before, write = files(house), Path.write_bytes

    def fill(path: Path, contents: bytes) -> int:
        if path.is_relative_to(scratch):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(path, contents)

    if trouble == "full":
        scratch.mkdir()
        monkeypatch.setattr(Path, "write_bytes", fill)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    with pytest.raises(Refused, match="temporary files cannot be written: No s") as caught:
        intake.take(house, file)
    assert caught.value.findings[0].exit_code == ExitCode.ENVIRONMENT
    assert files(house) == before
    assert not scratch.exists() or [*scratch.iterdir()] == []


def test_a_disk_that_takes_nothing_any_more_while_files_are_replaced(house: House) -> None:
    """Neither can the rest be put in place nor the first back: what is left to do is told, seen, and done later."""
    before = files(house)
    taken = steps.of(house.project, lambda: imports("one")(house))
    after = files(house)
    last = max(number for number, step in enumerate(taken) if step.path.endswith("fr.lock.json"))
    restore(house, before)

    def fail(now: int, step: Step) -> None:
        if now >= last and step.changes:
            raise OSError(errno.EROFS, os.strerror(errno.EROFS))

    with steps.watched(house.project, fail), pytest.raises(Refused) as caught:
        imports("one")(house)
    assert "the next command does it" in caught.value.findings[0].hint
    assert pair(house) == (True, True)
    desk.review(house, [], "fr", "Nobody", DAY, ["no.such.key"])
    assert files(house) == after


def test_who_saves_what_a_killed_command_was_about_to_replace_keeps_it(house: House) -> None:
    before = files(house)
    taken = steps.of(house.project, lambda: imports("one")(house))
    renamed = next(n for n, step in enumerate(taken) if step.event == "os.rename" and step.path.endswith("fr.yaml"))
    restore(house, before)
    steps.killed_at(house.project, renamed, lambda: imports("one")(house))
    assert pair(house) == (True, True)
    saves(house)
    saved = words(house)
    assert TITLE.items() <= saved.items() and pair(house)[0] is False
    updates(house)
    assert words(house) == saved
    assert not [*house.content.rglob(".*")]


def test_words_that_are_a_link_stay_one_whatever_is_killed(house: House) -> None:
    link = house.content / SHEET / "fr.yaml"
    real = link.with_name("kept") / "french"
    real.parent.mkdir()
    link.rename(real)
    link.symlink_to("kept/french")
    before = files(house)
    taken = steps.of(house.project, lambda: imports("one")(house))
    after = files(house)
    assert after[f"content/{SHEET}/kept/french"] != before[f"content/{SHEET}/kept/french"]
    for number, step in enumerate(taken):
        if step.event == "os.rename":
            restore(house, before)
            steps.killed_at(house.project, number, lambda: imports("one")(house))
            found = pair(house)
            updates(house)
            assert (pair(house), files(house)) == (found, after if found[0] else before)
            assert link.is_symlink()
            assert not [*house.content.rglob(".*")]


def test_a_real_kill(house: House) -> None:
    """A process of its own, ended by the system at some of its steps."""
    before = files(house)
    taken = [step.changes for step in steps.of(house.project, lambda: imports("one")(house))]
    after = files(house)
    changing = [number for number, changes in enumerate(taken) if changes]
    code = (
        "import os, signal, sys; sys.path[:0] = sys.argv[1:3]\n"
        "import steps; from pathlib import Path; from factsheet import intake; from factsheet.editions import House\n"
        "project = Path(sys.argv[3])\n"
        "def kill(now, step):\n"
        "    if now == int(sys.argv[4]): os.kill(os.getpid(), signal.SIGKILL)\n"
        "with steps.watched(project, kill):\n"
        "    intake.take(House(project, project / 'content'), project / 'one.csv')\n"
    )
    for number in changing[2 :: len(changing) // 3]:
        restore(house, before)
        words_of = [sys.executable, "-c", code, PROJECT, PROJECT / "tests", house.project, str(number)]
        assert subprocess.run(words_of, check=False).returncode == -signal.SIGKILL
        desk.review(house, [], "fr", "Nobody", DAY, ["no.such.key"])
        assert files(house) in (before, after)
        assert not [*house.project.rglob(".*")]
