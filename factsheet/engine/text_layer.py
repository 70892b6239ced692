"""Draw lines so that their text, searched, copied or read aloud, is what was written.

A PDF says of each code in its text which characters it stands for, and the engine lets each glyph stand for the
characters of the first word in which it occurs. In Indic and South-East Asian scripts a syllable is several glyphs, and
the same glyph stands for other characters in the next word; marks that are drawn higher or lower are lines of their own
to many a reader; and readers turn round what runs from the right, code by code. So here

- one code is one character: the first of a syllable shows all its glyphs where they belong, the others nothing;
- letters that are spaced out are wide letters, as readers take the space for one between words;
- where a line ends in a word there is a soft hyphen, by which readers know that the word goes on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import wraps
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, Final

from factsheet.engine import glyph_codes
from factsheet.engine.composite_glyphs import Composite
from factsheet.engine.line_cache import END_CUT, END_HYPHENATED

# Zero width non-joiner and joiner change what letters look like, and belong to the words; they have no glyph.
_JOINERS: Final = "\u200c\u200d"
_SOFT_HYPHEN: Final = "\u00ad"
_IN_ADDRESSES: Final = frozenset("/.@_:?&=#%~+")
_RIGHT_TO_LEFT: Final = "\u200f"  # shows nothing
_NARROW: Final = 120  # thousandths of the type's size
_HAIR: Final = 2
_SPACED: Final = 40  # thousandths of the type's size between letters, from which some readers see two words
_OLD_PANGO: Final = 14802
_EMPTY: Final = 0x0FFFFFFF  # Pango's glyph for what shows nothing
_UNKNOWN: Final = 0x10000000  # its bit for what no font has


_Glyph = tuple[int, int, int, int]
"""A glyph as Pango sets it, in its units: its number, how far the next one is, how far it is moved right and down."""
_Syllable = tuple[tuple[_Glyph, ...], str]
"""What belongs together: glyphs from left to right, and its characters in the order in which they are read."""


def wrap_draw_first_line(draw_line: Callable[..., Any]) -> Callable[..., Any]:
    """Draw lines as this module does. The engine still draws what it abridges, letters that are pictures, and those
    that no font has, which it complains about.
    """
    from weasyprint.text.ffi import FROM_UNITS, ffi, pango

    members = ffi.sizeof("PangoGlyphInfo") // ffi.sizeof("gint")

    def glyphs_of(run: Any) -> list[_Glyph]:
        numbers = ffi.unpack(ffi.cast("gint *", run.glyphs.glyphs), run.glyphs.num_glyphs * members)
        return [*zip(*(numbers[member::members] for member in range(4)), strict=True)]

    @wraps(draw_line)
    def draw_first_line(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        layout = textbox.pango_layout
        if not textbox.text.strip() or overflow == "ellipsis" or ellipsis != "none":
            return draw_line(stream, textbox, overflow, ellipsis, matrix)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        runs = [
            (run, glyphs_of(run), *stream.add_font(run.item.analysis.font))
            for run in _runs(layout.get_first_line()[0], ffi)
        ]
        if any(not glyph_codes.can_draw(font) or max(glyphs)[0] >= _UNKNOWN for _, glyphs, font, _ in runs):
            return draw_line(stream, textbox, overflow, ellipsis, matrix)

        words = layout.text.encode()
        last = max((run for run, *_ in runs), key=lambda run: run.item.offset, default=None)
        stream.set_text_matrix(*matrix.values)
        shown = ""
        for run, glyphs, font, size in runs:
            if pango.pango_version() < _OLD_PANGO:  # it rounds sizes: gitlab.gnome.org/GNOME/pango/-/issues/530
                size = textbox.style["font_size"]
            if shown and stream._current_font != (font.hash, size):
                stream.show_text(shown)
                shown = ""
            stream.set_font_size(font.hash, size)
            item, thousandths = run.item, FROM_UNITS * 1000 / size
            leftwards = item.analysis.level % 2 == 1
            starts = ffi.unpack(run.glyphs.log_clusters, len(glyphs))
            syllables = _syllables(glyphs, starts, words[item.offset : item.offset + item.length], leftwards)
            if run is last:
                _end(syllables, leftwards, getattr(layout, "end", ""), textbox.style["hyphenate_character"])
            shown += _shown(syllables, leftwards, font, thousandths)
        if shown:
            stream.show_text(shown)
        return []

    return draw_first_line


def _runs(line: Any, ffi: Any) -> Iterator[Any]:
    """Yield the runs of a line: letters of one font and direction."""
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _syllables(glyphs: Sequence[_Glyph], starts: Sequence[int], words: bytes, leftwards: bool) -> list[_Syllable]:
    """Return the syllables of a run from left to right; `starts` has the byte of its words at which each glyph begins.

    A mark stands with the letter before it, wherever the engine lets it begin.
    """
    ends = dict(pairwise(sorted({*starts, len(words)})))
    syllables: list[_Syllable] = []
    placed = [*zip(starts, glyphs, strict=True)]
    for begin, together in groupby(reversed(placed) if leftwards else placed, key=itemgetter(0)):
        inside = tuple(glyph for _, glyph in together)
        characters = words[begin : ends[begin]].decode()
        if all(number == _EMPTY for number, *_ in inside):
            characters = "".join(one for one in characters if one in _JOINERS)
        if leftwards:
            inside = inside[::-1]
        if syllables and not any(advance for _, advance, *_ in inside):
            before, earlier = syllables[-1]
            syllables[-1] = (inside + before if leftwards else before + inside), earlier + characters
        else:
            syllables.append((inside, characters))
    return syllables[::-1] if leftwards else syllables


def _end(syllables: list[_Syllable], leftwards: bool, end: str, hyphen: str) -> None:
    """Put a soft hyphen where a line ends in a word that goes on, also in place of a hyphen that the engine added."""
    at = 0 if leftwards else -1
    inside, characters = syllables[at]
    if end == END_HYPHENATED and characters == hyphen:
        syllables[at] = inside, _SOFT_HYPHEN
    elif end == END_CUT and _goes_on(characters[-1:]):
        syllables[at] = inside, characters + _SOFT_HYPHEN


def _goes_on(character: str) -> bool:
    """Tell whether a line that ends after it ends in a word, also in scripts that put no spaces between words."""
    return unicodedata.category(character or " ") in ("Lu", "Ll", "Nd", "Pd") or character in _IN_ADDRESSES


def _shown(syllables: Sequence[_Syllable], leftwards: bool, font: Any, thousandths: float) -> str:
    """Return the operand of TJ: codes, and between them how far to go back, in thousandths of the type's size."""
    known = glyph_codes.operands(font)
    shown: list[str] = []
    if leftwards and syllables and unicodedata.bidirectional(syllables[0][1][-1:] or " ") == "NSM":
        # A mark has no direction of its own: without a letter before it, some readers put it at the other end.
        shown.append(f"{glyph_codes.code_for(font, Composite((), 0), _RIGHT_TO_LEFT):04x}")
    for inside, characters in syllables:
        key = thousandths, leftwards, characters, *inside
        if key not in known:
            known[key] = _shown_once(inside, characters, leftwards, font, thousandths)
        shown.append(known[key])
    return f"<{''.join(shown)}>".replace("<>", " ")


def _shown_once(inside: Sequence[_Glyph], characters: str, leftwards: bool, font: Any, thousandths: float) -> str:
    taken = sum(advance for _, advance, *_ in inside) * thousandths
    drawn = _drawn(inside, font, thousandths)
    if drawn is None:
        return _back(f"{-taken:.0f}")
    composite, wide, before = drawn
    if taken - wide > _SPACED and not characters.isspace():
        composite = _widened(composite, glyph_codes.in_units(font, before), glyph_codes.in_units(font, taken))
        wide, before = taken, 0.0
    rest = characters[1:] if leftwards else [characters[1:]] if len(characters) > 1 else []
    blanks = [
        Composite((), glyph_codes.in_units(font, _room(behind, leftwards, wide / len(characters)))) for behind in rest
    ]
    room = sum(blank.advance for blank in blanks)
    composite = _widened(composite, -room if leftwards else 0, composite.advance - room)
    all_codes = [glyph_codes.code_for(font, composite, characters[:1])]
    all_codes += [glyph_codes.code_for(font, blank, behind) for blank, behind in zip(blanks, rest, strict=True)]
    shown = "".join(f"{code:04x}" for code in (reversed(all_codes) if leftwards else all_codes))
    return _back(f"{-before:.2f}") + shown + _back(f"{int(wide + before - taken)}")


def _room(characters: str, leftwards: bool, each: float) -> float:
    """Return how wide the code of characters is that shows nothing, if each of its syllable has so much room.

    Readers know marks and joiners to have no width, and count on it; what has none at all is not there for some.
    """
    is_letter = leftwards and unicodedata.category(characters) not in ("Mn", "Cf")
    return min(_NARROW if is_letter else _HAIR, each / 2)


def _back(by: str) -> str:
    """Leave the string of codes, go back and begin another; nothing for nothing."""
    return f">{by}<" if by.strip("-0.") else ""


def _drawn(inside: Sequence[_Glyph], font: Any, thousandths: float) -> tuple[Composite, float, float] | None:
    """Return a syllable as one shape, its width, and how far before it to go on; none if nothing is to be seen.

    It begins where its first letter does, so that space around letters is not part of their shape.
    """
    pen, wide = 0, 0
    begin: int | None = None
    parts: list[tuple[int, int, int]] = []
    for number, advance, across, down in inside:
        if number != _EMPTY:
            width = font.width(number)
            if advance:
                wide += width
            if begin is None and (advance or len(inside) == 1):
                begin = pen + across
            parts.append((number, pen + across, -down))
        pen += advance
    if not parts:
        return None
    begin = begin or 0
    moved = tuple(
        (
            number,
            glyph_codes.in_units(font, (across - begin) * thousandths),
            glyph_codes.in_units(font, up * thousandths),
        )
        for number, across, up in parts
    )
    return Composite(moved, glyph_codes.in_units(font, wide)), wide, begin * thousandths


def _widened(composite: Composite, before: int, advance: int) -> Composite:
    """Return the same with room before it, and so far to the next."""
    return Composite(tuple((number, across + before, up) for number, across, up in composite.parts), advance)
