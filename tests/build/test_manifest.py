"""A record is believed if every bit of it is as it was written, and not otherwise."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from factsheet.build import manifest

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(record=PLAIN)
def test_what_was_written_is_read(tmp_path_factory, record):
    file = tmp_path_factory.mktemp("records") / "a" / "b.json"
    try:
        told = str(record).encode()
    except UnicodeEncodeError:  # half of a surrogate pair, which no file of ours can hold
        return
    assert told is not None
    manifest.write(file, record)
    assert manifest.read(file) == record


def test_with_any_bit_turned_it_is_none(tmp_path):
    file = tmp_path / "a.json"
    manifest.write(file, {"key": "a" * 8, "files": {"ä.pdf": "1"}, "pdfs": 3})
    sound = file.read_bytes()
    for place in range(len(sound)):
        for bit in range(8):
            damaged = bytearray(sound)
            damaged[place] ^= 1 << bit
            file.write_bytes(damaged)
            assert manifest.read(file) is None, (place, bit)


def test_with_any_part_missing_it_is_none(tmp_path):
    file = tmp_path / "a.json"
    manifest.write(file, {"key": "a" * 8, "pdfs": 3})
    sound = file.read_bytes()
    for length in range(len(sound)):
        file.write_bytes(sound[:length])
        assert manifest.read(file) is None, length
    file.unlink()
    assert manifest.read(file) is None
    file.mkdir()
    assert manifest.read(file) is None


def test_where_none_can_be_written_nothing_happens(tmp_path):
    (tmp_path / "file").write_bytes(b"mine")
    manifest.write(tmp_path / "file" / "a.json", {})
    assert (tmp_path / "file").read_bytes() == b"mine"


@pytest.mark.parametrize("record", [None, [], 3, {}, {"key": 1}, {"key": ""}])
def test_a_whole_record_of_another_version_is_not_believed(tmp_path, record):
    run = manifest.begin(tmp_path, tmp_path / "content", tmp_path / "dist", {})
    manifest.write(run.file, {**record, "key": run.key} if isinstance(record, dict) else record)
    assert manifest.last(run) is None


def test_a_run_that_was_asked_for_something_else_is_another(tmp_path):
    (tmp_path / "dist").mkdir()

    def begin(**options: object) -> manifest.BuildRequest:
        return manifest.begin(tmp_path, tmp_path / "content", tmp_path / "dist", options)

    for name in manifest._REPORTS:
        Path(tmp_path, "dist", name).write_text("x", encoding="utf-8")
    manifest.keep(begin(lang=["ar"]), {}, {}, 3, ["look"])
    assert manifest.last(begin(lang=["ar"])) == manifest.PreviousBuild(3, ("look",))
    assert manifest.last(begin(lang=["en"])) is None
    (tmp_path / "dist" / "index.html").write_text("y", encoding="utf-8")
    assert manifest.last(begin(lang=["ar"])) is None
