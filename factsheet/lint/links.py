"""Check that addresses and numbers to dial lead where they should."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from factsheet.checks import Severity, Violation, check, run
from factsheet.content import addresses
from factsheet.content.addresses import Kind, Piece
from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Text

_ALIKE: Final = 0.8  # of 1: two names of ten letters, of which one was mistyped, are more alike


@dataclass(frozen=True)
class Named:
    """A string, and what the addresses in it are held against."""

    text: Text
    known: Mapping[str, str] = field(default_factory=dict)
    """The web addresses of the sheet, by what people read."""
    source: Text | None = None
    """What it was translated from."""


def lint(texts: Iterable[Text], known: Mapping[str, str], sources: Mapping[str, Text]) -> list[Finding]:
    """Return findings about the addresses in each text; `sources` has what texts were translated from, by key."""
    return [
        finding
        for text in texts
        for finding in run(
            CHECKS, Named(text, known, sources.get(text.key)), ExitCode.CONTENT, str(text.key), text.place
        )
    ]


def _slips(named: Named) -> Iterator[Violation]:
    """An address holds nothing that cannot be seen, and is not one slip away from an address of the sheet.

    Reason: a soft hyphen or zero width space is not needed, as addresses break after a slash by themselves, and would
    be copied with the address; a mistyped one looks right to everybody but those who follow it.

    Hint: write it as in facts.yaml, if that is the address that is meant.

    Source: own.
    """
    for piece in addresses.find(named.text):
        hidden = next((n for n in range(piece.start, piece.end) if named.text[n] in addresses.HIDDEN), None)
        if hidden is not None:
            character = named.text[hidden]
            what = (
                f"U+{ord(character):04X} {unicodedata.name(character)} in “{piece.bare}”, which is printed without it"
            )
            yield Violation(
                what, "delete it: addresses break after a slash, and never with a hyphen", named.text.at(hidden)
            )
        if meant := _meant(piece, named.known):
            what = f"“{piece.bare}” is not “{meant}”, an address of this sheet"
            yield Violation(what, place=named.text.at(piece.start))


def _kept(named: Named) -> Iterator[Violation]:
    """A translation names the same addresses, numbers to dial and @names as its source.

    Reason: what is typed again in each language goes wrong in one of them, and readers of that language land elsewhere
    or reach nobody.

    Hint: write it as in the source language; where this language has an address or a number of its own, leave it.

    Source: own.
    """
    if named.source is None:
        return
    wanted, present = (Counter(map(_led_to, _leading(text))) for text in (named.source, named.text))
    for piece in _leading(named.source):
        if _led_to(piece) in wanted - present:
            yield Violation(f"“{piece.bare}” stands in the source and not here")
    for piece in _leading(named.text):
        if _led_to(piece) in present - wanted:
            yield Violation(f"“{piece.bare}” stands here and not in the source", place=named.text.at(piece.start))


CHECKS: Final = (check("T11", _slips, Severity.ADVICE), check("L05", _kept, Severity.ADVICE))


def _leading(text: Text) -> list[Piece]:
    """Return the pieces that are the same in every language: no #tag, and no figures, which have their own check."""
    return [piece for piece in addresses.find(text) if piece.kind is not Kind.FIGURES and piece.bare[0] != "#"]


def _led_to(piece: Piece) -> str:
    return (piece.target or piece.bare).lower().removesuffix("/")


def _meant(piece: Piece, known: Iterable[str]) -> str:
    """Return the address of the sheet that this one is very like, and is not."""
    if piece.kind not in (Kind.WEB, Kind.MAIL):
        return ""
    host, path = _parts(piece.bare)
    others = {address: _parts(address) for address in known}
    same = [address for address, (name, _) in others.items() if name == host]
    if same and (piece.kind is Kind.MAIL or any(others[address][1] == path for address in same)):
        return ""
    if same:
        return next((address for address in same if path and _like(path, others[address][1])), "")
    return next((address for address, (name, _) in others.items() if _is_slip(host, name)), "")


def _parts(address: str) -> tuple[str, str]:
    """Return the host of an address, without the www. that may be left out, and what follows it."""
    host, _, path = address.rpartition("@")[2].rpartition("://")[2].partition("/")
    return host.lower().removeprefix("www."), path.removesuffix("/")


def _is_slip(host: str, other: str) -> bool:
    if host.endswith(f".{other}") or other.endswith(f".{host}"):
        return False
    return host.rpartition(".")[0] == other.rpartition(".")[0] or _like(host, other)


def _like(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other).ratio() >= _ALIKE
