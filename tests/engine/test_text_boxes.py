"""The engine's tree of boxes is still the one this project walks: places, sizes and keys come out as set."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.planted import plant

from factsheet.compose import composer
from factsheet.engine import typeset
from factsheet.engine.text_boxes import SetPage, SetText


def set_texts(folder: Path, css: str, body: str) -> list[SetText]:
    edition = plant(folder, css="@page { margin: 10mm } html { font-size: 10pt; line-height: 20pt }" + css, body=body)
    texts = typeset.typeset(composer.compose(edition), edition).texts
    return [text for text in texts if not (text.key or "").startswith("masthead.")]


def test_place_and_size_are_in_mm_from_the_trim(tmp_path: Path) -> None:
    (text,) = set_texts(
        tmp_path, ".x { position: absolute; left: 12mm; top: 30mm }", '<p class="x" data-key="k">Word</p>'
    )
    assert (text.page, text.key, text.text) == (1, "k", "Word")
    assert text.x == pytest.approx(22, abs=0.01)
    assert text.y == pytest.approx(40, abs=0.01)
    assert text.height == pytest.approx(20 * 25.4 / 72, abs=0.01)
    assert 5 < text.width < 15


def test_bleed_does_not_move_the_place(tmp_path: Path) -> None:
    css = "@page { bleed: 3mm } .x { position: absolute; left: 0; top: 30mm }"
    (text,) = set_texts(tmp_path, css, '<p class="x">Word</p>')
    assert text.x == pytest.approx(10, abs=0.01)


def test_the_closest_key_counts(tmp_path: Path) -> None:
    body = '<p data-key="outer">one <b data-key="inner">two <i>three</i></b> four</p>'
    texts = set_texts(tmp_path, "", body)
    assert [(text.key, text.text.strip()) for text in texts] == [
        ("outer", "one"), ("inner", "two"), ("inner", "three"), ("outer", "four"),
    ]  # fmt: skip


def test_what_fits_is_not_overset_and_what_does_not_is_measured(tmp_path: Path) -> None:
    body = '<div class="x"><p data-key="k">one<br>two<br>three</p></div>'
    texts = set_texts(tmp_path, ".x { height: 20pt }", body)
    line = 20 * 25.4 / 72
    assert [text.overset for text in texts] == [0, pytest.approx(line, abs=0.02), pytest.approx(2 * line, abs=0.02)]


def test_sideways_is_measured_too(tmp_path: Path) -> None:
    (text,) = set_texts(tmp_path, ".x { width: 10mm }", '<p class="x">Unimaginatively</p>')
    assert text.overset == pytest.approx(text.width - 10, abs=0.02)


def test_margin_boxes_are_read(tmp_path: Path) -> None:
    texts = set_texts(tmp_path, '@page { @bottom-right { content: "folio " counter(page) } }', "<p>Word</p>")
    assert "folio 1" in [text.text for text in texts]


@pytest.mark.parametrize(
    "way", ["float: left", "display: inline-block", "display: table", "display: flex", "columns: 2"]
)
def test_text_is_found_in_every_kind_of_box(tmp_path: Path, way: str) -> None:
    texts = set_texts(tmp_path, f".x {{ {way} }}", '<div class="x"><p data-key="k">Word</p></div>')
    assert [(text.key, text.text, text.overset) for text in texts] == [("k", "Word", 0)]


def test_hidden_text_is_marked(tmp_path: Path) -> None:
    (text,) = set_texts(tmp_path, ".x { visibility: hidden }", '<p class="x">Word</p>')
    assert not text.visible


def set_pages(folder: Path, css: str, body: str) -> tuple[SetPage, ...]:
    css = "@page { margin: 10mm } html { font-size: 10pt; line-height: 20pt } body { margin: 0 } " + css
    html = '{% extends "document.html" %}{% block body %}' + body + "{% endblock %}"
    edition = plant(folder, css=css, html=html)
    return typeset.typeset(composer.compose(edition), edition).filled


LINE = 20 * 25.4 / 72


def test_how_full_a_page_is_counts_what_stands_on_it(tmp_path: Path) -> None:
    (page,) = set_pages(tmp_path, "", "<section><p>one<br>two</p></section>")
    assert page.top == pytest.approx(10)
    assert page.bottom == pytest.approx(140)
    assert page.begins
    assert page.used == pytest.approx(2 * LINE, abs=0.02)
    assert page.room == pytest.approx(130 - 2 * LINE, abs=0.02)
    assert page.share == pytest.approx(2 * LINE / 130, abs=0.001)


def test_a_box_that_goes_on_overleaf_does_not_fill_its_page(tmp_path: Path) -> None:
    # The engine draws it down to the foot of the page; the second item does not begin there.
    css = "p { break-inside: avoid } .tall { height: 100mm } "
    first, second = set_pages(
        tmp_path, css, '<section><p>one</p><p class="tall">two</p><p class="tall">three</p></section>'
    )
    assert first.used == pytest.approx(LINE + 100, abs=0.02)
    assert second.used == pytest.approx(100, abs=0.02)
    assert (first.begins, second.begins) == (True, False)


@pytest.mark.parametrize(
    ("css", "begins"),
    [
        ("", False),
        (".next { break-before: page }", True),
        (".next, .inner { break-before: page }", True),
        (".next { page: other }", True),
        (".next { break-before: avoid }", False),
    ],
)
def test_a_page_that_has_to_begin_is_told_from_one_that_others_run_over_to(
    tmp_path: Path, css: str, begins: bool
) -> None:
    body = '<p class="tall">one</p><section class="next"><p class="inner tall">two</p></section>'
    pages = set_pages(tmp_path, ".tall { height: 100mm } p { break-inside: avoid }" + css, body)
    assert [page.begins for page in pages] == [True, begins]


def test_a_section_that_began_on_a_page_of_its_own_still_runs_over(tmp_path: Path) -> None:
    body = '<p>one</p><section class="next">' + '<p class="tall">two</p>' * 2 + "</section>"
    pages = set_pages(tmp_path, ".tall { height: 100mm; break-inside: avoid } .next { break-before: page }", body)
    assert [page.begins for page in pages] == [True, True, False]


def test_sideways_is_told_from_lengthways(tmp_path: Path) -> None:
    (wide,) = set_texts(tmp_path / "wide", ".x { width: 10mm }", '<p class="x">Unimaginatively</p>')
    assert wide.sideways == wide.overset > 0
    texts = set_texts(tmp_path / "high", ".x { height: 20pt }", '<p class="x">one<br>two</p>')
    assert [text.sideways for text in texts] == [0, 0]
    assert texts[1].overset > 0


def test_a_cell_has_the_height_of_its_row_to_spare(tmp_path: Path) -> None:
    css = ".row { display: table; width: 80mm } .row p { display: table-cell; width: 40mm }"
    texts = set_texts(tmp_path, css, '<div class="row"><p>one</p><p>two<br>three<br>four</p></div>')
    assert [text.spare for text in texts] == [pytest.approx(2 * LINE, abs=0.02), 0, 0, 0]
    assert {text.paragraph for text in texts[1:]} == {texts[1].paragraph} != {texts[0].paragraph}
    assert texts[0].column == pytest.approx(40, abs=0.1)


def test_a_box_higher_than_what_it_holds_has_the_rest_to_spare(tmp_path: Path) -> None:
    (text,) = set_texts(tmp_path, ".x { min-height: 30mm }", '<div class="x"><p>one</p></div>')
    assert text.spare == pytest.approx(30 - LINE, abs=0.02)
