"""Break lines of scripts that put no space between words where it is marked, and nowhere else.

The engine asks a library where lines of Thai may break, which knows few compounds and none of the words of this
century, and cannot be told otherwise by any style. So breaks between such letters are forbidden as a whole, and
`wordbreaks` marks where they are not.
"""

from __future__ import annotations

import re
from functools import wraps
from typing import Any, Final

from factsheet.design.break_marks import BREAK, HELD, LETTER, TIGHT
from factsheet.engine.pango_attributes import add_attributes

_LETTER = re.compile(LETTER)
# Without spaces; after a slash, a dash or a hyphen a line may break as in any other script.
_STRETCH = re.compile(rf"[^\s{BREAK}/–—-]+")
_BREAK = re.compile(rf"{BREAK}|\s(?![{HELD}{TIGHT}])")
_HOLDS = re.compile(f"[{HELD}{TIGHT}]")
_FULL: Final = 0.9
"""How much of its width a line of running text fills at least, where letting go of what is HELD helps."""
_TEXT: Final = 12
"""How many times as wide as its letters are high a line of running text is at least; others are headlines."""


def wrap_set_text(set_text: Any) -> Any:
    """Forbid breaks within each stretch of such letters when a layout gets its text."""
    from weasyprint.text.ffi import pango

    @wraps(set_text)
    def set_held_text(layout: Any, text: str, justify: bool = False) -> None:
        set_text(layout, text, justify)
        stretches = _STRETCH.finditer(layout.text) if _LETTER.search(layout.text) else ()
        attributes = [
            (*stretch.span(), pango.pango_attr_allow_breaks_new(False))
            for stretch in stretches
            if _LETTER.search(stretch[0])
        ]
        add_attributes(layout, attributes)

    return set_held_text


def wrap_can_break_text(can_break_text: Any) -> Any:
    """Say that such letters cannot be divided, as is true of all others: lines break between none of them."""

    @wraps(can_break_text)
    def can_break_held_text(text: str, language: Any) -> bool:
        return bool(can_break_text(_LETTER.sub("x", text) if text else text, language))

    return can_break_held_text


def wrap_split_first_line(split: Any) -> Any:
    """Break a line at what holds if it would be too wide, or much too short, without."""

    @wraps(split)
    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        def split_text(text: str) -> Any:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)

        line = split_text(text)
        if max_width is None or not (is_line_start or minimum) or not (_HOLDS.search(text) and _LETTER.search(text)):
            return line
        for mark in (HELD, TIGHT):
            if line[3] > max_width:
                text = _loose(text, 0, mark)
                line = split_text(text)
        is_text = not minimum and max_width > _TEXT * style["font_size"]
        if line[2] is not None and is_text and line[3] < max_width * _FULL:
            fuller = split_text(_loose(text, len(text.encode()[: line[2]].decode()), HELD))
            return fuller if line[3] < fuller[3] <= max_width else line
        return line

    return split_first_line


def _loose(text: str, begin: int, mark: str) -> str:
    """Let lines of a text break at this mark, as far as they could break for the first time after `begin`."""
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    place = _BREAK.search(text, begin)
    end = place.start() if place else len(text)
    return text[:begin] + text[begin:end].replace(mark, BREAK) + text[end:]
