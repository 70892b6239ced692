"""Sheets in many scripts, in every layout: whole, inside their pages, turned round where read from the right."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from support import selection, verapdf
from support.editions import cases, every, named
from support.project import PROJECT

from factsheet.compose import composer, wordbreaks
from factsheet.design.editions import Edition, Intent
from factsheet.design.project import Project
from factsheet.engine import typeset
from factsheet.engine.typeset import Pages
from factsheet.fitting import copyfit, overset
from factsheet.pdf import intents

HOUSE = Project(PROJECT, PROJECT / "tests" / "scripts")
FOUND = every(HOUSE)
EDITIONS = {(edition.layout.name, edition.sheet.tag): edition for edition in FOUND}
THAI = [edition.layout.name for edition in FOUND if edition.sheet.tag == "th"]
FROM_THE_RIGHT = [edition for edition in FOUND if edition.locale.right_to_left]


def laid_out(edition: Edition) -> Pages:
    return _laid_out(edition.layout.name, edition.sheet.tag)


@cache
def _laid_out(*name: str) -> Pages:
    edition = EDITIONS[name]
    return copyfit.fit(composer.compose(edition), edition).pages


def of(tag: str, layout: str) -> Edition:
    return EDITIONS[layout, tag]


def test_the_sheets_can_be_read() -> None:
    assert len({edition.sheet.tag for edition in FOUND}) > 4


@pytest.mark.parametrize("edition", cases(FOUND), ids=named)
def test_every_word_is_in_its_place_in_every_layout(edition: Edition) -> None:
    pages = laid_out(edition)
    assert overset.findings(pages) == []
    assert typeset.draw(pages)


@pytest.mark.parametrize("edition", cases(FROM_THE_RIGHT), ids=lambda edition: edition.layout.name)
def test_a_layout_is_turned_round(edition: Edition) -> None:
    texts = laid_out(edition).texts
    beginnings = [text.x + text.width for text in texts if text.key == "masthead.title"]
    assert max(beginnings, default=0) - min(beginnings, default=0) < 1, "lines begin at the right"
    leads = [text for text in texts if text.key == "messages.items.open-gate.lead"]
    for lead in leads[:1]:
        numbers = [text for text in texts if text.text == "1" and text.page == lead.page]
        assert any(number.x + number.width > lead.x + lead.width - 0.5 for number in numbers)


@pytest.mark.parametrize("layout", ["factsheet", "large-print", "photocopy"])
def test_the_foot_of_a_page_is_turned_round(layout: str) -> None:
    tag = FROM_THE_RIGHT[0].sheet.tag
    pages = laid_out(of(tag, layout))
    middle = of(tag, layout).layout.width / 2
    last = [text for text in pages.texts if text.page == pages.count and text.y > of(tag, layout).layout.height - 30]
    assert {text.text: text.x > middle for text in last if text.key is None} == {
        str(pages.count): False,
        of(tag, layout).sheet.masthead.title: True,
    }


def test_folios_are_in_the_digits_of_the_language() -> None:
    for edition in FOUND:
        if edition.layout.name == "factsheet":
            said = [text.text for text in laid_out(edition).texts if text.key is None]
            assert edition.locale.digits[2] in said


@pytest.mark.parametrize("edition", FROM_THE_RIGHT[:1], ids=lambda edition: edition.sheet.tag)
def test_an_address_runs_as_its_letters_do(edition: Edition) -> None:
    """Within one line, what is read first stands left: the engine sets each line as if it were alone."""
    html = composer.compose(edition).html
    assert '<bdi dir="ltr" data-key="contact.address">' in html
    assert '<bdi dir="rtl" data-key="contact.name">' in html
    assert ' dir="ltr" data-key="contact.web">' in html


def test_the_ruler_of_the_hint_is_on_the_part_of_the_page_that_is_kept() -> None:
    for edition in FROM_THE_RIGHT:
        if edition.layout.impose:
            pages = typeset.typeset(composer.hint(edition), edition)
            assert min(text.x for text in pages.texts) < 5


@pytest.mark.parametrize("tag", ["km", "my"])
def test_without_a_dictionary_lines_run_off_the_page(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edition = of(tag, "factsheet")
    monkeypatch.setattr(wordbreaks, "mark", lambda texts, *_: texts)
    assert overset.findings(typeset.typeset(composer.compose(edition), edition)) != []


@pytest.mark.everything
@pytest.mark.parametrize("flavour", ["ua1", "3a"])
@pytest.mark.parametrize("tag", sorted({edition.sheet.tag for edition in FOUND}))
def test_verapdf_finds_no_rule_broken(tag: str, flavour: str, tmp_path: Path) -> None:
    pages = laid_out(of(tag, "factsheet"))
    pdf = intents.make_pdf(pages, typeset.draw(pages), None, Intent.SCREEN)
    assert verapdf.broken_rules(pdf, flavour, tmp_path) == []


@pytest.mark.parametrize("layouts", selection.amount(["cards", "factsheet", "photocopy"], THAI), ids=len)
def test_thai_lines_break_between_words(layouts: list[str]) -> None:
    """The words of one sentence, as a reader of Thai divides it."""
    sentence = "ตั้งแต่ กุญแจ หาย ไป ก็ ไม่มี ใคร ตาม หา ต้น ถั่ว ไม่ได้ สังเกต อะไร เลย และ เพื่อนบ้าน ก็ นำ ขนม มา ฝาก"
    words = sentence.split()
    ends = {"".join(words[:n]) for n in range(1, len(words) + 1)}
    whole = "".join(words)
    seen = 0
    for edition in (of("th", layout) for layout in layouts):
        lines = [text.text for text in laid_out(edition).texts if text.key == "messages.items.open-gate.more"]
        so_far = ""
        for line in lines:
            so_far += line.replace(" ", "")
            if len(so_far) < len(whole):
                assert so_far in ends, line
                seen += 1
    assert seen > len(layouts) / 2


def columns(words: str, widths: range, edition: Edition) -> list[list[str]]:
    """The lines of the same words in columns of these widths, in mm, without the marks in them."""
    (marked,) = wordbreaks.mark([words], "qaa", False, (), (words,), HOUSE.assets)
    html = "".join(f'<p data-key="{n}" style="width: {n}mm">{marked}</p>' for n in widths)
    composed = replace(composer.compose(edition), html=f"<html lang=th><body>{html}</body></html>", stylesheets=())
    lines: dict[str, list[str]] = {}
    for line in typeset.typeset(composed, edition).texts:
        lines.setdefault(line.key or "", []).append(line.text.strip())
    return list(lines.values())


def test_no_thai_line_ends_with_an_opening_mark() -> None:
    for lines in columns("การเปลี่ยน “หัวใจและความคิด” ของสังคม (การเมืองและเศรษฐกิจ)", range(20, 50), of("th", "factsheet")):
        assert not {line[-1] for line in lines} & {"“", "("}
        assert not {line[0] for line in lines} & {"”", ")"}


def test_a_long_thai_word_breaks_between_its_parts_only_where_it_has_no_room() -> None:
    """A term of four words that a list has as one."""
    word, parts = "องค์การบริหารส่วนตำบล", ["องค์การ", "บริหาร", "ส่วน", "ตำบล"]
    inside = {"".join(parts[:n]) for n in (1, 2, 3)}
    broken = 0
    for lines in columns(f"เขาไปพบ{word}", range(15, 60), of("th", "factsheet")):
        if not any(word in line for line in lines):
            broken += 1
            so_far = ["".join(lines[:n]).removeprefix("เขาไปพบ") for n in range(1, len(lines))]
            assert {end for end in so_far if end and word.startswith(end)} <= inside, lines
        elif broken:
            assert len(lines) in (1, 2), "as soon as there is room it is whole"
    assert 0 < broken < 40


def test_a_thai_line_that_is_not_marked_does_not_break() -> None:
    """The engine would break it: what it knows of Thai is taken from it."""
    edition = of("th", "factsheet")
    html = "<html lang=th><body><p style='width: 30mm'>ขบวนการเคลื่อนไหวของผู้ใช้ยาคือการต่อสู้</p></body></html>"
    pages = typeset.typeset(replace(composer.compose(edition), html=html, stylesheets=()), edition)
    assert len(pages.texts) == 1


def test_bookmarks_hold_nothing_but_the_words_of_headings() -> None:
    """Neither marks between words nor soft hyphens, which some readers show."""
    edition = of("th", "factsheet")
    html = composer.compose(edition).html.replace("สิ่งที่เราได้เรียนรู้", "สิ่งที่เราได้เรียนรู้ Hand\u00adbuch")
    pages = typeset.typeset(replace(composer.compose(edition), html=html), edition)
    with pypdfium2.PdfDocument(typeset.draw(pages)) as document:
        titles = [mark.get_title() for mark in document.get_toc()]
    assert edition.sheet.messages is not None
    assert edition.sheet.timeline is not None
    assert {edition.sheet.masthead.title, edition.sheet.timeline.heading} <= {*titles}
    assert not [title for title in titles if re.search("[\u00ad\u200b\u2060\ufeff]", title)]
