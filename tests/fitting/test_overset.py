"""No word is lost: each way in which the engine drops or misplaces text is caught, with the string's own place."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from support.planted import LAYOUT, MASTHEAD, MESSAGES, findings, plant
from support.project import in_process

from factsheet.compose import composer
from factsheet.engine import typeset
from factsheet.findings import ExitCode, Place
from factsheet.fitting import capacity, overset
from factsheet.yaml.nodes import Text

LONG = "{% for _ in range(60) %}These words fill the page up. {% endfor %}"
ALL = f'<div class="all">{MESSAGES}</div>'


def test_a_page_that_holds_everything_has_no_findings(tmp_path: Path) -> None:
    assert findings(plant(tmp_path)) == []


@pytest.mark.parametrize(
    ("fault", "css", "body"),
    [
        ("a block of fixed height", ".item { height: 6mm }", MESSAGES),
        ("a block of fixed height that reaches past the page", ".item { height: 4mm; padding-top: 120mm }", MESSAGES),
        ("overflow hidden", ".item { height: 6mm; overflow: hidden }", MESSAGES),
        ("a flex row of fixed height", ".row { display: flex; height: 6mm }", f'<div class="row">{MESSAGES}</div>'),
        ("a flex row taller than a page", ".row { display: flex; height: 90mm; margin-top: 60mm; padding-top: 60mm }",
         f'<div class="row">{MESSAGES}</div>'),
        ("a float at the end", ".all { float: left; padding-top: 105mm; width: 60mm }", ALL),
        ("a float on top of what follows", ".item { float: left; height: 2mm }", MESSAGES),
        ("a placed block near the foot", ".all { position: absolute; top: 120mm }", ALL),
        ("a placed block on top of another", ".all { position: absolute; top: 0 }", ALL),
        ("an inline block taller than the page", ".all { display: inline-block; padding-top: 120mm }",
         ALL),
        ("text that is not displayed", ".item { display: none }", MESSAGES),
        ("text that cannot be seen", ".item { visibility: hidden }", MESSAGES),
        ("text in other letters", ".item { text-transform: uppercase }", MESSAGES),
        ("a line clamp", ".item { max-lines: 1; continue: discard }", MESSAGES),
        ("a line too long for the page", ".item { white-space: nowrap }", MESSAGES),
        ("text beyond the safe area", ".item { margin-left: -8mm }", MESSAGES),
        ("text to the left of its block", ".item { text-indent: -30mm }", MESSAGES),
        ("a string the template leaves out", "", MESSAGES.replace("{% if item.more %}{{ item.more }}{% endif %}", "")),
        ("more pages than promised", ".item { padding-bottom: 100mm }", MESSAGES * 1),
    ],
)  # fmt: skip
def test_lost_or_misplaced_words_are_findings(tmp_path: Path, fault: str, css: str, body: str) -> None:
    edition = plant(tmp_path, css=css, body=body, layout=LAYOUT.replace("pages: 2", "pages: 1"))
    found = findings(edition)
    assert found, fault
    assert {finding.exit_code for finding in found} == {ExitCode.OVERSET}
    in_copy = [finding for finding in found if finding.place and finding.place.file.name == "en.yaml"]
    assert in_copy, "the finding names the string"
    for finding in in_copy:
        assert finding.place and finding.place.line and finding.place.column
        assert "plain" in finding.what
        assert finding.hint


def test_a_string_left_out_is_named_with_its_line(tmp_path: Path) -> None:
    edition = plant(tmp_path, body=MESSAGES.replace("{{ item.lead }}", "{{ item.lead if loop.first }}"))
    second = edition.sheet.messages.items[1] if edition.sheet.messages else None
    assert second
    (finding,) = findings(edition)
    assert finding.place == second.lead.place
    assert finding.what == f"{second.lead.key}: not set at all in plain"


def test_lost_words_are_counted_and_the_first_is_named(tmp_path: Path) -> None:
    cut = '<span data-key="{{ item.lead.key }}">{{ item.lead.plain.split()[:3]|join(" ") }}</span>'
    edition = plant(tmp_path, body=MESSAGES.replace("{{ item.lead }}", cut))
    assert edition.sheet.messages
    words = edition.sheet.messages.items[0].lead.split()
    assert f'{len(words) - 3} of {len(words)} words lost, first "{words[3]}"' in findings(edition)[0].what


def test_a_string_may_stand_twice_but_each_time_whole(tmp_path: Path) -> None:
    twice = MESSAGES + "<p>{{ sheet.messages.heading }}</p>"
    assert findings(plant(tmp_path / "whole", body=twice)) == []
    half = MESSAGES + '<p data-key="{{ sheet.messages.heading.key }}">{{ sheet.messages.heading.plain[:4] }}</p>'
    assert findings(plant(tmp_path / "half", body=half))


def test_strings_out_of_order_are_a_fault_of_the_template(tmp_path: Path) -> None:
    turned = MESSAGES.replace(
        "{{ item.lead }} {% if item.more %}{{ item.more }}{% endif %}",
        "{% if item.more %}{{ item.more }}{% endif %} {{ item.lead }}",
    )
    (finding,) = findings(plant(tmp_path, body=turned))
    assert finding.exit_code == ExitCode.LAYOUT
    assert "read before" in finding.what


def test_a_section_the_layout_does_not_take_is_a_fault_of_the_template(tmp_path: Path) -> None:
    edition = plant(tmp_path, layout=LAYOUT.replace(", messages: whole", ""))
    assert {finding.exit_code for finding in findings(edition)} == {ExitCode.LAYOUT}


def test_leads_only_means_leads_only(tmp_path: Path) -> None:
    leads = LAYOUT.replace("messages: whole", "messages: leads")
    body = MESSAGES.replace("{% if item.more %}{{ item.more }}{% endif %}", "")
    assert findings(plant(tmp_path / "leads", body=body, layout=leads)) == []
    assert findings(plant(tmp_path / "whole", layout=leads))


def test_words_over_the_promised_pages_are_counted(tmp_path: Path) -> None:
    css = ".item + .item { break-before: page }"
    edition = plant(tmp_path, css=css, layout=LAYOUT.replace("pages: 2", "pages: 1"))
    (finding,) = findings(edition)
    assert edition.sheet.messages
    second = edition.sheet.messages.items[1]
    words = len(second.lead.split()) + len((second.more or "").split())
    assert f"about {words} words run over the 1 pages" in finding.what
    assert finding.place == second.lead.place


def test_hyphenation_loses_no_word(tmp_path: Path) -> None:
    css = ".item { hyphens: auto; width: 30mm }"
    assert findings(plant(tmp_path, css=css, layout=LAYOUT.replace("pages: 2", "pages: 9"))) == []


def test_furniture_outside_the_safe_area_is_found_too(tmp_path: Path) -> None:
    css = '@page { @bottom-center { content: "· " counter(page); vertical-align: bottom } }'
    (finding,) = findings(plant(tmp_path, css=css))
    assert finding.what.startswith("furniture: ")


def test_masthead_alone_is_enough(tmp_path: Path) -> None:
    edition = plant(tmp_path, html=MASTHEAD + "{% endblock %}", layout=LAYOUT.replace(", messages: whole", ""))
    assert findings(edition) == []


PANELS = (
    LAYOUT.replace("pages: 2", "pages: 4")
    + """\
impose: {method: panels, sheet: [200mm, 150mm], duplex: long-edge, sides: [["1 2"], ["3 4"]]}
"""
)
# Two panels of masthead and messages, and one that begins by itself.
THREE = MESSAGES.replace("<p>{{ sheet.messages.heading }}", '<p class="opening">{{ sheet.messages.heading }}')
OPENING = ".opening { break-before: page } .item + .item { break-before: page }"


def test_a_panel_that_runs_over_is_named_with_its_number_its_height_and_its_words(tmp_path: Path) -> None:
    # Three panels are promised; the second message begins the third, and runs over it to a fourth.
    layout = PANELS.replace("pages: 4", "pages: 3")
    edition = plant(
        tmp_path,
        css=OPENING + "body { margin: 0 } .last { padding-top: 127mm }",
        body=THREE.replace("{{ item.id }}", "{{ 'last' if loop.last }}"),
        layout=layout,
    )
    pages = typeset.typeset(composer.compose(edition), edition)
    assert pages.count == 4
    lost = [text for text in pages.texts if text.page == 4]
    (finding,) = overset.findings(pages)
    assert edition.sheet.messages
    last = edition.sheet.messages.items[-1].lead
    assert finding.place == last.place
    said = re.fullmatch(rf"{re.escape(last.key)}: (\d+|\d\.\d) mm overset in plain, panel 3\.", finding.what)
    assert said, finding.what
    assert float(said[1]) == pytest.approx(len({text.y for text in lost}) * 14 * 25.4 / 72, abs=0.5)
    words = sum(len(text.text.split()) for text in lost)
    assert finding.hint == f"cut about {words} words, here or earlier on the panel."


def test_an_item_that_cannot_be_divided_misses_no_more_than_the_room_it_left(tmp_path: Path) -> None:
    css = "body { margin: 0 } .item { break-inside: avoid; height: 60mm } .item + .item { height: 50mm }"
    edition = plant(tmp_path, css=css, layout=LAYOUT.replace("pages: 2", "pages: 1"))
    pages = typeset.typeset(composer.compose(edition), edition)
    (over,) = capacity.oversets(pages)
    first, second = pages.filled
    assert second.used == pytest.approx(50, abs=0.1)
    assert over.millimetres == pytest.approx(50 - first.room, abs=0.1)
    words = sum(len(text.text.split()) for text in pages.texts if text.page == 2)
    assert 0 < over.words == round(words * over.millimetres / 50) < words


def test_a_cover_never_runs_over_however_many_pages_are_promised(tmp_path: Path) -> None:
    layout = LAYOUT.replace("pages: 2", "pages: 9")
    css = OPENING + ".opening { padding-top: 0 } p:first-child { padding-bottom: 120mm }"
    edition = plant(tmp_path, css=css, body=THREE, layout=layout)
    (cover,) = capacity.oversets(typeset.typeset(composer.compose(edition), edition))
    assert (cover.page, cover.headline) == (1, True)
    assert cover.key and cover.key.startswith("masthead.")


def test_leads_are_told_that_sentences_may_move_to_more(tmp_path: Path) -> None:
    leads = PANELS.replace("pages: 4", "pages: 1").replace("messages: whole", "messages: leads")
    body = MESSAGES.replace("{% if item.more %}{{ item.more }}{% endif %}", "")
    (finding,) = findings(plant(tmp_path, css=".item { padding-top: 80mm }", body=body, layout=leads))
    assert re.fullmatch(r'cut about \d+ words, or give "lead" fewer sentences\.', finding.hint)


def test_one_finding_for_each_string_and_page(tmp_path: Path) -> None:
    found = findings(plant(tmp_path, css=".item { height: 5mm; margin-bottom: 30mm }"))
    keys = [finding.what.partition(":")[0] for finding in found]
    assert len(keys) == len({*keys}) > 1


@pytest.mark.parametrize(
    ("words", "at", "hint"),
    [
        (
            "Go to www.example.org now",
            "www\u2060.example",
            'no line has room for "www.example.org", and a web address is',
        ),
        (
            "Call +44 20 7946 0018",
            "+44 \u206020",
            'no line has room for "+44 20 7946 0018", and a phone number is never',
        ),
        ("Unpronounceable words", "Unpronounceable", 'put a soft hyphen into "Unpronounceable"'),
    ],
)
def test_nobody_is_asked_to_hyphenate_an_address(words: str, at: str, hint: str) -> None:
    one = capacity.Overset("k", page=1, millimetres=2, sideways=True, words=1, at=at, headline=False)
    assert overset._remedy_sideways(one, Text(words, "k", Place(Path("en.yaml")))).startswith(hint)


def test_on_a_cover_the_longest_text_is_why_the_others_have_no_room(tmp_path: Path) -> None:
    """The sheet's organisation in full is longer than its title, and both go on overleaf."""
    html = MASTHEAD + '<div class="rest">' + MESSAGES + "</div>{% endblock %}"
    css = ".rest { break-before: page } p { padding-top: 24mm }"
    edition = plant(tmp_path, css=css, html=html, layout=LAYOUT.replace("pages: 2", "pages: 9"))
    (cover,) = [finding for finding in findings(edition) if "masthead" in finding.what]
    lengths = {text.key: len(text) for text in edition.strings if text.key.startswith("masthead.")}
    assert cover.what.startswith(f"{max(lengths, key=lambda key: lengths[key])}: ")


def test_pages_that_run_over_are_told_once(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command_line: None
) -> None:
    """The words, and not in addition that a page of them has no place on the sheet."""
    sheet = tmp_path / "flyer"
    sheet.mkdir()
    (sheet / "facts.yaml").write_text("source: en\nmessages: [one]\n", encoding="utf-8")
    masthead = {"organisation": "NDR", "organisation_in_full": "Network", "kicker": "Facts", "title": "Our rights"}
    copy = {"masthead": {**masthead, "subtitle": "A history of a long walk " * 7 + "home"}}
    copy["messages"] = {"heading": "Messages", "items": {"one": {"lead": "We know what we need."}}}  # type: ignore[dict-item]
    (sheet / "en.yaml").write_text(json.dumps(copy), encoding="utf-8")
    words = ("check", "--layout", "zine", "--jobs", "1", "--content", tmp_path)
    ended = in_process(words, capsys)
    assert ended.code == 5
    assert "masthead.subtitle: " in ended.err
    assert "masthead.title" not in ended.err
    assert "has no place" not in ended.err
