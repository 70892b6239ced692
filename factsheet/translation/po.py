"""Write and read PO files, as other programs leave them. The only module that knows polib.

A stale string is fuzzy. Programs put their own words into the head of the file, take lines out of it, and save it in
the encoding of their country, which the head then names.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import Final

import polib

from factsheet.content.loader import canonical
from factsheet.content.models import TAG
from factsheet.content.records import State
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import atomic, textfile
from factsheet.translation.bundle import EXPORT_AGAIN, Bundle, Entry, Expected, make_bundle, malformed
from factsheet.translation.damage import ENCODINGS

_LINE: Final = re.compile(r'\s*|#.*|\s*((msgctxt|msgid|msgid_plural|msgstr(\[\d+\])?)\s+)?"(\\.|[^"\\])*"\s*')
_MERGED: Final = re.compile(r"<{7}|={7}|>{7}|\|{7}")
_CHARSET: Final = re.compile(rb"charset=([\w.:-]+)", re.ASCII)
_ASIAN: Final = ("gb18030", "gbk", "gb2312", "big5", "shift-jis", "cp932", "euc-jp", "euc-kr", "cp949")
_NAME_IT: Final = "say it after the name of the file: --sheet with its name, and --lang with the tag of the language"


def written(bundle: Bundle) -> bytes:
    """Return a PO file: the key as context, notes and length as comments, fuzzy if stale."""
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


def read(file: Path, raw: bytes, expected: Expected) -> Bundle:
    """Read a PO file that came back.

    Raises:
        ProjectError: with what keeps it from being understood, exit code CONTENT.
    """
    text = textfile.with_newlines(_text(file, raw))
    for number, line in enumerate(text.split("\n"), 1):
        if _MERGED.match(line):
            hint = "two people have changed the file at once: choose one of the versions, and delete these lines"
            raise malformed("a merge was left unfinished here", Place(file, number), hint)
        if not _LINE.fullmatch(line):  # polib would take the words without their first or last letter
            raise malformed("this line is not valid in a PO file", Place(file, number), EXPORT_AGAIN)
    parsed = _parsed(file, text)
    several = [entry for entry in parsed if entry.msgid_plural and not entry.obsolete]
    if several:
        what = "has plural forms, which no string here has"
        places = ((entry.msgctxt, Place(file, entry.linenum)) for entry in several)
        raise ProjectError(*(Finding(ExitCode.CONTENT, f"{key}: {what}", place, EXPORT_AGAIN) for key, place in places))
    entries = [
        Entry(
            entry.msgctxt or "",
            entry.msgid,
            entry.msgstr,
            State.STALE if entry.fuzzy else None,
            unsure=bool(entry.fuzzy),
            place=Place(file, entry.linenum),
        )
        for entry in parsed
        if not entry.obsolete
    ]
    head = parsed.metadata
    sheet = expected.sheet or head.get("Project-Id-Version", "")
    language = canonical((head.get("X-Language-Tag") or head.get("Language", "")).partition(".")[0])
    tag = expected.tag or expected.closest(sheet, language)
    if not TAG.fullmatch(tag):
        raise malformed("the head of the file does not say for which language it is", Place(file, 1), _NAME_IT)
    return make_bundle(file, sheet, head.get("X-Source-Language", ""), tag, entries)


def _text(file: Path, raw: bytes) -> str:
    """Decode a file: as UTF-8 or UTF-16, else in the encoding that its head names."""
    try:
        return textfile.decoded(file, raw)
    except ProjectError:
        charset = _CHARSET.search(raw)
        encoding = _encoding(charset[1].decode("ascii")) if charset else None
        if encoding is None:
            raise
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        what = f"the file is not in {encoding} from here on, which its head names"
        raise malformed(what, Place(file, line), "save it again with UTF-8 as its encoding") from None


def _encoding(name: str) -> str | None:
    """Return the name Python has for an encoding; None for those that no translator's program would use."""
    try:
        known = codecs.lookup(name).name
    except LookupError:
        return None
    return known if known in {codecs.lookup(one).name for one in (*ENCODINGS, *_ASIAN)} else None


def _parsed(file: Path, text: str) -> polib.POFile:
    # Given a text, polib would also take what ends a line in Unicode for the end of a line.
    with atomic.scratch() as folder:
        plain = folder / "x.po"
        plain.write_bytes(text.encode())
        try:
            return polib.pofile(str(plain), encoding="utf-8", check_for_duplicates=False)
        except OSError as error:
            line = re.search(r"line ([0-9]+)", str(error))
            place = Place(file, int(line[1]) if line else None)
            raise malformed("the file cannot be understood from here on", place, EXPORT_AGAIN) from None
