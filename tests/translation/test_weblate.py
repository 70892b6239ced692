"""Weblate's own reading and writing of YAML: order, comments, types stay, and the record stays right."""

from __future__ import annotations

import difflib
import shutil
from pathlib import Path

import pytest
from support.project import PROJECT, SHEET, SHEETS
from translate.storage.yaml import YAMLFile

from factsheet.content import loader
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.translation import status, status_report
from factsheet.yaml import reader
from factsheet.yaml.nodes import Map, Node, Text

pytestmark = pytest.mark.everything

FILES = sorted(path for path in PROJECT.glob("content/*/*.yaml") if path.name != "facts.yaml")
FILES += [SHEETS / SHEET / "en.yaml"]
every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")


def leaves(node: Node) -> dict[str, str]:
    if isinstance(node, Text):
        return {node.key: str(node)}
    inside = node.values() if isinstance(node, Map) else node
    return {key: text for inner in inside for key, text in leaves(inner).items()}


def opened(file: Path) -> YAMLFile:
    """As Weblate opens it: with lines as long as they are, its setting 65535."""
    store = YAMLFile()
    store.dump_args = {**getattr(store, "dump_args", {}), "width": 65535}
    store.parse(file.read_bytes())
    return store


def key(unit: object) -> str:
    return str(unit.getid()).replace("->", ".").strip(".")  # type: ignore[attr-defined]


@every_file
def test_it_reads_every_string_in_order(file: Path) -> None:
    units = {key(unit): unit.target for unit in opened(file).units}
    assert units == leaves(reader.read(file))
    assert [*units] == [*leaves(reader.read(file))]


@every_file
def test_it_writes_what_it_read(file: Path) -> None:
    assert bytes(opened(file)) == file.read_bytes()


@every_file
def test_what_it_changes_is_one_string(file: Path, tmp_path: Path) -> None:
    for number, words in (
        (0, "Neue Worte"),
        (1, "no"),
        (2, "1961"),
        (3, "12:30"),
        (-1, "Viele neue Worte " * 12 + "!"),
    ):
        store = opened(file)
        store.units[number].target = words
        (tmp_path / "x.yaml").write_bytes(bytes(store))
        before, after = leaves(reader.read(file)), leaves(reader.read(tmp_path / "x.yaml"))
        assert [*after] == [*before]
        assert after == before | {key(store.units[number]): words}
        old, new = (path.read_text(encoding="utf-8").splitlines() for path in (file, tmp_path / "x.yaml"))
        assert [line for line in new if line.lstrip().startswith("#")] == [
            line for line in old if line.lstrip().startswith("#")
        ]
        assert sum(line[0] == "-" for line in difflib.unified_diff(old, new, n=0)) < 20


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("templates", "assets", "locales"):
        (tmp_path / name).symlink_to(PROJECT / name)
    shutil.copytree(SHEETS / SHEET, tmp_path / "content" / SHEET)
    return Project(tmp_path, tmp_path / "content")


def test_a_language_it_begins_and_goes_on_with_is_known_string_by_string(project: Project) -> None:
    """It begins with {} and adds what is translated; the record needs nothing but to be written now and then."""
    file = project.content / SHEET / "fr.yaml"
    file.write_text("{}\n", encoding="utf-8")
    source = project.content / SHEET / "en.yaml"
    template, store = opened(source), opened(file)
    for unit in template.units[:3]:
        added = store.UnitClass(source=unit.target)
        added.setid(unit.getid())
        added.target = f"{unit.target} en français"
        store.addunit(added)
    file.write_bytes(bytes(store))
    (one,), problems = status.find(project, [], ["fr"])
    assert problems == []
    assert [*one.states.values()][:4] == [State.DRAFT] * 3 + [State.MISSING]
    status_report.report(project, [], [], True, None)
    words = source.read_text(encoding="utf-8")
    source.write_text(words.replace("FACTSHEET", "LEAFLET"), encoding="utf-8")
    (one,), _ = status.find(project, [], ["fr"])
    assert one.states["masthead.kicker"] is State.STALE
    store = opened(file)
    store.units[2].target = "DÉPLIANT"
    file.write_bytes(bytes(store))
    (one,), _ = status.find(project, [], ["fr"])
    assert one.states["masthead.kicker"] is State.DRAFT
    assert loader.load(project.content, SHEET, "fr").masthead.kicker == "DÉPLIANT"


def test_a_string_it_empties_is_missing(project: Project) -> None:
    file = project.content / SHEET / "fr.yaml"
    shutil.copy(project.content / SHEET / "en.yaml", file)
    store = opened(file)
    store.units[4].target = ""
    file.write_bytes(bytes(store))
    (one,), problems = status.find(project, [], ["fr"])
    assert problems == []
    assert one.states["masthead.subtitle"] is State.MISSING


@every_file
def test_what_we_begin_and_write_it_reads(file: Path, tmp_path: Path) -> None:
    from factsheet.yaml import editor

    tree = reader.read(file)
    blank = tmp_path / "x.yaml"
    blank.write_text(
        editor.blanked(file.read_text(encoding="utf-8"), tree, lambda _: True, "English"), encoding="utf-8"
    )
    assert {key(unit): unit.target for unit in opened(blank).units} == dict.fromkeys(leaves(tree), "")
    words = leaves(tree) | {[*leaves(tree)][1]: "yes", [*leaves(tree)][2]: "1961-09-19"}
    text = editor.with_words(blank.read_text(encoding="utf-8"), reader.read(blank, blanks=True), words)
    blank.write_text(text, encoding="utf-8")
    assert {key(unit): unit.target for unit in opened(blank).units} == words
