"""Wrap addresses, phone numbers and @names so that they stay whole, and link them in screen files.

An address breaks after a slash; only where no line has room for what lies between two slashes, it breaks before a dot,
hyphen or other mark, and never with a hyphen. A number to dial breaks between its groups, a name with a sign nowhere.
`engine/address_breaks.py` decides which lines have room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from markupsafe import Markup, escape

from factsheet.content import addresses, bidi
from factsheet.content.addresses import Kind, Piece
from factsheet.content.sheet import printed

BREAK: Final = "\u200b"
"""Here a line may break."""
AT_NEED: Final = "\u2060"
"""Here a line breaks if it could not hold the piece otherwise; a word joiner, so that the engine never does by itself.
It is as many bytes as BREAK: the engine counts in bytes where a line ends."""
NEVER: Final = "\ufeff"
"""Here no line breaks, though the engine's rules would allow it."""
MARKS: Final = dict.fromkeys(map(ord, AT_NEED + NEVER))
"""What only the engine should see, for `str.translate`."""

_MAY_BEGIN_A_LINE: Final = ".@-?&=_#%~+,;:!|"
_ENDS_A_LINE: Final = "-?!|"  # for the engine
_TORN: Final = "++"  # as in C++, between which the engine would break a line
_ARABIC_FIGURES: Final = re.compile("([\u0660-\u0669]+)")


def mark(texts: Sequence[str], from_the_right: bool, known: Mapping[str, str]) -> list[str]:
    """Return texts with each address, number to dial or name with a sign in an element of its own.

    `known` leads from addresses as they are printed to the whole ones; others are taken to be at https. The texts are
    escaped HTML, and so is what is returned.
    """
    return [_mark_text(text, from_the_right, known) for text in texts]


def _mark_text(text: str, from_the_right: bool, known: Mapping[str, str]) -> str:
    words = str(Markup(text).unescape()) if "&" in text else text
    pieces = addresses.find(words)
    apart = bidi.stretches(words, pieces) if from_the_right else []
    if pieces or apart:
        return "".join(_elements(words, pieces, apart, known, ' dir="ltr"' if from_the_right else ""))
    return _words(words) if _TORN in words else text


def mark_breaks(address: str) -> str:
    """Return an address with marks that tell the engine where it may break."""
    scheme, divider, rest = address.rpartition("://")
    return (f"{scheme}:/{NEVER}/{AT_NEED}" if divider else "") + "".join(_mark_marks(rest))


def unbroken_parts(address: str) -> list[str]:
    """Return the parts of an address that stay whole wherever it breaks."""
    return re.split(f"[{BREAK}{AT_NEED}]", mark_breaks(address).replace(NEVER, ""))


def _mark_marks(address: str) -> Iterator[str]:
    for before, mark, after in zip(" " + address, address, address[1:] + "/", strict=False):
        if before in _ENDS_A_LINE:
            yield NEVER
        elif mark in _MAY_BEGIN_A_LINE and before not in f" /{_MAY_BEGIN_A_LINE}":
            yield AT_NEED
        yield f"/{BREAK}" if mark == "/" and after != "/" else mark


def _grouped(number: str, space: str) -> str:
    """Let a number break between its groups, where it has to."""
    return re.sub(r"[\s-]", lambda mark: ("-" if mark[0] == "-" else space) + AT_NEED, number)


def _elements(
    words: str, pieces: Sequence[Piece], apart: Sequence[bidi.Stretch], known: Mapping[str, str], direct: str
) -> Iterator[str]:
    """Write words as HTML, each piece in its element, and what runs from the left in one around its pieces."""
    alone = {(piece.start, piece.end) for piece in pieces}
    apart = [stretch for stretch in apart if stretch not in alone]
    at = 0
    for start, end in [*apart, (len(words), len(words))]:
        yield from _in_order(words, at, start, pieces, known, direct)
        if start < end:
            yield f'<bdi dir="ltr">{"".join(_in_order(words, start, end, pieces, known, direct))}</bdi>'
        at = end


def _in_order(
    words: str, at: int, end: int, pieces: Sequence[Piece], known: Mapping[str, str], direct: str
) -> Iterator[str]:
    """Write the words from one place to another, and the pieces among them."""
    for piece in pieces:
        if at <= piece.start < end:
            yield _words(words[at : piece.start])
            yield _element(piece, known, direct)
            at = piece.end
    yield _words(words[at:end])


def _words(words: str) -> str:
    return str(escape(words)).replace(_TORN, NEVER.join(_TORN))


def _element(piece: Piece, known: Mapping[str, str], direct: str) -> str:
    is_number = piece.kind in (Kind.PHONE, Kind.FIGURES)
    # In a line from the right some readers, PDFium among them, turn round what ordinary spaces divide.
    shown = str(escape(_grouped(piece.bare, "\u00a0" if direct else " ") if is_number else mark_breaks(piece.bare)))
    if is_number:
        # In a line from the left as well, groups of these figures would run from the right.
        shown = _ARABIC_FIGURES.sub(r"<span>\1</span>", shown)
    target = known.get(printed(piece.bare), piece.target)
    if target:
        return f'<a class="whole"{direct} href="{escape(target)}">{shown}</a>'
    return f'<bdi class="whole"{direct}>{shown}</bdi>'
