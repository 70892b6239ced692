"""Cache the engine's line breaks, and the heights of its lines.

A line is asked for again and again: by a column that asks how wide its words are, by every page that has the same foot,
by every trial of other sizes that leaves its own as it is, and by every save of one word. Breaking one takes as long as
a third of everything else that is done with it.
"""

from __future__ import annotations

import copy
from functools import wraps
from operator import itemgetter
from typing import Any, Final, TypeAlias

from factsheet.engine.state import LINES, STRUTS

# All that the engine reads of a style while it breaks a line, and while it sets up the layout of its letters.
READ: Final = (
    *("direction", "lang", "font_language_override", "white_space", "word_break", "overflow_wrap", "tab_size"),
    *("hyphens", "hyphenate_character", "hyphenate_limit_chars", "hyphenate_limit_zone"),
    *("letter_spacing", "word_spacing", "text_decoration_line"),
    *("font_family", "font_size", "font_style", "font_weight", "font_stretch", "font_variation_settings"),
    *("font_kerning", "font_feature_settings", "font_variant_ligatures", "font_variant_position", "font_variant_caps"),
    *("font_variant_numeric", "font_variant_alternates", "font_variant_east_asian"),
)
# The same of its strut, the height and baseline that a line has in any case.
READ_OF_STRUT: Final = (*(name for name in READ if name.startswith("font_")), "lang", "line_height")
_read, _read_of_strut = itemgetter(*READ), itemgetter(*READ_OF_STRUT)

END_HYPHENATED: Final = "hyphenated"
"""How a line ends: in a word, with a hyphen that the engine put there."""
END_CUT: Final = "cut"
"""How a line ends: in what has no space, after a slash or a hyphen of its own, or wherever lines may end."""

_Broken: TypeAlias = tuple[Any, int, int | None, float, float, float]
"""The layout of a line, how much of the text it is, where the next begins, and its width, height and baseline."""


def forget() -> None:
    """Drop all lines, as when nothing has been laid out yet."""
    LINES.clear()
    STRUTS.clear()


def wrap_split_first_line(split: Any) -> Any:
    """Break each line once. Its layout gets `end`, of `_end`, and is a copy, as it belongs to the box that draws it."""

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
        def split_anew() -> Any:
            broken = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            broken[0].end = _end(broken[0], text, broken[2], style["hyphenate_character"])
            return broken

        key = text, max_width, justification_spacing, is_line_start, minimum, _read(style)
        try:
            broken: _Broken | None = LINES.get(key)
        except TypeError:  # kinds of lines under text are a set, which nothing can be known by
            return split_anew()
        if broken is None:
            broken = split_anew()
            LINES.keep(key, broken)
        return copy.copy(broken[0]), *broken[1:]

    return split_first_line


def _end(layout: Any, text: str, resume_at: int | None, hyphen: str) -> str:
    """Tell how a line ends that takes the bytes of a text up to where the next begins; "" if it ends between words."""
    if resume_at is None:
        return ""
    taken = text.encode()[:resume_at].decode()
    beside = taken[-1:], text[len(taken) : len(taken) + 1]
    if any(not one or one.isspace() or one == "\u200b" for one in beside):
        return ""
    return END_HYPHENATED if layout.text.endswith(hyphen) and not taken.endswith(hyphen) else END_CUT


def wrap_strut(measure: Any) -> Any:
    """Measure the strut of each style once: the engine's own cache takes longer than breaking some lines."""

    @wraps(measure)
    def strut(style: Any) -> tuple[float, float]:
        key = _read_of_strut(style)
        measured: tuple[float, float] | None = STRUTS.get(key)
        if measured is None:
            measured = measure(style)
            STRUTS.keep(key, measured)
        return measured

    return strut
