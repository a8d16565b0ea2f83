"""What the article says of itself: title, day of publication, byline, source; and the words that hold no facts.

Portals print a title, a line with day and hour, a source in brackets before the first sentence, and a byline at the end;
crawled articles have the body on one line with the byline glued to it, at times with the whole body twice.

    >>> head = read(Page("Trao học bổng\\n\\n1/11/2013 12:21\\n\\nSáng nay trao 5 suất. LÊ HOA - TR.AN"))
    >>> head.info.title, head.info.published_on, head.info.author
    ('Trao học bổng', '2013-11-01', 'Lê Hoa - Tr.An')
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from extract.dates import iso
from extract.draft import Draft, component
from extract.lexicon import spread
from extract.text import Page, fold, squash
from schemas.facts import ArticleInfo, Mention

_UP = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐÐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"
_CAPITAL = rf"[{_UP}][^\W\d_]*(?:['’.][^\W\d_]+)*"
_WORD = rf"(?!(?:Theo|Nguồn|Ảnh|Tin|Bài)(?!\w)){_CAPITAL}"
_CREDITED = rf"(?!(?:{'|'.join(spread('caption_starts'))})(?!\w)){_CAPITAL}"
_NAME = rf"{_WORD}(?:[ ]{_WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:\s*[-–,&]\s*{_NAME}){{0,3}}"
_DAY = re.compile(r"\b(\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(\d{1,2})(?:\s?[/.-]\s?|\s*,?\s+năm\s+)(\d{4})\b")
_CHROME = "|".join(re.escape(fold(word)) for word in sorted(spread("chrome"), key=len, reverse=True))
_PRINTED = rf"(?:(?:{_CHROME})(?!\w)|\d[\d.:h]*|\W)"
_FURNITURE = re.compile(rf"{_PRINTED}+$")
_TRAILING = re.compile(rf"(?:(?<=[.!?…\"')\s])(?:{_CHROME})(?!\w)[\s|]*)+$")
_LEAD = re.compile(
    rf"\s*(?:\((?P<bracket>[^()\n]{{2,40}})\)|(?P<bare>Báo(?:[ ]{_WORD}){{1,4}}|(?!UBND|HĐND)[{_UP}]{{2,8}}|\w+(?:\.\w+)+))\s?[-–—:]\s?(?=[{_UP}\d])"
)
_CREDIT = re.compile(
    rf"(?:\(\s*)?(?<!\w)[Ảả]nh(?: minh họa| tư liệu)?[ ]*:[ ]*(?:{_CREDITED}\.?(?:[ ]?[-–/,][ ]?{_CREDITED}|[ ]{_CREDITED}){{0,3}})?[ ]*\)?"
)
_CAPTION_END = re.compile(r"(?<!\w)[Ảả]nh[ ]*:[^.\n]{0,40}\.?[^.\n]{0,20}$", re.MULTILINE)
_ROLE = re.compile(
    r"\s*\(?(?:tin|bài|ảnh|t/h|tổng hợp|nhóm pv|bài viết|thực hiện|tác giả|người viết|pv|video|clip|biên tập)(?:\s*(?:,|và|&|-|/)\s*(?:tin|bài|ảnh|clip|video))*\s*:\s*"
)
_SOURCE = re.compile(
    r"\s*\(?\s*(?:(?:theo|nguồn)\b\s*:?\s*(?P<told>\S.{1,40}?)|(?P<paper>(?:báo|tạp chí|đài|ttxvn|cổng)\b.{0,40}?))\s*\)?\s*$"
)
_TEASER = re.compile(r"\s*(?:>>+|»|&gt;|▶|►|\[?(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|mời (?:bạn|độc giả))\b)")
_BYLINE = re.compile(
    rf"\s*(?P<names>{_NAMES}(?<=\.\w)\.|{_NAMES})(?:\s*[-–]\s*(?P<unit>[^.\n]{{3,80}})|\s*\((?P<aside>[^()\n]{{2,60}})\))?\s*$"
)
_GLUED = re.compile(
    rf"(?<=[.!?…\"”'»)\]/])\s*(?P<names>{_NAMES})(?:\s*\((?P<aside>[^()\n]{{2,60}})\)|\s+\(?[Tt]heo:?\s+(?P<source>[^().\n]{{2,40}})\)?)?\s*$"
)
_INTERVIEW = re.compile(
    rf"(?:phóng viên|PV)?\s*(?P<paper>(?:Báo|Tạp chí|Đài|Cổng)(?:[ ]{_CAPITAL})+)(?: đã)? có (?:cuộc|buổi) (?:trao đổi|trò chuyện|phỏng vấn)"
)
_IMAGE = re.compile(r"\[img\]|\((?:xem )?ảnh\)")
_INITIALS = re.compile(rf"\s*(?:[{_UP}]\.\s?){{2,4}}$")
_NOBODY = frozenset({"PV", "P.V", "BBT", "CTV", "BTC", "TTXVN"})
_COPIED = 0.6
_VOWEL = re.compile(r"[aăâeêioôơuưy]")


@dataclass
class Header:
    """The article's own data and the ranges that hold no facts."""

    info: ArticleInfo = field(default_factory=ArticleInfo)
    skip: list[tuple[int, int]] = field(default_factory=list)

    def tell(self, page: Page, part: str, start: int, end: int, value: str | None = None) -> None:
        """Fill field `part` from the words start..end, unless it is known."""
        if getattr(self.info, part) is None and start < end:
            setattr(self.info, part, value or squash(page.quote(start, end)))
            self.info.mentions.append(Mention(start=start, end=end, quote=page.quote(start, end), part=part))


def read(page: Page) -> Header:
    """What the text tells of itself."""
    head = Header()
    _lead(page, _top(page, head), head)
    _byline(page, _second_copy(page, head), head)
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
        day = _DAY.search(page.fold, start, end)
        if end - start <= 110 and _FURNITURE.match(_DAY.sub("", page.fold[start:end]) or " "):
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


def _looks_like_title(page: Page, i: int) -> bool:
    start, end = page.lines[i]
    after = page.lines[i + 1 :]
    if not after or end - start > 200 or page.text[end - 1] in ".:;,)" or _LEAD.match(page.text, start, end):
        return False
    return max(b - a for a, b in after[:4]) > end - start


def _lead(page: Page, body: int, head: Header) -> None:
    """The source that stands before the first sentence: `(BĐ) - `, `TTXVN - `."""
    match = _LEAD.match(page.text, body)
    if match:
        part = "bracket" if match["bracket"] else "bare"
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


def _byline(page: Page, stop: int, head: Header) -> None:
    """Read the last lines upwards until the writer is found or a sentence begins."""
    lines = [(a, min(b, stop)) for a, b in page.lines if a < stop]
    for i in range(len(lines) - 1, max(len(lines) - 6, 0), -1):
        start, end = lines[i]
        tail = _TRAILING.search(page.fold, start, end)
        if tail:
            head.skip.append((tail.start(), end))
            end = start + len(page.text[start : tail.start()].rstrip())
        if end <= start or (start, end) in head.skip or _furnished(page, start, end, head):
            continue
        if _role_line(page, start, end, head):
            continue
        match = None
        if (
            end - start < 90
            and (page.text[end - 1] not in ".!?" or _INITIALS.match(page.text, start, end))
            and not _is_list(page, lines, i)
        ):
            match = _BYLINE.match(page.text, start, end)
        match = match or _GLUED.search(page.text, max(start, end - 160), end)
        if match:
            _signed(page, match, head)
        return


def _furnished(page: Page, start: int, end: int, head: Header) -> bool:
    """Skip a teaser, a line of the portal, or a line that names the source."""
    teaser = _TEASER.match(page.fold, start, end)
    source = _SOURCE.match(page.fold, start, end) if end - start < 60 else None
    if source and page.text[end - 1] != ".":
        part = "told" if source["told"] else "paper"
        head.tell(page, "source", *source.span(part))
    elif not teaser and page.text[start:end] not in ("---", "***"):
        return False
    head.skip.append((start, end))
    return True


def _role_line(page: Page, start: int, end: int, head: Header) -> bool:
    """`Tin, ảnh: A`, `Bài: A; Ảnh: B - Trung tâm C`."""
    role = _ROLE.match(page.fold, start, end)
    if not role or end - start > 120:
        return False
    until = min((at for mark in ";|" if (at := page.text.find(mark, role.end(), end)) > 0), default=end)
    match = _BYLINE.match(page.text, role.end(), until)
    if match and not role[0].strip().startswith("ảnh"):
        _signed(page, match, head)
    head.skip.append((start, end))
    return True


def _is_list(page: Page, lines: list[tuple[int, int]], i: int) -> bool:
    """Whether the line before is a bare name too, so that this is a list of people and no byline."""
    start, end = lines[i - 1]
    return end - start < 60 and _BYLINE.match(page.text, start, end) is not None


def _signed(page: Page, match: re.Match[str], head: Header) -> None:
    """Author and the author's unit or paper."""
    start, end = match.span("names")
    parts = match.groupdict()
    for cut in re.finditer(r"\s*[-–]\s*", page.text[start:end]):
        if _is_unit(page.fold[start + cut.end() : match.end()]):
            head.tell(
                page, "author_unit", start + cut.end(), match.end() - (match.end() - len(match[0].rstrip()) - match.start())
            )
            end = start + cut.start()
            break
    else:
        if parts.get("unit") and _is_unit(fold(parts["unit"])):
            head.tell(page, "author_unit", *match.span("unit"))
        aside = parts.get("aside")
        if aside and fold(aside).strip() not in spread("byline_asides"):
            head.tell(page, "source" if fold(aside).startswith(("theo", "báo")) else "author_unit", *match.span("aside"))
        if parts.get("source"):
            head.tell(page, "source", *match.span("source"))
    if page.quote(start, end) not in _NOBODY:
        head.tell(page, "author", start, end, _cased(squash(page.quote(start, end))))
    head.skip.append(match.span())


def _is_unit(words: str) -> bool:
    return words.lstrip().startswith(tuple(unit + " " for unit in spread("byline_units")))


def _cased(name: str) -> str:
    """A name in capitals as it is usually written: `ĐỨC LẬP` -> `Đức Lập`; initials stay."""
    if not name.isupper() or (" " not in name and len(name) <= 3 and not _VOWEL.search(fold(name))):
        return name
    return re.sub(r"[^\W\d_]+", lambda m: m[0].capitalize(), name)


def _marks(page: Page, head: Header) -> None:
    """Image marks, photo credits, teasers."""
    for pattern in (_IMAGE, _CREDIT, _CAPTION_END):
        text = page.fold if pattern is _IMAGE else page.text
        head.skip.extend(m.span() for m in pattern.finditer(text))
    head.skip.extend((start, end) for start, end in page.lines if _TEASER.match(page.fold, start, end))


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
