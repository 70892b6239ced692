"""List what there is to build, for people."""

from __future__ import annotations

from collections.abc import Iterator

from factsheet.content import loader
from factsheet.design import layouts
from factsheet.design.editions import Intent
from factsheet.design.layout import Layout
from factsheet.design.layout_file import DUPLEX_IN_WORDS, Panels
from factsheet.design.project import Project
from factsheet.findings import ProjectError


def lines(project: Project) -> Iterator[str]:
    """Yield a line for each sheet, layout and for the intents.

    Raises:
        ProjectError: content or a layout that cannot be read.
    """
    for name in loader.sheets(project.content):
        yield f"sheet     {name}  in {', '.join(loader.languages(project.content, name))}"
    if strays := layouts.unfinished_folders(project.templates):
        raise ProjectError(*strays)
    for name in layouts.names(project.templates):
        layout = layouts.load(project.templates, name)
        size = f"{layout.width:.4g} × {layout.height:.4g} mm"
        pages = "1 page" if layout.pages == 1 else f"up to {layout.pages} pages"
        yield f"layout    {name}  {layout.title}, {size}, {pages}{_on_a_sheet(layout)}"
    yield f"intent    {', '.join(Intent)}"


def _on_a_sheet(layout: Layout) -> str:
    rule = layout.impose
    if rule is None:
        return ""
    width, height = rule.sheet
    how = {"panels": "folded from", "signature": "stapled from", "n-up": "cut from"}[rule.method]
    cut = ", cut once" if isinstance(rule, Panels) and rule.cut else ""
    return f", {how} {width:.4g} × {height:.4g} mm printed {DUPLEX_IN_WORDS[rule.duplex]}{cut}"
