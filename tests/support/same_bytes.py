"""Say in a few lines where files differ that should be the same: a PDF is mostly packed, and too long to be shown."""

from __future__ import annotations

import io
from collections.abc import Hashable, Iterator, Mapping
from itertools import islice, zip_longest

import pikepdf

_SHOWN = 6
"""Lines of each file; what is wrong is seen in the first ones."""
_WIDE = 160


def differences(made: Mapping[Hashable, bytes], wanted: Mapping[Hashable, bytes]) -> list[str]:
    """Return where each file differs from the one wanted: names that only one has, and the first lines that differ."""
    found = [f"only one has {name}" for name in sorted(map(str, made.keys() ^ wanted.keys()))]
    for name in (name for name in made if name in wanted and made[name] != wanted[name]):
        found.append(f"{name}: {len(made[name])} bytes, wanted are {len(wanted[name])}")
        found += islice(_lines(_plain(made[name]), _plain(wanted[name])), _SHOWN)
    return found


def _lines(made: list[bytes], wanted: list[bytes]) -> Iterator[str]:
    for number, (one, other) in enumerate(zip_longest(made, wanted, fillvalue=b""), 1):
        if one != other:
            yield f"  line {number}: {one[:_WIDE]!r}, wanted is {other[:_WIDE]!r}"


def _plain(file: bytes) -> list[bytes]:
    """Return the lines of a file, of a PDF with all its streams unpacked."""
    if not file.startswith(b"%PDF"):
        return file.splitlines()
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(file)) as document:
        document.save(written, qdf=True, static_id=True)
    return written.getvalue().splitlines()
