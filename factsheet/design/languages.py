"""Find the nearest of known languages in the same letters. The only module that knows langcodes."""

from __future__ import annotations

from collections.abc import Collection


def script(tag: str) -> str:
    """Return the letters a language is usually written in, or those its tag names: an ISO 15924 code, such as Latn."""
    from langcodes import Language

    return Language.get(tag).maximize().script or ""


def nearest(tag: str, known: Collection[str], preferred: Collection[str] = ()) -> list[str]:
    """Return the known languages in the same letters, nearest first; of two as near, the preferred one.

    How near languages are to each other is the measure of Unicode's CLDR, language matching: which of them a reader
    of one would rather have, where there is nothing in their own.
    """
    from langcodes import tag_distance

    same = [other for other in known if script(other) == script(tag)]
    return sorted(same, key=lambda other: (tag_distance(tag, other), other not in preferred, other))
