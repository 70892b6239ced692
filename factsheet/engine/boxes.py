"""Tell WeasyPrint's boxes apart. The one place that names the classes of its tree of laid-out pages.

They are compared by name, as the engine is imported only once the fonts are set up. `tests/engine/test_contracts.py`
holds that the engine has these classes, and no other that would count as one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

LINE: Final = "LineBox"
TEXT: Final = "TextBox"
INLINE: Final = "InlineBox"
MARGIN: Final = "MarginBox"
CELL: Final = "TableCellBox"
ROWS: Final = frozenset({"TableRowBox", "FlexBox", "InlineFlexBox"})
"""Boxes whose children stand beside each other and are as high as the highest."""
REPLACED: Final = frozenset({"BlockReplacedBox", "InlineReplacedBox"})
"""Pictures."""
IN_LINES: Final = frozenset(
    {
        *("InlineLevelBox", "InlineBox", "InlineBlockBox", "InlineReplacedBox", "InlineTableBox", "InlineFlexBox"),
        "InlineGridBox",
    }
)
"""Boxes that stand in lines, texts aside."""


def outermost(page: Any) -> Any:
    """Return the box that is the whole page."""
    return page._page_box


def laid_out(box: Any) -> Any:
    """Return the box itself; one that is positioned has a placeholder in the tree where it would stand."""
    return getattr(box, "_box", box)


def children(box: Any) -> Sequence[Any]:
    """Return the boxes in a box; none for texts and pictures."""
    inside: Sequence[Any] = getattr(box, "children", ())
    return inside


def is_line(box: Any) -> bool:
    """Tell whether a box is a line of text."""
    return type(box).__name__ == LINE


def is_text(box: Any) -> bool:
    """Tell whether a box is a run of text on one line."""
    return type(box).__name__ == TEXT


def is_inline(box: Any) -> bool:
    """Tell whether a box is a part of its line: a run of text, or an inline element around some."""
    return type(box).__name__ in (INLINE, TEXT)


def is_picture(box: Any) -> bool:
    """Tell whether a box is a picture."""
    return type(box).__name__ in REPLACED


def is_margin(box: Any) -> bool:
    """Tell whether a box stands in the margin of its page, as a folio does."""
    return type(box).__name__ == MARGIN


def is_row(box: Any) -> bool:
    """Tell whether the children of a box stand beside each other."""
    return type(box).__name__ in ROWS


def is_cell(box: Any) -> bool:
    """Tell whether a box is the cell of a table."""
    return type(box).__name__ == CELL


def has_content_edges(box: Any) -> bool:
    """Tell whether a box is a block: one with edges of its own that stands in no line."""
    return hasattr(box, "content_box_x") and type(box).__name__ not in IN_LINES


def is_block(box: Any) -> bool:
    """Tell whether a box is a block that an element of the HTML made."""
    return box.element is not None and has_content_edges(box)


def is_in_flow(box: Any) -> bool:
    """Tell whether a box takes room in the flow of its page."""
    return not is_margin(box) and bool(box.is_in_normal_flow())


def in_flow(box: Any) -> list[Any]:
    """Return the boxes in a box that take room in the flow of the page."""
    return [child for child in children(box) if is_in_flow(child)]


def texts_with_keys(box: Any, key: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the runs of text in a box, each with the key of its string; empty where it has none."""
    if box.element is not None:
        key = box.element.get("data-key", key)
    if hasattr(box, "pango_layout"):
        yield key, box
    for child in children(box):
        yield from texts_with_keys(child, key)
