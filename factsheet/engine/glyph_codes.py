"""Give each glyph of a font the codes that show it in a document, one for each text that it stands for there.

The engine takes the number of a glyph for its code, which can stand for the characters of one word only. Here a code is
what is shown and what that stands for: the glyph's own number as long as that is free, otherwise one beyond all glyphs,
which becomes a glyph of its own (`composite_glyphs.py`) when the engine has cut the font down to what is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final

from factsheet.engine import composite_glyphs
from factsheet.engine.composite_glyphs import Composite

_NOTHING: Final = "\u200b"  # a space without width: a code must stand for something, says PDF/UA-1, 7.21.7
_MOST: Final = 0x10000


@dataclass(frozen=True)
class _Codes:
    """The codes of one font in one document."""

    by_use: dict[tuple[Composite, str], int] = field(default_factory=dict)
    """The code by what it shows and which characters it stands for."""
    added: list[Composite] = field(default_factory=list)
    """What the codes beyond the last glyph show, in their order."""
    operands: dict[Any, str] = field(default_factory=dict)
    """What was drawn before, as operands of TJ."""


def can_draw(font: Any) -> bool:
    """Tell whether the glyphs of a font are outlines that others can be put together from."""
    return font.type == "ttf" and not (font.bitmap or font.png or font.svg or font.colr)


def code_for(font: Any, shown: Composite, characters: str) -> int:
    """Return the code for what is shown and stands for these characters."""
    codes = _codes(font)
    code = codes.by_use.get((shown, characters))
    if code is None:
        code = codes.by_use[shown, characters] = _free_code(font, shown)
        font.to_unicode[code] = characters or _NOTHING
        font.widths[code] = round(shown.advance * 1000 / font.upem)
    return code


def operands(font: Any) -> dict[Any, str]:
    """Return what was drawn in this font before, to look up and add to: nearly all letters of a page recur on it."""
    return _codes(font).operands


def in_units(font: Any, thousandths: float) -> int:
    """Convert thousandths of the type's size to the font's own units."""
    units: int = round(thousandths * font.upem / 1000)
    return units


def _codes(font: Any) -> _Codes:
    """Return the codes of a font, which are kept with it."""
    if not hasattr(font, "codes"):
        font.codes, font.clean = _Codes(), _wrap_clean(font, font.clean)
    codes: _Codes = font.codes
    return codes


def _free_code(font: Any, shown: Composite) -> int:
    """Take a code that stands for nothing yet.

    Raises:
        OverflowError: there are 65,536, and all are taken.
    """
    codes = _codes(font)
    glyph, *moved = shown.parts[0] if len(shown.parts) == 1 else (0, 1)
    is_plain = not any(moved) and abs(shown.advance * 1000 / font.upem - font.width(glyph)) < 1
    if is_plain and glyph not in font.to_unicode:
        return int(glyph)
    added = font.glyph_count + len(codes.added)
    if added >= _MOST:
        raise OverflowError(f"{font.family} has no number left for what is drawn with it")
    codes.added.append(shown)
    return int(added)


def _wrap_clean(font: Any, clean: Callable[..., None]) -> Callable[..., None]:
    """Let the engine keep what composites are made of when it cuts a font down to the codes used, and add them."""

    def clean_and_add(characters: dict[int, str], hinting: bool) -> None:
        added = _codes(font).added
        kept = {glyph for glyph in characters if glyph < font.glyph_count}
        kept.update(part[0] for composite in added for part in composite.parts)
        clean(dict.fromkeys(sorted(kept), ""), hinting)
        if added:
            font.file_content = composite_glyphs.with_glyphs(font.file_content, font.glyph_count, added)

    return clean_and_add
