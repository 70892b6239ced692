"""Compute where each page, fold and cut lies on a sheet; pure geometry, draws nothing.

Pure geometry, in mm from the top left corner of the imposed sheet, as a left-to-right reader sees each side; a
right-to-left language mirrors every side, and with it folds, binding edge and order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from factsheet.design.layout import Layout
from factsheet.design.layout_file import NUp, Panels, Signature
from factsheet.engine.text_boxes import SetText
from factsheet.findings import ExitCode, Finding, ProjectError

_ROUNDING = 0.01  # mm


@dataclass(frozen=True)
class Slot:
    """The room of one page on a side."""

    page: int
    x: float
    y: float
    width: float
    height: float
    turned: bool = False
    """Whether the page stands on its head."""
    shift: float = 0.0
    """How far to the right the page itself is moved inside its room, to make up for creep."""
    bleeds: frozenset[str] = frozenset()
    """Which of its edges (left, right, top, bottom) keep their bleed: those where no other page begins."""


@dataclass(frozen=True)
class Line:
    """A fold or a cut."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True)
class Side:
    """One side of an imposed sheet. `width` and `height` are the sheet's own."""

    width: float
    height: float
    slots: tuple[Slot, ...]
    folds: tuple[Line, ...] = ()
    cuts: tuple[Line, ...] = ()


def impose(layout: Layout, pages: int, right_to_left: bool) -> tuple[Side, ...]:
    """Return the sides in printing order: front and back of the first sheet, then of the next.

    `layout.impose` says how; a layout without it has one side for each page.

    Raises:
        ProjectError: a page that would not be printed or would run off the sheet, exit code LAYOUT.
    """
    match layout.impose:
        case Panels() as rule:
            sides = _panels(layout, rule, pages)
        case Signature() as rule:
            sides = _signature(layout, rule, pages)
        case NUp() as rule:
            sides = _n_up(layout, rule, pages)
        case None:
            edges = frozenset({"left", "right", "top", "bottom"})
            sizes = [(page, layout.page_width(page), layout.height) for page in range(1, pages + 1)]
            sides = [Side(width, high, (Slot(page, 0, 0, width, high, bleeds=edges),)) for page, width, high in sizes]
    if problems := list(dict.fromkeys(_misfits(layout, sides, pages))):
        hint = "see sheet, trim and the rest of impose in layout.yaml"
        where = layout.place
        raise ProjectError(*(Finding(ExitCode.LAYOUT, f"{layout.name}: {what}", where, hint) for what in problems))
    return tuple(_mirror(side) if right_to_left else side for side in sides)


def _misfits(layout: Layout, sides: Sequence[Side], pages: int) -> Iterator[str]:
    slots = [(side, slot) for side in sides for slot in side.slots]
    for page in sorted({*range(1, pages + 1)} - {slot.page for _, slot in slots}):
        yield f"page {page} has no place on the sheet"
    for side, slot in slots:
        beyond = max(-slot.x, -slot.y, slot.x + slot.width - side.width, slot.y + slot.height - side.height)
        if beyond > _ROUNDING:
            yield f"page {slot.page} runs {beyond:.4g} mm off the sheet of {side.width:.4g} × {side.height:.4g} mm"
        if abs(slot.shift) > layout.safe:
            yield f"creep of {abs(slot.shift):.2g} mm pushes words of page {slot.page} into the fold"


def _panels(layout: Layout, rule: Panels, pages: int) -> list[Side]:
    sides = []
    for rows in rule.sides:
        cells = [[(int(cell.rstrip("^")), cell.endswith("^")) for cell in row.split()] for row in rows]
        sides.append(_grid(layout, rule.sheet, cells, pages, rule.cut))
    return sides


def _grid(
    layout: Layout,
    sheet: tuple[float, float],
    cells: Sequence[Sequence[tuple[int, bool]]],
    pages: int,
    cut: tuple[int, int, int] | None,
) -> Side:
    """Rows of pages that touch each other, in the middle of the sheet."""
    top = (sheet[1] - layout.height * len(cells)) / 2
    slots = []
    for number, row in enumerate(cells):
        widths = [layout.page_width(page) for page, _ in row]
        left = (sheet[0] - sum(widths)) / 2
        for column, ((page, turned), width) in enumerate(zip(row, widths, strict=True)):
            outer = {
                "left": column == 0,
                "right": column == len(row) - 1,
                "top": number == 0,
                "bottom": number == len(cells) - 1,
            }
            bleeds = frozenset(edge for edge, is_outer in outer.items() if is_outer)
            slots.append(Slot(page, left, top + number * layout.height, width, layout.height, turned, 0.0, bleeds))
            left += width
    folds, cuts = _lines(slots, cut)
    return Side(*sheet, tuple(slot for slot in slots if 1 <= slot.page <= pages), tuple(folds), tuple(cuts))


def _lines(slots: Sequence[Slot], cut: tuple[int, int, int] | None) -> tuple[list[Line], list[Line]]:
    """Folds where pages meet, over the whole piece; the one cut takes its part out of its fold."""
    left, right = min(slot.x for slot in slots), max(slot.x + slot.width for slot in slots)
    top, bottom = min(slot.y for slot in slots), max(slot.y + slot.height for slot in slots)
    columns = sorted({slot.x for slot in slots})
    rows = sorted({slot.y for slot in slots})
    folds = [Line(x, top, x, bottom) for x in columns[1:]]
    cuts = []
    for number, y in enumerate(rows[1:], 1):
        if cut and cut[0] == number:
            begin, end = columns[cut[1]], columns[cut[2]]
            cuts.append(Line(begin, y, end, y))
            folds += [Line(left, y, begin, y), Line(end, y, right, y)]
        else:
            folds.append(Line(left, y, right, y))
    return folds, cuts


def _signature(layout: Layout, rule: Signature, pages: int) -> list[Side]:
    """Folded once, nested, stapled. What is missing to a multiple of four stands blank before the last page."""
    order = [*range(1, pages + 1)]
    last = max(1, pages - 1)  # a lone page is the front, not the back
    order[last:last] = [0] * (-pages % 4)
    sides = []
    for sheet in range(len(order) // 4):
        outer, inner = order[-1 - 2 * sheet], order[-2 - 2 * sheet]
        front, back = (outer, order[2 * sheet]), (order[2 * sheet + 1], inner)
        for left, right in (front, back):
            cells = [[(left, False), (right, False)]]
            side = _grid(layout, rule.sheet, cells, pages, None)
            creep = sheet * rule.paper_thickness
            slots = [replace(slot, shift=creep if slot.page == left else -creep) for slot in side.slots]
            sides.append(replace(side, slots=tuple(slots)))
    return sides


def _n_up(layout: Layout, rule: NUp, pages: int) -> list[Side]:
    """Fronts on one side; on the other, behind each front, the common back."""
    columns, rows = rule.grid
    left = (rule.sheet[0] - columns * layout.width - (columns - 1) * rule.gutter) / 2
    top = (rule.sheet[1] - rows * layout.height - (rows - 1) * rule.gutter) / 2
    # A gutter too narrow for two bleeds has none: one card would be painted over the other.
    edges = frozenset({"left", "right", "top", "bottom"} if rule.gutter >= 2 * layout.bleed else ())
    sides = []
    for first in range(1, max(pages, 2), columns * rows):
        fronts = [
            Slot(
                first + number,
                left + number % columns * (layout.width + rule.gutter),
                top + number // columns * (layout.height + rule.gutter),
                layout.width,
                layout.height,
                bleeds=edges,
            )
            for number in range(min(columns * rows, max(pages, 2) - first))
        ]
        backs = [replace(_behind(slot, rule), page=pages) for slot in fronts]
        for slots in (fronts, backs):
            sides.append(Side(*rule.sheet, tuple(slots), cuts=tuple(_edges(slots))))
    return sides


def _behind(slot: Slot, rule: NUp) -> Slot:
    """Return the same room seen from the other side of the sheet, once that is turned on its edge."""
    width, height = rule.sheet
    turns_sideways = (rule.duplex == "long-edge") == (height >= width)
    if turns_sideways:
        return replace(slot, x=width - slot.x - slot.width)
    return replace(slot, y=height - slot.y - slot.height)


def _edges(slots: Sequence[Slot]) -> Iterator[Line]:
    """Return the lines along which cards are cut, each once, over the whole piece."""
    left, right = min(slot.x for slot in slots), max(slot.x + slot.width for slot in slots)
    top, bottom = min(slot.y for slot in slots), max(slot.y + slot.height for slot in slots)
    for x in sorted({round(edge, 6) for slot in slots for edge in (slot.x, slot.x + slot.width)}):
        yield Line(x, top, x, bottom)
    for y in sorted({round(edge, 6) for slot in slots for edge in (slot.y, slot.y + slot.height)}):
        yield Line(left, y, right, y)


def _mirror(side: Side) -> Side:
    """Mirror a side, as a right-to-left reader needs it."""
    swap = {"left": "right", "right": "left"}
    slots = [
        replace(
            slot,
            x=side.width - slot.x - slot.width,
            shift=-slot.shift,
            bleeds=frozenset(swap.get(edge, edge) for edge in slot.bleeds),
        )
        for slot in side.slots
    ]
    lines = [
        tuple(Line(side.width - line.x2, line.y1, side.width - line.x1, line.y2) for line in lines)
        for lines in (side.folds, side.cuts)
    ]
    return replace(side, slots=tuple(slots), folds=lines[0], cuts=lines[1])


def free_strip(
    side: Side, texts: Sequence[SetText], width: float, height: float, margin: float
) -> tuple[float, float] | None:
    """Find where on a side a strip of this size covers no word: its top left corner, or None.

    Looked for along the bottom edge, then along the top, `margin` mm from the edge of the paper; across a fold only
    where there is no other room.
    """
    words = [on_sheet(slot, text) for slot in side.slots for text in texts if text.page == slot.page]
    folds = [(line.x1 - 1, line.y1 - 1, line.x2 - line.x1 + 2, line.y2 - line.y1 + 2) for line in side.folds]
    for taken in ([*words, *folds], words):
        for y in (side.height - margin - height, margin):
            for x in range(round(margin) + 1, round(side.width - margin - width)):
                if not any(
                    left < x + width and x < left + wide and top < y + height and y < top + high
                    for left, top, wide, high in taken
                ):
                    return float(x), y
    return None


def cut_off(side: Side, texts: Sequence[SetText], margin: float) -> list[SetText]:
    """Return the texts that reach into the outermost `margin` mm of a side, where an office printer leaves them out."""
    return [
        text
        for slot in side.slots
        for text in texts
        if text.page == slot.page
        for left, top, wide, high in (on_sheet(slot, text),)
        if min(left, top, side.width - left - wide, side.height - top - high) < margin
    ]


def on_sheet(slot: Slot, text: SetText) -> tuple[float, float, float, float]:
    """Return where a text of the slot's page stands on the side: left, top, width and height."""
    x, y = (slot.width - text.x - text.width, slot.height - text.y - text.height) if slot.turned else (text.x, text.y)
    return slot.x + slot.shift + x, slot.y + y, text.width, text.height
