"""The words of themes: what announces one, titles that are known, and what blocks, joins or ends one.

>>> blocks().search("phong trào ở câu lạc bộ")[0], ends().match("trong huyện")[0]
('câu lạc bộ', 'trong')
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extract.folding import fold
from extract.lexicon import Lexicon, spread
from extract.phrases import data, rows, words
from extract.text import Page
from schemas.catalogues import Campaign, load

_TOO_WIDE = frozenset({"thi_dua_ai_quoc"})

_ANNOUNCED = re.compile(
    r"(?:\s\w+){0,2}(?:,?\s+do\s[^;.:!?\n]{2,100}?(?:phát động|triển khai|chỉ đạo|tổ chức|chủ trì|khởi xướng|đề ra)|\s+(?:của|trong|ở|tại)(?:\s\w+){1,4})?,?\s+"
    r"(?:đó là|như là|như sau|sau đây|như|gồm có|gồm|bao gồm|trong đó có|(?:cụ thể|tiêu biểu|điển hình|trọng tâm|nhất là)(?: là| như)?)\s*:?\s*"
)
# `nhiều phong trào thi đua được tổ chức sôi nổi, có sức lan tỏa như “A”; “B”`: what stands between tells how they went
_WENT = re.compile(
    r"\s(?:(?:đã|đang|luôn|thường xuyên|liên tục|tiếp tục) )*(?:được|có|diễn ra|phát triển|thu hút|lan tỏa|đi vào)\s[^;.:!?\n\"]{2,110}?,?\s"
    r"(?:như là|như|(?:điển hình|tiêu biểu|nổi bật|trong đó có|cụ thể|nhất là)(?: là| như)?)\s*:?\s*"
)
_NOUN = re.compile(r"(?:(?P<noun>phong trào(?: thi đua)?|cuộc vận động|chiến dịch)|chương trình (?P<deed>vận động)) (?=\w)")
_OTHERS = re.compile(
    r"(?<!\w)(?:các|những|nhiều|một số)\s|(?:hoạt động|hình thức|nội dung|công việc|biện pháp|nhiệm vụ|chỉ tiêu|thành tích|tên|đơn vị|lớp|hội|báo|đài)\s+[^,]*$"
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word announces, how many words may stand before the marks, and whether the title may stand without marks."""

    kind: str
    gap: int
    unquoted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A title known without quotation marks; `cues` are the words one of which must stand before it (any cue if empty)."""

    kind: str
    cues: tuple[str, ...]


@functools.cache
def lexicon() -> Lexicon:
    """Cues (`cue`) and titles known without quotation marks (`title`)."""
    cues = ((r["cue"], Cue(r["kind"], int(r["gap"]), bool(r["unquoted"]))) for r in rows("theme_cues"))
    phrases = Lexicon(("cue", phrase, cue, words("theme_cues.csv")) for phrase, cue in cues)
    for campaign in load(Campaign):
        if campaign.id not in _TOO_WIDE:
            titles = (campaign.title, *campaign.variants)
            for title in titles:
                # `Thi đua Dân vận khéo` beside `Dân vận khéo`: the first two words are the cue
                if len(title.split()) > 1 and title.removeprefix("Thi đua ") not in set(titles) - {title}:
                    phrases.add("title", title, Known(_kind(campaign.kind), ()), data(Campaign))
    for row in rows("themes"):
        needed = tuple(map(fold, filter(None, row["cues"].split(";"))))
        phrases.add("title", row["title"], Known(row["kind"], needed), words("themes.csv"))
    return phrases


def _kind(kind: str) -> str:
    return {"phong trào": "phong trào thi đua", "đợt thi đua": "phong trào thi đua", "chiến dịch": "chương trình"}.get(kind, kind)


@functools.cache
def blocks() -> re.Pattern[str]:
    """Nouns that take the quotation marks for themselves."""
    nouns = "|".join(re.escape(fold(w)) for w in spread("theme_blocks"))
    return re.compile(rf"(?<!\w)(?!tổ chức(?!\w))(?:{nouns})(?!\w)")  # `tổ` is a team, half of the verb is none


@functools.cache
def openers() -> re.Pattern[str]:
    """Words right after which a known title in quotation marks is a campaign."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(w)) for w in spread("theme_openers")) + r")\s*:?\s*$")


@functools.cache
def ends() -> re.Pattern[str]:
    """Words that end a title without quotation marks."""
    return re.compile(r"(?:" + "|".join(re.escape(fold(w)) for w in spread("theme_ends")) + r")(?!\w)")


def joined_noun(page: Page, start: int, end: int) -> str | None:
    """The kind of the campaign that words in quotation marks begin with: `“Phong trào Bản nhỏ vươn xa”`; none in a saying.

    >>> [joined_noun(Page(text), 0, len(text)) for text in ("Cuộc vận động Sông xanh", "Phong trào nào cũng khó")]
    ['cuộc vận động', None]
    """
    noun = _NOUN.match(page.fold, start, end)
    if noun is None or (noun["deed"] is None and not page.text[noun.end()].isupper()):
        return None
    return _kind(noun["noun"] or "chương trình")


def announced(page: Page, start: int, mark: int) -> bool:
    """Whether the words between several movements and the marks lead to their titles."""
    if _ANNOUNCED.fullmatch(page.fold, start, mark):
        return True
    told = _WENT.fullmatch(page.fold, start, mark)
    return told is not None and not examples_of_others(page.fold[start:mark].rstrip(" :"))


def examples_of_others(gap: str) -> bool:
    """`phong trào được tổ chức với các hoạt động như`: examples of something else than of the movements follow.

    >>> examples_of_others(" có sức lan tỏa như"), examples_of_others(" được tổ chức tại đơn vị như")
    (False, True)
    """
    return gap.endswith(" như") and _OTHERS.search(gap) is not None
