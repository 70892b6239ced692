"""An address on its way into a line -> the same, with places to divide it only if no line could hold it whole.

`kept` marks two kinds of places. Where the whole width of a column is too little for what lies between two of the first
kind, the second kind are used as well; where even that is not enough, it is divided between any two letters, as a word
that runs off the page is worse. Knows the insides of one version of the engine, as tags.py.
"""

from __future__ import annotations

from typing import Any

from factsheet.kept import AT_NEED, BREAK

_AROUND = 4
"""Which of the engine's arguments is the block around the line."""


def divide_in(inline: Any) -> None:
    """Let the engine's module of lines ask here before it puts a text into one."""
    inline.split_inline_level = _dividing(inline, inline.split_inline_level)


def _dividing(inline: Any, split: Any) -> Any:
    def split_inline_level(context: Any, box: Any, *arguments: Any) -> Any:
        if AT_NEED in getattr(box, "text", ""):
            box = _made_to_fit(inline, context, box, arguments[_AROUND].width)
        return split(context, box, *arguments)

    return split_inline_level


def _made_to_fit(inline: Any, context: Any, box: Any, width: float) -> Any:
    """The box, or one that can be divided, if a piece of its text is wider than the whole line."""

    def is_wide(text: str) -> bool:
        measured: float = inline.split_first_line(text, box.style, context, None, 0)[3]
        return measured > width

    pieces = box.text.split(BREAK)
    wide = [is_wide(piece) for piece in pieces]
    if not any(wide):
        return box
    divided = [piece.replace(AT_NEED, BREAK) if out else piece for piece, out in zip(pieces, wide, strict=True)]
    box = box.copy_with_text(BREAK.join(divided))
    if any(is_wide(part) for piece in divided for part in piece.split(BREAK)):
        box.style = box.style.copy()
        box.style["overflow_wrap"] = "anywhere"
    return box
