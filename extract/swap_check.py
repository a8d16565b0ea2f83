"""Whether a swapped gold record says of its text what the first record says of the first text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from extract import swap_dates
from extract.gold_words import fold
from extract.swap_dates import Shift
from extract.swap_finding import Gold, strings, told_names
from extract.swap_noise import old_tones


def _told(name: str) -> str:
    """What is counted: folded words, but a single word as it is written, since it may also be a common word."""
    words = fold(name)
    return words if " " in words or not name[:1].isupper() else old_tones(unicodedata.normalize("NFC", name).replace("Ð", "Đ"))


class Counted:
    """How often names stand in a text; a single word counts where it is no part of a longer one of the names."""

    def __init__(self, text: str, names: Iterable[str]) -> None:
        self._folded = f" {fold(text)} "
        text = old_tones(unicodedata.normalize("NFC", text).replace("Ð", "Đ"))
        longer = sorted({old_tones(name) for name in names if " " in name}, key=lambda name: -len(name))
        pattern = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in longer)
        self._rest = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", "…", text) if longer else text

    def count(self, name: str) -> int:
        """Times that the words of `name` stand in the text."""
        if name == name.lower():
            return self._folded.count(f" {name} ")
        return len(re.findall(rf"(?<!\w){re.escape(name)}(?!\w)", self._rest))


def faults(dates: Shift, text: str, gold: Gold, new_text: str, new_gold: Gold) -> Iterator[str]:
    """Where the new record says of the new text what the old does not say of the old: one line each."""
    groups: dict[str, set[str]] = {}
    for name, other in zip(strings(told_names(gold)), strings(told_names(new_gold)), strict=True):
        groups.setdefault(_told(other), set()).add(_told(name))
    old, new = Counted(text, strings(told_names(gold))), Counted(new_text, strings(told_names(new_gold)))
    for other, names in groups.items():
        times, before = new.count(other), sum(old.count(name) for name in names)
        if times != before:
            yield f"{other!r} stands {times} times, {sorted(names)} stood {before} times"
    days = sorted(str(dates.moved(p.day, p.month, p.year)) for p in swap_dates.scan(text))
    if days != sorted(str((p.day, p.month, p.year)) for p in swap_dates.scan(unicodedata.normalize("NFC", new_text))):
        yield "the dates are not the moved ones"
