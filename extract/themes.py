"""Named campaigns, movements, themes and mottoes: the words in quotation marks after `phong trào thi đua`, `chủ đề`...

Quotation marks alone make no theme; a noun that takes them for itself between cue and marks (`phong trào ... danh hiệu “X”`)
prevents one. Without marks a title is known from the catalogue of campaigns or by its capital after `phong trào`.

    >>> text = "phong trào thi đua “Dân vận khéo”, “Dạy tốt - Học tốt”; tặng Kỷ niệm chương “Vì sự nghiệp khuyến học”"
    >>> [(t.title, t.kind) for t in find(Page(text))]
    [('Dân vận khéo', 'phong trào thi đua'), ('Dạy tốt - Học tốt', 'phong trào thi đua')]
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from extract.draft import Draft, component
from extract.folding import fold, squash
from extract.lexicon import Hit, longest, spread
from extract.quotes import pairs
from extract.text import Intervals, Page
from extract.theme_words import Known, announced, blocks, ends, examples_of_others, joined_noun, lexicon, openers
from schemas.facts import Mention, Theme

_LINK = re.compile(
    r"""["'\s]*(?:\((?:[^()]{1,40})\))?\s*(?:[,;…]|\.{3}|\s)*(?:và|hay|hoặc|cùng với|cùng|cũng như)?\s*["'«»]?\s*$"""
)
_BREAK = re.compile(r"[.;!?,\n]")
_PREFIX = re.compile(
    r"(?:(?:phong trào thi đua|phong trào|cuộc vận động|chương trình|chiến dịch|tháng cao điểm)\s+)?(?:thi đua\s+)?(?=\S)"
)
_CALLED = re.compile(r"(?<!\w)(?:hưởng ứng|phát động|hoạt động của|đồng hành cùng|đồng hành với)\s+$")
_LEAD = re.compile(r"(?:phong trào|cuộc vận động|chương trình|chiến dịch)\s+(?=\S)")
# `(viết tắt là Phong trào thi đua vì người nghèo)`: another name of the title before it
_SHORT_FOR = re.compile(r"(?<!\w)(?:(?:viết|gọi) tắt(?: là)?|(?:gọi chung|đây gọi) là):?\s+$")
# `các phong trào thi đua do Thủ tướng phát động, đó là: “A”; “B”`: several announced, then listed
_SEVERAL = re.compile(r"(?<!\w)(?:các|những|nhiều|một số|hai|ba|bốn|năm|\d{1,2})\s+$")
# `với chủ đề: Đoàn kết - Kỷ cương - Phát triển.`: a motto of three parts or more needs no marks
_PART = r"[A-ZĐÀ-Ỹ][^\W\d_]*(?:\s[^\W\d_]+){0,5}"
_MOTTO = re.compile(
    r"(?:\s(?:(?i:của|năm|nhiệm kỳ|đại hội|hội nghị|thi đua|hành động|học|là)|\d{4}(?:\s?[-–]\s?\d{4})?)){0,6}\s?:?\s"
    rf"(?P<title>{_PART}(?:\s[-–]\s{_PART}){{2,6}})(?=\s*(?:[.,;)\n]|$))"
)
_OWNERS = frozenset({"đoàn", "hội", "đội", "đảng"})
_FEWEST, _MOST = 2, 14
_NEAR = 60
_LONG = 8
"""Words of a title so long that nobody gives another one but for a word or two the same name."""


def find(page: Page, skipped: Sequence[tuple[int, int]] = (), units: Sequence[tuple[int, int]] = ()) -> list[Theme]:
    """Every theme, one entry each; `units` are characters of units, which no unquoted title begins with."""
    hits = lexicon().find(page)
    cues = longest(h for h in hits if h.kind == "cue")
    quotes, skip = pairs(page.text), Intervals(skipped)
    inside, bodies = Intervals(quotes), Intervals(units)
    titles = longest(h for h in hits if h.kind == "title")
    plain = [*_known(page, titles, cues, inside), *_capital(page, cues, inside, bodies), *_mottoes(page, cues)]
    found = [*_quoted(page, cues, quotes, plain, {hit.start: hit for hit in titles}), *(theme for theme, _ in plain)]
    kept: dict[str, Theme] = {}
    last: Theme | None = None
    reached = 0
    for theme in sorted(found, key=lambda t: (t.mentions[0].start, -t.mentions[0].end)):
        start, end = theme.mentions[0].start, theme.mentions[0].end
        if skip.covers(start) or end < reached:
            continue
        reached = max(reached, end)
        begin = min(m.start for m in theme.mentions)
        short = last is not None and page.first(_SHORT_FOR, max(0, begin - 24), begin) is not None
        same = last = kept.setdefault(_spelt(_key(theme.title), kept), last if last and short else theme)
        # In order of place, so that only the latest words may be the same words
        if same is not theme and not any(_overlap(m, theme.mentions[0]) for m in same.mentions[-4:]):
            same.mentions.extend(theme.mentions)
    return list({id(theme): theme for theme in kept.values()}.values())


@functools.lru_cache(maxsize=4096)  # the same movements are told on page after page
def _key(title: str) -> str:
    return " ".join(re.findall(r"\w+", _PREFIX.sub("", fold(title))))


def _spelt(key: str, kept: dict[str, Theme]) -> str:
    """The key of a long title told before from whose middle `key` leaves out a word or two, or the other way round.

    >>> told = {"đoàn kết sáng tạo thi đua lao động giỏi vì quê hương": None, "giỏi việc nước đảm việc nhà": None}
    >>> _spelt("đoàn kết thi đua lao động giỏi vì quê hương", told), _spelt("giỏi việc đảm việc nhà", told)
    ('đoàn kết sáng tạo thi đua lao động giỏi vì quê hương', 'giỏi việc đảm việc nhà')
    """
    words = key.split()
    for told in kept if len(words) >= _LONG and key not in kept else ():
        short, full = sorted((words, told.split()), key=len)
        if len(short) >= _LONG and 0 < len(full) - len(short) <= 2 and short[:2] == full[:2] and short[-2:] == full[-2:]:
            rest = iter(full)
            if all(word in rest for word in short):
                return told
    return key


def _overlap(a: Mention, b: Mention) -> bool:
    return a.start < b.end and b.start < a.end


def _quoted(
    page: Page, cues: list[Hit], quotes: list[tuple[int, int]], plain: list[tuple[Theme, Hit]], titles: dict[int, Hit]
) -> Iterator[Theme]:
    """Titles in quotation marks after a cue, those listed after one of them or after a `plain` title, and known ones that are joined."""
    told = sorted(((theme.mentions[0].end, cue) for theme, cue in plain), key=lambda e: e[0])
    last: tuple[int, Hit] | None = None
    for start, end in quotes:
        rule, cue = "theme.quoted", _cue_of(page, cues, start - 1, last[0] if last else 0)
        before = bisect_right(told, start, key=lambda e: e[0])
        title = told[before - 1] if before and (last is None or told[before - 1][0] > last[0]) else None
        if title and cue is title[1]:  # it has its title without marks: `phong trào Dân vận khéo và “...”`
            cue = None
        if cue is None and (title is None or _is_title(page, start, end)):
            rule, cue = "theme.listed", _listed(page, title or last, start - 1)
        if cue is None and _is_title(page, start, end):
            rule, cue = "theme.announced", _announcing(page, cues, start - 1)
        if cue and _figure(page, cue, start, end):
            cue = None
        if cue is None or page.fold[start:end] in spread("past_movements") or not re.search(r"\w", page.text[start:end]):
            yield from _joined(page, start, end, titles)
            last = None
            continue
        last = (end + 1, cue)
        yield _theme(page, start, end, cue, 0.97, rule)


def _figure(page: Page, cue: Hit, start: int, end: int) -> bool:
    """`phong trào thi đua yêu nước “lan tỏa” trong xã`: one or two small words tell what the movement, named before, does."""
    named = page.fold[cue.end : start].strip(" :\"'") == "yêu nước"
    return named and page.text[start:end].islower() and len(page.text[start:end].split()) < 3


def _listed(page: Page, last: tuple[int, Hit] | None, mark: int) -> Hit | None:
    """The cue of the title that ends at `last`, where only a comma or `và` stands between it and the marks."""
    if last is None or mark - last[0] >= _NEAR or not _LINK.fullmatch(page.fold[last[0] : mark]):
        return None
    return last[1]


def _is_title(page: Page, start: int, end: int) -> bool:
    """Whether words in marks that no noun names may be a title: they begin with a capital and are no nickname (`“Vua lúa” Lê Văn Tám`)."""
    after = page.token_at(end + 1)
    following = page.tokens[after] if after < len(page.tokens) else None
    goes_on = following is not None and following.is_word and following.start - end < 4
    name = goes_on and following is not None and not (following.fold == "và" or ends().match(page.fold, following.start))
    return not name and (page.text[start].isupper() or page.text[start].isdigit())


def _announcing(page: Page, cues: list[Hit], mark: int) -> Hit | None:
    """The cue of several titles which are listed from `mark`: `các phong trào thi đua do Chính phủ phát động, đó là: “...”`."""
    last = bisect_right(cues, mark, key=lambda c: c.end)
    for cue in reversed(cues[max(0, last - 3) : last]):
        if cue.value.unquoted and page.first(_SEVERAL, max(0, cue.start - 10), cue.start):
            blocked = page.first(blocks(), cue.end, mark) is not None
            return cue if not blocked and mark - cue.end < 160 and announced(page, cue.end, mark) else None
    return None


def _joined(page: Page, start: int, end: int, titles: dict[int, Hit]) -> Iterator[Theme]:
    """A title, known or with its noun, in marks after a word that tells that people join in: `gắn với “Dạy tốt - Học tốt”`."""
    hit = titles.get(start)
    named = None if hit and hit.end == end else joined_noun(page, start, end)
    opener = page.first(openers(), max(0, start - 24), start - 1) if named or (hit and hit.end == end) else None
    if opener:
        kind = named or (hit.value.kind if hit else "")
        page.note("themes", start, end, (("theme.joined", *opener.span()),))
        mentions = [page.mention(start, end, "title")]
        yield Theme(title=squash(page.quote(start, end)), kind=kind, mentions=mentions, confidence=0.9)


def _cue_of(page: Page, cues: list[Hit], mark: int, floor: int) -> Hit | None:
    """The cue whose quotation marks open at `mark`: near enough, with no end of clause and no other owner between."""
    last = bisect_right(cues, mark, key=lambda c: c.end)
    near: list[Hit] = [c for c in reversed(cues[max(0, last - 3) : last]) if floor <= c.start]
    for cue in sorted(near, key=lambda c: c.value.gap == 0):  # `chủ đề do Cụm phát động “...”`: the noun before the verb
        gap = page.fold[cue.end : mark].rstrip(" :")
        blocked = page.first(blocks(), cue.end, cue.end + len(gap)) and not (
            cue.value.kind == "chương trình" and gap.strip() == "học bổng"
        )
        if len(gap.split()) > cue.value.gap or _BREAK.search(gap) or blocked or ": " in gap or examples_of_others(gap):
            continue
        if cue.value.gap == 0 and page.first(blocks(), max(0, cue.start - 14), cue.start):
            continue
        return cue
    return None


def _known(page: Page, titles: list[Hit], cues: list[Hit], quotes: Intervals) -> Iterator[tuple[Theme, Hit]]:
    """Titles of the catalogue without quotation marks, right after a cue or with the cue in them; each with its cue."""
    for hit in titles:
        if quotes.covers(hit.start):
            continue
        prefix = _LEAD.match(page.fold, hit.start, hit.end)
        start = prefix.end() if prefix else hit.start
        cue = _cue_before(page, cues, hit, start)
        known: Known = hit.value
        if cue is None or (
            known.cues and not any(page.fold.startswith(c, cue.start) or c in page.fold[cue.start : start] for c in known.cues)
        ):
            continue
        page.note("themes", start, hit.end, (("theme.known", cue.start, cue.end),))
        mentions = _mentions(page, start, hit.end, cue)
        yield Theme(title=squash(page.quote(start, hit.end)), kind=known.kind, mentions=mentions, confidence=0.9), cue


def _cue_before(page: Page, cues: list[Hit], hit: Hit, start: int) -> Hit | None:
    """The cue right before character `start`, else the one that the known title itself holds: `phong trào thi đua quyết thắng`."""
    after = bisect_right(cues, start, key=lambda c: c.end)
    if after and page.fold[cues[after - 1].end : start].strip(" :") in ("", "thi đua", "lớn", "các"):
        return cues[after - 1]
    holder = bisect_right(cues, hit.start, key=lambda c: c.start) - 1
    return cues[holder] if holder >= 0 and hit.start < cues[holder].end else None


def _capital(page: Page, cues: list[Hit], quotes: Intervals, units: Intervals) -> Iterator[tuple[Theme, Hit]]:
    """A title with a capital right after `phong trào` or `cuộc vận động`, up to a word that ends it; each with its cue."""
    tokens = page.tokens
    for cue in cues:
        i = first = cue.last
        called = cue.value.kind == "chương trình" and page.first(_CALLED, max(0, cue.start - 20), cue.start)
        if not (cue.value.unquoted or called) or first >= len(tokens) or not _begins(page, first, units):
            continue
        while i < len(tokens) and i - first < _MOST and (tokens[i].is_word or tokens[i].is_number or tokens[i].fold == "-"):
            if i > first and _closes(page, i, units):
                break
            i += 1
        while i > first and tokens[i - 1].fold in ("-", "và", "các"):
            i -= 1
        start, end = tokens[first].start, tokens[i - 1].end
        past = any(page.fold.startswith(word, start) for word in spread("past_movements"))
        if i - first >= _FEWEST and not past and not quotes.covers(start):
            yield _theme(page, start, end, cue, 0.75, "theme.capital"), cue


def _mottoes(page: Page, cues: list[Hit]) -> Iterator[tuple[Theme, Hit]]:
    """A motto without quotation marks, its parts set apart by dashes; each with its cue."""
    for cue in cues:
        match = _MOTTO.match(page.text, cue.end) if cue.value.kind in ("chủ đề", "khẩu hiệu") else None
        # `chủ đề Hà Nội - Lạng Sơn - Cao Bằng`: capitals alone are names
        if match and (re.search(r"\s[^\WA-ZĐÀ-Ỹ]", match["title"]) or not re.search(r"\w\s\w", match["title"])):
            yield _theme(page, *match.span("title"), cue, 0.75, "theme.motto"), cue


def _closes(page: Page, i: int, units: Intervals) -> bool:
    """Whether an unquoted title ends before token `i`: a line's end, a word that ends titles, a body (`Quyết thắng Quân khu 5`)."""
    before, token = page.tokens[i - 1], page.tokens[i]
    if "\n" in page.text[before.end : token.start] or ends().match(page.fold, token.start):
        return True
    return units.covers(token.start) and not units.covers(before.start)


def _begins(page: Page, first: int, units: Intervals) -> bool:
    """Whether a title in sentence case begins at this token: a capital, then a small letter, and neither a unit nor a movement's
    owner (`phong trào Đoàn`)."""
    tokens = page.tokens
    if first + 1 >= len(tokens) or not tokens[first].is_cap or tokens[first].text.isupper() or tokens[first].fold in _OWNERS:
        return False
    if blocks().match(page.fold, tokens[first].start):
        return False
    following = tokens[first + 1]
    small = following.is_word and not following.is_cap
    return small and not units.covers(tokens[first].start)


def _theme(page: Page, start: int, end: int, cue: Hit, confidence: float, rule: str) -> Theme:
    start += len(page.text[start:end]) - len(page.text[start:end].lstrip())
    end = start + len(page.text[start:end].rstrip(" .,;"))
    page.note("themes", start, end, ((rule, cue.start, cue.end),))
    return Theme(
        title=squash(page.quote(start, end)),
        kind=cue.value.kind,
        mentions=_mentions(page, start, end, cue),
        confidence=confidence,
    )


def _mentions(page: Page, start: int, end: int, cue: Hit) -> list[Mention]:
    told = [page.mention(start, end, "title")]
    if cue.end <= start:
        told.append(page.mention(cue.start, cue.end, "kind"))
    return told


@component("themes")
def run(draft: Draft) -> None:
    """Set `draft.themes`."""
    draft.themes = find(draft.page, draft.skip, [(span.start, span.end) for span in draft.unit_spans])
