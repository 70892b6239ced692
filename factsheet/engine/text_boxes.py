"""Measure the texts on laid-out pages: place, key, how far each sticks out of its blocks; and how full each page is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from factsheet.design import break_marks
from factsheet.engine import boxes

_MM = 25.4 / 96
_FORCED = {"page", "always", "left", "right", "recto", "verso"}
_ROUNDING = 0.3  # mm; line boxes and their blocks are rounded apart by less than this


@dataclass(frozen=True)
class SetText:
    """A run of text on one line. x, y, width, height in mm from the trim's top left corner; pages count from 1."""

    page: int
    key: str | None
    text: str
    x: float
    y: float
    width: float
    height: float
    overset: float
    """How far, in mm, it sticks out of the blocks that should hold it; 0 when it fits."""
    visible: bool
    sideways: float = 0.0
    """How much of that is to the left or right, in mm."""
    column: float = 0.0
    """The width in mm of the block that holds its line."""
    paragraph: int = 0
    """The same number for all lines of one block on one page."""
    spare: float = 0.0
    """How many mm its block can grow before the page fills up: until it is as high as the cell beside it, say."""


@dataclass(frozen=True)
class SetPage:
    """How far a page is filled, in mm from the trim's top edge; pages count from 1."""

    page: int
    top: float
    bottom: float
    """Where its margins begin."""
    end: float
    """Where the lowest thing in the flow of the page ends."""
    begins: bool
    """Whether it is a page of its own because a style says so, not because the one before was full."""

    @property
    def used(self) -> float:
        """The height that is taken, in mm."""
        return max(0.0, self.end - self.top)

    @property
    def share(self) -> float:
        """How much of its height is taken, from 0 to 1."""
        return min(1.0, self.used / (self.bottom - self.top))

    @property
    def room(self) -> float:
        """The height that is left, in mm."""
        return max(0.0, self.bottom - self.end)


class _Frame(NamedTuple):
    """The room that is left after all the blocks around a text, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, left: float, top: float, right: float, bottom: float) -> _Frame:
        return _Frame(max(self.left, left), max(self.top, top), min(self.right, right), min(self.bottom, bottom))

    @property
    def width(self) -> float:
        return max(0.0, self.right - self.left)

    def sticks_out(self, left: float, top: float, right: float, bottom: float) -> tuple[float, float]:
        """How far a rectangle sticks out of this frame sideways, and at top or foot, in mm."""
        sideways, lengthways = max(self.left - left, right - self.right), max(self.top - top, bottom - self.bottom)
        return _beyond_rounding(sideways * _MM), _beyond_rounding(lengthways * _MM)


class _Around(NamedTuple):  # as it changes with nearly every box, and a dataclass takes three times as long
    """What is known of a box from the boxes it stands in."""

    page: int
    key: str | None
    frame: _Frame
    whole: _Frame
    spare: float
    """In CSS pixels, what all of them together have left."""
    after: frozenset[int]
    """The elements that go on overleaf: their boxes reach down to the foot of the page, whatever they hold."""


def _beyond_rounding(millimetres: float) -> float:
    return millimetres if millimetres > _ROUNDING else 0.0


def pages(pages: Sequence[Any]) -> Iterator[SetPage]:
    """How far each page is filled, and whether it had to begin."""
    before: frozenset[int] = frozenset()
    name = None
    for number, (sheet, own, after) in enumerate(_with_elements(pages), 1):
        top = sheet.content_box_y()
        flow = boxes.in_flow(sheet)
        end = max((_end(child, after) for child in flow), default=top)
        yield SetPage(
            page=number,
            top=top * _MM,
            bottom=(top + sheet.height) * _MM,
            end=end * _MM,
            begins=number == 1 or sheet.page_type.name != name or any(_begins(child, before) for child in flow),
        )
        before, name = own, sheet.page_type.name


def _with_elements(pages: Sequence[Any]) -> Iterator[tuple[Any, frozenset[int], frozenset[int]]]:
    """Each page's box, with the elements that have blocks on it and those that have some on the next page."""
    sheets = [boxes.outermost(page) for page in pages]
    elements = [frozenset(id(box.element) for box in sheet.descendants() if boxes.is_block(box)) for sheet in sheets]
    return zip(sheets, elements, [*elements[1:], frozenset[int]()], strict=True)


def _end(box: Any, after: frozenset[int]) -> float:
    """Where a box ends. One that goes on overleaf is drawn down to the foot of its page, however little is there."""
    bottom: float = box.position_y + box.margin_height()
    if id(box.element) not in after or not boxes.is_block(box):
        return bottom
    return max((_end(child, after) for child in boxes.in_flow(box)), default=bottom)


def _begins(box: Any, before: frozenset[int]) -> bool:
    """Whether this box, or the first in it and so on, breaks the page before it and does not go on from there."""
    while True:
        if id(box.element) not in before and box.style["break_before"] in _FORCED:
            return True
        children = boxes.in_flow(box)
        if not children:
            return False
        box = children[0]


def texts(pages: Sequence[Any]) -> Iterator[SetText]:
    """Every run of text on the pages, in the order in which a screen reader meets them."""
    for number, (sheet, _, after) in enumerate(_with_elements(pages), 1):
        whole = _Frame(0, 0, sheet.margin_width(), sheet.margin_height())
        for child in sheet.all_children():
            yield from _in_box(child, _Around(number, None, whole, whole, 0, after))


def _in_box(box: Any, around: _Around) -> Iterator[SetText]:
    element = box.element
    if element is not None and (key := element.get("data-key")) is not None:
        around = around._replace(key=key)
    # What floats or is placed may leave its parent; overset.py finds it where it covers something else.
    if not box.is_in_normal_flow():
        around = around._replace(frame=around.whole, spare=0)
    if boxes.is_line(box):
        yield from _in_line(box, around, box, 0)
        return
    if boxes.has_content_edges(box) and box.height != "auto":
        left, top = box.content_box_x(), box.content_box_y()
        around = around._replace(frame=around.frame.within(left, top, left + box.width, top + box.height))
    for child, left in _with_room(box, around.after):
        inside = around._replace(spare=around.spare + left) if left else around
        if boxes.is_line(child):
            yield from _in_line(child, inside, child, id(box))
        else:
            yield from _in_box(child, inside)


def _with_room(box: Any, after: frozenset[int]) -> Iterator[tuple[Any, float]]:
    """The boxes in a box, each with how much higher it can become before that does, in CSS pixels.

    In a row that is what the highest cell has over it; among blocks below each other, what no child takes.
    """
    children, flow = boxes.children(box), boxes.in_flow(box)
    if not flow or not boxes.is_block(box) or box.height == "auto" or id(box.element) in after:
        yield from ((child, 0.0) for child in children)
        return
    in_a_row = boxes.is_row(box)
    below = box.content_box_y() + box.height - max(child.position_y + child.margin_height() for child in flow)
    filled = sum(_filled_up(box, f"padding_{side}") for side in ("top", "bottom"))
    for child in children:
        left = box.height - child.margin_height() if in_a_row else below
        yield child, max(0.0, left) + filled if boxes.is_in_flow(child) else 0.0


def _filled_up(box: Any, side: str) -> float:
    """What the engine adds to a cell's padding to make it as high as its row."""
    own = box.style[side]
    is_cell = boxes.is_cell(box) and getattr(own, "unit", "") == "px"
    return max(0.0, getattr(box, side) - own.value) if is_cell else 0.0


def _in_line(box: Any, around: _Around, line: Any, paragraph: int) -> Iterator[SetText]:
    element = box.element
    # A line belongs to the block's element: its key is already known, and an inline box may bring a closer one.
    if element is not None and box is not line and (key := element.get("data-key")) is not None:
        around = around._replace(key=key)
    if hasattr(box, "text"):
        if not box.text.strip():
            return
        top, bottom = line.position_y, line.position_y + line.height
        sideways, lengthways = around.frame.sticks_out(box.position_x, top, box.position_x + box.width, bottom)
        yield SetText(
            page=around.page,
            key=around.key,
            text=break_marks.unmarked(box.text),
            x=box.position_x * _MM,
            y=top * _MM,
            width=box.width * _MM,
            height=line.height * _MM,
            overset=max(sideways, lengthways),
            visible=box.style["visibility"] == "visible",
            sideways=sideways,
            column=around.frame.width * _MM,
            paragraph=paragraph,
            spare=around.spare * _MM,
        )
        return
    for child in boxes.children(box):
        if boxes.is_inline(child):
            yield from _in_line(child, around, line, paragraph)
        else:
            yield from _in_box(child, around)
