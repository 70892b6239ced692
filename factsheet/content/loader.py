"""Find sheets in a folder of content, and the languages they are in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from factsheet.content.values import ID, ID_LENGTH, TAG, is_device, tag_hint
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml.reader import read
from factsheet.yaml.validate import close


def sheets(content: Path) -> tuple[str, ...]:
    """Return the names of all sheets, sorted: the folders that hold a facts.yaml.

    Raises:
        ProjectError: there is none, or a name cannot be part of a file name everywhere.
    """
    if not content.is_dir():
        raise _error("there is no such folder", content, "name the folder that holds the folders of the sheets")
    unreadable = [finding for path in sorted(_folders(content)) for finding in _unreadable(path)]
    folders = sorted(path.parent for path in content.glob("*/facts.yaml"))
    if unreadable:
        raise ProjectError(*unreadable)
    if not folders:
        hint = "a sheet is a folder with a facts.yaml and an en.yaml"
        if (content / "facts.yaml").is_file():
            hint = f"it is a sheet itself: give the folder that it lies in, --content {content.parent}"
        raise _error("there is no sheet here", content, hint)
    findings = [finding for path in folders for finding in _misnamed(path)]
    lost = {path.parent for path in content.glob("*/*.yaml") if TAG.fullmatch(path.stem)} - {*folders}
    hint = "add it, as in other sheets"
    findings += [_finding("this folder has copy and no facts.yaml", path, hint) for path in sorted(lost)]
    if findings:
        raise ProjectError(*findings)
    return tuple(path.name for path in folders)


def _folders(content: Path) -> Iterator[Path]:
    """Yield the folders in which a sheet may be."""
    try:
        yield from (path for path in content.iterdir() if not path.name.startswith(".") and path.is_dir())
    except OSError as error:
        raise _error(f"this folder cannot be read: {error.strerror}", content, "check who may read it") from None


def _unreadable(folder: Path) -> Iterator[Finding]:
    """Yield a finding if a folder cannot be looked into: what lies in it would seem not to be there."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                entry.is_file()
    except OSError as error:
        yield _finding(f"this folder cannot be read: {error.strerror}", folder, "check who may read it")


def languages(content: Path, sheet: str) -> tuple[str, ...]:
    """Return the tags of the languages a sheet is in, the source language first, then sorted.

    Raises:
        ProjectError: the sheet is not there, facts.yaml cannot be read, or a file is not named after a language tag.
    """
    folder = folder_of(content, sheet)
    source = read(folder / "facts.yaml", words=()).get("source")
    files = sorted(path for path in folder.iterdir() if re.fullmatch(r"[^.].*\.ya?ml", path.name, re.IGNORECASE))
    files = [path for path in files if path.name != "facts.yaml"]
    findings = []
    for path in files:
        if path.suffix != ".yaml":
            findings.append(_finding("the name must end in .yaml", path, f"rename it to {path.stem}.yaml"))
        elif not TAG.fullmatch(path.stem):
            meant = canonical(path.stem)
            hint = f"rename it to {meant}.yaml" if TAG.fullmatch(meant) else tag_hint(path.stem, ".yaml")
            findings.append(_finding("the name is not a language tag", path, hint))
    if not files:
        findings.append(_finding("this sheet has no words", folder, "add the file of its source language"))
    if findings:
        raise ProjectError(*findings)
    return tuple(sorted((path.stem for path in files), key=lambda tag: (tag != source, tag)))


def folder_of(content: Path, sheet: str) -> Path:
    """Return the folder of a sheet that is there; the name may come from a command line."""
    names = sheets(content)
    if sheet not in names:
        meant = close(sheet, names)
        hint = f"did you mean {meant}?" if meant else f"there are: {', '.join(names)}"
        raise _error(f"there is no sheet “{sheet}”", content, hint)
    return content / sheet


def _misnamed(folder: Path) -> Iterator[Finding]:
    name = folder.name
    if not ID.fullmatch(name) or is_device(name):
        what = f"“{name}” cannot be the name of a sheet"
        hint = f"use lower-case letters a to z, digits and hyphens, at most {ID_LENGTH}, like first-meeting"
        yield _finding(what, folder, hint)


def canonical(tag: str) -> str:
    """Return the tag with its parts in the case BCP 47 gives them."""
    first, *rest = tag.replace("_", "-").split("-")
    case = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(case.get(len(part), str.lower)(part) for part in rest)])


def reading_order(finding: Finding) -> tuple[bool, str, int, int]:
    """Return what sorts findings of one sheet: facts first, then by file and line."""
    place = finding.place or Place(Path())
    return place.file.name != "facts.yaml", place.file.name, place.line or 0, place.column or 0


def _finding(what: str, path: Path, hint: str) -> Finding:
    return Finding(ExitCode.CONTENT, what, Place(path), hint)


def _error(what: str, path: Path, hint: str) -> ProjectError:
    return ProjectError(_finding(what, path, hint))
