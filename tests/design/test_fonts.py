from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import uharfbuzz
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont

from factsheet.design import fonts, locales
from factsheet.findings import ExitCode, Place, ProjectError

ROOT = Path(__file__).resolve().parents[2]
ASSETS = ROOT / "assets"
SAMPLES = tomllib.loads((ROOT / "tests/scripts/samples.toml").read_text(encoding="utf-8"))
SHAPES = ROOT / "tests" / "reference" / "shapes.json"
LISTED = tomllib.loads((ASSETS / "fonts/SOURCES.toml").read_text(encoding="utf-8"))
CUT = [entry for entry in LISTED["font"] if "cut" in entry]


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    """A copy of the real assets that a test may damage."""
    shutil.copytree(ASSETS / "fonts", tmp_path / "assets" / "fonts")
    return tmp_path / "assets"


def typeset(scratch: Path, html: str, *, faces: bool = True) -> tuple[set[str], str]:
    """Set `html` in a fresh, isolated process; the names of the embedded fonts, and what the engine logged."""
    program = (
        "import logging, sys\n"
        "from pathlib import Path\n"
        "from factsheet.design import fonts\n"
        "assets, scratch, faces, html = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], sys.argv[4]\n"
        "logging.basicConfig(format='%(message)s')\n"
        "fonts.isolate(assets, scratch)\n"
        "import weasyprint\n"
        "css = fonts.face_css(assets, (assets / 'fonts').as_uri() + '/') if faces == 'True' else ''\n"
        "weasyprint.HTML(string=f'<style>{css}</style>{html}').write_pdf(scratch / 'page.pdf', uncompressed_pdf=True)\n"
    )
    command = [sys.executable, "-c", program, str(ASSETS), str(scratch), str(faces), html]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=True)
    pdf = (scratch / "page.pdf").read_bytes().decode("latin-1")
    return {name.partition("+")[2] for name in re.findall(r"/BaseFont\s*/([^\s/]+)", pdf)}, done.stderr


def test_the_fonts_in_the_project_are_the_pinned_ones() -> None:
    fonts.verify(ASSETS)


def test_every_font_file_in_the_project_is_listed_so_that_its_origin_is_known() -> None:
    listed = (ASSETS / "fonts" / "SOURCES.toml").read_text(encoding="utf-8")
    for file in (ASSETS / "fonts").rglob("*.ttf"):
        assert f'file = "{file.relative_to(ASSETS / "fonts").as_posix()}"' in listed


def test_every_lost_or_changed_file_is_named_with_what_to_do(assets: Path) -> None:
    lost = next(assets.rglob("*Black.ttf"))
    lost.unlink()
    changed = next(assets.rglob("*Regular.ttf"))
    changed.write_bytes(changed.read_bytes()[:-1])
    with pytest.raises(ProjectError) as refused:
        fonts.verify(assets)
    assert {(f.place and f.place.file, f.what) for f in refused.value.findings} == {
        (lost, "font file is missing"),
        (changed, "font file is not the pinned one"),
    }
    assert {f.exit_code for f in refused.value.findings} == {ExitCode.LAYOUT}
    assert all("fetch_fonts.py" in f.hint for f in refused.value.findings)


def packed(assets: Path) -> list[fonts.Source]:
    """The font files of one pack, as if they had been fetched: their bytes stand in for them."""
    name = next(source.pack for source in fonts._sources(assets) if source.pack)
    return [source for source in fonts._sources(assets) if source.pack == name]


def test_a_pack_may_be_absent_but_not_in_part(assets: Path) -> None:
    shutil.rmtree(assets / "fonts" / "packs", ignore_errors=True)
    fonts.verify(assets)
    first, *rest = packed(assets)
    (assets / "fonts" / first.file).parent.mkdir(parents=True)
    (assets / "fonts" / first.file).write_bytes(b"not it")
    with pytest.raises(ProjectError) as refused:
        fonts.verify(assets)
    assert [f.place and f.place.file for f in refused.value.findings] == [
        assets / "fonts" / source.file for source in (first, *rest)
    ]
    assert {f.hint for f in refused.value.findings} == {f"run: {fonts.FETCH} --pack {first.pack}"}


def test_a_language_whose_pack_is_absent_is_told_the_command(assets: Path) -> None:
    shutil.rmtree(assets / "fonts" / "packs", ignore_errors=True)
    family = next(source.family for source in packed(assets) if source.family)
    ours = next(iter(fonts.families(assets) - {source.family for source in fonts._sources(assets) if source.pack}))
    here = Place(Path("qaa.yaml"))
    pack, unknown = fonts.unusable(assets, [ours, family, "Comic Sans", family], here)
    assert pack.what == f'fonts: "{family}" is too large to be kept with the project, and is not here yet'
    assert pack.hint == f"run once: {fonts.FETCH} --pack {packed(assets)[0].pack}"
    assert unknown.what == 'fonts: there is no font "Comic Sans"'
    assert ours in unknown.hint
    assert pack.place == unknown.place == here


def test_only_the_faces_of_the_named_families_are_given_out() -> None:
    family = next(source.family for source in fonts._sources(ASSETS) if source.family)
    named = set(re.findall('font-family: "(.+?)"', fonts.face_css(ASSETS, "", [family])))
    assert named == {family}


@pytest.mark.parametrize("damage", ["", "[[font", '[[font]]\nfile = "x"\n'])
def test_a_damaged_list_is_refused_by_name(assets: Path, damage: str) -> None:
    (assets / "fonts" / "SOURCES.toml").write_text(damage, encoding="utf-8")
    with pytest.raises(ProjectError, match=r"SOURCES\.toml: cannot be read"):
        fonts.verify(assets)


def test_no_two_files_share_family_weight_and_style_or_the_engine_would_mix_their_glyphs() -> None:
    faces = re.findall(r'family: "(.+?)";.*?weight: (\d+); font-style: (\w+)', fonts.face_css(ASSETS, ""))
    assert len(faces) == len(set(faces)) == len(list((ASSETS / "fonts").rglob("*.ttf"))) - 1


def test_families_carry_names_no_computer_has_installed() -> None:
    assert fonts.families(ASSETS)
    assert all(name.startswith("FS ") for name in fonts.families(ASSETS))


def test_isolation_is_refused_without_its_fallback_as_fontconfig_would_crash(assets: Path, tmp_path: Path) -> None:
    next((assets / "fonts" / "fallback").iterdir()).unlink()
    with pytest.raises(ProjectError, match="font file is missing"):
        fonts.isolate(assets, tmp_path)


def test_a_character_no_font_has_is_logged_and_never_taken_from_the_computer(tmp_path: Path) -> None:
    scratch = tmp_path / "a & <b>"
    scratch.mkdir()
    names, log = typeset(scratch, '<p style="font-family: FS Sans, serif">word א</p>')
    assert "U+05D0" in log
    assert names
    assert all(name.startswith("FS-") for name in names)


def test_without_any_listed_font_the_engine_warns_and_does_not_crash(tmp_path: Path) -> None:
    names, log = typeset(tmp_path, "<p>word</p>", faces=False)
    assert "notdef" in log
    assert names <= {"FS-Empty"}


def test_vietnamese_letters_survive_in_copied_text(tmp_path: Path) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    words = "quyền động vật phục vụ người ẹ ị ọ ụ u e i o"
    typeset(tmp_path, f'<p style="font-family: FS Sans">{words}</p>')
    with pdfium.PdfDocument(tmp_path / "page.pdf") as pdf:
        assert pdf[0].get_textpage().get_text_bounded().strip() == words


@pytest.mark.parametrize("weight", [700, 900])
def test_ukrainian_headlines_have_the_letters_of_russian_ones(weight: int) -> None:
    (face,) = (one for one in LISTED["font"] if (one["family"], one["weight"]) == ("FS Display", weight))
    shaper = uharfbuzz.Font(uharfbuzz.Face((ASSETS / "fonts" / face["file"]).read_bytes()))
    on = dict.fromkeys(re.findall(r"'(\w{4})'", face["font_features"]), True)

    def letters(tag: str) -> list[int]:
        buffer = uharfbuzz.Buffer()
        buffer.add_str("Довідка, видатки, мережа")
        buffer.guess_segment_properties()
        buffer.language = tag
        uharfbuzz.shape(shaper, buffer, on)
        return [info.codepoint for info in buffer.glyph_infos]

    assert letters("uk") == letters("ru")


def test_the_widest_word_is_as_wide_as_it_is_set() -> None:
    (face,) = (one for one in LISTED["font"] if (one["family"], one["weight"]) == ("FS Display", 900))
    font = uharfbuzz.Face((ASSETS / "fonts" / face["file"]).read_bytes())
    for word in ("«¡Recuperemos", "подивитися\u00a0фільм", "onwards"):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(word)
        buffer.guess_segment_properties()
        uharfbuzz.shape(uharfbuzz.Font(font), buffer, {"ss01": True})
        set_width = sum(position.x_advance for position in buffer.glyph_positions) / font.upem
        found = fonts.widest_word(ASSETS, ("FS Display", "FS Sans"), f"a {word} of")
        assert set_width == pytest.approx(found, rel=0.03)
    assert fonts.widest_word(ASSETS, ("FS Display",), "") == 0


def shapes(font: bytes, family: str) -> str:
    """A digest of every outline, advance and offset that a font sets the samples of its family with."""
    shaper = uharfbuzz.Font(uharfbuzz.Face(font))
    drawn = TTFont(io.BytesIO(font))
    glyphs, names = drawn.getGlyphSet(), drawn.getGlyphOrder()
    digest = hashlib.sha256()
    for tag, sample in SAMPLES.items():
        if sample["family"] != family:
            continue
        buffer = uharfbuzz.Buffer()
        buffer.add_str(sample["text"])
        buffer.guess_segment_properties()
        buffer.language = tag
        uharfbuzz.shape(shaper, buffer)
        assert all(info.codepoint for info in buffer.glyph_infos), f"{family} lacks a letter of {tag}"
        for info, position in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
            pen = DecomposingRecordingPen(glyphs)
            glyphs[names[info.codepoint]].draw(pen)
            digest.update(repr((info.cluster, position.position, pen.value)).encode())
    return digest.hexdigest()


def test_fonts_that_were_cut_set_words_as_the_whole_ones_do(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        from tools import fetch_fonts

        packages = {pin: fetch_fonts.packed(pin) for pin in {fetch_fonts.pin_of(one) for one in CUT}}
        whole = {one["file"]: packages[fetch_fonts.pin_of(one)][one["path"]] for one in CUT}
        assert {one["file"]: hashlib.sha256(whole[one["file"]]).hexdigest() for one in CUT} == {
            one["file"]: one["original"] for one in CUT
        }
        static = {one["file"]: fetch_fonts.at(whole[one["file"]], one.get("at", {})) for one in CUT}
        written = {one["file"]: shapes(static[one["file"]], one["family"]) for one in CUT}
        SHAPES.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    ours = {one["file"]: shapes((ASSETS / "fonts" / one["file"]).read_bytes(), one["family"]) for one in CUT}
    assert ours == json.loads(SHAPES.read_text(encoding="utf-8"))
    assert len(set(ours.values())) == len(ours)


def test_cutting_loses_what_was_not_asked_for_and_nothing_else() -> None:
    from tools import fetch_fonts

    font = (
        ASSETS / "fonts" / next(one["file"] for one in CUT if one["family"] == SAMPLES["ar"]["family"])
    ).read_bytes()
    less = TTFont(io.BytesIO(fetch_fonts.cut(font, "U+0020, U+0627-0628")))
    assert set(less.getBestCmap()) == {0x20, 0x627, 0x628}
    assert less["name"].getDebugName(0) == TTFont(io.BytesIO(font))["name"].getDebugName(0)
    assert less["name"].getDebugName(14).startswith("http")
    assert fetch_fonts.cut(font, "U+0020") == fetch_fonts.cut(font, "U+0020")


@pytest.mark.parametrize("tag", sorted(path.stem for path in (ROOT / "locales").glob("*.yaml")))
def test_a_stack_has_every_weight_the_layouts_ask_for(tag: str) -> None:
    """Where a weight is lacking the engine takes another, and not always the nearest."""
    styles = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "templates").rglob("*.css"))
    named = set(re.findall(r"font: (\d+) [^;]*var\(--font-display\)", styles))
    asked = {"text": set(re.findall(r"font-weight: (\d+)", styles)) - {"900"}, "display": named}
    assert len(asked["text"]) > 2 and len(asked["display"]) > 1
    faces = re.findall(r'family: "(.+?)";.*?weight: (\d+)', fonts.face_css(ASSETS, ""))
    for use, stack in locales.load(ROOT / "locales", tag).fonts.model_dump().items():
        for family in stack:
            assert asked[use] <= {weight for name, weight in faces if name == family}, (use, family)
