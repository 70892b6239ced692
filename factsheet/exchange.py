"""The strings of a translation -> a PO file or a spreadsheet for translators with tools of their own, and back.

The only module that knows polib. In PO, a stale string is fuzzy; in a spreadsheet it says so in its row. What comes
back carries the source it was made from, so that a file that was away while the source was changed does harm to none.
A galley that was read and signed comes back as JSON: see templates/_shared/galley.html.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import polib

from factsheet import translation
from factsheet.findings import ExitCode, Finding, Place, Refused
from factsheet.shape import TAG
from factsheet.translation import Review, State

_BYTES: Final = 4 * 1024 * 1024
_COLUMNS: Final = ("sheet", "key", "state", "note", "at most")
# Cells that begin so are taken for formulas by spreadsheets: OWASP, CSV Injection; the last four are their wide forms.
_FORMULA: Final = "=+-@\t\r＝＋－＠"
_MARK: Final = "'"  # what spreadsheets put before text that looks like a formula
_ERRORS: Final = {"#NAME?", "#REF!", "#VALUE!", "#DIV/0!", "#N/A", "#NUM!", "#NULL!"}
_PO_LINE: Final = re.compile(r'\s*|#.*|\s*((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"(\\.|[^"\\])*"\s*')
_AGAIN: Final = "export it again, and put your words into the new file"


@dataclass(frozen=True)
class Entry:
    """One string on its way to a translator, or back."""

    key: str
    source: str
    translation: str
    """Empty where there is none."""
    state: State | None = None
    """None where it came back and nothing is said of it, so that it counts as made from this source."""
    note: str = ""
    """What the comments above the key say."""
    most: int | None = None
    """With more characters than this, some layout has no room for it. None where nobody knows."""
    unsure: bool = False
    """Whether the translator's tool says that the words need another look: fuzzy, in PO."""
    place: Place | None = None
    """Where it stands in the file that came back."""
    read: str | None = None
    """The translation as a reviewer had it to read; None where nobody reviewed it."""


@dataclass(frozen=True)
class Bundle:
    """What one file carries: the strings of one sheet in one language."""

    sheet: str
    source: str
    """The tag of the source language."""
    tag: str
    entries: tuple[Entry, ...]
    signed: Review | None = None
    """By whom, and when, the translations in it were found or made right; None where it is no signed galley."""


def po(bundle: Bundle) -> bytes:
    """A PO file: the key as context, notes and length as comments, fuzzy where stale."""
    file = polib.POFile(wrapwidth=100)
    file.metadata = {
        "Project-Id-Version": bundle.sheet,
        "Language": bundle.tag.replace("-", "_"),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "X-Source-Language": bundle.source,
        "X-Language-Tag": bundle.tag,
    }
    for entry in bundle.entries:
        room = f"At most {entry.most} characters." if entry.most is not None else ""
        comments = [entry.note, room, f"State: {entry.state}" if entry.state else ""]
        file.append(
            polib.POEntry(
                msgctxt=entry.key,
                msgid=entry.source,
                msgstr=entry.translation,
                comment="\n".join(comment for comment in comments if comment),
                flags=["fuzzy"] if entry.state is State.STALE else [],
            )
        )
    return str(file).encode("utf-8") + b"\n"


def spreadsheet(bundle: Bundle) -> bytes:
    """A CSV file as spreadsheets read it: with a byte order mark, and no cell that could be taken for a formula."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([*_COLUMNS, bundle.source, bundle.tag])
    for entry in bundle.entries:
        most = "" if entry.most is None else str(entry.most)
        cells = [bundle.sheet, entry.key, entry.state or "", entry.note, most, entry.source, entry.translation]
        writer.writerow([_guarded(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


FORMATS: Final[Mapping[str, Callable[[Bundle], bytes]]] = {"po": po, "csv": spreadsheet}
"""What can be written, by the end of the file name."""


def read(file: Path) -> Bundle:
    """What a file that came back carries.

    Raises:
        Refused: with everything that keeps it from being understood, exit code CONTENT. Of a spreadsheet, also cells
            in which a formula stands, or what a spreadsheet puts where one failed.
    """
    raw = _bytes(file)
    if file.suffix.lower() == ".po":
        return _from_po(file, _text(file, raw, "utf-8"))
    if file.suffix.lower() == ".csv":
        wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
        return _from_spreadsheet(file, _text(file, raw, "utf-16" if wide else "utf-8-sig"))
    if file.suffix.lower() == ".json":
        return _from_galley(file, _text(file, raw, "utf-8-sig"))
    what = "is neither a PO file, nor a spreadsheet saved as CSV, nor what was saved from a proof"
    raise _refused(what, Place(file), "its name must end in .po, .csv or .json")


def _bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as stream:
            raw = stream.read(_BYTES + 1)
    except OSError as error:
        what = f"the file cannot be read: {error.strerror or type(error).__name__}"
        raise _refused(what, Place(file), "check its name, and who may read it") from None
    if len(raw) > _BYTES:
        raise _refused(f"the file is larger than {_BYTES // 1024} KiB", Place(file), "is this the right file?")
    return raw


def _text(file: Path, raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        hint = "save it again as “CSV UTF-8” or with UTF-8 as its encoding"
        raise _refused("the file is not in UTF-8 from here on", Place(file, line), hint) from None


def _from_po(file: Path, text: str) -> Bundle:
    for number, line in enumerate(text.replace("\r\n", "\n").split("\n"), 1):
        if not _PO_LINE.fullmatch(line):  # polib would take the words without their first or last letter
            raise _refused("this line is not as PO has it", Place(file, number), _AGAIN)
    try:
        # Given a text, it would also take what ends a line in Unicode for the end of a line.
        read = polib.pofile(str(file), encoding="utf-8", check_for_duplicates=False)
    except OSError as error:
        told = re.search(r"line ([0-9]+)", str(error))
        place = Place(file, int(told[1]) if told else None)
        raise _refused("the file cannot be understood from here on", place, _AGAIN) from None
    entries = [
        Entry(
            entry.msgctxt or "",
            entry.msgid,
            entry.msgstr,
            State.STALE if entry.fuzzy else None,
            unsure=bool(entry.fuzzy),
            place=Place(file, entry.linenum),
        )
        for entry in read
        if not entry.obsolete
    ]
    head = read.metadata
    sheet, tag = head.get("Project-Id-Version", ""), head.get("X-Language-Tag") or head.get("Language", "")
    tag = tag.replace("_", "-")
    if not sheet or not TAG.fullmatch(tag):
        what = "the head of the file does not say for which sheet and language it is"
        raise _refused(what, Place(file, 1), "keep Project-Id-Version and X-Language-Tag as they were exported")
    return _bundle(file, sheet, head.get("X-Source-Language", ""), tag, entries)


def _from_spreadsheet(file: Path, text: str) -> Bundle:
    rows = list(_rows(file, text))
    if not rows:
        raise _refused("the file is empty", Place(file), _AGAIN)
    head = [cell.strip() for cell in rows[0][1]]
    tags = [name for name in head if name not in _COLUMNS and TAG.fullmatch(name)]
    if not {"sheet", "key", "state"} <= {*head} or len(tags) != 2 or len({*head}) != len(head):
        hint = f"it holds {', '.join(_COLUMNS)}, and the two languages, the source first"
        raise _refused("the first row is not the one that was exported", Place(file, 1), hint)
    source, tag = tags
    entries, sheets, wrong = [], set[str](), []
    for line, cells in rows[1:]:
        row = dict(zip(head, [*cells, *[""] * len(head)], strict=False))
        if not any(cell.strip() for cell in cells):
            continue
        sheets.add(row["sheet"].strip())
        place, words = Place(file, line), row[tag]
        if words.startswith(("=", "＝")) or words.strip() in _ERRORS:
            what = f"{row['key']}: “{words[:30]}” is a formula or what is left of one, not a text"
            wrong.append(Finding(ExitCode.CONTENT, what, place, "type the words into the cell"))
        key, made_from, words = (_unguarded(row[name]) for name in ("key", source, tag))
        state = State.STALE if row["state"].strip() == State.STALE else None
        entries.append(Entry(key, made_from, words, state, place=place))
    if len(sheets) != 1:
        wrong.append(Finding(ExitCode.CONTENT, "not all rows are of one sheet", Place(file), _AGAIN))
    if wrong:
        raise Refused(*wrong)
    return _bundle(file, sheets.pop(), source, tag, entries)


def _from_galley(file: Path, text: str) -> Bundle:
    again = "open the proof again in the same browser, and save the file anew"
    try:
        told = json.loads(text)
        head = [told[name] for name in ("sheet", "source", "language", "by", "on")]
        strings = [(key, one["source"], one["read"], one["right"]) for key, one in told["strings"].items()]
        every = [*head, *(word for string in strings for word in string)]
        if not all(isinstance(word, str) for word in every):
            raise TypeError
        "".join(every).encode("utf-8")  # half of a character has none
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise _refused("this is not what a proof saves", Place(file), again) from None
    sheet, source, tag, by, on = head
    try:
        signed = translation.reviewer(by, on)
    except Refused:
        raise _refused("nobody has signed this", Place(file), f"it wants a name and a day: {again}") from None
    place = Place(file)
    entries = [Entry(key, made_from, right, place=place, read=read) for key, made_from, read, right in strings]
    return replace(_bundle(file, sheet, source, tag, entries), signed=signed)


def _rows(file: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with the lines they end on. Spreadsheets of some countries put semicolons or tabs between cells."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for cells in reader:
            yield reader.line_num, cells
    except csv.Error:
        raise _refused("the file cannot be understood from here on", Place(file, reader.line_num), _AGAIN) from None


def _bundle(file: Path, sheet: str, source: str, tag: str, entries: Sequence[Entry]) -> Bundle:
    """The entries, each of which must have a key of its own."""
    wrong, seen = [], dict[str, Entry]()
    for entry in entries:
        if entry.key in seen or not entry.key:
            what = f"{entry.key}: stands twice" if entry.key else "this string has no key"
            wrong.append(Finding(ExitCode.CONTENT, what, entry.place, _AGAIN))
        seen[entry.key] = entry
    if wrong:
        raise Refused(*wrong)
    return Bundle(sheet, source, tag, tuple(entries))


def _guarded(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return _MARK + cell if cell.startswith((*_FORMULA, _MARK)) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell.startswith(_MARK) and cell[1:].startswith((*_FORMULA, _MARK)) else cell


def _refused(what: str, place: Place, hint: str) -> Refused:
    return Refused(Finding(ExitCode.CONTENT, what, place, hint))
