"""Files come back as people really have them: what leaves the words whole is taken, what destroyed them is not."""

from __future__ import annotations

import csv
import re
import shutil
import unicodedata
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from support import saved, selection, translating
from support.encodings import read_as
from support.project import PROJECT, SHEET
from support.saved import SPREADSHEETS, rows
from support.translating import everything, in_state, put, states

from factsheet.content import glossary, loader
from factsheet.content.records import State
from factsheet.design.project import Project
from factsheet.findings import ExitCode, ProjectError
from factsheet.translation import exchange, export, importing, review, spreadsheet, status_report
from factsheet.translation.bundle import Bundle, Entry, Expected
from factsheet.translation.result import CommandResult

OURS = "taking-back-whats-ours"
TAGS = loader.languages(PROJECT / "content", OURS)[1:]
TELLING = "Téléphonez-nous, dès l’été"


@pytest.fixture(scope="module")
def french_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with the short sheet, a translation that has accents, and its record. Look, don't touch."""
    project = translating.translated(translating.english(tmp_path_factory.mktemp("french")))
    put(project, "fr", {"masthead.title": "« La clé »", "messages.heading": "Ce qu’on sait déjà, été comme hiver"})
    status_report.report(project, [], [], update=True, fail_under=None)
    return project.folder


@pytest.fixture
def french(french_once: Path, tmp_path: Path) -> Project:
    """A copy of it, to do with as one likes."""
    shutil.copytree(french_once, tmp_path, symlinks=True, dirs_exist_ok=True)
    return Project(tmp_path, tmp_path / "content")


@pytest.fixture
def eight(tmp_path: Path) -> Project:
    """A project of one's own with our sheet in all its languages."""
    for name in ("templates", "assets", "locales"):
        (tmp_path / name).symlink_to(PROJECT / name)
    shutil.copytree(PROJECT / "content", tmp_path / "content")
    return Project(tmp_path, tmp_path / "content")


def exported(project: Project, kind: str, tag: str = "fr") -> bytes:
    file = project.folder / f"out.{kind}"
    assert export.write_files(project, [], tag, kind, file, project.folder / "dist").problems == ()
    return file.read_bytes()


def told(project: Project, table: saved.Rows, key: str, words: str) -> saved.Rows:
    """The table with other words in one row."""
    return [[*row[:-1], words] if row[1] == key else row for row in table]


def came(
    project: Project, name: str, contents: bytes, sheet: str | None = None, tag: str | None = None
) -> CommandResult:
    file = project.folder / name
    file.write_bytes(contents)
    try:
        return importing.import_file(project, file, sheet, tag)
    except ProjectError as refused:
        return CommandResult(problems=refused.findings)


def refused(
    project: Project, name: str, contents: bytes, sheet: str | None = None, tag: str | None = None
) -> list[str]:
    """What is said of a file of which nothing may be taken, without its place."""
    before = everything(project)
    done = came(project, name, contents, sheet, tag)
    problems = [one for one in done.problems if not one.advice]
    assert problems and done.lines == ()
    assert everything(project) == before
    for one in problems:
        assert one.exit_code == ExitCode.CONTENT and one.hint
        assert one.place and one.place.file == project.folder / name
    return [f"{one.place.line}: {one.what}" for one in problems if one.place]


def words_of(project: Project, key: str, tag: str = "fr") -> str:
    return next(str(text) for text in loader.load(project.content, SHEET, tag).words if text.key == key)


# Spreadsheets


@pytest.mark.parametrize("way", SPREADSHEETS)
def test_however_a_spreadsheet_saves_the_words_are_taken(french: Project, way: str) -> None:
    put(french, "en", {"masthead.kicker": "A FACTSHEET"})
    status_report.report(french, [], [], update=True, fail_under=None)
    before, as_before = everything(french), states(french)
    table = rows(exported(french, "csv"))
    assert came(french, "back.csv", SPREADSHEETS[way](table)).lines[0].endswith(": 0 strings changed")
    assert everything(french) == before
    done = came(french, "back.csv", SPREADSHEETS[way](told(french, table, "film.call", TELLING)))
    assert done.lines[0].endswith(": 1 string changed"), done.problems
    assert words_of(french, "film.call") == TELLING
    assert states(french) == as_before
    assert as_before["masthead.kicker"] is State.STALE


@pytest.mark.parametrize("name", ["o Copy (1).CSV", "o.csv.txt", "o.txt", "o.TSV", "flyer v2.final.csv"])
def test_a_file_may_have_been_given_another_name(french: Project, name: str) -> None:
    table = told(french, rows(exported(french, "csv")), "film.call", TELLING)
    assert came(french, name, saved.saved(table, "\t")).lines[0].endswith(": 1 string changed")


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman"])
def test_an_encoding_that_can_only_be_guessed_is_refused_with_what_to_do(french: Project, encoding: str) -> None:
    table = told(french, rows(exported(french, "csv")), "film.call", TELLING)
    (problems,) = refused(french, "back.csv", saved.saved(table, ";", encoding))
    assert "not in UTF-8 from here on" in problems


def test_without_a_column_of_states_what_was_stale_stays_so(french: Project) -> None:
    put(french, "en", {"masthead.kicker": "A FACTSHEET"})
    table = rows(exported(french, "csv"))
    fewer = saved.in_order(told(french, table, "film.call", TELLING), "sheet", "key", "en", "fr")
    came(french, "back.csv", saved.saved(fewer))
    assert in_state(french, State.STALE) == {"masthead.kicker"}


def test_a_column_of_another_language_is_left_alone_and_one_can_be_chosen(eight: Project) -> None:
    table = rows(exported(eight, "csv"))
    both = [[*row, "es" if row[1] == "key" else "Llámanos"] for row in table]
    (problems,) = refused(eight, "back.csv", saved.saved(both))
    assert "columns for several languages: fr, es" in problems
    assert came(eight, "back.csv", saved.saved(both), tag="fr").lines[0].endswith(": 0 strings changed")


def test_without_a_column_of_sheets_the_command_says_which(french: Project) -> None:
    table = [row[1:] for row in told(french, rows(exported(french, "csv")), "film.call", TELLING)]
    (problems,) = refused(french, "back.csv", saved.saved(table))
    assert "the first row is not the one" in problems
    assert came(french, "back.csv", saved.saved(table), SHEET).lines[0].endswith(": 1 string changed")


@pytest.mark.parametrize(
    "failed", ["#NAME?", "#NOM?", "#¿NOMBRE?", "#ИМЯ?", "#WERT!", "#DIV/0!", "#N/A", "#NV", "########", " =1+1"]
)
def test_what_is_left_of_a_formula_is_no_text_in_any_language(french: Project, failed: str) -> None:
    table = told(french, rows(exported(french, "csv")), "film.call", failed)
    (problems,) = refused(french, "back.csv", saved.saved(table))
    assert "is a formula or what is left of one" in problems


def test_words_that_ran_into_the_next_cell_are_refused(french: Project) -> None:
    contents = exported(french, "csv").decode("utf-8-sig")
    line = next(line for line in contents.splitlines() if ",film.call," in line)
    (problems,) = refused(french, "back.csv", contents.replace(line, f"{line}, et encore").encode())
    assert "the row has more cells than the first one" in problems


any_words = st.text(st.characters(exclude_categories=("Cs", "Cc")) | st.sampled_from("\n\t\"\\'=,;"), max_size=40)
keys = st.text("abcdefghijklmnopqrstuvwxyz.-_0123456789", min_size=1, max_size=20)


@settings(derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    entries=st.lists(
        st.builds(Entry, keys, any_words, any_words), unique_by=lambda one: one.key, min_size=1, max_size=6
    ),
    between=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    end=st.sampled_from(["\r\n", "\n", "\r"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    further=st.lists(st.sampled_from(["", "ok", "Comment", "xx"]), max_size=3),
)
@example([Entry("k", "\ufeff", "\ufeff")], ",", "utf-16-le", "\r", csv.QUOTE_MINIMAL, [])
def test_any_words_come_back_however_they_were_saved(
    tmp_path_factory: pytest.TempPathFactory,
    entries: list[Entry],
    between: str,
    encoding: str,
    end: str,
    quoting: int,
    further: list[str],
) -> None:
    file = tmp_path_factory.mktemp("x") / "x.csv"
    table = rows(spreadsheet.written(Bundle("sheet", "en", "fr", tuple(entries))))
    file.write_bytes(saved.saved(saved.wider(table, *further, cell="x"), between, encoding, end, quoting))
    back = exchange.read(file, Expected({"sheet": ["en", "fr"]}))
    assert (back.sheet, back.source, back.tag) == ("sheet", "en", "fr")
    assert [(one.key, one.source, one.translation) for one in back.entries] == [
        (one.key, one.source, one.translation) for one in entries
    ]


# Letters that were lost


def changed_all(project: Project, tag: str, change: Callable[[str], str]) -> tuple[saved.Rows, int]:
    """What was exported with all translations changed, and how many of them are others then."""
    before = rows(exported(project, "csv", tag))
    after = saved.each(before, change)
    return after, sum(old != new for old, new in zip(before, after, strict=True))


ENCODINGS = ["cp1252", "cp1251", "cp1256", "mac-roman"]
TURNS = {(tag, ENCODINGS[number % len(ENCODINGS)]) for number, tag in enumerate(TAGS)}


# Languages take turns at the encodings in a quick run; each is seen in each: see test_damage.py.
@pytest.mark.parametrize(("tag", "encoding"), selection.cases(product(TAGS, ENCODINGS), TURNS.__contains__))
def test_garbled_words_are_refused_row_by_row(eight: Project, tag: str, encoding: str) -> None:
    table, garbled = changed_all(eight, tag, lambda cell: read_as(cell, encoding))
    said = refused(eight, "back.csv", saved.saved(table))
    keys = {row[1]: line for line, row in enumerate(table, 1)}
    found = {
        one.partition(": ")[2].partition(":")[0]
        for one in said
        if "read in another encoding" in one or "other marks" in one
    }
    assert len(found) >= 0.97 * garbled
    for one in said:
        line, _, what = one.partition(": ")
        assert keys[what.partition(":")[0]] == int(line)


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag in ("ar", "hi", "ru", "th", "uk")])
def test_question_marks_in_place_of_letters_are_refused(eight: Project, tag: str) -> None:
    table, lost = changed_all(eight, tag, lambda cell: cell.encode("cp1252", "replace").decode("cp1252"))
    said = refused(eight, "back.csv", saved.saved(table))
    assert len({one.partition(": ")[2].partition(":")[0] for one in said}) >= 0.97 * lost


@pytest.mark.parametrize("tag", ["es", "fr", "pt-BR"])
def test_accents_that_became_question_marks_are_refused(eight: Project, tag: str) -> None:
    table, _ = changed_all(eight, tag, lambda cell: cell.encode("ascii", "replace").decode("ascii"))
    accented = sum(bool(re.search(r"\?[a-z]", row[-1])) for row in table)
    said = refused(eight, "back.csv", saved.saved(table))
    assert len([one for one in said if "has other marks" in one]) >= accented > 10


def test_the_file_of_another_language_is_refused(eight: Project) -> None:
    russian = rows(exported(eight, "csv", "ru"))
    said = refused(eight, "back.csv", saved.saved([[*russian[0][:-1], "fr"], *russian[1:]]))
    assert sum("has no letter of this language" in one for one in said) > 60


def test_one_lost_word_keeps_all_others_out(french: Project) -> None:
    table = told(french, rows(exported(french, "csv")), "film.call", TELLING)
    table = told(french, table, "messages.heading", "Ce quâ€™on sait dÃ©jÃ\u00a0")
    (problems,) = refused(french, "back.csv", saved.saved(table))
    number = next(number for number, row in enumerate(table, 1) if row[1] == "messages.heading")
    assert problems.startswith(f"{number}: messages.heading: “quâ€™on” is “qu’on” read in another encoding")


def test_words_that_were_lost_long_ago_do_not_keep_out_what_is_mended(french: Project) -> None:
    put(french, "fr", {"messages.heading": "Ce quâ€™on sait dÃ©jÃ\u00a0!"})
    table = told(french, rows(exported(french, "csv")), "film.call", TELLING)
    assert came(french, "back.csv", saved.saved(table)).lines[0].endswith(": 1 string changed")


@pytest.mark.parametrize("kind", ["po", "csv"])
def test_lost_letters_are_refused_in_every_format(french: Project, kind: str) -> None:
    contents = exported(french, kind).decode("utf-8-sig").replace("sait déjà", "sait d?j?")
    (problems,) = refused(french, f"back.{kind}", contents.encode())
    assert "“d?j?,” has other marks in place of letters" in problems


# The source beside the words


def test_rows_of_which_one_column_was_sorted_are_refused(french: Project) -> None:
    table = rows(exported(french, "csv"))
    for column in (-1, -2, 1):
        moved = sorted(row[column] for row in table[1:])
        other = [[*row] for row in table]
        for row, cell in zip(other[1:], moved, strict=True):
            row[column] = cell
        said = refused(french, "back.csv", saved.saved(other))
        assert sum("here are the words of " in one for one in said) > 5, column


def test_a_column_that_slipped_by_one_row_is_refused(french: Project) -> None:
    table = rows(exported(french, "csv"))
    words = [row[-1] for row in table[1:]]
    slipped = [table[0], *([*row[:-1], cell] for row, cell in zip(table[1:], ["", *words], strict=False))]
    said = refused(french, "back.csv", saved.saved(slipped))
    assert sum("here are the words of " in one for one in said) > 10


def test_two_texts_that_were_confused_can_be_put_right(french: Project) -> None:
    one, other = (words_of(french, f"timeline.items.{key}.lead") for key in ("first-beds", "second-well"))
    table = told(french, rows(exported(french, "csv")), "timeline.items.first-beds.lead", other)
    table = told(french, table, "timeline.items.second-well.lead", one)
    assert came(french, "back.csv", saved.saved(table)).lines[0].endswith(": 2 strings changed")


def test_a_source_that_was_lost_is_refused(french: Project) -> None:
    put(french, "en", {"messages.heading": "What’s known – and isn’t"})
    table = rows(exported(french, "csv"))
    lost = [[*row[:-2], read_as(row[-2], "cp1252"), row[-1]] for row in table]
    said = "\n".join(refused(french, "back.csv", saved.saved(lost)))
    assert "messages.heading: in the original of this row, “Whatâ€™s” is “What’s” read" in said
    empty = [table[0], *([*row[:-2], "", row[-1]] for row in table[1:])]
    assert all("there is nothing" in one for one in refused(french, "back.csv", saved.saved(empty)))


def test_a_source_that_was_changed_meanwhile_makes_the_words_stale_as_ever(french: Project) -> None:
    table = told(french, rows(exported(french, "csv")), "film.call", TELLING)
    put(french, "en", {"film.call": "Watch it, will you"})
    assert came(french, "back.csv", saved.saved(table)).lines[0].endswith(": 1 string changed")
    assert in_state(french, State.STALE) == {"film.call"}


# PO files


def crowdin(text: str) -> str:
    text = text.replace(f"Project-Id-Version: {SHEET}", "Project-Id-Version: Materials 1.0")
    return text.replace('"X-Language-Tag: fr\\n"\n', "").replace("Language: fr", "Language: fr_FR")


TAG = '"X-Language-Tag: fr\\n"\n'
PLURALS = '"Plural-Forms: nplurals=2; plural=(n > 1);\\n"\n"MIME'
PO_FILES: dict[str, Callable[[str], bytes]] = {
    "a region": lambda text: text.replace(TAG, "").replace("Language: fr", "Language: fr_FR").encode(),
    "an encoding after it": lambda text: (
        text.replace(TAG, "").replace("Language: fr", "Language: fr_FR.UTF-8").encode()
    ),
    "plural forms in the head": lambda text: text.replace('"MIME', PLURALS).encode(),
    "a mark before it": lambda text: text.encode("utf-8-sig"),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "returns only": lambda text: text.replace("\n", "\r").encode(),
    "an encoding the head names": lambda text: text.replace("UTF-8", "windows-1252").encode("cp1252"),
    "UTF-8, whatever the head says": lambda text: text.replace("charset=UTF-8", "charset=ISO-8859-1").encode(),
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "a line end at the end": lambda text: text.replace(f'"{TELLING}"', f'"{TELLING}\\n"').encode(),
    "lines broken elsewhere": lambda text: text.replace(
        f'"{TELLING}"', f'""\n"{TELLING[:9]}"\n"{TELLING[9:]}"'
    ).encode(),
    "the head broken": lambda text: text.replace("plain; charset=UTF-8\\n", 'plain; "\n"charset=UTF-8\\n').encode(),
    "words of old": lambda text: f'{text}\n#~ msgctxt "x"\n#~ msgid "old"\n#~ msgstr "vieux"\n'.encode(),
    "what the source was": lambda text: text.replace('msgctxt "film', '#| msgid "Watch"\nmsgctxt "film').encode(),
    "another order": lambda text: "\n\n".join([text.split("\n\n")[0], *text.strip().split("\n\n")[:0:-1]]).encode(),
    "letters taken apart": lambda text: unicodedata.normalize("NFD", text).encode(),
}


PO_NAMES = ["back.po", "back.po.txt", "Back (1).PO"]
# Every way under one name, and every name in one way.
CROSS = {*product(PO_FILES, PO_NAMES[:1]), *product([*PO_FILES][:1], PO_NAMES)}


@pytest.mark.parametrize(("way", "name"), selection.cases(product(PO_FILES, PO_NAMES), CROSS.__contains__))
def test_however_a_translation_program_leaves_it_the_words_are_taken(french: Project, way: str, name: str) -> None:
    (old,) = re.findall(r'msgctxt "film\.call"\nmsgid "[^"]*"\nmsgstr ("[^"]*")', exported(french, "po").decode())
    text = exported(french, "po").decode().replace(old, f'"{TELLING}"')
    done = came(french, name, PO_FILES[way](text))
    assert done.lines[0].partition(": ")[2] in ("1 string changed", "2 strings changed"), (
        done.problems
    )  # ' is another mark
    assert words_of(french, "film.call").replace("'", "’") == TELLING


@pytest.mark.parametrize("kind", ["po", "csv"])
def test_marks_that_an_encoding_lacks_are_no_change(french: Project, kind: str) -> None:
    put(french, "en", {"messages.heading": "What’s known – in “short”"})
    status_report.report(french, [], [], update=True, fail_under=None)
    review.record_review(french, [], "fr", "Anna", translating.DAY, ["messages.heading"])
    before, as_before = everything(french), states(french)
    text = exported(french, kind).decode("utf-8-sig")
    flat = text.replace("’", "'").replace("–", "-")
    flat = flat.replace("“", '\\"').replace("”", '\\"') if kind == "po" else flat.replace("“", "'").replace("”", "'")
    flat = flat.replace("in 'short'", "in “short”")
    assert came(french, f"back.{kind}", flat.encode()).lines[0].endswith(": 0 strings changed")
    assert states(french) == as_before
    assert everything(french) == before


def test_what_the_head_does_not_say_the_command_does(french: Project) -> None:
    text = crowdin(exported(french, "po").decode()).replace("X-Source-Language: en", "X-Generator: Crowdin")
    assert came(french, "back.po", text.encode()).lines[0].endswith(": 0 strings changed")  # its strings say it
    shutil.copytree(french.content / SHEET, french.content / f"{SHEET}-too")
    (problems,) = refused(french, "back.po", text.encode())
    assert "of a sheet “Materials 1.0”, which is not here" in problems
    assert "--sheet" in came(french, "back.po", text.encode()).problems[0].hint
    assert came(french, "back.po", text.encode(), SHEET).lines[0].endswith(": 0 strings changed")
    unknown = text.replace("Language: fr_FR", "Language: xx")
    (problems,) = refused(french, "back.po", unknown.encode(), SHEET)
    assert "there is no translation into xx" in problems
    assert came(french, "back.po", unknown.encode(), SHEET, "fr").lines[0].endswith(": 0 strings changed")
    nothing = re.sub(r'"(Project-Id-Version|Language): .*\n', "", text)
    (problems,) = refused(french, "back.po", nothing.encode())
    assert "does not say for which language" in problems
    assert came(french, "back.po", nothing.encode(), SHEET, "fr").lines[0].endswith(": 0 strings changed")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('msgctxt "film.call"', '<<<<<<< HEAD\nmsgctxt "film.call"', "a merge was left unfinished here"),
        ("charset=UTF-8", "charset=ascii", None),
        ('msgid "FACTSHEET"\nmsgstr', 'msgid "FACTSHEET"\nmsgid_plural "FACTSHEETS"\nmsgstr[0]', "has plural forms"),
    ],
)
def test_what_no_program_leaves_whole_is_refused(french: Project, old: str, new: str, message: str | None) -> None:
    text = exported(french, "po").decode()
    assert old in text
    contents = text.replace(old, new)
    if message:
        assert message in refused(french, "back.po", contents.encode())[0]
    else:
        assert "not in UTF-8" in refused(french, "back.po", contents.encode("cp1252"))[0]


# The files the words stand in


FORMS: dict[str, Callable[[str], bytes]] = {
    "ours": lambda text: text.encode(),
    "Windows line ends": lambda text: text.replace("\n", "\r\n").encode(),
    "returns only": lambda text: text.replace("\n", "\r").encode(),
    "a mark before it": lambda text: text.encode("utf-8-sig"),
    "both": lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
    "no line end at the end": lambda text: text.rstrip("\n").encode(),
    "line ends of several kinds": lambda text: text.replace("\n", "\r\n", 7).encode(),
    "empty lines at the end": lambda text: f"{text}\n\n".encode(),
    "letters taken apart": lambda text: unicodedata.normalize("NFD", text).encode(),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("kind", ["po", "csv"])
def test_a_file_keeps_its_line_ends_and_all_else_but_the_words(french: Project, form: str, kind: str) -> None:
    file, record = french.content / SHEET / "fr.yaml", french.content / SHEET / "fr.lock.json"
    contents = exported(french, kind)
    (old,) = re.findall(rb'call: "?([^"\n]*)', file.read_bytes())
    for one in (file, record):
        one.write_bytes(FORMS[form](one.read_bytes().decode()))
    before, recorded = file.read_bytes(), record.read_bytes()
    assert came(french, f"back.{kind}", contents).lines[0].endswith(": 0 strings changed")
    assert (file.read_bytes(), record.read_bytes()) == (before, recorded)
    after = contents.replace(old, "Téléphonez".encode())
    assert came(french, f"back.{kind}", after).lines[0].endswith(": 1 string changed")
    assert file.read_bytes() == before.replace(old, "Téléphonez".encode())
    unlike = [line for line in record.read_bytes().splitlines(True) if line not in recorded.splitlines(True)]
    assert [line[:11] for line in unlike] == [b'"film.call"']


@pytest.mark.parametrize("form", FORMS)
def test_so_does_a_file_that_lacked_words(french: Project, form: str) -> None:
    contents = exported(french, "csv")
    file = french.content / SHEET / "fr.yaml"
    whole = file.read_text(encoding="utf-8")
    cut = whole[: whole.index("film:")]
    file.write_bytes(FORMS[form](cut))
    before = file.read_bytes()
    assert came(french, "back.csv", contents).lines[0].endswith(": 1 string changed")
    assert file.read_bytes().startswith(before.rstrip(b"\r\n"))
    ends = {*re.findall(rb"\r\n|\r|\n", file.read_bytes())}
    assert ends == {*re.findall(rb"\r\n|\r|\n", before)}


@pytest.mark.parametrize("form", ["Windows line ends", "returns only", "a mark before it", "both"])
def test_a_record_written_anew_keeps_its_line_ends(french: Project, form: str) -> None:
    record = french.content / SHEET / "fr.lock.json"
    record.write_bytes(FORMS[form](record.read_text(encoding="utf-8")))
    before = record.read_bytes()
    status_report.report(french, [], [], update=True, fail_under=None)
    assert record.read_bytes() == before
    put(french, "fr", {"film.call": "Regardez"})
    status_report.report(french, [], [], update=True, fail_under=None)
    assert record.read_bytes() != before
    assert re.findall(rb"\r\n|\r|\n", record.read_bytes())[:9] == re.findall(rb"\r\n|\r|\n", before)[:9]


# Letters taken apart, and the glossary


@pytest.mark.parametrize("kind", ["po", "csv"])
@pytest.mark.parametrize("words", ["Chúng tôi biết mình cần gì.", "A mọ̀ ohun tí a nílò.", "Ọrọ̀", "Été à l’île"])
def test_letters_come_in_whole_as_keyboards_take_them_apart(french: Project, kind: str, words: str) -> None:
    (old,) = re.findall(r'call: "?([^"\n]*)', (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8"))
    apart = unicodedata.normalize("NFD", words)
    contents = exported(french, kind).decode().replace(old, apart).encode()
    assert came(french, f"back.{kind}", contents).lines[0].endswith(": 1 string changed")
    text = (french.content / SHEET / "fr.yaml").read_text(encoding="utf-8")
    assert unicodedata.normalize("NFC", words) in text
    assert unicodedata.is_normalized("NFC", text)


OUR_GLOSSARY = PROJECT / "content" / "glossary.csv"
OF_A_GLOSSARY = [way for way in SPREADSHEETS if way not in ("a title above", "another order", "empty rows")]


@pytest.mark.parametrize("way", OF_A_GLOSSARY)
@pytest.mark.parametrize("tag", ["fr", "pt-BR", "th"])
def test_a_glossary_is_read_alike_however_it_was_saved(tmp_path: Path, way: str, tag: str) -> None:
    file = tmp_path / "glossary.csv"
    table = rows(OUR_GLOSSARY.read_bytes())
    file.write_bytes(SPREADSHEETS[way](table))
    before, after = glossary.read(OUR_GLOSSARY, tag), glossary.read(file, tag)
    assert [(one.term, one.approved) for one in after] == [(one.term, one.approved) for one in before]
