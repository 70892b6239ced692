"""Pages land where their slots say, clipped and bled as promised, and marks stand where they harm nothing."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from support import selection
from support.pieces import PLANTED, planted

from factsheet.design.layout import Layout
from factsheet.design.layout_file import NUp
from factsheet.pdf import sheet_drawing
from factsheet.pdf.imposition import Line, Side, Slot, impose

PT = 72 / 25.4
DOTS = 8  # per mm, where sheets are looked at
TOLERANCE = 2  # dots, 0.25 mm
BLEED, SLUG, MARGIN = 3.0, 10.0, 6.0
CORNER = 5.0  # mm, the side of the square in each corner of a page
CORNERS = {"top left": (1, 0, 0), "top right": (0, 1, 0), "bottom left": (0, 0, 1), "bottom right": (0, 0, 0)}

every_piece = pytest.mark.parametrize("name", PLANTED)
both_ways = pytest.mark.parametrize("right_to_left", [False, True], ids=["ltr", "rtl"])
Picture = np.ndarray


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Layout]:
    return {name: planted(tmp_path_factory.mktemp(name), text) for name, text in PLANTED.items()}


def shade(page: int) -> tuple[float, float, float]:
    """A colour of its own for every page."""
    return 0.95 - page % 4 * 0.12, 0.95 - page // 4 % 4 * 0.12, 0.95 - page // 16 * 0.12


def rectangles(layout: Layout, page: int) -> Iterator[tuple[float, float, float, float, tuple[float, float, float]]]:
    """What a planted page shows, in mm from the top left of its trim: its colour, and a square in each corner."""
    width, height = layout.page_width(page), layout.height
    yield -BLEED, -BLEED, width + 2 * BLEED, height + 2 * BLEED, shade(page)
    for name, colour in CORNERS.items():
        x = 0.0 if "left" in name else width - CORNER
        y = 0.0 if "top" in name else height - CORNER
        yield x, y, CORNER, CORNER, colour


def drawn(layout: Layout, pages: int, empty: bool = False) -> pikepdf.Pdf:
    """Pages as the engine draws them: the trim at 0,0, the paper around it."""
    document = pikepdf.new()
    for page in range(1, pages + 1):
        width, height = layout.page_width(page), layout.height
        document.add_blank_page(page_size=(100, 100))
        made = document.pages[-1].obj
        made.MediaBox = made.BleedBox = box(-BLEED, -BLEED, width + 2 * BLEED, height + 2 * BLEED)
        made.TrimBox = box(0, 0, width, height)
        made.Resources = Dictionary()
        operators = [
            f"{' '.join(map(str, colour))} rg "
            f"{x * PT:.5f} {(height - y - high) * PT:.5f} {wide * PT:.5f} {high * PT:.5f} re f"
            for x, y, wide, high, colour in rectangles(layout, page)
        ]
        made.Contents = document.make_stream("\n".join([] if empty else operators).encode("ascii"))
    return document


def box(x: float, y: float, width: float, height: float) -> Array:
    return Array([x * PT, y * PT, (x + width) * PT, (y + height) * PT])


def seen(document: pikepdf.Pdf, sheets: int = 2) -> list[Picture]:
    """The last sheets, which creep the most."""
    written = io.BytesIO()
    document.save(written)
    pages = [*pypdfium2.PdfDocument(written.getvalue())][-sheets:]
    return [np.asarray(page.render(scale=DOTS / PT).to_pil().convert("RGB"), dtype=np.int16) for page in pages]


def expected(layout: Layout, side: Side, bleed: float, slug: float) -> Picture:
    """The same sheet coloured dot by dot, straight from the slots."""
    high, wide = (round((length + 2 * slug) * DOTS) for length in (side.height, side.width))
    picture = np.full((high, wide, 3), 255, dtype=np.int16)
    ys, xs = ((np.arange(count) + 0.5) / DOTS - slug for count in (high, wide))
    for slot in side.slots:
        keep = {edge: bleed if edge in slot.bleeds else 0.0 for edge in ("left", "right", "top", "bottom")}
        rows = np.flatnonzero((ys > slot.y - keep["top"]) & (ys < slot.y + slot.height + keep["bottom"]))
        columns = np.flatnonzero((xs > slot.x - keep["left"]) & (xs < slot.x + slot.width + keep["right"]))
        at_x, at_y = xs[columns] - slot.x - slot.shift, ys[rows] - slot.y
        if slot.turned:
            at_x, at_y = slot.width - at_x, slot.height - at_y
        for x, y, width, height, colour in rectangles(layout, slot.page):
            down, across = (at_y > y) & (at_y < y + height), (at_x > x) & (at_x < x + width)
            picture[np.ix_(rows[down], columns[across])] = [round(level * 255) for level in colour]
    return picture


def differs(one: Picture, other: Picture) -> bool:
    """Whether two pictures differ by more than lines as thin as the tolerance."""
    high, wide = (min(one.shape[at], other.shape[at]) for at in (0, 1))
    assert max(*one.shape[:2], *other.shape[:2]) - max(high, wide) <= 1, "the sheets are not equally large"
    thick = (abs(one[:high, :wide] - other[:high, :wide]) > 8).any(axis=2)
    for _ in range(TOLERANCE):
        thick = thick[1:, 1:] & thick[:-1, :-1] & thick[1:, :-1] & thick[:-1, 1:]
    return bool(thick.any())


@every_piece
@both_ways
@pytest.mark.parametrize(("bleed", "slug"), selection.cases([(BLEED, SLUG), (0.0, 0.0)], lambda case: case[0] > 0))
def test_pages_land_where_their_slots_say(
    name: str, right_to_left: bool, bleed: float, slug: float, made: dict[str, Layout]
) -> None:
    layout, pages = made[name], min(made[name].pages, 8)
    sides = impose(layout, pages, right_to_left)
    pictures = seen(sheet_drawing.paint(drawn(layout, pages), sides, bleed, slug))
    assert len(pictures) == min(len(sides), 2)
    for picture, side in zip(pictures, sides[-2:], strict=True):
        assert not differs(picture, expected(layout, side, bleed, slug)), f"page {[s.page for s in side.slots]}"


@pytest.mark.parametrize("change", [{"x": 0.4}, {"y": -0.4}, {"shift": 0.4}, {"turned": True}])
def test_a_page_in_the_wrong_place_is_seen(change: dict[str, float], made: dict[str, Layout]) -> None:
    layout = made["one-fold"]
    (side, *_) = impose(layout, 4, False)
    slot = side.slots[0]
    moved = Slot(
        slot.page,
        slot.x + change.get("x", 0),
        slot.y + change.get("y", 0),
        slot.width,
        slot.height,
        bool(change.get("turned", False)),
        slot.shift + change.get("shift", 0),
        slot.bleeds,
    )
    problems = Side(side.width, side.height, (moved, *side.slots[1:]))
    (picture,) = seen(sheet_drawing.paint(drawn(layout, 4), [problems], BLEED, SLUG))
    assert differs(picture, expected(layout, side, BLEED, SLUG))


def test_creep_however_large_moves_nothing_over_the_fold(made: dict[str, Layout]) -> None:
    layout = made["stapled"]
    (side, *_) = impose(layout, 4, False)
    (fold,) = side.folds
    for shift in (-20.0, 20.0):
        pushed = tuple(Slot(s.page, s.x, s.y, s.width, s.height, shift=shift, bleeds=s.bleeds) for s in side.slots[:1])
        (picture,) = seen(sheet_drawing.paint(drawn(layout, 4), [Side(side.width, side.height, pushed)], BLEED, SLUG))
        inked = np.flatnonzero((picture < 250).any(axis=(0, 2)))
        assert inked.max() / DOTS - SLUG < fold.x1 + 0.3


@every_piece
@both_ways
@pytest.mark.parametrize(("bleed", "slug"), [(BLEED, SLUG), (0.0, 0.0), (BLEED, 0.0)])
def test_boxes_are_exact_and_begin_at_nothing(
    name: str, right_to_left: bool, bleed: float, slug: float, made: dict[str, Layout]
) -> None:
    layout = made[name]
    sides = impose(layout, layout.pages, right_to_left)
    sheets = sheet_drawing.paint(drawn(layout, layout.pages), sides, bleed, slug)
    around = min(bleed, slug)
    for page, side in zip(sheets.pages, sides, strict=True):
        boxes = {0.0: page.mediabox, slug: page.trimbox, slug - around: page.bleedbox}
        for inset, edges in boxes.items():
            wanted = [inset, inset, side.width + 2 * slug - inset, side.height + 2 * slug - inset]
            assert [float(edge) / PT for edge in edges] == pytest.approx(wanted, abs=0.01)
        assert [float(edge) for edge in page.mediabox[:2]] == [0, 0]


def test_a_page_used_many_times_is_stored_once(made: dict[str, Layout]) -> None:
    layout = made["cards-long"]
    sheets = sheet_drawing.paint(drawn(layout, 9), impose(layout, 9, False), BLEED, SLUG)
    forms = [
        thing for thing in sheets.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Form"
    ]
    assert len(forms) == 9


# Marks


def marked(layout: Layout, pages: int, right_to_left: bool, press: bool) -> tuple[pikepdf.Pdf, tuple[Side, ...]]:
    """Sheets of empty pages, so that there is nothing but marks."""
    sides = impose(layout, pages, right_to_left)
    bleed, slug = (BLEED, SLUG) if press else (0.0, 0.0)
    sheets = sheet_drawing.paint(drawn(layout, pages, empty=True), sides, bleed, slug)
    if press:
        sheet_drawing.mark_for_press(sheets, sides, BLEED)
    else:
        sheet_drawing.mark_for_office(sheets, sides, MARGIN)
    return sheets, sides


def strokes(page: pikepdf.Page, side: Side, slug: float) -> Iterator[tuple[Line, bool]]:
    """The straight strokes on a sheet, in mm from the top left of its trim, and whether they are dashed."""
    dashed, start = False, (0.0, 0.0)
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "d":
            dashed = len(operands[0]) > 0
        elif str(operator) in ("m", "l"):
            end = float(operands[0]) / PT - slug, side.height + slug - float(operands[1]) / PT
            if str(operator) == "l":
                (x1, x2), (y1, y2) = sorted((start[0], end[0])), sorted((start[1], end[1]))
                yield Line(x1, y1, x2, y2), dashed
            start = end


def rounded(values: Iterator[float]) -> list[float]:
    return sorted({round(value, 2) for value in values})


@every_piece
@both_ways
def test_press_marks_stand_in_the_slug_at_trim_folds_and_cuts(
    name: str, right_to_left: bool, made: dict[str, Layout]
) -> None:
    layout = made[name]
    sheets, sides = marked(layout, layout.pages, right_to_left, press=True)
    for page, side in zip(sheets.pages, sides, strict=True):
        above = [
            (line, dashed) for line, dashed in strokes(page, side, SLUG) if line.y2 < -BLEED and line.x1 == line.x2
        ]
        beside = [
            (line, dashed) for line, dashed in strokes(page, side, SLUG) if line.x2 < -BLEED and line.y1 == line.y2
        ]
        long = [(line, dashed) for line, dashed in above + beside if line.x2 - line.x1 + line.y2 - line.y1 > 4.5]
        lines = side.folds or side.cuts
        xs = rounded(iter([0.0, side.width, *(line.x1 for line in lines if line.x1 == line.x2)]))
        ys = rounded(iter([0.0, side.height, *(line.y1 for line in lines if line.y1 == line.y2)]))
        assert rounded(line.x1 for line, _ in long if line.x1 == line.x2) == xs
        assert rounded(line.y1 for line, _ in long if line.y1 == line.y2) == ys
        folds = {round(line.x1, 2) for line in side.folds} & set(xs[1:-1])
        assert {round(line.x1, 2) for line, dashed in long if dashed and line.x1 == line.x2} == folds
        if side.folds:
            plain = [line for line, dashed in long if not dashed]
            assert rounded(line.y1 for line in plain if line.y1 == line.y2) == [0.0, round(side.height, 2)]


@every_piece
@both_ways
def test_press_marks_keep_out_of_the_bleed(name: str, right_to_left: bool, made: dict[str, Layout]) -> None:
    layout = made[name]
    sheets, _ = marked(layout, min(layout.pages, 8), right_to_left, press=True)
    for picture in seen(sheets, 1):
        inset = int((SLUG - BLEED) * DOTS)
        assert (picture[inset:-inset, inset:-inset] == 255).all()
        bands = picture[:inset], picture[-inset:], picture[:, :inset], picture[:, -inset:]
        assert all((band < 128).any() for band in bands)


def test_press_marks_are_in_every_ink_and_wide_enough(made: dict[str, Layout]) -> None:
    for name in ("one-cut", "cards-long", "stapled"):
        sheets, _ = marked(made[name], 8, False, press=True)
        for page in sheets.pages:
            space = page.obj.Resources.ColorSpace.All
            assert [space[0], space[1], space[2]] == [Name.Separation, Name.All, Name.DeviceCMYK]
            assert [float(level) for level in space[3].C1] == [1] * 4
            said = [(str(operator), [*operands]) for operands, operator in pikepdf.parse_content_stream(page)]
            assert ("CS", [Name.All]) in said
            assert ("SCN", [1]) in said
            widths = [float(operands[0]) for operator, operands in said if operator == "w"]
            assert widths
            assert min(widths) >= 0.25
            assert not {"k", "K", "g", "G", "rg", "RG"} & {operator for operator, _ in said}


@every_piece
@both_ways
def test_office_marks_are_within_reach_and_at_folds_and_cuts(
    name: str, right_to_left: bool, made: dict[str, Layout]
) -> None:
    layout = made[name]
    sheets, sides = marked(layout, layout.pages, right_to_left, press=False)
    for page, side in zip(sheets.pages, sides, strict=True):
        found = [line for line, _ in strokes(page, side, 0.0)]
        assert all(min(line.x1, line.y1) >= MARGIN - 0.01 for line in found)
        assert all(line.x2 <= side.width - MARGIN + 0.01 and line.y2 <= side.height - MARGIN + 0.01 for line in found)
        lines = [*side.folds, *side.cuts]
        assert rounded(line.x1 for line in found if line.x1 == line.x2) == rounded(
            line.x1 for line in lines if line.x1 == line.x2
        )
        if isinstance(layout.impose, NUp):
            assert all(not crosses(line, slot) for line, slot in itertools.product(found, side.slots))
        else:
            for cut in side.cuts:
                assert any(line_is_near(line, cut) for line in found), "the cut is not drawn"
    for picture in seen(sheets, 1):
        frame = np.ones(picture.shape[:2], dtype=bool)
        near = int((MARGIN - 0.2) * DOTS)
        frame[near:-near, near:-near] = False
        assert (picture[frame] == 255).all()
        assert (picture < 128).any()


def crosses(line: Line, slot: Slot) -> bool:
    return line.x1 < slot.x + slot.width and line.x2 > slot.x and line.y1 < slot.y + slot.height and line.y2 > slot.y


def line_is_near(one: Line, other: Line) -> bool:
    pairs = ((one.x1, other.x1), (one.y1, other.y1), (one.x2, other.x2), (one.y2, other.y2))
    return all(abs(here - there) < 0.01 for here, there in pairs)


def test_cards_at_the_edge_of_reach_get_no_cut_mark_over_them(made: dict[str, Layout]) -> None:
    side = Side(100, 100, (Slot(1, 5, 5, 90, 90),), cuts=(Line(5, 5, 5, 95), Line(5, 5, 95, 5)))
    sheets = sheet_drawing.paint(drawn(made["cards-long"], 1, empty=True), [side], 0.0, 0.0)
    sheet_drawing.mark_for_office(sheets, [side], MARGIN)
    assert list(strokes(sheets.pages[0], side, 0.0)) == []


def test_a_strip_is_stuck_on_white_where_it_is_told_and_cut_to_its_width(made: dict[str, Layout]) -> None:
    layout = made["one-fold"]
    sides = impose(layout, 4, False)
    sheets = sheet_drawing.paint(drawn(layout, 4), sides, 0.0, 0.0)
    strip = pikepdf.new()
    strip.add_blank_page(page_size=(150 * PT, 5 * PT))
    strip.pages[0].obj.Resources = Dictionary()
    ruler = f"1 0 1 rg 0 0 {150 * PT:.4f} {2 * PT:.4f} re f"  # its lower 2 mm
    strip.pages[0].obj.Contents = strip.make_stream(ruler.encode("ascii"))
    sheet_drawing.stick_on(sheets, 1, strip, 20.0, 150.0, 60.0)
    wanted = expected(layout, sides[0], 0.0, 0.0)
    wanted[150 * DOTS : 155 * DOTS, 20 * DOTS : 80 * DOTS] = 255
    wanted[153 * DOTS : 155 * DOTS, 20 * DOTS : 80 * DOTS] = [255, 0, 255]
    assert not differs(seen(sheets, len(sides))[0], wanted)
