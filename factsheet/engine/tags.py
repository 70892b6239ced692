"""Write the tags of a PDF in place of WeasyPrint's own: the structure tree, artifacts, and links to screen readers."""

from __future__ import annotations

from typing import Any

import pydyf

from factsheet.engine import boxes
from factsheet.engine.log import complain
from factsheet.engine.structure import Tag, Tree


def replace_add_tags(add_tags: Any) -> Any:
    """Return what the engine calls in place of its own function, which has no part in it."""
    return _add_tags


def _add_tags(pdf: Any, document: Any, pdf_version: Any, page_streams: list[Any]) -> None:
    """Write the tags once all pages are drawn. `page_streams` know which box is which marked content."""
    tree = Tree(document.metadata.lang or "")
    for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
        tree.read(number, page.height, boxes.outermost(page), stream._tags)
        _mark_artifacts(stream, tree.artifacts)
        _remove_links(pdf, number, tree.nested_links)
    _write_tree(pdf, tree.root, len(page_streams))
    pdf.catalog["ViewerPreferences"] = pydyf.Dictionary({"DisplayDocTitle": "true"})
    pdf.catalog["MarkInfo"] = pydyf.Dictionary({"Marked": "true"})
    if not document.metadata.lang:
        complain("the document does not say in which language it is")


def _mark_artifacts(stream: Any, artifacts: set[int]) -> None:
    """Mark what stands around the text of a page as artifacts (ISO 32000-1, 14.8.2.2), which are not read out."""
    written = stream.stream
    for at, operand in enumerate(written):
        if isinstance(operand, pydyf.Dictionary) and operand.get("MCID") in artifacts:
            written[at - 1], written[at] = "/Artifact", pydyf.Dictionary({"Type": "/Pagination"})


def _remove_links(pdf: Any, page: int, links: list[Any]) -> None:
    """Remove links from a page, counted from 0: the engine gives one to every box within a link."""
    if links:
        leaf = pdf.objects[int(pdf.page_references[page].split()[0])]
        removed = {link.reference for link in links}
        leaf["Annots"] = pydyf.Array([reference for reference in leaf["Annots"] if reference not in removed])


def _write_tree(pdf: Any, root: Tag, pages: int) -> None:
    """Write the structure tree, and the parent tree by which content and links lead back to their tags."""
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
        written = _element(tag, parent)
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


def _element(tag: Tag, parent: Any) -> Any:
    """Return the structure element of a tag, without what it holds."""
    written = pydyf.Dictionary({"Type": "/StructElem", "S": f"/{tag.role}", "P": parent.reference})
    if tag.parent and tag.language != tag.parent.language:
        written["Lang"] = pydyf.String(tag.language)
    if tag.alternative:
        written["Alt"] = pydyf.String(tag.alternative)
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
