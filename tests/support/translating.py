"""A small project with a translation of its own, and what translators do with it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from support.project import PROJECT, SHEET, SHEETS

from factsheet.content import loader
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.translation import new_language, status, status_report
from factsheet.yaml import editor, reader

DAY = "2026-11-25"


def english(folder: Path) -> Project:
    """A project of one's own with the short sheet, in English only."""
    for name in ("templates", "assets"):
        (folder / name).symlink_to(PROJECT / name)
    shutil.copytree(PROJECT / "locales", folder / "locales")
    (folder / "locales" / "uk.yaml").unlink(missing_ok=True)  # the one that is new in these tests
    shutil.copytree(SHEETS / SHEET, folder / "content" / SHEET)
    return Project(folder, folder / "content")


def translated(project: Project) -> Project:
    """The same with a translation and its record."""
    translate(project, "fr")
    status_report.report(project, [], [], update=True, fail_under=None)
    return project


def translate(project: Project, tag: str) -> None:
    """A translation by turning each word round: not idiomatic, but unlike the source."""
    if not (project.content / SHEET / f"{tag}.yaml").exists():
        new_language.create(project, [], tag, None)
    put(project, tag, {text.key: turned(text) for text in loader.load(project.content, SHEET, tag).source})


def turned(words: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda found: found[0].lower()[::-1], words)


def put(project: Project, tag: str, words: Mapping[str, str]) -> None:
    file = project.content / SHEET / f"{tag}.yaml"
    tree = reader.read(file, blanks=True)
    file.write_text(editor.with_words(file.read_text(encoding="utf-8"), tree, words), encoding="utf-8")


def states(project: Project, tag: str = "fr") -> dict[str, State]:
    (one,), _ = status.find(project, [], [tag])
    return dict(one.states)


def in_state(project: Project, state: State, tag: str = "fr") -> set[str]:
    return {key for key, one in states(project, tag).items() if one is state}


def everything(project: Project) -> dict[Path, bytes]:
    found = (path for name in ("content", "locales") for path in (project.folder / name).rglob("*"))
    return {path: path.read_bytes() for path in found if path.is_file()}
