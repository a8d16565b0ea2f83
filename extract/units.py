"""Units: a head noun from the catalogue, what its name goes on with, and the place it belongs to.

The grammar (see the annotation guidelines, *units*): HEAD (field | capitals | number | nested unit)* (level place?)?.
A head alone is a unit only where the catalogue says that it names one body. Coordinated heads share the place that closes
the last of them (`HĐND, UBND tỉnh X`); `HEAD các tỉnh A, B` and `các sở: A, B` are as many units as places or fields.
"""

from __future__ import annotations

import itertools
import re

from extract.draft import Draft, Span, component
from extract.folding import fold, squash
from extract.lexicon import word_set
from extract.names import follows, run_of_caps
from extract.text import Intervals, Page
from extract.unit_lists import classes, numbers_listed, plurals, shared_heads
from extract.unit_lookup import CODE, Found
from extract.unit_names import Scanner
from extract.unit_parts import NAMED_AFTER_PEOPLE
from extract.unit_shorts import central_members, central_unions, coded_units, is_common
from extract.why import Step

_PARTY = re.compile(r"\s((?:Tỉnh|Thành|Huyện|Quận|Thị)\s(?:ủy|uỷ)(?:\s.*)?)$", re.IGNORECASE)
_UPPER = frozenset({"tỉnh", "thành phố", "thành", "tp", "tp.", "huyện", "quận", "thị xã", "tx", "tx."})
_BOARD = re.compile(r"^(?:Ban Giám đốc|Ban Giám hiệu|Ban Lãnh đạo)\s+|\s*\([^()]*\)", re.IGNORECASE)
_SHORT = re.compile(r"\(([A-ZĐÂĂÊÔƠƯ]{2,8})\)")

_DAYS = ("ngày truyền thống ", "ngày truyền thống của ")
_ALONE = {"Công an", "Tòa án nhân dân", "Viện kiểm sát nhân dân", "Ban Chỉ huy quân sự", "Bộ Chỉ huy quân sự"}
"""Heads of bodies that each level has one of: a place told behind the last of a list is theirs too."""

# `trích 20 triệu đồng từ Quỹ A để thưởng`: where the money lay
_POT = re.compile(r"(?<!\w)(?:trích[^.;\n]{0,80}? từ|đồng,? (?:trích |lấy )?từ)(?: nguồn)?\s$")


def spread_places(scanner: Scanner, found: list[Found]) -> list[Span]:
    """Spans of the units found, the place of the last of coordinated bodies given to those before it."""
    page, tokens = scanner.page, scanner.tokens
    spans: list[Span] = []
    suffix: tuple[str, str] | None = None
    closing, past = (0, 0), False
    for k in range(len(found) - 1, -1, -1):
        unit = found[k]
        name = squash(page.text[tokens[unit.first].start : tokens[unit.last - 1].end])
        near = k + 1 < len(found) and found[k + 1].first - unit.last < 3  # no joint has more words
        after = squash(page.text[tokens[unit.last - 1].end : tokens[found[k + 1].first].start]) if near else ""
        noun = unit.last - unit.first == 1 and tokens[unit.first].text.islower()  # `Trưởng ban, Ban Dân tộc tỉnh`
        joined = after in (",", "-", "và", "–", "/", ", và") and suffix is not None and not noun
        if owner := _party_owner(unit, name):
            suffix, past = (owner, ""), False
            closing = (unit.first, unit.last)
        elif unit.place:
            suffix = (squash(page.text[tokens[unit.place].start : tokens[unit.last - 1].end]), unit.level)
            closing, past = (unit.place, unit.last), False
        elif joined and suffix and unit.head.kind == "committee" and after == "," and _parent(found[k + 1]):
            unit.whole, suffix = True, None
        elif joined and suffix and _shares(scanner, unit, after, suffix[1], past):
            owned = found[k + 1].whole and _owned_beside(unit, found[k + 1], suffix[1])
            name = f"{name} {_BOARD.sub('', spans[-1].name)}" if owned else _with_place(name, suffix)
            unit.whole = True
            unit.parts += (("unit.shared_place", *closing),)
        else:
            past = joined and unit.head.kind == "department"  # `Công an, Chi cục Thuế, UBND huyện`: the place goes on
            suffix = suffix if past else None
        if unit.whole:
            why = tuple([(rule, tokens[a].start, tokens[b - 1].end) for rule, a, b in unit.parts])
            spans.append(Span(tokens[unit.first].start, tokens[unit.last - 1].end, name, unit.head.kind, why=why))
    return spans[::-1]


def _pot(scanner: Scanner, unit: Found) -> bool:
    """Whether a fund is told only as the pot that a sum was taken from."""
    start = scanner.tokens[unit.first].start
    return unit.head.kind == "fund" and _POT.search(scanner.page.fold, max(0, start - 110), start) is not None


def _in_name_of_day(scanner: Scanner, unit: Found) -> bool:
    """`Ngày truyền thống Hội A` is a day; a body whose name may be a person's stays, or that would be somebody."""
    opens = unit.head.kind not in NAMED_AFTER_PEOPLE and scanner.tokens[max(0, unit.first - 2)].fold in ("truyền", "thống")
    return opens and scanner.page.fold.endswith(_DAYS, 0, scanner.tokens[unit.first].start)


def _party_owner(unit: Found, name: str) -> str:
    """`Tỉnh ủy Hà Nam` of `Ban Dân vận Tỉnh ủy Hà Nam`: the party body that a board's name ends with."""
    match = _PARTY.search(name) if unit.head.name.startswith("Ban ") and unit.head.kind in ("committee", "party") else None
    return match[1] if match else ""


def _owned_beside(unit: Found, following: Found, level: str) -> bool:
    """`Đảng ủy, Bộ Chỉ huy Quân sự tỉnh`: the Party committee of the body told behind it; only a commune has one of its own."""
    return unit.head.name == "Đảng ủy" and following.head.kind not in ("government", "legislature", "party") and level in _UPPER


def _parent(unit: Found) -> bool:
    """`Ban Tổ chức, Liên đoàn Lao động tỉnh X`: the body behind the comma is the committee's own, no second one beside it."""
    return unit.head.kind in ("mass organisation", "association", "religious", "department", "ministry", "company", "school")


def _shares_place(unit: Found, joint: str, level: str) -> bool:
    if not level:
        return unit.head.kind in ("committee", "party") and unit.head.name.startswith("Ban ")
    if unit.head.kind == "mass organisation":
        return joint in ("-", "–") or "Mặt trận" in unit.head.name
    return unit.head.kind in ("legislature", "government", "party", "committee") and unit.head.name != "Trung ương"


def _shares(scanner: Scanner, unit: Found, joint: str, level: str, past: bool) -> bool:
    """Whether the place told behind the next unit, or `past` a department, is this unit's too."""
    return _one_a_level(scanner, unit, level) or (not past and _shares_place(unit, joint, level))


def _one_a_level(scanner: Scanner, unit: Found, level: str) -> bool:
    """`Công an, Viện kiểm sát nhân dân và Tòa án nhân dân huyện`: the district's; `ngành Công an` is the whole branch."""
    before = scanner.tokens[unit.first - 1].fold if unit.first else ""
    there = level in _UPPER if unit.head.kind in ("court", "procuracy") else bool(level)
    return there and not unit.whole and unit.head.name in _ALONE and before not in word_set("branch_nouns")


def _with_place(name: str, suffix: tuple[str, str]) -> str:
    place, level = suffix
    head = fold(name)
    if head.endswith("ủy") and not head.endswith("đảng ủy"):
        bare = place[len(level) :].strip() if fold(place).startswith(level) else place
        return f"{name} {bare}".strip()
    return name if fold(place) in head else f"{name} {place}"


def party_bodies(scanner: Scanner) -> list[Span]:
    """`Đảng bộ, chính quyền và nhân dân huyện X` names the body `Đảng bộ huyện X` (guidelines: decided cases)."""
    page, tokens, spans = scanner.page, scanner.tokens, []
    for i in page.places.get("đảng", ()):
        opens = i + 2 < len(tokens) and tokens[i].is_cap and tokens[i + 1].fold == "bộ"
        if not opens or not follows(page, i + 1):
            continue
        j = i + 2
        while j < len(tokens) and tokens[j].fold in word_set("people_words") and j - i < 14:
            j += 1
        if j == i + 2 or j >= len(tokens) or not any(t.fold == "dân" for t in tokens[i + 2 : j]):
            continue
        last = scanner.place_end(j) if j in scanner.levels else (j + min(run_of_caps(page, j), 3) if tokens[j].is_cap else 0)
        if last:
            place = squash(page.text[tokens[j].start : tokens[last - 1].end])
            why = (("unit.people_of", tokens[i + 2].start, tokens[last - 1].end),)
            spans.append(Span(tokens[i].start, tokens[i + 1].end, f"Đảng bộ {place}", "party", why=why))
    return spans


def short_forms(scanner: Scanner, found: list[Span]) -> list[Span]:
    """`LHH TP. Cần Thơ` behind `Liên hiệp các Hội ... (LHH)`: the short form that the article gave the whole unit."""
    page, tokens = scanner.page, scanner.tokens
    told: dict[str, tuple[int, str, Step]] = {}
    for span in found:
        match = _SHORT.search(page.text, span.start, span.end + 12)
        if match and match.start() > span.start and fold(match[1])[0] == fold(span.name)[0]:
            told.setdefault(match[1], (match.end(), span.kind, ("unit.short_form", *match.span(1))))
    spans: list[Span] = []
    taken = Intervals((span.start, span.end) for span in found)
    for t in tokens if told else ():
        if t.text not in told or t.i in scanner.heads_any or taken.covers(t.start):
            continue
        end, kind, step = told[t.text]
        if t.start < end:
            continue
        last = scanner.place_end(t.i + 1) if t.i + 1 in scanner.levels and follows(page, t.i + 1) else t.i + 1
        words = squash(page.text[t.start : tokens[last - 1].end])
        spans.append(Span(t.start, tokens[last - 1].end, words, kind, why=(step,)))
    return spans


def ministers(scanner: Scanner) -> list[Span]:
    """`Bộ trưởng Ngoại giao`, `Thứ trưởng Quốc phòng`: the title holds the ministry whose field it is told with."""
    page, tokens, spans = scanner.page, scanner.tokens, []
    for title in scanner.titles.values():
        i = title.last
        sector = scanner.sectors.get(i)
        minister = tokens[i - 2].fold in ("bộ", "thứ") and tokens[i - 1].fold == "trưởng"
        if sector and minister and tokens[i].is_cap and follows(page, i) and i not in scanner.heads:
            start, end = tokens[i].start, tokens[sector.last - 1].end
            why = (("unit.minister", tokens[i - 2].start, end),)
            spans.append(Span(start, end, f"Bộ {squash(page.text[start:end])}", "ministry", why=why))
    return spans


def coded(page: Page, spans: list[Span]) -> None:
    """`Phòng Phòng, chống ma túy Công an tỉnh X (Phòng PC17)`: the code number in brackets is the same department."""
    for span, code in itertools.pairwise(spans):
        bracket = page.text[code.end : code.end + 1] == ")" and squash(page.text[span.end : code.start]) == "("
        words = code.name.split()
        if bracket and span.kind in ("department", "army") and len(words) == 2 and CODE.match(words[1]):
            code.name = span.name
            code.why += (("unit.short_form", span.start, span.end),)


@component("units")
def run(draft: Draft) -> None:
    """Set `draft.unit_spans`: every place where a unit is named."""
    scanner = Scanner(draft)
    units = [
        unit for unit in scanner.scan() if not (_pot(scanner, unit) or _in_name_of_day(scanner, unit) or is_common(scanner, unit))
    ]
    many = classes(scanner, units)
    found = spread_places(scanner, [unit for unit in units if unit.first not in many])
    taken = {span.start for span in found}
    listed = (
        plurals(scanner)
        + shared_heads(scanner, units)
        + numbers_listed(scanner, units)
        + party_bodies(scanner)
        + ministers(scanner)
        + central_members(scanner)
        + central_unions(scanner)
        + coded_units(scanner)
    )
    longest = {s.start: s for s in sorted(listed, key=lambda s: len(s.name)) if s.start not in taken}
    more = [*longest.values(), *short_forms(scanner, found)]
    draft.unit_spans = sorted(found + more, key=lambda s: s.start)
    coded(draft.page, draft.unit_spans)
