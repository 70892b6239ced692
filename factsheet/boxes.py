"""Laid-out pages -> the texts on them, with place, key, and how far each sticks out of what should hold it.

Walks the engine's tree of laid-out boxes, which it does not promise to keep as it is; this is the one module that
leans on it, and its tests fail loudly when the tree changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_MM = 25.4 / 96
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


@dataclass(frozen=True)
class _Frame:
    """The room that is left after all the blocks around a text, in CSS pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def within(self, left: float, top: float, right: float, bottom: float) -> _Frame:
        return _Frame(max(self.left, left), max(self.top, top), min(self.right, right), min(self.bottom, bottom))

    def sticks_out(self, left: float, top: float, right: float, bottom: float) -> float:
        """How far a rectangle sticks out of this frame, in mm."""
        most = max(self.left - left, self.top - top, right - self.right, bottom - self.bottom)
        return most * _MM if most * _MM > _ROUNDING else 0.0


def texts(pages: Iterable[Any]) -> Iterator[SetText]:
    """Every run of text on the pages, in the order in which a screen reader meets them."""
    for number, page in enumerate(pages, 1):
        sheet = page._page_box
        whole = _Frame(0, 0, sheet.margin_width(), sheet.margin_height())
        for child in sheet.all_children():
            yield from _in_box(child, number, None, whole, whole)


def _in_box(box: Any, page: int, key: str | None, frame: _Frame, whole: _Frame) -> Iterator[SetText]:
    element = box.element
    if element is not None:
        key = element.get("data-key", key)
    # What floats or is placed may leave its parent; overset.py finds it where it covers something else.
    if not box.is_in_normal_flow():
        frame = whole
    if type(box).__name__ == "LineBox":
        yield from _in_line(box, page, key, frame, box, whole)
        return
    if hasattr(box, "content_box_x") and box.height != "auto" and not type(box).__name__.startswith("Inline"):
        left, top = box.content_box_x(), box.content_box_y()
        frame = frame.within(left, top, left + box.width, top + box.height)
    for child in getattr(box, "children", ()):
        yield from _in_box(child, page, key, frame, whole)


def _in_line(box: Any, page: int, key: str | None, frame: _Frame, line: Any, whole: _Frame) -> Iterator[SetText]:
    element = box.element
    # A line belongs to the block's element: its key is already known, and an inline box may bring a closer one.
    if element is not None and box is not line:
        key = element.get("data-key", key)
    if hasattr(box, "text"):
        if not box.text.strip():
            return
        top, bottom = line.position_y, line.position_y + line.height
        yield SetText(
            page=page,
            key=key,
            text=box.text,
            x=box.position_x * _MM,
            y=top * _MM,
            width=box.width * _MM,
            height=line.height * _MM,
            overset=frame.sticks_out(box.position_x, top, box.position_x + box.width, bottom),
            visible=box.style["visibility"] == "visible",
        )
        return
    for child in getattr(box, "children", ()):
        inline = type(child).__name__ in ("InlineBox", "TextBox")
        yield from _in_line(child, page, key, frame, line, whole) if inline else _in_box(child, page, key, frame, whole)
