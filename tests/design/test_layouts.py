"""layout.yaml: geometry in mm whatever its units, `extends`, and every mistake named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from factsheet.design import layouts
from factsheet.design.layout import Range
from factsheet.design.layout_file import Panels
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, ProjectError

PROJECT = Path(__file__).parents[2]
LEAFLET = """\
title: Leaflet
trim: [100mm, 21cm]
bleed: 3mm
safe: 18pt
pages: 2
takes:
  film: leads
  masthead: whole
tokens:
  text-size: 9pt
  gap: 2mm
"""


FOLDED = (
    LEAFLET
    + """\
impose:
  method: panels
  sheet: [200mm, 210mm]
  duplex: long-edge
  sides: [["1 2"], ["3 4"]]
"""
)


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    write(tmp_path, "leaflet", LEAFLET)
    return tmp_path


def write(templates: Path, name: str, text: str) -> None:
    (templates / name).mkdir(exist_ok=True)
    (templates / name / "layout.yaml").write_text(text, encoding="utf-8")


def refused(templates: Path, name: str) -> tuple[Finding, ...]:
    with pytest.raises(ProjectError) as caught:
        layouts.load(templates, name)
    assert {finding.exit_code for finding in caught.value.findings} == {ExitCode.LAYOUT}
    return caught.value.findings


def test_lengths_are_in_millimetres_whatever_their_unit(templates):
    leaflet = layouts.load(templates, "leaflet")
    assert (leaflet.width, leaflet.height, leaflet.bleed) == (100, 210, 3)
    assert leaflet.safe == pytest.approx(6.35)
    write(templates, "letter", LEAFLET.replace("[100mm, 21cm]", "[8.5in, 11in]"))
    letter = layouts.load(templates, "letter")
    assert (letter.width, letter.height) == pytest.approx((215.9, 279.4), abs=1e-9)


def test_sections_keep_the_order_of_the_file(templates):
    assert list(layouts.load(templates, "leaflet").takes.items()) == [("film", "leads"), ("masthead", "whole")]


def test_extends_lays_one_layout_over_another(templates):
    write(templates, "wide", "extends: leaflet\ntrim: [200mm, 210mm]\ntokens:\n  gap: 5mm\n  new: 1mm\n")
    write(templates, "wider", "extends: wide\ntitle: Wider\ntakes:\n  messages: whole\n")
    wider = layouts.load(templates, "wider")
    assert (wider.name, wider.title, wider.width, wider.pages) == ("wider", "Wider", 200, 2)
    assert wider.tokens == {"text-size": "9pt", "gap": "5mm", "new": "1mm"}
    assert wider.takes == {"messages": "whole"}
    assert wider.folders == tuple(templates / name for name in ("wider", "wide", "leaflet"))


def test_a_layout_is_there_because_its_folder_is(templates):
    write(templates, "_shared", LEAFLET)
    (templates / "notes").mkdir()
    write(templates, "card", LEAFLET)
    assert layouts.names(templates) == ("card", "leaflet")


@pytest.mark.parametrize(
    ("fault", "line", "part"),
    [
        ("trim: [0mm, 100mm]", 2, "trim.1: must be at least 20"),
        ("trim: [100, 100mm]", 2, 'trim.1: should be a length with its unit, such as "3mm" or "8.5in"'),
        ("trim: [-30mm, 100mm]", 2, "trim.1: should be a length"),
        ("trim: [100mm]", 2, "trim.2: is missing"),
        ("trim: 100mm", 2, "trim: must be a list"),
        ("safe: 50mm", 2, "safe: leaves no room for a word"),
        ("pages: 0", 2, "pages: must be at least 1"),
        ("pages: four", 2, "pages: must be a whole number"),
        ("takes:\n  film: some", 3, "takes.film: must be 'whole' or 'leads'"),
        ("takes:\n  poem: whole", 3, "takes.poem: must be 'masthead', 'messages'"),
        ("tokens:\n  gap: 1mm;} body{color:red", 3, "tokens.gap: is not written in the form it needs"),
        ("tokens:\n  Gap: 1mm", 3, "tokens.Gap: is not written in the form it needs"),
        ("papper: A4", 2, "papper: is not a key that is known here"),
    ],
)
def test_a_mistake_is_named_with_its_line(templates, fault, line, part):
    write(templates, "faulty", f"extends: leaflet\n{fault}\n")
    (finding,) = refused(templates, "faulty")
    assert finding.what.startswith(part)
    assert finding.place.file == templates / "faulty" / "layout.yaml"
    assert finding.place.line == line


def test_what_may_give_has_a_floor_and_perhaps_a_most(templates):
    write(templates, "leaflet", LEAFLET + "fit:\n  leading: 0.94\n  text-size: [8.5pt, 10pt]\n  gap: 1mm\n")
    write(templates, "wide", "extends: leaflet\ntokens:\n  gap: 5mm\nfit:\n  text-size: [8pt, 9.5pt]\n")
    assert layouts.load(templates, "wide").fit == {
        "leading": Range(0.94, 1, 1, ""),
        "text-size": Range(8, 9, 9.5, "pt"),
        "gap": Range(1, 5, 5, "mm"),
    }
    assert layouts.load(templates, "leaflet").fit["text-size"] == Range(8.5, 9, 10, "pt")


@pytest.mark.parametrize(
    ("bounds", "says"),
    [
        ("margin: 2mm", "fit.margin: is no token"),
        ("gap: 2pt", "fit.gap: must be in the unit of its token, 2mm"),
        ("gap: [1mm, 3pt]", "fit.gap: must be in the unit of its token, 2mm"),
        ("gap: 3mm", "fit.gap: leaves 2mm out"),
        ("gap: [1mm, 1.9mm]", "fit.gap: leaves 2mm out"),
        ("leading: 1.1", "fit.leading: leaves 1 out"),
        ("leading: 0.9mm", "fit.leading: must be in the unit of its token"),
        ("gap: wide", "fit.gap.1: is not written in the form it needs"),
        ("gap: [1mm, 2mm, 3mm]", "fit.gap: has too many entries"),
    ],
)
def test_what_may_give_must_suit_its_token(templates, bounds, says):
    write(templates, "faulty", f"extends: leaflet\nfit:\n  text-size: 8.5pt\n  {bounds}\n")
    (finding,) = refused(templates, "faulty")
    assert finding.what.startswith(says)
    assert (finding.place.file.parent.name, finding.place.line) == ("faulty", 4)
    assert finding.hint


def test_what_covers_use_must_be_able_to_give(templates):
    write(templates, "faulty", "extends: leaflet\nfit:\n  text-size: 8.5pt\ncovers: [text-size, gap]\n")
    (finding,) = refused(templates, "faulty")
    assert "names gap among the covers, which is not in fit" in finding.what


@pytest.mark.parametrize("name", layouts.names(PROJECT / "templates"))
def test_every_layout_of_the_project_says_how_far_its_sizes_give(name):
    layout = layouts.load(PROJECT / "templates", name)
    # Type that is too wide for its column, in some language, has to be able to give.
    used = {"title-size", "subtitle-size", "call-size", "organisation-size", "code-size"} & {*layout.tokens}
    assert used <= {*layout.fit}
    # Running text is never smaller than this, whatever is asked for; a folded layout is read closer to the eye.
    folded = isinstance(layout.impose, Panels)
    floors = [bounds.floor for token, bounds in layout.fit.items() if token in ("text-size", "lead-size")]
    assert all(floor >= (8 if folded else 9) for floor in floors)
    leading = layout.fit.get("leading")
    assert leading is None or 0.92 <= leading.floor <= 1 <= leading.most <= 1.1


def test_all_mistakes_are_told_at_once(templates):
    write(templates, "faulty", "extends: leaflet\npages: no\ntrim: [1mm, 1]\n")
    assert [finding.what.partition(":")[0] for finding in refused(templates, "faulty")] == ["trim.1", "trim.2", "pages"]


def test_a_mistake_in_the_layout_it_extends_is_named_where_it_stands(templates):
    write(templates, "leaflet", LEAFLET.replace("pages: 2", "pages: two"))
    write(templates, "wide", "extends: leaflet\n")
    (finding,) = refused(templates, "wide")
    assert (finding.place.file, finding.place.line) == (templates / "leaflet" / "layout.yaml", 5)


@pytest.mark.parametrize(
    ("extended", "part"), [("nothing", "leaflet"), ("_shared", "leaflet"), ("../leaflet", "leaflet")]
)
def test_extending_what_is_not_there_names_what_is(templates, extended, part):
    write(templates, "faulty", f"extends: {extended}\n")
    (finding,) = refused(templates, "faulty")
    assert finding.what == f'extends: there is no layout "{extended}"'
    assert part in finding.hint
    assert (finding.place.line, finding.place.column) == (1, 10)


def test_layouts_that_extend_each_other_are_refused(templates):
    write(templates, "one", "extends: two\n")
    write(templates, "two", "extends: one\n")
    assert "extends itself" in refused(templates, "one")[0].what
    assert "extends itself" in refused(templates, "two")[0].what


@pytest.mark.parametrize("name", ["my leaflet", "my_leaflet", "Leaflet", "léaflet", "con", "com1"])
def test_a_folder_that_cannot_name_files_is_refused(templates, name):
    write(templates, name, LEAFLET)
    (finding,) = refused(templates, name)
    assert finding.what == f"“{name}” cannot name a layout"


@pytest.mark.parametrize("name", layouts.names(PROJECT / "templates"))
def test_every_layout_of_the_project_can_be_printed_and_keeps_the_office_margin(name):
    layout = layouts.load(Project(PROJECT, PROJECT / "content").templates, name)
    assert layout.bleed >= 3
    assert layout.impose or layout.safe >= 6


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('[["1 2"], ["3 4"]]', "[[], []]", "impose"),
        ('[["1 2"], ["3 4"]]', '[["1 two"]]', "impose"),
        ('[["1 2"], ["3 4"]]', '[["1 2"]]', "has 1 sides, but duplex is long-edge"),
        ("long-edge", "one-side", "has 2 sides, but duplex is one-side"),
        ('"3 4"]]', '"3 4"]]\n  cut: [1, 0, 1]', "has a cut where no pages meet"),
        ('"3 4"]]', '"3 4"]]\n  cut: [1, 0, 9]', "has a cut where no pages meet"),
        ("bleed: 3mm", "bleed: 5mm", "bleed: must be at most 4"),
        ("panels", "origami", "impose"),
    ],
)
def test_an_imposition_that_cannot_be_is_refused(templates: Path, old: str, new: str, says: str) -> None:
    write(templates, "folded", FOLDED)
    layouts.load(templates, "folded")
    assert old in FOLDED
    write(templates, "folded", FOLDED.replace(old, new))
    assert any(says in finding.what for finding in refused(templates, "folded"))


def test_a_signature_turns_like_a_page(templates: Path) -> None:
    text = LEAFLET + "impose: {method: signature, sheet: [200mm, 210mm], duplex: DUPLEX, paper-thickness: 0.1mm}\n"
    write(templates, "folded", text.replace("DUPLEX", "long-edge"))
    layouts.load(templates, "folded")
    write(templates, "folded", text.replace("DUPLEX", "short-edge"))
    (finding,) = refused(templates, "folded")
    assert finding.what.endswith("must turn on the long-edge")
