"""Write and read strings as CSV, the way spreadsheet programs save it.

In it, a stale string says so in its row. People add columns for their notes, put columns into another order, and
write above the table what it is; programs change how it is saved. None of that touches the words.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from factsheet.content.loader import canonical
from factsheet.content.models import TAG
from factsheet.content.records import State
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import csvfile, textfile
from factsheet.storage.csvfile import Row
from factsheet.translation.bundle import EXPORT_AGAIN, Bundle, Entry, Expected, make_bundle, malformed

_COLUMNS: Final = ("sheet", "key", "state", "note", "at most")
# Cells that begin so are taken for formulas by spreadsheets: OWASP, CSV Injection; the last four are their wide forms.
_FORMULA: Final = "=+-@\t\r＝＋－＠"
_MARK: Final = "'"  # what spreadsheets put before text that looks like a formula
_FAILED: Final = re.compile(r"#[\w/¿]+[!?]|#N/A|#NV|#{3,}")  # what they put where one failed, in any language
_ABOVE: Final = 5  # rows that may say what the table is, before the row that names its columns


def written(bundle: Bundle) -> bytes:
    """Return a CSV file for spreadsheets: with a byte order mark, and no cell that could be taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_COLUMNS, bundle.source, bundle.tag])
    for entry in bundle.entries:
        most = "" if entry.most is None else str(entry.most)
        cells = [bundle.sheet, entry.key, entry.state or "", entry.note, most, entry.source, entry.translation]
        writer.writerow([_guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def read(file: Path, raw: bytes, expected: Expected) -> Bundle:
    """Read a spreadsheet that came back.

    Raises:
        ProjectError: with all that keeps it from being understood, exit code CONTENT; also cells in which a formula
            stands, or what a spreadsheet puts where one failed.
    """
    rows = csvfile.rows(file, textfile.decoded(file, raw), EXPORT_AGAIN)
    if not rows:
        raise malformed("the file is empty", Place(file), EXPORT_AGAIN)
    number = next((number for number, row in enumerate(rows[:_ABOVE]) if "key" in _names(row.cells)), 0)
    head, below = rows[number], rows[number + 1 :]
    place = Place(file, head.line)
    names = _names(head.cells)
    missing = [name for name in ("sheet", "key") if name not in names and not (name == "sheet" and expected.sheet)]
    if missing:
        hint = f"it holds {', '.join(_COLUMNS)}, and the two languages, the source first"
        raise malformed("the first row is not the one that was exported", place, hint)
    sheet = expected.sheet or _sheet(file, names, below)
    source, tag = _languages(names, place, sheet, expected)
    wanted = {name: names.index(name) for name in (*_COLUMNS, source, tag) if name in names}
    twice = [name for name in wanted if names.count(name) > 1]
    if twice:
        raise malformed(f"there are two columns “{twice[0]}”", place, "delete the one that is not meant")
    entries, problems = [], []
    for row in below:
        cells = {name: row.cells[column] if column < len(row.cells) else "" for name, column in wanted.items()}
        if not cells["key"].strip() and not cells[tag].strip():
            continue  # a note below the table
        problems += _problems(file, row, len(names), cells["key"], cells[tag])
        entries.append(_entry(file, row.line, cells, source, tag))
    if problems:
        raise ProjectError(*problems)
    return make_bundle(file, sheet, source, tag, entries)


def _names(cells: Sequence[str]) -> list[str]:
    """Return the names of columns: ours and languages as we write them, whatever a spreadsheet capitalises."""
    bare = [" ".join(cell.split()) for cell in cells]
    return [name.casefold() if name.casefold() in _COLUMNS else canonical(name) for name in bare]


def _sheet(file: Path, names: Sequence[str], rows: Sequence[Row]) -> str:
    column = names.index("sheet")
    strings = [row.cells for row in rows if "".join(row.cells[names.index("key") :][:1]).strip()]
    named = {"".join(cells[column : column + 1]).strip() for cells in strings or [row.cells for row in rows]} - {""}
    if len(named) != 1:
        what = "not all rows are of one sheet" if named else "no row says of which sheet it is"
        raise malformed(what, Place(file), EXPORT_AGAIN)
    return named.pop()


def _languages(names: Sequence[str], place: Place, sheet: str, expected: Expected) -> tuple[str, str]:
    """Return the source language and the other. Columns for notes may be called like languages, such as “ok”."""
    tags = [name for name in dict.fromkeys(names) if name not in _COLUMNS and TAG.fullmatch(name)]
    source, *others = expected.languages.get(sheet, tags[:1]) or [""]
    known = [name for name in tags if name in others and expected.tag in (None, name)]
    strange = [name for name in tags if name != source and name not in others]
    chosen = known or strange[: 1 if not expected.tag else 0]
    if source not in tags or not chosen:
        what = f"there is no column for {expected.tag or 'a language'} beside one for the source language"
        raise malformed(what, place, "name the two columns after their languages, as they were exported")
    if len(chosen) > 1:
        what = f"there are columns for several languages: {', '.join(chosen)}"
        raise malformed(what, place, "say which to take in: --lang, after the name of the file")
    return source, chosen[0]


def _entry(file: Path, line: int, cells: Mapping[str, str], source: str, tag: str) -> Entry:
    key, made_from, words = (_unguarded(cells[name]) for name in ("key", source, tag))
    # Where no column says what was stale, whatever was not changed stays as it was.
    stale = cells.get("state", State.STALE).strip().casefold() == State.STALE
    return Entry(key.strip(), made_from, words, State.STALE if stale else None, place=Place(file, line))


def _problems(file: Path, row: Row, columns: int, key: str, words: str) -> list[Finding]:
    place, problems = Place(file, row.line), []
    if any(cell.strip() for cell in row.cells[columns:]):
        hint = "put the words of each cell between quotation marks, or save the file with a spreadsheet program"
        problems.append(Finding(ExitCode.CONTENT, f"{key}: the row has more cells than the first one", place, hint))
    if words.strip().startswith(("=", "＝")) or _FAILED.fullmatch(words.strip()):
        what = f"{key}: “{words.strip()[:30]}” is a formula or what is left of one, not a text"
        problems.append(Finding(ExitCode.CONTENT, what, place, "type the words into the cell"))
    return problems


def _guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return _MARK + cell if cell.startswith((*_FORMULA, _MARK)) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA, _MARK)) else cell
