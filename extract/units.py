"""Units: a head noun from the catalogue, what its name goes on with, and the place it belongs to.

The grammar (see the annotation guidelines, *units*): HEAD (field | capitals | number | nested unit)* (level place?)?.
A head alone is a unit only where the catalogue says that it names one body. Coordinated heads share the place that closes
the last of them (`HĐND, UBND tỉnh X`); `HEAD các tỉnh A, B` and `các sở: A, B` are as many units as places or fields.
"""

from __future__ import annotations

import re

from extract.draft import Draft, Span, component
from extract.lexicon import word_set
from extract.names import follows, run_of_caps
from extract.text import Intervals, fold, squash
from extract.unit_lookup import Found
from extract.unit_names import Scanner
from extract.why import Step

_SHORT = re.compile(r"\(([A-ZĐÂĂÊÔƠƯ]{2,8})\)")


def spread_places(scanner: Scanner, found: list[Found]) -> list[Span]:
    """Spans of the units found, the place of the last of coordinated bodies given to those before it."""
    page, tokens = scanner.page, scanner.tokens
    spans: list[Span] = []
    suffix: tuple[str, str] | None = None
    closing = (0, 0)
    for k in range(len(found) - 1, -1, -1):
        unit = found[k]
        name = squash(page.text[tokens[unit.first].start : tokens[unit.last - 1].end])
        after = page.text[tokens[unit.last - 1].end : tokens[found[k + 1].first].start] if k + 1 < len(found) else ""
        joined = squash(after) in (",", "-", "và", "–", "/", ", và") and suffix is not None
        if unit.place:
            suffix = (squash(page.text[tokens[unit.place].start : tokens[unit.last - 1].end]), unit.level)
            closing = (unit.place, unit.last)
        elif joined and suffix and _shares_place(unit, squash(after)):
            name = _with_place(name, suffix)
            unit.whole = True
            unit.parts += (("unit.shared_place", *closing),)
        else:
            suffix = None
        if unit.whole:
            why = tuple([(rule, tokens[a].start, tokens[b - 1].end) for rule, a, b in unit.parts])
            spans.append(Span(tokens[unit.first].start, tokens[unit.last - 1].end, name, unit.head.kind, why=why))
    return spans[::-1]


def _shares_place(unit: Found, joint: str) -> bool:
    if unit.head.kind == "mass organisation":
        return joint in ("-", "–") or "Mặt trận" in unit.head.name
    return unit.head.kind in ("legislature", "government", "party", "committee")


def _with_place(name: str, suffix: tuple[str, str]) -> str:
    place, level = suffix
    head = fold(name)
    if head.endswith("ủy"):
        bare = place[len(level) :].strip() if fold(place).startswith(level) else place
        return f"{name} {bare}".strip()
    return name if fold(place) in head else f"{name} {place}"


def plurals(scanner: Scanner) -> list[Span]:
    """`các sở: Y tế, Nội vụ`, `VKSND các tỉnh A, B và C`: as many units as fields or places stand in the list."""
    spans: list[Span] = []
    tokens = scanner.tokens
    for i, hit in scanner.heads_any.items():
        before = tokens[i - 1].fold if i else ""
        if before in ("các", "hai", "ba", "những") and hit.value.name in ("Sở", "Bộ"):
            spans += _fields_listed(scanner, hit.value.name, hit.last)
        elif (
            hit.last + 1 < len(tokens) and tokens[hit.last].fold == "các" and hit.last + 1 in scanner.levels and tokens[i].is_cap
        ):
            spans += _places_listed(scanner, i, hit.last)
    return spans


def _fields_listed(scanner: Scanner, head: str, j: int) -> list[Span]:
    page, tokens, spans = scanner.page, scanner.tokens, []
    opens = ("unit.head", tokens[j - 1].start, tokens[j - 1].end)
    j += j < len(tokens) and tokens[j].text == ":"
    while j in scanner.sectors and tokens[j].is_cap:
        last = scanner.sectors[j].last
        start, end = tokens[j].start, tokens[last - 1].end
        why = (opens, ("unit.fields_listed", start, end))
        spans.append(Span(start, end, f"{head} {squash(page.text[start:end])}", "department", why=why))
        if last + 1 >= len(tokens) or tokens[last].fold not in (",", "và", ";"):
            break
        j = last + 1
    return spans if len(spans) > 1 else []


def _places_listed(scanner: Scanner, i: int, j: int) -> list[Span]:
    page, tokens, spans = scanner.page, scanner.tokens, []
    head = squash(page.text[tokens[i].start : tokens[j - 1].end])
    level = scanner.levels[j + 1]
    k = level.last
    while k < len(tokens) and tokens[k].is_cap and follows(page, k):
        last = scanner.provinces[k].last if k in scanner.provinces else k + min(run_of_caps(page, k), 3)
        start, end = tokens[k].start, tokens[last - 1].end
        name = f"{head} {level.value} {squash(page.text[start:end])}"
        why = (("unit.head", tokens[i].start, tokens[j - 1].end), ("unit.places_listed", start, end))
        spans.append(Span(start, end, name, scanner.heads_any[i].value.kind, why=why))
        if last + 1 >= len(tokens) or tokens[last].fold not in (",", "và"):
            break
        k = last + 1
    return spans if len(spans) > 1 else []


def party_bodies(scanner: Scanner) -> list[Span]:
    """`Đảng bộ, chính quyền và nhân dân huyện X` names the body `Đảng bộ huyện X` (guidelines: decided cases)."""
    page, tokens, spans = scanner.page, scanner.tokens, []
    for i in range(len(tokens) - 2):
        if tokens[i].fold != "đảng" or tokens[i + 1].fold != "bộ" or not tokens[i].is_cap or not follows(page, i + 1):
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


@component("units")
def run(draft: Draft) -> None:
    """Set `draft.unit_spans`: every place where a unit is named."""
    scanner = Scanner(draft)
    found = spread_places(scanner, scanner.scan())
    taken = {span.start for span in found}
    more = [s for s in plurals(scanner) + party_bodies(scanner) if s.start not in taken]
    more += short_forms(scanner, found)
    draft.unit_spans = sorted(found + more, key=lambda s: s.start)
