"""Find and load sheets in a folder of content: facts and copy joined, every string knowing its file and line."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from factsheet.content.joining import join
from factsheet.content.models import ID, ID_LENGTH, TAG, Copy, Facts, is_device, tag_hint
from factsheet.content.sheet import SECTIONS, Sheet
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml.nodes import Listing, Map, Node, Text
from factsheet.yaml.reader import read
from factsheet.yaml.validate import close, validate


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
    folder = _folder(content, sheet)
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


def load(content: Path, sheet: str, tag: str) -> Sheet:
    """Read one sheet in one language.

    A translation may lack strings, and have some the source has no more: the first are empty texts at the place where
    they should stand, the others are left aside. No word of another language ever takes the place of one.

    Raises:
        ProjectError: with everything else that is wrong in facts and copy, and between them.
    """
    folder = _folder(content, sheet)
    if not TAG.fullmatch(tag):
        raise _error(f"“{tag}” is not a language tag", folder, tag_hint(tag))
    findings: list[Finding] = []
    facts_tree, facts = _read_model(folder / "facts.yaml", Facts, findings, ())
    named = facts_tree.get("source") if facts_tree is not None else None
    source = named if isinstance(named, Text) and TAG.fullmatch(named) else None
    if source and not (folder / f"{source}.yaml").is_file():
        hint = "name the language the words were written in"
        findings.append(Finding(ExitCode.CONTENT, f"source: there is no {source}.yaml", source.place, hint))
        source = None
    source_tree, copy = _read_model(folder / f"{source or tag}.yaml", Copy, findings)
    if facts_tree is not None and source_tree is not None:
        findings += _disagreements(facts_tree, source_tree)
    copy_tree = source_tree
    if source and tag != source:
        copy_tree, copy = _translated(folder / f"{tag}.yaml", source_tree if copy is not None else None, findings)
    if findings or facts is None or copy is None or source_tree is None or copy_tree is None:
        raise ProjectError(*sorted(findings, key=_reading_order))
    return join(sheet, tag, tuple(_leaves(copy_tree)), tuple(_leaves(source_tree)), facts, copy)


def _folder(content: Path, sheet: str) -> Path:
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


def _read_model(
    file: Path, model: type[Any], findings: list[Finding], words: tuple[str, ...] | None = None
) -> tuple[Map | None, Any]:
    """Return the tree of a file and its model, None each if it could not be read; why not is added to `findings`."""
    tree = None
    try:
        tree = read(file, words=words)
        return tree, validate(model, tree, file)
    except ProjectError as error:
        findings += error.findings
        return tree, None


def _translated(file: Path, source: Map | None, findings: list[Finding]) -> tuple[Map | None, Any]:
    """Return the tree of a translation, and the model with those of its words that the source has, and blanks."""
    try:
        tree = read(file, blanks=True)
        if source is None:
            return tree, None  # what is wrong with the source has been told
        validate(Copy, _with_all_keys(source, tree, True), file)
        misnamed = [*_misspelled(source, tree)]
        if misnamed:
            raise ProjectError(*misnamed)
        return tree, validate(Copy, _with_all_keys(source, tree, False), file)
    except ProjectError as error:
        findings += error.findings
        return None, None


def _with_all_keys(source: Map, copy: Map, orphans: bool) -> Map:
    """Return every key of the source, with the copy's words or, without any, an empty text; with its orphans or not."""
    entries: list[tuple[Text, Node]] = []
    for name, node in source.items():
        there, named = copy.get(name), copy.names.get(name) or Text(name, source.names[name].key, copy.place)
        if isinstance(node, Map) and not there and not isinstance(there, Listing):
            there = Map(node.key, named.place, ())
        if isinstance(node, Map) and isinstance(there, Map):
            there = _with_all_keys(node, there, orphans)
        entries.append((named, Text("", node.key, copy.place) if there is None else there))
    entries += [(named, copy[name]) for name, named in copy.names.items() if orphans and name not in source]
    return Map(copy.key, copy.place, entries)


def _misspelled(source: Map, copy: Map) -> Iterator[Finding]:
    """Yield findings for names that only the copy has, and that are much like one it lacks."""
    for name, named in copy.names.items():
        meant = None if name in source else close(name, [other for other in source if other not in copy])
        if meant:
            what = f"{named.key}: does not stand in the source language"
            yield Finding(ExitCode.CONTENT, what, named.place, f"did you mean “{meant}”?")
        inner, outer = copy[name], source.get(name)
        if isinstance(inner, Map) and isinstance(outer, Map):
            yield from _misspelled(outer, inner)


def _leaves(node: Node) -> Iterator[Text]:
    """Yield every text in a tree that has words."""
    if isinstance(node, Text):
        yield from [node] if node.strip() else []
    else:
        for inner in node.values() if isinstance(node, Map) else node:
            yield from _leaves(inner)


def _disagreements(facts: Map, copy: Map) -> Iterator[Finding]:
    """Yield findings for what stands in one of the two files and not in the other, and ids that stand twice."""
    yield from _unmatched([facts.names[name] for name in facts if name in SECTIONS], list(copy.names.values()), copy)
    for section, kind in (("messages", Listing), ("timeline", Map), ("regions", Map)):
        in_facts, in_copy = facts.get(section), copy.get(section)
        items = in_copy.get("items") if isinstance(in_copy, Map) else None
        if not in_facts or not isinstance(in_facts, kind) or not isinstance(items, Map):
            continue  # left out, or refused already
        ids = [
            name
            for name in (in_facts.names.values() if isinstance(in_facts, Map) else in_facts)
            if isinstance(name, Text)
        ]
        for n, twice in enumerate(ids):
            if twice in ids[:n]:
                first = ids[ids.index(twice)].place.line
                what = f"{section}: “{twice}” stands twice, first in line {first}"
                yield Finding(ExitCode.CONTENT, what, twice.place, "keep one of the two")
        yield from _unmatched(ids, list(items.names.values()), items)


def _unmatched(in_facts: list[Text], in_copy: list[Text], copy: Map) -> Iterator[Finding]:
    """Yield findings for names that only one of two files has; what is misspelt or no id has been reported already."""
    extra = [name for name in in_copy if name not in in_facts]
    missing = [name for name in dict.fromkeys(in_facts) if name not in in_copy]
    for name in extra:
        meant = close(name, missing)
        ids = all(ID.fullmatch(one) for one in (name, meant or name))
        if ids and (copy.key or name in SECTIONS[1:]):
            hint = f"did you mean “{meant}”?" if meant else "add it there, or delete it here"
            yield Finding(ExitCode.CONTENT, f"{name.key}: does not stand in facts.yaml", name.place, hint)
    for name in missing:
        if ID.fullmatch(name) and not close(name, extra):
            what = f"{copy.key}.{name}".lstrip(".") + ": is missing, but stands in facts.yaml"
            yield Finding(ExitCode.CONTENT, what, copy.place, "add its words, as in the file of another language")


def _reading_order(finding: Finding) -> tuple[bool, str, int, int]:
    place = finding.place or Place(Path())
    return place.file.name != "facts.yaml", place.file.name, place.line or 0, place.column or 0


def _finding(what: str, path: Path, hint: str) -> Finding:
    return Finding(ExitCode.CONTENT, what, Place(path), hint)


def _error(what: str, path: Path, hint: str) -> ProjectError:
    return ProjectError(_finding(what, path, hint))
