"""What a sheet is made of: its strings in reading order, and what its source lends it."""

import re
import shutil
from pathlib import Path

import pytest

from factsheet.content import loader
from factsheet.content.sheet import SECTIONS, strings, with_source_words

SHEETS = Path(__file__).parents[1] / "sheets"
SHEET = "lantern-street"


@pytest.fixture
def sheet():
    return loader.load(SHEETS, SHEET, "en")


def test_strings_in_reading_order(sheet):
    def keys(section, leads_only):
        return [text.key.removeprefix(f"{section}.") for text in strings(sheet, section, leads_only)]

    assert keys("masthead", True) == ["organisation", "organisation_in_full", "kicker", "title", "subtitle"]
    assert keys("timeline", False) == [
        "heading",
        "items.first-beds.date",
        "items.first-beds.lead",
        "items.first-beds.more",
        "items.second-well.date",
        "items.second-well.lead",
    ]
    assert keys("messages", True) == ["heading", "items.open-gate.lead", "items.shared-tools.lead"]
    assert keys("film", True) == ["call", "address"]
    assert keys("regions", False) == []
    assert strings(sheet, "film", True)[1] == "example.org/lantern-street"
    with pytest.raises(ValueError, match="colophon"):
        strings(sheet, "colophon", False)


def test_what_is_missing_is_lent_by_the_source_and_all_else_stays(tmp_path):
    shutil.copytree(SHEETS / SHEET, tmp_path / SHEET)
    text = (tmp_path / SHEET / "en.yaml").read_text(encoding="utf-8")
    half = text[: text.index("timeline:")].replace("masthead:", "masthead:\n  # half", 1)
    half = re.sub(r"  title: .*", "  title: Une grille", half)
    (tmp_path / SHEET / "fr.yaml").write_text(half, encoding="utf-8")
    french = loader.load(tmp_path, SHEET, "fr")
    filled, source = with_source_words(french), loader.load(tmp_path, SHEET, "en")
    assert filled.masthead.title == "Une grille" and filled.messages == french.messages
    for section in SECTIONS[2:]:
        assert strings(filled, section, False) == strings(source, section, False)
    assert strings(filled, "timeline", False)
    heading = filled.timeline.heading
    assert (heading.key, heading.place.file.name) == ("timeline.heading", "fr.yaml")
    assert (filled.words, filled.source, filled.facts) == (french.words, french.source, french.facts)
    assert with_source_words(source) == source
