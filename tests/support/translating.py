"""A small project with a translation of its own, and what translators do with it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from pathlib import Path

from conftest import PROJECT, SHEET, SHEETS

from factsheet.content import loader
from factsheet.content.records import State
from factsheet.design.editions import House
from factsheet.translation import desk, status
from factsheet.yaml import editor, reader

DAY = "2026-11-25"


def english(folder: Path) -> House:
    """A project of one's own with the short sheet, in English only."""
    for name in ("templates", "assets"):
        (folder / name).symlink_to(PROJECT / name)
    shutil.copytree(PROJECT / "locales", folder / "locales")
    (folder / "locales" / "uk.yaml").unlink(missing_ok=True)  # the one that is new in these tests
    shutil.copytree(SHEETS / SHEET, folder / "content" / SHEET)
    return House(folder, folder / "content")


def translated(house: House) -> House:
    """The same with a translation and its record."""
    translate(house, "fr")
    desk.status_of(house, [], [], update=True, fail_under=None)
    return house


def translate(house: House, tag: str) -> None:
    """A translation by turning each word round: not idiomatic, but unlike the source."""
    if not (house.content / SHEET / f"{tag}.yaml").exists():
        desk.new_language(house, [], tag, None)
    put(house, tag, {text.key: turned(text) for text in loader.load(house.content, SHEET, tag).source})


def turned(words: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda found: found[0].lower()[::-1], words)


def put(house: House, tag: str, words: Mapping[str, str]) -> None:
    file = house.content / SHEET / f"{tag}.yaml"
    tree = reader.read(file, blanks=True)
    file.write_text(editor.worded(file.read_text(encoding="utf-8"), tree, words), encoding="utf-8")


def states(house: House, tag: str = "fr") -> dict[str, State]:
    (one,), _ = status.find(house, [], [tag])
    return dict(one.states)


def in_state(house: House, state: State, tag: str = "fr") -> set[str]:
    return {key for key, one in states(house, tag).items() if one is state}


def everything(house: House) -> dict[Path, bytes]:
    found = (path for name in ("content", "locales") for path in (house.project / name).rglob("*"))
    return {path: path.read_bytes() for path in found if path.is_file()}
