"""Find kinds of section and load them from templates/sections/<kind>/kind.yaml: one is there because its folder is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from factsheet.content.kind import Fact, ItemList, Items, Kind, Part, Short, Shortening, Word
from factsheet.content.values import ID, ID_LENGTH, is_device
from factsheet.design import kind_rules
from factsheet.design.kind_file import FactEntry, ItemsEntry, KindFile, ShortEntry, WordEntry
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.storage import files
from factsheet.yaml import reader

FOLDER: Final = "sections"
"""The folder in templates/ that holds a folder for each kind."""
FILE: Final = "kind.yaml"
EXAMPLE: Final = "example.yaml"
TEMPLATE: Final = "section.html"


def names(templates: Path) -> tuple[str, ...]:
    """Return the name of every kind: of a folder with a kind.yaml in it."""
    return tuple(sorted(found.parent.name for found in (templates / FOLDER).glob(f"[!_.]*/{FILE}")))


def load_all(templates: Path) -> dict[str, Kind]:
    """Read every kind, by its name.

    Raises:
        ProjectError: with every problem in all of them, exit code LAYOUT.
    """
    strays = [*_strays(templates)]
    if strays:
        raise ProjectError(*strays)
    there = [templates / FOLDER / name / FILE for name in names(templates)]
    return dict(_load_all(templates, tuple(map(files.state, there))))


@lru_cache(maxsize=8)
def _load_all(templates: Path, states: tuple[object, ...]) -> Mapping[str, Kind]:
    """Read every kind, unless none of their files has changed since."""
    kinds: dict[str, Kind] = {}
    findings: list[Finding] = []
    for name in names(templates):
        try:
            kinds[name] = load(templates, name)
        except ProjectError as error:
            findings += error.findings
    if findings:
        raise ProjectError(*findings)
    return kinds


def load(templates: Path, name: str) -> Kind:
    """Read one kind.

    Raises:
        ProjectError: with every problem in its kind.yaml, exit code LAYOUT.
    """
    folder = templates / FOLDER / name
    if not ID.fullmatch(name) or is_device(name):
        hint = f"use small letters a to z, digits and hyphens, at most {ID_LENGTH}, like timeline"
        raise ProjectError(Finding(ExitCode.LAYOUT, f"“{name}” cannot name a kind of section", Place(folder), hint))
    if not folder.resolve().is_relative_to(templates.resolve()):
        what = "this folder is a link that leads out of templates/"
        raise ProjectError(Finding(ExitCode.LAYOUT, what, Place(folder), "put the folder itself there"))
    file = folder / FILE
    tree = reader.read(file, ExitCode.LAYOUT, words=("title", "help"))
    is_printed = (folder / TEMPLATE).is_file()
    kind = _kind(name, reader.validate(KindFile, tree, file, ExitCode.LAYOUT), is_printed)
    problems = [*kind_rules.problems(kind)]
    if problems:
        raise ProjectError(*(_finding(tree, *problem) for problem in problems))
    return kind


def example(templates: Path, name: str) -> tuple[reader.Map, reader.Map]:
    """Return the facts and the words of the section that shows what a kind is like, from its example.yaml.

    Raises:
        ProjectError: it is not there or cannot be read, or lacks one of the two; exit code LAYOUT.
    """
    file = templates / FOLDER / name / EXAMPLE
    tree = reader.read(file, ExitCode.LAYOUT, words=("words",))
    facts, words = tree.get("facts"), tree.get("words")
    if not isinstance(facts, reader.Map) or not isinstance(words, reader.Map):
        hint = "what stands below a section in facts.yaml goes below facts:, and its words below words:"
        raise ProjectError(Finding(ExitCode.LAYOUT, "must have the keys facts and words", tree.place, hint))
    return facts, words


def _strays(templates: Path) -> Iterator[Finding]:
    """Yield findings for folders that look like kinds and are none, as they have no kind.yaml."""
    hint = "add it, as in other kinds; or let the name begin with _ if it is none"
    for folder in sorted((templates / FOLDER).glob("[!_.]*/")):
        if folder.is_dir() and not (folder / FILE).exists():
            what = f"this folder has no {FILE}, so it is no kind of section"
            yield Finding(ExitCode.LAYOUT, what, Place(folder), hint)


def _finding(tree: reader.Map, path: tuple[str, ...], what: str, hint: str) -> Finding:
    """Return a finding at the innermost key of the path that is in the file."""
    node: reader.Node = tree
    place = tree.place
    for name in path:
        if not isinstance(node, reader.Map) or name not in node:
            break
        place, node = node.names[name].place, node[name]
    return Finding(ExitCode.LAYOUT, f"{'.'.join(path)}: {what}", place, hint)


def _kind(name: str, entry: KindFile, is_printed: bool) -> Kind:
    words = tuple(_word(*one) for one in entry.words.items())
    items = _items(entry.items) if entry.items else None
    return Kind(
        name=name,
        title=str(entry.title),
        help=str(entry.help),
        rank=entry.rank,
        words=words,
        facts=tuple(_fact(*one) for one in entry.facts.items()),
        items=items,
        order=tuple(map(_part, entry.order)) or _usual_order(words, items),
        formerly=str(entry.formerly) if entry.formerly else None,
        short=_short(entry.short),
        is_printed=is_printed,
    )


def _usual_order(words: tuple[Word, ...], items: Items | None) -> tuple[Part, ...]:
    lists = items.lists if items else ()
    return (*(Part(word=word.name) for word in words), *(Part(items=one.name) for one in lists))


def _part(text: str) -> Part:
    """Return what stands in `order`: a word, `items`, or `items of` a list."""
    first, _, of = text.partition(" of ")
    return Part(items=of or first) if first == kind_rules.ITEMS else Part(word=str(text))


def _items(entry: ItemsEntry) -> Items:
    facts = tuple(_fact(*one) for one in entry.facts.items())
    usual = (*map(str, entry.words), *(fact.name for fact in facts if fact.printed))
    return Items(
        lists=tuple(ItemList(str(name), str(one.help)) for name, one in entry.lists.items()),
        words=tuple(_word(*one) for one in entry.words.items()),
        facts=facts,
        order=tuple(map(str, entry.order)) or usual,
        sort=str(entry.sort) if entry.sort else None,
    )


def _word(name: str, entry: WordEntry) -> Word:
    return Word(
        name=str(name),
        role=entry.role,
        help=str(entry.help),
        optional=entry.optional,
        blocks=entry.blocks,
        each=str(entry.each) if entry.each else None,
        beside=str(entry.beside) if entry.beside else None,
    )


def _fact(name: str, entry: FactEntry) -> Fact:
    unless = next(((str(fact), str(value)) for fact, value in entry.unless.items()), None)
    return Fact(
        name=str(name),
        type=entry.type,
        help=str(entry.help),
        optional=entry.optional,
        default=str(entry.default) if entry.default is not None else None,
        of=tuple(map(str, entry.of)),
        by=str(entry.by) if entry.by else None,
        least=entry.least,
        most=entry.most,
        printed=entry.printed,
        together=entry.together,
        unless=unless,
    )


def _short(entry: ShortEntry) -> Shortening:
    if entry.take == "words":
        return Short(tuple(map(str, entry.words)), tuple(tuple(str(one).split(" or ")) for one in entry.items))
    return "whole" if entry.take == "whole" else "left-out"
