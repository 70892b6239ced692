"""Draw a film's address as a QR symbol, quiet zone included: one seamless path. The only module that knows qrcode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from qrcode import QRCode, constants
from qrcode.exceptions import DataOverflowError

from factsheet.findings import ExitCode, Finding, Place, ProjectError

# In modules, on every side (ISO/IEC 18004).
QUIET_ZONE = 4
# 57 modules a side: with its quiet zone 32.5 mm wide where a module is half a millimetre. Larger is no longer a corner
# of a leaflet but a picture, and harder to hold a phone to.
LARGEST_VERSION = 10
# From the least that survives a photocopier to the most there is.
LEVELS = (
    ("M", constants.ERROR_CORRECT_M),
    ("Q", constants.ERROR_CORRECT_Q),
    ("H", constants.ERROR_CORRECT_H),
)

Corner = tuple[int, int]


@dataclass(frozen=True)
class FilmCode:
    """A QR symbol, ready to draw.

    `size` counts modules per side with the quiet zone, and is the side of the square the SVG `path` is drawn in.
    `modules` are the rows without the quiet zone, True where dark. `path` fills right under either fill rule.
    """

    size: int
    modules: tuple[tuple[bool, ...], ...]
    version: int
    level: str
    path: str

    def module_mm(self, width_mm: float) -> float:
        """Return how wide one module is printed where the whole code, quiet zone included, is `width_mm` wide."""
        return width_mm / self.size


@lru_cache(maxsize=64)
def symbol(address: str) -> FilmCode:
    """Encode the address in the smallest symbol of level M, then raise the level as far as that size allows.

    Raises:
        ProjectError: where the address cannot be relied upon in a code, or needs too large a one; exit code CONTENT.
    """
    if not address or not all("!" <= letter <= "~" for letter in address):
        raise _refused(
            address,
            f"{address!r} cannot go into a film code: phones agree on plain ASCII letters without spaces only",
            "copy the address out of a browser, which writes other letters with % or xn--",
        )
    try:
        code = _smallest(address, LEVELS[0][1])
    except (DataOverflowError, ValueError):
        # The library means the first, but trips over its own version 41 and raises the second.
        code = None
    if code is None or code.version > LARGEST_VERSION:
        raise _refused(
            address,
            f"the film's address has {len(address)} characters, too many for a code that can be scanned from paper",
            "use a short address that leads to the same page",
        )
    level = LEVELS[0][0]
    for name, correction in LEVELS[1:]:
        higher = _smallest(address, correction)
        if higher.version == code.version:
            code, level = higher, name
    code.make(fit=False)
    modules = tuple(tuple(bool(dark) for dark in row) for row in code.modules)
    path = "".join(_path(corners) for corners in _outlines(modules))
    return FilmCode(len(modules) + 2 * QUIET_ZONE, modules, code.version, level, path)


def _smallest(address: str, correction: int) -> QRCode[Any]:
    code: QRCode[Any] = QRCode(error_correction=correction)
    code.add_data(address)
    code.best_fit()
    return code


def _outlines(modules: tuple[tuple[bool, ...], ...]) -> Iterator[list[Corner]]:
    """Walk round the corners of every closed line between dark and light, the dark on the right hand."""
    dark = {(x, y) for y, row in enumerate(modules) for x, module in enumerate(row) if module}
    onward: dict[Corner, list[Corner]] = {}
    for x, y in sorted(dark):
        square = ((x, y), (x + 1, y), (x + 1, y + 1), (x, y + 1))
        beside = ((x, y - 1), (x + 1, y), (x, y + 1), (x - 1, y))
        for start, end, neighbour in zip(square, square[1:] + square[:1], beside, strict=True):
            if neighbour not in dark:
                onward.setdefault(start, []).append(end)
    walked: set[tuple[Corner, Corner]] = set()
    for first in [(start, end) for start, ends in onward.items() for end in ends]:
        corners = []
        (ax, ay), (bx, by) = first
        while ((ax, ay), (bx, by)) not in walked:
            walked.add(((ax, ay), (bx, by)))
            # Where two dark modules touch at a corner only, a right turn keeps to the one being walked round.
            right = (bx - (by - ay), by + (bx - ax))
            following = right if right in onward[bx, by] else onward[bx, by][0]
            if following != (2 * bx - ax, 2 * by - ay):
                corners.append((bx, by))
            (ax, ay), (bx, by) = (bx, by), following
        if corners:
            yield corners


def _path(corners: list[Corner]) -> str:
    (x, y) = corners[0]
    sides = (f"h{bx - ax}" if ay == by else f"v{by - ay}" for (ax, ay), (bx, by) in pairwise(corners))
    return f"M{x + QUIET_ZONE} {y + QUIET_ZONE}{''.join(sides)}z"


def _refused(address: str, what: str, hint: str) -> ProjectError:
    place = getattr(address, "place", None)
    return ProjectError(Finding(ExitCode.CONTENT, what, place if isinstance(place, Place) else None, hint))
