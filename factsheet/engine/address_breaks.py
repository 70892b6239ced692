"""An address on its way into a line -> the same, with places to divide it only if no line could hold it whole.

`kept` marks two kinds of places. Where the whole width of a column is too little for what lies between two of the first
kind, the second kind are used as well; where even that is not enough, it is divided between any two letters, as a word
that runs off the page is worse. Knows the insides of one version of the engine, as tags.py.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from factsheet.compose.nobreak import AT_NEED, BREAK

_LEFT, _RIGHT, _AROUND = 0, 1, 4
"""Which of the engine's arguments are where the text begins, where the line ends, and the block around it."""
_OPENING = 0.6  # of the size; what an opening bracket or quotation mark takes at most
_CLOSING = re.compile(r"[^\w\s]*")


def divide_in(inline: Any, preferred: Any) -> None:
    """Let the engine ask here before it puts a text into a line, and how narrow a box can be.

    To be called when `lines` has taken its place in both.
    """
    split = inline.split_inline_level
    # Once for each process: another engine has the same module.
    if not hasattr(split, "divides"):
        inline.split_inline_level = _dividing(inline, split)
        inline.split_inline_level.divides = True
    preferred.split_first_line = _narrowest(preferred.split_first_line)


def _narrowest(split: Any) -> Any:
    """A box that is as wide as its words need be, as some in a row are, has to hold no more than an address divided."""

    def split_first_line(text: str, style: Any, context: Any, most: float | None, *rest: Any, **more: Any) -> Any:
        return split(text.replace(AT_NEED, BREAK) if most == 0 else text, style, context, most, *rest, **more)

    return split_first_line


def _dividing(inline: Any, split: Any) -> Any:
    def split_inline_level(context: Any, box: Any, *arguments: Any) -> Any:
        if AT_NEED in getattr(box, "text", ""):
            width, left = arguments[_AROUND].width, arguments[_RIGHT] - arguments[_LEFT]
            stands_first = width - left < _OPENING * box.style["font_size"]
            box = _made_to_fit(inline, context, box, left if stands_first else width)
        return split(context, box, *arguments)

    return split_inline_level


def _made_to_fit(inline: Any, context: Any, box: Any, width: float) -> Any:
    """The box, or one that can be divided, if a piece of its text is wider than a line, with the marks that follow."""
    closing = _CLOSING.match(box.element.tail or "") if box.element is not None else None

    def is_wide(text: str) -> bool:
        measured: float = inline.split_first_line(text, box.style, context, None, 0)[3]
        return measured > width

    def wide(parts: Sequence[str]) -> list[bool]:
        return [*map(is_wide, parts[:-1]), is_wide(parts[-1] + (closing[0] if closing else ""))]

    pieces = box.text.split(BREAK)
    out = wide(pieces)
    if not any(out):
        return box
    text = BREAK.join(
        piece.replace(AT_NEED, BREAK) if is_out else piece for piece, is_out in zip(pieces, out, strict=True)
    )
    box = box.copy_with_text(text)
    if any(wide(text.split(BREAK))):
        box.style = box.style.copy()
        box.style["overflow_wrap"] = "anywhere"
    return box
