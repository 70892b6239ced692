"""Facts and copy become one frozen sheet, or every problem of both is told at once, in people's words."""

import dataclasses
import pickle
import re
import shutil
from pathlib import Path

import pydantic
import pytest
from support.project import PROJECT

from factsheet.content import loader
from factsheet.content.sheet import SECTIONS, strings
from factsheet.findings import ExitCode, ProjectError
from factsheet.yaml.nodes import Text

SHEETS = Path(__file__).parents[1] / "sheets"
SHEET = "lantern-street"


@pytest.fixture
def sheet():
    return loader.load(SHEETS, SHEET, "en")


@pytest.fixture
def edited(tmp_path):
    """Loads the example sheet after replacing words in one of its files; returns (line, message) per finding."""
    folder = tmp_path / "content" / SHEET
    shutil.copytree(SHEETS / SHEET, folder)

    def of(*edits):
        for file, old, new in edits:
            text = (folder / file).read_text(encoding="utf-8")
            assert old in text
            (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")
        try:
            loader.load(folder.parent, SHEET, "en")
        except ProjectError as refused:
            assert all(f.exit_code == ExitCode.CONTENT for f in refused.findings)
            assert all(f.hint for f in refused.findings)
            return [(f.place.file.name, f.place.line, f.place.column, f"{f.what} / {f.hint}") for f in refused.findings]
        return []

    return of


def test_items_come_joined_numbered_and_in_order(sheet):
    assert [(item.number, item.id, item.more is None) for item in sheet.messages.items] == [
        (1, "open-gate", False),
        (2, "shared-tools", True),
    ]
    assert [(item.number, item.id, item.year, item.date) for item in sheet.timeline.items] == [
        (1, "first-beds", 1974, "1974"),
        (2, "second-well", 1998, "Late 1990s"),
    ]
    assert (sheet.film.call, sheet.film.address) == (
        "Scan the code and see the garden",
        "https://example.org/lantern-street",
    )
    assert (sheet.name, sheet.tag, sheet.masthead.organisation) == (SHEET, "en", "LSAS")


def test_what_is_left_out_is_none(sheet):
    assert (sheet.regions, sheet.contact, sheet.acknowledgement) == (None, None, None)


def test_regions_contact_and_acknowledgement():
    sheet = loader.load(SHEETS, "hostile-text", "en")
    [north] = sheet.regions.items
    assert (north.number, north.longitude, north.latitude) == (1, -100.5, 45.25)
    assert sheet.contact.web == "https://example.org"
    assert sheet.acknowledgement.web == "https://example.org/thanks"


def test_text_is_what_was_typed():
    sheet = loader.load(SHEETS, "hostile-text", "en")
    first, last = sheet.timeline.items
    assert [first.date, first.lead, first.more, last.date] == ["0001", "yes", "12:30", "1.10"]
    assert sheet.masthead.title == "Less < more & more > less"
    assert sheet.regions.items[0].lead == r"\u0041 and C:\new stay as they are."


def test_every_string_keeps_its_key_and_place(sheet):
    lines = {
        name: (SHEETS / SHEET / name).read_text(encoding="utf-8").split("\n") for name in ("en.yaml", "facts.yaml")
    }
    for section in SECTIONS:
        for text in strings(sheet, section, False):
            assert type(text) is Text
            assert text.key.startswith(f"{section}.")
            assert (
                lines[text.place.file.name][text.place.line - 1].lstrip().startswith(f"{text.key.rpartition('.')[2]}: ")
            )
    assert sheet.film.address.key == "film.address"
    assert sheet.film.address.place.file.name == "facts.yaml"


def test_a_sheet_cannot_be_changed(sheet):
    with pytest.raises(dataclasses.FrozenInstanceError):
        sheet.messages.heading = "x"
    with pytest.raises(pydantic.ValidationError):
        sheet.masthead.title = "x"
    assert hash(sheet) == hash(loader.load(SHEETS, SHEET, "en"))


def test_a_sheet_survives_the_way_to_another_process(sheet):
    again = pickle.loads(pickle.dumps(sheet))
    assert again == sheet
    assert again.masthead.title.place == sheet.masthead.title.place


def test_everything_is_told_at_once_facts_first(edited):
    found = edited(
        ("en.yaml", "  kicker: FACTSHEET\n", ""),
        ("en.yaml", "film:", "flim:"),
        ("en.yaml", "    shared-tools:", "    shered-tools:"),
        ("facts.yaml", "year: 1974", "year: about 1974"),
        ("facts.yaml", "https://", "http://"),
    )
    assert [(file, line) for file, line, *_ in found] == [
        ("facts.yaml", 7),
        ("facts.yaml", 18),
        ("en.yaml", 4),
        ("en.yaml", 17),
        ("en.yaml", 31),
    ]


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "column", "message"),
    [
        ("en.yaml", "subtitle:", "sutitle:", 8, 3, "masthead.sutitle: .* known .*“subtitle”"),
        ("en.yaml", "  kicker: FACTSHEET\n", "", 4, 3, "masthead.kicker: is missing"),
        ("en.yaml", "  title: ", "  title:\n    x: ", 8, 5, "masthead.title: must be text, not keys"),
        ("en.yaml", "  title: ‘A gate that opens’", "  title: [a, b]", 7, 10, "title: must be text, not a list"),
        ("en.yaml", "lead: An", "leed: An", 14, 7, r"messages.items.open-gate.leed: .* known .*“lead”"),
        ("en.yaml", "    shared-tools:", "    Shared tools:", 18, 5, "messages.items.Shared tools: an id is"),
        ("en.yaml", "timeline:", "    other: {lead: x}\ntimeline:", 21, 5, "items.other: does not stand in facts.yaml"),
        ("en.yaml", "    open-gate:", "    open-gates:", 13, 5, "open-gates: does not stand .*“open-gate”"),
        ("en.yaml", "film:\n  call: Scan the code and see the garden\n", "", 3, 1, "film: is missing"),
        ("en.yaml", "film:", "contact:\n  name: a\n  address: b\nfilm:", 32, 1, "contact: does not stand in"),
        ("en.yaml", "film:\n  call: Scan", "film: Scan", 32, 7, "film: must be keys with a colon, not text"),
        ("en.yaml", "film:\n  call: Scan", "film:\n  - Scan", 33, 3, "film: must be keys with a colon, not a list"),
        ("facts.yaml", "  - shared-tools", "  - shared-tools\n  - open-gate", 12, 5, "twice, first in line 10"),
        ("facts.yaml", "  first-beds", "  First beds", 17, 3, "timeline.First beds: an id is"),
        ("facts.yaml", "  - open-gate\n  - shared-tools", "  []", 10, 3, "messages: has too few entries, at least 1"),
        ("facts.yaml", "  - open-gate\n  - shared-tools", "  open-gate: x", 10, 3, "messages: must be a list"),
        ("facts.yaml", "year: 1974", "year: 1974.5", 18, 11, "year: must be a whole number"),
        ("facts.yaml", "year: 1974", "year: 1_974", 18, 11, "year: must be a whole number"),
        ("facts.yaml", "year: 1974", "year: 0", 18, 11, "year: must be at least 1 "),
        ("facts.yaml", "year: 1974", "year: 10000", 18, 11, "year: must be at most 9999 "),
        ("facts.yaml", "year: 1974", "year: [1974]", 18, 11, "year: must be a whole number"),
        ("facts.yaml", "source: en", "source: EN", 4, 9, "source: must be a language tag"),
        ("facts.yaml", "source: en", "source: fr", 4, 9, "source: there is no fr.yaml"),
        ("facts.yaml", "source: en\n", "", 5, 1, "source: is missing"),
    ],
)  # fmt: skip
def test_one_mistake_is_one_finding_at_its_place(edited, file, old, new, line, column, message):
    found = edited((file, old, new))
    assert [(f[:3], bool(re.search(message, f[3]))) for f in found] == [((file, line, column), True)], found


@pytest.mark.parametrize(
    ("section", "changed", "message"),
    [
        ("longitude: -100.5", "longitude: 180.1", "longitude: must be at most 180 "),
        ("longitude: -100.5", "longitude: east", "longitude: must be a number"),
        ("longitude: -100.5", "longitude: nan", "longitude: must be a number"),
        ("latitude: 45.25", "latitude: -90.5", "latitude: must be at least -90 "),
        ("latitude: 45.25", "altitude: 45.25", "altitude: .*“latitude”"),
    ],
)
def test_positions(tmp_path, section, changed, message):
    folder = tmp_path / "sheet"
    shutil.copytree(SHEETS / "hostile-text", folder)
    facts = folder / "facts.yaml"
    facts.write_text(facts.read_text(encoding="utf-8").replace(section, changed), encoding="utf-8")
    with pytest.raises(ProjectError, match=message) as caught:
        loader.load(tmp_path, "sheet", "en")
    assert len(caught.value.findings) == 1


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org",
        "https://example.org:8443/a?b=c&d=%20#e",
        "https://xn--bcher-kva.example/",
        "https://a.museum/@b",
    ],
)
def test_web_addresses_that_are_taken(edited, address):
    assert edited(("facts.yaml", "https://example.org/lantern-street", f"'{address}'")) == []


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("http://example.org", "begins with https"),
        ("HTTPS://example.org", "begins with https"),
        ("example.org", "begins with https"),
        ("javascript:alert(1)", "begins with https"),
        ("file:///etc/passwd", "begins with https"),
        ("https:///path", "begins with https"),
        ("https://localhost/", "begins with https"),
        ("https://127.0.0.1/", "begins with https"),
        ("https://[::1]/", "begins with https"),
        ("https://[::1", "begins with https"),
        ("https://example.org:99999/", "begins with https"),
        ("https://example.org:x/", "begins with https"),
        ("https://-example.org", "begins with https"),
        ("https://example..org", "begins with https"),
        ("https://example.org@evil.example/", "leads elsewhere"),
        ("https://user:word@example.org/", "leads elsewhere"),
        ("https://exämple.org/", "U\\+00E4"),
        ("https://example.org/a b", "U\\+0020"),
        ("https://example.org\\\\@evil.example", "U\\+005C"),
        ("https://example.org/\\u202e", "U\\+202E"),
        ("https://example.org/\\0", "U\\+0000"),
        ("https://example.org/\\n", "U\\+000A"),
        ("https://example.org/" + "a" * 281, "301 characters"),
    ],
)
def test_web_addresses_that_are_refused(edited, address, message):
    [found] = edited(("facts.yaml", "https://example.org/lantern-street", f'"{address}"'))
    assert found[:3] == ("facts.yaml", 7, 12)
    assert re.search(f"^film.address: .*{message}", found[3])


def test_an_id_has_at_most_40_characters(edited):
    longest = "a" * 40
    assert edited(("facts.yaml", "- open-gate", f"- {longest}"), ("en.yaml", "open-gate:", f"{longest}:")) == []
    assert edited(("facts.yaml", longest, longest + "a"), ("en.yaml", longest, longest + "a"))


def test_an_id_without_words_is_missing_in_the_copy(edited):
    [found] = edited(("facts.yaml", "messages:\n", "messages:\n  - new-one\n"))
    assert found[:3] == ("en.yaml", 13, 5)
    assert found[3].startswith("messages.items.new-one: is missing, but stands in facts.yaml")


def test_an_id_that_was_exchanged_is_told_on_both_sides(edited):
    found = edited(("en.yaml", "    shared-tools:", "    other:"))
    assert [f[3].split(" /")[0] for f in found] == [
        "messages.items.shared-tools: is missing, but stands in facts.yaml",
        "messages.items.other: does not stand in facts.yaml",
    ]


def test_problems_of_the_other_file_are_told_when_one_cannot_be_read(edited):
    found = edited(("facts.yaml", "source: en", 'source: "en'), ("en.yaml", "subtitle:", "sutitle:"))
    assert [file for file, *_ in found] == ["facts.yaml", "en.yaml"]


def test_a_language_that_is_not_there():
    with pytest.raises(ProjectError, match=r"fr\.yaml: there is no such file"):
        loader.load(SHEETS, SHEET, "fr")


@pytest.mark.parametrize(
    ("sheet", "tag"), [("..", "en"), ("../sheets/lantern-street", "en"), ("", "en"), (SHEET, "../en")]
)
def test_names_from_a_command_line_lead_nowhere_else(sheet, tag):
    with pytest.raises(ProjectError, match=r"there is no sheet|is not a language tag"):
        loader.load(SHEETS, sheet, tag)


@pytest.fixture
def translated(tmp_path):
    """Loads a translation of the example sheet: the source itself, edited, under another name."""
    folder = tmp_path / "content" / SHEET
    shutil.copytree(SHEETS / SHEET, folder)

    def of(*edits, text=None):
        words = text if text is not None else (folder / "en.yaml").read_text(encoding="utf-8")
        for old, new in edits:
            assert old in words
            words = words.replace(old, new, 1)
        (folder / "fr.yaml").write_text(words, encoding="utf-8")
        return loader.load(folder.parent, SHEET, "fr")

    return of


def blank(sheet):
    texts = [text for section in SECTIONS for text in strings(sheet, section, False)]
    return [(text.key, text.place.line) for text in texts if not text]


def test_a_whole_translation_is_a_sheet_like_any_other(translated):
    sheet = translated(("FACTSHEET", "FICHE"))
    assert blank(sheet) == []
    assert sheet.masthead.kicker == "FICHE"
    assert [text.key for text in sheet.words] == [text.key for text in sheet.source]
    assert {text.place.file.name for text in sheet.words} == {"fr.yaml"}
    assert {text.place.file.name for text in sheet.source} == {"en.yaml"}


@pytest.mark.parametrize(
    ("old", "new", "key", "line"),
    [
        ("  kicker: FACTSHEET\n", "", "masthead.kicker", 4),
        ("  kicker: FACTSHEET", "  kicker:", "masthead.kicker", 6),
        ("  kicker: FACTSHEET", '  kicker: ""', "masthead.kicker", 6),
        ("  kicker: FACTSHEET", "  kicker: null", "masthead.kicker", 6),
        ("film:\n  call: Scan the code and see the garden\n", "", "film.call", 3),
        ("film:\n  call: Scan the code and see the garden\n", "film:\n", "film.call", 32),
        ("      more: Ten of them grow potatoes. The eleventh is still a matter of debate.\n", "",
         "timeline.items.first-beds.more", 25),
    ],
)  # fmt: skip
def test_what_a_translation_lacks_is_empty_where_it_should_stand(translated, old, new, key, line):
    sheet = translated((old, new))
    assert blank(sheet) == [(key, line)]
    assert key not in [text.key for text in sheet.words]


def test_a_translation_may_have_nothing_yet(translated):
    sheet = translated(text="{}\n")
    assert len(blank(sheet)) == len(sheet.source) == 16
    assert sheet.words == ()


def test_what_the_source_does_not_have_is_left_aside_and_known(translated):
    sheet = translated(
        ("timeline:", "    gone:\n      lead: Disparu.\ntimeline:"),
        ("hang where everybody can see them.", "hang.\n      more: Encore."),
    )
    orphans = {text.key for text in sheet.words} - {text.key for text in sheet.source}
    assert orphans == {"messages.items.gone.lead", "messages.items.shared-tools.more"}
    assert [item.more for item in sheet.messages.items][1] is None
    assert blank(sheet) == []


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("subtitle:", "sutitle:", "masthead.sutitle: .* known .*“subtitle”"),
        ("    open-gate:", "    open-gates:", "open-gates: does not stand .*“open-gate”"),
        ("film:\n  call: Scan", "film: Scan", "film: must be keys with a colon, not text"),
        ("film:\n  call: Scan", "film:\n  - Scan", "film: must be keys with a colon, not a list"),
        ("  kicker: FACTSHEET", "  kicker: {}", "kicker: must be text, not keys"),
    ],
)
def test_mistakes_in_a_translation_are_told(translated, old, new, message):
    with pytest.raises(ProjectError, match=message) as caught:
        translated((old, new))
    assert [finding.place.file.name for finding in caught.value.findings] == ["fr.yaml"]


def test_without_a_sound_source_no_translation_can_be_judged(translated, tmp_path):
    path = tmp_path / "content" / SHEET / "en.yaml"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("kicker", "kiker"), encoding="utf-8")
    with pytest.raises(ProjectError, match=r"masthead\.kiker") as caught:
        translated(text=words)
    assert [finding.place.file.name for finding in caught.value.findings] == ["en.yaml"]


def test_a_misspelt_sheet_gets_a_suggestion():
    with pytest.raises(ProjectError, match="did you mean lantern-street"):
        loader.load(SHEETS, "lantern-stret", "en")


def test_sheets_are_the_folders_with_facts():
    assert loader.sheets(SHEETS) == ("hostile-text", "lantern-street")


@pytest.mark.parametrize(
    "name",
    ["Sheet", "a b", "a_b", "-a", "a--b", "é", "a" * 41, "aux", "com1", "con", "prn", "nul", "CON", "lpt9", "con.x"],
)
def test_names_of_sheets_must_do_as_file_names_everywhere(tmp_path, name):
    shutil.copytree(SHEETS / SHEET, tmp_path / name)
    with pytest.raises(ProjectError, match="cannot be the name of a sheet"):
        loader.sheets(tmp_path)


def test_a_folder_with_copy_alone_is_not_passed_over(tmp_path):
    shutil.copytree(SHEETS / SHEET, tmp_path / "a")
    shutil.copytree(SHEETS / SHEET, tmp_path / "b")
    (tmp_path / "b" / "facts.yaml").unlink()
    with pytest.raises(ProjectError, match=r"no facts\.yaml"):
        loader.sheets(tmp_path)


def test_no_content_is_said(tmp_path):
    with pytest.raises(ProjectError, match="no sheet"):
        loader.sheets(tmp_path)
    with pytest.raises(ProjectError, match="no such folder"):
        loader.sheets(tmp_path / "x")


@pytest.fixture
def in_languages(tmp_path):
    def of(*names):
        shutil.copytree(SHEETS / SHEET, tmp_path / SHEET)
        for name in names:
            (tmp_path / SHEET / name).write_text("a: b", encoding="utf-8")
        return loader.languages(tmp_path, SHEET)

    return of


def test_a_language_whose_tag_is_a_device_can_be_named_with_its_script(in_languages):
    assert in_languages("con-Latn.yaml", "aux-Latn.yaml", "cop.yaml") == ("en", "aux-Latn", "con-Latn", "cop")


def test_no_device_is_the_language_of_a_sheet(tmp_path):
    shutil.copytree(SHEETS / SHEET, tmp_path / SHEET)
    facts = tmp_path / SHEET / "facts.yaml"
    facts.write_text(facts.read_text("utf-8").replace("source: en", "source: nul"), encoding="utf-8")
    with pytest.raises(ProjectError, match="Windows keeps this name for a device"):
        loader.load(tmp_path, SHEET, "en")
    with pytest.raises(ProjectError, match="Windows keeps this name for a device"):
        loader.load(tmp_path, SHEET, "con")


def test_languages_the_source_first(in_languages):
    names = ("zh-Hans.yaml", "ar.yaml", "pt-BR.yaml", "CORRECTIONS.md", ".#fr.yaml", "es-419.yaml")
    assert in_languages(*names) == ("en", "ar", "es-419", "pt-BR", "zh-Hans")


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("FR.yaml", "rename it to fr.yaml"),
        ("pt-br.yaml", "rename it to pt-BR.yaml"),
        ("zh_hans.yaml", "rename it to zh-Hans.yaml"),
        ("fr.yml", "rename it to fr.yaml"),
        ("notes.yaml", "like fr.yaml"),
        ("fr (copy).yaml", "like fr.yaml"),
        ("con.yaml", "Windows keeps this name for a device; add the script, like con-Latn.yaml"),
        ("prn.yaml", "for a device"),
        ("aux.yaml", "for a device"),
        ("NUL.yaml", "for a device"),
        ("com1.yaml", "for a device"),
    ],
)
def test_files_not_named_after_a_language(in_languages, name, hint):
    with pytest.raises(ProjectError, match=hint):
        in_languages(name)


@pytest.mark.parametrize("file", sorted((PROJECT / "content").glob("*/[!.]*.yaml")), ids=lambda file: file.stem)
def test_no_head_says_of_a_copy_of_its_file_what_is_true_of_itself_only(file):
    head = file.read_text(encoding="utf-8").partition("\nmasthead:")[0]
    assert file.stem == "facts" or "source language" not in head
