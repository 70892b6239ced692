"""Decode files as programs of many makers leave them, and encode text in the form a file had.

Notepad puts a mark before the first letter, Excel writes UTF-16, old programs end lines otherwise. None of that is a
fault of who sent the file, and a file that is changed keeps what it had.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path
from typing import Final

from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files

_BOM: Final = "\ufeff"
_ENDS: Final = re.compile(r"\r\n|\r|\n")
_WIDE: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_SAMPLE: Final = 200  # bytes; what files of ours begin with is ASCII
_HINT: Final = "save it again as UTF-8 (in Excel: “CSV UTF-8”); no program can tell for sure what it is in now"


def read(file: Path, most: int, root: Path | None = None) -> bytes:
    """Return the bytes of a file, `most` of them at the most, which lies in the folder `root`, if one is given.

    Raises:
        ProjectError: a file that cannot be read or is larger, exit code CONTENT.
    """
    try:
        return files.read(file, root, most)
    except files.Unreadable as error:
        raise _error(str(error), Place(file), error.hint) from None


def decoded(file: Path, raw: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16, with or without a mark before it, each line ended as in the file.

    Other encodings are refused. Which one it is cannot be told for sure, and a wrong guess would be taken for words.

    Raises:
        ProjectError: a file in another encoding, exit code CONTENT.
    """
    encoding = _WIDE.get(raw[:2]) or _without_mark(raw)
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        name = "UTF-8" if encoding == "utf-8" else "UTF-16"
        raise _error(f"the file is not in {name} from here on", Place(file, line), _HINT) from None
    if "\0" in text:
        raise _error("this is no text", Place(file, text.partition("\0")[0].count("\n") + 1), _HINT)
    return text.removeprefix(_BOM)


def _without_mark(raw: bytes) -> str:
    """Guess the encoding of what has no mark: in UTF-16, every other byte of plain letters is nought."""
    begin = raw[:_SAMPLE]
    if begin[:2].count(0) != 1:
        return "utf-8"
    return "utf-16-be" if begin[0] == 0 else "utf-16-le"


def with_newlines(text: str) -> str:
    """End each line of a text with a newline, as this program does."""
    return _ENDS.sub("\n", text)


def in_form_of(old: bytes, text: str) -> bytes:
    """Bring a text to the form of a file in UTF-8 that it is to replace: its mark and its line ends, also at the end.

    Where a file has several kinds of line ends, each line that stays keeps its own, and new ones have the commonest.
    """
    before = old.decode("utf-8")
    mark = _BOM if before.startswith(_BOM) else ""
    before = before.removeprefix(_BOM)
    ends = _ENDS.findall(before)
    if before and not before.endswith(("\r", "\n")):
        text = text.rstrip("\n")
    most = max({*ends}, key=ends.count, default="\n")
    if {*ends} <= {most}:
        return (mark + text.replace("\n", most)).encode()
    old_lines, lines = with_newlines(before).split("\n"), text.split("\n")
    kept = [most] * len(lines)
    for one in difflib.SequenceMatcher(None, old_lines, lines, autojunk=False).get_matching_blocks():
        for number in range(one.size):
            if one.a + number < len(ends):
                kept[one.b + number] = ends[one.a + number]
    joined = "".join(line + end for line, end in zip(lines, kept, strict=True))
    return (mark + joined[: len(joined) - len(kept[-1])]).encode()


def _error(what: str, place: Place, hint: str) -> ProjectError:
    return ProjectError(Finding(ExitCode.CONTENT, what, place, hint))
