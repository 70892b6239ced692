"""A line that the engine has set -> the same line drawn so that its text, searched, copied or read aloud, is right.

A PDF says of each code in its text which characters it stands for, and the engine lets each glyph stand for the
characters of the first word in which it occurs. In Indic and South-East Asian scripts a syllable is several glyphs, and
the same glyph stands for other characters in the next word; marks that are drawn higher or lower are lines of their own
to many a reader; and readers turn round what runs from the right, code by code. So here

- a syllable is one code, which shows all its glyphs where they belong;
- from the right, one code is one character: all but the first of a syllable show nothing;
- letters that are spaced out are wide letters, as readers take the space for one between words;
- where a line ends in a word there is a soft hyphen, by which readers know that the word goes on.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, Final, NamedTuple

from factsheet import codes
from factsheet.composites import Composite
from factsheet.lines import END_CUT, END_HYPHENATED

# Zero width non-joiner and joiner change what letters look like, and belong to the words; they have no glyph.
_JOINERS: Final = "\u200c\u200d"
_SOFT_HYPHEN: Final = "\u00ad"
_IN_ADDRESSES: Final = frozenset("/.@_:?&=#%~+")
_RIGHT_TO_LEFT: Final = "\u200f"  # shows nothing
_NARROW: Final = 20  # thousandths: what shows nothing is not there for some readers unless it is as wide as this
_SPACED: Final = 40  # thousandths of the type's size between letters, from which some readers see two words
_OLD_PANGO: Final = 14802
_EMPTY: Final = 0x0FFFFFFF  # Pango's glyph for what shows nothing
_UNKNOWN: Final = 0x10000000  # its bit for what no font has


class _Glyph(NamedTuple):
    """A glyph as Pango sets it, in its units: how far the next one is, and how far it is moved."""

    number: int
    advance: int
    across: int
    down: int


_Syllable = tuple[list[_Glyph], str]
"""What belongs together: glyphs from left to right, and its characters in the order in which they are read."""


def faithful(draw_line: Callable[..., Any], ffi: Any, pango: Any, unit: float) -> Callable[..., Any]:
    """Make what draws a line in place of `draw_line`, the engine's own; `unit` is one of Pango's in CSS pixels.

    That still draws what it abridges, letters that are pictures, and those that no font has, which it complains about.
    """
    members = ffi.sizeof("PangoGlyphInfo") // ffi.sizeof("gint")

    def glyphs_of(run: Any) -> list[_Glyph]:
        numbers = ffi.unpack(ffi.cast("gint *", run.glyphs.glyphs), run.glyphs.num_glyphs * members)
        return [_Glyph(*numbers[at : at + 4]) for at in range(0, len(numbers), members)]

    def draw(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        layout = textbox.pango_layout
        if not textbox.text.strip() or overflow == "ellipsis" or ellipsis != "none":
            return draw_line(stream, textbox, overflow, ellipsis, matrix)
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)
        runs = [
            (run, glyphs_of(run), *stream.add_font(run.item.analysis.font))
            for run in _runs(layout.get_first_line()[0], ffi)
        ]
        if any(
            not codes.can_draw(font) or any(glyph.number & _UNKNOWN for glyph in glyphs) for _, glyphs, font, _ in runs
        ):
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
            item, thousandths = run.item, unit * 1000 / size
            leftwards = item.analysis.level % 2 == 1
            starts = ffi.unpack(run.glyphs.log_clusters, len(glyphs))
            said = words[item.offset : item.offset + item.length]
            syllables = _syllables(glyphs, starts, said, leftwards)
            if run is last:
                _end(syllables, leftwards, getattr(layout, "end", ""), textbox.style["hyphenate_character"])

            def measure(glyph: int, pango_font: Any = item.analysis.font, thousandths: float = thousandths) -> int:
                pango.pango_font_get_glyph_extents(pango_font, glyph, stream.ink_rect, stream.logical_rect)
                wide: int = round(stream.logical_rect.width * thousandths)
                return wide

            shown += _shown(syllables, leftwards, font, measure, thousandths)
        if shown:
            stream.show_text(shown)
        return []

    return draw


def _runs(line: Any, ffi: Any) -> Iterator[Any]:
    """The runs of a line: letters of one font and direction."""
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _syllables(glyphs: Sequence[_Glyph], starts: Sequence[int], words: bytes, leftwards: bool) -> list[_Syllable]:
    """What belongs together in a run, from left to right; `starts` says where in its words each glyph begins.

    A mark stands with the letter before it, wherever the engine lets it begin.
    """
    ends = dict(pairwise(sorted({*starts, len(words)})))
    found: list[_Syllable] = []
    places = range(len(glyphs))
    for begin, together in groupby(reversed(places) if leftwards else places, key=starts.__getitem__):
        inside = [glyphs[at] for at in together]
        characters = words[begin : ends[begin]].decode()
        if all(glyph.number == _EMPTY for glyph in inside):
            characters = "".join(one for one in characters if one in _JOINERS)
        if leftwards:
            inside.reverse()
        if found and not any(glyph.advance for glyph in inside):
            before, said = found[-1]
            found[-1] = (inside + before if leftwards else before + inside), said + characters
        else:
            found.append((inside, characters))
    return found[::-1] if leftwards else found


def _end(syllables: list[_Syllable], leftwards: bool, end: str, hyphen: str) -> None:
    """Say at the end of a line that its last word goes on, and that a hyphen which the engine put there is none."""
    at = 0 if leftwards else -1
    inside, said = syllables[at]
    if end == END_HYPHENATED and said == hyphen:
        syllables[at] = inside, _SOFT_HYPHEN
    elif end == END_CUT and _goes_on(said[-1:]):
        syllables[at] = inside, said + _SOFT_HYPHEN


def _goes_on(character: str) -> bool:
    """Whether a line that ends after it without a space ends in a word. Many scripts put no spaces between words."""
    return unicodedata.category(character or " ") in ("Lu", "Ll", "Nd", "Pd") or character in _IN_ADDRESSES


def _shown(
    syllables: Sequence[_Syllable], leftwards: bool, font: Any, measure: Callable[[int], int], thousandths: float
) -> str:
    """What the operator TJ shows: codes, and between them how far to go back, in thousandths of the type's size."""
    shown: list[str] = []

    def go_back(by: str) -> None:
        if by.strip("-0."):
            shown.append(f">{by}<")

    for inside, said in syllables:
        taken = sum(glyph.advance for glyph in inside) * thousandths
        drawn = _drawn(inside, font, measure, thousandths)
        if drawn is None:
            go_back(f"{-taken:.0f}")
            continue
        composite, wide, before = drawn
        if taken - wide > _SPACED and not said.isspace():
            composite = _widened(composite, codes.in_units(font, before), codes.in_units(font, taken))
            wide, before = taken, 0.0
        go_back(f"{-before:.2f}")
        if leftwards and not shown and unicodedata.bidirectional(said[-1:]) == "NSM":
            # A mark has no direction of its own: without a letter before it, some readers put it at the other end.
            shown.append(f"{codes.code(font, Composite((), 0), _RIGHT_TO_LEFT):04x}")
        if leftwards and len(said) > 1:
            narrow = _NARROW if wide > 2 * _NARROW * len(said) else 0
            blank = Composite((), codes.in_units(font, narrow))
            shown += [f"{codes.code(font, blank, character):04x}" for character in reversed(said[1:])]
            room = -blank.advance * (len(said) - 1)
            composite, said = _widened(composite, room, composite.advance + room), said[:1]
        shown.append(f"{codes.code(font, composite, said):04x}")
        go_back(f"{int(wide + before - taken)}")
    return f"<{''.join(shown)}>".replace("<>", " ")


def _drawn(
    inside: Sequence[_Glyph], font: Any, measure: Callable[[int], int], thousandths: float
) -> tuple[Composite, float, float] | None:
    """A syllable as one shape, how wide it is, and how far before it there is to go on; none if nothing is to be seen.

    It begins where its first letter does, so that space around letters is not part of their shape.
    """
    pen, wide = 0, 0
    begin: int | None = None
    parts: list[tuple[int, int, int]] = []
    for glyph in inside:
        if glyph.number != _EMPTY:
            width = codes.width(font, glyph.number, measure)
            if glyph.advance:
                wide += width
            if begin is None and (glyph.advance or len(inside) == 1):
                begin = pen + glyph.across
            parts.append((glyph.number, pen + glyph.across, -glyph.down))
        pen += glyph.advance
    if not parts:
        return None
    begin = begin or 0
    moved = tuple(
        (number, codes.in_units(font, (across - begin) * thousandths), codes.in_units(font, up * thousandths))
        for number, across, up in parts
    )
    return Composite(moved, codes.in_units(font, wide)), wide, begin * thousandths


def _widened(composite: Composite, before: int, advance: int) -> Composite:
    """The same with room before it, and so far to the next."""
    return Composite(tuple((number, across + before, up) for number, across, up in composite.parts), advance)
