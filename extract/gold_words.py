"""Words of gold and of a reading as they are compared: what is only another way to write the same is folded away."""

from __future__ import annotations

import csv
import functools
import re
import unicodedata
from pathlib import Path

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_GRADES = {"i": "nhất", "1": "nhất", "ii": "nhì", "2": "nhì", "hai": "nhì", "iii": "ba", "3": "ba"}
_LEADS = ("danh hiệu", "phong trào thi đua", "phong trào", "cuộc vận động", "chủ đề", "tấm", "suất")


@functools.cache
def _short_forms() -> dict[str, str]:
    path = Path(__file__).parent / "lexicon" / "gold_short_forms.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {row["short"]: row["long"] for row in csv.DictReader(lines)}


@functools.lru_cache(1 << 16)
def fold(text: str) -> str:
    """Lower case, short forms written out, no punctuation, tone marks at the end of each syllable.

    >>> fold("UBND TP. Hoà Bình") == fold("ủy ban nhân dân thành phố Hòa-Bình")
    True
    """
    text = unicodedata.normalize("NFC", text).replace("Ð", "Đ").lower().replace("ð", "đ")
    words = (_short_forms().get(word, word.replace("&", " và ")) for word in re.findall(r"[\w&]+", text))
    return " ".join(_tone_last(word) for told in words for word in told.split())


def _tone_last(word: str) -> str:
    letters = unicodedata.normalize("NFD", word)
    return "".join(c for c in letters if c not in _TONES) + "".join(c for c in letters if c in _TONES)


@functools.cache
def _title_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    leads = "|".join(fold(lead) for lead in _LEADS)
    return re.compile(f"^(?:{leads}) "), re.compile(rf"({fold('hạng')}|{fold('giải')}) (i{{1,3}}|[123]|hai)\b")


@functools.lru_cache(1 << 16)
def fold_title(text: str) -> str:
    """`fold` without a leading class word, one spelling for grades.

    >>> fold_title("danh hiệu Huân chương Lao động hạng II") == fold_title("Huân chương Lao động hạng Nhì")
    True
    """
    lead, grade = _title_patterns()
    return grade.sub(lambda m: f"{m[1]} {fold(_GRADES[m[2]])}", lead.sub("", fold(text)))
