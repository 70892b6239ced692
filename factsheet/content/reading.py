"""Read one sheet of any sections in one language from its facts and its words, or tell everything that is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from factsheet.content import agreement, loader, trees
from factsheet.content.assembling import assemble
from factsheet.content.kind import TAKEN, Kind
from factsheet.content.section_shapes import facts_shape, words_shape
from factsheet.content.sheet import Sheet
from factsheet.content.values import TAG, tag_hint
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml.nodes import Map, Text
from factsheet.yaml.reader import read
from factsheet.yaml.shapes import misfits

FORMER_CODE: Final = "film"
"""Where the only code stood in the former format, at the top of both files."""


def load(content: Path, sheet: str, tag: str, kinds: Mapping[str, Kind], files: Path | None = None) -> Sheet:
    """Read one sheet in one language, whose sections are of these kinds.

    A translation may lack strings, and have some the source has no more: the first are empty texts at the place where
    they should stand, the others are left aside. No word of another language ever takes the place of one. `files` is
    where its pictures lie, if not beside its words.

    Raises:
        ProjectError: with everything else that is wrong in facts and words, and between them.
    """
    folder = loader.folder_of(content, sheet)
    if not TAG.fullmatch(tag):
        raise ProjectError(_finding(f"“{tag}” is not a language tag", Place(folder), tag_hint(tag)))
    findings: list[Finding] = []
    facts = _tree(folder / "facts.yaml", findings, ())
    if facts is not None:
        refuse_former(facts, sheet, kinds)
        findings += misfits(facts_shape(kinds), facts)
        findings += agreement.disagreements(facts, kinds, files or folder)
    source = _source(folder, facts, findings)
    source_tree = _words(folder / f"{source or tag}.yaml", facts, kinds, findings)
    tree = source_tree
    if source and tag != source:
        is_sound = facts is not None and not findings
        tree = _translated(folder / f"{tag}.yaml", facts, source_tree if is_sound else None, kinds, findings)
    if findings or facts is None or source_tree is None or tree is None:
        raise ProjectError(*sorted(dict.fromkeys(findings), key=loader.reading_order))
    words, whole = tuple(trees.leaves(tree)), tree
    if tree is not source_tree:
        whole = trees.with_all_keys(source_tree, tree, False)
    return assemble(sheet, tag, facts, whole, kinds, words, tuple(trees.leaves(source_tree)))


def former_keys(facts: Map, kinds: Mapping[str, Kind]) -> list[Text]:
    """Return the keys by which facts are known to be written in the former format; none if they are not."""
    names = {FORMER_CODE, *(kind.formerly for kind in kinds.values())}
    return [] if "sections" in facts else [facts.names[name] for name in facts if name in names]


def refuse_former(facts: Map, sheet: str, kinds: Mapping[str, Kind]) -> None:
    """Refuse facts in the former format.

    Raises:
        ProjectError: they are, with the command that rewrites them.
    """
    for name in former_keys(facts, kinds)[:1]:
        what = f"{name}: this sheet is written in the former format"
        hint = f"python3 build.py new sheet {sheet} --upgrade rewrites it; no translation becomes stale"
        raise ProjectError(_finding(what, name.place, hint))


def _source(folder: Path, facts: Map | None, findings: list[Finding]) -> str | None:
    """Return the source language if there is one and its words are there; what is wrong is added to the findings."""
    named = facts.get("source") if facts is not None else None
    if not isinstance(named, Text) or not TAG.fullmatch(named):
        return None
    if (folder / f"{named}.yaml").is_file():
        return str(named)
    hint = "name the language the words were written in"
    findings.append(_finding(f"source: there is no {named}.yaml", named.place, hint))
    return None


def _tree(
    file: Path, findings: list[Finding], words: tuple[str, ...] | None = None, blanks: bool = False
) -> Map | None:
    try:
        return read(file, words=words, blanks=blanks)
    except ProjectError as error:
        findings += error.findings
        return None


def _words(file: Path, facts: Map | None, kinds: Mapping[str, Kind], findings: list[Finding]) -> Map | None:
    """Return the words of the source; what does not fit is added to the findings."""
    tree = _tree(file, findings)
    if tree is None or facts is None:
        return tree
    found = [*misfits(words_shape(facts, kinds), tree)]
    if (one := agreement.one_sided(facts, tree)) is not None:
        # What is said of each section on its own would hide what is wrong.
        hidden = {*facts.get("sections", ()), *(name for name in tree)} - {*TAKEN}
        found = [one, *(finding for finding in found if _top_of(finding) not in hidden)]
    findings += found
    return tree


def _top_of(finding: Finding) -> str:
    return finding.what.partition(":")[0].partition(".")[0]


def _translated(
    file: Path, facts: Map | None, source: Map | None, kinds: Mapping[str, Kind], findings: list[Finding]
) -> Map | None:
    """Return the tree of a translation; what does not fit is added to the findings."""
    tree = _tree(file, findings, blanks=True)
    if tree is None or source is None or facts is None:
        return tree  # what is wrong with the source has been told
    found = [*misfits(words_shape(facts, kinds), trees.with_all_keys(source, tree, True), orphans=True)]
    findings += found or trees.misspelled(source, tree)
    return tree


def _finding(what: str, place: Place, hint: str) -> Finding:
    return Finding(ExitCode.CONTENT, what, place, hint)
