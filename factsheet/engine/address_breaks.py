"""Divide an address only where no line could hold it whole.

`nobreak` marks two kinds of places. Where the whole width of a column is too little for what lies between two of the
first kind, the second kind are used as well; where even that is not enough, it is divided between any two letters, as a
word that runs off the page is worse.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import wraps
from typing import Any

from factsheet.compose.nobreak import AT_NEED, BREAK

_LEFT, _RIGHT, _AROUND = 0, 1, 4
"""Which of the engine's arguments are where the text begins, where the line ends, and the block around it."""
_OPENING = 0.6  # of the size; what an opening bracket or quotation mark takes at most
_CLOSING = re.compile(r"[^\w\s]*")


def wrap_split_first_line(split: Any) -> Any:
    """Let a box that is as wide as its words need be, as some in a row are, hold no more than an address divided."""

    @wraps(split)
    def split_first_line(text: str, style: Any, context: Any, most: float | None, *rest: Any, **more: Any) -> Any:
        return split(text.replace(AT_NEED, BREAK) if most == 0 else text, style, context, most, *rest, **more)

    return split_first_line


def wrap_split_inline_level(split: Any) -> Any:
    """Divide the addresses of a text that is about to be put into a line, if that is as wide as its column."""

    @wraps(split)
    def split_inline_level(context: Any, box: Any, *arguments: Any) -> Any:
        if AT_NEED in getattr(box, "text", ""):
            width, left = arguments[_AROUND].width, arguments[_RIGHT] - arguments[_LEFT]
            stands_first = width - left < _OPENING * box.style["font_size"]
            box = _divided_to_fit(context, box, left if stands_first else width)
        return split(context, box, *arguments)

    return split_inline_level


def _divided_to_fit(context: Any, box: Any, width: float) -> Any:
    """Return the box, or one that can be divided if a piece of its text, with the marks that follow, is too wide."""
    from weasyprint.layout import inline

    closing = _CLOSING.match(box.element.tail or "") if box.element is not None else None

    def is_wide(text: str) -> bool:
        measured: float = inline.split_first_line(text, box.style, context, None, 0)[3]
        return measured > width

    def too_wide(parts: Sequence[str]) -> list[bool]:
        return [*map(is_wide, parts[:-1]), is_wide(parts[-1] + (closing[0] if closing else ""))]

    pieces = box.text.split(BREAK)
    are_wide = too_wide(pieces)
    if not any(are_wide):
        return box
    text = BREAK.join(
        piece.replace(AT_NEED, BREAK) if wide else piece for piece, wide in zip(pieces, are_wide, strict=True)
    )
    box = box.copy_with_text(text)
    if any(too_wide(text.split(BREAK))):
        box.style = box.style.copy()
        box.style["overflow_wrap"] = "anywhere"
    return box
