"""Communes, wards and villages that a list names behind their number: `4 xã ..., gồm: A, B (huyện C), D và E`."""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.folding import fold, squash
from extract.lexicon import word_set
from extract.names import run_of_caps
from extract.pointers import Recipient
from extract.text import Page

LEVEL = re.compile(r"\S+ (?P<level>xã|phường|thị trấn|huyện|thôn|bản|ấp|khu phố|làng)(?!\w)")
OPENS = re.compile(r"[^.;:]{0,60}?(?:bao gồm|gồm có|gồm|đó là|là)\s*:?\s*")
JOINT = re.compile(r"\s*(?:\([^()\n]{1,60}\))?\s*(?:,|;|và|, và)\s+(?:(?:xã|phường|thị trấn|huyện|thôn|bản|ấp)\s+)?(?=[^\W\d_])")
NAME_ENDS = re.compile(r"\s*(?:[,.;:)(]|$|\n|(?:được|đã|vinh dự|nhận|đạt|đoạt|giành|vì|có thành tích)(?!\w))")
LONGEST = 4
PLACE = {"xã", "phường", "huyện", "quận", "tỉnh", "thôn", "bản", "ấp", "buôn"}
TOWNS = {("thành", "phố"), ("thị", "xã"), ("thị", "trấn")}
MANY = {"các", "hai", "ba", "bốn", "năm", "sáu", "những"}
ITEM_ENDS = re.compile(r"\s*(?:[,.;:)(]|$|\n|(?:và|mỗi|trị giá|với|nhân|vì|bị|thuộc|trên|trong|tại|mắc)(?!\w))")
FARTHEST = 40  # tokens of the longest list of places before one of its commas


def listed_places(page: Page, groups: list[Recipient], end: int) -> list[Recipient]:
    """The places named behind each counted group of places, where there are as many as it counts.

    >>> page = Page("tặng 2 xã dẫn đầu, gồm: Nậm Lúc (Bắc Hà) và Tam Đường")
    >>> [r.name for r in listed_places(page, [Recipient(5, 17, "2 xã dẫn đầu", "group", 2)], len(page.text))]
    ['xã Nậm Lúc', 'xã Tam Đường']
    """
    found: list[Recipient] = []
    for group in groups:
        level = LEVEL.match(fold(group.name))
        opens = OPENS.match(page.fold, group.end, end) if level else None
        if level and opens:
            places = _listed(page, opens.end(), end, lambda at: _named_at(page, at), level["level"])
            found += places if len(places) == group.count else []
    return found


def listed_provinces(page: Page, provinces: dict[int, int], start: int, end: int) -> list[Recipient]:
    """The provinces that a list of at least two names from `start` on; `provinces` are their characters start -> end.

    >>> page = Page("cho Sơn La, Lai Châu và Phú Thọ")
    >>> [r.name for r in listed_provinces(page, {4: 10, 12: 20, 24: 31}, 3, 31)]
    ['Sơn La', 'Lai Châu', 'Phú Thọ']
    """
    at = start + len(page.text[start:end]) - len(page.text[start:end].lstrip())
    found = _listed(page, at, end, lambda at: provinces.get(at) if page.text[at].isupper() else None)
    return found if len(found) > 1 else []


def name_alone(page: Page, i: int) -> int:
    """`xã A và B`: where the one name ends that stands alone behind `và` at token i, no person's; 0 for none.

    >>> page = Page("xã Sao Mai và Hoa Lư. Xã Sao Mai và Đỗ Hùng.")
    >>> name_alone(page, 3), name_alone(page, 10)
    (20, 0)
    """
    tokens = page.tokens
    n = run_of_caps(page, i + 1) if tokens[i].fold == "và" else 0
    if not 0 < n <= 3 or tokens[i + 1].fold in word_set("commonest_families"):
        return 0
    return tokens[i + n].end if NAME_ENDS.match(page.fold, tokens[i + n].end) else 0


def goes_on(page: Page, comma: int) -> int:
    """`hộ nghèo các xã Sơn Hà, Hòa An và Ea Kly`: where the name behind the comma at this character begins, one more place; 0 for none.

    >>> page = Page("hộ nghèo các xã Sơn Hà, Hòa An và Ea Kly")
    >>> goes_on(page, 22), goes_on(Page("hộ nghèo xã Sơn Hà, Hòa An"), 18)
    (24, 0)
    """
    tokens, i = page.tokens, page.token_at(comma)
    n = run_of_caps(page, i + 1) if i + 1 < len(tokens) and tokens[i].text == "," else 0
    if not 0 < n <= LONGEST or not ITEM_ENDS.match(page.fold, tokens[i + n].end):
        return 0
    k = i - 1
    while k > max(0, i - FARTHEST) and (tokens[k].is_cap or tokens[k].text == ","):
        k -= 1
    town = k > 1 and (tokens[k - 1].fold, tokens[k].fold) in TOWNS
    before = tokens[k - 2 if town else k - 1] if k > 0 else None
    listed = k < i - 1 and before is not None and (before.fold in MANY or before.is_number)
    return tokens[i + 1].start if listed and (town or tokens[k].fold in PLACE) else 0


def _named_at(page: Page, at: int) -> int | None:
    """The end of the capitalised words that begin at `at`."""
    i = page.token_at(at)
    n = min(run_of_caps(page, i), LONGEST) if i < len(page.tokens) and page.tokens[i].start == at else 0
    return page.tokens[i + n - 1].end if n else None


def _listed(page: Page, at: int, end: int, end_of: Callable[[int], int | None], level: str = "") -> list[Recipient]:
    """The places one after the other from `at` on; `end_of` tells where the one that begins at a character ends."""
    places: list[Recipient] = []
    while at < end and (stop := end_of(at)):
        name = squash(f"{level} {page.text[at:stop]}")
        places.append(Recipient(at, stop, name, "group", rule="recipient.place_listed"))
        joint = JOINT.match(page.fold, stop, end)
        if joint is None:
            break
        at = joint.end()
    return places
