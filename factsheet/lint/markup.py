"""Check the markup in words: what only looks like some, links that lead nowhere, what a translation lost."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from factsheet.checks import Severity, Violation, check, run
from factsheet.content import marked, markup
from factsheet.content.marked import Foreign, Link
from factsheet.content.sheet import Sheet
from factsheet.content.words import Words
from factsheet.findings import ExitCode, Finding
from factsheet.yaml.nodes import Text


@dataclass(frozen=True)
class MarkedWords:
    """A string with its markup, and what that is held against."""

    words: Words
    codes: Collection[str]
    """The ids of the codes of the sheet."""
    source: Text | None = None
    """What it was translated from, as typed."""
    tag: str = ""
    source_tag: str = ""


def lint(texts: Iterable[Text], sheet: Sheet) -> list[Finding]:
    """Return findings about the markup in each text of a sheet."""
    codes = frozenset(code.id for code in sheet.codes)
    sources: Mapping[str, Text] = {} if sheet.tag == sheet.source_tag else {text.key: text for text in sheet.source}
    return [
        finding
        for text in texts
        if isinstance(text, Words)
        for finding in run(
            CHECKS,
            MarkedWords(text, codes, sources.get(text.key), sheet.tag, sheet.source_tag),
            ExitCode.CONTENT,
            str(text.key),
            text.place,
        )
    ]


def _looks(marks: MarkedWords) -> Iterator[Violation]:
    """What looks like markup is markup: HTML, headings, underscores and the like are printed as typed.

    Reason: people paste what other programs understand; here it would stand on paper as signs and names of tags.

    Hint: content/README.md lists the markup that words can have; put \\ before a sign that is meant as such.

    Source: own.
    """
    for advice in marks.words.marked.advice:
        times = f" ({advice.count} times)" if advice.count > 1 else ""
        yield Violation(f"{advice.what}{times}", advice.hint, marks.words.typed.at(advice.start))


def _targets(marks: MarkedWords) -> Iterator[Violation]:
    """A link leads to an address with its scheme, or to the id of a code of the sheet.

    Reason: a link to a code there is none of would be words like any others, and nobody would notice.

    Hint: write https://, mailto: or tel:, or the id of a code in facts.yaml.

    Source: own.
    """
    for link in markup.unknown_codes(marks.words.marked, marks.codes):
        what = f"“[{marked.plain(link.inside)}]({link.target})” leads to a code, and there is none of this id"
        hint = f"there is {', '.join(sorted(marks.codes))}" if marks.codes else ""
        yield Violation(what, hint, marks.words.typed.at(link.start))


def _kept(marks: MarkedWords) -> Iterator[Violation]:
    """A translation has the same links and phrases in other languages as its source, but for those in its own language.

    Reason: a link that is lost is help that nobody finds, and a phrase that is not marked is read aloud as gibberish.

    Hint: mark them as in the source: [words](target), [mots]{fr}.

    Source: own.
    """
    if marks.source is None:
        return
    source = markup.parse(marks.source, marks.words.holds)
    for one in markup.differences(source, marks.words.marked, marks.tag, marks.source_tag):
        shown = _shown(one.node)
        if one.is_lacking:
            yield Violation(f"“{shown}” stands in the source and not here")
        else:
            yield Violation(f"“{shown}” stands here and not in the source", place=marks.words.typed.at(one.node.start))


def _shown(node: Link | Foreign) -> str:
    words = marked.plain(node.inside)
    return f"[{words}]({node.target})" if isinstance(node, Link) else f"[{words}]{{{node.tag}}}"


CHECKS: Final = (
    check("T23", _looks, Severity.ADVICE),
    check("T24", _targets),
    check("L06", _kept, Severity.ADVICE),
)
