"""Report to people how far translations are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from factsheet.content.records import DONE, State
from factsheet.content.sheet import SECTIONS, Sheet, strings
from factsheet.design.project import Project
from factsheet.findings import Place
from factsheet.storage import transaction
from factsheet.storage.transaction import Replace
from factsheet.translation import status
from factsheet.translation.content_files import changed_record
from factsheet.translation.result import CommandResult
from factsheet.translation.status import COLUMNS, TranslationStatus
from factsheet.yaml.nodes import Text


def report(
    project: Project, sheets: Collection[str], tags: Collection[str], update: bool, fail_under: float | None
) -> CommandResult:
    """Report how far translations are; with `update`, bring their records up to their words first.

    With `fail_under`, a language of which a smaller share (in percent) is done is a finding.

    Raises:
        ProjectError: with `update`, records that cannot be replaced.
    """
    if update:
        transaction.run(project.content, project.locales, "status --update", partial(_update, project, sheets, tags))
    translations, problems = status.find(project, sheets, tags)
    if fail_under is not None:
        problems += status.below(translations, fail_under, project)
    table = tuple(lines(translations, details=bool(tags)))
    nothing = "There is no translation yet: python3 build.py new language <tag> begins one."
    return CommandResult(table or (nothing,), tuple(problems))


def _update(project: Project, sheets: Collection[str], tags: Collection[str], put: Replace) -> None:
    translations, _ = status.find(project, sheets, tags)
    changed = (changed_record(project, one.sheet, one.lock) for one in translations if one.record_lags)
    put({path: contents for files in changed for path, contents in files.items()})


def lines(translations: Iterable[TranslationStatus], details: bool) -> Iterator[str]:
    """Yield a table of languages; with `details` also every string that is not done, and each layout."""
    sheet = ""
    for one in translations:
        if one.sheet.name != sheet:
            sheet = one.sheet.name
            yield sheet
            yield "  " + "".join(f"{word:>10}" for word in ("", "done", *COLUMNS)) + "   lacking in"
        yield _row(one.sheet.tag, one, None) + f"   {', '.join(_lacking(one)) or '–'}"
        if one.record_lags:
            yield "  The record of this language lags behind its words: python3 build.py status --update"
        if details:
            for names, keys in _alike(one.layout_keys):
                yield _row("", one, keys) + f"   in {', '.join(names)}"
            yield from _strings(one, {*State} - DONE)
        else:
            yield from _strings(one, {State.STALE})


def _row(name: str, one: TranslationStatus, keys: Collection[str] | None) -> str:
    counts = one.count(keys)
    present = [key for key in (one.states if keys is None else keys) if one.states[key] is not State.ORPHAN]
    # Rounded down: what is not done is not 100 %.
    done = 100 * sum(map(one.is_done, present)) // len(present) if present else 100
    return f"  {name:10}{done:>8} %" + "".join(f"{counts[state] or '–':>10}" for state in COLUMNS)


def _lacking(one: TranslationStatus) -> Iterator[str]:
    """Yield the layouts that cannot be made, and how many strings each lacks."""
    for name, keys in one.layout_keys.items():
        missing = one.count(keys)[State.MISSING]
        if missing:
            yield f"{name} ({missing})"


def _alike(layout_keys: Mapping[str, tuple[str, ...]]) -> list[tuple[list[str], tuple[str, ...]]]:
    """Return the layouts that take the same strings together, each group with the keys of these."""
    names: dict[frozenset[str], list[str]] = {}
    for name, keys in layout_keys.items():
        names.setdefault(frozenset(keys), []).append(name)
    return [(alike, layout_keys[alike[0]]) for alike in names.values()]


def _strings(one: TranslationStatus, wanted: Collection[State]) -> Iterator[str]:
    """Yield where the strings in some states stand, and where the words they are to be translated from."""
    places = {text.key: text.place for text in (*_blanks(one.sheet), *one.sheet.words)}
    sources = {text.key: text.place for text in one.sheet.source}
    for key, state in one.states.items():
        if state in wanted and not one.is_done(key):
            source = sources.get(key)
            made_from = f", see {Place(source.file, source.line)}" if source else ""
            yield f"  {places[key]}: {state}: {key}{made_from}"


def _blanks(sheet: Sheet) -> Iterator[Text]:
    """Yield what is not translated yet, at the places where it should stand."""
    for section in SECTIONS:
        yield from strings(sheet, section, False)
