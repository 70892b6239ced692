"""A tagged PDF -> its tree of tags with the words they hold, as a stranger finds it."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import pikepdf
from pdfminer.pdfdevice import PDFDevice
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pikepdf import Array, Dictionary, Name

SHOWN = 60
OUTSIDE = -1
"""Where words go that are marked as no content of the document: what stands around the text of a page."""


@dataclass(frozen=True)
class Said:
    """One tag: its role, what it says of itself, and what it holds: tags, words with their page, addresses of links."""

    role: str
    language: str = ""
    instead: str = ""
    kids: list[Said | tuple[int, str] | str] = field(default_factory=list)

    def tags(self) -> Iterator[Said]:
        """This tag and all in it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Said):
                yield from kid.tags()

    @property
    def words(self) -> str:
        """Everything in it that is read out, in reading order."""
        if self.instead:
            return self.instead
        said = [kid.words if isinstance(kid, Said) else kid[1] for kid in self.kids if not isinstance(kid, str)]
        return " ".join(" ".join(said).split())

    def lines(self, depth: int = 0) -> Iterator[str]:
        """The tree for people to read; of long texts only the beginning."""
        told = f' lang="{self.language}"' * bool(self.language) + f' alt="{self.instead}"' * bool(self.instead)
        alone = not self.instead and not any(isinstance(kid, Said) for kid in self.kids)
        plain = beginning(self.words) if alone else ""
        links = "".join(f" -> {kid}" for kid in dict.fromkeys(kid for kid in self.kids if isinstance(kid, str)))
        yield "  " * depth + self.role + told + links + (f": {plain}" if plain else "")
        if alone or self.instead:
            yield from (line for kid in self.kids if isinstance(kid, Said) for line in kid.lines(depth + 1))
            return
        for is_tag, kids in groupby(self.kids, lambda kid: isinstance(kid, Said)):
            if is_tag:
                yield from (line for kid in kids if isinstance(kid, Said) for line in kid.lines(depth + 1))
            elif words := " ".join(" ".join(kid[1] for kid in kids if isinstance(kid, tuple)).split()):
                yield "  " * (depth + 1) + beginning(words)


def beginning(words: str) -> str:
    """The beginning of a text, as it is wherever lines end."""
    whole = re.sub(r"(?<=\w)([-/]) (?=\w)", r"\1", re.sub("\u00ad ?", "", words))
    return whole if len(whole) <= SHOWN else f"{whole[:SHOWN].rstrip()} …"


def tree(pdf: bytes) -> Said:
    """The tree of a document."""
    words = {key: text for page in range(1, count(pdf) + 1) for key, text in _marked(pdf, page).items()}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        pages = {page.obj.objgen: number for number, page in enumerate(document.pages, 1)}
        (top,) = _list(document.Root.StructTreeRoot.K)
        return _said(top, pages, words)


def count(pdf: bytes) -> int:
    """How many pages there are."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def furniture(pdf: bytes) -> list[str]:
    """The words on each page that are no content of the document."""
    return [_marked(pdf, page).get((page, OUTSIDE), "") for page in range(1, count(pdf) + 1)]


def _list(kids: Any) -> list[Any]:
    return list(kids) if isinstance(kids, Array) else [kids]


def _said(tag: Any, pages: dict[Any, int], words: dict[tuple[int, int], str]) -> Said:
    kids: list[Said | tuple[int, str] | str] = []
    for kid in _list(tag.get(Name.K, Array())):
        if not isinstance(kid, Dictionary):
            kids.append(_words(pages[tag.Pg.objgen], int(kid), words))
        elif kid.get(Name.Type) == Name.MCR:
            kids.append(_words(pages[kid.Pg.objgen], int(kid.MCID), words))
        elif kid.get(Name.Type) == Name.OBJR:
            kids.append(str(kid.Obj.Contents))
        else:
            kids.append(_said(kid, pages, words))
    return Said(str(tag.S)[1:], str(tag.get(Name.Lang, "")), str(tag.get(Name.Alt, "")), kids)


def _words(page: int, mcid: int, words: dict[tuple[int, int], str]) -> tuple[int, str]:
    return page, words.get((page, mcid), "")


class _Reader(PDFDevice):
    """Collects the characters of each piece of marked content."""

    def __init__(self, resources: PDFResourceManager, page: int) -> None:
        super().__init__(resources)
        self.page, self.within, self.found = page, [OUTSIDE], {}  # type: ignore[var-annotated]

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        self.within.append((props or {}).get("MCID", self.within[-1]))

    def end_tag(self) -> None:
        self.within.pop()

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        key = self.page, self.within[-1]
        for piece in seq:
            if isinstance(piece, bytes):
                text = "".join(textstate.font.to_unichr(cid) for cid in textstate.font.decode(piece))
                self.found[key] = self.found.get(key, "") + text


def _marked(pdf: bytes, page: int) -> dict[tuple[int, int], str]:
    resources = PDFResourceManager()
    reader = _Reader(resources, page)
    (leaf,) = PDFPage.get_pages(io.BytesIO(pdf), pagenos={page - 1})
    PDFPageInterpreter(resources, reader).process_page(leaf)
    return reader.found
