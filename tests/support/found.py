"""The bytes of a PDF and words -> which of them a search does not find, in three readers.

A word is what stands between spaces, without the punctuation around it, if it has letters and no digits. It is found if
the reader's own search finds it as it is typed, or if it stands in the text that the reader gives out, with each line
that ends in a soft hyphen joined to the next, as Chrome and Evince do before they search. Thai, Lao, Khmer and Burmese
put no spaces between words: one is there a whole piece between spaces, often a clause of several lines, and line ends
are taken out of the text. That is harder than to find the words of a dictionary, which stand on one line each.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import unicodedata
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import pypdfium2
import pytest
from support import selection

_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
_LINE_END = re.compile(r"\r?\n")
_JOINED = re.compile(r"\u00ad\s*\n")
_CHROME_IGNORES = dict.fromkeys((0x0002, 0xFFFE, 0x200B))  # where PDFium has joined a line, and a space without width
_DIRECTIONS = dict.fromkeys((0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))
_UNSEEN = dict.fromkeys((0x00AD, 0x200B, 0x2060))  # in copy: where words and lines may part

MEASURED = "words found"
"""The name under which tests record what they measured; see conftest, which prints it."""
Lookup = Callable[[str], bool]


def words(strings: Iterable[str]) -> list[str]:
    """Each word of these, once."""
    found = dict.fromkeys(_stripped(piece) for text in strings for piece in text.translate(_UNSEEN).split())
    return [word for word in found if any(letter.isalpha() for letter in word) and not re.search(r"\d", word)]


def table(measured: Iterable[Sequence[Any]]) -> Iterator[str]:
    """What was measured, language by language: the share of the words that each reader finds, in each layout."""
    for language, rows in groupby(sorted(measured, key=lambda row: (row[0], row[1])), key=lambda row: row[0]):
        yield f"{language:18} {'words':>6}" + "".join(f"{reader:>9}" for reader in READERS)
        for _, layout, count, *shares in rows:
            yield f"  {layout:16} {count:6}" + "".join(f"{share:9.4f}" for _, share in shares)


def _stripped(piece: str) -> str:
    is_word = [unicodedata.category(letter)[0] not in "PS" for letter in piece]
    return piece[is_word.index(True) : len(piece) - is_word[::-1].index(True)] if any(is_word) else ""


def lost(pdf: bytes, wanted: Iterable[str]) -> dict[str, list[str]]:
    """Which words each reader does not find."""
    wanted = [*wanted]
    return {name: _not_found(wanted, *read(pdf)) for name, read in READERS.items()}


def _not_found(wanted: list[str], text: str, search: Lookup) -> list[str]:
    plain = _composed(text.translate(_DIRECTIONS))
    texts = [plain, _JOINED.sub("", plain)]
    unbroken = _LINE_END.sub("", texts[1])
    return [
        word
        for word in wanted
        if not any(_composed(word) in said for said in texts)
        and not (_UNSPACED.search(word) and _composed(word) in unbroken)
        and not search(word)
    ]


def _composed(word: str) -> str:
    """One of several ways to write the same, all of which a search takes for one: marks have no order in Unicode."""
    return unicodedata.normalize("NFC", word)


def _by_pdfium(pdf: bytes) -> tuple[str, Lookup]:
    pages = [page.get_textpage() for page in pypdfium2.PdfDocument(pdf)]
    text = "\n".join(page.get_text_range() for page in pages).translate(_CHROME_IGNORES)
    return text, lambda word: any(page.search(word, match_case=True).get_next() for page in pages)


def _by_poppler(pdf: bytes) -> tuple[str, Lookup]:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed: apt-get install poppler-utils")
    said = [
        subprocess.run(["pdftotext", *order, "-enc", "UTF-8", "-", "-"], input=pdf, capture_output=True, check=True)
        for order in (
            (),
            ("-raw",),
        )  # as it guesses at columns, which may mix the lines of neighbours; as the file has it
    ]
    return "\n".join(done.stdout.decode() for done in said), lambda word: False


def _by_mupdf(pdf: bytes) -> tuple[str, Lookup]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of how its binding was made
        import pymupdf
    pages = [(page, page.get_textpage(flags=pymupdf.TEXTFLAGS_SEARCH)) for page in pymupdf.open(stream=pdf)]
    text = "\n".join(page.get_text() for page, _ in pages)
    return text, lambda word: any(page.search_for(word, textpage=read) for page, read in pages)


READERS: dict[str, Callable[[bytes], tuple[str, Lookup]]] = {
    "PDFium": _by_pdfium,
    "Poppler": _by_poppler,
    **({"MuPDF": _by_mupdf} if selection.everything else {}),
}
"""The readers of this run; only `--everything` sets MuPDF up."""
