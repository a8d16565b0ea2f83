"""Offices that units take in turn: `năm 2019, Trưởng Khối thi đua số 4 là Trường X`, `bầu VKSND tỉnh Y làm Cụm trưởng`."""

from __future__ import annotations

import re

from extract.draft import Draft, Span, component
from extract.folding import squash
from extract.links import antecedent
from schemas.facts import Mandate

TITLE = r"(?:phó cụm trưởng|phó khối trưởng|phó trưởng cụm|phó trưởng khối|cụm trưởng|khối trưởng|trưởng cụm|trưởng khối|cụm phó|khối phó|phó cụm|phó khối)"
IS = re.compile(rf"(?<!\w)(?P<title>{TITLE})(?!\w)[^.;,\n]{{0,60}}?\s(?:là|:)\s*")
AS = re.compile(rf"\s*(?:làm|giữ chức|đảm nhiệm(?: vai trò)?|là|được bầu làm|được cử làm)\s+(?P<title>{TITLE})(?!\w)")
YEAR = re.compile(r"năm\s+((?:19|20)\d\d)")


def find(draft: Draft) -> list[Mandate]:
    """Every office taken by a unit; several units before one `làm Cụm phó` are several mandates."""
    page = draft.page
    names = {m.start: unit.name for unit in draft.units for m in unit.mentions}
    found: dict[tuple[str, str], Mandate] = {}

    def add(title: tuple[int, int], holder: Span, rule: str) -> None:
        page.note("mandates", holder.start, holder.end, ((rule, *title),))
        words = squash(page.text[title[0] : title[1]])
        cluster = antecedent(draft.bodies, ("cụm", "khối"), title[0])
        begin, end = page.sentence_of(title[0])
        years = [m[1] for m in page.find(YEAR, begin, title[0])][-1:] or [m[1] for m in page.find(YEAR, title[1], end)][:1]
        mentions = [
            page.mention(*title, "title"),
            page.mention(holder.start, holder.end, "holder"),
        ]
        name = names.get(holder.start, holder.name)
        unit = names.get(cluster.spans[0].start) if cluster else None
        mandate = Mandate(
            title=words, holder=name, unit=unit, year=years[0] if years else None, mentions=mentions, confidence=0.85
        )
        found.setdefault((words.lower(), name), mandate)

    spans = sorted(draft.unit_spans, key=lambda s: s.start)
    for match in page.find(IS):
        holder = next((s for s in spans if match.end() - 1 <= s.start <= match.end() + 2), None)
        if holder:
            add(match.span("title"), holder, "mandate.is")
    for k, span in enumerate(spans):
        if taken := AS.match(page.fold, span.end):
            j = k
            add(taken.span("title"), span, "mandate.as")
            while j and squash(page.fold[spans[j - 1].end : spans[j].start]) in ("và", ","):
                j -= 1
                add(taken.span("title"), spans[j], "mandate.listed")
    return sorted(found.values(), key=lambda m: m.mentions[0].start)


@component("mandates")
def run(draft: Draft) -> None:
    """Set `draft.mandates`."""
    draft.mandates = find(draft)
