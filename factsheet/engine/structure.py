"""Boxes of laid-out pages -> the tree in which a screen reader reads them: roles, languages, what drawings show.

The engine has a tree of its own, which passes validators and reads badly: what goes on overleaf is begun again, boxes
made for layout are announced, languages are lost, folios are read out. This one has one tag for an element however many
boxes and pages it has, none for what holds nothing, and none for what only arranges. Like boxes.py, it walks the
engine's tree without importing it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from typing import Any, Final

_ROLES: Final = {  # ISO 32000-1, 14.8.4; an element that is not here only arranges, or is set like the text around it
    **{"article": "Art", "section": "Sect", "aside": "Sect", "nav": "Sect", "blockquote": "BlockQuote", "p": "P"},
    **{f"h{level}": f"H{level}" for level in range(1, 7)},
    **{"ol": "L", "ul": "L", "dl": "L", "dt": "LI", "dd": "LI", "q": "Quote", "a": "Link"},
    **{role.lower(): role for role in ("LI", "Table", "THead", "TBody", "TFoot", "TR", "TH", "TD")},
    **{"caption": "Caption", "figcaption": "Caption", "img": "Figure", "{http://www.w3.org/2000/svg}svg": "Figure"},
}
# Tags that hold other tags and no words; words in them get a paragraph of their own.
_GROUPS: Final = frozenset(("Document", "Art", "Sect", "Div", "BlockQuote", "L", "LI", "LBody", "Table", "TR"))
_SVG_TITLE: Final = "{http://www.w3.org/2000/svg}title"
_LANGUAGE: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_PT: Final = 0.75  # the engine counts in CSS pixels

Content = tuple[int, Any]
"""What stands on a page: its number from 0, and the number of a piece of marked content or a link to click on."""


class Tag:
    """One tag while the tree grows. It becomes part of its parent with its first content."""

    def __init__(self, role: str, parent: Tag | None, language: str, element: Any = None) -> None:
        self.role, self.parent, self.language, self.element = role, parent, language, element
        self.kids: list[Tag | Content] = []
        self.instead = ""
        """What is said in place of a drawing."""
        self.attributes: dict[str, str | int | tuple[float, ...]] = {}
        """ISO 32000-1, 14.8.5: the kind under "O", and what there is to know of that kind."""

    def add(self, kid: Tag | Content) -> None:
        """Put in a tag or content, after all there is; the label of a list's item before it."""
        if not self.kids and self.parent:
            self.parent.add(self)
        if isinstance(kid, Tag) and kid.role == "Lbl":
            self.kids.insert(0, kid)
        else:
            self.kids.append(kid)

    def within(self) -> Iterator[Tag]:
        """This tag and those it stands in, from the inside out."""
        tag: Tag | None = self
        while tag:
            yield tag
            tag = tag.parent


class Tree:
    """The tree of a document in this language, and where the walk through its boxes stands."""

    def __init__(self, language: str) -> None:
        self.root = Tag("Document", None, language)
        self._made: dict[tuple[Any, str], Tag] = {}
        self._heads: dict[Any, int] = {}
        self._page, self._height = 0, 0.0
        self._marks: dict[Any, Mapping[str, Any]] = {}
        self.furniture: set[int] = set()
        """The marked content of the page that is not to be read."""
        self.superfluous: list[Any] = []
        """The links of the page that lie within others."""

    def read(self, page: int, height: float, box: Any, marks: dict[Any, Mapping[str, Any]]) -> None:
        """Take in a page, by its outermost box. Its height is in CSS pixels; `marks` has each box's marked content."""
        self._page, self._height, self._marks = page, height, marks
        self.furniture, self.superfluous = set(), []
        self._walk(box, self.root, None)
        if marks:
            complain("something is drawn that no tag holds")

    def _walk(self, box: Any, parent: Tag, block: Any, furniture: bool = False, linked: bool = False) -> None:
        """Take in a box and what it holds. `block` is the element whose line it stands on.

        `furniture`: it stands around the text, as a folio does; `linked`: all around it is a place to click on.
        """
        box = getattr(box, "_box", box)  # one that is placed has a stand-in where it would be
        kind = type(box).__name__
        furniture = furniture or kind == "MarginBox" or self._repeated(box) or _hidden(box.element)
        tag = parent if furniture or box.element is None else self._tag(box, parent)
        if kind == "LineBox":
            block = box.element
        if kind in ("TextBox", "BlockReplacedBox", "InlineReplacedBox"):
            self._content(box, tag, block, furniture)
        if box.link_annotation is not None and box.element is not None:
            if linked or furniture:
                self.superfluous.append(box.link_annotation)
            else:
                link = next((tag for tag in tag.within() if tag.role == "Link"), None)
                link = link or self._once(box.element, "Link", tag, tag.language)
                link.add((self._page, box.link_annotation))
            linked = True
        for child in box.children:
            self._walk(child, tag, block, furniture, linked)

    def _repeated(self, box: Any) -> bool:
        """Whether it is the head of a table that is shown once more because the table goes on overleaf."""
        repeats = getattr(box, "is_header", False) or getattr(box, "is_footer", False)
        return repeats and self._heads.setdefault(box.element, self._page) != self._page

    def _tag(self, box: Any, parent: Tag) -> Tag:
        """The tag of the box's element: the one it has already, a new one, or that of the parent."""
        element, name = box.element, str(box.element_tag).partition("::")
        item = next((tag for tag in parent.within() if tag.role == "LI"), None)
        if item and (name[2] == "marker" or _is_named(element, item, "data-labels")):
            return self._once(element, "Lbl", item, parent.language)
        if item and _is_named(element, item, "data-caption") and item.parent:
            return self._once(element, "Caption", item.parent, parent.language)
        attributes = element.attrib
        language = attributes.get(_LANGUAGE, attributes.get("lang", "")) or parent.language
        role = _ROLES.get(name[0], "")
        if role == "Link" and "href" not in attributes:
            role = ""
        if not role and language != parent.language and name[0] not in ("html", "body"):
            role = "Div" if parent.role in _GROUPS else "Span"
        if not role or any(tag.element is element for tag in parent.within()):
            return parent
        if role == "Link" and parent.role in _GROUPS:
            parent = self._once(element, "P", parent, language)
        tag = self._once(element, role, parent, language)
        if role == "LI":
            return self._once(element, "LBody", tag, language)
        if role == "L":
            tag.attributes = {"O": "List", "ListNumbering": "Decimal" if "data-labels" in attributes else "None"}
        elif role == "Figure":
            self._describe(box, tag)
        elif role in ("TH", "TD"):
            tag.attributes = _cell(box, role)
        return tag

    def _once(self, element: Any, role: str, parent: Tag, language: str) -> Tag:
        key = element, role
        if key not in self._made:
            self._made[key] = Tag(role, parent, language, element)
        return self._made[key]

    def _content(self, box: Any, tag: Tag, block: Any, furniture: bool) -> None:
        mark = self._marks.pop(box, None)
        if mark is None:  # an empty text is not drawn
            return
        blank = tag.role in _GROUPS and not getattr(box, "text", "a drawing").strip()
        if furniture or blank:
            self.furniture.add(mark["mcid"])
            return
        if tag.role in _GROUPS:
            last = tag.kids[-1] if tag.kids else None
            goes_on = isinstance(last, Tag) and last.role == "P" and last.element is block
            tag = last if isinstance(last, Tag) and goes_on else Tag("P", tag, tag.language, block)
        tag.add((self._page, mark["mcid"]))

    def _describe(self, box: Any, tag: Tag) -> None:
        title = box.element.find(_SVG_TITLE)
        said = box.element.attrib.get("alt", "") if title is None else title.text or ""
        tag.instead = " ".join(said.split())
        if not tag.instead:
            complain('a drawing says nothing to those who cannot see it: give <svg> a <title>, and <img> an "alt"')
        left, top = box.content_box_x(), box.content_box_y()
        edges = (left, self._height - top - box.height, left + box.width, self._height - top)
        tag.attributes = {"O": "Layout", "BBox": tuple(edge * _PT for edge in edges)}


def complain(what: str) -> None:
    """Say it as the engine says things, so that typeset.py makes a finding of it."""
    logging.getLogger("weasyprint").error(what)


def _hidden(element: Any) -> bool:
    return element is not None and element.attrib.get("aria-hidden") == "true"


def _is_named(element: Any, item: Tag, attribute: str) -> bool:
    """Whether the list of an item names a class of this element: in `data-labels` of what stands before an item, in
    `data-caption` of what the list is called, where that stands in its first item.
    """
    named = item.parent.element.attrib.get(attribute, "") if item.parent and item.parent.role == "L" else ""
    return bool({*named.split()} & {*element.attrib.get("class", "").split()})


def _cell(box: Any, role: str) -> dict[str, str | int | tuple[float, ...]]:
    attributes: dict[str, str | int | tuple[float, ...]] = {"O": "Table"}
    if role == "TH":
        attributes["Scope"] = "Row" if box.element.attrib.get("scope") == "row" else "Column"
    spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
    return attributes | {name: span for name, span in spans.items() if span != 1}
