"""Nothing that leaves the computer says whose it is: neither what was made, nor what is told of what went wrong."""

from __future__ import annotations

import io
import os
import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import pytest
from support import selection
from support.project import A4, LETTER, PATIENCE, PROJECT, SHEET, SHEETS, command

USER, HOST, HOME, FOLDER = "anna-secret", "host-of-anna", "home-of-anna", "project-of-anna"
PLANTED = (USER, HOST, HOME, FOLDER, "/tmp/", *(name for name in [platform.node().lower()] if len(name) > 5))
ONE = ("--layout", A4)


@dataclass(frozen=True)
class Anna:
    """Somebody's computer: her project below her home, and a folder for temporary files of her own."""

    project: Path
    scratch: Path
    env: Mapping[str, str]

    def run(self, *argv: str) -> subprocess.CompletedProcess[str]:
        """Run a command there; the code of how it ended is the caller's business."""
        done = subprocess.run(
            command(self.project, *argv), cwd=self.project, env={**os.environ, **self.env}, capture_output=True,
            text=True, timeout=PATIENCE, check=False,
        )  # fmt: skip
        assert "Unexpected error" not in done.stderr, done.stderr
        assert [path.name for path in self.scratch.iterdir()] == []
        return done

    def change(self, file: str, old: str, new: str) -> None:
        """Replace what stands in a file of hers."""
        path = self.project / file
        text = path.read_text(encoding="utf-8")
        assert old in text, (file, old)
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def told(self) -> Iterator[tuple[str, str]]:
        """Every piece of every file in dist/ in which one of her names stands, by file and name."""
        for path in sorted((self.project / "dist").rglob("*")):
            if path.is_file():
                said = b"\n".join(_pieces(path)).decode("utf-8", "replace").lower()
                for name in PLANTED:
                    if name in said:
                        at = said.index(name)
                        yield str(path.relative_to(self.project)), said[max(0, at - 80) : at + 80]


def _pieces(path: Path) -> Iterator[bytes]:
    """What a file says: its bytes, and those of each stream of a PDF as they are when unpacked."""
    contents = path.read_bytes()
    yield path.name.encode()
    yield contents
    yield contents.replace(b"\0", b"")  # text in UTF-16
    if path.suffix == ".pdf":
        with pikepdf.open(io.BytesIO(contents)) as document:
            for thing in document.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.read_bytes()
                yield str(thing.unparse() if not isinstance(thing, pikepdf.Stream) else dict(thing)).encode()


@pytest.fixture
def anna(tmp_path: Path) -> Anna:
    project = tmp_path / HOME / USER / FOLDER
    for name in ("locales", "templates/_shared", f"templates/{A4}", f"templates/{LETTER}", "assets", "factsheet"):
        shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("build.py", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(PROJECT / name, project)
    sheet = project / "content" / SHEET
    shutil.copytree(SHEETS / SHEET, sheet)
    shutil.copy(sheet / "en.yaml", sheet / "fr.yaml")
    scratch = tmp_path / "scratch-of-anna"
    scratch.mkdir()
    home = str(tmp_path / HOME / USER)
    names = {"USER": USER, "LOGNAME": USER, "USERNAME": USER, "HOSTNAME": HOST, "EMAIL": f"{USER}@{HOST}"}
    return Anna(project, scratch, {"HOME": home, "TMPDIR": str(scratch), **names})


def test_what_is_made_says_nothing_of_its_maker(anna: Anna) -> None:
    made = anna.run("build", *ONE, "--proof")
    assert made.returncode == 0, made.stderr
    assert anna.run("proof", "--lang", "fr", *ONE).returncode == 0
    for kind in ("po", "csv"):
        assert anna.run("export", "--lang", "fr", "--as", kind).returncode == 0
    files = {path.suffix for path in (anna.project / "dist").rglob("*") if path.is_file()}
    assert files == {".pdf", ".png", ".html", ".json", ".po", ".csv"}
    assert [*anna.told()] == []


def _unreadable(anna: Anna, file: str) -> None:
    path = anna.project / file
    path.unlink(missing_ok=True)
    path.mkdir()


def _fail(anna: Anna, error: str) -> None:
    """Let her copy of the program fail, as a computer can."""
    begin = "def _profile(folder: Path) -> bytes:\n"
    anna.change("factsheet/pdf/intents.py", begin, f"{begin}    raise {error}\n")


EN = f"content/{SHEET}/en.yaml"
LAYOUT = f"templates/{A4}/layout"
FAULTS: dict[str, Callable[[Anna], object]] = {
    "a name that no template has": lambda anna: anna.change(f"{LAYOUT}.html", "{% if", "{{ nothing.of }}{% if"),
    "a mistake in a template": lambda anna: anna.change(f"{LAYOUT}.html", "{% if", "{% if %}{% if"),
    "a piece that is not there": lambda anna: anna.change(f"{LAYOUT}.html", "parts/masthead.html", "parts/mast.html"),
    "a link that leads out": lambda anna: (anna.project / f"templates/{A4}/ltr.css").symlink_to("/etc/fstab"),
    "a template that cannot be read": lambda anna: _unreadable(anna, f"{LAYOUT}.html"),
    "a template that is not text": lambda anna: (anna.project / f"{LAYOUT}.html").write_bytes(b"\xff\xfe\0"),
    "styles that cannot be read": lambda anna: _unreadable(anna, f"{LAYOUT}.css"),
    "styles that are not text": lambda anna: (anna.project / f"{LAYOUT}.css").write_bytes(b"\xff\xfe\0"),
    "styles that are too large": lambda anna: (anna.project / f"{LAYOUT}.css").write_bytes(b" " * (1 << 21)),
    "styles that nobody understands": lambda anna: anna.change(f"{LAYOUT}.css", "}", "} p { colour: red; width: 3 }"),
    "a picture that is not there": lambda anna: anna.change(f"{LAYOUT}.css", "}", '} p { background: url("a.svg") }'),
    "a layout with a slip": lambda anna: anna.change(f"{LAYOUT}.yaml", "bleed: ", "bleed: three "),
    "a layout that cannot be read": lambda anna: _unreadable(anna, f"{LAYOUT}.yaml"),
    "a glossary that cannot be read": lambda anna: _unreadable(anna, "content/glossary.csv"),
    "a glossary that is none": lambda anna: (anna.project / "content/glossary.csv").write_bytes(b"\xff\xfe\0"),
    "words that are too large": lambda anna: (anna.project / EN).write_bytes(b"a" * (1 << 20)),
    "words with a slip": lambda anna: anna.change(EN, "title: ", "titel: "),
    "words that cannot be read": lambda anna: _unreadable(anna, EN),
    "a record that is none": lambda anna: (anna.project / f"content/{SHEET}/fr.lock.json").write_text("{"),
    "a font that nobody has": lambda anna: anna.change("locales/en.yaml", "FS ", "XX "),
    "a palette that cannot be read": lambda anna: _unreadable(anna, "templates/_shared/palette.yaml"),
    "a language that is not known": lambda anna: (anna.project / "locales/fr.yaml").unlink(),
    "a folder where a PDF belongs": lambda anna: (
        anna.project / f"dist/{SHEET}/en/{SHEET}_{A4}_en_press.pdf/x"
    ).mkdir(parents=True),
    "a map that is none": lambda anna: _unreadable(anna, "assets/images/land.svg"),
    "a profile that is none": lambda anna: (anna.project / "assets/icc/fogra39.icc").write_bytes(b"a"),
    "a disk that fails": lambda anna: _fail(anna, "OSError(5, 'Input/output error', str(folder))"),
    "a package that does not load": lambda anna: _fail(anna, "ImportError(f'{folder}/x.so: file too short')"),
    "text that does not fit": lambda anna: anna.change(EN, "lead: ", f'lead: "{"Word. " * 300}" #'),
}  # fmt: skip


OF_A_TRANSLATION = {"a record that is none", "a language that is not known"}
# One of each kind of file, of what the computer does, and of words that are told.
QUICK = {
    "a name that no template has", "a link that leads out", "styles that nobody understands", "a layout with a slip",
    "a record that is none", "a folder where a PDF belongs", "a disk that fails", "text that does not fit",
}  # fmt: skip


@pytest.mark.parametrize("fault", selection.cases(FAULTS, QUICK.__contains__))
def test_what_is_told_of_a_fault_says_nothing_of_whose_computer_it_is(anna: Anna, fault: str) -> None:
    FAULTS[fault](anna)
    languages = () if fault in OF_A_TRANSLATION else ("--lang", "en")
    done = anna.run("build", *ONE, *languages, "--for", "press", "--for", "screen")
    assert done.returncode not in (0, 1), done.stderr
    assert [*anna.told()] == []
    reports = {path.name for path in (anna.project / "dist").glob("report.*")}
    assert reports == {"report.json", "report.html"} or done.returncode in (2, 3, 4), done.stderr


def test_quick_faults_are_some_of_all() -> None:
    assert {*FAULTS} > QUICK | OF_A_TRANSLATION


def test_a_search_would_find_what_was_planted(anna: Anna) -> None:
    dist = anna.project / "dist"
    dist.mkdir()
    document = pikepdf.new()
    document.add_blank_page()
    document.Root.Hidden = document.make_stream(f"made by {USER}".encode())
    document.docinfo["/Author"] = HOST
    document.save(dist / "a.pdf", compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    (dist / "report.json").write_text(f'"{anna.project}"')
    found = {file for file, _ in anna.told()}
    assert found == {"dist/a.pdf", "dist/report.json"}
    names = {name for name in PLANTED for _, said in anna.told() if name in said}
    assert {USER, HOST, FOLDER} <= names
