"""Legal and administrative documents: by number (`Quyết định số 2659/QĐ-BTP ngày 03/10/2012 của Bộ trưởng Bộ Tư pháp`) or by name.

A number needs a code of capitals, so ratios and dates are none; a bare number counts only after a kind that is cited so
(`Nghị định 91`). A law is known by its name, a congress's resolution by the congress.

    >>> text = "theo Nghị quyết số 18-NQ/TW, ngày 25/10/2017 của Bộ Chính trị về bộ máy; Luật Thi đua, khen thưởng"
    >>> [(d.kind, d.number or d.name, d.date, d.issuer) for d in find(Page(text))]
    [('Nghị quyết', '18-NQ/TW', '2017-10-25', 'Bộ Chính trị'), ('Luật', 'Luật Thi đua, khen thưởng', None, None)]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract import dates
from extract.draft import DateSpan, Draft, component
from extract.lexicon import spread
from extract.named_documents import named
from extract.phrases import rows
from extract.text import Page, fold, squash
from schemas.facts import Document, Mention

_UP = "A-ZĐÐƯƠÔÂĂÊ"
_CODE = rf"[{_UP}](?:[{_UP}a-z&]|\d){{0,11}}(?:\.[{_UP}\d]{{1,5}})?"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<n>\d{{1,5}}[a-zA-Z]?)(?P<y>\s?/\s?(?:19|20)\d\d)?\s?[-–/]\s?(?P<code>{_CODE}(?:\s?[-–/]\s?{_CODE}){{0,4}}\d{{0,2}})(?!\w)"
)
_CAPITALS = re.compile(rf"[{_UP}]")
_TIED = re.compile(r"\s*(?:,|;|và|cùng|với|hoặc|đến)?\s*(?:(?:các )?quyết định\s)?(?:số)?\s*:?\s*$")
_DAY = re.compile(r"(?:\s*[,(]?\s*(?:cùng )?(?:đều )?(?:được )?(?:ký |ban hành )*(?:vào )?(?:ngày\s*)?)$")
_OF = re.compile(r"\s*[,)]?\s*(?:do\s+(?=.{3,60}\b(?:ban hành|ký))|của\s+(?:các\s+)?)")
_ISSUES = re.compile(
    r"\s*,?\s*(?:đã |vừa |cũng |đều |mới )*(?:ra|có|ký|ban hành|ký ban hành|gửi|công bố|trình|ban bố)(?: (?:các|một))?\s*$"
)
_BARE = re.compile(r"(?:\s+số\s*:?\s*|\s+)(?P<n>\d{1,4}[a-z]?)(?![\w%]|[.,]\d|\s?[-/]\s?\d|/)")


@dataclass(slots=True)
class _Cited:
    """One number in the text: characters of the number, its kind and where the citation begins."""

    start: int
    end: int
    kind: str
    number: str
    begin: int


@functools.cache
def _kinds() -> tuple[re.Pattern[str], dict[str, str], dict[str, str], frozenset[str]]:
    """Pattern of the kinds; folded kind -> kind; code -> kind; kinds that are cited by a bare number."""
    table = rows("document_kinds")
    words = sorted((fold(row["kind"]) for row in table), key=len, reverse=True)
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")
    codes = {row["code"]: row["kind"] for row in table if row["code"]}
    return pattern, {fold(r["kind"]): r["kind"] for r in table}, codes, frozenset(r["kind"] for r in table if r["bare_number"])


def _kind_before(page: Page, start: int) -> tuple[str, int] | None:
    """The kind named right before character `start`, and where it begins."""
    pattern, names, _, _ = _kinds()
    window = max(0, start - 60)
    last = None
    for match in pattern.finditer(page.fold, window, start):
        last = match
    if last is None or not re.fullmatch(
        r"(?:\s+liên tịch|\s+hành động|\s+của [^.;,\n]{2,30})?[\s,(]*(?:số|mang số)?\s*:?\s*", page.fold[last.end() : start]
    ):
        return None
    return names[last[0]], last.start()


def _kind_by_code(code: str) -> str | None:
    codes = _kinds()[2]
    for part in re.split(r"\s?[-–/]\s?", code.replace("Ð", "Đ")):
        for known in (part, re.sub(r"\d+$", "", part)):
            if known in codes:
                return codes[known]
    return None


def _cited(page: Page) -> list[_Cited]:
    """Every document number, with the kind said before it, before the first of its list, or by its code."""
    found: list[_Cited] = []
    for match in _NUMBER.finditer(page.text):
        if len(_CAPITALS.findall(match["code"])) < 2:
            continue
        told = _kind_before(page, match.start())
        begin = told[1] if told else match.start()
        kind = told[0] if told else None
        if kind is None and found and match.start() - found[-1].end < 90 and _in_list(page, found[-1].end, match.start()):
            kind = found[-1].kind
        kind = kind or _kind_by_code(match["code"])
        if kind:
            number = re.sub(r"\s*([-–/])\s*", r"\1", match[0]).replace("–", "-")
            found.append(_Cited(match.start(), match.end(), kind, number, begin))
    return found


def _in_list(page: Page, end: int, start: int) -> bool:
    return _TIED.match(page.fold[end:start]) is not None


def _bare(page: Page, taken: list[_Cited]) -> Iterator[_Cited]:
    """Kinds that are cited by a number alone: `Nghị định 91`, `Chỉ thị số 05`."""
    pattern, names, _, bare = _kinds()
    for match in pattern.finditer(page.fold):
        kind = names[match[0]]
        number = _BARE.match(page.fold, match.end())
        if kind not in bare or number is None or not page.text[match.start()].isupper():
            continue
        start, end = number.span("n")
        if not any(c.start <= start < c.end for c in taken):
            yield _Cited(start, end, kind, page.text[start:end], match.start())


def _date_after(page: Page, spans: list[DateSpan], end: int) -> DateSpan | None:
    for span in spans:
        if end <= span.start <= end + 30 and _DAY.match(page.fold[end : span.start]):
            return span
    return None


def issuer_after(page: Page, end: int, stop: int | None = None) -> tuple[int, int] | None:
    """Characters of who issued it, in `của X` after character `end`."""
    match = _OF.match(page.fold, end)
    if not match:
        return None
    _, line_end = page.line_of(end)
    return _issuer_span(page, match.end(), min(line_end, stop or line_end))


def _issuer_span(page: Page, start: int, limit: int) -> tuple[int, int] | None:
    """The name that begins at `start`: up to a word that tells what the document does."""
    heads = _heads()
    if not heads.match(page.fold, start):
        return None
    stops = _stops()
    tokens = page.tokens
    i = page.token_at(start)
    first = i
    while i < len(tokens) and tokens[i].start < limit and i - first < 16:
        token = tokens[i]
        if token.fold == "và":
            if not (
                i + 1 < len(tokens)
                and (tokens[i + 1].is_cap or tokens[i - 1].is_cap)
                and not heads.match(page.fold, tokens[i + 1].start)
            ):
                break
        elif stops.match(page.fold, token.start) or not (token.is_word or token.text in ",-–&./"):
            break
        elif token.text == "," and not _comma_inside(page, first, i):
            break
        elif token.text in "./" and token.start and page.text[token.start - 1].isspace():
            break
        elif token.text == "." and (i + 1 >= len(tokens) or tokens[i + 1].start > token.end):
            break
        i += 1
    while i > first and not tokens[i - 1].is_word:
        i -= 1
    return (tokens[first].start, tokens[i - 1].end) if i > first else None


def _comma_inside(page: Page, first: int, comma: int) -> bool:
    """Whether a comma belongs to a name (`Bộ Văn hóa, Thể thao và Du lịch`): capitals after it and `và` soon."""
    tokens = page.tokens
    after = [t for t in tokens[comma + 1 : comma + 9]]
    if (
        not after
        or not after[0].is_cap
        or tokens[comma - 1].start < tokens[first].start
        or _heads().match(page.fold, after[0].start)
    ):
        return False
    return any(t.fold == "và" for t in after) and tokens[first].fold in ("bộ", "sở", "ban", "phòng", "giám", "ủy", "bộ trưởng")


@functools.cache
def _heads() -> re.Pattern[str]:
    words = sorted(map(fold, spread("issuer_heads")), key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


@functools.cache
def _stops() -> re.Pattern[str]:
    words = sorted(map(fold, spread("issuer_stops")), key=len, reverse=True)
    return re.compile(r"(?:" + "|".join(map(re.escape, words)) + r")(?!\w)")


def issuer_before(page: Page, begin: int) -> tuple[int, int] | None:
    """Characters of the subject in `X ban hành Quyết định`, where the citation begins at `begin`."""
    start, _ = page.sentence_of(begin)
    clause = page.fold[start:begin]
    verb = _ISSUES.search(clause)
    if not verb or not verb[0].strip():
        return None
    heads = _heads()
    best = None
    for match in re.finditer(r"(?<!\w)\w", clause[: verb.start()]):
        at = match.start()
        if heads.match(clause, at) and "," not in clause[at : verb.start()]:
            best = best or (start + at, start + verb.start())
    if best is None or best[1] - best[0] > 90:
        return None
    return best[0], best[0] + len(page.text[best[0] : best[1]].rstrip())


def _date_before(page: Page, spans: list[DateSpan], begin: int) -> DateSpan | None:
    """The day in `Ngày D, X ban hành ...`."""
    start, _ = page.sentence_of(begin)
    inside = [s for s in spans if start <= s.start < begin and s.iso]
    return inside[-1] if inside and inside[-1].start - start < 12 else None


def find(page: Page, spans: list[DateSpan] | None = None, skipped: list[tuple[int, int]] | None = None) -> list[Document]:
    """Every document of the text, one entry each, numbered ones first by appearance, then named ones in place."""
    spans = dates.find(page) if spans is None else spans
    cited = _cited(page)
    cited = sorted([*cited, *_bare(page, cited)], key=lambda c: c.start)
    found: list[Document] = []
    for i, cite in enumerate(cited):
        if not any(a <= cite.start < b for a, b in skipped or []):
            found.append(_document(page, spans, cited, i))
    for document in named(page):
        if not any(a <= document.mentions[0].start < b for a, b in skipped or []):
            found.append(document)
    return _merged(sorted(found, key=lambda d: d.mentions[0].start))


def _document(page: Page, spans: list[DateSpan], cited: list[_Cited], i: int) -> Document:
    cite = cited[i]
    mentions = [_mention(page, cite.start, cite.end, "number")]
    if cite.begin < cite.start:
        mentions.append(_mention(page, cite.begin, cite.begin + len(cite.kind), "kind"))
    date = issuer = None
    last = i
    while date is None:
        date = _date_after(page, spans, cited[last].end)
        at = date.end if date else cited[last].end
        issuer = issuer or issuer_after(page, at)
        if date or last + 1 >= len(cited) or not _in_list(page, cited[last].end, cited[last + 1].begin):
            break
        last += 1
    issuer = issuer or issuer_before(page, cite.begin)
    if date is None and issuer and issuer[1] <= cite.begin:
        date = _date_before(page, spans, cite.begin)
    if date:
        mentions.append(_mention(page, date.start, date.end, "date"))
    if issuer:
        mentions.append(_mention(page, *issuer, "issuer"))
    return Document(
        kind=cite.kind,
        number=cite.number,
        date=date.iso if date else None,
        issuer=squash(page.quote(*issuer)) if issuer else None,
        mentions=mentions,
        confidence=0.98 if not cite.number.isdigit() else 0.85,
    )


def _mention(page: Page, start: int, end: int, part: str) -> Mention:
    return Mention(start=start, end=end, quote=page.quote(start, end), part=part)


def _merged(found: list[Document]) -> list[Document]:
    """One entry a document: the same number again, or its first digits alone (`Nghị định 91` after `91/2017/NĐ-CP`)."""
    kept: list[Document] = []
    for document in found:
        same = next((d for d in kept if _is_same(d, document)), None)
        if same is None:
            kept.append(document)
            continue
        if document.number and same.number and len(document.number) > len(same.number):
            same.number, same.confidence = document.number, document.confidence
        same.date = same.date or document.date
        same.issuer = same.issuer or document.issuer
        same.mentions.extend(document.mentions)
    return kept


def _is_same(a: Document, b: Document) -> bool:
    if a.number is None or b.number is None:
        return a.number is b.number and fold(a.name or "") == fold(b.name or "")
    one, two = (re.sub(r"\W+", "/", fold(n)) for n in (a.number, b.number))
    if one == two:
        return True
    short, long = sorted((one, two), key=len)
    return a.kind == b.kind and short.isalnum() and long.split("/")[0].lstrip("0") == short.lstrip("0") and len(short) < len(long)


@component("documents")
def run(draft: Draft) -> None:
    """Set `draft.documents`."""
    draft.documents = find(draft.page, draft.dates, draft.skip)
