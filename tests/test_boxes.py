"""The engine's tree of boxes is still the one this project walks: places, sizes and keys come out as set."""

from __future__ import annotations

from pathlib import Path

import pytest
from planted import plant

from factsheet import compose, typeset
from factsheet.boxes import SetText


def set_texts(folder: Path, css: str, body: str) -> list[SetText]:
    edition = plant(folder, css="@page { margin: 10mm } html { font-size: 10pt; line-height: 20pt }" + css, body=body)
    texts = typeset.typeset(compose.compose(edition), edition).texts
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
