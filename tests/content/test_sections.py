"""Facts and words of any sections become one frozen sheet, which knows what it has to print and in which order."""

from __future__ import annotations

import dataclasses
import json
import pickle
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from support import kinds as made
from support.json_schema import misfits
from support.kinds import KINDS, NAMES, TEMPLATES

from factsheet.content import reading
from factsheet.content.kind import TAKEN
from factsheet.content.sheet import Sheet, alternatives, strings, with_source_words
from factsheet.design import kinds, schemas
from factsheet.findings import ProjectError
from factsheet.yaml import reader
from factsheet.yaml.nodes import Text

SCHEMAS = {
    file: json.loads(schemas.of_sections(KINDS)[schema])
    for file, schema in (("facts.yaml", "facts.schema.json"), ("en.yaml", "copy.schema.json"))
}
RECIPE = """\
title: Recipe
help: How to cook something.
words:
  heading: {role: heading, help: The dish.}
  tip: {role: note, optional: yes, help: Stands below the ingredients.}
facts:
  heat: {type: choice, of: [low, high], default: low, help: How hot the fire is.}
items:
  lists:
    dry: {help: What is dry.}
    wet: {help: What is wet.}
  words:
    name: {role: label, help: The ingredient.}
    note: {role: running, optional: yes, help: More about it.}
  facts:
    grams: {type: whole, least: 1, most: 5000, help: How much of it.}
    shop: {type: address, optional: yes, printed: yes, help: Where to buy it.}
order: [heading, items of wet, items of dry, tip]
short: {words: [heading], items: [name]}
"""
RECIPE_EXAMPLE = """\
facts:
  kind: recipe
  dry: {flour: {grams: 500}}
  wet: {milk: {grams: 300, shop: "https://example.org/milk/"}}
words:
  heading: Pancakes
  tip: Eat them hot.
  items:
    flour: {name: Flour, note: Sifted.}
    milk: {name: Milk}
"""


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return tmp_path / "content"


def loaded(content: Path, name: str) -> Sheet:
    """The sheet that has the example of a kind as its only section."""
    facts, words = made.example(name)
    return reading.load(made.write(content / "sheet", facts, en=words), "sheet", "en", KINDS)


@pytest.mark.parametrize("name", NAMES)
def test_every_word_of_an_example_is_to_be_printed_once(content: Path, name: str) -> None:
    sheet = loaded(content, name)
    [section] = sheet.sections
    assert (section.id, section.kind.name) == ("one", name)
    told = [*strings(sheet, "one"), *alternatives(sheet, "one")]
    words = [text.key for text in sheet.words if text.key.startswith("one.")]
    assert sorted(text.key for text in told if text.place.file.name == "en.yaml") == sorted(words)
    assert {*strings(sheet, "one", short=True)} <= {*strings(sheet, "one")}
    assert strings(sheet, "one", short=True)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_shows_every_word_and_fits_the_schemas(content: Path, name: str) -> None:
    folder = made.write(content / "sheet", *made.example(name)[:1], en=made.example(name)[1]) / "sheet"
    for file, schema in SCHEMAS.items():
        assert list(misfits(schema, reader.read(folder / file, words=()))) == []
    first = (TEMPLATES / kinds.FOLDER / name / kinds.FILE).read_text(encoding="utf-8").split("\n")[0]
    assert first == "# yaml-language-server: $schema=../../../schema/kind.schema.json"


def test_words_are_in_reading_order(content: Path) -> None:
    assert [str(text) for text in strings(loaded(content, "dos"), "one")] == [
        "While you wait",
        "Do",
        "Tell them what happened.",
        "Do not",
        "No walking about.",
        "It makes things worse.",
    ]
    assert [text.key.removeprefix("one.") for text in strings(loaded(content, "table"), "one")] == [
        *("heading", "columns.who", "columns.when"),
        *("items.children.who", "items.children.when", "items.adults.who", "items.adults.when"),
    ]


def test_small_layouts_take_the_short_form(content: Path) -> None:
    short = {name: [str(text) for text in strings(loaded(content, name), "one", short=True)] for name in NAMES}
    assert short["points"] == ["Know the signs", "Lips turn blue.", "They hardly breathe."]
    assert short["text"] == ["Why it matters", "The river feeds four villages."]
    # The phone, or the page where there is none.
    assert short["contacts"] == ["Ask us", "Helpline", "01632 960114", "Office", "example.org/help"]
    assert short["notice"] == ["Will not wake up?", "Call an ambulance now.", "Say where you are, and stay."]


def test_facts_have_values_and_defaults(content: Path) -> None:
    one = {name: loaded(content, name).section("one") for name in NAMES}
    assert one["timeline"].items[0].id == "founded"  # it comes second in the file, and its year is earlier
    assert [item.number for item in one["timeline"].items] == [1, 2]
    assert [item.facts["lines"] for item in one["form"].items] == [1, 3]
    assert [item.facts["value"] for item in one["chart"].items] == [Decimal(14), Decimal("9.5")]
    assert one["pictures"].items[0].facts["focus"] == (Decimal("0.5"), Decimal("0.3"))
    assert one["points"].facts["feature"] == ("breath",)
    assert one["table"].facts["align"]["when"] == "end"
    assert [(item.list, item.number) for item in one["dos"].items] == [("do", 1), ("dont", 1)]
    assert [one[name].rank for name in ("notice", "text")] == ["must", "should"]


def test_order_holds_where_there_are_no_years(content: Path) -> None:
    facts, words = made.example("timeline")
    facts["sections"]["one"]["items"] = ["opened", "founded"]
    sheet = reading.load(made.write(content / "sheet", facts, en=words), "sheet", "en", KINDS)
    assert [item.id for item in sheet.section("one").items] == ["opened", "founded"]


def test_what_stands_beside_the_sections(content: Path) -> None:
    facts, words = made.example("text")
    facts |= {
        "brand": "lantern",
        "codes": {
            "watch": {"address": "https://example.org/a-long-page", "printed": "example.org/film", "purpose": "film"},
            "ring": {"address": "tel:+441632960114", "purpose": "call"},
            "post": {"address": "mailto:help@example.org?subject=Kit", "purpose": "write"},
        },
        "layouts": {"poster": ["one"], "cards": {"one": "short"}},
        "contact": {"email": "help@example.org", "web": "https://example.org/"},
        "acknowledgement": {},
        "imprint": {},
    }
    words |= {
        "codes": {"watch": {"call": "Watch"}, "ring": {"call": "Ring"}, "post": {"call": "Write"}},
        "contact": {"name": "LSAS,", "address": "1 Lantern Street"},
        "acknowledgement": {"text": "Thanks."},
        "imprint": {"text": "Version 1."},
    }
    sheet = reading.load(made.write(content / "sheet", facts, en=words), "sheet", "en", KINDS)
    assert {part: [str(text) for text in strings(sheet, part)] for part in TAKEN} == {
        "masthead": [*made.MASTHEAD.values()],
        "codes": ["Watch", "example.org/film", "Ring", "+441632960114", "Write", "help@example.org"],
        "contact": ["LSAS,", "1 Lantern Street", "example.org", "help@example.org"],
        "acknowledgement": ["Thanks."],
        "imprint": ["Version 1."],
    }
    assert dict(sheet.layouts) == {"poster": (("one", None),), "cards": (("one", "short"),)}
    assert (sheet.brand, sheet.source_tag, sheet.codes[1].purpose) == ("lantern", "en", "call")
    with pytest.raises(KeyError):
        strings(sheet, "two")


def test_a_sheet_is_a_value(content: Path) -> None:
    sheet = loaded(content, "steps")
    with pytest.raises(dataclasses.FrozenInstanceError):
        sheet.tag = "fr"  # type: ignore[misc]
    again = pickle.loads(pickle.dumps(sheet))
    assert again == sheet
    assert hash(sheet) == hash(loaded(content, "steps"))
    assert again.section("one").words["heading"].place == sheet.section("one").words["heading"].place


def test_what_a_translation_lacks_is_empty_and_what_the_source_lacks_is_left_aside(content: Path) -> None:
    facts, words = made.example("steps")
    items = {"call": {"lead": "Appelez.", "more": ""}, "gone": {"lead": "Orphelin"}}
    french = {"masthead": {"title": "Titre"}, "one": {"items": items}, "former": {"heading": "Orphelin"}}
    made.write(content / "sheet", facts, en=words, fr=french)
    sheet = reading.load(content, "sheet", "fr", KINDS)
    call = sheet.section("one").items[0]
    assert (call.words["lead"], call.words["more"], call.words["alt"]) == ("Appelez.", "", "")
    assert [str(text) for text in strings(sheet, "one") if text] == ["Appelez."]
    assert [str(text) for text in sheet.words] == ["Titre", "Appelez.", "Orphelin", "Orphelin"]
    filled = with_source_words(sheet)
    assert [*strings(filled, "masthead")] == [*{**made.MASTHEAD, "title": "Titre"}.values()]
    assert [text.key for text in strings(filled, "one")] == [text.key for text in strings(sheet, "one")]
    assert all(strings(filled, "one")) and all(alternatives(filled, "one"))


@settings(deadline=None, max_examples=25)
@given(sheet=made.sheets())
def test_no_word_of_any_sheet_is_lost(
    tmp_path_factory: pytest.TempPathFactory, sheet: tuple[made.Tree, made.Tree]
) -> None:
    facts, words = sheet
    content = made.write(tmp_path_factory.mktemp("any") / "sheet", facts, en=words)
    read = reading.load(content, "sheet", "en", KINDS)
    parts = [*TAKEN, *(section.id for section in read.sections)]
    told = [text for part in parts for text in (*strings(read, part), *alternatives(read, part))]
    assert sorted(text for text in told if text.place.file.name == "en.yaml") == sorted(made.leaves(words))
    for file, schema in SCHEMAS.items():
        assert list(misfits(schema, reader.read(content / "sheet" / file, words=()))) == []


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    """Templates with a kind of section that the program has never heard of."""
    folder = tmp_path / "templates" / kinds.FOLDER
    shutil.copytree(TEMPLATES / kinds.FOLDER, folder)
    (folder / "recipe").mkdir()
    (folder / "recipe" / kinds.FILE).write_text(RECIPE, encoding="utf-8")
    (folder / "recipe" / kinds.EXAMPLE).write_text(RECIPE_EXAMPLE, encoding="utf-8")
    return folder.parent


def test_another_kind_is_only_a_folder(templates: Path, content: Path) -> None:
    known = kinds.load_all(templates)
    facts, words = made.example("recipe", templates)
    sheet = reading.load(made.write(content / "sheet", facts, known, en=words), "sheet", "en", known)
    assert [str(text) for text in strings(sheet, "one")] == [
        *("Pancakes", "Milk", "example.org/milk", "Flour", "Sifted.", "Eat them hot."),
    ]
    assert [str(text) for text in strings(sheet, "one", short=True)] == ["Pancakes", "Milk", "Flour"]
    assert sheet.section("one").facts["heat"] == "low"
    assert all(isinstance(text, Text) and text.place.line for text in strings(sheet, "one"))
    texts = schemas.of_sections(known)
    assert "How hot the fire is." in texts["facts.schema.json"]
    assert "Stands below the ingredients." in texts["copy.schema.json"]
    facts["sections"]["one"]["dry"]["flour"]["grams"] = "6000"
    made.write(content / "sheet", facts, known, en=words)
    with pytest.raises(ProjectError, match=r"sections.one.dry.flour.grams: must be at most 5000 Hint: How much of it"):
        reading.load(content, "sheet", "en", known)
