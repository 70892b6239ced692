"""Make sheets of the kinds of section there are: of their examples, or at random."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from support.project import PROJECT

from factsheet.content.kind import Fact, Kind, Word
from factsheet.design import kinds
from factsheet.storage.normalize import nfc
from factsheet.yaml.nodes import Listing, Map, Node

TEMPLATES = PROJECT / "templates"
NAMES = kinds.names(TEMPLATES)
KINDS = kinds.load_all(TEMPLATES)
MASTHEAD = {
    "organisation": "LSAS",
    "organisation_in_full": "Lantern Street Allotment Society",
    "kicker": "FACTSHEET",
    "title": "A gate that opens",
    "subtitle": "How a garden came to be",
}
CODE = "main-code"
IDS = st.from_regex(r"[a-z]{2,6}(-[a-z0-9]{1,4})?", fullmatch=True)
TEXTS = st.text(st.characters(codec="utf-8", categories=["Lu", "Ll", "Lo", "Nd"]), min_size=1, max_size=12).map(nfc)
Tree = dict[str, Any]


def plain(node: Node) -> Any:
    """Return a tree as maps, lists and strings."""
    if isinstance(node, Map):
        return {name: plain(below) for name, below in node.items()}
    return [plain(below) for below in node] if isinstance(node, Listing) else str(node)


def leaves(tree: Any) -> list[str]:
    """Return every text in a tree."""
    if isinstance(tree, str):
        return [tree]
    return [text for below in (tree.values() if isinstance(tree, dict) else tree) for text in leaves(below)]


def example(name: str, templates: Path = TEMPLATES) -> tuple[Tree, Tree]:
    """Return facts and words of a sheet that has the example of a kind as its only section, `one`."""
    facts, words = (plain(tree) for tree in kinds.example(templates, name))
    kind = kinds.load(templates, name)
    codes = {code: {"address": "tel:+441632960114", "purpose": "call"} for code in _of_type(kind, facts, "code")}
    whole_facts = {"source": "en", "sections": {"one": facts}} | ({"codes": codes} if codes else {})
    whole_words = {"masthead": MASTHEAD, "one": words}
    return whole_facts, whole_words | ({"codes": {code: {"call": "Call us"} for code in codes}} if codes else {})


def _of_type(kind: Kind, section: Tree, type: str) -> list[str]:
    """Return what stands in the facts of this type in a section."""
    items = [section[name] for name in kind.lists]
    holders = [section, *(facts for one in items if isinstance(one, dict) for facts in one.values())]
    facts = [fact.name for fact in (*kind.facts, *kind.item_facts) if fact.type == type]
    return [holder[name] for holder in holders for name in facts if name in holder]


def write(folder: Path, facts: Tree, known: Mapping[str, Kind] = KINDS, **words: Tree) -> Path:
    """Write a sheet with the files its facts name; return the folder it is in."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, tree in {"facts": facts, **words}.items():
        text = json.dumps(tree, ensure_ascii=False, indent=1)
        (folder / f"{name.replace('_', '-')}.yaml").write_text(text, encoding="utf-8")
    for section in facts.get("sections", {}).values():
        for path in _of_type(known[section["kind"]], section, "file"):
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).touch()
    return folder.parent


@st.composite
def sheets(draw: DrawFn, known: Sequence[Kind] = tuple(KINDS.values())) -> tuple[Tree, Tree]:
    """Draw the facts and words of a sheet of any sections."""
    ids = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    codes = {CODE: {"address": "https://example.org", "purpose": "page"}}
    facts: Tree = {"source": "en", "sections": {}, "codes": codes}
    words: Tree = {"masthead": {name: draw(TEXTS) for name in MASTHEAD}, "codes": {CODE: {"call": draw(TEXTS)}}}
    for id in ids:
        facts["sections"][id], words[id] = draw(_sections(draw(st.sampled_from(known))))
    for name in draw(st.sets(st.sampled_from(["imprint", "acknowledgement"]))):
        facts[name], words[name] = {}, {"text": draw(TEXTS)}
    return facts, words


@st.composite
def _sections(draw: DrawFn, kind: Kind) -> tuple[Tree, Tree]:
    facts: Tree = {"kind": kind.name}
    if draw(st.booleans()):
        facts["rank"] = draw(st.sampled_from(["must", "should", "may"]))
    items = draw(st.lists(IDS, min_size=max(1, len(kind.lists)), max_size=6, unique=True))
    for fact in kind.facts:
        if fact.needed or draw(st.booleans()):
            facts[fact.name] = draw(_fact(fact, facts, items))
    together = draw(st.booleans())
    for number, name in enumerate(kind.lists):
        own = items[number :: len(kind.lists)]
        facts[name] = {id: draw(_facts_of_item(kind, facts, together)) for id in own}
        if not any(facts[name].values()) and draw(st.booleans()) and not any(fact.needed for fact in kind.item_facts):
            facts[name] = own
    return facts, draw(_words(kind, facts))


@st.composite
def _facts_of_item(draw: DrawFn, kind: Kind, section: Tree, together: bool) -> Tree:
    facts = {}
    for fact in kind.item_facts:
        spared = fact.unless and section.get(fact.unless[0]) == fact.unless[1]
        if together if fact.together else fact.needed or (fact.unless and not spared) or draw(st.booleans()):
            facts[fact.name] = draw(_fact(fact, section, []))
    return facts


def _fact(fact: Fact, section: Tree, items: list[str]) -> st.SearchStrategy[Any]:
    whole = st.integers(fact.least or 1, fact.most or 99).map(str)
    share = st.integers(0, 10).map(lambda tenth: f"{tenth / 10}")
    by_id = st.sampled_from(section.get(fact.by or "", [""])) if fact.by else st.nothing()
    return {
        "ids": st.lists(IDS, min_size=1, max_size=4, unique=True),
        "some": st.lists(st.sampled_from(items or [""]), min_size=1, max_size=fact.most, unique=True),
        "choice": st.sampled_from(fact.of or ("",)),
        "choices": st.dictionaries(by_id, st.sampled_from(fact.of or ("",)), min_size=1),
        "whole": whole,
        "number": st.sampled_from(["14", "9.5", "-3", "0"]),
        "year": st.integers(1, 9999).map(str),
        "longitude": st.integers(-180, 180).map(str),
        "latitude": st.integers(-90, 90).map(str),
        "address": st.just("https://example.org/page"),
        "phone": st.sampled_from(["110", "+44 20 7946 0000", "٠٣٠ ٢٣١٢٥"]),
        "email": st.just("help@example.org"),
        "file": st.sampled_from(["pictures/a.svg", "b.JPG"]),
        "code": st.just(CODE),
        "focus": st.lists(share, min_size=2, max_size=2),
    }[fact.type]


@st.composite
def _words(draw: DrawFn, kind: Kind, facts: Tree) -> Tree:
    words = draw(_texts(kind.words, facts, {}))
    for name in kind.lists:
        own = facts[name]
        for id in own:
            has = own[id] if isinstance(own, dict) else {}
            words.setdefault("items", {})[id] = draw(_texts(kind.item_words, facts, has, bare=True))
    return words


@st.composite
def _texts(draw: DrawFn, words: Sequence[Word], section: Tree, has: Tree, bare: bool = False) -> Tree:
    found: Tree = {}
    for word in words:
        if word.each:
            by_id = {id: draw(TEXTS) for id in section[word.each]}
            found |= by_id if bare else {word.name: by_id}
        elif word.beside in has if word.beside else not word.optional or draw(st.booleans()):
            found[word.name] = draw(TEXTS)
    return found
