"""The state of every string follows from words and record alone: edits by anybody, in any order, keep it right."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from factsheet.content import records
from factsheet.content.records import Entry, Review, State, fingerprint
from factsheet.findings import ExitCode, Place, ProjectError
from factsheet.yaml.nodes import Text

ANNA = Review("Anna", "2026-11-25")


def words(**texts: str) -> list[Text]:
    return [Text(text, key, Place(Path("x.yaml"), 1, 1)) for key, text in texts.items()]


EN = words(title="The gate", more="Open it.", year="1961", name="LSAS")
FR = words(title="La grille", more="Ouvrez-la.", year="1961", name="LSAS")
RECORDED = records.synced(EN, FR, {})
REVIEWED = records.signed(EN, FR, RECORDED, {"title", "more", "year", "name"}, ANNA)


def told(source: list[Text], made: list[Text], lock: records.Lock) -> str:
    return " ".join(records.states(source, made, lock).values())


def with_words(texts: list[Text], **changed: str) -> list[Text]:
    return words(**{text.key: str(text) for text in texts} | changed)


def test_a_new_translation_is_a_draft_and_names_are_as_in_the_source() -> None:
    assert told(EN, FR, {}) == told(EN, FR, RECORDED) == "draft draft draft same"


def test_a_review_is_a_review_of_names_and_years_too() -> None:
    assert told(EN, FR, REVIEWED) == "reviewed reviewed reviewed reviewed"


def test_what_one_side_lacks() -> None:
    assert told(EN, FR[:2], RECORDED) == "draft draft missing missing"
    assert told(EN[:2], FR, RECORDED) == "draft draft orphan orphan"


@pytest.mark.parametrize("lock", [RECORDED, REVIEWED])
def test_a_changed_source_makes_that_string_stale_and_no_other(lock: records.Lock) -> None:
    states = records.states(with_words(EN, more="Open it wide."), FR, lock)
    assert [key for key, state in states.items() if state is State.STALE] == ["more"]
    assert [states[key] for key in ("title", "year")] == [
        records.states(EN, FR, lock)[key] for key in ("title", "year")
    ]


def test_a_stale_string_stays_stale_until_its_translation_is_changed() -> None:
    source = with_words(EN, more="Open it wide.")
    lock = records.synced(source, FR, REVIEWED)
    assert told(source, FR, lock).split()[1] == "stale"
    changed = with_words(FR, more="Ouvrez-la grand.")
    assert told(source, changed, lock).split()[1] == "draft"
    assert told(source, changed, records.synced(source, changed, lock)).split()[1] == "draft"


def test_a_source_that_is_as_it_was_again_needs_nothing_done() -> None:
    assert told(EN, FR, records.synced(with_words(EN, more="Open it wide."), FR, RECORDED)).split()[1] == "draft"


def test_a_change_to_a_reviewed_translation_ends_its_review() -> None:
    changed = with_words(FR, title="Le portail")
    assert told(EN, changed, REVIEWED) == "draft reviewed reviewed reviewed"
    assert records.synced(EN, changed, REVIEWED)["title"].review is None
    # Undone after it was recorded: nobody has looked at what stands there since.
    assert told(EN, FR, records.synced(EN, changed, REVIEWED)).split()[0] == "draft"


def test_a_review_holds_again_when_the_source_is_as_it_was() -> None:
    changed = with_words(EN, title="The door")
    lock = records.synced(changed, FR, REVIEWED)
    assert told(changed, FR, lock).split()[0] == "stale"
    assert told(EN, FR, lock).split()[0] == "reviewed"


@pytest.mark.parametrize(
    ("one", "other"), [("a b", " a\n  b "), ("a b", "a\u00a0b"), ("caf\u00e9", "cafe\u0301"), ("", " ")]
)
def test_spaces_and_the_encoding_of_accents_change_nothing(one: str, other: str) -> None:
    assert fingerprint(one) == fingerprint(other)
    source, made = with_words(EN, more=one), with_words(FR, more=one)
    lock = records.signed(source, made, {}, {"more"}, ANNA)
    assert records.states(with_words(EN, more=other), made, lock)["more"] is State.REVIEWED
    assert records.states(source, with_words(FR, more=other), lock)["more"] is State.REVIEWED


@pytest.mark.parametrize(("one", "other"), [("a b", "ab"), ("a", "A"), ("a", "a."), ("a", "а")])
def test_anything_else_is_a_change(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_review_of_some_strings_leaves_the_others() -> None:
    assert told(EN, FR, records.signed(EN, FR, {}, {"title", "nothing"}, ANNA)) == "reviewed draft draft same"


def test_a_review_says_that_a_stale_string_is_right_after_all() -> None:
    source = with_words(EN, more="Open it!")
    assert told(source, FR, records.signed(source, FR, REVIEWED, {"more"}, ANNA)).split()[1] == "reviewed"


def test_orphans_keep_their_record_for_when_the_source_has_them_again() -> None:
    lock = records.synced(EN[:2], FR, REVIEWED)
    assert told(EN, FR, lock) == "reviewed reviewed reviewed reviewed"


@pytest.mark.parametrize("day", ["2026-11-25", "2024-02-29", "2000-02-29", "2025-12-31"])
def test_days(day: str) -> None:
    assert records.new_review(" Anna  B. ", day) == Review("Anna B.", day)


@pytest.mark.parametrize(
    "day", ["2026-02-29", "1900-02-29", "2026-13-01", "2026-04-31", "2026-00-10", "25.11.2026", ""]
)
def test_what_is_no_day(day: str) -> None:
    with pytest.raises(ProjectError, match="is not a day"):
        records.new_review("Anna", day)


@pytest.mark.parametrize("name", ["", "  ", "a\x07", "a" * 81])
def test_a_reviewer_has_a_name(name: str) -> None:
    with pytest.raises(ProjectError, match="must be the name") as caught:
        records.new_review(name, "2026-11-25")
    assert {finding.exit_code for finding in caught.value.findings} == {ExitCode.USAGE}


def test_the_file_has_a_sorted_line_for_each_string(tmp_path: Path) -> None:
    file = records.lock_file(tmp_path, "", "fr")
    file.write_text(records.serialized(REVIEWED), encoding="utf-8")
    lines = file.read_text(encoding="utf-8").splitlines()
    assert [line[:8] for line in lines[1:-1]] == ['"more": ', '"name": ', '"title":', '"year": ']
    assert '"r": {"by": "Anna", "on": "2026-11-25"}' in lines[1]
    assert records.read(file) == REVIEWED
    assert records.read(tmp_path / "none") == {}


texts = st.dictionaries(st.text("abc.", min_size=1), st.text(), max_size=8).map(lambda some: words(**some))
entries = st.builds(
    Entry, *[st.text(max_size=3).map(fingerprint)] * 2, st.none() | st.builds(Review, st.text(), st.just("2026-11-25"))
)


@settings(derandomize=True, deadline=None)
@given(st.dictionaries(st.text(), entries))
def test_what_was_written_is_read(tmp_path_factory: pytest.TempPathFactory, lock: dict[str, Entry]) -> None:
    lock = {key.encode("utf-8", "ignore").decode(): entry for key, entry in lock.items()}
    file = tmp_path_factory.mktemp("lock") / "x"
    file.write_text(records.serialized(lock), encoding="utf-8")
    assert records.read(file) == lock


@settings(derandomize=True, deadline=None)
@given(texts, texts, texts)
def test_to_bring_the_record_up_to_date_changes_no_state(old: list[Text], source: list[Text], made: list[Text]) -> None:
    lock = records.synced(old, made, {})
    now = records.synced(source, made, lock)
    assert records.states(source, made, lock) == records.states(source, made, now)
    assert records.synced(source, made, now) == now


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("{\n<<<<<<< HEAD\n}", 2, "left by a merge"),
        ("{\n}x", 2, "is broken here"),
        ('{\n"a": {"s": "0123456789ab", "t": "0123456789ab"}\n"b": 1}', 3, "is broken here"),
        ('{"a": {"s": "0123456789ab", "t": "0123456789ab"}, "a": 1}', None, "“a” stands twice"),
        ('{\n"a": {"s": "", "t": "0123456789ab"}}', 2, "a: is no record"),
        ('{"a": {"s": "0123456789ab"}}', 1, "a: is no record"),
        ('{"a": {"s": "0123456789ab", "t": "0123456789ab", "x": 1}}', 1, "a: is no record"),
        ('{"a": {"s": "0123456789ab", "t": "0123456789ab", "r": {"by": "A", "on": "soon"}}}', 1, "a: is no record"),
        ('{"a": {"s": "0123456789ab", "t": "0123456789ab", "r": null}}', 1, "a: is no record"),
        ('{"a": null, "b": 2}', 1, "is no record"),
        ("[]", None, "is no record"),
        ("[" * 100_000, None, "is broken"),
        ("\udcff", None, "is broken"),
        ("", 1, "is broken here"),
    ],
)
def test_a_broken_record_is_told_with_its_place(tmp_path: Path, text: str, line: int | None, message: str) -> None:
    file = tmp_path / "fr.lock.json"
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(ProjectError, match=message) as caught:
        records.read(file)
    for finding in caught.value.findings:
        assert finding.exit_code == ExitCode.CONTENT
        assert finding.place
        assert finding.place.line == line
        assert "version control" in finding.hint


def test_a_record_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match="this is not a file"):
        records.read(tmp_path)


def test_the_file_is_what_the_handbook_says() -> None:
    told = json.loads(records.serialized(REVIEWED))
    assert told["title"] == {
        "s": fingerprint("The gate"),
        "t": fingerprint("La grille"),
        "r": {"by": "Anna", "on": "2026-11-25"},
    }
