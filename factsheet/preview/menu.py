"""List the sheets, languages, layouts and intents that the preview offers."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from factsheet.content import loader
from factsheet.design import layouts, locales
from factsheet.design.editions import Intent
from factsheet.design.project import Project
from factsheet.findings import ProjectError


def menu(project: Project) -> dict[str, Any]:
    """Return sheets with their languages, layouts and intents, each with the name people know it by.

    What cannot be read goes without a name; a sheet whose languages cannot be listed is left out.

    Raises:
        ProjectError: content that cannot be listed.
    """
    choices: dict[str, Any] = {"sheets": {}, "layouts": {}, "intents": [str(intent) for intent in Intent]}
    for name in loader.sheets(project.content):
        with suppress(ProjectError):
            tags = loader.languages(project.content, name)
            choices["sheets"][name] = {tag: _language_name(project, tag) for tag in tags}
    for name in layouts.names(project.templates):
        choices["layouts"][name] = name
        with suppress(ProjectError):
            choices["layouts"][name] = layouts.load(project.templates, name).title
    return choices


def _language_name(project: Project, tag: str) -> str:
    with suppress(ProjectError):
        return locales.load(project.locales, tag).name
    return tag
