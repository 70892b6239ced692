"""Check that people who hear a finished PDF miss nothing (group A)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import pikepdf
from pikepdf import Array, Dictionary, Name

from factsheet.checks import Violation, check
from factsheet.design.editions import Intent
from factsheet.preflight.pdf_file import File

# Our content streams hold no words as letters, in which the same might stand.
_CONTENT: Final = re.compile(rb"/MCID\s+(\d+)")


def _tagged(file: File) -> Iterator[Violation]:
    """The file is tagged, and says so.

    Reason: without tags a screen reader guesses at headings, lists and order.

    Hint: report this: it should not happen.

    Source: ISO 14289-1, 7.1; ISO 32000-1, 14.7.
    """
    root = file.document.Root
    marked = bool(root.get(Name.MarkInfo, Dictionary()).get(Name.Marked, False))
    if file.intent is Intent.SCREEN and not (marked and Name.StructTreeRoot in root):
        yield Violation("it has no tags")


def _language(file: File) -> Iterator[Violation]:
    """The file says in which language it is.

    Reason: a screen reader chooses its voice by it, and reads words in another language as noise.

    Hint: let the template's <html> element keep its lang.

    Source: ISO 14289-1, 7.2; Matterhorn Protocol 1.1, 11-006.
    """
    tag, wanted = str(file.document.Root.get(Name.Lang, "")), file.edition.sheet.tag
    if file.intent is not Intent.PRESS and tag != wanted:
        yield Violation(f'its language is "{tag}" in place of "{wanted}"')


def _title(file: File) -> Iterator[Violation]:
    """The window shows the title of the sheet, not the name of the file.

    Reason: it is the first thing a screen reader says, and “inpud_leaflet_fr_screen” tells nothing.

    Hint: let the template's head keep its <title>.

    Source: ISO 14289-1, 7.1; Matterhorn Protocol 1.1, 06-003 and 07-001.
    """
    if file.intent is not Intent.SCREEN:
        return
    if not str(file.document.docinfo.get("/Title", "")).strip():
        yield Violation("it has no title")
    if not bool(file.document.Root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False)):
        yield Violation("it does not ask for its title to be shown")


def _alternatives(file: File) -> Iterator[Violation]:
    """Every picture has a text that says what it shows.

    Reason: for those who do not see it, a picture without one is silence.

    Hint: give the <svg> a <title>, or the <img> an alt; decoration belongs in the style file.

    Source: ISO 14289-1, 7.3; Matterhorn Protocol 1.1, 13-004.
    """
    for element in _elements(file):
        if element.get(Name.S) == Name.Figure and not str(element.get(Name.Alt, "")).strip():
            yield Violation("a picture has no text that says what it shows")


def _headings(file: File) -> Iterator[Violation]:
    """Headings begin with one of the first level, and skip none on the way down.

    Reason: people who hear a page move through it by its headings, as others by its large type.

    Hint: use h1 for the title, h2 for sections and h3 for items.

    Source: ISO 14289-1, 7.4.2; Matterhorn Protocol 1.1, 14-002 and 14-003.
    """
    if file.intent is not Intent.SCREEN:
        return
    before = 0
    for element in _elements(file):
        kind = str(element.get(Name.S, ""))
        if len(kind) == 3 and kind.startswith("/H") and kind[2].isdigit():
            level = int(kind[2])
            if level > before + 1:
                yield Violation(
                    f"a heading of level {level} follows one of level {before}" if before else "it has no h1"
                )
            before = level
    if not before:
        yield Violation("it has no headings")


def _described_links(file: File) -> Iterator[Violation]:
    """Every link says where it leads.

    Reason: “link” alone, which is what is then heard, is no reason to follow it.

    Hint: let the words of the link be the address or say what it is.

    Source: ISO 14289-1, 7.18.5; Matterhorn Protocol 1.1, 28-012.
    """
    if file.intent is Intent.SCREEN:
        for part in file.parts:
            if part.get(Name.Subtype) == Name.Link and not str(part.get(Name.Contents, "")).strip():
                yield Violation("a link does not say where it leads")


def _bookmarks(file: File) -> Iterator[Violation]:
    """A file of more than one page has bookmarks.

    Reason: they are the table of contents of a file, for those who see it as well.

    Hint: let headings keep their bookmark-level.

    Source: WCAG 2.1, 2.4.5; PDF technique PDF2.
    """
    outlines = file.document.Root.get(Name.Outlines, Dictionary())
    if file.intent is Intent.SCREEN and len(file.document.pages) > 1 and Name.First not in outlines:
        yield Violation("it has no bookmarks")


def _lists(file: File) -> Iterator[Violation]:
    """A list holds items, and an item is in a list.

    Reason: “list of fourteen items” is said from the tags alone; an item in an item makes it fourteen lists of one.

    Hint: do not give li a display of its own; put a row inside it.

    Source: ISO 32000-1, table 336; Matterhorn Protocol 1.1, 09-005.
    """
    for element in _elements(file):
        kind = str(element.get(Name.S, ""))
        for child in _children(element):
            inside = str(child.get(Name.S, ""))
            if kind == "/L" and inside not in ("/LI", "/L", "/Caption"):
                yield Violation(f"a list holds {inside.lstrip('/')}, which is no item")
            if kind != "/L" and inside == "/LI":
                yield Violation(f"an item stands in {kind.lstrip('/')}, which is no list")


def _painted_as_read(file: File) -> Iterator[Violation]:
    """Words come in the file in the order in which they are read.

    Reason: programs that know no tags, such as many that copy, search or read aloud, take words as they are painted.

    Hint: what has z-index, overflow, opacity or transform, floats or is placed, is painted out of turn; do without.

    Source: ISO 32000-1, 14.8.2.3; PDF technique PDF3 of WCAG 2.1.
    """
    if file.intent is not Intent.SCREEN or Name.StructTreeRoot not in file.document.Root:
        return
    numbers = {page.obj.objgen: number for number, page in enumerate(file.document.pages, 1)}
    read: dict[int, list[int]] = {number: [] for number in numbers.values()}
    for leaf, content in _contents(file.document.Root.StructTreeRoot, Dictionary()):
        if leaf.objgen in numbers:
            read[numbers[leaf.objgen]].append(content)
    for number, page in enumerate(file.document.pages, 1):
        streams = page.obj.Contents if isinstance(page.obj.Contents, Array) else [page.obj.Contents]
        numbered = [int(number) for stream in streams for number in _CONTENT.findall(stream.read_bytes())]
        known = {*read[number]}
        painted = [content for content in numbered if content in known]
        if painted != read[number]:
            late = sum(content != other for content, other in zip(painted, read[number], strict=False))
            yield Violation(f"page {number}: {late} pieces are painted in another order than they are read")


def _direction(file: File) -> Iterator[Violation]:
    """A file that is read from the right says so.

    Reason: a program that shows two pages side by side puts the first on the right by it.

    Hint: report this: it should not happen.

    Source: ISO 32000-1, table 150.
    """
    direction = file.document.Root.get(Name.ViewerPreferences, Dictionary()).get(Name.Direction, Name.L2R)
    wanted = Name.R2L if file.edition.locale.right_to_left else Name.L2R
    if file.intent is Intent.SCREEN and direction != wanted:
        yield Violation(f"it says that it is read as {direction}, in place of {wanted}")


def _contents(element: pikepdf.Object, page: pikepdf.Object) -> Iterator[tuple[pikepdf.Object, int]]:
    """Yield the marked content below an element in reading order: the page it stands on, and its number there."""
    page = element.get(Name.Pg, page)
    kids = element.get(Name.K, Array())
    for kid in kids if isinstance(kids, Array) else [kids]:
        if not isinstance(kid, Dictionary):
            yield page, int(kid)
        elif Name.MCID in kid:
            yield kid.get(Name.Pg, page), int(kid.MCID)
        elif Name.S in kid:
            yield from _contents(kid, page)


def _elements(file: File) -> Iterator[pikepdf.Object]:
    """Yield every element of the tag tree, in reading order."""
    if file.intent is Intent.SCREEN and Name.StructTreeRoot in file.document.Root:
        waiting = [*_children(file.document.Root.StructTreeRoot)]
        while waiting:
            element = waiting.pop(0)
            yield element
            waiting[:0] = _children(element)


def _children(element: pikepdf.Object) -> list[pikepdf.Object]:
    kids = element.get(Name.K, Array())
    inside: list[object] = [*kids] if isinstance(kids, Array) else [kids]
    return [child for child in inside if isinstance(child, Dictionary) and Name.S in child]


CHECKS: Final = (
    check("A01", _tagged),
    check("A02", _language),
    check("A03", _title),
    check("A04", _alternatives),
    check("A05", _headings),
    check("A06", _described_links),
    check("A07", _bookmarks),
    check("A08", _lists),
    check("A09", _painted_as_read),
    check("A10", _direction),
)
