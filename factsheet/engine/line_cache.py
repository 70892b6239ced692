"""A line that the engine has broken before -> the same line again. Knows the insides of one version of it, as tags.py.

A line is asked for again and again: by a column that asks how wide its words are, by every page that has the same foot,
by every trial of other sizes that leaves its own as it is, and by every save of one word. Breaking one takes as long as
a third of everything else that is done with it.
"""

from __future__ import annotations

import copy
from operator import itemgetter
from typing import Any, Final, TypeAlias

_MOST: Final = 3_000
"""Lines that are kept: those of two or three editions, with about 2 KB each."""

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

_known: dict[tuple[Any, ...], _Broken] = {}
_struts: dict[tuple[Any, ...], tuple[float, float]] = {}


def remember_in(*modules: Any, broken_by: Any, measured_by: Any) -> None:
    """Let these modules of the engine ask here for their lines, in place of its functions that break each anew.

    `measured_by` measures struts. What is known is forgotten, as it was broken with the fonts of another engine.
    """
    forget()
    for module in modules:
        module.split_first_line = _remembering(broken_by)
        if hasattr(module, "strut"):
            module.strut = _measured_once(measured_by)


def forget() -> None:
    """Know no line any more, as when nothing has been laid out yet."""
    _known.clear()
    _struts.clear()


def _remembering(split: Any) -> Any:
    def split_first_line(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,
        minimum: bool = False,
    ) -> Any:
        def anew() -> Any:
            broken = split(text, style, context, max_width, justification_spacing, is_line_start, minimum)
            broken[0].end = _end(broken[0], text, broken[2], style["hyphenate_character"])
            return broken

        key = text, max_width, justification_spacing, is_line_start, minimum, _read(style)
        try:
            broken: _Broken | None = _known.get(key)
        except TypeError:  # kinds of lines under text are a set, which nothing can be known by
            return anew()
        if broken is None:
            if len(_known) >= _MOST:
                forget()
            broken = anew()
            _known[key] = broken
        return copy.copy(broken[0]), *broken[1:]  # a layout belongs to the box that draws it

    return split_first_line


def _end(layout: Any, text: str, resume_at: int | None, hyphen: str) -> str:
    """How a line ends that takes the bytes of a text up to where the next begins; nothing if it ends between words."""
    if resume_at is None:
        return ""
    taken = text.encode()[:resume_at].decode()
    beside = taken[-1:], text[len(taken) : len(taken) + 1]
    if any(not one or one.isspace() or one == "\u200b" for one in beside):
        return ""
    return END_HYPHENATED if layout.text.endswith(hyphen) and not taken.endswith(hyphen) else END_CUT


def _measured_once(measure: Any) -> Any:
    """The engine keeps struts as well, but takes longer to find one than to break some lines."""

    def strut(style: Any) -> tuple[float, float]:
        key = _read_of_strut(style)
        found = _struts.get(key)
        if found is None:
            found = _struts[key] = measure(style)
        return found

    return strut
