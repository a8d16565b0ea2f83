"""Legal and administrative documents: by number (`Quyết định số 118/QĐ-SYT ngày 06/9/2012 của Giám đốc Sở Y tế`) or by name.

A number needs a code of capitals, so ratios and dates are none; a bare number counts only after a kind that is cited so
(`Nghị định 91`). A law is known by its name, a congress's resolution by the congress.

    >>> text = "theo Nghị quyết số 31-NQ/TW, ngày 09/6/2015 của Bộ Chính trị về giống cây; Luật Thi đua, khen thưởng"
    >>> [(d.kind, d.number or d.name, d.date, d.issuer) for d in find(Page(text))]
    [('Nghị quyết', '31-NQ/TW', '2015-06-09', 'Bộ Chính trị'), ('Luật', 'Luật Thi đua, khen thưởng', None, None)]
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extract import dates
from extract.days import is_of_deed, opens
from extract.draft import DateSpan, Draft, Span, component
from extract.folding import fold, squash
from extract.issuers import after, before
from extract.named_documents import named
from extract.phrases import rows
from extract.text import Intervals, Page
from extract.why import Step
from schemas.facts import Document

_UP = "A-ZĐÐƯƠÔÂĂÊ"
_CODE = rf"[{_UP}](?:[{_UP}a-z&]|\d){{0,11}}(?:\.[{_UP}\d]{{1,5}})?"
_NUMBER = re.compile(
    rf"(?<![\w/.,-])(?P<n>\d{{1,5}}[a-zA-Z]?)(?P<y>\s?/\s?(?:19|20)\d\d)?\s?[-–/]\s?(?P<code>{_CODE}(?:\s?[-–/]\s?{_CODE}){{0,4}}\d{{0,2}})(?!\w)"
)
_SHORT_CODE = re.compile(
    rf"\d{{1,5}}\s?/\s?[{_UP}]\d{{1,3}}"
)  # `Công văn số 350/V16`: a department known by a letter and a number
_CAPITALS = re.compile(rf"[{_UP}]")
_TIED = re.compile(r"\s*(?:,|;|và|cùng|với|hoặc|đến)?\s*(?:(?:các )?quyết định\s)?(?:số)?\s*:?\s*$")
_DAY = re.compile(r"(?:\s*[,(]?\s*(?:cùng )?(?:đều )?(?:được )?(?:ký |ban hành )*(?:vào )?(?:ngày\s*)?)$")
_BARE = re.compile(r"(?:\s+số\s*:?\s*|\s+)(?P<n>\d{1,4}(?:/(?:19|20)\d\d|[a-z])?)(?![\w%]|[.,]\d|\s?[-/]\s?\d|/)")

# `Quyết định số 55/QĐ-UBND do Chủ tịch UBND tỉnh ký ngày 2/2/2023`
_SIGNED = re.compile(r"[\s,]*(?:[A-ZĐÀ-Ỹ]\w*\s+){0,5}(?:đã )?(?:ký|ban hành)(?: ban hành)?(?: vào)? ngày\s+")

# `quyết định số 233 (ngày 29/01/2013) và 313 (ngày 05/02/2013)`: each number with its day
_DATED = re.compile(r"\s*[(,]?\s*(?:ký )?ngày\s")
_ALSO = re.compile(
    r"\s*[(,]?\s*(?:ký )?ngày\s[\d/.\-]{5,10}\)?\s*(?:,|và|, và)\s+(?:số\s)?(?P<n>\d{1,4})(?=\s*[(,]?\s*(?:ký )?ngày\s)"
)


@dataclass(slots=True)
class _Cited:
    """One number in the text: characters of the number, its kind and where the citation begins."""

    start: int
    end: int
    kind: str
    number: str
    begin: int
    why: Step


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
    for match in page.find(pattern, window, start):
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
    for match in page.find(_NUMBER, written=True):
        lettered = len(_CAPITALS.findall(match["code"])) > 1
        if not lettered and not _SHORT_CODE.fullmatch(match[0]):
            continue
        told = _kind_before(page, match.start())
        if not lettered and not (told and page.fold.endswith("số ", 0, match.start())):
            continue
        begin = told[1] if told else match.start()
        kind = told[0] if told else None
        why = ("document.kind", begin, begin + len(kind or ""))
        if kind is None and found and match.start() - found[-1].end < 90 and _in_list(page, found[-1].end, match.start()):
            kind, why = found[-1].kind, ("document.listed", found[-1].start, found[-1].end)
        if kind is None and (kind := _kind_by_code(match["code"])):
            why = ("document.code", *match.span("code"))
        if kind:
            number = re.sub(r"\s*([-–/])\s*", r"\1", match[0]).replace("–", "-")
            found.append(_Cited(match.start(), match.end(), kind, number, begin, why))
    return found


def _in_list(page: Page, end: int, start: int) -> bool:
    return _TIED.match(page.fold[end:start]) is not None


def _bare(page: Page, taken: list[_Cited]) -> Iterator[_Cited]:
    """Kinds that are cited by a number alone: `Nghị định 91`, `Chỉ thị số 05`."""
    pattern, names, _, bare = _kinds()
    numbered = Intervals((c.start, c.end) for c in taken)
    for match in page.find(pattern):
        kind = names[match[0]]
        number = _BARE.match(page.fold, match.end())
        if kind not in bare or number is None or not _is_cited(page, kind, number):
            continue
        dated = "số" in number[0] and _DATED.match(page.fold, number.end()) is not None
        if not (page.text[match.start()].isupper() or dated):
            continue
        start, end = number.span("n")
        if numbered.covers(start):
            continue
        # `Quyết định số 123 và 124/QĐ-UBND`: the first number leaves its code to the second
        following = bisect_right(taken, end, key=lambda c: c.start)
        whole = taken[following] if following < len(taken) else None
        if whole and not re.fullmatch(r"\s*(?:,|và)\s*", page.fold[end : min(whole.start, end + 8)]):
            whole = None
        code = whole.number[re.match(r"\d+", whole.number).end() :] if whole else ""  # type: ignore[union-attr]
        yield _Cited(start, end, kind, page.text[start:end] + code, match.start(), ("document.bare", *match.span()))
        while dated and (more := _ALSO.match(page.fold, end)):
            yield _Cited(*more.span("n"), kind, more["n"], more.start("n"), ("document.listed", start, end))
            start, end = more.span("n")


def _is_cited(page: Page, kind: str, number: re.Match[str]) -> bool:
    """Whether a bare number is a document's and no count: `Nghị quyết 57`, not `Quyết định 3 vấn đề`."""
    if "số" in number[0] or number["n"][0] == "0":
        return True
    if kind in ("Quyết định", "Lệnh") or len(number["n"]) < 2:
        return re.match(r"\s*(?:của|ngày)\b", page.fold[number.end() : number.end() + 8]) is not None
    return True


def _date_after(page: Page, spans: list[DateSpan], end: int) -> DateSpan | None:
    near = bisect_left(spans, end, key=lambda s: s.start), bisect_right(spans, end + 30, key=lambda s: s.start)
    for span in spans[slice(*near)]:
        if _DAY.match(page.fold[end : span.start]):
            return span
    return None


def _date_signed(page: Page, spans: list[DateSpan], end: int) -> DateSpan | None:
    """The day in `do X ký ngày D`, where X ends at character `end`."""
    following = bisect_left(spans, end, key=lambda s: s.start)
    day = spans[following] if following < len(spans) else None
    return day if day and day.start - end < 60 and _SIGNED.fullmatch(page.text, end, day.start) else None


def _date_before(page: Page, spans: list[DateSpan], issuer: int, floor: int) -> DateSpan | None:
    """The day in `ngày D, X ban hành ...`, where X begins at `issuer`: one that opens the clause, no deadline and no anniversary, nor
    the day of the document that ends at `floor`."""
    last = bisect_right(spans, issuer, key=lambda s: s.end) - 1
    day = spans[last] if last >= 0 else None
    if day is None or not day.iso or not re.fullmatch(r"\)?\s*,?\s*(?:thì |được )?", page.fold[day.end : issuer]):
        return None
    start, _ = page.sentence_of(day.start)
    cited = 0 <= floor <= day.start and day.start - floor <= 30 and _DAY.match(page.fold[floor : day.start])
    return day if not cited and is_of_deed(page, start, day) and opens(page, start, day.start) else None


def find(
    page: Page,
    spans: list[DateSpan] | None = None,
    skipped: Sequence[tuple[int, int]] = (),
    persons: Sequence[int] = (),
    units: Sequence[Span] = (),
) -> list[Document]:
    """Every document of the text, one entry each; `persons` are the characters where names of people begin, `units` the units."""
    spans, skip = dates.find(page) if spans is None else spans, Intervals(skipped)
    persons, units = sorted(persons), sorted(units, key=lambda u: u.start)
    cited = _cited(page)
    cited = sorted([*cited, *_bare(page, cited)], key=lambda c: c.start)
    found: list[Document] = []
    for i, cite in enumerate(cited):
        if not skip.covers(cite.start):
            found.append(_document(page, spans, cited, i, persons, units))
    for document in named(page):
        mention = document.mentions[0]
        date = _date_after(page, spans, mention.end)
        if date and document.date is None:
            document.date = date.iso
            document.mentions.append(page.mention(date.start, date.end, "date"))
            page.note("documents", date.start, date.end, date.why)
        if not skip.covers(mention.start):
            found.append(document)
    return _merged(sorted(found, key=lambda d: d.mentions[0].start))


def _document(
    page: Page, spans: list[DateSpan], cited: list[_Cited], i: int, persons: Sequence[int], units: Sequence[Span]
) -> Document:
    cite = cited[i]
    page.note("documents", cite.start, cite.end, (cite.why,))
    mentions = [page.mention(cite.start, cite.end, "number")]
    if cite.begin < cite.start:
        mentions.append(page.mention(cite.begin, cite.begin + len(cite.kind), "kind"))
    date = issuer = None
    last = i
    while date is None:
        date = _date_after(page, spans, cited[last].end)
        at = date.end if date else cited[last].end
        issuer = issuer or after(page, at, persons, units)
        following = cited[last + 1] if last + 1 < len(cited) else None
        if date or following is None or following.begin < following.start or not _in_list(page, cited[last].end, following.start):
            break
        last += 1
    issuer = issuer or before(page, cite.begin, persons)
    if date is None and issuer and issuer[0] > cite.begin:
        date = _date_signed(page, spans, issuer[1])
    if date is None and issuer and issuer[1] <= cite.begin:
        date = _date_before(page, spans, issuer[0], cited[i - 1].end if i else -1)
    if date:
        mentions.append(page.mention(date.start, date.end, "date"))
        page.note("documents", date.start, date.end, date.why)
    if issuer:
        mentions.append(page.mention(*issuer, "issuer"))
        behind = issuer[0] > cite.begin
        page.note("documents", *issuer, (("document.issuer_behind" if behind else "document.issuer_before", *issuer),))
    return Document(
        kind=cite.kind,
        number=cite.number,
        date=date.iso if date else None,
        issuer=squash(page.quote(*issuer)) if issuer else None,
        mentions=mentions,
        confidence=0.98 if not cite.number.isdigit() else 0.85,
    )


def _merged(found: list[Document]) -> list[Document]:
    """One entry a document: the same number again, or its first digits alone (`Nghị định 91` after `91/2017/NĐ-CP`)."""
    kept: list[Document] = []
    alike: dict[str, list[Document]] = {}
    for document in found:
        others = alike.setdefault(_first_part(document), [])
        same = next((d for d in others if _is_same(d, document)), None)
        if same is None:
            kept.append(document)
            others.append(document)
            continue
        if document.number and same.number and len(document.number) > len(same.number):
            same.number, same.confidence = document.number, document.confidence
        same.date = same.date or document.date
        same.issuer = same.issuer or document.issuer
        same.mentions.extend(document.mentions)
    return kept


def _first_part(document: Document) -> str:
    """What two entries of the same document share: the digits before the first sign, else the name."""
    number = re.match(r"\w+", fold(document.number or "").lstrip("0"))
    return number[0] if number else fold(document.name or "")


def _is_same(a: Document, b: Document) -> bool:
    if a.number is None or b.number is None:
        return a.number is b.number and fold(a.name or "") == fold(b.name or "")
    one, two = (re.sub(r"\W+", "/", fold(n)) for n in (a.number, b.number))
    if one == two:
        return True
    short, long = sorted((one.lstrip("0"), two.lstrip("0")), key=len)
    return a.kind == b.kind and re.search(r"[^\W\d]{2}", short) is None and long.startswith(short + "/")


@component("documents")
def run(draft: Draft) -> None:
    """Set `draft.documents`."""
    draft.documents = find(draft.page, draft.dates, draft.skip, [person.start for person in draft.person_spans], draft.unit_spans)
