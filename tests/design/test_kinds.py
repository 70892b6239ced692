"""kind.yaml: found because its folder is there, every mistake named with its line, and nothing that fits nothing."""

from __future__ import annotations

import dataclasses
import json
import pickle
import re
from pathlib import Path

import pytest
from support.json_schema import misfits
from support.kinds import KINDS, NAMES, TEMPLATES

from factsheet.content.kind import Part, Short
from factsheet.design import kinds, layouts, schemas
from factsheet.findings import ExitCode, ProjectError
from factsheet.yaml import reader

KIND = """\
title: Recipe
help: How to cook something.
words:
  heading: {role: heading, help: The dish.}
facts:
  heat: {type: choice, of: [low, high], help: How hot the fire is.}
  sizes: {type: ids, help: For how many.}
items:
  words:
    name: {role: label, help: The ingredient.}
    note: {role: running, optional: yes, help: More about it.}
  facts:
    grams: {type: whole, least: 1, help: How much of it.}
    shop: {type: address, optional: yes, printed: yes, help: Where to buy it.}
short:
  words: [heading]
  items: [name or shop]
"""


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    write(tmp_path, "recipe", KIND)
    return tmp_path


def write(templates: Path, name: str, text: str) -> None:
    (templates / kinds.FOLDER / name).mkdir(parents=True, exist_ok=True)
    (templates / kinds.FOLDER / name / kinds.FILE).write_text(text, encoding="utf-8")


def test_a_kind_is_there_because_its_folder_is(templates: Path) -> None:
    write(templates, "song", KIND.replace("Recipe", "Song"))
    (templates / kinds.FOLDER / "_draft").mkdir()
    assert kinds.names(templates) == ("recipe", "song")
    assert {name: kind.title for name, kind in kinds.load_all(templates).items()} == {
        "recipe": "Recipe",
        "song": "Song",
    }
    assert kinds.names(templates / "none") == ()


def test_what_is_left_out_has_its_usual_value(templates: Path) -> None:
    kind = kinds.load(templates, "recipe")
    assert (kind.rank, kind.formerly, kind.lists) == ("should", None, ("items",))
    assert kind.order == (Part(word="heading"), Part(items="items"))
    assert kind.items and kind.items.order == ("name", "note", "shop")
    assert kind.short == Short(("heading",), (("name", "shop"),))
    assert [(word.name, word.optional) for word in kind.all_words()] == [
        ("heading", False),
        ("name", False),
        ("note", True),
    ]


def test_a_kind_is_a_value(templates: Path) -> None:
    kind = kinds.load(templates, "recipe")
    assert pickle.loads(pickle.dumps(kind)) == kind
    assert hash(kind) == hash(kinds.load(templates, "recipe"))
    with pytest.raises(dataclasses.FrozenInstanceError):
        kind.title = "x"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title: Recipe\n", "", "1:1: title: is missing"),
        ("help: How to", "hlep: How to", "2:1: hlep: is not a key .*“help”"),
        ("role: heading", "role: headline", "4:19: words.heading.role: must be 'heading', 'lead'"),
        ("help: The dish.", "hlep: The dish.", "4:28: words.heading.hlep: is not a key .*“help”"),
        ("heading: {role", "Heading: {role", "4:3: words.Heading: a name is small letters"),
        ("heading: {role", "items: {role", "4:3: words.items: has the name that the words of items stand under"),
        ("  heat: {", "  rank: {", "6:3: facts.rank: has the name of something else"),
        ("  sizes: {", "  items: {", "7:3: facts.items: has the name of something else"),
        ("type: ids", "type: list", "7:17: facts.sizes.type: must be 'ids', 'some', 'choice'"),
        (", of: [low, high]", "", "6:3: facts.heat.of: says what can be chosen"),
        ("of: [low, high]", "of: [low, high], default: mild", "6:41: facts.heat.default: must be 'low' or 'high'"),
        ("least: 1", "least: 1, default: \"0\"", "13:36: items.facts.grams.default: must be at least 1"),
        ("least: 1", "least: one", "13:33: items.facts.grams.least: must be a whole number"),
        ("    shop: {type: address", "    shop: {type: code", "14:39: items.facts.shop.printed: cannot be read"),
        ("    shop:", "    note:", "14:5: items.facts.note: has the name of a word of the item"),
        ("least: 1", "unless: {heat: mild}", "13:35: items.facts.grams.unless.heat: there is no mild"),
        ("least: 1", "unless: {cold: low}", "13:35: items.facts.grams.unless.cold: there is no cold"),
        ("role: label", "role: cell, each: sizes", "9:3: items.words: one that is there for each id"),
        ("role: label", "role: label, beside: pounds", "10:25: items.words.name.beside: there is no pounds"),
        ("role: heading,", "role: heading, each: size,", "4:28: words.heading.each: there is no size "),
        ("items: [name or shop]", "items: [nmae]", "17:3: short.items: there is no nmae"),
        ("words: [heading]\n", "words: [title]\n", "16:3: short.words: there is no title"),
        ("  words: [heading]\n  items: [name or shop]", "  words: []", "15:1: short: takes nothing"),
        ("short:\n  words: [heading]\n  items: [name or shop]", "short: some", "15:8: short: must be whole"),
        ("short:\n", "order: [items]\nshort:\n", "15:1: order: heading is missing"),
        ("short:\n", "order: [heading, items, heading]\nshort:\n", "15:1: order: heading stands twice"),
        ("short:\n", "order: [heading, items of others]\nshort:\n", "15:1: order: there is no items of others"),
        ("  facts:\n", "  sort: name\n  facts:\n", "12:3: items.sort: there is no name .* there is grams"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_at_its_place(templates: Path, old: str, new: str, told: str) -> None:
    assert old in KIND
    write(templates, "recipe", KIND.replace(old, new, 1))
    with pytest.raises(ProjectError) as caught:
        kinds.load_all(templates)
    assert {finding.exit_code for finding in caught.value.findings} == {ExitCode.LAYOUT}
    assert all(finding.hint for finding in caught.value.findings)
    found = [str(finding).partition(f"{kinds.FILE}:")[2] for finding in caught.value.findings]
    assert re.match(told, found[0]), found


def test_all_mistakes_of_all_kinds_are_told(templates: Path) -> None:
    write(templates, "recipe", KIND.replace("role: heading", "role: headline").replace("type: ids", "type: list"))
    write(templates, "song", KIND.replace("title: Recipe\n", ""))
    write(templates, "Not a name", KIND)
    (templates / kinds.FOLDER / "empty").mkdir()
    with pytest.raises(ProjectError) as caught:
        kinds.load_all(templates)
    files = [finding.place.file.parent.name for finding in caught.value.findings if finding.place]
    assert sorted(files) == sorted(["recipe", "recipe", "song", kinds.FOLDER, kinds.FOLDER])


def test_the_folder_of_kinds_is_not_taken_for_a_layout() -> None:
    assert layouts.unfinished_folders(TEMPLATES) == []


@pytest.mark.parametrize("name", NAMES)
def test_each_kind_fits_the_schema_and_has_an_example(name: str) -> None:
    folder = TEMPLATES / kinds.FOLDER / name
    tree = reader.read(folder / kinds.FILE, ExitCode.LAYOUT, words=())
    assert list(misfits(json.loads(schemas.texts()["kind.schema.json"]), tree)) == []
    facts, words = kinds.example(TEMPLATES, name)
    assert facts["kind"] == name
    own = {word.name for word in KINDS[name].words}
    assert own <= {*words} | {word.name for word in KINDS[name].words if word.optional}


def test_an_example_needs_facts_and_words(templates: Path) -> None:
    (templates / kinds.FOLDER / "recipe" / kinds.EXAMPLE).write_text("facts: {kind: recipe}\n", encoding="utf-8")
    with pytest.raises(ProjectError, match="must have the keys facts and words"):
        kinds.example(templates, "recipe")
