"""What the preview shows stands where it stands on paper, in every intent and direction."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from support.project import PROJECT

from factsheet.compose import composer
from factsheet.design import editions
from factsheet.design.editions import Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.findings import ExitCode, Finding, Place
from factsheet.preview import scene

HOUSE = Project(PROJECT, PROJECT / "content")
SCRIPTS = Project(PROJECT, PROJECT / "tests" / "scripts")


def laid(project: Project, layout: str, tag: str) -> Pages:
    (sheet,) = editions.available(project)["sheet"]
    edition = editions.load(project, sheet, layout, tag)
    return typeset.typeset(composer.compose(edition), edition)


@pytest.fixture(scope="module")
def leaflet() -> Pages:
    return laid(HOUSE, "leaflet", "en")


def boxes(shown: dict[str, Any], key: str) -> list[tuple[str, list[float]]]:
    return [(page["label"], text["box"]) for page in shown["pages"] for text in page["texts"] if text["key"] == key]


def test_a_page_is_shown_to_its_trim_and_has_its_bleed_around_it(leaflet: Pages) -> None:
    first = scene.scene(leaflet, Intent.SCREEN, {})["pages"][0]
    bleed, trim = leaflet.edition.layout.bleed, [leaflet.edition.layout.page_width(1), leaflet.edition.layout.height]
    assert first["shown"] == [bleed, bleed, *trim] == first["guides"]["trim"][0]
    assert first["guides"]["bleed"] == [[0, 0, first["width"], first["height"]]]
    assert (first["width"], first["height"]) == (trim[0] + 2 * bleed, trim[1] + 2 * bleed)


def test_a_text_stands_where_its_page_stands_on_the_sheet(leaflet: Pages) -> None:
    (title,) = boxes(scene.scene(leaflet, Intent.SCREEN, {}), "masthead.title")
    ((side, on_sheet),) = boxes(scene.scene(leaflet, Intent.OFFICE, {}), "masthead.title")
    ((_, for_press),) = boxes(scene.scene(leaflet, Intent.PRESS, {}), "masthead.title")
    assert title[0] == "Page 1" and side == "Sheet 1, front"
    assert on_sheet[0] > 190  # the cover is the right third of the front
    assert on_sheet[2:] == title[1][2:]
    assert [round(press - sheet, 2) for press, sheet in zip(for_press, on_sheet, strict=True)] == [10, 10, 0, 0]


def test_a_page_on_its_head_has_its_texts_on_their_heads() -> None:
    zine = laid(HOUSE, "zine", "en")
    shown = scene.scene(zine, Intent.OFFICE, {})
    turned = [slot for side, _ in scene.sides(zine, Intent.OFFICE) for slot in side.slots if slot.turned]
    assert turned
    for slot in turned:
        first = next(text for text in zine.texts if text.page == slot.page and text.key)
        inside = [
            box for _, box in boxes(shown, first.key or "")
            if slot.x <= box[0] <= slot.x + slot.width and slot.y <= box[1] <= slot.y + slot.height
        ]  # fmt: skip
        assert any(box[1] + box[3] / 2 > slot.y + slot.height / 2 for box in inside)  # the head is at the foot


def test_a_sheet_read_from_the_right_is_mirrored() -> None:
    arabic = scene.scene(laid(SCRIPTS, "leaflet", "ar"), Intent.OFFICE, {})
    assert arabic["direction"] == "rtl"
    assert boxes(arabic, "masthead.title")[0][1][0] < 100  # the cover is the left third


def test_lines_of_one_string_are_one_block_and_columns_are_two() -> None:
    pages = laid(HOUSE, "factsheet", "en")
    line = replace(pages.texts[0], key="a", page=1, x=10.0, y=10.0, width=50.0, height=4.0)
    texts = (line, replace(line, y=14.0, width=30.0), replace(line, x=110.0), replace(line, key="b", y=30.0))
    first = scene.scene(replace(pages, texts=texts), Intent.SCREEN, {})["pages"][0]
    bleed = pages.edition.layout.bleed
    assert [(text["key"], text["box"]) for text in first["texts"]] == [
        ("a", [10 + bleed, 10 + bleed, 50, 8]),
        ("a", [110 + bleed, 10 + bleed, 50, 4]),
        ("b", [10 + bleed, 30 + bleed, 50, 4]),
    ]


def test_a_translated_string_comes_with_its_source() -> None:
    pages = laid(SCRIPTS, "factsheet", "hi")
    arabic = editions.load(SCRIPTS, pages.edition.sheet.name, "factsheet", "ar")
    string = scene.scene(pages, Intent.SCREEN, scene.words(arabic))["strings"]["masthead.title"]
    assert string["source"] == "«بوابة تُفتح»" and string["text"] != string["source"]
    assert string["where"].startswith("tests/scripts/lantern-street/hi.yaml:")
    assert string["state"] == "draft: nobody has reviewed it"
    own = scene.scene(pages, Intent.SCREEN, {})["strings"]["masthead.title"]
    assert own["source"] == ""


def test_a_finding_is_marked_at_the_string_it_is_about(leaflet: Pages) -> None:
    strings = leaflet.edition.strings
    title = next(text for text in strings if text.key == "masthead.title")
    lead = next(text for text in strings if text.key.endswith("human-rights.lead"))
    line = lead.place.line or 0

    def key(what: str, place: Place | None) -> str:
        (told,) = scene.findings(HOUSE, [Finding(ExitCode.CONTENT, what, place)], strings)
        return told["key"]

    assert key("masthead.title: overset", title.place) == "masthead.title"
    assert key(f"{lead.key}: straight quote", Place(lead.place.file, line + 2, 5)) == lead.key
    assert key("some layout is wrong", leaflet.edition.layout.place) == ""
    assert key("no place", None) == ""


@pytest.mark.parametrize("intent", Intent)
def test_a_scene_can_be_told_to_a_browser(leaflet: Pages, intent: Intent) -> None:
    told = json.dumps(scene.scene(leaflet, intent, {}))
    assert str(PROJECT) not in told
