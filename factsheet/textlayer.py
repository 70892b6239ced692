"""The engine's own drawing of a line -> one whose text, copied, searched or read aloud, is what was written.

A PDF says of each shape in a font which characters it stands for. The engine tells it once, by the first word in which
a shape occurs. In Indic and South-East Asian scripts a syllable is drawn in several shapes, and the same shape stands
for other characters in the next word; one character in ten was lost. Here each pair of a shape and its characters gets
a number of its own, and a table that leads from the number back to the shape: the page looks the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

# Zero width non-joiner and joiner change what letters look like, and belong to the words; they have no shape.
_JOINERS = "\u200c\u200d"
_NOTHING = "\u200b"  # a space without width


@dataclass(frozen=True)
class _Numbers:
    """The numbers of one font in one document: by shape and characters, and the shapes of those that were added."""

    of: dict[tuple[int, str], int] = field(default_factory=dict)
    shapes: dict[int, int] = field(default_factory=dict)


def faithful(draw_line: Callable[..., Any], ffi: Any, pango: Any, unit: float) -> Callable[..., Any]:
    """Wrap the engine's function that draws one line of a text box; `unit` is one of Pango's in CSS pixels.

    The shapes' numbers are changed in the line before the engine draws it, and put back afterwards.
    """

    def draw(stream: Any, textbox: Any, *arguments: Any) -> Any:
        if not textbox.text.strip():
            return draw_line(stream, textbox, *arguments)
        layout = textbox.pango_layout
        pango.pango_layout_set_single_paragraph_mode(layout.layout, True)  # the engine would, and set the line anew
        words = layout.text.encode()
        renumbered, short, drawn = [], [], 0
        for item in _items(layout.get_first_line()[0], ffi):
            pango_font = item.item.analysis.font
            font, size = stream.add_font(pango_font)
            infos = item.glyphs.glyphs
            shapes = [infos[index].glyph for index in range(item.glyphs.num_glyphs)]
            starts = ffi.unpack(item.glyphs.log_clusters, item.glyphs.num_glyphs)
            seen = [index for index, shape in enumerate(shapes) if shape != pango.PANGO_GLYPH_EMPTY]
            known = _numbers(font).of
            for indexes, text in _syllables(item.item, starts, words, seen):
                if len(text) < len(indexes):
                    places = [drawn + seen.index(index) for index in indexes]
                    short.append((min(places), max(places), text))
                for index, characters in zip(indexes, _shared(text, len(indexes)), strict=True):
                    shape = shapes[index]
                    number = known.get((shape, characters)) or _number(font, shape, characters)
                    if number != shape:
                        if shape not in font.widths:
                            pango.pango_font_get_glyph_extents(pango_font, shape, stream.ink_rect, stream.logical_rect)
                            font.widths[shape] = round(stream.logical_rect.width * 1000 * unit / size)
                        font.widths[number] = font.widths[shape]
                        renumbered.append((infos[index], shape))
                        infos[index].glyph = number
            drawn += len(seen)
        begin = len(stream.stream)
        try:
            return draw_line(stream, textbox, *arguments)
        finally:
            for info, shape in renumbered:
                info.glyph = shape
            if short:
                stream.stream[begin:] = _told(stream.stream[begin:], short)

    return draw


def lead_back(document: Any, pdf: Any, stream_of: Callable[[list[bytes]], Any]) -> None:
    """Put the tables that lead from added numbers back to shapes into a drawn PDF: a finisher of the engine."""
    for font in document.fonts.values():
        numbers = getattr(font, "numbers", None)
        if numbers is None or not numbers.shapes:
            continue
        shapes = list(range(max(numbers.shapes) + 1))
        for number, shape in numbers.shapes.items():
            shapes[number] = shape
        table = stream_of([b"".join(shape.to_bytes(2, "big") for shape in shapes)])
        pdf.add_object(table)
        for entry in pdf.objects:
            if isinstance(entry, dict) and entry.get("Subtype") == "/CIDFontType2" and entry["BaseFont"] == font.name:
                entry["CIDToGIDMap"] = table.reference


def _items(line: Any, ffi: Any) -> Iterator[Any]:
    """The runs of a line: letters of one font and direction."""
    run = line.runs[0]
    while run != ffi.NULL:
        yield run.data
        run = run.next


def _syllables(run: Any, starts: Sequence[int], words: bytes, seen: Sequence[int]) -> list[tuple[list[int], str]]:
    """What belongs together in a run: indexes of shapes, in the order in which their characters are read, and these.

    `starts` says of each shape at which byte of the run its characters begin.
    """
    offset = run.offset
    together: dict[int, list[int]] = {}
    for index in reversed(seen) if run.analysis.level % 2 else seen:
        together.setdefault(starts[index], []).append(index)
    bounds = sorted({*together, *starts, run.length})
    found: list[tuple[list[int], str]] = []
    for begin, end in pairwise(bounds):
        text = words[offset + begin : offset + end].decode()
        if begin in together:
            found.append((together[begin], text))
        elif found:  # no shape: only what changes the letters beside it is kept, with the letters before it
            found[-1] = found[-1][0], found[-1][1] + "".join(one for one in text if one in _JOINERS)
    return found


def _shared(text: str, shapes: int) -> list[str]:
    """The characters of a syllable shared out among its shapes; if there are too few, the last get one without a shape.

    A shape must stand for something, says PDF/UA-1, 7.21.7.
    """
    if shapes == 1:
        return [text or _NOTHING]
    return [*(text[n : n + 1] or _NOTHING for n in range(shapes - 1)), text[shapes - 1 :] or _NOTHING]


def _told(entries: Sequence[Any], short: Sequence[tuple[int, int, str]]) -> list[Any]:
    """Drawn lines with the text of each syllable that has more shapes than characters said beside it.

    A shape without a character is read as another one by some readers. `short` holds the first and the last shape of
    such syllables, counted from the first shape of the line, and their text.
    """
    begins = {begin: f"/Span <</ActualText <feff{text.encode('utf-16-be').hex()}>>> BDC" for begin, _, text in short}
    ends = {end for _, end, _ in short}
    told: list[Any] = []
    drawn = 0
    for entry in entries:
        if not (isinstance(entry, bytes) and entry.endswith(b"] TJ")):
            told.append(entry)
            continue
        parts: list[bytes] = []
        for token in re.findall(rb"<[0-9a-f]*>|[^<>]+", entry[1:-4]):
            if not token.startswith(b"<"):
                parts.append(token)
                continue
            for code in re.findall(rb"[0-9a-f]{4}", token):
                if drawn in begins:
                    told += _shown(parts)
                    told.append(begins[drawn])
                    parts = []
                parts.append(b"<" + code + b">")
                if drawn in ends:
                    told += [*_shown(parts), "EMC"]
                    parts = []
                drawn += 1
        told += _shown(parts)
    return told


def _shown(parts: Sequence[bytes]) -> list[bytes]:
    return [b"[" + b" ".join(parts) + b"] TJ"] if parts else []


def _numbers(font: Any) -> _Numbers:
    """The numbers of a font, which are kept with it."""
    if not hasattr(font, "numbers"):
        font.numbers = _Numbers()
    numbers: _Numbers = font.numbers
    return numbers


def _number(font: Any, shape: int, characters: str) -> int:
    """The number of a shape that stands for these characters: its own, if that is free, or one beyond all shapes."""
    if font.bitmap or font.png or font.svg or font.colr or shape >= font.glyph_count:
        return shape
    numbers = _numbers(font)
    number = numbers.of.get((shape, characters))
    if number is None:
        number = shape
        if shape in font.to_unicode:
            number = font.glyph_count + len(numbers.shapes)
            if number > 0xFFFF:
                return shape
            numbers.shapes[number] = shape
        numbers.of[shape, characters] = number
        font.to_unicode[number] = characters
    return number
