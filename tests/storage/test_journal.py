"""The list of files that a command was killed over: what it may do, and what nobody can make it do."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

import pytest
from support import translating
from support.project import SHEET, in_process
from support.translating import DAY

from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.storage import files, journal, transaction
from factsheet.translation import review

NEW = ".unfinished-1-0"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    folder = tmp_path / "project"
    folder.mkdir()
    return translating.translated(translating.english(folder))


def sha256(contents: bytes) -> str:
    return hashlib.sha256(contents).hexdigest()


def listed(project: Project, file: str, **others: str) -> Path:
    """A list that would put other contents in place of a file, and what is beside it."""
    target = project.content / file
    old = target.read_bytes() if target.is_file() else None
    target.with_name(NEW).write_bytes(b"{}\n")
    one = {"file": file, "new": NEW, "was": sha256(old) if old is not None else "", "now": sha256(b"{}\n"), **others}
    (project.content / journal.NAME).write_text(json.dumps([one]), encoding="utf-8")
    return target


def test_a_listed_file_is_read_as_it_will_be_and_put_in_place_by_the_next_command(project: Project) -> None:
    target = listed(project, f"{SHEET}/fr.lock.json")
    assert files.read(target, target.parent, 100_000) == b"{}\n" != target.read_bytes()
    transaction.recover(project.content, project.locales)
    assert target.read_bytes() == b"{}\n"
    assert not [*project.content.rglob(".*")]


def test_a_file_that_is_new_is_there_before_it_is_in_place(project: Project) -> None:
    target = listed(project, f"{SHEET}/de.lock.json")
    assert journal.exists(target) and not target.exists()
    assert files.read(target, target.parent, 100_000) == b"{}\n"


def test_commands_that_only_read_clean_up(
    project: Project, command_line: None, capsys: pytest.CaptureFixture[str]
) -> None:
    target = listed(project, f"{SHEET}/fr.lock.json")
    assert in_process(["list", "--content", project.content], capsys).code == 0
    assert target.read_bytes() == b"{}\n"
    assert not [*project.content.rglob(".*")]


def test_the_folder_may_be_moved_in_between(project: Project) -> None:
    listed(project, f"{SHEET}/fr.lock.json")
    moved = project.content.rename(project.content.with_name("moved"))
    transaction.recover(moved, project.locales)
    assert (moved / SHEET / "fr.lock.json").read_bytes() == b"{}\n"


@pytest.mark.parametrize(
    "file", ["../mine.yaml", f"../{SHEET}.yaml", "glossary.csv", f"{SHEET}/notes.txt", "../../x.json"]
)
def test_a_list_leads_to_no_file_but_those_of_sheets_and_languages(project: Project, file: str) -> None:
    target = project.content / file
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(b"mine")
    listed(project, file)
    with pytest.raises(ProjectError) as caught:
        review.record_review(project, [], "fr", "Ana", DAY, [])
    (finding,) = caught.value.findings
    assert finding.exit_code == ExitCode.CONTENT and "delete" in finding.hint
    transaction.recover(project.content, project.locales)  # says nothing, and does nothing
    assert target.read_bytes() == b"mine"


@pytest.mark.parametrize(
    "others", [{"new": "fr.yaml"}, {"new": "../.unfinished-1-0"}, {"new": ".unfinished-x"}, {"now": "1"}, {"was": "1"}]
)
def test_a_list_that_this_program_would_not_write_is_refused(project: Project, others: dict[str, str]) -> None:
    target = listed(project, f"{SHEET}/fr.lock.json", **others)
    before = target.read_bytes()
    assert files.read(target, target.parent, 100_000) == before
    with pytest.raises(ProjectError, match="no list of changes"):
        review.record_review(project, [], "fr", "Ana", DAY, [])
    assert target.read_bytes() == before


@pytest.mark.parametrize("kind", ["empty", "no json", "deep", "large", "pipe", "device", "folder", "map"])
def test_what_is_no_list_is_told_and_keeps_nobody_from_reading(project: Project, kind: str) -> None:
    file = project.content / journal.NAME
    texts = {"empty": "", "no json": "[", "deep": "[" * 100_000, "large": "[" + " " * 2_000_000 + "]", "map": "{}"}
    if kind in texts:
        file.write_text(texts[kind], encoding="utf-8")
    elif kind == "pipe":
        os.mkfifo(file)
    elif kind == "device":
        file.symlink_to("/dev/zero")
    else:
        file.mkdir()
    target = project.content / SHEET / "fr.lock.json"
    assert files.read(target, target.parent, 100_000) == target.read_bytes()
    transaction.recover(project.content, project.locales)
    with pytest.raises(ProjectError, match="no list of changes"):
        review.record_review(project, [], "fr", "Ana", DAY, [])


def test_a_new_file_that_is_not_as_it_was_written_is_not_put_in_place(project: Project) -> None:
    target = listed(project, f"{SHEET}/fr.lock.json")
    before = target.read_bytes()
    target.with_name(NEW).write_bytes(b"torn")
    assert files.read(target, target.parent, 100_000) == before
    transaction.recover(project.content, project.locales)
    assert target.read_bytes() == before
    assert not [*project.content.rglob(".*")]
