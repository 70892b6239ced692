"""Whatever people write: PDFs that hold every word, or a documented exit code; no traceback, no half-written file."""

from __future__ import annotations

import contextlib
import io
import re
import shutil
import tempfile
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from support import selection
from support.project import PATIENCE, PROJECT

import build
from factsheet.content.models import Copy
from factsheet.design import layouts
from factsheet.design.project import Project
from factsheet.lint import ready_editions

BATCHES, FIRST, EACH = 8, 12, 25
"""Sheets in each batch, and in the first, which is all that a quick run tries."""
LAYOUTS = layouts.names(PROJECT / "templates")
DOCUMENTED = {0, 3, 4, 5, 6, 7}
PRINTABLE = (
    "People who use drugs have rights.",
    "Nothing about us, without us",
    "pneumonoultramicroscopicsilicovolcanoconiosis" * 3,
    "x" * 900,
    "donaudampfschifffahrtsgesellschaft-" * 20,
    "<script>alert(1)</script>",
    "<b onclick=x>&nbsp;</style>",
    "{{ 7 * 7 }}{% include /etc/passwd %}{# #}",
    "{{ x.__class__.__mro__ }}",
    "; DROP TABLE sheets;",
    "url(https://example.org/x.png) @import \\0041",
    "# not a comment: [a, b] &anchor *alias !!python/object",
    "no",
    "1961",
    "12:30",
    "null",
    "a\u00adb\u200bc\u00a0d\u202fe",
)
STRANGE = (
    "👩🏽‍⚕️🏳️‍🌈",
    "call \u202e112\u202c now",
    "\u2067שלום\u2069",
    "حقوق الإنسان",
    "हार्म रिडक्शन",
    "ผู้ใช้ยา",
    "'quoted' \"twice\"",
    "~",
    "Z̷̢̛a̴l̶g̷o̸",
    "\ud800",
    "\x00\x07\x1b",
    "\ufeff",
    "  ",
    "",
)
PLAIN = st.one_of(
    st.just("We know what we need."),
    st.sampled_from(("Rights", "Our own words, as we say them", "Ça et là, déjà vu")),
    st.sampled_from(PRINTABLE),
    st.lists(st.sampled_from(PRINTABLE), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(("rights ", "ça et là ", "long-winded ")).map(lambda word: (word * 400).strip()),
    st.text("abcdefghij", min_size=1, max_size=40),
)
ANY = st.one_of(PLAIN, st.sampled_from(STRANGE), st.text(max_size=60))
SHORT = st.sampled_from(("We know what we need.", "Rights", *PRINTABLE[5:]))
IDS = st.lists(st.from_regex(r"[a-z]{1,8}(-[a-z0-9]{1,4})?", fullmatch=True), max_size=6, unique=True)


@st.composite
def sheets(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Facts and copy that agree in their keys, with any words in them and any section left out."""
    words = draw(st.sampled_from((SHORT, SHORT, PLAIN, ANY)))
    facts: dict[str, Any] = {"source": "en"}
    copy: dict[str, Any] = {"masthead": {name: draw(words) for name in _keys("masthead")}}

    def item(*more: str) -> dict[str, str]:
        told = {name: draw(words) for name in more} | {"lead": draw(words)}
        return told | ({"more": draw(words)} if draw(st.booleans()) else {})

    if ids := draw(IDS):
        facts["messages"] = ids
        copy["messages"] = {"heading": draw(words), "items": {name: item() for name in ids}}
    if ids := draw(IDS):
        facts["timeline"] = {name: {"year": draw(st.integers(1800, 2030))} for name in ids}
        copy["timeline"] = {"heading": draw(words), "items": {name: item("date") for name in ids}}
    if ids := draw(IDS):
        place = st.fixed_dictionaries({"longitude": st.integers(-180, 180), "latitude": st.integers(-60, 80)})
        facts["regions"] = {name: draw(place) for name in ids}
        copy["regions"] = {"heading": draw(words), "items": {name: item("name") for name in ids}}
    if draw(st.booleans()):
        facts["film"] = {
            "address": draw(st.sampled_from(("https://example.org/film", "https://example.org/" + "a" * 120)))
        }
        copy["film"] = {"call": draw(words)}
    if draw(st.booleans()):
        facts["contact"], copy["contact"] = (
            {"web": "https://example.org"},
            {"name": draw(words), "address": draw(words)},
        )
    if draw(st.booleans()):
        facts["acknowledgement"], copy["acknowledgement"] = {"web": "https://example.org"}, {"text": draw(words)}
    return facts, copy


def _keys(section: str) -> Iterator[str]:
    yield from Copy.model_fields[section].annotation.model_fields  # type: ignore[union-attr]


@pytest.mark.parametrize("batch", selection.cases(range(BATCHES), lambda batch: batch == 0))
def test_whatever_people_write(batch: int, command_line: None) -> None:
    seen: Counter[int] = Counter()
    count = EACH if batch else FIRST

    @seed(batch)
    @settings(
        max_examples=count,
        deadline=1000 * PATIENCE,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=[*HealthCheck],
    )
    @given(sheets(), st.sampled_from(LAYOUTS))
    def whatever(sheet: tuple[dict[str, Any], dict[str, Any]], layout: str) -> None:
        folder = Path(tempfile.mkdtemp())
        try:
            seen[_built(folder, layout, *sheet)] += 1
        finally:
            shutil.rmtree(folder)

    whatever()
    assert sum(seen.values()) >= count
    assert {*seen} <= DOCUMENTED
    assert seen[0] > count / 20, "too few could be made to prove anything"


def _built(folder: Path, layout: str, facts: dict[str, Any], copy: dict[str, Any]) -> int:
    """Build the sheet in one layout, hold what was made against it, and return the exit code."""
    content, out = folder / "content", folder / "dist"
    (content / "any-sheet").mkdir(parents=True)
    for name, tree in (("facts", facts), ("en", copy)):
        text = yaml.dump(tree, Dumper=yaml.SafeDumper, allow_unicode=False, sort_keys=False)
        (content / "any-sheet" / f"{name}.yaml").write_text(text, encoding="utf-8")
    said = io.StringIO()
    with contextlib.redirect_stderr(said), contextlib.redirect_stdout(said):
        code = build.main(["--content", str(content), "--out", str(out), "--layout", layout])
    assert "Unexpected error" not in said.getvalue(), said.getvalue()
    assert "Traceback" not in said.getvalue(), said.getvalue()
    assert (code == 0) or "Hint: " in said.getvalue(), said.getvalue()
    made = {path.name.rpartition("_")[2]: path for path in out.rglob("*.pdf")}
    assert [path for path in out.rglob("*") if path.name.startswith(".")] == []
    assert {*made} == ({"screen.pdf", "office.pdf", "press.pdf"} if code == 0 else set()), (code, made)
    if made:
        _holds_every_word(made["screen.pdf"], folder, layout)
    return code


def _holds_every_word(pdf: Path, folder: Path, layout: str) -> None:
    """Read the letters back with a program that knows nothing of this project, and count them."""

    (edition,), _ = ready_editions.find(Project(PROJECT, folder / "content"), (), (layout,), ())
    stands = Counter(_letters("".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))))
    missing = Counter(_letters("".join(edition.strings))) - stands
    assert not missing, missing


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", text))
