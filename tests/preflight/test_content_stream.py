"""A drawing is followed as ISO 32000 tells it: paths, clips, forms, and how far text reaches."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from support.planted import plant

from factsheet.compose import composer
from factsheet.engine import typeset
from factsheet.preflight.content_stream import marks
from factsheet.preflight.painted import Mark

MM = 25.4 / 72
RED, GREY, UNSET = ("rg", (1.0, 0.0, 0.0)), ("g", (0.5,)), ("unset", ())


def painted(content: str, form: str = "", matrix: tuple[float, ...] = (1, 0, 0, 1, 0, 0)) -> list[Mark]:
    document = pikepdf.new()
    page = document.add_blank_page(page_size=(100, 100))
    page.obj.Contents = document.make_stream(content.encode())
    shapes = Dictionary(Type=Name.Font, W=Array([1, Array([500, 250]), 7, 9, 1000]), DW=750)
    font = document.make_indirect(Dictionary(Type=Name.Font, DescendantFonts=Array([document.make_indirect(shapes)])))
    inner = document.make_stream(form.encode(), Subtype=Name.Form, Matrix=Array(matrix))
    page.obj.Resources = Dictionary(Font=Dictionary(F=font), XObject=Dictionary(X=inner))
    return [*marks(document)]


def covers(content: str, *points: tuple[float, float]) -> list[bool]:
    (fill,) = painted(content)
    return [fill.covers(*point) for point in points]


@pytest.mark.parametrize(
    ("content", "inside", "outside"),
    [
        ("10 10 20 20 re f", (15, 15), (35, 15)),
        ("10 10 m 30 10 l 30 30 l h f", (25, 15), (12, 28)),
        ("10 10 m 30 10 l 30 30 l f", (25, 15), (12, 28)),  # closed by filling
        ("2 0 0 2 10 0 cm 10 10 10 10 re f", (40, 30), (15, 15)),
        ("0 1 -1 0 50 0 cm 10 10 20 5 re f", (38, 20), (20, 12)),
        ("q 3 0 0 3 0 0 cm Q 10 10 20 20 re f", (15, 15), (50, 50)),
        ("0 50 m 0 77.6 22.4 100 50 100 c 77.6 100 100 77.6 100 50 c 100 0 l 0 0 l f", (50, 99), (4, 96)),
        ("0 0 m 100 100 0 100 v 100 0 l f", (40, 80), (5, 60)),
        ("0 0 m 0 100 100 100 y 100 0 l f", (30, 60), (30, 85)),
        ("0 0 100 100 re 20 20 60 60 re f*", (10, 50), (50, 50)),
        (
            "0 0 100 100 re 20 20 m 20 80 l 80 80 l 80 20 l f",
            (10, 50),
            (50, 50),
        ),  # a hole that goes round the other way
        ("0 0 50 100 re W n 0 0 100 100 re f", (40, 50), (60, 50)),
        ("0 0 50 100 re W n 40 0 60 100 re W* n 0 0 100 100 re f", (45, 50), (30, 50)),
        ("W n 5 5 m 0 0 100 100 re f", None, (50, 50)),  # clipped to nothing
    ],
)
def test_areas_are_where_they_are_painted(
    content: str, inside: tuple[float, float] | None, outside: tuple[float, float]
) -> None:
    if inside:
        assert covers(content, inside) == [True]
    assert covers(content, outside) == [False]


def test_a_clip_ends_with_its_state_and_a_fill_may_clip_as_well() -> None:
    found = painted("q 0 0 50 100 re W f 0 0 100 100 re f Q 0 0 100 100 re f")
    assert [mark.covers(60, 50) for mark in found] == [False, False, True]


def test_colours_are_those_at_the_time_of_painting() -> None:
    found = painted("0 0 1 1 re f 1 0 0 rg q 0.5 g 0 0 1 1 re f Q 0 0 1 1 re b* 0 0 1 1 re n")
    assert [mark.colour for mark in found if mark.kind == "fill"] == [UNSET, GREY, RED]


def test_forms_are_followed_with_their_matrix_and_leave_no_trace() -> None:
    form, after = painted("q 1 0 0 1 0 50 cm /X Do Q 0 0 5 5 re f", "1 0 0 rg 0 0 10 10 re f", (2, 0, 0, 2, 10, 0))
    assert (form.colour, after.colour) == (RED, UNSET)
    assert form.covers(25, 65)
    assert not form.covers(5, 55)
    assert after.covers(4, 4)


def test_text_has_points_from_its_first_letter_to_its_last() -> None:
    # 0.5 + 0.25 - 0.2 + 1 + 0.75 em of 10 pt, doubled
    (run,) = painted("1 0 0 rg 2 0 0 2 0 0 cm BT 1 0 0 1 5 20 Tm /F 10 Tf [<00010002> 200 <00080063>] TJ ET")
    assert (run.size, run.colour) == (20, RED)
    assert run.within == (pytest.approx((12, 45)), pytest.approx((33, 45)), pytest.approx((48.5, 45)))


def test_text_after_text_begins_where_that_ends() -> None:
    # 5 + 10 × (0.5 + 0.25 - 0.2), then 1 em; moves of the line count from its beginning.
    shown = "[<00010002> 200] TJ <0008> Tj 0 -20 Td <0001> Tj"
    first, second, below = painted(f"BT 1 0 0 1 5 50 Tm /F 10 Tf {shown} ET")
    assert first.within[0] == pytest.approx((6, 52.5))
    assert second.within == (pytest.approx((11.5, 52.5)), pytest.approx((15.5, 52.5)), pytest.approx((15.5, 52.5)))
    assert below.within[-1] == pytest.approx((7.5, 32.5))


def test_a_mark_that_is_set_back_is_where_it_is_seen() -> None:
    base, mark, after = painted("BT 1 0 0 1 5 50 Tm /F 10 Tf <0001> Tj [300 <0002> -50] TJ [-300] TJ <0008> Tj ET")
    assert base.within[-1] == pytest.approx((7.5, 52.5))
    assert mark.within[0] == pytest.approx((5 + 5 - 3 + 1, 52.5))
    assert after.within[0] == pytest.approx((5 + 5 - 3 + 2.5 + 0.5 + 3 + 1, 52.5))


def test_text_that_is_turned_runs_the_other_way() -> None:
    (run,) = painted("BT -1 0 0 -1 50 50 Tm /F 10 Tf <0001> Tj ET")
    assert run.within[-1] == pytest.approx((47.5, 47.5))


def test_the_engines_own_drawing_is_understood(tmp_path: Path) -> None:
    edition = plant(tmp_path, css="html { background: var(--signal) } .item { text-align: right }")
    pages = typeset.typeset(composer.compose(edition), edition)
    with pikepdf.open(io.BytesIO(typeset.draw(pages))) as document:
        runs = [mark for mark in marks(document) if mark.kind == "text" and mark.page == 1]
    for text in (text for text in pages.texts if text.page == 1):
        left, right = text.x / MM, (text.x + text.width) / MM
        head = (edition.layout.height - text.y) / MM
        (run,) = [
            run for run in runs
            if all(left <= x <= right and head - text.height / MM <= y <= head for x, y in run.within)
        ]  # fmt: skip
        assert run.within[0][0] - left < 2
        assert right - run.within[-1][0] < 6
        assert run.size == pytest.approx(10, abs=0.01)
