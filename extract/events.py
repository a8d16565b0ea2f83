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
import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract.dates import TO
from extract.days import is_of_deed, opens
from extract.draft import DateSpan, Draft, Span, component
from extract.event_parts import deeds, holder_before, kind, named, nouns, organizer, place, was_held, words
from extract.folding import fold, squash
from extract.text import Intervals, Page
from schemas.facts import Event, Mention

_TODAY = re.compile(r"(?<!\w)(?P<when>(?:sáng|trưa|chiều|tối|đêm|hôm) (?P<day>nay|qua))(?!\w)(?!\s*\()")
_WILL = re.compile(r"(?<!\w)sẽ(?!\w)[^.;]{0,40}?(?:diễn ra|được tổ chức|tổ chức|khai mạc)")
_HEADED = re.compile(r"\s*(?:[●•■◆★▪♦*+]|\d{1,2}[.)])\s*\S")
_ATTENDED = re.compile(
    r"(?<!\w)(?:(?:tham |tới |đến )?dự|tại|chủ trì|tổ chức|phát biểu tại|khai mạc)\s+(?P<what>(?:buổi |cuộc |phiên )?(?:lễ|hội nghị|đại hội|gặp mặt|họp mặt|hội thảo|thảo luận|tọa đàm|hội thi|liên hoan|lễ hội)(?!\w)"
    r"|buổi trao \w+)"
)
# What the title tells as given, with what is given or how many are praised
_GIVEN = re.compile(
    r"(?<!\w)(?P<what>(?:trao tặng|trao|truy tặng|phong tặng|tặng|đón nhận)(?!\w)(?=[^:;.]{1,60}(?<!\w)(?:huân chương|huy chương|huy hiệu"
    r"|bằng khen|giấy khen|cờ thi đua|danh hiệu|giải thưởng|học bổng|kỷ niệm chương)(?!\w))|(?:tuyên dương|vinh danh|biểu dương)\s(?=\d|nhiều ))"
)
_NOT_GIVEN = re.compile(
    r"(?<!\w)(?:lấy ý kiến|xin ý kiến|đề nghị|đề xuất|đề cử|dự kiến|sẽ|sắp|xét|quy định|thẩm quyền|vì sao|có nên|không|chưa|tiêu chuẩn|hướng dẫn|mức|từng|sau khi)(?!\w)|[?]"
)
_EARLIER = re.compile(r"[\s\-–+*•]*(?:trước đó|trước đây|sau đó|tiếp đó|cách đây)(?!\w)")
_CAPTION = 400
"""Characters of the longest line that may be a caption."""
_ENOUGH = 6
_LEADS = 3
_REACH = 250
"""Days around the day of publication in which an event is news."""


@dataclass(slots=True)
class _Told:
    """One sentence that may tell an event: its place in the section, the day, how sure it is, whether a noun says what was held."""

    start: int
    end: int
    order: int
    date: DateSpan
    score: int
    held: bool


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
    ordered = sorted(units, key=lambda u: u.start)
    known = _Known(list(spans), published_on, Intervals(skipped), ordered, Intervals(cited), squash(title or ""))
    found: dict[tuple[str | None, str], Event] = {}
    for section in sections(page, known.dates, known.skipped):
        for event in _section(page, known, section):
            found.setdefault((event.date, fold(event.kind)), event)
    return list(found.values()) or list(filter(None, [_titled(page, known)]))


@dataclass(slots=True)
class _Known:
    """What earlier components found."""

    dates: list[DateSpan]
    published_on: str | None
    skipped: Intervals
    units: list[Span]
    cited: Intervals
    title: str


def sections(page: Page, spans: Sequence[DateSpan], skipped: Intervals) -> list[list[tuple[int, int]]]:
    """The sentences of each part that has its own event: the items of a round-up, else the whole text.

    An item is a heading in capitals after a bullet whose first line tells a day.
    """
    sentences = [s for s in page.sentences or page.lines if not (skipped.covers(s[0]) and skipped.covers(s[1] - 1))]
    days = [span.start for span in spans if span.day]
    dated = {begin for begin, _ in page.lines if (i := bisect_left(days, begin)) < len(days) and days[i] < begin + 60}
    heads = [
        start
        for (start, end), (begin, _) in itertools.pairwise(page.lines)
        if _HEADED.match(page.text, start) and page.is_shouted(start, end) and begin in dated
    ]
    if len(heads) < 2:
        return [sentences]
    cuts = [bisect_left(sentences, (head, 0)) for head in [*heads, len(page.text)]]
    return [sentences[a + 1 : b] for a, b in itertools.pairwise(cuts)]


def _section(page: Page, known: _Known, sentences: list[tuple[int, int]]) -> Iterator[Event]:
    told = [t for order, s in enumerate(sentences) for t in _candidates(page, known, s, order)]
    lead, rule = _lead(told), "event.day"
    if lead is None:
        lead, rule = _deed_of_title(page, known, told), "event.deed_of_title"
    if lead is not None:
        yield from filter(None, [_event(page, known, lead, rule)])
        if page.first(_WILL, lead.start, lead.end):
            for other in told:
                if other.start > lead.start and other.score >= _ENOUGH and page.first(_WILL, other.start, other.end):
                    yield from filter(None, [_event(page, known, other, "event.announced")])
        return
    today = _today(page, known, sentences)
    undated = today or _undated(page, known, sentences)
    if undated is not None:
        yield undated


def _lead(told: list[_Told]) -> _Told | None:
    """The first day that tells an event; one of what was held goes before one of what was only decided or given before."""
    first = next((t for t in told if t.score >= _ENOUGH), None)
    if first is None or first.held:
        return first
    return next((t for t in told if t.order < first.order + _LEADS and t.held and t.score > first.score), first)


def _deed_of_title(page: Page, known: _Known, told: list[_Told]) -> _Told | None:
    """The day of the deed that the title tells, where an early sentence tells the same deed with a day."""
    done = set() if _NOT_GIVEN.search(fold(known.title)) else deeds(fold(known.title))
    return next((t for t in told if t.order < 2 * _LEADS and done & deeds(page.fold[t.start : t.end])), None)


def _candidates(page: Page, known: _Known, sentence: tuple[int, int], order: int) -> Iterator[_Told]:
    """Days of one sentence that may be an event's, the likeliest first."""
    start, end = sentence
    if _EARLIER.match(page.fold, start, end) or _illustrates(page, start):
        return
    inside = bisect_left(known.dates, start, key=lambda d: d.start), bisect_left(known.dates, end, key=lambda d: d.start)
    days = [date for date in known.dates[slice(*inside)] if date.day is not None]
    lasts = {
        b.start for a, b in itertools.pairwise(days) if TO.fullmatch(page.fold, a.end, b.start)
    }  # a range takes its first day
    dates = [date for date in days if date.start not in lasts and _may_be(page, known, date, start)]
    if not dates:
        return
    noun = next(nouns(page, start, end, known.units), None) is not None
    verb = page.first(words("event_verbs"), start, end) is not None
    deed = page.first(words("event_deeds"), start, end) is not None
    found = []
    for date in dates:
        early = opens(page, start, date.start)
        score = 3 * noun + 3 * verb + 2 * early + (order < _LEADS)
        if order < _LEADS and early and deed and not noun:
            score += 3
        found.append(_Told(start, end, order, date, score, noun))
    yield from sorted(found, key=lambda t: (-t.score, t.date.start))


def _illustrates(page: Page, start: int) -> bool:
    """Whether the line is the caption of a picture that shows something else: `... (Ảnh minh họa)`."""
    first, last = page.line_of(start)
    return last - first <= _CAPTION and page.fold.find("ảnh minh họa", first, last) >= 0


def _may_be(page: Page, known: _Known, date: DateSpan, start: int) -> bool:
    """Whether a day may be an event's: no anniversary, no deadline, no document's day, and near the day of publication."""
    if known.skipped.covers(date.start) or known.cited.covers(date.start) or not is_of_deed(page, start, date):
        return False
    if date.iso and known.published_on:
        apart = datetime.date.fromisoformat(date.iso) - datetime.date.fromisoformat(known.published_on)
        return abs(apart.days) <= _REACH
    return True


def _event(page: Page, known: _Known, told: _Told, rule: str) -> Event | None:
    date = told.date
    page.note("events", date.start, date.end, ((rule, date.start, date.end), *date.why))
    mentions = [page.mention(date.start, date.end, "date")]
    return _build(page, known, (told.start, told.end), date.end, date.iso, mentions, 0.9 if told.score >= 8 else 0.75)


def _today(page: Page, known: _Known, sentences: list[tuple[int, int]]) -> Event | None:
    """An event of `sáng nay` or `chiều qua`, told in the first sentences of an article whose day is known."""
    for start, end in sentences[:_LEADS]:
        match = page.first(_TODAY, start, end)
        if match and next(nouns(page, start, end, known.units), None):
            date = None
            if known.published_on:
                day = datetime.date.fromisoformat(known.published_on)
                date = (day - datetime.timedelta(days=match["day"] == "qua")).isoformat()
            mention = page.mention(*match.span(), "date")
            page.note("events", *match.span(), (("event.today", *match.span()),))
            return _build(page, known, (start, end), match.end(), date, [mention], 0.75)
    return None


def _undated(page: Page, known: _Known, sentences: list[tuple[int, int]]) -> Event | None:
    """An event without a day: `Tham dự buổi lễ trao học bổng có ...`; a name that tells more than `buổi lễ` comes first."""
    found = []
    for start, end in sentences:
        match = page.first(_ATTENDED, start, end)
        if match and not known.skipped.covers(match.start()) and not _illustrates(page, start):
            holder = holder_before(page, known.units, start, match.start()) if match[0].startswith("tổ chức") else None
            if match[0].startswith("tổ chức") and not was_held(page, start, match.start(), holder):
                continue
            event = _build(page, known, (start, end), holder.start if holder else match.start("what"), None, [], 0.6)
            if event:
                found.append(event)
                page.why["events", event.mentions[0].start, event.mentions[0].end] += (("event.undated", *match.span()),)
    named = [event for event in found if len(event.kind.split()) > 2]
    return next(iter(named or found), None)


def _titled(page: Page, known: _Known) -> Event | None:
    """What the title tells as given, where no sentence tells an event: `Quỹ Hoa Sen trao 40 suất học bổng`."""
    start = page.text.find(known.title) if known.title else -1
    end = start + len(known.title)
    given = page.first(_GIVEN, start, end) if start >= 0 else None
    if given is None or page.first(_NOT_GIVEN, start, end):
        return None
    told = named(page, *given.span("what"), end)
    page.note("events", *told, (("event.of_title", *given.span("what")),))
    return _stated(page, known, (start, end), start, told, None, [], 0.6)


def _build(
    page: Page, known: _Known, sentence: tuple[int, int], after: int, date: str | None, mentions: list[Mention], confidence: float
) -> Event | None:
    told = kind(page, sentence[0], after, sentence[1], known.units)
    return _stated(page, known, sentence, after, told, date, mentions, confidence) if told else None


def _stated(
    page: Page,
    known: _Known,
    sentence: tuple[int, int],
    after: int,
    told: tuple[int, int],
    date: str | None,
    mentions: list[Mention],
    confidence: float,
) -> Event:
    where = place(page, sentence, after, told, known.units)
    holder = organizer(page, sentence, after, told, where, known.units)
    parts = {"kind": told, "place": where, "organizer": (holder.start, holder.end) if holder else None}
    said = [page.mention(*s, part) for part, s in parts.items() if s]
    return Event(
        kind=squash(page.quote(*told)),
        date=date,
        place=squash(page.quote(*where)) if where else None,
        organizer=holder.name if holder else None,
        mentions=[*said, *mentions],
        confidence=confidence,
    )


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
