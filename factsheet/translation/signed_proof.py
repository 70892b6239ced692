"""Read what a reviewer saved from a proof: the strings as they were read and as they should be, and who signed them.

The file is JSON, as templates/_shared/galley.html writes it.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from factsheet.content import records
from factsheet.findings import Place, ProjectError
from factsheet.storage import textfile
from factsheet.translation.bundle import Bundle, Entry, make_bundle, malformed


def read(file: Path, raw: bytes) -> Bundle:
    """Read a file that was saved from a proof.

    Raises:
        ProjectError: it is no such file, or nobody has signed it; exit code CONTENT.
    """
    again = "open the proof again in the same browser, and save the file anew"
    text = textfile.decoded(file, raw)
    try:
        saved = json.loads(text)
        head = [saved[name] for name in ("sheet", "source", "language", "by", "on")]
        strings = [(key, one["source"], one["read"], one["right"]) for key, one in saved["strings"].items()]
        every = [*head, *(word for string in strings for word in string)]
        if not all(isinstance(word, str) for word in every):
            raise TypeError
        "".join(every).encode("utf-8")  # which fails for half of a surrogate pair
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise malformed("this is not what a proof saves", Place(file), again) from None
    sheet, source, tag, by, on = head
    try:
        signed = records.new_review(by, on)
    except ProjectError:
        raise malformed("nobody has signed this", Place(file), f"it wants a name and a day: {again}") from None
    place = Place(file)
    entries = [Entry(key, made_from, right, place=place, read=read) for key, made_from, read, right in strings]
    return replace(make_bundle(file, sheet, source, tag, entries), signed=signed)
