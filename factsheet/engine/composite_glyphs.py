"""Add glyphs to a font that are put together from its own.

A syllable of several shapes, with marks above and below, becomes one glyph: it is drawn as before, and one number in
the text can stand for all of it. Glyphs are added behind those there are, as TrueType glyphs that only name others.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_WORDS_XY: Final = 0x0003  # ISO/IEC 14496-22, glyf: two offsets follow, as 16 bits each
_MORE: Final = 0x0020
_UPRIGHT: Final = frozenset(("vhea", "vmtx", "VORG"))  # for writing downwards, which count glyphs too


@dataclass(frozen=True)
class Composite:
    """Glyphs of a font, each with how far it is moved, and how far the next letter is from where they begin.

    All in the font's own units. One without parts is a glyph that shows nothing.
    """

    parts: tuple[tuple[int, int, int], ...]
    advance: int


def with_glyphs(font: bytes, first: int, composites: Sequence[Composite]) -> bytes:
    """Add glyphs to a TrueType font. The first gets the number `first`; numbers before it that are free stay empty."""
    from fontTools.ttLib.sfnt import SFNTReader, SFNTWriter

    reader = SFNTReader(io.BytesIO(font))
    tables = {tag: reader[tag] for tag in reader.keys() if tag not in _UPRIGHT}  # noqa: SIM118 - it is no mapping
    head, hhea, maxp = (bytearray(tables[tag]) for tag in ("head", "hhea", "maxp"))
    count = struct.unpack_from(">H", maxp, 4)[0]
    places = _places(tables["loca"], long=head[51] == 1)
    metrics = _metrics(tables["hmtx"], struct.unpack_from(">H", hhea, 34)[0], count)
    glyphs = bytearray(tables["glyf"][: places[-1]])
    places += [places[-1]] * (first - count)
    metrics += [(0, 0)] * (first - count)
    for composite in composites:
        left, glyph = _description(composite, glyphs, places, metrics)
        glyphs += glyph
        places.append(len(glyphs))
        metrics.append((composite.advance, left))
    head[50:52] = b"\0\1"  # places as 32 bits each
    struct.pack_into(">H", hhea, 34, len(metrics))
    _update_counts(maxp, len(metrics), max(len(composite.parts) for composite in composites))
    tables |= {"head": bytes(head), "hhea": bytes(hhea), "maxp": bytes(maxp), "glyf": bytes(glyphs)}
    tables["loca"] = struct.pack(f">{len(places)}I", *places)
    tables["hmtx"] = b"".join(struct.pack(">Hh", *metric) for metric in metrics)
    written = io.BytesIO()
    writer = SFNTWriter(written, len(tables), reader.sfntVersion)
    for tag, table in tables.items():
        writer[tag] = table
    writer.close()
    return written.getvalue()


def _places(table: bytes, *, long: bool) -> list[int]:
    """Return where each glyph begins, and where the last one ends."""
    if long:
        return [*struct.unpack(f">{len(table) // 4}I", table)]
    return [place * 2 for place in struct.unpack(f">{len(table) // 2}H", table)]


def _metrics(table: bytes, whole: int, count: int) -> list[tuple[int, int]]:
    """Return the advance of each glyph, and where it begins to the right of its origin; the last advance goes on."""
    numbers = struct.unpack_from(">" + "Hh" * whole, table)
    metrics = [*zip(numbers[::2], numbers[1::2], strict=True)]
    rest = struct.unpack_from(f">{count - whole}h", table, whole * 4)
    return metrics + [(metrics[-1][0], left) for left in rest]


def _description(
    composite: Composite, glyphs: bytearray, places: Sequence[int], metrics: Sequence[tuple[int, int]]
) -> tuple[int, bytes]:
    """Return where the glyph begins to the right of its origin, and its description; none if nothing is to be seen."""
    parts: list[tuple[int, int, int]] = []
    boxes: list[tuple[int, int, int, int]] = []
    for number, across, up in composite.parts:
        begin, end = places[number : number + 2]
        if begin == end:  # a space, say
            continue
        left, bottom, right, top = struct.unpack_from(">4h", glyphs, begin + 2)
        # Glyphs are drawn from where their metrics say, which need not be where their description does.
        across += metrics[number][1] - left
        parts.append((number, across, up))
        boxes.append((left + across, bottom + up, right + across, top + up))
    if not parts:
        return 0, b""
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    glyph = struct.pack(">5h", -1, min(lefts), min(bottoms), max(rights), max(tops))
    for at, (number, across, up) in enumerate(parts, 1):
        glyph += struct.pack(">HHhh", _WORDS_XY | (_MORE if at < len(parts) else 0), number, across, up)
    return min(lefts), glyph


def _update_counts(maxp: bytearray, count: int, parts: int) -> None:
    """Write how many glyphs there are, and how much room a program needs that draws them: enough, not the least."""
    struct.pack_into(">H", maxp, 4, count)
    points, contours, more_points, more_contours = struct.unpack_from(">4H", maxp, 6)
    struct.pack_into(">H", maxp, 10, min(0xFFFF, max(points, more_points) * max(parts, 1)))
    struct.pack_into(">H", maxp, 12, min(0xFFFF, max(contours, more_contours) * max(parts, 1)))
    elements, depth = struct.unpack_from(">2H", maxp, 28)
    struct.pack_into(">2H", maxp, 28, max(elements, parts), depth + 1)
