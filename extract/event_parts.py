"""The parts of an event in its sentence: what was held, where, and by whom.

>>> page = Page("Sáng 5/3, Sở Y tế tổ chức lễ tuyên dương thầy thuốc trẻ tại Nhà văn hóa tỉnh, có 200 người dự.")
>>> told = kind(page, 0, 8, len(page.text), [])
>>> page.quote(*told), page.quote(*place(page, (0, len(page.text)), 8, told, []))
('lễ tuyên dương thầy thuốc trẻ', 'Nhà văn hóa tỉnh')
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from extract.draft import Span
from extract.folding import fold
from extract.lexicon import spread
from extract.phrases import rows
from extract.text import Page
from schemas.catalogues import Position, load

_PLACE = re.compile(r"(?<!\w)(?:tại|ở)\s+")
_PLACE_END = re.compile(
    r"\s*[(;\n]|,(?!\d)|(?<!tp)(?<!tx)(?<!tt)(?<!\bh)(?<!\bp)\.(?=\s|$)|\s-\s(?=[^A-ZĐÀ-Ỹ])"
    r"|\s(?:đã|tổ chức|diễn ra|với|do|nhằm|cho|để|nhân dịp|nhân kỷ niệm|thu hút|vào|từ|trong|long trọng|trọng thể|có|thay|đúng|được|ngày|gồm|cụm thi đua|khối thi đua"
    r"|lúc|chiều|sáng|tối|ở|phối hợp)\s",
    re.IGNORECASE,
)
# `cứu em bé bị đuối nước ở xã Hòa An`: where something else happened, or somebody lives
_ELSEWHERE = re.compile(r"(?<!\w)(?:bị|vì|khi|trú|ngụ|quê|sống|cư trú|xảy ra|đến từ|hành động|thành tích|vụ|công tác|học)(?!\w)")
_BEHIND_NOUN = frozenset({"diễn ra", "được tổ chức"})
"""Verbs behind what is held: `lễ khởi công 250 công trình diễn ra ...`."""
# `diễn ra nhân kỷ niệm 80 năm Quốc khánh`: what else is held on a day that is kept
_OCCASION = re.compile(r"(?<!\w)(?:nhân|nhân dịp|dịp|chào mừng|mừng|hướng tới|hướng đến)\s+$")
_HELD = re.compile(r"(?<!\w)(?:tổ chức|chủ trì|phối hợp|đăng cai)")
# `Sở Y tế (SYT) vừa phối hợp với Tỉnh đoàn tổ chức`: between the body that holds and the verb
_HOLDS = re.compile(
    r"\s*(?:\([^()]*\))?(?:,?\s*(?:đã|vừa qua|vừa|mới|cũng|long trọng|trọng thể|phối hợp[^.;:]{0,90}|cùng[^.;:]{0,60})(?!\w)){0,3}\s*"
)
# `137 doanh nghiệp tổ chức hội nghị`, `các đơn vị tổ chức hội thảo`: figures of what was held, and no event of the report
_MANY = re.compile(
    r"(?<!\w)(?:mỗi|từng|các|những|nhiều|một số|100%|thường xuyên|hằng năm|hàng năm|định kỳ|(?<!năm )(?<!số )(?<!tháng )\d[\d.]*\s(?=[^\W\d]))[^,;:]{0,120}$"
)
_UNHELD = re.compile(r"(?<!\w)(?:không|chưa|từng|đề nghị|yêu cầu|giao(?! lưu)|kêu gọi|khuyến khích)(?!\w)[^.;:]{0,80}$")
_ADDRESSES = frozenset({"ông", "bà", "anh", "chị", "em", "đồng", "các", "tại", "sau", "phó", "chủ", "bí"})
_TITLED = frozenset({("anh", "hùng"), ("bà", "mẹ")})
"""Honorifics that begin a title of honour and no name."""
_BARE = frozenset({"giải đấu", "buổi lễ", "chương trình", "sự kiện"})
_NO_CONTEST = frozenset({"thưởng", "pháp", "quyết", "phóng", "trình", "thích", "a", "b", "c", "nhất", "nhì", "ba", "khuyến"})
"""Words after which `giải` is a prize, a solution or a release and no contest."""
_BODIES = frozenset({"trung tâm", "trường"})
"""Venues that may act: `trường Đại học Sông Đà tổ chức ...`."""
_CROWD = ("sinh viên", "học sinh", "học viên", "đại biểu", "các ban", "các ban đảng", "các phòng")
"""Who comes from a unit that holds nothing, or is part of it: `hàng nghìn sinh viên Đại học Sông Đà dự lễ`, `các ban Tỉnh ủy`."""
_LINKS = frozenset({"và", "các", "những", "của"})
_DANGLING = _LINKS | frozenset({"năm", "lần", "thứ", "số", "khu", "tỉnh", "huyện", "xã", "về"})
"""Words that a name which was cut short cannot end with."""
_OPENED = frozenset({"khai mạc", "bế mạc", "kết thúc"})
_OPENINGS = frozenset({"lễ", "phiên", "đêm", "buổi", "trận", "và", ","})
"""Words before `khai mạc` where that is a noun: `lễ khai mạc`, but `kỳ họp thứ 5 khai mạc`."""
_PAPERS = ("bằng khen", "bằng công nhận", "bằng tổ quốc", "bằng ghi")  # no `bằng` of `bằng hình thức trực tuyến`
_RECEIVES = ("đón nhận", "đón", "nhận", "được")
_LONGEST = 26
_LONGEST_QUOTE = 14


@functools.cache
def words(name: str) -> re.Pattern[str]:
    """The phrases of word list `name`, longest first, in folded text."""
    phrases = (row["word"] for row in rows(name)) if name == "event_deeds" else spread(name)
    longest = sorted(map(fold, phrases), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)")


@functools.cache
def _deeds() -> dict[str, str]:
    return {fold(row["word"]): row["deed"] or fold(row["word"]) for row in rows("event_deeds")}


def deeds(text: str) -> set[str]:
    """What is done in the folded words: `trao` and `tặng` are one deed.

    >>> sorted(deeds("đã tặng quà và đến thăm"))
    ['give', 'visit']
    """
    return {_deeds()[match[0]] for match in words("event_deeds").finditer(text)}


def between(units: Sequence[Span], start: int, end: int) -> Sequence[Span]:
    """The units, which are in order, that begin in start..end."""
    first = bisect_left(units, start, key=lambda u: u.start)
    return units[first : bisect_left(units, end, key=lambda u: u.start)]


def nouns(page: Page, start: int, end: int, units: Sequence[Span]) -> Iterator[re.Match[str]]:
    """The nouns in start..end that name what is held; none inside a unit's name (`Hội đồng Giải Báo chí`)."""
    for match in _outside(page, words("event_nouns"), start, end, units):
        i = page.token_at(match.end())
        prize = match[0] == "giải" and i < len(page.tokens) and page.tokens[i].fold in _NO_CONTEST
        medal = match[0] == "kỷ niệm" and i < len(page.tokens) and page.tokens[i].fold == "chương"
        occasion = match[0].startswith("kỷ niệm") and _OCCASION.search(page.fold, max(start, match.start() - 14), match.start())
        if not prize and not medal and not occasion:
            yield match


def _outside(page: Page, pattern: re.Pattern[str], start: int, end: int, units: Sequence[Span]) -> Iterator[re.Match[str]]:
    """What a pattern finds in start..end, but inside a unit's name (`Hội đồng Thi đua - Khen thưởng`)."""
    inside = between(units, start, end)
    for match in page.find(pattern, start, end):
        if not any(u.start < match.start() < u.end for u in inside):
            yield match


def kind(page: Page, start: int, after: int, end: int, units: Sequence[Span]) -> tuple[int, int] | None:
    """Characters of what was held: the noun after the verb or the day, up to a word that ends its name."""
    verb = page.first(words("event_verbs"), after, end)
    noun = next(nouns(page, verb.end(), end, units), None) if verb else None
    if verb and verb[0] in _BEHIND_NOUN and (noun is None or noun.start() > verb.end() + 1):
        noun = next(nouns(page, after, verb.start(), units), None) or noun
    noun = noun or next(nouns(page, after, end, units), None) or next(nouns(page, start, end, units), None)
    done = (match for begin in (after, start) for match in _outside(page, words("event_deeds"), begin, end, units))
    deed = None if noun else next(done, None)
    opens = noun or deed
    if opens is None:
        return None
    told = named(page, opens.start(), opens.end(), end)
    page.note("events", *told, (("event.deed" if deed else "event.noun", *opens.span()),))
    return told


def named(page: Page, start: int, after: int, end: int) -> tuple[int, int]:
    """Characters of the event's name that begins with the words start..after."""
    tokens = page.tokens
    first, last = page.token_at(start), page.token_at(after)
    i, step = last, 1
    while i < len(tokens) and tokens[i].start < end and (step := _step(page, i)) and i + step - first <= _LONGEST:
        i += step
    goes_on = i < len(tokens) and tokens[i].start < end and (step > 0 or tokens[i].text in '“«"')
    i = _whole(page, last, i) if goes_on else i
    weak = _DANGLING if goes_on else _LINKS
    while i > last and (not re.match(r"[\w)”\"»]", tokens[i - 1].text) or tokens[i - 1].fold in weak):
        i -= 1
    if i - 2 > last and page.fold[tokens[i - 2].start : tokens[i - 1].end] in _OPENED and tokens[i - 3].fold not in _OPENINGS:
        i -= 2
    for n in (2, 3):  # `lễ công bố quyết định và trao [các hình thức khen thưởng]`
        if i - n > last and tokens[i - n].fold == "và" and page.fold[tokens[i - n + 1].start : tokens[i - 1].end] in _deeds():
            i -= n
    bare = page.fold[start:after] in _BARE
    inner = page.first(words("event_nouns"), after, tokens[i - 1].end) if bare else None
    return (inner.start() if inner else tokens[first].start), tokens[i - 1].end


def _whole(page: Page, last: int, i: int) -> int:
    """The end of the last part that is whole, where a name goes on too long: before the last comma or `và`."""
    return next((n for n in range(i - 1, last, -1) if page.tokens[n].fold in (",", "và")), i)


def _step(page: Page, i: int) -> int:
    """How many tokens from `i` go on with the event's name; 0 where it ends."""
    tokens = page.tokens
    token, following = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    if "\n" in page.text[tokens[i - 1].end : token.start] or token.text in ".;:…)”»":
        return 0
    if token.text in '“«"(':
        longest = _LONGEST_QUOTE if token.text != "(" else 2
        closing = {"“": "”", "«": "»", "(": ")"}.get(token.text, token.text)
        return next((n + 1 for n in range(1, longest + 1) if i + n < len(tokens) and tokens[i + n].text == closing), 0)
    if token.text == ",":
        return int(following is not None and _lists(page, i))
    if token.is_cap:
        return int(token.fold not in _ADDRESSES or (token.fold, following.fold if following else "") in _TITLED)
    if page.fold.startswith(_PAPERS, token.start):
        return 1
    among = token.fold == "các" and tokens[i - 1].fold == "địch"  # `Giải vô địch các câu lạc bộ`
    return int(among or words("event_ends").match(page.fold, token.start) is None)


def _lists(page: Page, comma: int) -> bool:
    """Whether the name goes on after a comma: small words (`tổng kết, trao giải`) or the like (`60 năm, 50 năm`)."""
    tokens = page.tokens
    before, after = tokens[comma - 1], tokens[comma + 1]
    if after.is_number:
        return comma + 2 < len(tokens) and tokens[comma + 2].fold == before.fold
    if not after.is_word or after.is_cap or before.is_number or after.fold in _ADDRESSES:
        return False
    return words("event_ends").match(page.fold, after.start) is None


def place(
    page: Page, sentence: tuple[int, int], after: int, told: tuple[int, int], units: Sequence[Span]
) -> tuple[int, int] | None:
    """Characters of the venue or town after `tại`: after the day, else anywhere in the sentence; `told` is what was held."""
    start, end = sentence
    for match in [*page.find(_PLACE, after, end), *page.find(_PLACE, start, after)]:
        stop = _PLACE_END.search(page.text, match.end(), end)
        last = stop.start() if stop else end
        last = _second_unit(page, between(units, match.end(), last)) or last
        name = page.text[match.end() : last].rstrip(" .,;-")
        event = words("event_nouns").match(page.fold, match.end())
        known = any(c.isupper() for c in name) or words("venues").match(page.fold, match.end())
        elsewhere = told[1] < match.start() and page.first(_ELSEWHERE, told[1], match.start())
        if 0 < len(name) <= 80 and known and not event and not elsewhere:
            page.note("events", match.end(), match.end() + len(name), (("event.place", *match.span()),))
            return match.end(), match.end() + len(name)
    return None


def _second_unit(page: Page, units: Sequence[Span]) -> int | None:
    """Where a second unit begins right behind the venue: `tại hội trường UBND xã Sơn An cụm thi đua số 3 tổ chức`."""
    for venue, other in itertools.pairwise(units):
        if page.text[venue.end : other.start] == " " and page.text[other.start].islower():
            return other.start
    return None


def organizer(
    page: Page,
    sentence: tuple[int, int],
    after: int,
    told: tuple[int, int],
    where: tuple[int, int] | None,
    units: Sequence[Span],
) -> Span | None:
    """The unit that holds it: after `do` (`do X tổ chức`), else the first unit between day and event that acts.

    A venue, a unit in brackets and the unit of somebody's post do not act; who receives does not hold.
    """
    start, end = sentence
    inside = [u for u in between(units, start, end) if not _in_brackets(page, start, u)]
    for unit in inside:
        by = re.search(r"(?<!\w)do\s+$", page.fold[max(start, unit.start - 6) : unit.start])
        if by and (held := page.first(_HELD, unit.end, min(end, unit.end + 120))):
            page.note("events", unit.start, unit.end, (("event.organizer_by", *held.span()),))
            return unit
    if page.fold.startswith(_RECEIVES, told[0]):
        return None
    verb = page.first(words("event_verbs"), after, end)
    limit = max(told[0], verb.start() if verb else 0)
    for unit in inside:
        within = told[0] <= unit.start < told[1] or not after <= unit.start < limit
        venue = where is not None and where[0] <= unit.start < where[1]
        floor = where[1] if where and where[1] <= unit.start else start
        before = page.fold[max(floor, unit.start - 60) : unit.start]
        if not within and not venue and not _not_acting().search(before):
            acts = verb.span() if verb else told
            page.note("events", unit.start, unit.end, (("event.organizer_first", *acts),))
            return unit
    return None


def _in_brackets(page: Page, start: int, unit: Span) -> bool:
    return page.text.rfind("(", start, unit.start) > page.text.rfind(")", start, unit.start)


def holder_before(page: Page, units: Sequence[Span], start: int, verb: int) -> Span | None:
    """The unit right before `tổ chức` at `verb`, or the first of those that hold it together."""
    inside = between(units, start, verb)
    return next((u for u in inside if u.end <= verb and _HOLDS.fullmatch(page.fold, u.end, verb)), None)


def was_held(page: Page, start: int, verb: int, holder: Span | None) -> bool:
    """Whether `tổ chức` at `verb` tells of one event: not asked for, denied or one of many that nobody named held."""
    if page.first(_UNHELD, start, verb):
        return False
    return holder is not None or page.first(_MANY, start, verb) is None


@functools.cache
def _not_acting() -> re.Pattern[str]:
    """Words before a unit that does not act itself: `của Sở Y tế`, `Giám đốc Sở Y tế`, `nhà thi đấu Quân khu 7`."""
    known = (word for post in load(Position) for word in (post.title, *post.abbreviations))
    titles = sorted({fold(word) for word in (*known, *spread("titles"))}, key=len, reverse=True)
    inside = sorted({fold(word) for word in spread("venues")} - _BODIES, key=len, reverse=True)
    return re.compile(
        r"(?<!\w)(?:(?:tại|ở|của|thuộc|gồm)\s[^,;]{0,34}|(?:" + "|".join(map(re.escape, titles)) + r")(?:\s+(?:tại|của))?\s+"
        r"|(?:" + "|".join(map(re.escape, [*inside, *_CROWD])) + r")\s+)$"
    )
