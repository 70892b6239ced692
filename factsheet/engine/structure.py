"""Build the tree in which a screen reader reads laid-out pages: roles, languages, and what drawings show.

The engine has a tree of its own, which passes validators and reads badly: what goes on overleaf is begun again, boxes
made for layout are announced, languages are lost, folios are read out. This one has one tag for an element however many
boxes and pages it has, none for what holds nothing, and none for what only arranges.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from factsheet.engine import boxes
from factsheet.engine.log import complain

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
        self.alternative = ""
        """What is read out in place of a drawing."""
        self.attributes: dict[str, str | int | tuple[float, ...]] = {}
        """ISO 32000-1, 14.8.5: the kind under "O", and what there is to know of that kind."""

    def add(self, kid: Tag | Content) -> None:
        """Add a tag or content at the end; the label of a list's item at the beginning."""
        if not self.kids and self.parent:
            self.parent.add(self)
        if isinstance(kid, Tag) and kid.role == "Lbl":
            self.kids.insert(0, kid)
        else:
            self.kids.append(kid)

    def within(self) -> Iterator[Tag]:
        """Yield this tag and those it stands in, from the inside out."""
        tag: Tag | None = self
        while tag:
            yield tag
            tag = tag.parent


class Tree:
    """The tree of a document in this language, and where the walk through its boxes stands."""

    def __init__(self, language: str) -> None:
        self.root = Tag("Document", None, language)
        self._tags: dict[tuple[Any, str], Tag] = {}
        self._first_pages: dict[Any, int] = {}
        self._page, self._height = 0, 0.0
        self._marks: dict[Any, Mapping[str, Any]] = {}
        self.artifacts: set[int] = set()
        """The numbers of the page's marked content that is not read out."""
        self.nested_links: list[Any] = []
        """The links of the page that stand within others."""

    def read(self, page: int, height: float, box: Any, marks: dict[Any, Mapping[str, Any]]) -> None:
        """Add a page, by its outermost box. Its height is in CSS pixels; `marks` has each box's marked content."""
        self._page, self._height, self._marks = page, height, marks
        self.artifacts, self.nested_links = set(), []
        self._walk(box, self.root, None)
        if marks:
            complain("something is drawn that no tag holds")

    def _walk(self, box: Any, parent: Tag, block: Any, artifact: bool = False, linked: bool = False) -> None:
        """Add a box and what it holds. `block` is the element whose line it stands on.

        `artifact`: it stands around the text, as a folio does; `linked`: all around it is a place to click on.
        """
        box = boxes.laid_out(box)
        artifact = artifact or boxes.is_margin(box) or self._is_repeated(box) or _is_hidden(box.element)
        tag = parent if artifact or box.element is None else self._tag(box, parent)
        if boxes.is_line(box):
            block = box.element
        if boxes.is_text(box) or boxes.is_picture(box):
            self._content(box, tag, block, artifact)
        if box.link_annotation is not None and box.element is not None:
            if linked or artifact:
                self.nested_links.append(box.link_annotation)
            else:
                link = next((tag for tag in tag.within() if tag.role == "Link"), None)
                link = link or self._get_or_add(box.element, "Link", tag, tag.language)
                link.add((self._page, box.link_annotation))
            linked = True
        for child in box.children:
            self._walk(child, tag, block, artifact, linked)

    def _is_repeated(self, box: Any) -> bool:
        """Tell whether it is the head or foot of a table that is shown once more where the table goes on overleaf."""
        repeats = getattr(box, "is_header", False) or getattr(box, "is_footer", False)
        return repeats and self._first_pages.setdefault(box.element, self._page) != self._page

    def _tag(self, box: Any, parent: Tag) -> Tag:
        """Return the tag of the box's element: the one it has already, a new one, or that of the parent."""
        element, name = box.element, str(box.element_tag).partition("::")
        item = next((tag for tag in parent.within() if tag.role == "LI"), None)
        if item and (name[2] == "marker" or _is_named(element, item, "data-labels")):
            return self._get_or_add(element, "Lbl", item, parent.language)
        if item and _is_named(element, item, "data-caption") and item.parent:
            return self._get_or_add(element, "Caption", item.parent, parent.language)
        attributes = element.attrib
        language = attributes.get(_LANGUAGE, attributes.get("lang", "")) or parent.language
        role = _role(name[0], attributes, language, parent)
        if not role or any(tag.element is element for tag in parent.within()):
            return parent
        if role == "Link" and parent.role in _GROUPS:
            parent = self._get_or_add(element, "P", parent, language)
        tag = self._get_or_add(element, role, parent, language)
        if role == "LI":
            return self._get_or_add(element, "LBody", tag, language)
        if role == "L":
            tag.attributes = {"O": "List", "ListNumbering": "Decimal" if "data-labels" in attributes else "None"}
        elif role == "Figure":
            self._describe(box, tag)
        elif role in ("TH", "TD"):
            tag.attributes = _cell_attributes(box, role)
        return tag

    def _get_or_add(self, element: Any, role: str, parent: Tag, language: str) -> Tag:
        key = element, role
        if key not in self._tags:
            self._tags[key] = Tag(role, parent, language, element)
        return self._tags[key]

    def _content(self, box: Any, tag: Tag, block: Any, artifact: bool) -> None:
        mark = self._marks.pop(box, None)
        if mark is None:  # an empty text is not drawn
            return
        blank = tag.role in _GROUPS and not getattr(box, "text", "a drawing").strip()
        if artifact or blank:
            self.artifacts.add(mark["mcid"])
            return
        if tag.role in _GROUPS:
            last = tag.kids[-1] if tag.kids else None
            goes_on = isinstance(last, Tag) and last.role == "P" and last.element is block
            tag = last if isinstance(last, Tag) and goes_on else Tag("P", tag, tag.language, block)
        tag.add((self._page, mark["mcid"]))

    def _describe(self, box: Any, tag: Tag) -> None:
        title = box.element.find(_SVG_TITLE)
        text = box.element.attrib.get("alt", "") if title is None else title.text or ""
        tag.alternative = " ".join(text.split())
        if not tag.alternative:
            complain('a drawing says nothing to those who cannot see it: give <svg> a <title>, and <img> an "alt"')
        left, top = box.content_box_x(), box.content_box_y()
        edges = (left, self._height - top - box.height, left + box.width, self._height - top)
        tag.attributes = {"O": "Layout", "BBox": tuple(edge * _PT for edge in edges)}


def _role(name: str, attributes: Mapping[str, str], language: str, parent: Tag) -> str:
    """Return the role of an element: that of its name, one that only says in which language it is, or none."""
    role = _ROLES.get(name, "")
    if role == "Link" and "href" not in attributes:
        role = ""
    if not role and language != parent.language and name not in ("html", "body"):
        role = "Div" if parent.role in _GROUPS else "Span"
    return role


def _is_hidden(element: Any) -> bool:
    """Tell whether an element is not to be read out."""
    return element is not None and element.attrib.get("aria-hidden") == "true"


def _is_named(element: Any, item: Tag, attribute: str) -> bool:
    """Tell whether the list of an item names a class of this element: in `data-labels` of what stands before an item,
    in `data-caption` of what the list is called, where that stands in its first item.
    """
    named = item.parent.element.attrib.get(attribute, "") if item.parent and item.parent.role == "L" else ""
    return bool({*named.split()} & {*element.attrib.get("class", "").split()})


def _cell_attributes(box: Any, role: str) -> dict[str, str | int | tuple[float, ...]]:
    attributes: dict[str, str | int | tuple[float, ...]] = {"O": "Table"}
    if role == "TH":
        attributes["Scope"] = "Row" if box.element.attrib.get("scope") == "row" else "Column"
    spans = {"ColSpan": box.colspan, "RowSpan": box.rowspan}
    return attributes | {name: span for name, span in spans.items() if span != 1}
