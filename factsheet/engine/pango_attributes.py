"""Set Pango attributes (font, breaks) on ranges of a line's text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def add_attributes(layout: Any, attributes: Sequence[tuple[int, int, Any]]) -> None:
    """Add attributes of Pango to a layout, each from one character of its text to another."""
    from weasyprint.text.ffi import ffi, pango

    if not attributes:
        return
    together = pango.pango_layout_get_attributes(layout.layout)
    if together == ffi.NULL:
        together = ffi.gc(pango.pango_attr_list_new(), pango.pango_attr_list_unref)
    for begin, end, attribute in attributes:
        attribute.start_index, attribute.end_index = (len(layout.text[:place].encode()) for place in (begin, end))
        pango.pango_attr_list_change(together, attribute)
    pango.pango_layout_set_attributes(layout.layout, together)
