"""What goes out comes back without loss, and what comes back broken is refused whole, with its line."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from pathlib import Path

import polib
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from factsheet.content.records import State
from factsheet.findings import ProjectError
from factsheet.translation import exchange, po, spreadsheet
from factsheet.translation.bundle import Bundle, Entry

ENTRIES = (
    Entry("a.lead", "The gate", "La grille", State.DRAFT, "Of the street.", 40),
    Entry("a.more", "Open it.", "Ouvrez-la.", State.STALE, "", None),
    Entry("b", "=1+1", "", State.MISSING, "-", 8),
    Entry("c", "'Tis", "@ là", State.REVIEWED),
)
BUNDLE = Bundle("lantern-street", "en", "pt-BR", ENTRIES)
every_format = pytest.mark.parametrize("kind", exchange.FORMATS)


def there_and_back(folder: Path, kind: str, bundle: Bundle) -> Bundle:
    file = folder / f"x.{kind}"
    file.write_bytes(exchange.FORMATS[kind](bundle))
    return exchange.read(file)


def bare(bundle: Bundle) -> Bundle:
    """What of it can come back: whether a string is stale, and none of what was said to the translator."""
    return replace(
        bundle,
        entries=tuple(
            Entry(one.key, one.source, one.translation, State.STALE if one.state is State.STALE else None)
            for one in bundle.entries
        ),
    )


@every_format
def test_what_goes_out_comes_back(tmp_path: Path, kind: str) -> None:
    back = there_and_back(tmp_path, kind, BUNDLE)
    assert bare(back) == bare(BUNDLE)
    assert [one.unsure for one in back.entries] == [False, kind == "po", False, False]
    places = [one.place for one in back.entries]
    assert all(place and place.line for place in places)
    assert len({*places}) == len(places)


words = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"\\'=,;"))


@every_format
@settings(derandomize=True, deadline=None)
@given(entries=st.lists(st.builds(Entry, words.map(str.strip).filter(bool), words, words, st.sampled_from(State), words, st.none() | st.integers(0, 999)), unique_by=lambda one: one.key, min_size=1))  # fmt: skip # noqa: E501
@example(entries=[Entry("k", "\t=x", "''=", State.DRAFT)])
@example(entries=[Entry("k", "a\nb", '“c”, "d"; e\\n', State.DRAFT, "n\nm")])
def test_any_words_come_back(tmp_path_factory: pytest.TempPathFactory, kind: str, entries: list[Entry]) -> None:
    sent = Bundle("sheet", "en", "zh-Hans", tuple(one for one in entries if kind == "csv" or one.source))
    back = there_and_back(tmp_path_factory.mktemp("x"), kind, sent) if sent.entries else sent
    same = [(one.key, one.source) for one in back.entries] == [(one.key, one.source) for one in sent.entries]
    # A spreadsheet's own formulas are refused, never ours.
    assert same
    assert [one.translation for one in back.entries] == [one.translation for one in sent.entries]


def test_the_po_file_tells_translators_what_they_need() -> None:
    first, second, *_ = polib.pofile(po.written(BUNDLE).decode())
    assert (first.msgctxt, first.msgid, first.msgstr) == ("a.lead", "The gate", "La grille")
    assert first.comment.splitlines() == ["Of the street.", "At most 40 characters.", "State: draft"]
    assert (first.flags, second.flags) == ([], ["fuzzy"])


def test_no_cell_is_a_formula() -> None:
    text = spreadsheet.written(BUNDLE).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == ["sheet", "key", "state", "note", "at most", "en", "pt-BR"]
    assert not [cell for row in rows for cell in row if re.match(r"[=+\-@\t\r＝＋－＠]", cell)]
    assert rows[3][-2:] == ["'=1+1", ""]
    assert rows[4][-2:] == ["''Tis", "'@ là"]
    assert spreadsheet.written(BUNDLE).startswith(b"\xef\xbb\xbf")


@pytest.mark.parametrize("delimiter", ";\t")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_spreadsheets_save_in_many_ways(tmp_path: Path, delimiter: str, encoding: str) -> None:
    rows = csv.reader(io.StringIO(spreadsheet.written(BUNDLE).decode("utf-8-sig"), newline=""))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows([*rows, ["", "", ""]])
    (tmp_path / "x.csv").write_bytes(out.getvalue().encode(encoding))
    assert bare(exchange.read(tmp_path / "x.csv")) == bare(BUNDLE)


HEAD = "sheet,key,state,note,at most,en,fr\n"
PO = po.written(BUNDLE).decode()


@pytest.mark.parametrize(
    ("name", "text", "line", "message"),
    [
        ("x.csv", "", None, "is empty"),
        ("x.csv", "a,b\n", 1, "first row is not the one"),
        ("x.csv", HEAD.replace(",fr", "") + "s,a,draft,,,A\n", 1, "no column for a language"),
        ("x.csv", HEAD.replace("fr", "en") + "s,a,draft,,,A,B\n", 1, "no column for a language"),
        ("x.csv", HEAD + "s,a,draft,,,A,=B1\n", 2, "a: “=B1” is a formula"),
        ("x.csv", HEAD + "s,a,draft,,,A,#NAME?\n", 2, "a: “#NAME\\?” is a formula"),
        ("x.csv", HEAD + "s,a,draft,,,A,B\ns,a,draft,,,A,C\n", 3, "a: stands twice"),
        ("x.csv", HEAD + "s,a,draft,,,A,B\nt,b,draft,,,A,C\n", None, "not all rows are of one sheet"),
        ("x.csv", HEAD + "s,,draft,,,A,B\n", 2, "has no key"),
        ("x.csv", HEAD + 's,a,draft,,,A,"B\n', 2, "cannot be understood"),
        ("x.csv", HEAD + "s,a,draft,,,A,\udce9\n", 2, "not in UTF-8"),
        ("x.po", PO.replace('msgstr "La', "msgstr La"), 17, "this line is not valid in a PO file"),
        ("x.po", PO.replace('grille"', "grille"), 17, "this line is not valid in a PO file"),
        ("x.po", PO.replace("msgstr", "mgstr"), 3, "this line is not valid in a PO file"),
        ("x.po", PO.replace('msgid "The gate"\n', ""), None, "cannot be understood"),
        ("x.po", "<<<<<<< HEAD\n" + PO, 1, "merge was left unfinished"),
        ("x.po", PO.replace("pt-BR", "").replace("pt_BR", ""), 1, "does not say for which language"),
        ("x.po", PO.replace('"a.more"', '"a.lead"'), 19, "a.lead: stands twice"),
        ("x.po", PO.replace('msgctxt "b"\n', ""), None, "has no key"),
        ("x.po", "\udce9", 1, "not in UTF-8"),
        ("x.xlsx", "", None, "is neither a PO file, nor"),
    ],
)
def test_what_is_broken_is_refused(tmp_path: Path, name: str, text: str, line: int | None, message: str) -> None:
    (tmp_path / name).write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ProjectError, match=message) as caught:
        exchange.read(tmp_path / name)
    (finding,) = caught.value.findings
    assert finding.place and finding.hint
    assert line is None or finding.place.line == line


def test_what_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="there is no such file"):
        exchange.read(tmp_path / "x.po")
    (tmp_path / "x.po").write_bytes(b" " * (4 * 1024 * 1024 + 1))
    with pytest.raises(ProjectError, match="larger than"):
        exchange.read(tmp_path / "x.po")


@settings(derandomize=True, deadline=None)
@given(
    st.binary() | st.text().map(lambda text: (HEAD + text).encode("utf-8", "replace")), st.sampled_from(["po", "csv"])
)
def test_nothing_that_comes_back_makes_it_crash(
    tmp_path_factory: pytest.TempPathFactory, contents: bytes, kind: str
) -> None:
    file = tmp_path_factory.mktemp("x") / f"x.{kind}"
    file.write_bytes(contents)
    try:
        exchange.read(file)
    except ProjectError as refused:
        assert all(finding.hint for finding in refused.findings)
