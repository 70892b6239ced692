"""Replace parts of WeasyPrint, each named in one table with the reason.

A replacement is made by a function from what stands in its place, so that two can build on each other: they are applied
from top to bottom. `tests/engine/test_contracts.py` holds what each relies on, and docs/engine.md says more.
"""

from __future__ import annotations

import io
import pkgutil
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any, Final

from factsheet.engine import (
    address_breaks,
    embedding,
    line_cache,
    path_cache,
    svg_limits,
    svg_texts,
    tags,
    text_layer,
    unspaced_scripts,
    word_faces,
)
from factsheet.engine.state import PROCESS


@dataclass(frozen=True)
class Patch:
    """A name to replace."""

    holder: str
    """The module, class or table that has it, as `pkgutil.resolve_name` reads it."""
    name: str
    make: Callable[[Any], Any]
    """Make our own from what stands there."""
    why: str

    @property
    def target(self) -> str:
        """Return the whole name."""
        return f"{self.holder}{'.' if ':' in self.holder else ':'}{self.name}"


def _in_both(name: str, make: Callable[[Any], Any], why: str) -> tuple[Patch, Patch]:
    """Return a patch of a function that two modules of the layout have imported under its name."""
    return (
        Patch("weasyprint.layout.inline", name, make, why),
        Patch("weasyprint.layout.preferred", name, make, why),
    )


def _no_search(find_library: Any) -> Any:
    return (lambda name: None) if sys.platform == "linux" else find_library


WHILE_LOADING: Final = (
    Patch(
        "ctypes.util",
        "find_library",
        _no_search,
        "On Linux it starts a compiler and a linker for each spelling of a library's name, some fifty times: a third "
        "of the time of a short build. The names themselves are found without it.",
    ),
)
"""Replaced while WeasyPrint is imported, and put back."""

LASTING: Final = (
    Patch(
        "weasyprint.pdf",
        "add_tags",
        tags.replace_add_tags,
        "Its tree passes validators and reads badly: boxes are announced, languages lost, folios read out, and what "
        "goes on overleaf begins again.",
    ),
    Patch(
        "weasyprint.text.line_break:Layout",
        "set_text",
        word_faces.wrap_set_text,
        "Of a word with a letter its font lacks, that letter alone would come from another font.",
    ),
    Patch(
        "weasyprint.text.line_break",
        "first_line_metrics",
        word_faces.wrap_first_line_metrics,
        "A line with a word or sign in another font would stand further from the others.",
    ),
    Patch(
        "weasyprint.text.line_break:Layout",
        "set_text",
        unspaced_scripts.wrap_set_text,
        "Pango's breaks in Thai, Khmer, Lao and Burmese are often within a word; ours are marked in the text.",
    ),
    *_in_both(
        "can_break_text",
        unspaced_scripts.wrap_can_break_text,
        "Whether such letters can be divided must be the same answer everywhere.",
    ),
    *_in_both(
        "split_first_line",
        unspaced_scripts.wrap_split_first_line,
        "Compounds in such scripts are divided only where their line would be too wide or much too short.",
    ),
    *_in_both(
        "split_first_line",
        line_cache.wrap_split_first_line,
        "A line is asked for in each trial of copyfitting, and breaking it takes a third as long as all the rest.",
    ),
    Patch(
        "weasyprint.layout.inline",
        "strut",
        line_cache.wrap_strut,
        "Its own cache writes 16 values of a style as text each time it is asked for a height.",
    ),
    Patch(
        "weasyprint.layout.inline",
        "split_inline_level",
        address_breaks.wrap_split_inline_level,
        "An address is divided only if a whole line cannot hold it, which no style can say.",
    ),
    Patch(
        "weasyprint.layout.preferred",
        "split_first_line",
        address_breaks.wrap_split_first_line,
        "A column as narrow as its words allow need not be as wide as an address that can be divided.",
    ),
    Patch(
        "weasyprint.svg:TAGS",
        "path",
        path_cache.wrap_path,
        "The outline of all land and the squares of codes would be parsed again for every drawing.",
    ),
    Patch(
        "weasyprint.svg:SVG",
        "draw_node",
        svg_texts.wrap_draw_node,
        "The words of a drawing stand in none of the boxes in which we look for words that no file of words holds.",
    ),
    Patch(
        "weasyprint.svg:SVG",
        "draw_node",
        svg_limits.wrap_counted,
        "Drawings may come from anybody, and a kilobyte of parts that use each other can keep it busy for ever.",
    ),
    Patch(
        "weasyprint.svg.defs",
        "get_use_tree",
        svg_limits.wrap_counted,
        "Parts that are only measured cost as much as those that are drawn.",
    ),
    Patch(
        "weasyprint.draw.text",
        "draw_first_line",
        text_layer.wrap_draw_first_line,
        "Each glyph stands for the characters of the first word it occurs in, so that words are not found or copied in "
        "Indic, South-East Asian and Arabic scripts.",
    ),
    Patch(
        "weasyprint.pdf.stream",
        "Font",
        embedding.wrap_font,
        "Names, widths and bytes of an embedded font would depend on the libraries of the computer.",
    ),
)
"""Replaced for good, from top to bottom."""

DECLARATIONS: Final = (
    "PangoAttribute * pango_attr_family_new (const char *family);",
    "PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);",
    "bool hb_font_get_nominal_glyph (hb_font_t *font, hb_codepoint_t code, hb_codepoint_t *glyph);",
)
"""Functions of Pango and HarfBuzz that WeasyPrint does not declare, as their headers do."""


def load() -> ModuleType:
    """Import WeasyPrint, as it is. The fonts must be set up before: see `fonts.isolate`.

    Raises:
        ImportError: it is not installed.
        OSError: a library it needs is not installed.
    """
    # On failing it prints a banner meant for those who installed it by hand, and it warns where it finds no
    # HarfBuzz-Subset, which has no part in what is made here.
    with redirect_stdout(io.StringIO()), _replaced_while_loading(), warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        weasyprint = import_module("weasyprint")
        for patch in LASTING:
            pkgutil.resolve_name(patch.holder)
    return weasyprint


def install() -> None:
    """Replace what `LASTING` names, once for each process: forked ones inherit it."""
    from weasyprint.text.ffi import ffi

    if PROCESS.own:
        return
    for declaration in DECLARATIONS:
        ffi.cdef(declaration, override=True)
    for patch in LASTING:
        holder = pkgutil.resolve_name(patch.holder)
        there = _get(holder, patch.name)
        PROCESS.own.setdefault(patch.target, there)
        _set(holder, patch.name, patch.make(there))


def own(target: str) -> Any:
    """Return what WeasyPrint itself has under the name of a patch, whether or not it is replaced by now."""
    if target in PROCESS.own:
        return PROCESS.own[target]
    patch = next(patch for patch in (*WHILE_LOADING, *LASTING) if patch.target == target)
    return _get(pkgutil.resolve_name(patch.holder), patch.name)


@contextmanager
def _replaced_while_loading() -> Iterator[None]:
    restored = []
    for patch in WHILE_LOADING:
        holder = pkgutil.resolve_name(patch.holder)
        there = _get(holder, patch.name)
        restored.append((holder, patch.name, there))
        _set(holder, patch.name, patch.make(there))
    try:
        yield
    finally:
        for holder, name, there in restored:
            _set(holder, name, there)


def _get(holder: Any, name: str) -> Any:
    return holder[name] if isinstance(holder, dict) else getattr(holder, name)


def _set(holder: Any, name: str, value: Any) -> None:
    if isinstance(holder, dict):
        holder[name] = value
    else:
        setattr(holder, name, value)
