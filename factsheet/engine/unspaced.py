"""Letters that no space divides -> lines of them that break where it is marked. Knows the engine's insides, as tags.py.

The engine asks a library where lines of Thai may break, which knows few compounds and none of the words of this
century, and cannot be told otherwise by any style. So breaks between such letters are forbidden as a whole, and
`wordbreaks` marks where they are not. A mark is three bytes long in any form, so that places in the text stay.
"""

from __future__ import annotations

import re
from typing import Any, Final

from factsheet.design.break_marks import BREAK, HELD, LETTER, TIGHT

_LETTER = re.compile(LETTER)
# Without spaces; after a slash, a dash or a hyphen a line may break as in any other script.
_STRETCH = re.compile(rf"[^\s{BREAK}/–—-]+")
_BREAK = re.compile(rf"{BREAK}|\s(?![{HELD}{TIGHT}])")
_HOLDS = re.compile(f"[{HELD}{TIGHT}]")
_FULL: Final = 0.9
"""How much of its width a line of running text fills at least, where letting go of what is HELD helps."""
_TEXT: Final = 12
"""How many times as wide as its letters are high a line of running text is at least; others are headlines."""
_ATTRIBUTE: Final = "PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);"


def hold_in(line_break: Any, *modules: Any) -> None:
    """Let the engine's module that breaks lines, and those that ask it, break no stretch of such letters by themselves.

    Called once for each engine; a second call changes nothing.
    """
    layout, ffi, pango = line_break.Layout, line_break.ffi, line_break.pango
    if getattr(layout, "holds", False):
        return
    layout.holds = True
    ffi.cdef(_ATTRIBUTE)
    set_text, can_break_text = layout.set_text, line_break.can_break_text

    def set_held_text(self: Any, text: str, justify: bool = False) -> None:
        set_text(self, text, justify)
        found = _STRETCH.finditer(self.text) if _LETTER.search(self.text) else ()
        stretches = [stretch for stretch in found if _LETTER.search(stretch[0])]
        if not stretches:
            return
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes == ffi.NULL:
            attributes = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
        for stretch in stretches:
            attribute = pango.pango_attr_allow_breaks_new(False)
            attribute.start_index = len(self.text[: stretch.start()].encode())
            attribute.end_index = attribute.start_index + len(stretch[0].encode())
            pango.pango_attr_list_change(attributes, attribute)
        pango.pango_layout_set_attributes(self.layout, attributes)

    def can_break_held_text(text: str, language: Any) -> bool:
        # Letters of any other script say the same, as lines break between none of them.
        return bool(can_break_text(_LETTER.sub("x", text) if text else text, language))

    layout.set_text = set_held_text
    for module in modules:
        module.can_break_text = can_break_held_text


def loosened(split: Any) -> Any:
    """Wrap the engine's function that breaks off one line, so that a line breaks at what holds where it has to."""

    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        def anew(text: str) -> Any:
            return split(text, style, context, max_width, justification_spacing, is_line_start, minimum)

        line = anew(text)
        if max_width is None or not (is_line_start or minimum) or not (_HOLDS.search(text) and _LETTER.search(text)):
            return line
        for mark in (HELD, TIGHT):
            if line[3] > max_width:
                text = _loose(text, 0, mark)
                line = anew(text)
        is_text = not minimum and max_width > _TEXT * style["font_size"]
        if line[2] is not None and is_text and line[3] < max_width * _FULL:
            fuller = anew(_loose(text, len(text.encode()[: line[2]].decode()), HELD))
            return fuller if line[3] < fuller[3] <= max_width else line
        return line

    return split_first_line


def _loose(text: str, begin: int, mark: str) -> str:
    """A text in which lines may break at this mark, as far as they could break for the first time after `begin`."""
    begin += len(text[begin:]) - len(text[begin:].lstrip())
    found = _BREAK.search(text, begin)
    end = found.start() if found else len(text)
    return text[:begin] + text[begin:end].replace(mark, BREAK) + text[end:]
