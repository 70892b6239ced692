"""Text that cannot be told from its ground is found where it stands: on a panel, beside its disc, under a drawing."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Workshop
from planted import LAYOUT, MESSAGES, plant
from test_editions import EXAMPLES, OURS, every, made, named

from factsheet import compose, palette, typeset
from factsheet.editions import Edition
from factsheet.findings import ExitCode
from factsheet.preflight import contrast

INK, PAPER = (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)
SIGNAL = palette.load(OURS.templates)["signal"].levels


def told(folder: Path, css: str = "", body: str = MESSAGES, layout: str = LAYOUT) -> list[str]:
    edition = plant(folder, css=css, body=body, layout=layout)
    pages = typeset.typeset(compose.compose(edition), edition)
    found = contrast.findings(pages, typeset.draw(pages))
    assert all(finding.exit_code == ExitCode.LAYOUT and finding.hint for finding in found)
    assert all(finding.place == edition.layout.place for finding in found)
    return [finding.what.removeprefix("plain: ") for finding in found]


@pytest.mark.parametrize("edition", [*every(OURS), *every(EXAMPLES)], ids=named)
def test_every_text_can_be_told_from_its_ground(edition: Edition) -> None:
    pages, _ = made(edition)
    assert contrast.findings(pages, typeset.draw(pages)) == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast.contrast(INK, PAPER) == contrast.contrast(PAPER, INK) == pytest.approx(21)
    assert contrast.contrast(INK, INK) == 1
    grey = (0x76 / 255,) * 3  # the darkest grey that is said to pass on white
    assert contrast.contrast(grey, PAPER) == pytest.approx(4.54, abs=0.01)  # type: ignore[arg-type]
    assert contrast.contrast(SIGNAL, PAPER) > 4.5
    assert contrast.contrast(SIGNAL, INK) > 4.5


FIRST = '"An allotment with an open gate has more" on page 1'


@pytest.mark.parametrize(
    ("css", "what"),
    [
        (".item { color: var(--land) }", f"{FIRST} is land on paper, 1.5:1, and readers need 7:1 for running text"),
        (".item { color: var(--signal) }", f"{FIRST} is signal on paper, 4.6:1, and readers need 7:1 for running text"),
        (".item { background: var(--signal) }", f"{FIRST} is ink on signal, 4.6:1, and readers need 7:1"),
        (".item { background: var(--signal) }", f"{FIRST} is ink on signal, 3.7:1 in grey, and readers need 7:1"),
        ("html { background: var(--ink) }", f"{FIRST} is ink on ink, 1.0:1, and"),
        ("@page { background: var(--ink) }", f"{FIRST} is ink on ink, 1.0:1, and"),
        (".item { background: var(--ink); border-radius: 3mm }", f"{FIRST} is ink on ink, 1.0:1, and"),
        # White words that run out of their panel
        (
            ".item { background: var(--ink); color: var(--paper); white-space: nowrap; width: 20mm }",
            f"{FIRST} is paper on paper, 1.0:1, and",
        ),
    ],
)
def test_text_that_is_like_its_ground_is_found(tmp_path: Path, css: str, what: str) -> None:
    found = told(tmp_path, css)
    assert any(one.startswith(what) for one in found), found


def test_large_titles_need_less_than_running_text(tmp_path: Path) -> None:
    found = told(tmp_path, "p { color: var(--signal) } .item { color: var(--ink) }")
    assert found == []


@pytest.mark.parametrize(
    "css",
    [
        ".item { background: var(--ink); color: var(--paper) }",
        "html { background: var(--ink); color: var(--paper) } .item { background: var(--paper); color: var(--ink) }",
        "@page { background: var(--signal) } .item { background: var(--paper) }",
    ],
)
def test_the_uppermost_ground_counts(tmp_path: Path, css: str) -> None:
    assert [one for one in told(tmp_path, css) if "An allotment" in one] == []


OVER = '<div style="background: var(--paper); height: 30mm; left: 0; position: absolute; top: 0; width: 60mm"></div>'


def test_text_that_something_is_painted_over_is_found(tmp_path: Path) -> None:
    found = told(tmp_path, body=MESSAGES + OVER)
    assert found
    assert all(one.endswith("is painted over") for one in found)
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
    unseen = "text in a drawing on page 1 is paper on paper, 1.0:1"
    wanted = [f"{unseen}, and readers need 4.5:1", f"{unseen} in grey, and readers need 3:1"]
    assert found == ([] if is_seen else wanted)


def test_the_build_refuses_what_cannot_be_read(workshop: Workshop) -> None:
    workshop.append("templates/factsheet/layout.css", ".more { color: var(--land) }\n")
    before = workshop.yesterdays
    ended = workshop.run("--layout", "factsheet")
    assert ended.code == ExitCode.LAYOUT
    assert any("is land on paper, 1.5:1, and readers need 7:1 for running text" in line for line in ended.problems)
    assert workshop.yesterdays == before
