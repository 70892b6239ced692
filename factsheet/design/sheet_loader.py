"""Load a sheet of a project: its words and facts, with the kinds of section that its templates have."""

from __future__ import annotations

from factsheet.content import reading
from factsheet.content.sheet import Sheet
from factsheet.design import kinds
from factsheet.design.project import Project


def load(project: Project, name: str, tag: str) -> Sheet:
    """Read one sheet in one language.

    Raises:
        ProjectError: with everything that is wrong in facts and words, and between them, exit code CONTENT; or with
            what is wrong with a kind of section, exit code LAYOUT.
    """
    return reading.load(project.content, name, tag, kinds.load_all(project.templates))
