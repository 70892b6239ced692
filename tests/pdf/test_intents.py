"""Screen and office files: made of the same pages, the same anywhere, and silent on who made them where and when."""

from __future__ import annotations

import io
import socket
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2
import pytest
from pikepdf import Name
from support import products, same_bytes, selection
from support.editions import OF_THE_SOURCE, TRANSLATED
from support.planted import plant
from support.project import LAYOUTS, PROJECT, Workshop, subprocess_run

from factsheet.compose import composer
from factsheet.design.editions import Edition, Intent
from factsheet.engine import typeset
from factsheet.pdf import intents

MM = 72 / 25.4
DOTS = 4  # per mm, where pages are looked at
INKED = "@page { bleed: 3mm; background: #000 }"
INTENTS = (Intent.SCREEN, Intent.OFFICE)
EDITIONS = [edition for edition in OF_THE_SOURCE if edition.layout.name in LAYOUTS]
TAGS = [*dict.fromkeys(edition.sheet.tag for edition in TRANSLATED)]
every_edition = pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.name)
every_intent = pytest.mark.parametrize("intent", INTENTS)


def test_there_is_something_to_look_at():
    assert EDITIONS


@pytest.fixture(scope="session")
def inked(tmp_path_factory: pytest.TempPathFactory) -> dict[Intent, bytes]:
    """A page that is ink from bleed to bleed."""
    return make(plant(tmp_path_factory.mktemp("inked"), css=INKED))


def make(edition: Edition) -> dict[Intent, bytes]:
    pages = typeset.typeset(composer.compose(edition), edition)
    drawn = typeset.draw(pages)
    return {intent: intents.make_pdf(pages, drawn, None, intent) for intent in INTENTS}


def made(edition: Edition, dist: Path, intent: Intent) -> bytes:
    return edition.file(dist, intent).read_bytes()


def seen(pdf: bytes) -> list[np.ndarray]:
    """The pages in grey, 0 is black, with DOTS to the mm."""
    scale = DOTS / MM
    return [np.asarray(page.render(scale=scale).to_pil().convert("L")) for page in pypdfium2.PdfDocument(pdf)]


def edge_and_inside(page: np.ndarray, margin: float) -> tuple[np.ndarray, np.ndarray]:
    """What lies nearer to the edge than `margin` mm, and what is further inside than that by half a mm."""
    near, far = int(margin * DOTS), int((margin + 0.5) * DOTS) + 1
    frame = np.ones(page.shape, dtype=bool)
    frame[near:-near, near:-near] = False
    return page[frame], page[far:-far, far:-far]


@every_edition
@every_intent
def test_every_box_is_the_trim(edition, intent, dist):
    trim = [0, 0, edition.layout.width, edition.layout.height]
    with pikepdf.open(io.BytesIO(made(edition, dist, intent))) as document:
        for page in document.pages:
            for box in (page.mediabox, page.cropbox, page.bleedbox, page.trimbox, page.artbox):
                assert [float(edge) / MM for edge in box] == pytest.approx(trim, abs=0.01)


@every_edition
def test_both_intents_show_the_same_pages(edition, dist):
    screen, office = (seen(made(edition, dist, intent)) for intent in (Intent.SCREEN, Intent.OFFICE))
    for one, other in zip(screen, office, strict=True):
        assert (
            edge_and_inside(one, intents.OFFICE_MARGIN)[1] == edge_and_inside(other, intents.OFFICE_MARGIN)[1]
        ).all()


@every_edition
def test_office_printers_can_print_all_of_it(edition, dist):
    for page in seen(made(edition, dist, Intent.OFFICE)):
        edge, inside = edge_and_inside(page, 6)
        assert (edge == 255).all()
        assert (inside < 255).any()


def test_artwork_that_runs_off_the_page_ends_where_office_printers_do(inked):
    (screen, *_), (office, *_) = seen(inked[Intent.SCREEN]), seen(inked[Intent.OFFICE])
    assert (edge_and_inside(screen, 6)[0] == 0).all()
    edge, inside = edge_and_inside(office, 6)
    assert (edge == 255).all()
    assert (inside == 0).mean() > 0.9
    assert (screen.shape[1] / DOTS, screen.shape[0] / DOTS) == pytest.approx((100, 150), abs=0.25)


@every_edition
def test_paper_has_no_links_tags_or_bookmarks_and_is_printed_at_its_size(edition, dist):
    with pikepdf.open(io.BytesIO(made(edition, dist, Intent.OFFICE))) as document:
        assert document.Root.ViewerPreferences.PrintScaling == Name("/None")
        assert not {"/StructTreeRoot", "/MarkInfo", "/Outlines", "/Metadata"} & set(document.Root.keys())
        assert all(Name.Annots not in page.obj for page in document.pages)


@every_edition
def test_the_screen_file_says_what_a_screen_reader_needs(edition, dist):
    with pikepdf.open(io.BytesIO(made(edition, dist, Intent.SCREEN))) as document:
        assert document.Root.MarkInfo.Marked
        assert document.Root.StructTreeRoot.K
        assert document.Root.Lang == edition.sheet.tag
        assert document.Root.ViewerPreferences.DisplayDocTitle
        assert document.docinfo["/Title"] == edition.sheet.masthead.title
        assert b'pdfuaid:part="1"' in document.Root.Metadata.read_bytes()
        assert all(page.obj.Tabs == Name.S for page in document.pages)
        assert document.open_outline().root


@every_edition
def test_links_lead_to_the_addresses_of_the_facts_and_nowhere_else(edition, dist):
    with pikepdf.open(io.BytesIO(made(edition, dist, Intent.SCREEN))) as document:
        links = {str(note.A.URI) for page in document.pages for note in page.obj.get(Name.Annots, ()) if Name.A in note}
    facts = edition.sheet.facts
    assert all(link.startswith("https://") for link in links)
    parts = [facts.contact and facts.contact.web, facts.acknowledgement and facts.acknowledgement.web]
    assert links == {str(one) for one in (facts.film and facts.film.address, *parts) if one}


def test_the_same_pages_make_the_same_bytes(inked, tmp_path):
    assert make(plant(tmp_path, css=INKED)) == inked


TOKYO = {"TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONHASHSEED": "7", "USER": "zaphod", "LOGNAME": "zaphod"}
NEWFOUNDLAND = {
    "TZ": "America/St_Johns",
    "LC_ALL": "POSIX",
    "PYTHONCOERCECLOCALE": "0",
    "PYTHONHASHSEED": "9",
    "SOURCE_DATE_EPOCH": "1",
    "HOME": "/nonexistent/trillian",
    "COLUMNS": "20",
}


@pytest.mark.parametrize("tag", selection.cases(TAGS, lambda tag: tag == EDITIONS[0].sheet.tag))
def test_the_same_bytes_are_made_anywhere_at_any_time_by_anybody(workshop: Workshop, tmp_path, tag):
    """In two places, reports and all, in the source; and the editions among them are those that are made here."""
    made = []
    for env in (TOKYO, NEWFOUNDLAND)[: 2 if tag == TAGS[0] else 1]:
        elsewhere = ("--content", PROJECT / "content", "--lang", tag, "--out", tmp_path / env["TZ"].replace("/", "-"))
        ended = subprocess_run(workshop.folder, *elsewhere, cwd=Path("/"), env=env)
        assert ended.code == 0, ended.err
        made.append(written(elsewhere[-1]))
    assert same_bytes.differences(made[0], made[-1]) == []
    for edition in TRANSLATED:
        if edition.sheet.tag == tag and edition.layout.name in LAYOUTS:
            here = products.dist(edition)
            for intent in Intent:
                path = edition.file(here, intent)
                name = path.relative_to(here)
                assert same_bytes.differences({name: made[0][name]}, {name: path.read_bytes()}) == []


def written(out: Path) -> dict[Path, bytes]:
    return {file.relative_to(out): file.read_bytes() for file in out.rglob("*") if file.is_file()}


@every_edition
@every_intent
def test_nothing_tells_who_made_it_where_or_when(edition, intent, dist):
    with pikepdf.open(io.BytesIO(made(edition, dist, intent))) as document:
        told = sorted(document.docinfo.keys())
        plain = io.BytesIO()
        document.save(
            plain,
            compress_streams=False,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    text = plain.getvalue()
    assert b"BT" in text, "streams are still compressed"
    assert "/Title" in told
    assert {*told} <= {"/Author", "/Producer", "/Subject", "/Title"}
    secrets = ["CreationDate", "ModDate", "CreateDate", "ModifyDate", "/tmp/", "/home/", "file:", "sheet.invalid"]
    # Short ones could stand in the text by chance; that they are not there is what the same bytes anywhere prove.
    secrets += [secret for secret in (str(PROJECT), f"{Path.home()}/", socket.gethostname()) if len(secret) > 5]
    for secret in secrets:
        assert secret.encode() not in text, secret
        assert secret.encode("utf-16-be") not in text, secret
