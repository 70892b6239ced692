"""Write and read files for translators who work with other tools, in each format there is.

What comes back carries the source it was made from, so that a file does no harm if the source was changed meanwhile.
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
"""What can be written, by the suffix of the file name."""


def read(file: Path, expected: Expected = _ANYTHING) -> Bundle:
    """Read a file that came back; its name may have another suffix after that of its format.

    Raises:
        ProjectError: with everything that keeps it from being understood, exit code CONTENT.
    """
    raw = textfile.read(file, _BYTES)
    suffixes = [suffix.lower() for suffix in file.suffixes[-2:]]
    if ".po" in suffixes:
        return po.read(file, raw, expected)
    if ".json" in suffixes:
        return signed_proof.read(file, raw)
    if {*suffixes} & {*_TABLES}:
        return spreadsheet.read(file, raw, expected)
    what = "this is neither a PO file, nor a spreadsheet saved as CSV, nor what was saved from a proof"
    raise malformed(what, Place(file), "its name must end in .po, .csv or .json")
