"""Every mistake in facts and words of sections is told at once, at its place, with what to do."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import kinds as made
from support.kinds import KINDS

from factsheet.content import reading
from factsheet.findings import ExitCode, ProjectError

FACTS = """\
source: en
codes:
  line: {address: "tel:+441632960114", purpose: call}
sections:
  signs:
    kind: points
    rank: must
    items: [lips, breath]
  when:
    kind: table
    columns: [who, day]
    rows: [all]
  reach:
    kind: contacts
    items:
      desk: {phone: 01632 960114, code: line}
contact:
  phone: "110"
imprint: {}
"""
WORDS = """\
masthead:
  organisation: LSAS
  organisation_in_full: Society
  kicker: FACTSHEET
  title: A gate
  subtitle: How it opened
codes:
  line: {call: Ring}
signs:
  heading: Know the signs
  items:
    lips: {lead: Blue lips.}
    breath: {lead: No breath.}
when:
  heading: When
  columns: {who: Who, day: Day}
  items:
    all: {who: All, day: Monday}
reach:
  heading: Ask us
  items:
    desk: {name: Desk}
contact:
  name: LSAS
  address: 1 Lantern Street
imprint:
  text: Version 1.
"""
FRENCH = """\
masthead:
  title: Une porte
signs:
  items:
    lips: {lead: Lèvres bleues.}
"""
MASTHEAD = WORDS[: WORDS.index("codes:")]


def written(folder: Path, facts: str = FACTS, words: str = WORDS, french: str = FRENCH) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in (("facts", facts), ("en", words), ("fr", french)):
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder.parent


def refused(content: Path, tag: str = "en") -> list[str]:
    """What is said of a sheet, as people see it, without the folders above its own."""
    try:
        reading.load(content, "flyer", tag, KINDS)
    except ProjectError as error:
        assert {finding.exit_code for finding in error.findings} == {ExitCode.CONTENT}
        assert all(finding.hint and finding.place for finding in error.findings)
        return [str(finding).replace(f"{content / 'flyer'}/", "") for finding in error.findings]
    return []


def test_a_sheet_without_mistakes_is_read(tmp_path: Path) -> None:
    content = written(tmp_path / "flyer")
    assert refused(content) == refused(content, "fr") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("points", "pionts", r"6:11: sections.signs.kind: there is no kind “pionts” Hint: did you mean “points”\?"),
        ("points", "zebra", "6:11: .* “zebra” Hint: there are: chart, contacts"),
        ("    kind: points\n", "", "6:5: sections.signs.kind: is missing Hint: there are: chart"),
        ("rank: must", "rank: high", "7:11: sections.signs.rank: must be 'must', 'should' or 'may'"),
        ("[lips, breath]", "[lips, breath]\n    feature: [lip]", "9:15: .*feature: “lip” is no item .* “lips”"),
        ("[lips, breath]", "[lips, breath, lips]", "8:27: .*items: “lips” stands twice, first in line 8"),
        ("[lips, breath]", "[lips, breath]\n    marks: dots", "9:12: .*marks: must be 'numbers' or 'bullets'"),
        ("[lips, breath]", "[lips, breath]\n    heading: H", "9:5: .*heading: is not .* stand in the file of each"),
        ("[lips, breath]", "[lips, breath]\n    mark: dots", "9:5: .*mark: is not .*“marks”"),
        ("    rows: [all]\n", "    rows: [all]\n    align: {dya: end}\n", "13:13: .*“dya” is no id in columns .*“day”"),
        ("    rows: [all]\n", "    rows: [all]\n    align: {day: left}\n", "13:18: .*align.day: must be 'start', "),
        ("01632 960114, ", "call us, ", "16:21: sections.reach.items.desk.phone: must be a phone number"),
        ("code: line", "code: lime", "16:41: .*code: “lime” is no code of this sheet Hint: did you mean “line”"),
        ("code: line", "email: at home", "16:42: .*email: must be an email address"),
        ("code: line", "web: example.org", "16:40: .*web: must be a whole web address"),
        ('"tel:+441632960114"', "ftp://example.org", "3:19: codes.line.address: must begin with https://, tel:"),
        ('"tel:+441632960114"', '"tel:+44 1632"', "3:19: codes.line.address: what follows tel: .*no spaces"),
        ('"tel:+441632960114"', '"mailto:somebody"', "3:19: codes.line.address: what follows mailto:"),
        ('"tel:+441632960114"', "http://example.org", "3:19: codes.line.address: must begin with https://"),
        ("purpose: call", "purpose: ring", "3:49: codes.line.purpose: must be 'film', 'page',"),
        (", purpose: call", "", "3:9: codes.line.purpose: is missing Hint: add it: film, page"),
        ('  phone: "110"', "  {}", "18:3: contact: has too few entries, at least 1 .* web, phone or email"),
        ("imprint: {}", "imprint: {text: x}", "19:11: imprint.text: .* stand in the file of each language"),
        ("source: en", "source: english", "1:9: source: must be a language tag"),
        ("source: en", "source: de", "1:9: source: there is no de.yaml"),
        ("source: en", "source: en\nwarning: {}", "2:1: warning: is not a key .* a section stands below sections:"),
        ("source: en", "source: en\nlayouts: {poster: [when]}", "2:11: layouts.poster: leaves out signs, whose rank"),
        ("source: en", "source: en\nlayouts: {poster: [sings, when]}", "2:20: layouts.poster: “sings” .*“signs”"),
        ("source: en", "source: en\nlayouts: {poster: {signs: half}}", "2:27: .*signs: must be 'whole' or 'short'"),
    ],
)  # fmt: skip
def test_one_mistake_in_the_facts_is_one_finding(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in FACTS
    [found] = refused(written(tmp_path / "flyer", facts=FACTS.replace(old, new, 1)))
    assert re.match(f"facts.yaml:{told}", found), found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (MASTHEAD, "", "1:1: masthead: is missing Hint: add masthead: with organisation, .* subtitle below it"),
        ("  kicker: FACTSHEET\n", "", "2:3: masthead.kicker: is missing Hint: add it: The kind of publication"),
        ("kicker:", "kiker:", "4:3: masthead.kiker: is not a key .*“kicker”"),
        ("lips:", "lisp:", "12:5: signs.items.lisp: does not stand in facts.yaml Hint: did you mean “lips”"),
        ("    lips: {lead: Blue lips.}\n", "", "12:5: signs.items.lips: is missing, but stands in facts.yaml"),
        ("{lead: Blue lips.}", "Blue lips.", "12:11: signs.items.lips: must be keys with a colon, not text"),
        ("{lead: Blue lips.}", "{more: Blue lips.}", "12:11: signs.items.lips.lead: is missing Hint: add it: One or"),
        ("{lead: Blue lips.}", "{lead: [Blue, lips.]}", "12:18: signs.items.lips.lead: must be text, not a list"),
        ("day: Day}", "dya: Day}", "16:23: when.columns.dya: does not stand in facts.yaml Hint: did you mean “day”"),
        (", day: Monday", "", "18:10: when.items.all.day: is missing, but stands in facts.yaml"),
        ("signs:\n", "signs:\n  kind: points\n", "10:3: signs.kind: is not .* Hint: it stands in facts.yaml"),
        ("{name: Desk}", '{name: Desk, phone: "1"}', "22:24: reach.items.desk.phone: is not .* it stands in facts"),
        ("reach:\n", "other: {heading: x}\nreach:\n", "19:1: other: does not stand in facts.yaml Hint: name it there"),
        ("signs:\n", "sings:\n", "9:1: sings: does not stand in facts.yaml Hint: did you mean “signs”"),
        ("imprint:\n  text: Version 1.\n", "", "1:1: imprint: is missing, but stands in facts.yaml"),
        ("reach:\n", "sections: {reach: {heading: x}}\nreach:\n", "19:1: sections: .* without sections: above them"),
    ],
)  # fmt: skip
def test_one_mistake_in_the_words_is_one_finding(tmp_path: Path, old: str, new: str, told: str) -> None:
    assert old in WORDS
    [found] = refused(written(tmp_path / "flyer", words=WORDS.replace(old, new, 1)))
    assert re.match(f"en.yaml:{told}", found), found


def test_a_list_of_words_is_told_to_be_keys(tmp_path: Path) -> None:
    words = WORDS.replace("    lips: {lead: Blue lips.}\n    breath: {lead", "    - {lead: Blue lips.}\n    - {lead")
    [found] = refused(written(tmp_path / "flyer", words=words))
    assert found.startswith(
        "en.yaml:12:5: signs.items: must be keys with a colon, not a list Hint: leave out the dashes"
    )


def test_a_list_of_sections_is_told_to_be_keys(tmp_path: Path) -> None:
    facts = "source: en\nsections:\n  - signs: {kind: points, items: [lips, breath]}\n"
    [found] = refused(written(tmp_path / "flyer", facts=facts, words=MASTHEAD))
    assert found.startswith("facts.yaml:3:3: sections: must be keys with a colon, not a list Hint: write each id with")


def test_items_right_below_their_section_are_told_where_they_belong(tmp_path: Path) -> None:
    words = WORDS.replace(
        "  items:\n    lips: {lead: Blue lips.}\n    breath:", "  lips: {lead: Blue lips.}\n  breath:"
    )
    found = refused(written(tmp_path / "flyer", words=words))
    assert [one.partition(" Hint: ")[2] for one in found[1:]] == ["write it below items:"] * 2
    assert [one.partition(": ")[0] for one in found] == ["en.yaml:10:3", "en.yaml:11:3", "en.yaml:12:3"]


def test_everything_in_the_words_only_is_told_once(tmp_path: Path) -> None:
    found = refused(written(tmp_path / "flyer", facts="source: en\n"))
    assert found[0].startswith(
        "facts.yaml:1:1: sections: is missing Hint: name each by an id of your own, and its kind"
    )
    assert found[1].startswith(
        "en.yaml:9:1: signs, when, reach stand only here, and facts.yaml names no sections Hint: "
    )


def test_everything_in_the_facts_only_is_told_once(tmp_path: Path) -> None:
    words = MASTHEAD + "codes:\n  line: {call: Ring}\n" + WORDS[WORDS.index("contact:") :]
    [found] = refused(written(tmp_path / "flyer", words=words))
    assert found.startswith("en.yaml:1:1: signs, when, reach stand in facts.yaml, and no section has its words here")


@pytest.mark.parametrize("id", ["masthead", "codes", "contact", "acknowledgement", "imprint"])
def test_some_ids_are_taken(tmp_path: Path, id: str) -> None:
    signs = "  signs: {kind: points, items: [lips, breath]}\n"
    facts = f"source: en\nsections:\n{signs}  {id}: {{kind: terms, items: [a]}}\n"
    words = MASTHEAD + WORDS[WORDS.index("signs:") : WORDS.index("when:")]
    [found] = refused(written(tmp_path / "flyer", facts=facts, words=words))
    assert found.startswith(f"facts.yaml:4:3: sections.{id}: this id is taken")


def of_kind(folder: Path, name: str, **changed: object) -> list[str]:
    """What is said of the facts of the example of a kind where some are others."""
    facts, words = made.example(name)
    facts["sections"]["one"] |= changed
    written = made.write(folder / "flyer", facts, en=words)
    return [found.partition(": ")[2] for found in refused(written) if found.startswith("facts.yaml")]


def test_conditions_between_facts(tmp_path: Path) -> None:
    some = {"opened": {"year": "1998"}, "founded": {}}
    [yearless] = of_kind(tmp_path / "a", "timeline", items=some)
    assert yearless.startswith(
        "sections.one.items.founded: has no year, and others in this section do Hint: give it to"
    )
    hint = "Hint: add it, or write map: none in this section"
    lacks = [
        f"sections.one.items.{id}: has no {fact} {hint}"
        for id in ("north", "south")
        for fact in ("longitude", "latitude")
    ]
    assert sorted(of_kind(tmp_path / "b", "places", items=["north", "south"])) == sorted(lacks)
    assert of_kind(tmp_path / "c", "places", items=["north", "south"], map="none") == []
    [twice] = of_kind(tmp_path / "d", "dos", do=["talk"], dont=["walk", "talk"])
    assert twice.startswith("sections.one.dont: “talk” stands in do and in dont Hint: their words stand together")
    [bare] = of_kind(tmp_path / "e", "chart", items=["mill", "mouth"])
    assert bare.startswith(
        "sections.one.items: must be keys with a colon, not a list Hint: write each id with a colon and"
    )


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("pictures/none.jpg", "there is no file pictures/none.jpg"),
        ("pictures/Bend.jpg", "there is no file pictures/Bend.jpg"),
        ("../flyer/pictures/bend.jpg", "must be the path of a file in the folder of the sheet"),
        ("/pictures/bend.jpg", "must be the path of a file in the folder of the sheet"),
        (r"pictures\bend.jpg", "must be the path of a file in the folder of the sheet"),
        ("https://example.org/bend.jpg", "must be the path of a file in the folder of the sheet"),
        ("pictures/bend.gif", "must be a picture that can be printed"),
    ],
)
def test_files_are_pictures_in_the_folder_of_the_sheet(tmp_path: Path, path: str, told: str) -> None:
    facts, words = made.example("pictures")
    made.write(tmp_path / "flyer", facts, en=words)
    facts["sections"]["one"]["items"]["bend"]["file"] = path
    (tmp_path / "flyer" / "facts.yaml").write_text(made.json.dumps(facts), encoding="utf-8")
    [found] = refused(tmp_path)
    assert f"sections.one.items.bend.file: {told}" in found


def test_words_that_go_with_a_fact_stand_where_it_does(tmp_path: Path) -> None:
    facts, words = made.example("steps")
    facts["sections"]["one"]["items"] = {"call": {}, "stay": {"picture": "stay.svg"}}
    found = refused(made.write(tmp_path / "flyer", facts, en=words))
    assert [
        "one.items.call.alt: is not a key that is known here Hint: it goes with picture" in found[0],
        len(found),
    ] == [True, 2]
    assert "one.items.stay.alt: is missing Hint: add it: What the picture shows" in found[1]


@pytest.mark.parametrize("key", ["messages", "timeline", "regions", "film"])
def test_a_sheet_in_the_former_format_is_told_the_command(tmp_path: Path, key: str) -> None:
    facts = f"source: en\n{key}: [one]\ncontact: {{web: https://example.org}}\n"
    [found] = refused(written(tmp_path / "flyer", facts=facts))
    assert found.startswith(f"facts.yaml:2:1: {key}: this sheet is written in the former format Hint: ")
    assert "python3 build.py new sheet flyer --upgrade" in found


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("title:", "titel:", "2:3: masthead.titel: is not a key that is known here Hint: did you mean “title”"),
        ("lips:", "lpis:", "5:5: signs.items.lpis: does not stand in the source language Hint: did you mean “lips”"),
        ("signs:", "sgins:", "3:1: sgins: does not stand in the source language Hint: did you mean “signs”"),
        ("{lead: Lèvres bleues.}", "[Lèvres]", "5:11: signs.items.lips: must be keys with a colon, not a list"),
    ],
)
def test_mistakes_in_a_translation(tmp_path: Path, old: str, new: str, told: str) -> None:
    [found] = refused(written(tmp_path / "flyer", french=FRENCH.replace(old, new)), "fr")
    assert re.match(f"fr.yaml:{told}", found), found


def test_all_mistakes_are_told_facts_first(tmp_path: Path) -> None:
    facts = FACTS.replace("rank: must", "rank: high").replace('"110"', "none")
    content = written(tmp_path / "flyer", facts, WORDS.replace("lips:", "lisp:").replace("  kicker: FACTSHEET\n", ""))
    places = [found.partition(": ")[0] for found in refused(content, "fr")]
    assert places == ["facts.yaml:7:11", "facts.yaml:18:10", "en.yaml:2:3", "en.yaml:11:5"]


@settings(deadline=None, max_examples=25)
@given(sheet=made.sheets(), data=st.data())
def test_whatever_is_missing_or_of_another_sort_is_told(
    tmp_path_factory: pytest.TempPathFactory, sheet: tuple[made.Tree, made.Tree], data: st.DataObject
) -> None:
    facts, words = sheet
    holders = [tree for one in (facts, words) for tree in maps(one)]
    holder = data.draw(st.sampled_from(holders))
    key = data.draw(st.sampled_from(sorted(holder)))
    damage = data.draw(st.sampled_from(["", "x", ["a", {"b": "c"}], {"kind": "d"}]))
    folder = tmp_path_factory.mktemp("any") / "flyer"
    made.write(folder, facts, en=words)
    holder.pop(key)
    if damage:
        holder[key] = damage
    for name, tree in (("facts", facts), ("en", words)):
        (folder / f"{name}.yaml").write_text(made.json.dumps(tree, ensure_ascii=False), encoding="utf-8")
    refused(folder.parent)  # or read: no more is promised


def maps(tree: object) -> list[made.Tree]:
    """Every map in a tree that has keys."""
    if isinstance(tree, list):
        return [found for below in tree for found in maps(below)]
    inner = [found for below in tree.values() for found in maps(below)] if isinstance(tree, dict) else []
    return [tree, *inner] if isinstance(tree, dict) and tree else inner
