"""Find layouts and load them from templates/<layout>/layout.yaml; what one leaves out comes from those it extends."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from factsheet.content.models import ID, ID_LENGTH, is_device
from factsheet.design.layout import LEADING, Layout, Range
from factsheet.design.layout_file import MEASURE, LayoutFile
from factsheet.findings import ExitCode, Finding, Place, ProjectError
from factsheet.yaml import reader

_LONGEST_CHAIN: Final = 8
"""How many layouts may extend each other in a row; nobody can follow more."""


def names(templates: Path) -> tuple[str, ...]:
    """Return the name of every layout: of a folder with a layout.yaml in it."""
    return tuple(sorted(found.parent.name for found in templates.glob("[!_]*/layout.yaml")))


def unfinished_folders(templates: Path) -> list[Finding]:
    """Return findings for folders that look like layouts and are none, as they have no layout.yaml."""
    hint = "add its layout.yaml, with the name in small letters; or let the name begin with _ if it is no layout"
    return [
        Finding(ExitCode.LAYOUT, "this folder has no layout.yaml, so it is no layout", Place(folder), hint)
        for folder in sorted(templates.glob("[!_.]*/"))
        if folder.is_dir() and not (folder / "layout.yaml").exists()
    ]


def load(templates: Path, name: str) -> Layout:
    """Read one layout and those it extends.

    Raises:
        ProjectError: with every problem in its layout.yaml, exit code LAYOUT.
    """
    if not ID.fullmatch(name) or is_device(name):
        hint = f"use small letters a to z, digits and hyphens, at most {ID_LENGTH}, like leaflet"
        raise _error(f"“{name}” cannot name a layout", templates / name, hint)
    folders, merged = _extended(templates, name)
    file = templates / name / "layout.yaml"
    settings = reader.validate(LayoutFile, merged, file, ExitCode.LAYOUT)
    width, height = settings.trim
    if 2 * settings.safe >= min(width, height):
        place = getattr(merged["safe"], "place", Place(file))
        hint = f"the page is {width:.4g} × {height:.4g} mm"
        raise ProjectError(Finding(ExitCode.LAYOUT, "safe: leaves no room for a word", place, hint))
    return Layout(
        name=name,
        title=str(settings.title),
        width=width,
        height=height,
        widths=settings.widths or (),
        bleed=settings.bleed,
        safe=settings.safe,
        pages=settings.pages,
        impose=settings.impose,
        takes=dict(settings.takes),
        tokens={key: str(value) for key, value in settings.tokens.items()},
        fit=_ranges(settings, merged, file),
        covers=settings.covers,
        headlines=settings.headlines,
        folders=folders,
        place=Place(file),
    )


def _extended(templates: Path, name: str) -> tuple[tuple[Path, ...], dict[str, object]]:
    """Read a layout's file and those it extends: their folders, its own first, and their keys laid over each other."""
    folders: list[Path] = []
    merged: dict[str, object] = {}
    following: str | None = name
    while following:
        folder = templates / following
        file = folder / "layout.yaml"
        if folder in folders:
            raise _error(f"{following} extends itself", file, "name another layout")
        if len(folders) == _LONGEST_CHAIN:
            what = f"more than {_LONGEST_CHAIN} layouts extend each other in a row"
            raise _error(what, file, "extend one that is nearer to the last")
        if not folder.resolve().is_relative_to(templates.resolve()):
            what = "this folder is a link that leads out of templates/"
            raise _error(what, folder, "put the folder itself there")
        tree = reader.read(file, ExitCode.LAYOUT, words=("title",))
        folders.append(folder)
        following = _base(templates, file, tree.get("extends"))
        merged = _over(tree, merged)
    return tuple(folders), merged


def _base(templates: Path, file: Path, extends: object) -> str | None:
    """Return the name of the layout that a file extends, if it extends one."""
    if extends is None:
        return None
    known = names(templates)
    if not isinstance(extends, str) or str(extends) not in known:
        place = getattr(extends, "place", Place(file))
        hint = f"there is {', '.join(known)}"
        raise ProjectError(Finding(ExitCode.LAYOUT, f'extends: there is no layout "{extends}"', place, hint))
    return str(extends)


def _over(base: Mapping[str, object], upper: Mapping[str, object]) -> dict[str, object]:
    """Lay `upper` over `base`: tokens and what may give one by one, everything else whole."""
    merged = {**base, **upper}
    for name in ("tokens", "fit"):
        below, above = base.get(name), upper.get(name)
        if isinstance(below, Mapping) and isinstance(above, Mapping):
            merged[name] = {**below, **above}
    return merged


def _ranges(settings: LayoutFile, merged: Mapping[str, object], file: Path) -> dict[str, Range]:
    """Return the bounds of `fit`, by the tokens they are for.

    Raises:
        ProjectError: a bound for no token, in another unit, or on the wrong side of its token.
    """
    written = merged.get("fit")
    ranges: dict[str, Range] = {}
    findings = []
    for name, bounds in settings.fit.items():
        token = "1" if name == LEADING else settings.tokens.get(name)
        measures = [MEASURE.fullmatch(text) for text in (bounds[0], token or "", bounds[-1])]
        floor, preferred, most = (float(measure[1]) if measure else 0 for measure in measures)
        units = {measure[2] if measure else None for measure in measures}
        most = most if len(bounds) == 2 else preferred
        if token is None:
            problem = "is no token", f"there is {LEADING}, {', '.join(sorted(settings.tokens))}"
        elif len(units) > 1 or None in units:
            problem = f"must be in the unit of its token, {token}", "or let the token be a number with its unit"
        elif not floor <= preferred <= most:
            problem = f"leaves {token} out", "the smallest first, then the largest; the token lies between them"
        else:
            ranges[name] = Range(floor, preferred, most, measures[0][2] if measures[0] else "")
            continue
        place = getattr(written[name], "place", Place(file)) if isinstance(written, Mapping) else Place(file)
        findings.append(Finding(ExitCode.LAYOUT, f"fit.{name}: {problem[0]}", place, problem[1]))
    if findings:
        raise ProjectError(*findings)
    return ranges


def _error(what: str, path: Path, hint: str) -> ProjectError:
    return ProjectError(Finding(ExitCode.LAYOUT, what, Place(path), hint))
