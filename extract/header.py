"""What the article says of itself: title, day of publication, byline, source; and the words that hold no facts.

Portals print a title, a line with day and hour, a source in brackets before the first sentence, and a byline at the end;
crawled articles have the body on one line with the byline glued to it, at times with the whole body twice.

    >>> head = read(Page("Trao quà Tết\\n\\n4/2/2012 9:15\\n\\nSáng nay xã trao 5 suất. LÊ HOA - TR.AN"))
    >>> head.info.title, head.info.published_on, head.info.author
    ('Trao quà Tết', '2012-02-04', 'Lê Hoa - Tr.An')
"""

from __future__ import annotations

import re

from extract.bylines import (
    CAPITAL,
    CHROME,
    SIGNED_TOP,
    TEASER,
    WORD,
    Header,
    is_menu,
    is_no_writer,
    is_paper,
    read_end,
    signed,
)
from extract.dates import iso
from extract.draft import Draft, component
from extract.folding import squash
from extract.lexicon import spread
from extract.signatures import UP
from extract.text import Page
from schemas.facts import Mention

_CREDITED = rf"(?!(?:{'|'.join(spread('caption_starts'))})(?!\w)){CAPITAL}"
_DAY = re.compile(r"\b(\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(\d{1,2})(?:\s?[/.-]\s?|\s*,?\s+năm\s+)(\d{4})\b")
_POSTED = re.compile(r"(?<!\w)(?:ngày đăng|đăng ngày|đăng lúc|ngày xuất bản|cập nhật|cập nhật lúc)\s?:?\s?[\d:h, ]{0,12}$")
_PRINTED = rf"(?:(?:{CHROME})(?!\w)|\d[\d.:h]*|\W)"
_FURNITURE = re.compile(rf"{_PRINTED}+$")
_LEAD = re.compile(
    rf"\s*(?:\((?P<bracket>[^()\n]{{2,40}})\)\.?|(?P<bare>Báo(?:[ ]{WORD}){{1,4}}|(?!UBND|HĐND)[{UP}][{UP}&]{{1,7}}|\w+(?:\.\w+)+))"
    rf"\s?[-–—:]\s?(?=[{UP}\d])|\s*\((?P<agency>[{UP}][{UP}&]{{2,7}})\)\s+(?=[{UP}])"
)
_CREDIT = re.compile(
    rf"(?<!\w)[Ảả]nh(?: minh họa| tư liệu)?[ ]*:[ ]*(?:{_CREDITED}\.?(?:[ ]?[-–/,][ ]?{_CREDITED}|[ ]{_CREDITED}){{0,3}})?[ ]*\)?"
)
_OPENED = re.compile(r"\s*\(")  # read backwards from the credit
_CAPTION_END = re.compile(r"(?<!\w)[Ảả]nh[ ]*:[^.\n]{0,40}\.?[^.\n]{0,20}$", re.MULTILINE)
_INTERVIEW = re.compile(
    rf"(?P<paper>(?:Báo|Tạp chí|Đài|Cổng)(?:[ ]{CAPITAL})+)(?: đã)? có (?:cuộc|buổi) (?:trao đổi|trò chuyện|phỏng vấn)"
)
_IMAGE = re.compile(r"\[img\]|\((?:xem )?ảnh\)")
_COPIED = 0.6


def read(page: Page) -> Header:
    """What the text tells of itself."""
    head = Header()
    _lead(page, _top(page, head), head)
    read_end(page, _second_copy(page, head), head)
    _marks(page, head)
    head.skip = _merged(head.skip)
    return head


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The same characters as few ranges, in order."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _top(page: Page, head: Header) -> int:
    """Title and line of day and hour; returns where the body begins."""
    lines = page.lines[:8]
    dated = None
    for i, (start, end) in enumerate(lines):
        day = page.first(_DAY, start, end)
        if end - start <= 110 and (
            _printed(page, start, end)
            or (day and page.first(_POSTED, start, day.start()))
            or is_menu(page.text[start:end])
            or (i and day and _signed_at_the_top(page, start, end, head))
        ):
            head.skip.append((start, end))
            if day and dated is None:
                dated = i
                date = iso(int(day[3]), int(day[2]), int(day[1]))
                head.tell(page, "published_on", day.start() if date else 0, day.end() if date else 0, date)
    plain = [i for i, span in enumerate(lines) if span not in head.skip]
    if not plain:
        return 0
    first = plain[0]
    if (dated is not None and first < dated) or _looks_like_title(page, first):
        start, end = lines[first]
        head.tell(page, "title", start, end, re.sub(r"\s+([,.;:”…])|(?<=“)\s+", r"\1", squash(page.quote(start, end))))
        rest = [i for i in plain[1:] if dated is None or i > dated]
        return lines[rest[0]][0] if rest else end
    return lines[first][0]


def _printed(page: Page, start: int, end: int) -> bool:
    """Whether the words are only a day, an hour and what portals print beside them."""
    return _FURNITURE.match(_DAY.sub("", page.fold[start:end]) or " ") is not None


def _signed_at_the_top(page: Page, start: int, end: int, head: Header) -> bool:
    """Read the writer from `Lê Hoa (Ban Thời sự) - Thứ Ba, 5/3/2019 10:20`: a name, then only what tells day and hour."""
    match = SIGNED_TOP.match(page.text, start, end)
    if not match or not _printed(page, match.end(), end):
        return False
    if (match["by"] or "").startswith(("Theo", "Nguồn")) or is_paper(match["names"]):
        head.tell(page, "source", *match.span("names"))
    elif not is_no_writer(match["names"]):
        signed(page, match, head)
    return True


def _looks_like_title(page: Page, i: int) -> bool:
    start, end = page.lines[i]
    after = page.lines[i + 1 :]
    if not after or end - start > 200 or page.text[end - 1] in ".:;,)" or _LEAD.match(page.text, start, end):
        return False
    return max(b - a for a, b in after[:4]) > end - start


def _lead(page: Page, body: int, head: Header) -> None:
    """The source that stands before the first sentence: `(BĐ) - `, `TTXVN - `."""
    starts = [body, *(start for start, _ in page.lines[:8] if start > body)][:3]
    match = next(filter(None, (_LEAD.match(page.text, start) for start in starts)), None)
    # Beyond the first line, which may be a caption, only brackets or an address are a source for sure
    if match and (match.start() == body or match["bracket"] or "." in (match["bare"] or "")):
        part = next(name for name in ("bracket", "bare", "agency") if match[name])
        head.tell(page, "source", *match.span(part))
        head.skip.append(match.span())
    interview = _INTERVIEW.search(page.text, body, body + 1500)
    if interview:
        head.tell(page, "source", *interview.span("paper"))


def _second_copy(page: Page, head: Header) -> int:
    """Skip a body that is printed again after its byline; returns where the first copy ends."""
    for start, end in page.lines:
        again = page.text.find(page.text[start : start + 80], start + 80, end) if end - start > 400 else -1
        # All but the byline must come again: a sentence that is merely repeated is no second copy
        if (
            again > 0
            and page.text.startswith(page.text[again : again + int(_COPIED * (again - start))], start)
            and (end - again >= _COPIED * (again - start))
        ):
            head.skip.append((again, end))
            return again
    return len(page.text)


def _marks(page: Page, head: Header) -> None:
    """Image marks, photo credits, teasers."""
    if "img" in page.places or "ảnh" in page.places:
        head.skip.extend(m.span() for m in _IMAGE.finditer(page.fold))
    if "ảnh" in page.places:
        for credit in page.find(_CREDIT, written=True):
            opened = _OPENED.match(page.text[max(0, credit.start() - 4) : credit.start()][::-1])
            head.skip.append((credit.start() - (opened.end() if opened else 0), credit.end()))
        head.skip.extend(m.span() for m in page.find(_CAPTION_END, written=True))
    head.skip.extend((start, end) for start, end in page.lines if TEASER.match(page.fold, start, end))


@component("header")
def run(draft: Draft) -> None:
    """Set `draft.article`, `draft.skip` and, where the text tells it, `draft.published_on`."""
    head = read(draft.page)
    given = draft.given
    for part in ("title", "published_on", "author", "author_unit", "source"):
        value = getattr(given, part)
        if value is None or value == getattr(head.info, part):
            continue
        setattr(head.info, part, value)
        head.info.mentions = [m for m in head.info.mentions if m.part != part]
        at = draft.page.text.find(value)
        if at >= 0:
            head.info.mentions.append(Mention(start=at, end=at + len(value), quote=value, part=part))
    draft.article = head.info
    draft.skip = head.skip
    draft.published_on = head.info.published_on or draft.published_on
