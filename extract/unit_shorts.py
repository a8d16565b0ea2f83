"""Units that a short form or a code names, and common nouns with a head that name none.

`UVTƯ Đảng` holds the Central Committee, `CĐ Dệt may Việt Nam` is a union, `đơn vị K35` a unit of the army; `đội tuyển quốc gia`
and `các BV đa khoa` are no body.
"""

from __future__ import annotations

import re

from extract.draft import Span
from extract.folding import squash
from extract.lexicon import word_set
from extract.names import follows
from extract.unit_lookup import Found
from extract.unit_names import Scanner

_CODED = re.compile(r"(?<!\w)đơn vị (?P<code>[a-zđ]\d{1,4})(?![\w/.-]*\w)")
_MANY = frozenset({"các", "những", "nhiều", "mọi", "mỗi"})


def central_members(scanner: Scanner) -> list[Span]:
    """`UVTƯ Đảng`: the short form of the membership holds the Central Committee."""
    spans: list[Span] = []
    for title in scanner.titles.values():
        if scanner.page.fold[title.start : title.end] in word_set("central_members"):
            why = (("unit.member", title.start, title.end),)
            spans.append(Span(title.start, title.end, "Trung ương Đảng", "party", why=why))
    return spans


def central_unions(scanner: Scanner) -> list[Span]:
    """`CĐ Dệt may Việt Nam`: a union of the whole country; a college's short form stands before its place."""
    page, tokens, spans = scanner.page, scanner.tokens, []
    for i in page.places.get("cđ", ()):
        hit = scanner.sectors.get(i + 1) or scanner.fields.get(i + 1)
        if hit is None or not tokens[i].text.isupper() or not tokens[i + 1].is_cap or not follows(page, i + 1):
            continue
        end = hit.last + 2
        country = [t.text for t in tokens[hit.last : end]] == ["Việt", "Nam"] and follows(page, hit.last)
        college = {"trường", "đh", "học", "-", "/"} & {t.fold for t in tokens[max(0, i - 2) : i]}
        if country and not college and not (end < len(tokens) and tokens[end].text in ("-", "–")):
            start, last = tokens[i].start, tokens[end - 1].end
            why = (("unit.union", start, tokens[i].end),)
            spans.append(Span(start, last, squash(page.text[start:last]), "mass organisation", why=why))
    return spans


def coded_units(scanner: Scanner) -> list[Span]:
    """`đơn vị K35`: a unit of the army known by a letter and a number."""
    page, spans = scanner.page, []
    for match in page.find(_CODED):
        start, end = match.span()
        several = start > 0 and scanner.tokens[page.token_at(start) - 1].fold in _MANY
        if not several and page.text[match.start("code")].isupper():
            why = (("unit.code", start, end),)
            spans.append(Span(start, end, squash(page.text[start:end]), "army", why=why))
    return spans


def is_common(scanner: Scanner, unit: Found) -> bool:
    """`đội tuyển quốc gia` of no sport, `thi THPT quốc gia`, `một trong các BV đa khoa lớn`: a kind of bodies or an examination."""
    tokens = scanner.tokens
    words = tokens[unit.first : unit.last]
    if " ".join(t.fold for t in words) in word_set("no_bodies"):
        return True
    many = unit.first > 0 and tokens[unit.first - 1].fold in _MANY
    return many and not unit.place and len(words) > 1 and all(t.text.islower() for t in words[1:])
