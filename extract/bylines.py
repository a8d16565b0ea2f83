"""Who wrote the article: names at its end, after `Tin, ảnh:`, glued to the last sentence, or beside day and hour at its top.

>>> page, head = Page("Hội nghị bầu đơn vị dẫn đầu.\\nLÊ HOA - Sở Y tế"), Header()
>>> read_end(page, len(page.text), head)
>>> head.info.author, head.info.author_unit
('Lê Hoa', 'Sở Y tế')
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field

from extract.folding import fold, squash
from extract.lexicon import spread
from extract.signatures import UP, post_above
from extract.text import Page
from extract.tokens import TOKEN
from schemas.catalogues import Province, load
from schemas.facts import ArticleInfo

CAPITAL = rf"[{UP}][^\W\d_]*(?:['’.][^\W\d_]+)*"
WORD = rf"(?!(?:Theo|Nguồn|Ảnh|Tin|Bài|THEO|NGUỒN|ẢNH|TIN|BÀI)(?!\w)){CAPITAL}"
_NAME = rf"{WORD}(?:[ ]{WORD}){{0,4}}"
_NAMES = rf"{_NAME}(?:\s*[-–,&]\s*{_NAME}){{0,3}}"
_SIGNER = rf"(?!(?:Thứ|THỨ|Chủ|CHỦ|Ngày|NGÀY|Cập)(?!\w)){_NAME}"
SIGNED_TOP = re.compile(
    r"\s*(?P<by>(?:Tác giả|Người viết|Đăng bởi|Người đăng|Bài|Tin|Tin, ảnh|Bài, ảnh|Theo|Nguồn)\s*:?\s+)?"
    rf"(?P<names>{_SIGNER}(?:\s*[-–&]\s*{_SIGNER}){{0,3}})(?:\s*\((?P<aside>[^()\n]{{2,60}})\))?\s*[-–|]?\s*(?=\S)"
)
CHROME = "|".join(re.escape(fold(word)) for word in sorted(spread("chrome"), key=len, reverse=True))
_TRAILING = re.compile(rf"(?:(?<=[.!?…\"')\s])(?:{CHROME})(?!\w)[\s|]*)+$")
_ROLE = re.compile(
    r"\s*\(?(?:tin|bài|ảnh|t/h|tổng hợp|nhóm pv|bài viết|thực hiện|tác giả|người viết|pv|video|clip|biên tập)(?:\s*(?:,|và|&|-|/)\s*(?:tin|bài|ảnh|clip|video))*\s*:\s*"
)
_SOURCE = re.compile(
    r"\s*\(?\s*(?:(?:theo|nguồn)\b\s*:?\s*(?P<told>\S.{1,40}?)|(?P<paper>(?:báo|tạp chí|đài|ttxvn|cổng)\b.{0,40}?))\s*\)?\s*$"
)
TEASER = re.compile(
    r"\s*(?:>>+|»|&gt;|▶|►|\[?(?:xem thêm|đọc thêm|tin liên quan|bài liên quan|(?:\* ?)?mời (?:quý )?(?:bạn|độc giả|khán giả))\b)"
)
_BYLINE = re.compile(
    rf"\s*(?P<names>{_NAMES}(?<=\.\w)\.|{_NAMES})(?:\s*[-–]\s*(?P<unit>[^.\n]{{3,80}})|\s*\((?P<aside>[^()\n]{{2,60}})\))?\s*$"
)
_CAPTION = re.compile(  # `Ông A - Chủ tịch Hội B`, `A - Bí thư Đảng ủy phát biểu`: words under a picture
    r"^\s*(?:ông|bà|thầy|cô)\s|(?<!\w)(?:phát biểu|trao (?:quà|bằng|cờ|thưởng|giải|giấy|huy|kỷ)|tặng (?:quà|hoa|bằng)|chủ trì|kết luận|khai mạc|chúc mừng|báo cáo tại)(?!\w)"
)
_GLUED = re.compile(
    rf"(?<=[.!?…\"”'»)\]/])\s*(?P<names>{_NAMES})(?:\s*\((?P<aside>[^()\n]{{2,60}})\)|\s+\(?[Tt]heo:?\s+(?P<source>[^().\n]{{2,40}})\)?)?\s*$"
)
_INITIALS = re.compile(rf"\s*(?:[{UP}]\.\s?){{2,4}}$")
_NOBODY = frozenset({"PV", "P.V", "BBT", "CTV", "BTC", "TTXVN"})
_PATH, _LONGEST = re.compile(r"[>»/|]"), 90  # signs between the headings of a path; characters, more than a heading has
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
            self.info.mentions.append(page.mention(start, end, part))


def read_end(page: Page, stop: int, head: Header) -> None:
    """Read the last lines upwards until the writer is found or a sentence begins."""
    lines = [(a, min(b, stop)) for a, b in page.lines if a < stop]
    for i in range(len(lines) - 1, max(len(lines) - 6, 0), -1):
        start, end = lines[i]
        tail = page.first(_TRAILING, start, end) if _printed_last(page, start, end) else None
        if tail:
            head.skip.append((tail.start(), end))
            end = start + len(page.text[start : tail.start()].rstrip())
        if end <= start or (start, end) in head.skip or _furnished(page, start, end, head):
            continue
        if _role_line(page, start, end, head):
            continue
        if post_above(page.text, start):  # who signed a decision wrote no article
            return
        match = None
        if (
            end - start < 90
            and (page.text[end - 1] not in ".!?" or _INITIALS.match(page.text, start, end))
            and not _is_list(page, lines, i)
        ):
            match = _BYLINE.match(page.text, start, end)
        if match and match["unit"] and _CAPTION.search(page.fold[start:end]):
            return
        match = match or _GLUED.search(page.text, max(start, end - 160), end)
        if match:
            signed(page, match, head)
        return


def _printed_last(page: Page, start: int, end: int) -> bool:
    """Whether the line's last word is one that portals print behind an article, so that a search for them is worth it."""
    first, last = page.token_span(start, end)
    while last > first and page.tokens[last - 1].text == "|":
        last -= 1
    return last > first and page.tokens[last - 1].fold in _last_printed()


@functools.cache
def _last_printed() -> frozenset[str]:
    return frozenset(TOKEN.findall(fold(word))[-1] for word in spread("chrome"))


def _furnished(page: Page, start: int, end: int, head: Header) -> bool:
    """Skip a teaser, a line of the portal or its menu, or a line that names the source."""
    teaser = TEASER.match(page.fold, start, end)
    source = _SOURCE.match(page.fold, start, end) if end - start < 60 else None
    if source and page.text[end - 1] != ".":
        part = "told" if source["told"] else "paper"
        head.tell(page, "source", *source.span(part))
    elif not teaser and page.text[start:end] not in ("---", "***") and not is_menu(page.text[start:end]):
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
        signed(page, match, head)
    head.skip.append((start, end))
    return True


def _is_list(page: Page, lines: list[tuple[int, int]], i: int) -> bool:
    """Whether the line before is a bare name too, so that this is a list of people and no byline."""
    start, end = lines[i - 1]
    return end - start < 60 and _BYLINE.match(page.text, start, end) is not None


def signed(page: Page, match: re.Match[str], head: Header) -> None:
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


def is_no_writer(names: str) -> bool:
    """Whether the words before day and hour are a place or a menu's heading."""
    return is_menu(names) or fold(squash(names)) in _places()


def is_menu(line: str) -> bool:
    """Whether the line is a menu's heading or a path of them: `Thời sự`, `Trang chủ > Tin tức`."""
    parts = _PATH.split(line)
    return all(len(part) < _LONGEST and fold(squash(part)) in _menu() for part in parts)


def is_paper(names: str) -> bool:
    """Whether the words name a paper or a station, which is a source and no writer."""
    return fold(names).startswith(("báo ", "tạp chí ", "đài ", "cổng ", "ttxvn"))


@functools.cache
def _menu() -> frozenset[str]:
    return frozenset(fold(word) for word in spread("menu_words"))


@functools.cache
def _places() -> frozenset[str]:
    return frozenset(fold(name) for province in load(Province) for name in (province.name, *province.aliases))
