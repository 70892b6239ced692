"""Text that cannot be told from its ground is found where it stands: on a panel, beside its disc, under a drawing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.planted import MESSAGES, plant
from support.project import PROJECT, Workshop

from factsheet.compose import composer
from factsheet.design import palette
from factsheet.design.editions import Intent
from factsheet.engine import typeset
from factsheet.findings import ExitCode
from factsheet.pdf import intents
from factsheet.preflight import colour, finished

SIGNAL = "rg", palette.load(PROJECT / "templates")["signal"].levels
INK, PAPER = ("g", (0.0,)), ("rg", (1.0, 1.0, 1.0))
ON_A_GROUND = {"C06", "C07", "C08"}


def told(folder: Path, css: str = "", body: str = MESSAGES) -> list[str]:
    """What is said of text and its ground on a planted page, without what stands before it."""
    edition = plant(folder, css=css, body=body)
    pages = typeset.typeset(composer.compose(edition), edition)
    pdf = intents.make_pdf(pages, typeset.draw(pages), None, Intent.SCREEN)
    found = finished.findings(pdf, edition, Intent.SCREEN, pages.count)
    return [one.what.removeprefix(f"{edition.name}, screen: ") for one in found if one.code in ON_A_GROUND]


def test_contrast_is_that_of_wcag() -> None:
    assert colour._ratio(colour._brightness(INK), colour._brightness(PAPER)) == pytest.approx(21)
    assert colour._ratio(0.3, 0.3) == 1
    darkest = colour._brightness(("g", (0x76 / 255,)))  # of the greys that are said to pass on white
    assert colour._ratio(colour._brightness(PAPER), darkest) == pytest.approx(4.54, abs=0.01)
    for other in (INK, PAPER):
        assert colour._ratio(colour._brightness(SIGNAL), colour._brightness(other)) > 4.5
        assert colour._ratio(colour._grey(SIGNAL), colour._grey(other)) > 3.5


@pytest.mark.parametrize(
    ("css", "ratio"),
    [
        (".item { color: var(--land) }", "1.5:1"),
        (".item { color: var(--signal) }", "4.6:1"),
        (".item { background: var(--signal) }", "4.6:1"),
        (".item { background: var(--signal) }", "3.7:1 in grey"),
        ("html { background: var(--ink) }", "1.0:1"),
        ("@page { background: var(--ink) }", "1.0:1"),
        (".item { background: var(--ink); border-radius: 3mm }", "1.0:1"),
        # White words that run out of their panel
        (".item { background: var(--ink); color: var(--paper); white-space: nowrap; width: 20mm }", "1.0:1"),
    ],
)
def test_text_that_is_like_its_ground_is_found(tmp_path: Path, css: str, ratio: str) -> None:
    assert f"text of 10.0 pt on page 1 has a contrast of {ratio}" in told(tmp_path, css)


def test_large_type_needs_less(tmp_path: Path) -> None:
    assert told(tmp_path, "p { color: var(--signal); font-size: 12pt } .item { color: var(--ink) }") == []
    assert told(tmp_path / "small", "p { color: var(--signal); font-size: 11.5pt }")
    assert told(tmp_path / "heavy", "p { color: var(--signal); font: 700 11pt/1.4 var(--font-text) }") == []


@pytest.mark.parametrize(
    "css",
    [
        ".item { background: var(--ink); color: var(--paper) }",
        "html { background: var(--ink); color: var(--paper) } .item { background: var(--paper); color: var(--ink) }",
        "@page { background: var(--signal) } .item { background: var(--paper) }",
    ],
)
def test_the_uppermost_ground_counts(tmp_path: Path, css: str) -> None:
    assert told(tmp_path, f"p {{ visibility: hidden }} {css} .item {{ visibility: visible }}") == []


OVER = '<div style="background: var(--paper); height: 30mm; left: 0; position: absolute; top: 0; width: 60mm"></div>'


def test_text_that_something_is_painted_over_is_found(tmp_path: Path) -> None:
    found = told(tmp_path, body=MESSAGES + OVER)
    assert found
    assert all(one.startswith("something is painted over text of 10.0 pt on page 1") for one in found)
    assert told(tmp_path / "beneath", body=MESSAGES + OVER.replace("absolute", "absolute; z-index: -1")) == []


@pytest.mark.parametrize(("overflow", "is_clean"), [("hidden", True), ("visible", False)])
def test_what_is_clipped_away_is_no_ground(tmp_path: Path, overflow: str, is_clean: bool) -> None:
    inner = '<div style="background: var(--ink); height: 40mm"></div>'
    found = told(tmp_path, body=f'<div style="height: 2mm; overflow: {overflow}">{inner}</div>{MESSAGES}')
    assert (found == []) == is_clean


FIGURE = """<svg viewBox="0 0 20 20" style="width: 20mm"><title>x</title>{}
<text x="6" y="14" fill="#ffffff">7</text></svg>"""


@pytest.mark.parametrize(
    ("disc", "is_seen"),
    [
        ('<circle cx="10" cy="10" r="9" fill="#000000"/>', True),
        ('<circle cx="17" cy="17" r="3" fill="#000000"/>', False),
        ('<path d="M0 0H20V20H0Z M3 3V17H17V3Z" fill="#000000"/>', False),  # a frame
        ('<path d="M0 0H20V20H0Z M3 3H17V17H3Z" fill="#000000" fill-rule="evenodd"/>', False),
        ('<path d="M0 0H20V20H0Z M3 3H17V17H3Z" fill="#000000"/>', True),
    ],
)
def test_figures_in_drawings_need_their_disc(tmp_path: Path, disc: str, is_seen: bool) -> None:
    found = told(tmp_path, body=MESSAGES + FIGURE.format(disc))
    said = [one.partition(" has ")[2] for one in found]
    assert said == ([] if is_seen else ["a contrast of 1.0:1", "a contrast of 1.0:1 in grey"])


def test_the_build_refuses_what_cannot_be_read(workshop: Workshop) -> None:
    workshop.append("templates/factsheet/layout.css", ".more { color: var(--land) }\n")
    before = workshop.yesterdays
    ended = workshop.run("--layout", "factsheet")
    assert ended.code == ExitCode.PREFLIGHT
    assert any(re.search(r"text of [\d.]+ pt on page 1 has a contrast of 1\.5:1", line) for line in ended.problems)
    assert workshop.yesterdays == before
