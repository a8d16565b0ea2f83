"""What the article reports as held: kind, day, place, organiser. Usually one event, told by the first sentences.

A day counts as the event's when its sentence names something held, and it is neither an anniversary (`kỷ niệm ... (30.4.1975
- 30.4.2025)`), a document's day, nor a deadline. A round-up with headed items has one event an item; an article that
announces events has one for each that `sẽ diễn ra`.

    >>> from extract import dates
    >>> page = Page("(BĐ) - Nhân Ngày giải phóng (31.3.1975 - 31.3.2025), sáng 22.4, Sở Y tế tổ chức gặp mặt cán bộ tại Hà Nội.")
    >>> [(e.kind, e.date, e.place) for e in find(page, dates.find(page))]
    [('gặp mặt cán bộ', '2025-04-22', 'Hà Nội')]
"""

from __future__ import annotations

import datetime
import functools
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.draft import DateSpan, Draft, Span, component
from extract.lexicon import spread
from extract.text import Page, fold, squash
from schemas.facts import Event, Mention

_NOT_THE_DAY = re.compile(
    r"(?:(?<!từ )(?:tính |kể )?(?:đến|tới|trước|kể từ|tính từ|hạn)\s+(?:hết\s+)?(?:ngày\s+)?"
    r"|(?:kỷ niệm|chào mừng|hưởng ứng|nhân dịp|lập thành tích|thành lập|giải phóng|truyền thống|sinh)\s[^,;.]{0,60}"
    r"|(?:kết thúc|bế mạc|công bố)\s[^,;.]{0,15}|lần thứ nhất[^,;.]{0,10})$"
)
_NOW = re.compile(r"(?:nay|qua|mai|sáng|trưa|chiều|tối|(?<!\d )ngày)\s*\(\s*(?:sáng |chiều |tối |trưa )?(?:ngày\s*)?$")
_IS_A_DAY = re.compile(r"\s*(?:là|chính là|hằng năm|hàng năm)(?!\w)")
_TODAY = re.compile(r"(?<!\w)(?P<when>(?:sáng|trưa|chiều|tối|đêm|hôm) (?P<day>nay|qua))(?!\w)(?!\s*\()")
_WILL = re.compile(r"(?<!\w)sẽ(?!\w)[^.;]{0,40}?(?:diễn ra|được tổ chức|tổ chức|khai mạc)")
_HEADED = re.compile(r"\s*(?:[●•■◆★▪♦*+]|\d{1,2}[.)])\s*\S")
_PLACE = re.compile(r"(?<!\w)(?:tại|ở)\s+")
_PLACE_END = re.compile(
    r"\s*[(;\n]|,(?!\d)|(?<!tp)(?<!tx)(?<!tt)(?<!\bh)(?<!\bp)\.(?=\s|$)|\s-\s(?=[^A-ZĐÀ-Ỹ])"
    r"|\s(?:đã|tổ chức|diễn ra|với|do|nhằm|cho|để|nhân dịp|nhân kỷ niệm|thu hút|vào|từ|trong|long trọng|trọng thể|có|thay|đúng|được|ngày|gồm|lúc|chiều|sáng|tối|ở|phối hợp)\s",
    re.IGNORECASE,
)
_ADDRESSES = frozenset({"ông", "bà", "anh", "chị", "em", "đồng", "các", "tại", "sau", "phó", "chủ", "bí"})
_BARE = frozenset({"giải đấu", "buổi lễ", "chương trình", "sự kiện"})
_ATTENDED = re.compile(
    r"(?<!\w)(?:(?:tham |tới |đến )?dự|tại|chủ trì|tổ chức|phát biểu tại|khai mạc)\s+(?P<what>(?:buổi |cuộc |phiên )?(?:lễ|hội nghị|đại hội|gặp mặt|họp mặt|hội thảo|thảo luận|tọa đàm|hội thi|liên hoan|lễ hội)(?!\w))"
)
_ENOUGH = 6
_LEADS = 3
_REACH = 250
"""Days around the day of publication in which an event is news."""
_LONGEST = 18


@dataclass(slots=True)
class _Told:
    """One sentence that may tell an event: its place in the section, the day, and how sure it is."""

    start: int
    end: int
    order: int
    date: DateSpan
    score: int


@functools.cache
def _words(name: str) -> re.Pattern[str]:
    words = sorted(map(fold, spread(name)), key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def find(
    page: Page,
    spans: Sequence[DateSpan],
    *,
    published_on: str | None = None,
    skipped: Sequence[tuple[int, int]] = (),
    units: Sequence[Span] = (),
    cited: Sequence[tuple[int, int]] = (),
    title: str | None = None,
) -> list[Event]:
    """The events of the article; `cited` are the characters of documents' days, `units` the units found."""
    known = _Known(list(spans), published_on, list(skipped), sorted(units, key=lambda u: u.start), list(cited), fold(title or ""))
    found: dict[tuple[str | None, str], Event] = {}
    for section in sections(page, known.dates, known.skipped):
        for event in _section(page, known, section):
            found.setdefault((event.date, fold(event.kind)), event)
    return list(found.values())


@dataclass(slots=True)
class _Known:
    """What earlier components found."""

    dates: list[DateSpan]
    published_on: str | None
    skipped: list[tuple[int, int]]
    units: list[Span]
    cited: list[tuple[int, int]]
    title: str

    def skips(self, start: int) -> bool:
        return any(a <= start < b for a, b in self.skipped)


def sections(page: Page, spans: Sequence[DateSpan], skipped: Sequence[tuple[int, int]] = ()) -> list[list[tuple[int, int]]]:
    """The sentences of each part that has its own event: the items of a round-up, else the whole text.

    An item is a heading in capitals after a bullet whose first line tells a day.
    """
    sentences = [s for s in page.sentences or page.lines if not any(a <= s[0] and s[1] <= b for a, b in skipped)]
    days = [span.start for span in spans if span.day]
    heads = [
        start
        for (start, end), (begin, _) in itertools.pairwise(page.lines)
        if _HEADED.match(page.text, start) and page.is_shouted(start, end) and any(begin <= day < begin + 60 for day in days)
    ]
    if len(heads) < 2:
        return [sentences]
    return [[s for s in sentences if a <= s[0] < b][1:] for a, b in itertools.pairwise([*heads, len(page.text)])]


def _section(page: Page, known: _Known, sentences: list[tuple[int, int]]) -> Iterator[Event]:
    told = [t for order, s in enumerate(sentences) for t in _candidates(page, known, s, order)]
    lead = next((t for t in told if t.score >= _ENOUGH), None) or _deed(page, known, told)
    if lead is not None:
        yield from filter(None, [_event(page, known, lead)])
        if _WILL.search(page.fold, lead.start, lead.end):
            for other in told:
                if other.start > lead.start and other.score >= _ENOUGH and _WILL.search(page.fold, other.start, other.end):
                    yield from filter(None, [_event(page, known, other)])
        return
    today = _today(page, known, sentences)
    undated = today or _undated(page, known, sentences)
    if undated is not None:
        yield undated


def _deed(page: Page, known: _Known, told: list[_Told]) -> _Told | None:
    """The day of a deed that is the article's subject: the title tells one and so does an early sentence with a day."""
    deeds = _words("event_deeds")
    if not deeds.search(known.title):
        return None
    return next((t for t in told if t.order < 2 * _LEADS and deeds.search(page.fold, t.start, t.end)), None)


def _candidates(page: Page, known: _Known, sentence: tuple[int, int], order: int) -> Iterator[_Told]:
    """Days of one sentence that may be an event's, the likeliest first."""
    start, end = sentence
    nouns = _words("event_nouns").search(page.fold, start, end) is not None
    verbs = _words("event_verbs").search(page.fold, start, end) is not None
    deeds = _words("event_deeds").search(page.fold, start, end) is not None
    found = []
    for date in known.dates:
        if not (start <= date.start < end) or date.day is None or not _may_be(page, known, date, start):
            continue
        early = _opens(page, start, date.start)
        score = 3 * nouns + 3 * verbs + 2 * early + (order < _LEADS)
        if order < _LEADS and early and deeds and not nouns:
            score += 3
        found.append(_Told(start, end, order, date, score))
    yield from sorted(found, key=lambda t: (-t.score, t.date.start))


def _opens(page: Page, start: int, at: int) -> bool:
    """Whether the day opens a clause: `Sáng 5/4,`, `..., chiều 20.11.2019, tại`."""
    before = page.fold[start:at]
    return (
        re.search(
            r"(?:^|[,(\-–—:]\s*|^.{0,40}[-–—)]\s*)(?:vào |trong |rạng )?(?:(?:hai|ba|2|3|các) ngày |(?:khoảng )?\d{1,2}(?:h|g|:)\d{0,2},? ?|lúc )?"
            r"(?:từ )?(?:sáng|trưa|chiều|tối|đêm|ngày|hôm|thứ \w+|chủ nhật|nay|qua|mùng|[,(\s])*$",
            before,
        )
        is not None
    )


def _may_be(page: Page, known: _Known, date: DateSpan, start: int) -> bool:
    """Whether a day may be an event's: no anniversary, no deadline, no document's day, and near the day of publication."""
    before = page.fold[max(start, date.start - 90) : date.start]
    inside = page.text.rfind("(", start, date.start) > page.text.rfind(")", start, date.start)
    if known.skips(date.start) or any(a <= date.start < b for a, b in known.cited) or _NOT_THE_DAY.search(before):
        return False
    if (inside and not _NOW.search(before)) or _IS_A_DAY.match(page.fold, date.end):
        return False
    if date.iso and known.published_on:
        apart = datetime.date.fromisoformat(date.iso) - datetime.date.fromisoformat(known.published_on)
        return abs(apart.days) <= _REACH
    return True


def _event(page: Page, known: _Known, told: _Told) -> Event | None:
    date = told.date
    mentions = [Mention(start=date.start, end=date.end, quote=page.quote(date.start, date.end), part="date")]
    return _build(page, known, (told.start, told.end), date.end, date.iso, mentions, 0.9 if told.score >= 8 else 0.75)


def _today(page: Page, known: _Known, sentences: list[tuple[int, int]]) -> Event | None:
    """An event of `sáng nay` or `chiều qua`, told in the first sentences of an article whose day is known."""
    for start, end in sentences[:_LEADS]:
        match = _TODAY.search(page.fold, start, end)
        if match and _words("event_nouns").search(page.fold, start, end):
            date = None
            if known.published_on:
                day = datetime.date.fromisoformat(known.published_on)
                date = (day - datetime.timedelta(days=match["day"] == "qua")).isoformat()
            mention = Mention(start=match.start(), end=match.end(), quote=page.quote(*match.span()), part="date")
            return _build(page, known, (start, end), match.end(), date, [mention], 0.75)
    return None


def _undated(page: Page, known: _Known, sentences: list[tuple[int, int]]) -> Event | None:
    """An event without a day: `Tham dự buổi lễ trao học bổng có ...`; a name that tells more than `buổi lễ` comes first."""
    found = []
    for start, end in sentences:
        match = _ATTENDED.search(page.fold, start, end)
        if match and not known.skips(match.start()):
            found.append(_build(page, known, (start, end), match.start("what"), None, [], 0.6))
    named = [event for event in found if event and len(event.kind.split()) > 2]
    return next(iter(named or filter(None, found)), None)


def _build(
    page: Page, known: _Known, sentence: tuple[int, int], after: int, date: str | None, mentions: list[Mention], confidence: float
) -> Event | None:
    start, end = sentence
    kind = _kind(page, start, after, end)
    if kind is None:
        return None
    place, organizer = _place(page, start, end, after), _organizer(page, known, start, end, after, kind)
    parts = {"kind": kind, "place": place, "organizer": (organizer.start, organizer.end) if organizer else None}
    told = [Mention(start=s[0], end=s[1], quote=page.quote(*s), part=part) for part, s in parts.items() if s]
    return Event(
        kind=squash(page.quote(*kind)),
        date=date,
        place=squash(page.quote(*place)) if place else None,
        organizer=organizer.name if organizer else None,
        mentions=[*told, *mentions],
        confidence=confidence,
    )


def _kind(page: Page, start: int, after: int, end: int) -> tuple[int, int] | None:
    """Characters of what was held: the noun after the verb or the day, up to a word that ends its name."""
    verb = _words("event_verbs").search(page.fold, after, end)
    nouns, deeds = _words("event_nouns"), _words("event_deeds")
    noun = (nouns.search(page.fold, verb.end(), end) if verb else None) or nouns.search(page.fold, after, end)
    noun = (
        noun or nouns.search(page.fold, start, end) or deeds.search(page.fold, after, end) or deeds.search(page.fold, start, end)
    )
    if noun is None:
        return None
    tokens = page.tokens
    first, last = page.token_at(noun.start()), page.token_at(noun.end())
    i = last
    while i < len(tokens) and tokens[i].start < end and i - first < _LONGEST:
        step = _step(page, i)
        if step == 0:
            break
        i += step
    while i > last and (not re.match(r"[\w)”\"»]", tokens[i - 1].text) or tokens[i - 1].fold in ("và", "các", "những", "của")):
        i -= 1
    if i - 2 > last and tokens[i - 2].fold == "và" and deeds.fullmatch(tokens[i - 1].fold):
        i -= 2  # `lễ công bố quyết định và trao [các hình thức khen thưởng]`
    named = noun[0] in _BARE and nouns.search(page.fold, noun.end(), tokens[i - 1].end)
    return (named.start() if named else tokens[first].start), tokens[i - 1].end


def _step(page: Page, i: int) -> int:
    """How many tokens from `i` go on with the event's name; 0 where it ends."""
    tokens = page.tokens
    token, following = tokens[i], tokens[i + 1] if i + 1 < len(tokens) else None
    if "\n" in page.text[tokens[i - 1].end : token.start] or token.text in ".;:…)”»":
        return 0
    if token.text in '“«"(':
        longest = 14 if token.text != "(" else 2
        closing = {"“": "”", "«": "»", "(": ")"}.get(token.text, token.text)
        return next((n + 1 for n in range(1, longest + 1) if i + n < len(tokens) and tokens[i + n].text == closing), 0)
    if token.text == ",":
        goes_on = following is not None and following.is_word and not following.is_cap and not tokens[i - 1].is_number
        return int(goes_on and following is not None and not _words("event_ends").match(page.fold, following.start))
    if token.is_cap:
        return int(token.fold not in _ADDRESSES)
    return int(_words("event_ends").match(page.fold, token.start) is None)


def _place(page: Page, start: int, end: int, after: int) -> tuple[int, int] | None:
    """Characters of the venue or town after `tại`: after the day, else anywhere in the sentence."""
    for match in [*_PLACE.finditer(page.fold, after, end), *_PLACE.finditer(page.fold, start, after)]:
        stop = _PLACE_END.search(page.text, match.end(), end)
        last = stop.start() if stop else end
        words = page.text[match.end() : last]
        if 0 < len(words) <= 80 and any(c.isupper() for c in words):
            return match.end(), match.end() + len(words.rstrip(" .,;-"))
    return None


def _organizer(page: Page, known: _Known, start: int, end: int, after: int, kind: tuple[int, int]) -> Span | None:
    """The unit that holds it: after `do` (`do X tổ chức`), else the first unit between day and event that is no venue."""
    inside = [u for u in known.units if start <= u.start < end]
    for unit in inside:
        if re.search(r"(?<!\w)do\s+$", page.fold[max(start, unit.start - 6) : unit.start]) and re.search(
            r"(?<!\w)(?:tổ chức|chủ trì|phối hợp|đăng cai)", page.fold[unit.end : min(end, unit.end + 120)]
        ):
            return unit
    verb = _words("event_verbs").search(page.fold, after, end)
    limit = max(kind[0], verb.start() if verb else 0)
    for unit in inside:
        before = page.fold[max(start, unit.start - 40) : unit.start]
        named = kind[0] <= unit.start < kind[1] or not after <= unit.start < limit
        if not named and not re.search(r"(?<!\w)(?:tại|ở|của|thuộc|gồm|\()\s*[^,;]*$", before):
            return unit
    return None


@component("events")
def run(draft: Draft) -> None:
    """Set `draft.events`."""
    cited = [(m.start, m.end) for d in draft.documents for m in d.mentions if m.part == "date"]
    draft.events = find(
        draft.page,
        draft.dates,
        published_on=draft.published_on,
        skipped=draft.skip,
        units=draft.unit_spans,
        cited=cited,
        title=draft.article.title,
    )
