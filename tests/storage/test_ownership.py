"""No file that somebody else has made is ever replaced, and whatever this program has made always may be."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from support.editions import OF_THE_SOURCE
from support.project import PROJECT, in_process

from factsheet.build import gallery
from factsheet.compose import composer
from factsheet.design.editions import Intent
from factsheet.engine import typeset
from factsheet.findings import ExitCode, ProjectError
from factsheet.fitting import copyfit
from factsheet.pdf import intents, proofs
from factsheet.storage import ownership
from factsheet.translation import exchange
from factsheet.translation.exchange import Bundle

CARDS = next(edition for edition in OF_THE_SOURCE if edition.layout.name == "cards")
BUNDLE = Bundle("flyer", "en", "fr", ())


def document(**told: str) -> bytes:
    with pikepdf.new() as made:
        made.add_blank_page()
        for key, value in told.items():
            made.docinfo[f"/{key}"] = value
        made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, BaseFont=pikepdf.Name("/ABCDEF+Helvetica")))
        written = io.BytesIO()
        made.save(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        ("index.html", b"<!DOCTYPE html><title>My site</title>"),
        ("index.html", b"x" * 3000 + ownership.GENERATOR.encode()),
        ("report.json", b'{"editions": 3}'),
        ("report.json", b"[1, 2"),
        ("a.pdf", document(Producer="LibreOffice")),
        ("a.csv", b"name,phone\r\n"),
        ("a.csv", b"\xef\xbb\xbfsheet;key;state\r\n"),
        ("a.po", b'msgid ""\nmsgstr ""\n"Language: fr\\n"\n'),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x80\0\0\0\x80"),
    ],
)
def test_what_somebody_else_has_made_is_refused_by_name(name: str, contents: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(contents)
    (tmp_path / f"2{name}").write_bytes(contents)
    with pytest.raises(ProjectError) as refused:
        ownership.refuse_foreign([tmp_path / name, tmp_path / "absent.pdf", tmp_path / f"2{name}"])
    assert [one.place.file.name for one in refused.value.findings if one.place] == [name, f"2{name}"]
    assert {one.exit_code for one in refused.value.findings} == {ExitCode.ENVIRONMENT}
    assert all("--out" in str(one.hint) for one in refused.value.findings)


@pytest.mark.parametrize(
    ("name", "contents"),
    [
        *((f"a.{kind}", write(BUNDLE)) for kind, write in exchange.FORMATS.items()),
        ("index.html", b"<html><head>\n<title>Printable handouts</title>"),
        ("report.html", b"<html><head>\n<title>Report of the last build</title>"),
        ("a.html", b"<html><head>\n<title>To review: A sheet, fran\xc3\xa7ais</title>"),
        ("report.json", json.dumps({"editions": [], "findings": []}).encode()),
        ("a.pdf", b"%PDF-1.7\ncut off"),
        ("index.html", b" \n"),
        ("a.png", b"cut off"),
        ("notes.txt", b"of no kind that is ever written"),
    ],
)
def test_what_was_made_before_or_is_ruined_may_be_replaced(name: str, contents: bytes, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(contents)
    assert not ownership.is_foreign(tmp_path / name)


def test_every_file_of_an_edition_is_known_again(tmp_path: Path) -> None:
    pages = copyfit.fit(composer.compose(CARDS), CARDS).pages
    drawn = typeset.draw(pages)
    hint = typeset.hint(composer.hint(CARDS), CARDS)
    files = {intent: intents.make_pdf(pages, drawn, hint, intent) for intent in Intent}
    for name, pdf in {**files, **proofs.make_files(pages, drawn)}.items():
        (tmp_path / f"{name}.pdf").write_bytes(pdf)
        assert not ownership.is_foreign(tmp_path / f"{name}.pdf"), name
    with pypdfium2.PdfDocument(files[Intent.SCREEN]) as screen:
        assert len(screen) == pages.count
    for path, png in gallery.picture(CARDS, files, tmp_path).items():
        path.parent.mkdir(parents=True)
        path.write_bytes(png)
        assert not ownership.is_foreign(path)


@pytest.mark.parametrize("page", ["index", "report", "galley"])
def test_every_page_for_browsers_says_whose_it_is(page: str) -> None:
    text = (PROJECT / f"templates/_shared/{page}.html").read_text(encoding="utf-8")
    assert ownership.GENERATOR in text[: ownership._HEAD]


def test_a_build_beside_a_foreign_page_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command_line: None
) -> None:
    (tmp_path / "index.html").write_text("<title>My site</title>", encoding="utf-8")
    words = ("--layout", "cards", "--lang", "en", "--for", "office", "--jobs", "1", "--out", tmp_path)
    ended = in_process(words, capsys)
    assert ended.code == 7
    assert [path.name for path in tmp_path.iterdir()] == ["index.html"]
    assert "index.html: was not made by this program" in ended.err


def test_a_folder_that_is_a_sheet_is_told_from_one_that_holds_sheets(
    capsys: pytest.CaptureFixture[str], command_line: None
) -> None:
    (sheet,) = (path.parent for path in (PROJECT / "content").glob("*/facts.yaml"))
    for command in ("list", "check"):
        ended = in_process((command, "--content", sheet), capsys)
        assert ended.code == ExitCode.CONTENT
        assert f"--content {sheet.parent}" in ended.err
