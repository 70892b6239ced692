"""Pages being drawn -> the tags in their PDF, in place of the engine's own. Knows the insides of one version of it."""

from __future__ import annotations

from typing import Any, Final

import pydyf

from factsheet.engine.structure import Tag, Tree, complain

ENGINE: Final = "70.0"
"""The version of the engine whose insides are known here and in reading.py."""


def replace_in(engine: Any) -> None:
    """Let the engine's module `pdf` write these tags in place of its own."""
    engine.add_tags = _add_tags


def _add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: list[Any]) -> None:
    """What the engine calls once all pages are drawn: `page_streams` know which box is which marked content."""
    tree = Tree(document.metadata.lang or "")
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.read(number, page.height, page._page_box, stream._tags)
        _leave_out(stream, tree.furniture)
        _take_away(pdf, number, tree.superfluous)
    _write(pdf, tree.root, len(page_streams))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if not document.metadata.lang:
        complain("the document does not say in which language it is")


def _leave_out(stream: Any, furniture: set[int]) -> None:
    """Make what stands around the text of a page an artifact, which screen readers leave out."""
    written = stream.stream
    for at, operand in enumerate(written):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in furniture:
            written[at - 1], written[at] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def _take_away(pdf: Any, page: int, links: list[Any]) -> None:
    """Take links off a page: the engine gives one to every box within a link."""
    if links:
        leaf = pdf.objects[int(pdf.page_references[page].split()[0])]
        lost = {link.reference for link in links}
        leaf["Annots"] = pydyf.Array([reference for reference in leaf["Annots"] if reference not in lost])


def _write(pdf: Any, root: Tag, pages: int) -> None:
    """Put the tree into the file, with the way back from each piece of content and each link to its tag."""
    by_content: list[dict[int, bytes]] = [{} for _ in range(pages)]
    by_link: list[tuple[Any, bytes]] = []

    def kid(content: Tag | tuple[int, Any], parent: Any, first: int) -> Any:
        if isinstance(content, Tag):
            return write(content, parent).reference
        page, what = content
        where = pdf.page_references[page]
        if not isinstance(what, int):
            by_link.append((what, parent.reference))
            return pydyf.Dictionary({"Type": "/OBJR", "Pg": where, "Obj": what.reference})
        by_content[page][what] = parent.reference
        return what if page == first else pydyf.Dictionary({"Type": "/MCR", "Pg": where, "MCID": what})

    def write(tag: Tag, parent: Any) -> Any:
        written = _described(tag, parent)
        pdf.add_object(written)
        first = next((content[0] for content in tag.kids if isinstance(content, tuple)), -1)
        if first >= 0:
            written["Pg"] = pdf.page_references[first]
        written["K"] = pydyf.Array([kid(content, written, first) for content in tag.kids])
        return written

    parents = pydyf.Array()
    parent_tree = pydyf.Dictionary({"Nums": parents})
    pdf.add_object(parent_tree)
    structure = pydyf.Dictionary({"Type": "/StructTreeRoot", "ParentTree": parent_tree.reference})
    pdf.add_object(structure)
    structure["K"] = pydyf.Array([write(root, structure).reference])
    for page, tags in enumerate(by_content):
        parents.extend((page, pydyf.Array([tags.get(mcid, "null") for mcid in range(max(tags, default=-1) + 1)])))
    for number, (link, reference) in enumerate(by_link, pages):
        link["StructParent"] = number
        parents.extend((number, reference))
    structure["ParentTreeNextKey"] = pages + len(by_link)
    pdf.catalog["StructTreeRoot"] = structure.reference


def _described(tag: Tag, parent: Any) -> Any:
    written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{tag.role}", "P": parent.reference})
    if tag.parent and tag.language != tag.parent.language:
        written["Lang"] = pydyf.String(tag.language)
    if tag.instead:
        written["Alt"] = pydyf.String(tag.instead)
    if tag.attributes:
        written["A"] = pydyf.Dictionary({key: _value(value) for key, value in tag.attributes.items()})
    purpose = tag.element.attrib.get("title", "") if tag.role == "Link" else ""
    for content in tag.kids if purpose else ():
        if isinstance(content, tuple) and not isinstance(content[1], int):
            content[1]["Contents"] = pydyf.String(purpose)
    return written


def _value(value: str | int | tuple[float, ...]) -> Any:
    if isinstance(value, tuple):
        return pydyf.Array(value)
    return f"/{value}" if isinstance(value, str) else value
