"""The strings of a translation -> a file for translators with tools of their own, and back, in each format there is.

What comes back carries the source it was made from, so that a file that was away while the source was changed does harm
to none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from factsheet.findings import Place
from factsheet.storage import textfile
from factsheet.translation import po, signed_proof, spreadsheet
from factsheet.translation.bundle import Bundle, Expected, malformed

_ANYTHING: Final = Expected()
_BYTES: Final = 4 * 1024 * 1024
# Mail programs put .txt after names they do not know, and spreadsheets save “Unicode text” under it.
_TABLES: Final = (".csv", ".tsv", ".tab", ".txt")

FORMATS: Final[Mapping[str, Callable[[Bundle], bytes]]] = {"po": po.written, "csv": spreadsheet.written}
"""What can be written, by the end of the file name."""


def read(file: Path, expected: Expected = _ANYTHING) -> Bundle:
    """What a file that came back carries, whatever end its name has beside that of its format.

    Raises:
        ProjectError: with everything that keeps it from being understood, exit code CONTENT.
    """
    raw = textfile.read(file, _BYTES)
    ends = [end.lower() for end in file.suffixes[-2:]]
    if ".po" in ends:
        return po.read(file, raw, expected)
    if ".json" in ends:
        return signed_proof.read(file, raw)
    if {*ends} & {*_TABLES}:
        return spreadsheet.read(file, raw, expected)
    what = "is neither a PO file, nor a spreadsheet saved as CSV, nor what was saved from a proof"
    raise malformed(what, Place(file), "its name must end in .po, .csv or .json")
