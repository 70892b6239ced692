"""Paint the words of laid-out pages in the order in which they are read.

A reader without tags takes words as they come in the file, and the engine paints what is positioned last, as CSS asks:
a masthead that an ornament is placed in came after all text of its page. Most of what is positioned only is so that
something else can be placed in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from factsheet.engine import boxes


def in_reading_order(pages: Sequence[Any]) -> None:
    """Let what has no layer of its own (`z-index`) be painted where it stands in the text."""
    for page in pages:
        _walk(boxes.outermost(page))


def _walk(box: Any) -> None:
    box = boxes.laid_out(box)
    style = box.style
    if style["position"] == "relative" and style["z_index"] == "auto":
        style["position"] = "static"
    if boxes.is_picture(box) and style["overflow"] != "visible":
        style["overflow"] = "visible"
    for child in box.all_children():
        _walk(child)
