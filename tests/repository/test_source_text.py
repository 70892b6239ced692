"""Every word of the printed source stands in the content, once, in order, apart from the corrections listed."""

import re
from pathlib import Path

import pytest

from factsheet.content import loader
from factsheet.content.sheet import SECTIONS, strings
from factsheet.lint.words import Spelling, lint

ROOT = Path(__file__).parents[2]
SHEET = "taking-back-whats-ours"
SOURCE = (Path(__file__).parents[1] / "source" / f"{SHEET}.txt").read_text(encoding="utf-8")
CORRECTIONS = {
    "INPUUD": "INPUD",
    "challenging or activists": "challenging for activists",
    "organisations with UN system": "organisations within the UN system",
    "\n2010\n": "\n2010s\n",
}


@pytest.fixture(scope="module")
def sheet():
    return loader.load(ROOT / "content", SHEET, "en")


def _paragraphs():
    text = SOURCE
    for slip, correct in CORRECTIONS.items():
        assert text.count(slip) == 1
        text = text.replace(slip, correct)
    text = text.replace("\n- ", "\n\n- ")  # messages stand line by line
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", text) if part.strip()]


def _joined(item):
    return f"{item.lead} {item.more}" if item.more else str(item.lead)


def _set(sheet):
    """The content as the source prints it, before the events are put in order of time."""
    head, contact = sheet.masthead, sheet.contact
    yield from (head.organisation, head.organisation_in_full, head.kicker, head.title, head.subtitle)
    yield sheet.messages.heading
    yield from (f"- {_joined(item)}" for item in sheet.messages.items)
    yield sheet.timeline.heading
    printed = {"2006": "2008", "2008": "2006"}
    events = {item.date: item for item in sheet.timeline.items}
    for date in events:
        item = events[printed.get(date, date)]
        yield f"{item.date}: {_joined(item)}"
        yield item.date
    yield sheet.regions.heading
    yield from (f"{item.name}: {_joined(item)}" for item in sheet.regions.items)
    yield sheet.film.call
    yield f"{contact.name} {contact.address} {contact.web.removeprefix('https://')}"
    yield sheet.acknowledgement.text


def test_every_paragraph_of_the_source_stands_verbatim_in_order_and_nothing_else(sheet):
    assert [str(text) for text in _set(sheet)] == _paragraphs()


def test_no_word_is_in_the_content_that_the_test_above_does_not_see(sheet):
    seen = " ".join(_set(sheet))
    every = [text for section in SECTIONS for text in strings(sheet, section, False)]
    assert len(every) == 5 + (1 + 14 + 11) + (1 + 7 * 3) + (1 + 7 * 3) + 2 + 3 + 1
    assert [text for text in every if text not in seen] == ["drogriporter.hu/en/taking-back-whats-ours"]


def test_counts(sheet):
    assert [len(section.items) for section in (sheet.messages, sheet.timeline, sheet.regions)] == [14, 7, 7]


def test_events_are_in_order_of_time(sheet):
    years = [item.year for item in sheet.timeline.items]
    assert years == sorted(years)
    assert all(str(item.date).startswith(str(item.year)) for item in sheet.timeline.items)


def test_a_lead_is_whole_sentences(sheet):
    for section in (sheet.messages, sheet.timeline, sheet.regions):
        for item in section.items:
            assert re.search(r"[.!?][”’)]?$", item.lead), item.id
            assert not re.search(r"\b(e\.g|i\.e)\.$", item.lead), item.id
            assert item.more is None or re.match(r"[“‘]?[A-Z]", item.more), item.id


def test_every_correction_is_listed_for_the_organisation():
    listed = (ROOT / "content" / SHEET / "CORRECTIONS.md").read_text(encoding="utf-8")
    for slip, correct in CORRECTIONS.items():
        assert f"`{slip.strip()}`" in listed
        assert f"`{correct.strip()}`" in listed
    assert "2008 printed before 2006" in listed


def test_the_words_pass_the_lint(sheet):
    for section in SECTIONS:
        assert lint(strings(sheet, section, False), Spelling("“”‘’")) == []


def test_marks_on_the_map_do_not_collide(sheet):
    """At 160 mm map width a degree is 0.44 mm, so that 12 degrees leave room for a mark of 5 mm."""
    places = [(item.longitude, item.latitude) for item in sheet.regions.items]
    for n, (x, y) in enumerate(places):
        assert all(abs(x - a) > 12 or abs(y - b) > 12 for a, b in places[:n])
