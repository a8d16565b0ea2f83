"""Offices that units take in turn: `năm 2019, Trưởng Khối thi đua số 4 là Trường X`, `bầu VKSND tỉnh Y làm Cụm trưởng`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extract.draft import Draft, Span, component
from extract.folding import squash
from extract.links import antecedent
from extract.text import Page
from schemas.facts import Mandate

TITLE = r"(?:phó cụm trưởng|phó khối trưởng|phó trưởng cụm|phó trưởng khối|cụm trưởng|khối trưởng|trưởng cụm|trưởng khối|cụm phó|khối phó|phó cụm|phó khối)"
IS = re.compile(rf"(?<!\w)(?P<title>{TITLE})(?!\w)[^.;,\n]{{0,60}}?\s(?:là|:)\s*")
AS = re.compile(rf"\s*(?:làm|giữ chức|đảm nhiệm(?: vai trò)?|là|được bầu làm|được cử làm)\s+(?P<title>{TITLE})(?!\w)")
YEAR = re.compile(r"năm\s+((?:19|20)\d\d)")


def find(draft: Draft) -> list[Mandate]:
    """Every office taken by a unit; several units before one `làm Cụm phó` are several mandates."""
    names = {m.start: unit.name for unit in draft.units for m in unit.mentions}
    found: dict[tuple[str, str], Mandate] = {}
    for title, holder, rule in _taken(draft.page, sorted(draft.unit_spans, key=lambda s: s.start)):
        draft.page.note("mandates", holder.start, holder.end, ((rule, *title),))
        mandate = _mandate(draft, names, title, holder)
        found.setdefault((mandate.title.lower(), mandate.holder), mandate)
    return sorted(found.values(), key=lambda m: m.mentions[0].start)


def _taken(page: Page, spans: list[Span]) -> Iterator[tuple[tuple[int, int], Span, str]]:
    """(characters of the office, unit that takes it, rule)."""
    for match in page.find(IS):
        holder = next((s for s in spans if match.end() - 1 <= s.start <= match.end() + 2), None)
        if holder:
            yield match.span("title"), holder, "mandate.is"
    for k, span in enumerate(spans):
        if taken := AS.match(page.fold, span.end):
            yield taken.span("title"), span, "mandate.as"
            while k and squash(page.fold[spans[k - 1].end : spans[k].start]) in ("và", ","):
                k -= 1
                yield taken.span("title"), spans[k], "mandate.listed"


def _mandate(draft: Draft, names: dict[int, str], title: tuple[int, int], holder: Span) -> Mandate:
    page = draft.page
    cluster = antecedent(draft.bodies, ("cụm", "khối"), title[0])
    begin, end = page.sentence_of(title[0])
    years = [m[1] for m in page.find(YEAR, begin, title[0])][-1:] or [m[1] for m in page.find(YEAR, title[1], end)][:1]
    return Mandate(
        title=squash(page.text[title[0] : title[1]]),
        holder=names.get(holder.start, holder.name),
        unit=names.get(cluster.spans[0].start) if cluster else None,
        year=years[0] if years else None,
        mentions=[page.mention(*title, "title"), page.mention(holder.start, holder.end, "holder")],
        confidence=0.85,
    )


@component("mandates")
def run(draft: Draft) -> None:
    """Set `draft.mandates`."""
    draft.mandates = find(draft)
