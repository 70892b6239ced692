"""Embed fonts as their files have them, cut to what is shown, alike on every computer.

The engine asks the libraries of the system what a font is called, how wide its letters are, and for the few of them
that a document needs. Each version of these answers otherwise, and cuts other bytes out of the same file.
"""

from __future__ import annotations

import hashlib
import io
import logging
import struct
from collections.abc import Iterable
from typing import Any, Final

from factsheet.engine.state import FONT_SUBSETS

_NEEDED: Final = frozenset(("glyf", "head", "hhea", "hmtx", "loca", "maxp"))  # ISO 32000-1, 9.9: all but hints
_WEIGHTS: Final = ("Thin", "Extra-Light", "Light", "", "Medium", "Semi-Bold", "Bold", "Extra-Bold", "Black")
_LETTERS: Final = 26


def wrap_font(engine_font: Any) -> Any:
    """Make a class of fonts from the engine's own, whose names, widths and subsets come from the font file."""

    class Font(engine_font):  # type: ignore[misc]
        """A font of one document; `hash` and `name` are what it goes by there."""

        file_content: bytes
        index: int
        upem: int

        def __init__(self, pango_font: Any, description: Any, font_size: float) -> None:
            super().__init__(pango_font, description, font_size)
            self.sha256 = hashlib.sha256(self.file_content).hexdigest()
            self.hash = _letters(
                f"{self.sha256}{self.family}{self.weight}{self.style}{sorted(self.variations.items())}"
            )
            words = [self.family, _weight(self.weight), "Italic" if self.style else ""]
            self.name = f"/{self.hash}+{'-'.join(' '.join(filter(None, words)).split())}".encode()
            tables = _tables(self.file_content, self.index)
            self.ascent, self.descent = (
                round(edge * 1000 / self.upem) for edge in struct.unpack_from(">2h", tables["hhea"], 4)
            )
            self.metrics = tables["hmtx"][: 4 * struct.unpack_from(">H", tables["hhea"], 34)[0]]

        def width(self, glyph: int) -> int:
            """Return how wide a glyph is, in thousandths of the type's size."""
            at = min(glyph * 4, len(self.metrics) - 4)  # the last width goes for the rest
            thousandths: int = round(struct.unpack_from(">H", self.metrics, at)[0] * 1000 / self.upem)
            return thousandths

        def subset(self, to_unicode: Iterable[int], hinting: bool) -> None:
            """Cut the font down to these glyphs, which keep their numbers."""
            if "glyf" not in self.tables or "fvar" in self.tables:
                self._fonttools_subset(to_unicode, hinting)
                return
            key = self.sha256, self.index, bool(self.missing), frozenset(to_unicode)
            if key not in FONT_SUBSETS:
                FONT_SUBSETS.keep(key, cut(self.file_content, self.index, key[3], key[2]))
            self.file_content, self.index = FONT_SUBSETS[key], 0

    return Font


def cut(font: bytes, index: int, glyphs: Iterable[int], missing: bool = False) -> bytes:
    """Cut a TrueType font down to these glyphs, which keep their numbers, and to the tables a PDF needs.

    The shape for letters that are missing is kept if it is used.
    """
    from fontTools import subset
    from fontTools.ttLib import TTFont

    # It warns of dates in fonts that are older than computers with them.
    logging.getLogger("fontTools").setLevel(logging.ERROR)
    options = subset.Options(
        retain_gids=True,
        hinting=False,
        notdef_outline=missing,
        layout_features=(),
        recalc_bounds=False,
        recalc_timestamp=False,
    )
    with TTFont(io.BytesIO(font), fontNumber=index, lazy=True, recalcBBoxes=False, recalcTimestamp=False) as whole:
        for tag in {*whole.keys()} - _NEEDED - {"GlyphOrder"}:
            del whole[tag]
        # Names of their own for the glyphs, as reading those of the font takes longer than all the rest.
        whole.setGlyphOrder([f"g{number}" for number in range(whole["maxp"].numGlyphs)])
        subsetter = subset.Subsetter(options)
        subsetter.populate(gids=sorted(glyphs))
        subsetter.subset(whole)
        written = io.BytesIO()
        whole.save(written)
    return written.getvalue()


def _tables(font: bytes, index: int) -> dict[str, bytes]:
    """Return the two tables of a font file that its widths and heights stand in."""
    from fontTools.ttLib.sfnt import SFNTReader

    reader = SFNTReader(io.BytesIO(font), fontNumber=index)
    return {tag: reader[tag] for tag in ("hhea", "hmtx")}


def _letters(identity: str) -> str:
    """Return six letters by which a PDF tells fonts apart: ISO 32000-1, 9.6.4."""
    return "".join(chr(ord("A") + byte % _LETTERS) for byte in hashlib.sha256(identity.encode()).digest()[:6])


def _weight(weight: int) -> str:
    """Name a weight as OpenType does; one in between goes by its number."""
    return _WEIGHTS[weight // 100 - 1] if weight in range(100, 1000, 100) else str(weight)
