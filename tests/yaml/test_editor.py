"""Words go into a file and out of it, and not a letter of anything else changes."""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.project import PROJECT

from factsheet.findings import ProjectError
from factsheet.storage.normalize import nfc
from factsheet.yaml import editor, reader
from factsheet.yaml.nodes import Map, Node, Text

SHORT = PROJECT / "tests" / "sheets" / "lantern-street" / "en.yaml"
OURS = sorted(path for path in PROJECT.glob("content/*/*.yaml") if path.name != "facts.yaml")
every_file = pytest.mark.parametrize("file", [*OURS, SHORT], ids=lambda file: f"{file.parent.name}-{file.stem}")


def leaves(node: Node) -> dict[str, str]:
    if isinstance(node, Text):
        return {node.key: str(node)}
    inside = node.values() if isinstance(node, Map) else node
    return {key: text for inner in inside for key, text in leaves(inner).items()}


def parsed(folder: Path, text: str) -> Map:
    (folder / "x.yaml").write_text(text, encoding="utf-8")
    return reader.read(folder / "x.yaml", blanks=True)


def words(folder: Path, text: str) -> dict[str, str]:
    return leaves(parsed(folder, text))


def comments(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("#")]


@every_file
def test_a_file_without_its_words_keeps_keys_order_and_notes(file: Path, tmp_path: Path) -> None:
    text = file.read_text(encoding="utf-8")
    tree = reader.read(file)
    blank = editor.blanked(text, tree, lambda key: True, "English")
    assert words(tmp_path, blank) == dict.fromkeys(leaves(tree), "")
    assert [line for line in comments(blank) if line in comments(text)] == comments(text)
    said = " ".join(" ".join(line.strip(" #") for line in comments(blank)).split())
    assert all(f"English: {' '.join(one.split())}" in said for one in leaves(tree).values())


@every_file
def test_words_put_back_are_the_words_that_were_taken_out(file: Path, tmp_path: Path) -> None:
    tree = reader.read(file)
    blank = editor.blanked(file.read_text(encoding="utf-8"), tree, lambda key: True, "English")
    again = editor.with_words(blank, parsed(tmp_path, blank), leaves(tree))
    assert words(tmp_path, again) == leaves(tree)
    assert comments(again) == comments(blank)
    assert max(map(len, again.splitlines())) <= 130


def test_a_key_can_be_left_out_with_its_notes_and_nothing_else(tmp_path: Path) -> None:
    text = "# Head.\n\na: b\n# Of c.\nc:\n  # Of d.\n  d: e\n\n# Of f.\nf: g\n"
    assert (
        editor.blanked(text, parsed(tmp_path, text), lambda key: False, "", "c") == "# Head.\n\na: b\n\n# Of f.\nf: g\n"
    )
    assert editor.blanked(text, parsed(tmp_path, text), lambda key: False, "", "h") == text


@every_file
def test_to_put_in_what_stands_there_changes_nothing(file: Path) -> None:
    text, tree = file.read_text(encoding="utf-8"), reader.read(file)
    blocks = {key: one for key, one in leaves(tree).items() if len(one) > 90}
    unlike = [*difflib.unified_diff(text.splitlines(), editor.with_words(text, tree, blocks).splitlines(), n=0)]
    # Lines may be broken at other words, and nothing else.
    assert not [line for line in unlike if line.lstrip("+-").strip() and not line[1:].startswith("      ")][2:]


def test_only_the_lines_of_the_key_change(tmp_path: Path) -> None:
    text = SHORT.read_text(encoding="utf-8")
    changed = editor.with_words(
        text, reader.read(SHORT), {"messages.items.open-gate.more": "Short.", "film.call": "Scan"}
    )
    unlike = [line for line in difflib.unified_diff(text.splitlines(), changed.splitlines(), n=0) if line[0] in "+-"]
    assert unlike[2:] == [
        "-        Since the padlock was lost, nobody has looked for it. The beans have not noticed, and the",
        "-        neighbours bring cake.",
        "+        Short.",
        "-  call: Scan the code and see the garden",
        "+  call: Scan",
    ]


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("plain", "Neue Worte", "a: Neue Worte"),
        ("plain", "1961", 'a: "1961"'),
        ("plain", "No", 'a: "No"'),
        ("plain", "with: colon", 'a: "with: colon"'),
        ("plain", "with #sign", 'a: "with #sign"'),
        ("plain", '“he” said "no" \\ yes', 'a: "“he” said \\"no\\" \\\\ yes"'),
        ("'one'", "two", 'a: "two"'),
        ('""', "two", 'a: "two"'),
        (">-\n  one", "two", "a: >-\n  two"),
        (">-\n  one\n\n  two", "two", "a: >-\n  two"),
        ('""', "word " * 14 + "word", f"a: >-\n  {'word ' * 14}word"),
        ("one\n  two", "three", "a: three"),
    ],
)
def test_words_are_written_as_people_write_them(tmp_path: Path, old: str, new: str, line: str) -> None:
    text = f"# note\na: {old}\n# note\nb: c\n"
    changed = editor.with_words(text, parsed(tmp_path, text), {"a": new})
    assert changed == f"# note\n{line}\n# note\nb: c\n"
    assert words(tmp_path, changed) == {"a": new, "b": "c"}


printable = st.text(st.characters(exclude_categories=("C", "Zl", "Zp", "Zs"), exclude_characters="\x85"), min_size=1)
texts = st.lists(printable | st.sampled_from(["#", ":", "- a", '"', "'", "{", "\u00a0x", "*a", "&a"]), min_size=1)


@settings(derandomize=True, deadline=None)
@given(st.dictionaries(st.sampled_from(sorted(leaves(reader.read(SHORT)))), texts.map(" ".join)))
def test_any_words_can_be_put_in(tmp_path_factory: pytest.TempPathFactory, new: dict[str, str]) -> None:
    text, tree = SHORT.read_text(encoding="utf-8"), reader.read(SHORT)
    changed = editor.with_words(text, tree, new)
    assert words(tmp_path_factory.mktemp("edit"), changed) == leaves(tree) | {
        key: nfc(typed) for key, typed in new.items()
    }


# What is missing


def without(text: str, tree: Map, keys: set[str]) -> str:
    """The text without these keys, and without maps that are then empty."""
    lines = text.splitlines()
    gone: set[int] = set()

    def drop(node: Map) -> bool:
        left = False
        for name, inner in node.items():
            keep = drop(inner) if isinstance(inner, Map) else f"{node.key}.{name}".lstrip(".") not in keys
            left = left or keep
            if not keep:
                place = node.names[name].place
                assert place.line and place.column
                number = place.line - 1
                gone.add(number)
                while number + 1 < len(lines) and lines[number + 1].startswith(" " * place.column):
                    number += 1
                    gone.add(number)
        return left

    drop(tree)
    return "".join(f"{line}\n" for number, line in enumerate(lines) if number not in gone) or "{}\n"


@settings(derandomize=True, deadline=None)
@given(st.sets(st.sampled_from(sorted(leaves(reader.read(SHORT))))))
def test_missing_keys_come_back_in_their_place(tmp_path_factory: pytest.TempPathFactory, keys: set[str]) -> None:
    folder = tmp_path_factory.mktemp("edit")
    source, tree = SHORT.read_text(encoding="utf-8"), reader.read(SHORT)
    text = without(source, tree, keys)
    if not text.strip().partition("\n\n")[2]:
        text = "{}\n"
    whole = editor.completed(text, parsed(folder, text), source, tree, "English")
    found = words(folder, whole)
    assert found == {key: "" if key in keys else one for key, one in leaves(tree).items()}
    assert [*found] == [*leaves(tree)]


def test_missing_keys_bring_their_notes_and_stand_as_far_in_as_their_neighbours(tmp_path: Path) -> None:
    source = "# Head.\n\na:\n  # Of b.\n  b: One\n  c: Two\n\n# Of d.\nd:\n  e: Three\n"
    (tmp_path / "en.yaml").write_text(source, encoding="utf-8")
    text = "a:\n    c: Zwei\n# end\n"
    whole = editor.completed(text, parsed(tmp_path, text), source, reader.read(tmp_path / "en.yaml"), "English")
    first = 'a:\n    # Of b.\n    # English: One\n    b: ""\n    c: Zwei\n'
    assert whole == first + '\n# Of d.\nd:\n  # English: Three\n  e: ""\n# end\n'


@pytest.mark.parametrize("text", ["a: {b: c}\n", "a: {}\n", "a:\n"])
def test_what_cannot_be_edited_line_by_line_is_refused(tmp_path: Path, text: str) -> None:
    source = "a:\n  b: One\n  c: Two\n"
    (tmp_path / "en.yaml").write_text(source, encoding="utf-8")
    with pytest.raises(ProjectError, match="line"):
        editor.completed(text, parsed(tmp_path, text), source, reader.read(tmp_path / "en.yaml"), "English")


def test_notes_of_a_key_are_those_above_it_and_above_what_it_stands_in(tmp_path: Path) -> None:
    text = "# Head.\n\n# Of a.\na:\n  # Of b,\n  # too.\n  b: One\n\n  c: Two\n"
    assert editor.notes(text, parsed(tmp_path, text)) == {"a.b": "Of a. Of b, too.", "a.c": "Of a."}
