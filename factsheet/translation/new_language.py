"""Begin the translation into a new language."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Final

from factsheet.content import loader
from factsheet.content.models import TAG, tag_hint
from factsheet.design import languages, locales
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import transaction
from factsheet.storage.transaction import Replace
from factsheet.translation.content_files import language_name, read_text
from factsheet.translation.result import CommandResult
from factsheet.yaml import editor, reader

_OTHERS: Final = 5
"""How many languages in the same letters are named to who begins one."""


def create(project: Project, sheets: Collection[str], tag: str, like: str | None) -> CommandResult:
    """Write the files of a language: those of sheets with keys and notes but no words, and one about the language.

    Files that exist already stay as they are. `like` is the language whose file about itself is taken as a model.

    Raises:
        ProjectError: `like` is no language of this project, exit code USAGE; or files that cannot be written.
    """
    if not TAG.fullmatch(tag):
        what = f"new language {tag}: is not a language tag"
        return CommandResult(problems=(Finding(ExitCode.USAGE, what, None, tag_hint(tag)),))
    work = partial(_create, project, sheets, tag, like)
    return transaction.run(project.content, project.locales, "new language", work)


def _create(project: Project, sheets: Collection[str], tag: str, like: str | None, put: Replace) -> CommandResult:
    # The language goes first: without a file about it, nobody could read the others.
    about, about_lines = _about_the_language(project, tag, like)
    copies, copy_lines = _copies(project, sheets, tag)
    files = {**about, **copies}
    put({path: text.encode() for path, text in files.items()})
    waiting = [f"{Place(path)} waits for words" for path in (*copies, *about)]
    guide = "docs/translating.md, “A new language”, tells what to look at, in order"
    next_step = f"next: python3 build.py check --lang {tag} says what is still to be done; {guide}"
    return CommandResult((*copy_lines, *about_lines, *waiting, next_step))


def _copies(project: Project, sheets: Collection[str], tag: str) -> tuple[dict[Path, str], list[str]]:
    """Return the files of words to be written for a language, with no words in them, and what to say of the others."""
    files, lines = {}, []
    for name in loader.sheets(project.content):
        if sheets and name not in sheets:
            continue
        source = loader.load(project.content, name, loader.languages(project.content, name)[0]).tag
        file = project.content / name / f"{tag}.yaml"
        if os.path.lexists(file):
            lines.append(f"{Place(file)} is there already and stays as it is")
        else:
            files[file] = _emptied(project.content / name / f"{source}.yaml", language_name(project, source))
    return files, lines


def _about_the_language(project: Project, tag: str, like: str | None) -> tuple[dict[Path, str], list[str]]:
    """Return the file about a language, made from that of another, if there is none yet; and what to say of it."""
    file = project.locales / f"{tag}.yaml"
    if os.path.lexists(file):
        return {}, [f"{Place(file)} is there already and stays as it is"]
    model = _model(project, tag, like)
    path, name = project.locales / f"{model}.yaml", language_name(project, model)
    # Until somebody writes the words of proofs, they are in English: all of them are needed, or none.
    text = _emptied(path, name, _is_of_the_language, locales.WORDS, without="proof")
    return {file: text}, [f"{Place(file)} is made from that of {model}: {_to_change(project, tag, model)}"]


def _to_change(project: Project, tag: str, model: str) -> str:
    """Return what to change first in the file about a language, and which other models there are in its letters."""
    known = _known(project)
    others = [other for other in languages.nearest(tag, known) if other != model][:_OTHERS]
    if not others and languages.script(model) != languages.script(tag):
        letters = f"no language here has its letters ({languages.script(tag)})"
        return f"{letters}, so it needs other fonts: docs/translating.md, “Letters”"
    also = f"; --like takes another in the same letters: {', '.join(others)}" if others else ""
    return f"see to its fonts, quotation marks and line height{also}"


def _known(project: Project) -> list[str]:
    return sorted(path.stem for path in project.locales.glob("*.yaml"))


def _emptied(
    file: Path,
    label: str,
    is_emptied: Callable[[str], bool] = lambda key: True,
    words: tuple[str, ...] | None = None,
    without: str = "",
) -> str:
    """Return the text of a file with the values of some keys taken out; `label` names its language in the notes."""
    return editor.blanked(read_text(file), reader.read(file, words=words), is_emptied, label, without)


def _is_of_the_language(key: str) -> bool:
    """Tell whether a key of the file about a language holds words, which those of no other language may replace."""
    return key == "name" or key.startswith("furniture.")


def _model(project: Project, tag: str, like: str | None) -> str:
    """Return the language whose file a new one starts from: `like`, the nearest in the same letters, or a source.

    Raises:
        ProjectError: there is no such language, exit code USAGE, or none at all, CONTENT.
    """
    known = _known(project)
    if like is not None:
        if like not in known:
            hint = f"there is {', '.join(known)}"
            raise ProjectError(Finding(ExitCode.USAGE, f"--like {like}: there is no such language", None, hint))
        return like
    sources = [loader.languages(project.content, name)[0] for name in loader.sheets(project.content)]
    nearest = languages.nearest(tag, known, sources)
    chosen = next((other for other in (*nearest, *sources, *known) if other in known), None)
    if chosen is None:
        raise ProjectError(Finding(ExitCode.CONTENT, "there is no language to start from", Place(project.locales)))
    return chosen
