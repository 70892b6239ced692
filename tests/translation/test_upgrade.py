"""A sheet of the former format becomes one of sections, with the same words, states of strings and notes."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from support.kinds import KINDS
from support.project import PROJECT

from factsheet.content import loader, reading, records
from factsheet.content import sheet as former
from factsheet.content.sheet import strings
from factsheet.design.project import Project
from factsheet.findings import ProjectError
from factsheet.translation import upgrade
from factsheet.yaml import reader

OURS = "taking-back-whats-ours"
INLINE = """\
source: en
regions:
  europe: {longitude: 9, latitude: 50}
# It leads to the film.
film: {address: "https://example.org/film"}
# In this order.
messages: [one, two]
timeline:
# The year is not printed.
  later: {year: 2006}
  start: {year: 1961}
contact:
  web: https://example.org
"""
UPGRADED = """\
source: en

codes:
  # It leads to the film.
  film: {purpose: film, address: "https://example.org/film"}

sections:
  regions:
    kind: places
    items:
      europe: {longitude: 9, latitude: 50}
  # In this order.
  messages:
    kind: points
    items: [one, two]
  timeline:
    kind: timeline
    items:
    # The year is not printed.
      later: {year: 2006}
      start: {year: 1961}
contact:
  web: https://example.org
"""


def upgraded(facts: str, folder: Path) -> str:
    file = folder / "facts.yaml"
    file.write_text(facts, encoding="utf-8")
    return upgrade.with_sections(facts, reader.read(file, words=()), KINDS)


def states(
    content: Path, load: Callable[[str], tuple[tuple[reader.Text, ...], tuple[reader.Text, ...]]]
) -> dict[str, object]:
    """The state and the words of each string in each language, by its key today."""
    found: dict[str, object] = {}
    for tag in loader.languages(content, OURS):
        source, words = load(tag)
        lock = records.read(records.lock_file(content, OURS, tag))
        of_each = records.states(source, words, lock)
        for text in words:
            key = f"codes.{text.key}" if text.key.startswith("film.") else text.key
            found[f"{tag} {key}"] = of_each[text.key], str(text)
    return found


def test_no_string_becomes_stale(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    content = tmp_path / "content"

    def before_it(tag: str) -> tuple[tuple[reader.Text, ...], tuple[reader.Text, ...]]:
        sheet = loader.load(content, OURS, tag)
        return sheet.source, sheet.words

    def present(tag: str) -> tuple[tuple[reader.Text, ...], tuple[reader.Text, ...]]:
        sheet = reading.load(content, OURS, tag, KINDS)
        return sheet.source, sheet.words

    before = states(content, before_it)
    notes = {file.name: comments(file) for file in (content / OURS).glob("*.yaml")}
    files = len([*(content / OURS).glob("*.yaml"), *(content / OURS).glob("*.json")])
    result = upgrade.upgrade(Project(PROJECT, content), OURS)
    assert len(result.lines) == files + 1
    assert len(before) > 700
    assert states(content, present) == before
    assert {file.name: comments(file) for file in (content / OURS).glob("*.yaml")} == notes
    again = upgrade.upgrade(Project(PROJECT, content), OURS)
    assert again.lines[0].endswith("is not in the former format, and stays as it is")


def comments(file: Path) -> list[str]:
    return sorted(
        line.strip() for line in file.read_text(encoding="utf-8").split("\n") if line.lstrip().startswith("#")
    )


def test_order_of_reading_stays(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    before = loader.load(tmp_path / "content", OURS, "en")
    upgrade.upgrade(Project(PROJECT, tmp_path / "content"), OURS)
    sheet = reading.load(tmp_path / "content", OURS, "en", KINDS)
    for part in ("messages", "timeline", "regions"):
        assert strings(sheet, part) == former.strings(before, part, False)
        assert strings(sheet, part, short=True) == former.strings(before, part, True)


def test_values_in_one_line_and_notes_stay_as_they_are(tmp_path: Path) -> None:
    assert upgraded(INLINE, tmp_path) == UPGRADED


def test_a_list_right_below_its_key(tmp_path: Path) -> None:
    text = upgraded("source: en\nmessages:\n- one\n- two\n", tmp_path)
    assert text == "source: en\n\nsections:\n  messages:\n    kind: points\n    items:\n    - one\n    - two\n"


def test_what_a_file_begins_with_stays_at_its_beginning(tmp_path: Path) -> None:
    text = upgraded("# The schema.\nmessages: [one]\nsource: en\n", tmp_path)
    assert text == "# The schema.\nsource: en\n\nsections:\n  messages:\n    kind: points\n    items: [one]\n"


def test_keys_that_share_a_line_are_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="shares its line with another key"):
        upgraded("{source: en, messages: [one]}\n", tmp_path)


def test_line_ends_and_a_mark_at_the_beginning_stay(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "flyer"
    folder.mkdir(parents=True)
    masthead = "masthead:\n  organisation: a\n  organisation_in_full: b\n  kicker: c\n  title: d\n  subtitle: e\n"
    words = masthead + "messages:\n  heading: h\n  items:\n    one:\n      lead: l\nfilm:\n  call: See it\n"
    facts = "source: en\nfilm:\n  address: https://example.org\nmessages:\n  - one\n"
    for name, text in (("facts", facts), ("en", words)):
        (folder / f"{name}.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    upgrade.upgrade(Project(PROJECT, tmp_path / "content"), "flyer")
    new = (folder / "en.yaml").read_bytes()
    assert new.endswith(b"\r\ncodes:\r\n  film:\r\n    call: See it\r\n")
    assert new.startswith(b"\xef\xbb\xbf") and new.count(b"\n") == new.count(b"\r\n")
    sheet = reading.load(tmp_path / "content", "flyer", "en", KINDS)
    assert [(code.id, code.purpose, str(code.call)) for code in sheet.codes] == [("film", "film", "See it")]
