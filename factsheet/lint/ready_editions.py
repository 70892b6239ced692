"""Select the editions whose words pass all checks, and report why the others cannot be made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path

from factsheet.content import glossary, loader
from factsheet.content.glossary import Term
from factsheet.content.records import State
from factsheet.content.sheet import SECTIONS, Sheet, printed_addresses, strings
from factsheet.design import editions, faces, fonts, layouts, locales
from factsheet.design.editions import Edition
from factsheet.design.layout import Layout
from factsheet.design.locales import Locale
from factsheet.design.project import Project
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.lint import links, translations, word_lists, words
from factsheet.yaml.nodes import Text

_NAMED = 5  # missing strings; a message that names a hundred is not read


def find(
    project: Project, sheets: Collection[str], names: Collection[str], tags: Collection[str]
) -> tuple[list[Edition], list[Finding]]:
    """Return the editions whose words, language and layout can be read and pass the checks, and findings on the others.

    `sheets`, `names` of layouts and `tags` of languages choose among them; an empty choice means all.
    """
    problems = [] if names else layouts.unfinished_folders(project.templates)
    chosen = [name for name in layouts.names(project.templates) if not names or name in names]
    read_layouts = [
        layout
        for name in chosen
        if (layout := editions.attempt(partial(layouts.load, project.templates, name), problems))
    ]
    passing = []
    for name in loader.sheets(project.content):
        if sheets and name not in sheets:
            continue
        for tag in editions.attempt(partial(loader.languages, project.content, name), problems) or ():
            if tags and tag not in tags:
                continue
            locale = editions.attempt(partial(locales.load, project.locales, tag), problems)
            sheet, states = editions.with_states(project, name, tag, problems)
            if sheet is None or locale is None:
                continue
            findings = lint(project, sheet, locale)
            problems += findings
            if states is not None and all(finding.advice for finding in findings):
                language, substitute = faces.with_headline_face(project.assets, locale, editions.headlines(sheet))
                candidates = [Edition(project, sheet, layout, language, states, substitute) for layout in read_layouts]
                passing += [edition for edition in candidates if not editions.missing_strings(sheet, edition.layout)]
                problems += _incomplete(sheet, read_layouts)
    return passing, list(dict.fromkeys(problems))


def missing(sheet: Sheet, layout: Layout) -> list[Finding]:
    """Return why the build does not make a sheet in a layout: the strings that are missing. Nothing where none is."""
    return [*_incomplete(sheet, [layout])]


def unreviewed(among: Sequence[Edition]) -> list[Finding]:
    """Return which languages cannot be released, once each."""
    findings = []
    for edition in among:
        sheet, states = edition.sheet, [state for state in edition.states.values() if state is not State.ORPHAN]
        if not edition.is_reviewed:
            reviewed = states.count(State.REVIEWED)
            what = f"{sheet.tag} cannot be released: {reviewed} of its {len(states)} strings are reviewed"
            hint = f"have the others reviewed, see docs/translating.md, or leave {sheet.tag} out with --lang"
            place = Place(edition.project.content / sheet.name / f"{sheet.tag}.yaml")
            findings.append(Finding(ExitCode.CONTENT, what, place, hint))
    return list(dict.fromkeys(findings))


def _incomplete(sheet: Sheet, among: Sequence[Layout]) -> Iterator[Finding]:
    """Yield findings for layouts that cannot be made in a language, one for all that lack the same strings."""
    lacks: dict[tuple[Text, ...], list[str]] = {}
    tag = sheet.tag
    for layout in among:
        missing = editions.missing_strings(sheet, layout)
        if missing:
            lacks.setdefault(missing, []).append(layout.name)
    for missing, names in lacks.items():
        named = ", ".join(f"{text.key} (line {text.place.line})" for text in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        strings = "1 string is" if len(missing) == 1 else f"{len(missing)} strings are"
        what = f"{', '.join(names)} cannot be made in {tag}, as {strings} missing: {named}{more}"
        hint = f"translate what is missing; `python3 build.py status --lang {tag}` lists it"
        yield Finding(ExitCode.CONTENT, what, missing[0].place, hint)


def _against_the_source(sheet: Sheet, terms: tuple[Term, ...]) -> list[Finding]:
    """Return what a translation lost on the way; strings of one item are looked at together."""
    if sheet.tag == sheet.facts.source:
        return []
    translated, items = {text.key: text for text in sheet.words}, dict[str, list[str]]()
    for text in sheet.words:
        items.setdefault(text.key.rpartition(".")[0], []).append(text)
    return translations.lint(
        translations.Pair(source, translated[source.key], terms, " ".join(items[source.key.rpartition(".")[0]]))
        for source in sheet.source
        if source.key in translated
    )


def _orphans(sheet: Sheet) -> Iterator[Finding]:
    known = {text.key for text in sheet.source}
    for text in sheet.words:
        if text.key not in known:
            what = f"{text.key}: the source language does not have it, so it is not printed"
            hint = "delete it, if its key is not a slip"
            yield Finding(ExitCode.CONTENT, what, text.place, hint, advice=True)


def spelling(locale: Locale, shapes: tuple[frozenset[int], ...] = ()) -> words.Spelling:
    """Return what a language asks of the marks in the words of a sheet; `shapes` as in `words.Spelling`."""
    return words.Spelling(locale.quotes, locale.no_break_before, locale.no_break_after, shapes)


def lint(project: Project, sheet: Sheet, locale: Locale) -> list[Finding]:
    """Return what is wrong with the words, by themselves and beside their source, before any layout."""
    problems = _lint(project, sheet, locale)
    try:
        terms = glossary.read(project.content / "glossary.csv", sheet.tag)
    except ProjectError as error:
        problems += error.findings
        terms = ()
    return [*problems, *_against_the_source(sheet, terms), *_orphans(sheet)]


def _lint(project: Project, sheet: Sheet, locale: Locale) -> list[Finding]:
    """Return what is wrong with the words themselves, and with the fonts for them, before any layout."""
    texts = [text for section in SECTIONS for text in strings(sheet, section, False) if text]
    is_source = sheet.tag == sheet.facts.source
    stacks = locale.fonts.text, locale.fonts.display
    place = Place(project.locales / f"{sheet.tag}.yaml")
    unusable = fonts.unusable(project.assets, chain(*stacks), place)
    shapes = () if unusable else tuple(_shapes(project.assets, stack) for stack in stacks)
    breaks = word_lists.missing(texts, place, project.assets) if locale.word_breaks == "dictionary" else []
    named = links.lint(texts, printed_addresses(sheet), {} if is_source else {text.key: text for text in sheet.source})
    with_fallback = replace(spelling(locale, shapes), elsewhere=partial(fonts.family_with, project.assets))
    return [*words.lint(texts, with_fallback), *named, *unusable, *breaks]


def _shapes(assets: Path, stack: tuple[str, ...]) -> frozenset[int]:
    return fonts.characters(assets, fonts.with_signs(assets, stack))
