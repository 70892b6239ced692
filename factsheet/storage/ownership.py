"""Refuse to replace files that were not made by this program.

The contents tell, so that what older versions made can be made anew. What is empty or ruined is nobody's.
"""

from __future__ import annotations

import io
import json
import stat
import struct
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

GENERATOR: Final = '<meta name="generator" content="factsheet">'
"""What every page of this program for browsers says."""
PRODUCER: Final = "factsheet 0.1.0"
"""What every PDF of this program says of the program that made it."""
_OLDER_MARKS: Final = (
    "<title>Printable handouts</title>",
    "<title>Report of the last build</title>",
    "<title>To review: ",
)
"""What pages of older versions say."""
_HEAD: Final = 2000  # letters, among which it stands
_BYTES: Final = 1 << 30  # no file of ours is larger
_FONTS: Final = "FS-"
"""How the names of this project's fonts begin, after six letters and a plus."""
PICTURE: Final = 360
"""Pixels across in a picture of a first page: sharp at 18 rem on a common screen, at 9 on a fine one."""


def refuse_foreign(paths: Iterable[Path]) -> None:
    """See to it that no file of somebody else is replaced.

    Raises:
        ProjectError: naming every one that would be, exit code ENVIRONMENT.
    """
    foreign = [file for file in paths if is_foreign(file)]
    if foreign:
        what = "was not made by this program, and is left as it is"
        hint = "move it away, or give another place with --out"
        raise ProjectError(*(Finding(ExitCode.ENVIRONMENT, what, Place(file), hint) for file in foreign))


def is_foreign(file: Path) -> bool:
    """Tell whether a file stands there that somebody else has made."""
    try:
        about = file.stat()
        if stat.S_ISDIR(about.st_mode):  # writing it will tell
            return False
        if not stat.S_ISREG(about.st_mode) or about.st_size > _BYTES:
            return True
        contents = files.read(file, None, _BYTES)
    except (OSError, files.Unreadable):  # it is not there, or writing it will tell
        return False
    knows = _KNOWN.get(file.suffix.lower())
    return bool(contents.strip()) and knows is not None and not knows(contents)


def _is_our_page(contents: bytes) -> bool:
    head = contents[:_HEAD].decode("utf-8", "replace")
    return any(mark in head for mark in (GENERATOR, *_OLDER_MARKS))


def _is_our_report(contents: bytes) -> bool:
    with suppress(ValueError, RecursionError):
        report = json.loads(contents)
        return isinstance(report, dict) and isinstance(report.get("editions"), list) and "findings" in report
    return False


def _is_our_picture(contents: bytes) -> bool:
    return contents[:8] != b"\x89PNG\r\n\x1a\n" or struct.unpack(">I", contents[16:20].rjust(4, b"\0"))[0] == PICTURE


def _is_our_pdf(contents: bytes) -> bool:
    """Tell whether a PDF names this program. Older ones have only its fonts, or no fonts and no description."""
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(contents)) as document:
            fonts = [str(thing["/BaseFont"]) for thing in document.objects if _is_font(thing)]
            is_described = len(document.docinfo) > 0
            if str(document.docinfo.get("/Producer", "")).partition(" ")[0] == PRODUCER.partition(" ")[0]:
                return True
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return True
    return all(name.lstrip("/")[7:].startswith(_FONTS) for name in fonts) if fonts else not is_described


def _is_font(thing: Any) -> bool:
    import pikepdf

    return isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing


def _is_our_po(contents: bytes) -> bool:
    return b'"X-Language-Tag: ' in contents


def _is_our_spreadsheet(contents: bytes) -> bool:
    return contents.removeprefix(b"\xef\xbb\xbf").startswith(b"sheet,key,")


_KNOWN: Final[Mapping[str, Callable[[bytes], bool]]] = {
    ".csv": _is_our_spreadsheet,
    ".html": _is_our_page,
    ".json": _is_our_report,
    ".pdf": _is_our_pdf,
    ".png": _is_our_picture,
    ".po": _is_our_po,
}
