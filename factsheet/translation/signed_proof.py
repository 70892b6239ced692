"""What a reviewer saved from a galley, as JSON -> the strings as they were read and as they should be, and who signed.

What is saved there is told in templates/_shared/galley.html.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from factsheet.content import records
from factsheet.findings import Place, ProjectError
from factsheet.storage import textfile
from factsheet.translation.bundle import Bundle, Entry, bundled, malformed


def read(file: Path, raw: bytes) -> Bundle:
    """What a file that was saved from a galley carries.

    Raises:
        ProjectError: what is none, or what nobody has signed, exit code CONTENT.
    """
    again = "open the proof again in the same browser, and save the file anew"
    text = textfile.decoded(file, raw)
    try:
        told = json.loads(text)
        head = [told[name] for name in ("sheet", "source", "language", "by", "on")]
        strings = [(key, one["source"], one["read"], one["right"]) for key, one in told["strings"].items()]
        every = [*head, *(word for string in strings for word in string)]
        if not all(isinstance(word, str) for word in every):
            raise TypeError
        "".join(every).encode("utf-8")  # half of a character has none
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise malformed("this is not what a proof saves", Place(file), again) from None
    sheet, source, tag, by, on = head
    try:
        signed = records.new_review(by, on)
    except ProjectError:
        raise malformed("nobody has signed this", Place(file), f"it wants a name and a day: {again}") from None
    place = Place(file)
    entries = [Entry(key, made_from, right, place=place, read=read) for key, made_from, read, right in strings]
    return replace(bundled(file, sheet, source, tag, entries), signed=signed)
