"""Write PDFs with their streams packed alike on every computer.

qpdf and Python pack with the zlib that the system has, of which there are several, and each packs the same into other
bytes. So qpdf lays the file out unpacked, and here it is packed by libdeflate, which `requirements.lock` pins.
"""

from __future__ import annotations

import io
import re
from functools import lru_cache
from itertools import pairwise
from typing import Final

import pikepdf
from pikepdf import ObjectStreamMode, StreamDecodeLevel, String

from factsheet.storage.ownership import PRODUCER

# From 10 on libdeflate looks for the best way: a twentieth smaller than zlib ever packs, in twice its time.
_LEVEL: Final = 10
# What qpdf writes is the same every time, so it can be read without a reader of PDFs.
_STREAM: Final = re.compile(rb"(\d+ 0 obj\n<<.*?) /Length (\d+)(.*?) >>\nstream\n", re.DOTALL)
_WIDTHS: Final = re.compile(rb"/W \[ (\d+) (\d+) (\d+) \]")
_IN_THE_OPEN: Final = 1  # what the table says of an object that is not within a stream: ISO 32000-1, table 18


def write(document: pikepdf.Pdf, version: str = "1.7") -> bytes:
    """Return the bytes of a document, which names this program as its producer; `version` is that of PDF."""
    document.docinfo["/Producer"] = String(PRODUCER)
    plain = io.BytesIO()
    document.save(
        plain,
        deterministic_id=True,
        min_version=version,
        compress_streams=False,
        stream_decode_level=StreamDecodeLevel.generalized,
        object_stream_mode=ObjectStreamMode.generate,
    )
    return _pack(plain.getvalue())


def _pack(plain: bytes) -> bytes:
    """Pack every stream that is not packed, and make the table of where each object stands anew."""
    at = int(plain.rpartition(b"startxref\n")[2].split()[0])
    table = _contents(plain[at:])
    kind, place, index = (int(width) for width in _WIDTHS.findall(plain, at)[0])
    rows = [
        (int.from_bytes(row[:kind], "big"), int.from_bytes(row[kind : kind + place], "big"), row[kind + place :])
        for row in (table[begin : begin + kind + place + index] for begin in range(0, len(table), kind + place + index))
    ]
    begins = sorted({where for what, where, _ in rows if what == _IN_THE_OPEN})
    packed = bytearray(plain[: begins[0]])
    moved = {}
    for begin, end in pairwise(begins):
        moved[begin] = len(packed)
        packed += _object(plain[begin:end])
    moved[at] = len(packed)
    anew = b"".join(
        what.to_bytes(kind, "big") + (moved[where] if what == _IN_THE_OPEN else where).to_bytes(place, "big") + rest
        for what, where, rest in rows
    )
    return bytes(packed) + _object(plain[at:], anew) + b"startxref\n%d\n%%%%EOF\n" % moved[at]


def _object(plain: bytes, contents: bytes | None = None) -> bytes:
    """Return an object as qpdf writes it, packed if it is a stream that is not; with other `contents`, if given."""
    stream = _STREAM.match(plain)
    # What describes the file is to be read by programs that do not know PDF: ISO 19005-3, 6.6.2.1.
    if not stream or b"/Filter" in stream[1] + stream[3] or b"/Metadata" in stream[1] + stream[3]:
        return plain
    data = _deflate(_contents(plain) if contents is None else contents)
    words = b"%b%b /Length %d /Filter /FlateDecode" % (stream[1], stream[3], len(data))
    return b"%b >>\nstream\n%b\nendstream\nendobj\n" % (words, data)


def _contents(plain: bytes) -> bytes:
    """Return the contents of a stream.

    Raises:
        ValueError: they end elsewhere than the stream says.
    """
    stream = _STREAM.match(plain)
    end = stream.end() + int(stream[2]) if stream else 0
    if not stream or not plain[end:].lstrip(b"\r\n").startswith(b"endstream"):
        raise ValueError("qpdf writes files in a form that is not known here")
    return plain[stream.end() : end]


@lru_cache(maxsize=32)
def _deflate(contents: bytes) -> bytes:
    """Pack bytes. The files of an edition share fonts and profiles."""
    import deflate

    return bytes(deflate.zlib_compress(contents, _LEVEL))
