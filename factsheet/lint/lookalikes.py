"""List letters of Latin, Greek, Cyrillic and Armenian that look alike in most fonts."""

from typing import Final

_CLASSES: Final = (
    "AΑА BΒВ CС EΕЕ GԌ HΗН IΙІӀ JЈͿ KΚК MΜМ NΝ OΟОՕ PΡР QԚ SЅՏ TΤТ UՍ WԜ XΧХ YΥУҮ ZΖ ƏӘ ΓГ ΛЛ ΠП ΦФՓ "
    "aαа bЬ cс dԁ eеҽ gց hһհ iιі jј kκк lӏ nոռ oοоօ pρр qԛզ sѕ uυս vν wԝա xх yγуү ßβ əә πп τт"
)
ALIKE: Final = tuple(_CLASSES.split())
"""Each a class. From confusables.txt of Unicode Technical Standard 39 (Unicode License v3): its letters alone, without
those that only phonetic alphabets have or that have been out of use for a century. That k looks like κ is our own.
"""
