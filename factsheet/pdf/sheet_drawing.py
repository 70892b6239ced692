"""Draw pages onto the sheets that `imposition` has computed, with trim, fold, cut and register marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from factsheet.pdf import operators
from factsheet.pdf.imposition import Line, Side, Slot

PT: Final = 72 / 25.4
HAIRLINE: Final = 0.25
"""pt; thinner lines are not sure to be seen in print."""
SLUG: Final = 10.0
"""mm around the trim of a press sheet, for marks outside the bleed."""
_MARK: Final = 5.0
_AWAY: Final = 1.0  # mm between the bleed and a mark


def paint(drawn: pikepdf.Pdf, sides: Sequence[Side], bleed: float, slug: float) -> pikepdf.Pdf:
    """Set each page in its slot: clipped at folds and cuts, `bleed` mm kept on the edges where no other page begins.

    The sheets' MediaBox begins at 0,0 and goes `slug` mm around the sheet; TrimBox and BleedBox lie inside it.
    """
    imposed = pikepdf.new()
    forms = {}
    for number, page in enumerate(drawn.pages, 1):
        page.mediabox = page.trimbox = page.mediabox  # a form is clipped to the trim, and the bleed is wanted
        forms[number] = imposed.copy_foreign(page.as_form_xobject())
    for side in sides:
        width, height = (side.width + 2 * slug) * PT, (side.height + 2 * slug) * PT
        imposed.add_blank_page(page_size=(width, height))
        page = imposed.pages[-1]
        used = {f"/P{slot.page}": forms[slot.page] for slot in side.slots}
        page.obj.Resources = Dictionary(XObject=Dictionary(used))
        content = "\n".join(_placed(slot, side, bleed, slug) for slot in side.slots)
        page.obj.Contents = imposed.make_stream(content.encode("ascii"))
        page.obj.TrimBox = _box(slug, slug, side.width, side.height)
        around = min(bleed, slug)
        page.obj.BleedBox = _box(slug - around, slug - around, side.width + 2 * around, side.height + 2 * around)
    return imposed


def _box(x: float, y: float, width: float, height: float) -> Array:
    return Array([round(edge * PT, 4) for edge in (x, y, x + width, y + height)])


def _placed(slot: Slot, side: Side, bleed: float, slug: float) -> str:
    keep = {edge: bleed if edge in slot.bleeds else 0.0 for edge in ("left", "right", "top", "bottom")}
    x, y = slug + slot.x, slug + side.height - slot.y - slot.height
    area = (
        x - keep["left"],
        y - keep["bottom"],
        slot.width + keep["left"] + keep["right"],
        slot.height + keep["top"] + keep["bottom"],
    )
    sign, at_x, at_y = (-1, x + slot.width, y + slot.height) if slot.turned else (1, x, y)
    return operators.saved(
        operators.clip(operators.rectangle(*(edge * PT for edge in area))),
        operators.place((at_x + slot.shift) * PT, at_y * PT, scale=str(sign)),
        operators.form(f"P{slot.page}"),
    )


def mark_for_press(sheets: pikepdf.Pdf, sides: Sequence[Side], bleed: float) -> None:
    """Draw trim, fold, cut and register marks in the slug, in every ink at once (/Separation /All)."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0] * 4), C1=Array([1] * 4), N=1)
    every_ink = Array([Name.Separation, Name.All, Name.DeviceCMYK, tint])
    for page, side in zip(sheets.pages, sides, strict=True):
        page.obj.Resources[Name.ColorSpace] = Dictionary(All=every_ink)
        # The cut of a folded sheet begins at a fold, not at an edge.
        marked = [*_corners(side, bleed), *_ticks(() if side.folds else side.cuts, side, bleed)]
        lines = [(line, False) for line in marked] + [(line, True) for line in _ticks(side.folds, side, bleed)]
        strokes = [stroke(line, side, SLUG, dashed) for line, dashed in lines]
        register = [_register(x, y) for x, y in _middles(side)]
        pen = f"/All CS 1 SCN {operators.line_width(HAIRLINE)}"
        add(sheets, page, "\n".join([pen, *strokes, operators.SOLID, *register]))


def mark_for_office(sheets: pikepdf.Pdf, sides: Sequence[Side], margin: float) -> None:
    """Draw short ticks where to fold, and where to cut, no nearer than `margin` mm to the edge of the paper."""
    for page, side in zip(sheets.pages, sides, strict=True):
        lines = [(line, True) for fold in side.folds for line in _ends(fold, side, margin)]
        if side.folds:
            lines += [(line, True) for line in side.cuts]
        else:
            lines += [(line, False) for cut in side.cuts for line in _beyond(cut, side, margin)]
        if lines:
            strokes = [stroke(line, side, 0.0, dashed) for line, dashed in lines]
            add(sheets, page, "\n".join([f"0 G {operators.line_width(HAIRLINE * 2)}", *strokes]))


def stick_on(sheets: pikepdf.Pdf, page: int, strip: pikepdf.Pdf, x: float, y: float, width: float) -> None:
    """Put the first `width` mm of a strip's page on a sheet, its top left corner at x, y mm, on white."""
    source = strip.pages[0]
    height = float(source.mediabox[3])
    target = sheets.pages[page - 1]
    target.obj.Resources.XObject["/Strip"] = sheets.copy_foreign(source.as_form_xobject())
    left, bottom = x * PT, float(target.mediabox[3]) - y * PT - height
    box = operators.rectangle(left, bottom, width * PT, height)
    white = f"1 g {box} {operators.FILL}"
    add(
        sheets,
        target,
        " ".join([white, operators.clip(box), operators.place(left, bottom), operators.form("Strip")]),
    )


def add(sheets: pikepdf.Pdf, page: pikepdf.Page, content: str) -> None:
    """Draw over a sheet; sizes in the content are in pt from its bottom left corner."""
    page.contents_add(sheets.make_stream(operators.saved(content, between="\n").encode("ascii")))


def stroke(line: Line, side: Side, slug: float, dashed: bool) -> str:
    """Return the operators that draw a line of a side, on a sheet with `slug` mm around it."""
    begin, end = (((slug + x) * PT, (slug + side.height - y) * PT) for x, y in ((line.x1, line.y1), (line.x2, line.y2)))
    dash = operators.DASHED if dashed else operators.SOLID
    return " ".join([dash, operators.move_to(*begin), operators.line_to(*end), operators.STROKE])


def _corners(side: Side, bleed: float) -> Iterator[Line]:
    near, far = bleed + _AWAY, bleed + _AWAY + _MARK
    for x, way_x in ((0.0, -1), (side.width, 1)):
        for y, way_y in ((0.0, -1), (side.height, 1)):
            yield Line(x + way_x * near, y, x + way_x * far, y)
            yield Line(x, y + way_y * near, x, y + way_y * far)


def _ticks(lines: Sequence[Line], side: Side, bleed: float) -> Iterator[Line]:
    """Return where lines would meet the slug at both ends, each place once."""
    near, far = bleed + _AWAY, bleed + _AWAY + _MARK
    for x in sorted({line.x1 for line in lines if line.x1 == line.x2}):
        yield Line(x, -far, x, -near)
        yield Line(x, side.height + near, x, side.height + far)
    for y in sorted({line.y1 for line in lines if line.y1 == line.y2}):
        yield Line(-far, y, -near, y)
        yield Line(side.width + near, y, side.width + far, y)


def _ends(line: Line, side: Side, margin: float) -> Iterator[Line]:
    """Return the first 3 mm of a line at each edge of the paper it reaches, inside the margin."""
    if line.x1 == line.x2:
        yield Line(line.x1, margin, line.x1, margin + 3)
        yield Line(line.x1, side.height - margin - 3, line.x1, side.height - margin)
    else:
        if line.x1 <= margin:
            yield Line(margin, line.y1, margin + 3, line.y1)
        if line.x2 >= side.width - margin:
            yield Line(side.width - margin - 3, line.y1, side.width - margin, line.y1)


def _beyond(line: Line, side: Side, margin: float) -> Iterator[Line]:
    """Return up to 4 mm at each end of a cut, outside the cards and as far as an office printer can reach."""
    if line.x1 == line.x2:
        ends = [Line(line.x1, max(margin, line.y1 - 5), line.x1, line.y1 - 1)]
        ends.append(Line(line.x1, line.y2 + 1, line.x1, min(side.height - margin, line.y2 + 5)))
    else:
        ends = [Line(max(margin, line.x1 - 5), line.y1, line.x1 - 1, line.y1)]
        ends.append(Line(line.x2 + 1, line.y1, min(side.width - margin, line.x2 + 5), line.y1))
    yield from (end for end in ends if end.x1 < end.x2 or end.y1 < end.y2)


def _middles(side: Side) -> Iterator[tuple[float, float]]:
    """Return where register marks stand, in mm: in the slug at each edge, a little off centre, where no fold is."""
    yield SLUG + side.width * 0.4, SLUG / 2 - 1.5
    yield SLUG + side.width * 0.4, SLUG * 1.5 + side.height + 1.5
    yield SLUG / 2 - 1.5, SLUG + side.height * 0.4
    yield SLUG * 1.5 + side.width + 1.5, SLUG + side.height * 0.4


def _register(x: float, y: float) -> str:
    """Draw a circle of 3 mm with a cross through it, its middle at x, y mm."""
    x, y, radius = x * PT, y * PT, 1.5 * PT
    arm = 1.4 * radius
    cross = [
        operators.move_to(x - arm, y, digits=3),
        operators.line_to(x + arm, y, digits=3),
        operators.move_to(x, y - arm, digits=3),
        operators.line_to(x, y + arm, digits=3),
    ]
    return " ".join([*cross, operators.circle(x, y, radius), operators.STROKE])
