"""What programs and people do to an exported file that leaves its words whole, as they were seen to do it."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

Rows = list[list[str]]


def rows(exported: bytes) -> Rows:
    return [*csv.reader(io.StringIO(exported.decode("utf-8-sig"), newline=""))]


def saved(
    table: Rows,
    between: str = ",",
    encoding: str = "utf-8-sig",
    end: str = "\r\n",
    quoting: int = csv.QUOTE_MINIMAL,
    above: str = "",
) -> bytes:
    return (above + "".join(line(row, between, quoting) + end for row in table)).encode(encoding)


def line(row: list[str], between: str, quoting: int) -> str:
    """One row. Told of another line end, the writer would leave line feeds in cells without quotation marks."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=between, quoting=quoting).writerow(row)
    return out.getvalue().removesuffix("\r\n")


def wider(table: Rows, *heads: str, cell: str = "") -> Rows:
    head, *below = table
    return [[*head, *heads], *([*row, *[cell] * len(heads)] for row in below)]


def in_order(table: Rows, *names: str) -> Rows:
    columns = [table[0].index(name) for name in names]
    return [[row[column] for column in columns] for row in table]


def broken(cell: str) -> str:
    """A cell with line ends where people press Alt and Enter."""
    return "\n\n".join([cell.replace(" ", "\n", 1), ""]).rstrip() if " " in cell else cell


def each(table: Rows, change: Callable[[str], str]) -> Rows:
    """The translations, in the last column, changed one by one."""
    head, *below = table
    return [head, *([*row[:-1], change(row[-1])] for row in below)]


SPREADSHEETS: Final[Mapping[str, Callable[[Rows], bytes]]] = {
    "as it was": saved,
    "semicolons": lambda table: saved(table, ";"),
    "semicolons that are told": lambda table: saved(table, ";", above="sep=;\r\n"),
    "tabs that are told": lambda table: saved(table, "\t", above='"sep=\t"\n', end="\n"),
    "no mark before it": lambda table: saved(table, encoding="utf-8"),
    "Unicode text": lambda table: saved(table, "\t", "utf-16"),
    "UTF-16 the other way": lambda table: b"\xfe\xff" + saved(table, ";", "utf-16-be"),
    "UTF-16 without a mark": lambda table: saved(table, ";", "utf-16-le"),
    "the other way without a mark": lambda table: saved(table, ",", "utf-16-be"),
    "returns only": lambda table: saved(table, ";", end="\r"),
    "line feeds only": lambda table: saved(table, end="\n"),
    "an empty column": lambda table: saved(wider(table, "")),
    "two empty columns": lambda table: saved(wider(table, "", "")),
    "columns of notes": lambda table: saved(wider(table, "OK?", "Comment", cell="x")),
    "a column named like a language": lambda table: saved(wider(table, "ok", cell="x")),
    "a column without a name": lambda table: saved(wider(table, "", cell="see my mail")),
    "a title above": lambda table: saved([["Translation"], [], *table]),
    "another order": lambda table: saved(in_order(table, table[0][-1], "key", "sheet", "en", "state")),
    "quotation marks everywhere": lambda table: saved(table, quoting=csv.QUOTE_ALL),
    "capitals in the head": lambda table: saved([[name.title() for name in table[0]], *table[1:]]),
    "capitals only": lambda table: saved([[name.upper() for name in table[0]], *table[1:]]),
    "spaces around": lambda table: saved([[f" {cell} " for cell in row] for row in table]),
    "spaces that do not break after the words": lambda table: saved(each(table, lambda cell: f"{cell} \u00a0")),
    "line ends in cells": lambda table: saved(each(table, broken)),
    "letters taken apart": lambda table: saved(each(table, lambda cell: unicodedata.normalize("NFD", cell))),
    "empty rows": lambda table: saved([table[0], [""] * len(table[0]), *table[1:], [], ["Thank you!"]]),
    "states capitalised": lambda table: saved(
        [[cell.title() if cell == "stale" else cell for cell in row] for row in table]
    ),
}
