"""Words with markup are understood as they were meant, everything else is printed as typed, and nothing is lost."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from factsheet.content.marked import (
    Break,
    BulletList,
    Emphasis,
    Foreign,
    Inline,
    Link,
    Marked,
    NumberList,
    Paragraph,
    Plain,
    Strong,
    Sub,
    Sup,
    direction,
    html,
    links,
    origin,
    plain,
    walk,
)
from factsheet.content.markup import Holds, differences, parse, unknown_codes
from factsheet.findings import Place
from factsheet.yaml import reader
from factsheet.yaml.nodes import Text

CODES = {"film": "https://example.org/film?a=1&b=2"}
TAGS = {"p", "ul", "ol", "li", "em", "strong", "sub", "sup", "a", "span"}


def words(text: str) -> tuple[Plain]:
    return (Plain(text),)


def hints(text: str, holds: Holds = Holds.WORDS) -> list[str]:
    return [f"{advice.what}: {advice.hint}" for advice in parse(text, holds).advice]


@pytest.mark.parametrize(
    ("typed", "nodes"),
    [
        ("no marks", words("no marks")),
        ("so *few* of", (Plain("so "), Emphasis(words("few")), Plain(" of"))),
        ("**One** sign", (Strong(words("One")), Plain(" sign"))),
        ("***both***", (Emphasis((Strong(words("both")),)),)),
        ("**a *b* c**", (Strong((Plain("a "), Emphasis(words("b")), Plain(" c"))),)),
        ("H~2~O", (Plain("H"), Sub(words("2")), Plain("O"))),
        ("10 m^2^", (Plain("10 m"), Sup(words("2")))),
        ("Ca^2+^, ^14^C", (Plain("Ca"), Sup(words("2+")), Plain(", "), Sup(words("14")), Plain("C"))),
        ("97%^*^", (Plain("97%"), Sup(words("*")))),
        ("[the form](film)", (Link(words("the form"), "film"),)),
        ("[**the** form](film).", (Link((Strong(words("the")), Plain(" form")), "film"), Plain("."))),
        ("[a](https://example.org/x_(y)_z)", (Link(words("a"), "https://example.org/x_(y)_z"),)),
        ("[a](https://example.org/x\\_y)", (Link(words("a"), "https://example.org/x_y"),)),
        ("[a@b.org](mailto:a@b.org)", (Link(words("a@b.org"), "mailto:a@b.org"),)),
        ("[030 23](tel:+493023125141)", (Link(words("030 23"), "tel:+493023125141"),)),
        ("[Text us](sms:+441632960177?body=Hi)", (Link(words("Text us"), "sms:+441632960177?body=Hi"),)),
        ("[mots]{fr} here", (Foreign(words("mots"), "fr"), Plain(" here"))),
        ("[*mots*]{pt-BR}", (Foreign((Emphasis(words("mots")),), "pt-BR"),)),
        ("Berater\\*innen", words("Berater*innen")),
        ("\\[a](film) \\~ \\\\ \\x", words("[a](film) ~ \\ \\x")),
        ("2 * 3 * 4, 97%*", words("2 * 3 * 4, 97%*")),
        ("one\ntwo", words("one two")),
        ("ещё **одну неделю**.", (Plain("ещё "), Strong(words("одну неделю")), Plain("."))),
        ("اتصل **الآن** فورًا", (Plain("اتصل "), Strong(words("الآن")), Plain(" فورًا"))),
        ("ฉีด**วัคซีน**ได้", (Plain("ฉีด"), Strong(words("วัคซีน")), Plain("ได้"))),
        ("यह *नहीं* है", (Plain("यह "), Emphasis(words("नहीं")), Plain(" है"))),
        ("مسافة ١٠م^٢^", (Plain("مسافة ١٠م"), Sup(words("٢")))),
        ("[Jobcenter]{de} ไทย", (Foreign(words("Jobcenter"), "de"), Plain(" ไทย"))),
    ],
)  # fmt: skip
def test_marks_are_understood(typed: str, nodes: tuple[Inline, ...]) -> None:
    marked = parse(typed)
    assert (marked.inline, marked.advice) == (nodes, ())


@pytest.mark.parametrize(
    "typed",
    [
        "about ~10 km and ~20 km", "~10/~20", "^_^ and ^-^", "~5-~7", "a_b_c", "file_name", "R&D; AT&T", "5 < 6 > 4",
        "[sic] (he said)", "[…]", "a ~ b ^ c", "$5 | $6", "https://example.org/~user/~x*y*", "@_some_name_ #_tag_",
        "Dial *123*45# or *384*1#", "*", "-", "1. May", "#1", "> 65", "snake_case_word", "`", "L`art",
    ],
)  # fmt: skip
def test_what_only_resembles_marks_is_words(typed: str) -> None:
    marked = parse(typed)
    assert (marked.plain, marked.inline, marked.advice) == (typed, words(typed), ())


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("<b>so</b>", "“<b>” is a tag of web pages"),
        ("a<br/>b", "“<br/>” is a tag"),
        ("<!-- no -->", "“<!-- no -->” is a tag"),
        ("a&nbsp;b", "“&nbsp;” is a code of web pages"),
        ("&#8217;", "“&#8217;” is a code"),
        ("__so__", "“__” is no mark for emphasis here"),
        ("_so_ it is", "“_” is no mark for emphasis here"),
        ("<https://example.org/*a*>", "is an address between angle brackets"),
        ("<help@example.org>", "is an address between angle brackets"),
        ("![*a*](b.png)", "“![*a*](b.png)” is a mark for a picture"),
        ("`a *b*`", "“`a *b*`” is a mark for code"),
        ("~~no~~", "“~~” is a mark for words that are struck out"),
        ("so[^1]", "“[^1]” is a mark for a footnote"),
        ("[^1]: there", "“[^1]” is a mark for a footnote"),
        ("# Heading", "“#” is a mark for a heading"),
        ("> said", "“>” is a mark for a quotation"),
        ("| a | b |", "“|” is a mark for a table"),
        ("[a]: https://example.org", "“[a]:” is a mark for a link"),
        ("[a][b]", "“[a][b]” is no link"),
        ("**so", "“**” is printed, as its pair is missing"),
        ("ก**“ข”**ค", "with quotation marks outside"),
        ("[a](www.example.org)", "write https://www.example.org"),
        ("[a](http://example.org)", "write https://, mailto:"),
        ("[a](a@b.org)", "write mailto:a@b.org"),
        ("[a](+49-30)", "write tel:+49-30"),
        ("[a](javascript:alert(1))", "leads nowhere"),
        ("[a](data:text/html,x)", "leads nowhere"),
        ("[a](tel:)", "write it like tel:+44"),
        ("[a](mailto:x)", "write it like mailto:help@"),
        ("[a](https://exämple.org)", "the character U+00E4 cannot stand in a web address"),
        ("[a](https://x@example.org)", "leads elsewhere than it seems"),
        ("[a](Film)", "or the id of a code"),
        ('[a](film "title")', "is no link, as its target is none"),
        ("[a](film\\)", "leads nowhere"),
        ("[a] (https://example.org)", "without the space"),
        ("[](film)", "has no words between its brackets"),
        ("[mots]{FR}", "as what stands between { and } is no language tag"),
        ("[mots]{.red}", "no language tag"),
        ("[a [b](film)](film)", "is a link within the words of a link"),
    ],
)  # fmt: skip
def test_other_markup_is_told_and_printed_as_typed(typed: str, told: str) -> None:
    marked = parse(typed)
    assert told in "".join(hints(typed))
    assert marked.plain == typed or links(marked)
    assert typed[marked.advice[0].start :]


def test_stars_in_words_for_all_genders_are_told() -> None:
    marked = parse("Berater*innen und Kolleg*innen")
    assert ["*innen und Kolleg*" in advice.what for advice in marked.advice] == [True]
    assert parse("Berater*innen allein").advice == ()


def test_what_looks_the_same_is_told_once_with_how_often() -> None:
    (advice,) = parse("a <b>c</b> <i>d</i>").advice
    assert (advice.start, advice.count) == (2, 4)


def test_a_line_end_in_a_heading_is_a_break() -> None:
    marked = parse("Naloxone \n brings *breath* back", Holds.HEADING)
    assert marked.inline[:2] == (Plain("Naloxone"), Break())
    assert marked.plain == "Naloxone brings breath back"
    assert html(marked.inline, {}) == "Naloxone\nbrings <em>breath</em> back"
    assert parse("<b\n>", Holds.HEADING).inline == (Plain("<b"), Break(), Plain(">"))


@pytest.mark.parametrize(
    ("typed", "blocks"),
    [
        ("one\ntwo\n\nthree", (Paragraph(words("one two")), Paragraph(words("three")))),
        ("- a\n- b *c*", (BulletList((words("a"), (Plain("b "), Emphasis(words("c"))))),)),
        ("Do:\n- a\n  goes on\n\n- b\n\nEnd", (
            Paragraph(words("Do:")), BulletList((words("a goes on"), words("b"))), Paragraph(words("End")),
        )),
        ("1. a\n2. b", (NumberList((words("a"), words("b"))),)),
        ("2. a\n\n3. b", (NumberList((words("a"), words("b")), 2),)),
        ("١. أ\n٢. ب", (NumberList((words("أ"), words("ب"))),)),
        ("\u200f- أ\n\u200f- ب", (BulletList((words("أ"), words("ب"))),)),
        ("born in\n1986. Then", (Paragraph(words("born in 1986. Then")),)),
        ("born on\n1. May", (Paragraph(words("born on")), NumberList((words("May"),)))),
        ("- a\n1. b", (BulletList((words("a"),)), NumberList((words("b"),)))),
        ("\\- a\n\n1\\. b", (Paragraph(words("- a")), Paragraph(words("1. b")))),
        ("-a\n\n1.5 km", (Paragraph(words("-a")), Paragraph(words("1.5 km")))),
        ("  - a\n  - b", (BulletList((words("a"), words("b"))),)),
        ("", ()), ("\n \n", ()),
    ],
)  # fmt: skip
def test_blocks_are_divided(typed: str, blocks: tuple[object, ...]) -> None:
    marked = parse(typed, Holds.BLOCKS)
    assert (marked.blocks, marked.advice) == (blocks, ())


def test_blocks_are_apart_in_the_plain_words() -> None:
    marked = parse("Do:\n\n- *a*\n- b\n\nEnd", Holds.BLOCKS)
    assert marked.plain == plain(marked.blocks) == "Do:\na\nb\nEnd"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("* a\n* b", "“*” begins a line as a list does elsewhere"),
        ("• a\n• b", "“•” begins a line as a list does elsewhere"),
        ("1) a\n2) b", "“1)” begins a line as a list does elsewhere"),
        ("– a\n– b", "“–” begins a line as a list does elsewhere"),
        ("- a\n  - b", "“-” begins an item further in than others"),
        ("a\n\n---\n\nb", "“---” is a mark for a rule or a heading"),
        ("Title\n=====\nb", "“=====” is a mark for a rule or a heading"),
        ("a\n\n## b", "“##” is a mark for a heading"),
        ("```yaml\na", "“```yaml” is a mark for a stretch of code"),
        ("Bring: • a • b", "after |- in place of >-"),
        ("Bring: - a; - b", "after |- in place of >-"),
        ("1. Call. 2. Wait. 3. Stay.", ""),
    ],
)
def test_marks_of_lines_in_blocks_are_told(typed: str, told: str) -> None:
    assert told in "".join(hints(typed, Holds.BLOCKS))


@pytest.mark.parametrize(
    "typed",
    ["- a\n- b", "1. a\n2. b", "• a • b", "Bring: - a. - b", "First: 1. call. 2. wait.", "a\n\nb", "1) a; 2) b"],
)
def test_lists_and_blank_lines_are_told_where_none_can_stand(typed: str) -> None:
    (told,) = hints(typed)
    assert "into the key more, after |-" in told


@pytest.mark.parametrize("typed", ["He came - and went - soon.", "Vom 1. bis 2. Mai", "- Да.", "– a", "a\nb"])
def test_dashes_and_dates_are_no_lists(typed: str) -> None:
    assert hints(typed) == []


def read(folder: Path, yaml: str) -> Text:
    (folder / "en.yaml").write_text(yaml, encoding="utf-8")
    text = reader.read(folder / "en.yaml")["more"]
    assert isinstance(text, Text)
    return text


@pytest.mark.parametrize(
    ("yaml", "line", "told"),
    [
        ("more: >-\n  Bring:\n  - a kit\n  - a friend\n", 3, "“-” is the mark of a list"),
        ("more: >-\n  Do this:\n  1. call\n  2. wait\n", 3, "“1.” is the mark of a list"),
        ("more: >-\n  One.\n\n  Two.\n", 2, "“One.” has a blank line after it"),
        ('more: "One.\n\n  Two."\n', 1, "“One.” has a blank line after it"),
        ("more: >-\n  One\n  # Two\n", 3, "“#” is a mark for a heading"),
    ],
)
def test_what_yaml_joins_is_told_by_its_line(tmp_path: Path, yaml: str, line: int, told: str) -> None:
    text = read(tmp_path, yaml)
    for holds in (Holds.BLOCKS, Holds.WORDS):
        (advice,) = parse(text, holds).advice
        assert told in advice.what
        assert text.at(advice.start).line == line
        assert "|-" in advice.hint or "heading" in advice.what


def test_blocks_after_the_right_sign_are_not_told(tmp_path: Path) -> None:
    assert parse(read(tmp_path, "more: |-\n  One\n  more.\n\n  - a\n  - b\n"), Holds.BLOCKS).advice == ()


def test_plain_words_know_their_places(tmp_path: Path) -> None:
    typed = read(tmp_path, "more: |-\n  So **few** know\n  Berater\\*innen.\n\n  - [a](film) e\u0301 b\n")
    marked = parse(typed, Holds.BLOCKS)
    text = marked.text(typed)
    assert (text, text.key) == ("So few know Berater*innen.\na é b", "more")
    places = {word: text.at(text.index(word)) for word in ("few", "know", "Berater", "*", "innen", "a é", "b")}
    found = {word: (place.line, place.column) for word, place in places.items()}
    # “b” is that of Berater: what stands first.
    assert found == {
        "few": (2, 8), "know": (2, 14), "Berater": (3, 3), "*": (3, 11), "innen": (3, 12), "a é": (5, 6),
        "b": (5, 18),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "page"),
    [
        ("a & <b> \"c\" 'd'", "a &amp; &lt;b&gt; &#34;c&#34; &#39;d&#39;"),
        ("*a&b* **c<d**", "<em>a&amp;b</em> <strong>c&lt;d</strong>"),
        ("H~2~O m^2^", "H<sub>2</sub>O m<sup>2</sup>"),
        ("[see](film)", '<a href="https://example.org/film?a=1&amp;b=2">see</a>'),
        ("[see](none)", "see"),
        ("[a](https://example.org/?a=1&b='2')", '<a href="https://example.org/?a=1&amp;b=&#39;2&#39;">a</a>'),
        ("[mots]{fr}", '<span lang="fr" dir="ltr">mots</span>'),
        ("[كلمات]{ar}", '<span lang="ar" dir="rtl">كلمات</span>'),
        ("[واکسن COVID]{fa}", '<span lang="fa" dir="rtl">واکسن COVID</span>'),
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("[<img src=x onerror=a()>](film)",
         '<a href="https://example.org/film?a=1&amp;b=2">&lt;img src=x onerror=a()&gt;</a>'),
        ('[x](https://a.org/"onclick="b)', "[x](https://a.org/&#34;onclick=&#34;b)"),
        ("[x](javascript:alert`1`)", "[x](javascript:alert`1`)"),
        ('[x]{fr" onclick="y}', "[x]{fr&#34; onclick=&#34;y}"),
    ],
)  # fmt: skip
def test_html_holds_what_was_typed_and_nothing_else(typed: str, page: str) -> None:
    assert html(parse(typed).inline, CODES) == page


def test_html_of_blocks() -> None:
    marked = parse("One\n\n- a & b\n\n3. c\n4. d", Holds.BLOCKS)
    assert html(marked.blocks, {}) == ('<p>One</p><ul><li>a &amp; b</li></ul><ol start="3"><li>c</li><li>d</li></ol>')


def test_plain_words_can_be_given_another_form() -> None:
    nodes = parse("a **<b>**").inline
    assert html(nodes, {}, lambda node: Markup("<wbr>") + node.text) == "<wbr>a <strong><wbr>&lt;b&gt;</strong>"


@pytest.mark.parametrize(
    ("tag", "typed", "runs"),
    [
        ("ar", "مرحبا", "rtl"), ("he", "שלום", "rtl"), ("ur-Latn", "salam", "ltr"), ("az-Arab", "2", "rtl"),
        ("fr", "mots", "ltr"), ("th", "คำ", "ltr"), ("dv", "ދިވެހި", "rtl"), ("ar", "12", "ltr"),
    ],
)  # fmt: skip
def test_a_phrase_runs_as_its_script_does(tag: str, typed: str, runs: str) -> None:
    assert direction(tag, typed) == runs


def test_links_to_codes_that_are_missing() -> None:
    marked = parse("[a](film) [b](page) [c](https://example.org)")
    assert [(link.target, link.start) for link in unknown_codes(marked, CODES)] == [("page", 10)]


def told(source: str, translation: str, tag: str = "ru", source_tag: str = "es") -> list[tuple[bool, str]]:
    found = differences(parse(source), parse(translation), tag, source_tag)
    return [(each.is_lacking, getattr(each.node, "target", "") or plain(each.node.inside)) for each in found]


@pytest.mark.parametrize(
    ("source", "translation", "found"),
    [
        ("[a](film) **b**", "c [d](film)", []),
        ("[a](film)", "a", [(True, "film")]),
        ("[a](film)", "[a](page)", [(True, "film"), (False, "page")]),
        ("[a](film) [b](film)", "[a](film)", [(True, "film")]),
        ("[a](https://a.org/es)", "[a](https://a.org/ru)", [(True, "https://a.org/es"), (False, "https://a.org/ru")]),
        ("una [summons]{en}", "это [Summons]{en}", []),
        ("una [summons]{en}", "это повестка", [(True, "summons")]),
        ("una [повестка]{ru}", "это повестка", []),
        ("una cita", "это ([cita]{es-MX})", []),
        ("una cita", "это ([date]{en})", [(False, "date")]),
    ],
)
def test_differences_of_a_translation(source: str, translation: str, found: list[tuple[bool, str]]) -> None:
    assert told(source, translation) == found


MARKS = "*~^[]()<>&_`!\\{}#-+|=•◦▪‣●·–—.;@:/"
SIGNS = st.lists(
    st.sampled_from(
        [
            *MARKS,
            *"ab 1\n",
            "fr",
            "](film)",
            "{fr}",
            "](https://a.org)",
            "ก",
            "ع",
            "**",
            "  \n ",
            "\n** ",
            "\n- ",
            "\n\n",
        ]
    )
).map("".join)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(st.characters(exclude_characters=MARKS + "\n", exclude_categories=["Cs"]), max_size=300))
def test_words_without_marks_stay_as_they_are(typed: str) -> None:
    for holds in (Holds.WORDS, Holds.HEADING):
        marked = parse(typed, holds)
        assert marked.plain == typed
        assert marked.inline == (words(typed) if typed else ())


class Seen(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


def is_within(few: str, many: str) -> bool:
    """Tell whether the characters of few stand in many, in their order; spaces aside, which line ends become."""
    left = iter(many)
    return all(one in left for one in few if not one.isspace())


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.one_of(SIGNS, st.text(max_size=200)), st.sampled_from(Holds))
def test_any_text_is_printed_and_nothing_else(typed: str, holds: Holds) -> None:
    marked = parse(typed, holds)
    page = Seen(str(html(marked.blocks, CODES)))
    assert {tag for tag, _ in page.tags} <= TAGS
    for tag, attributes in page.tags:
        assert {*attributes} <= {"a": {"href"}, "span": {"lang", "dir"}, "ol": {"start"}}.get(tag, set())
        assert re.match(r"https://|mailto:|tel:|sms:", attributes.get("href") or "https://")
    assert is_within(marked.plain, typed)
    assert "".join(marked.plain.split()) == "".join(page.words.split()) or "\r" in typed or "\0" in typed
    assert_places(typed, marked)


def assert_places(typed: str, marked: Marked) -> None:
    for index, character in enumerate(marked.plain):
        assert typed[marked.origin(index)] == character or character in " \n"
    assert all(0 <= advice.start < len(typed) for advice in marked.advice)
    assert all(typed[link.start] == "[" for link in links(marked))
    for node in walk(marked.blocks):
        if isinstance(node, Plain):
            assert all(typed[origin(node.origins, n)] == one for n, one in enumerate(node.text) if one != " ")
    text = Text(typed, "more", Place(Path("en.yaml"), 1, 1), [(0, Place(Path("en.yaml"), 1, 1))])
    derived = marked.text(text)
    assert all(derived.at(n) == text.at(marked.origin(n)) for n, one in enumerate(derived) if not one.isspace())


@settings(derandomize=True, deadline=None, max_examples=300)
@given(SIGNS)
def test_letters_and_figures_are_never_lost(typed: str) -> None:
    """Only targets, tags and the numbers of lists are no words."""
    printed = parse(re.sub(r"\]\([^)]*\)|\{[^}]*\}", "", typed)).plain
    assert re.findall(r"\w", printed) == re.findall(r"\w", re.sub(r"\]\([^)]*\)|\{[^}]*\}", "", typed))


@pytest.mark.parametrize(
    "unit",
    [
        *MARKS, "[x](", "[x]{", "![", "*a ", "**a ", "*a **b ", "a* ", "*1*", "~a", "^~", "<a ", "&a;", "[a]{fr}",
        "``a", "[*a*](film)", "\n", "\n\n", "- x\n", "* x\n", "1. ", "# x\n", "  \n", " ", "_a ", "~\\~", "a.b*",
        "@a*", "*_", "https://a.org/*", "***a***", "[a [b](c) d](e)", "\\",
    ],
)  # fmt: skip
def test_time_grows_with_the_length_alone(unit: str) -> None:
    def seconds(length: int) -> float:
        typed, times = (unit * length)[:length], []
        for _ in range(3):
            begin = time.process_time()
            html(parse(typed, Holds.BLOCKS).blocks, CODES)
            times.append(time.process_time() - begin)
        return min(times)

    # Four times as long; sixteen times as much would be what grows with the square.
    assert seconds(8_000) < 12 * max(seconds(2_000), 0.05)


@pytest.mark.parametrize(
    ("before", "after"), [("*", "*"), ("[", "]{fr}"), ("[*", "*]{fr}"), ("**a ", " b**"), ("*a ", " b*")]
)
def test_depth_is_bounded(before: str, after: str) -> None:
    many = 10_000 // len(before + after)
    marked = parse(before * many + "x" + after * many)
    assert is_within(marked.plain, before * many + "x" + after * many)
    assert html(marked.blocks, {}).count("x") == 1
