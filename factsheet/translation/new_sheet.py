"""Begin a sheet: a folder with facts and words that build at once, to be changed to what it should say."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import Final

from factsheet.content import loader
from factsheet.content.values import ID, ID_LENGTH, TAG, is_device, tag_hint
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place
from factsheet.storage import transaction
from factsheet.storage.transaction import Replace
from factsheet.translation.content_files import read_text
from factsheet.translation.result import CommandResult

MODEL: Final = Path("_shared") / "new-sheet"
"""The folder in templates/ with the facts and the words of a sheet that explains itself."""
_SOURCE: Final = re.compile(r"^source:.*$", re.MULTILINE)


def create(project: Project, name: str, tag: str | None, like: str | None) -> CommandResult:
    """Write the facts and words of a new sheet; `tag` is the language they will be in, `like` a sheet to begin with.

    Raises:
        ProjectError: `like` is no sheet, exit code CONTENT; or files that cannot be written.
    """
    if not ID.fullmatch(name) or is_device(name):
        hint = f"use small letters a to z, digits and hyphens, at most {ID_LENGTH}, like first-meeting"
        return _refused(f"new sheet {name}: cannot be the name of a sheet", hint)
    if tag is not None and not TAG.fullmatch(tag):
        return _refused(f"new sheet {name}: {tag} is not a language tag", tag_hint(tag))
    if os.path.lexists(project.content / name):
        return _refused(f"new sheet {name}: there is a folder of this name", "choose another name, or delete it first")
    project.content.mkdir(parents=True, exist_ok=True)
    work = partial(_create, project, name, tag, like)
    return transaction.run(project.content, project.locales, "new sheet", work)


def _refused(what: str, hint: str) -> CommandResult:
    return CommandResult(problems=(Finding(ExitCode.USAGE, what, None, hint),))


def _create(project: Project, name: str, tag: str | None, like: str | None, put: Replace) -> CommandResult:
    if like is None:
        facts, words = (project.templates / MODEL / file for file in ("facts.yaml", "words.yaml"))
        source = "en"
    else:
        folder = loader.folder_of(project.content, like)
        source = loader.languages(project.content, like)[0]
        facts, words = folder / "facts.yaml", folder / f"{source}.yaml"
    language = tag or source
    folder = project.content / name
    folder.mkdir()
    files = {
        folder / "facts.yaml": _SOURCE.sub(f"source: {language}", read_text(facts), count=1),
        folder / f"{language}.yaml": read_text(words),
    }
    put({path: text.encode() for path, text in files.items()})
    lines = [f"{Place(path)} is there to be changed" for path in files]
    if not (project.locales / f"{language}.yaml").is_file():
        lines.append(f"the language is not known yet: python3 build.py new language {language} begins its file")
    return CommandResult((*lines, f"next: python3 build.py preview, or python3 build.py --sheet {name}"))
