"""Reuse the files of an edition if nothing that it is made from has changed.

What an edition is made from is: its HTML, which has the words and what the templates made of them; its style files, its
layout and language, the facts; and what all editions share, such as the program, the fonts and the palette. Templates,
style files and languages that have no part in it do not count, nor do lines and columns.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from factsheet.build import manifest
from factsheet.build.manifest import BuildRequest
from factsheet.build.output import BuildResult, Written
from factsheet.compose.composer import Composed
from factsheet.design.editions import Edition, Intent
from factsheet.findings import ExitCode, Finding, Place
from factsheet.fitting.search import Setting
from factsheet.storage import fingerprints

_OF_SOME: Final = (".html", ".css", ".yaml")
"""Files below templates/ that only some editions are made from; all others count for all."""


@dataclass(frozen=True)
class Cache:
    """What the editions of one build have in common, and where their records are."""

    run: BuildRequest
    common: str
    """The fingerprint of everything that all editions share."""
    force: bool = False
    """Whether everything is made anew, and put on record."""


def begin(run: BuildRequest, force: bool) -> Cache:
    """Take together what all editions share; with `force`, everything is made anew and put on record."""
    shared = [Path(path) for path in run.prints if _is_shared(run.project, Path(path))]
    common = {path.relative_to(run.project).as_posix(): run.prints[str(path)] for path in shared}
    return Cache(run, fingerprints.of_value([common, fingerprints.platform()]), force)


def _is_shared(project: Path, path: Path) -> bool:
    if path.is_relative_to(project / "templates"):
        return path.suffix not in _OF_SOME or (path.parent == project / "templates/_shared" and path.suffix == ".yaml")
    return path.is_relative_to(project / "assets") or (path.is_relative_to(project) and path.suffix == ".py")


def key(cache: Cache, edition: Edition, documents: Iterable[Composed | None]) -> str:
    """Return the fingerprint of what an edition is made from; `documents` are its pages and its hint, if any."""
    return fingerprints.of_value([
        cache.common,
        edition.name,
        [[one.html, one.settings] for one in documents if one],
        [[Path(path).name, cache.run.prints.get(path)] for path in _own_files(edition)],
        [[text.key, str(text)] for text in edition.strings],
    ])  # fmt: skip


def _own_files(edition: Edition) -> list[str]:
    project, sheet = edition.project, edition.sheet
    layout = [folder / "layout.yaml" for folder in edition.layout.folders]
    words = [project.locales / f"{sheet.tag}.yaml", project.content / sheet.name / "facts.yaml"]
    return [str(path) for path in (*edition.stylesheets, *layout, *words)]


def recall(cache: Cache, edition: Edition, key: str, intents: Collection[str], proofs: bool) -> BuildResult | None:
    """Return the edition as it stands, if it was made from the same for these intents, and every file is unchanged."""
    record = None if cache.force else manifest.read(_file(cache, edition))
    try:
        if record is None or record["key"] != key or (proofs and not record["proofs"]):
            return None
        result = _read(record["made"], edition)
        besides = {*result.files} - {*Intent} if proofs else set()
        wanted = {purpose: file for purpose, file in result.files.items() if purpose in {*intents, *besides}}
        standing = [*wanted.values(), *([result.picture] if result.picture else [])]
        whole = fingerprints.all_match({one.file: one.sha256 for one in standing}, str(cache.run.out))
        if not {*intents} <= {*wanted} or not whole or not fingerprints.all_match(result.libraries):
            return None
    except (KeyError, TypeError, ValueError, AttributeError):
        return None  # whole, but of another version of this program
    return BuildResult(**{**vars(result), "files": wanted, "reused": True})


def store(cache: Cache, edition: Edition, key: str, result: BuildResult, proofs: bool) -> None:
    """Put an edition that was made on record, unless a file it was made from has changed meanwhile."""
    prints = {path: cache.run.prints.get(path, "") for path in _own_files(edition)}
    if not fingerprints.all_match(prints):
        return
    before = manifest.read(_file(cache, edition)) or {}
    files = (
        {**before["made"]["files"], **_plain(result)["files"]} if before.get("key") == key else _plain(result)["files"]
    )
    record = {
        "key": key,
        "proofs": proofs or (before.get("key") == key and before["proofs"]),
        "made": {**_plain(result), "files": files, "advice": [*_findings(result.advice, edition)]},
    }
    manifest.write(_file(cache, edition), record)


def conclude(run: BuildRequest, results: Sequence[BuildResult], messages: Sequence[str]) -> None:
    """Put a whole build on record that had no problem; `messages` are what people are to look at."""
    files: dict[str, str] = {}
    libraries: dict[str, str] = {}
    for one in results:
        libraries |= one.libraries
        files |= {file.file: file.sha256 for file in (*one.files.values(), one.picture) if file}
    manifest.keep(run, files, libraries, sum(len(one.files) for one in results), messages)


def _file(cache: Cache, edition: Edition) -> Path:
    sheet = edition.sheet
    return cache.run.project / manifest.FOLDER / sheet.name / f"{edition.layout.name}_{sheet.tag}.json"


def _plain(result: BuildResult) -> dict[str, Any]:
    return {name: value for name, value in asdict(result).items() if name not in ("advice", "reused")}


def _findings(advice: Iterable[Finding], edition: Edition) -> Iterable[dict[str, Any]]:
    """Findings as plain values. Of those about a string the key is kept, as it may stand in another line by then."""
    keys = {text.place: text.key for text in edition.strings}
    for one in advice:
        place = one.place and [str(one.place.file), one.place.line, one.place.column]
        yield {**vars(one), "place": place, "about": keys.get(one.place) if one.place else None}


def _read(record: Mapping[str, Any], edition: Edition) -> BuildResult:
    places = {text.key: text.place for text in edition.strings}
    advice = []
    for one in record["advice"]:
        file, line, column = one["place"] or ("", None, None)
        place = places.get(one.pop("about")) or (Place(Path(file), line, column) if file else None)
        advice.append(Finding(**{**one, "exit_code": ExitCode(one["exit_code"]), "place": place}))
    files = {purpose: Written(**file) for purpose, file in record["files"].items()}
    picture = Written(**record["picture"]) if record["picture"] else None
    changed = {"files": files, "picture": picture, "advice": tuple(advice), "setting": Setting(**record["setting"])}
    return BuildResult(**{**record, **changed})
