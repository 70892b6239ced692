"""Every check and reader takes time that grows with what it reads, and never with its square, whatever that is."""

from __future__ import annotations

import ast
import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from markupsafe import escape
from support import selection
from support.project import PROJECT

from factsheet.compose import custom_properties, filters, html_text, hyphens, line_ends, nobreak, tokens, wordbreaks
from factsheet.content import addresses, glossary, loader, records
from factsheet.content.glossary import Term
from factsheet.design import break_marks, locales
from factsheet.design.layout_file import _LENGTH, HEADLINE_SIZE, MEASURE
from factsheet.design.project import Project
from factsheet.engine import unspaced_scripts
from factsheet.findings import Place, ProjectError
from factsheet.lint import links, ready_editions, translations, words
from factsheet.preflight import privacy
from factsheet.storage import normalize
from factsheet.translation import comparison, damage, exchange
from factsheet.translation.bundle import Expected
from factsheet.yaml import reader
from factsheet.yaml.nodes import Text

HERE = Place(Path("en.yaml"), 1, 1)
HOUSE = Project(PROJECT, PROJECT / "content")
LONG = 5 * reader.CHARACTERS
"""Characters. A text of a sheet has a fifth of it at the most: what grows with the square shows sooner here."""
FILE, SHORT_FILE = 100_000, 25_000
"""Characters of a file; in a shorter one shows all that grows with the square but what is quickest at each step."""
SECONDS, EACH = 0.4, 30e-6
"""And for each character. Of this process, so that it does not matter what else the computer does."""

REPEATED = (
    "a", "é", "1", " ", "\n", "-", ".", "/", "@", "#", "*", "_", "(", "[", "<", "?", "'", "\\", "$", "+", "«",
    "\u200b", "\u200d", "\u00ad", "ก", "ا", "क", "က", "\u1039", "\u0301", "â", "Ã", "a ", "1 ", "1-", "123 ",
    "(1)", "+1 ", "a.", "a-", "a@", "a@b.", "www.", "://", "https://", "a.b/", "#a", "#1", "&a", "&#1", "<a",
    "</a", "**a", "_a", "[a", "[a](", "{a", "%(a", "??? ", "\\u", "a- ", "aa ", "a ;", "กa", "1 000 ", "1961-",
    "ISBN 1", "Ã©", "a'", "$1", ".a", "3+4", "call 1",
)  # fmt: skip
IN_FILES = (
    "a", " ", "\n", "\r", "\t", "#", " #", "# ", "k: ", "k: v\n", "- ", "- a\n", "- - ", "? ", "&a ", "*a ",
    "!a ", "%", "%a\n", "|", ">-\n", '"', "'", '"a', '""', "''", '\\"', "[", "{", "[a, ", "{a: ", "a,", "a;",
    '"a",', '"a"\n', ",\n", "a\t", "term,fr\n", "a|", "a*", "#: a\n", 'msgid "', 'msgid ""\n', 'msgstr "a"\n',
    '"a"\n', '"\\', "msgctxt ", '{"a":', "\u0085", "\ufeff", "\u2028", "\0", "<<<<<<<\n", "a\u0301", "é",
)  # fmt: skip
ENDS = ["", "!", "\n"]
with_ends = pytest.mark.parametrize("ends", selection.amount(["!"], ENDS), ids=len)
in_files = pytest.mark.parametrize(("length", "ends"), selection.amount((SHORT_FILE, ["!"]), (FILE, ENDS[1:])))


def repeated(units: tuple[str, ...], length: int, ends: list[str] = ENDS) -> Iterator[str]:
    """Texts of one length on which what tries again from each character, or in several ways, would never end."""
    for unit in units:
        for end in ends:
            yield (unit * length)[: length - len(end)] + end


def seconds(do: Callable[[str], object], text: str) -> float:
    begun = time.process_time()
    with suppress(ProjectError):
        do(text)
    return time.process_time() - begun


def hold(do: Callable[[str], object], texts: Iterator[str]) -> None:
    """Fail where one of the texts takes too long; one that does is looked at again, in case of a slow moment."""
    seconds(do, "a b")
    for text in texts:
        most = SECONDS + EACH * len(text)
        if seconds(do, text) > most:
            assert min(seconds(do, text) for _ in range(3)) < most, f"{text[:12]!r} … {text[-3:]!r}"


def spelling(tag: str) -> words.Spelling:
    return ready_editions.spelling(locales.load(PROJECT / "locales", tag))


FRENCH = spelling("fr")
EVERY_WORD = {check.code: check for check in words.CHECKS}
LETTERS = frozenset({"LATIN", "CYRILLIC"})
TERMS = tuple(
    Term(form[:2], (form,), HERE) for form in ("a*" * 60 + "b", "a a*" * 40 + " b", "1*" * 40, "é", "a" * 900)
)


def text_of(words: str) -> Text:
    return Text(words, "a.b", HERE)


def pair(text: str) -> object:
    return translations.lint([translations.Pair(text_of(text), text_of(text[1:]), TERMS, text)])


def addressed_as(text: str) -> object:
    known = {"example.org/a": "https://example.org/a"}
    return links.lint([text_of(text)], known, {"a.b": text_of(text[1:])})


def page(text: str) -> str:
    return f"<p>{escape(text)}</p>"


OF_TEXTS: dict[str, Callable[[str], object]] = {
    "addresses.masked": addresses.masked,
    "addressed.lint": addressed_as,
    "translated.lint": pair,
    "lost.find": lambda text: [damage.find(*pair, LETTERS) for pair in ((text, "Some words"), ("Some words", text))],
    "lost.garbled": lambda text: damage.garbled(text, LETTERS),
    "intake": lambda text: comparison.restored(comparison.normalized(text), "a’b" * 300),
    "intake, flat": lambda text: comparison.restored(text, text.replace("'", "’")),
    "translation": records.fingerprint,
    "typed": lambda text: (normalize.shifts(text), normalize.conflict(text), normalize.is_blank(text)),
    "kept, from the left": lambda text: nobreak.mark([str(escape(text))], False, {}),
    "kept, from the right": lambda text: nobreak.mark([str(escape(text))], True, {}),
    "kept.whole": lambda text: (nobreak.mark_breaks(text), nobreak.unbroken_parts(text)),
    "hardhyphens": lambda text: hyphens.hold([str(escape(text))], True),
    "line_ends": lambda text: line_ends.hold([str(escape(text))]),
    "wordbreaks": lambda text: wordbreaks.mark([str(escape(text))], "th", False, ["กก"], [text], PROJECT / "assets"),
    "unspaced": lambda text: (break_marks.unmarked(text), [*unspaced_scripts._STRETCH.finditer(text)]),
    "compose": lambda text: (html_text.lift_keys(page(text)), filters._tied(text_of(text))),
    "compose, direction": lambda text: filters._own_direction(text_of(text)),
    "settings": lambda text: tokens._css_string(text),
    "House.shown": HOUSE.shown,
    "layouts": lambda text: [one.fullmatch(text) for one in (_LENGTH, MEASURE, HEADLINE_SIZE)],
    "content": loader.canonical,
}  # fmt: skip


@with_ends
@pytest.mark.parametrize("code", EVERY_WORD)
def test_a_check_of_words(code: str, ends: list[str]) -> None:
    hold(lambda text: [*EVERY_WORD[code].examine(words.Words(text_of(text), FRENCH))], repeated(REPEATED, LONG, ends))


@with_ends
@pytest.mark.parametrize("name", OF_TEXTS)
def test_what_reads_a_text(name: str, ends: list[str]) -> None:
    hold(OF_TEXTS[name], repeated(REPEATED, LONG, ends))


@in_files
@pytest.mark.parametrize(
    "read",
    [
        lambda text: html_text.edit(text, (), [lambda texts: nobreak.mark(texts, False, {})]),
        lambda text: html_text.edit(f"<p>a-b{text}", [line_ends.hold, lambda texts: hyphens.hold(texts, True)]),
        lambda text: html_text.edit(
            f"<p>กก{text}", [lambda texts: wordbreaks.mark(texts, "th", False, [], [], PROJECT / "assets")]
        ),
        html_text.lift_keys,
        lambda text: custom_properties.resolve([text], text, {"a": "1"}),
    ],
    ids=["nobreak", "hyphens", "wordbreaks", "lift_keys", "settings"],
)
def test_what_reads_a_page_of_a_template_from_anybody(
    read: Callable[[str], object], length: int, ends: list[str]
) -> None:
    tags = ("<", "<a", "<a ", "<a>", "<title>", "<style>", "<script", '<p><span data-key="', '<p a="b"')
    units = (*tags, "var(", "var( ", "--a", "--a ", "{", ">", "a")
    hold(read, repeated(units, length, ends))


def put(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder / name


READERS: dict[str, tuple[str, Callable[[Path], object]]] = {
    "words": ("en.yaml", lambda file: reader.read(file)),
    "layout": ("layout.yaml", lambda file: reader.read(file, words=("title",))),
    "record": ("fr.lock.json", records.read),
    "glossary": ("glossary.csv", lambda file: glossary.read(file, "fr")),
    "csv": ("x.csv", lambda file: exchange.read(file, Expected({"a": ("en", "fr")}, "a", "fr"))),
    "po": ("x.po", lambda file: exchange.read(file, Expected({"a": ("en", "fr")}, "a", "fr"))),
    "json": ("x.json", exchange.read),
}
HEADS = {"csv": "sheet,key,en,fr\n", "glossary": "term,fr\n", "words": "masthead:\n  title: "}


@in_files
@pytest.mark.parametrize("kind", READERS)
def test_what_reads_a_file(tmp_path: Path, kind: str, length: int, ends: list[str]) -> None:
    name, read = READERS[kind]
    for head in {"", HEADS.get(kind, "")}:
        hold(lambda text, head=head: read(put(tmp_path, name, head + text)), repeated(IN_FILES, length, ends))  # type: ignore[misc]


def test_a_proof_with_many_strings(tmp_path: Path) -> None:
    strings = {f"a.{n}": {"source": "a", "read": "b", "right": "c"} for n in range(2000)}
    told = {"sheet": "a", "source": "en", "language": "fr", "by": "A", "on": "2026-01-01", "strings": strings}
    hold(lambda text: exchange.read(put(tmp_path, "x.json", json.dumps({**told, "by": text[:50]}))), iter(["A"]))


def test_what_pdfs_say_of_themselves() -> None:
    hold(lambda text: [*privacy._XMP_DATE.finditer(text.encode()), *privacy._JPEG_TALK.finditer(text.encode())],
         repeated(("xmp:", "xmp:a", "a", "<xmp:a>", "é"), FILE))  # fmt: skip


# Looked at above, by the functions that use them.
PATTERNS = """
    compose/custom_properties compose/filters compose/html_text compose/hyphens compose/line_ends compose/nobreak
    compose/wordbreaks content/addresses content/bidi content/loader content/models content/records
    design/break_marks design/dictionary design/layout_file design/project engine/unspaced_scripts
    lint/characters lint/orthography lint/pasted lint/strings lint/translations lint/word_lists lint/words
    preflight/privacy storage/csvfile storage/normalize storage/textfile translation/comparison translation/damage
    translation/po translation/spreadsheet yaml/comments yaml/editor yaml/reader
"""
# Of files of this project, of what the engine says or of what the program wrote itself.
OWN_PATTERNS = """
    checks compose/world_map design/locales engine/address_breaks engine/complaints engine/svg_texts findings
    fitting/laid_out_words leftovers pdf/compression pdf/metadata preflight/accessibility preflight/colour
    preflight/typefaces setup/bootstrap storage/journal
"""


def test_no_pattern_is_left_out() -> None:
    found = set()
    for file in sorted((PROJECT / "factsheet").rglob("*.py")):
        names = (node.name for node in ast.walk(ast.parse(file.read_text("utf-8"))) if isinstance(node, ast.alias))
        if "re" in names:
            found.add(file.relative_to(PROJECT / "factsheet").with_suffix("").as_posix())
    assert found <= {*PATTERNS.split(), *OWN_PATTERNS.split()}
