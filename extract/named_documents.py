"""Documents known by name: laws, amending laws, constitutions, resolutions of congresses and plenums, treaties, strategies."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator

from extract.folding import fold, squash
from extract.issuers import after
from extract.lexicon import Lexicon, longest, spread
from extract.phrases import rows, words
from extract.text import Page
from schemas.facts import Document

_ORDINAL = r"(?:[ivxl]+|\d{1,2})(?!\w)"
_TERM = rf"(?:lần thứ\s+|thứ\s+|khóa\s+)?{_ORDINAL}"
_AMENDING = re.compile(r"luật sửa đổi(?:, | và | )bổ sung (?:một số điều của )?(?:các )?(?=(?:bộ )?luật\b|pháp lệnh\b)")
_BODY = r"(?:[^\W\d_]+|tp\.?|[-&.])"
_CONGRESS = re.compile(
    rf"(?<!\w)nghị quyết (?:của )?đại hội(?:\s+(?!{_ORDINAL}|lần thứ|khóa|nhiệm kỳ){_BODY}){{0,10}}?\s+(?:lần thứ\s+|lần\s+|khóa\s+|thứ\s+)?{_ORDINAL}"
    r"(?P<of>\s+(?:của )?(?:đảng|công đoàn việt nam|đoàn)(?!\s*(?:bộ|ủy|viên)))?(?P<rest>,?\s*nhiệm kỳ \d{4}\s?-\s?\d{4})?"
)
_PLENUM = re.compile(
    rf"(?<!\w)nghị quyết (?:hội nghị )?(?:(?:lần thứ )?{_ORDINAL},? )?(?:ban chấp hành )?(?:trung ương|tw|t\.ư)(?: đảng)?(?: lần thứ)?\s+(?:{_ORDINAL}|(?:đảng )?,?\s*khóa)"
    rf"(?:,?\s*\(?\s*khóa {_ORDINAL}\)?)?"
)
_CONSTITUTION = re.compile(r"(?<!\w)hiến pháp(?: nước cộng hòa xã hội chủ nghĩa việt nam)?(?: năm)? (?:1946|1959|1980|1992|2013)")
_STRATEGY = re.compile(
    r"(?<!\w)chiến lược [^.;:,\n()]{10,110}?(?:đến năm|giai đoạn) \d{4}(?:\s?-\s?\d{4})?(?:,? tầm nhìn (?:đến )?(?:năm )?\d{4})?"
)
_CAPITAL = r"(?:[A-ZĐÀ-Ỹ][\w’']*(?:-[\w’']+)*)"
_TREATY = re.compile(
    r"(?<!\w)(?P<kind>Hiệp định|Công ước|Nghị định thư|Hiệp ước|Hiến chương)(?: (?:khung|thương mại tự do|tự do thương mại|quốc tế))?"
    rf"(?: {_CAPITAL})+(?: (?:hợp|quốc|Âu|minh))*(?:(?: (?:về|của|và)){{1,2}}(?: các)? {_CAPITAL}(?: [^\W\d_]+){{0,4}}?(?=\s*(?:[,.;:()\n]|$| năm| ngày| được| đã)))?"
)
_OF_SCHOOL = re.compile(
    r"(?:trường|đại học|trung cấp|cao đẳng|khoa|ngành|viện|bộ môn|chuyên ngành|cử nhân|thạc sĩ|tiến sĩ|học|văn phòng|công ty|dự)\s+$"
)


@functools.cache
def laws() -> Lexicon:
    """Names of laws with their kind before them."""
    kinds = ("Luật", "Bộ luật", "Pháp lệnh")
    full = [("law", f"{kind} {name}", name, words("law_names.txt")) for name in spread("law_names") for kind in kinds]
    return Lexicon(full + [("law", f"Luật {row['short']}", row["name"], words("law_shorts.csv")) for row in rows("law_shorts")])


def named(page: Page) -> list[Document]:
    """Documents known by name, in order; a law named inside an amending law's name is no document of its own."""
    found = list(_law_names(page))
    for pattern, kind, rule in (
        (_CONGRESS, "Nghị quyết", "document.congress"),
        (_PLENUM, "Nghị quyết", "document.congress"),
        (_CONSTITUTION, "Hiến pháp", "document.constitution"),
        (_STRATEGY, "Chiến lược", "document.strategy"),
    ):
        for match in page.find(pattern):
            if page.text[match.start()].isupper() or kind == "Nghị quyết":
                end = match.start("rest") if "rest" in match.groupdict() and match["rest"] else match.end()
                found.append(_named(page, kind, match.start(), end, 0.9, rule))
                issuer = after(page, end) if kind == "Chiến lược" else None
                if issuer:
                    found[-1].issuer = squash(page.quote(*issuer))
                    found[-1].mentions.append(page.mention(*issuer, "issuer"))
                    page.note("documents", *issuer, (("document.issuer_behind", *issuer),))
    found.extend(_treaties(page))
    return found


def _law_names(page: Page) -> Iterator[Document]:
    taken: list[tuple[int, int]] = []
    hits = longest(laws().find(page))
    for match in page.find(_AMENDING):
        inside = [h for h in hits if match.end() <= h.start and h.start - match.end() < 120]
        end = next((h.end for h in inside if h.start == match.end()), None)
        if end is None:
            continue
        for hit in inside:  # `Luật sửa đổi ... của Luật A và Luật B`
            if hit.start > end and re.fullmatch(r"\s*(?:,|và|,? luật)\s*", page.fold[end : hit.start]):
                end = hit.end
        taken.append((match.start(), end))
        yield _named(page, "Luật", match.start(), end, 0.97, "document.amending")
    for hit in hits:
        inside_other = any(a <= hit.start < b for a, b in taken)
        if inside_other or not page.text[hit.start].isupper() or page.first(_OF_SCHOOL, max(0, hit.start - 20), hit.start):
            continue
        kind = next(k for k in ("Bộ luật", "Pháp lệnh", "Luật") if page.fold.startswith(fold(k), hit.start))
        document = _named(page, kind, hit.start, hit.end, 0.95, "document.law")
        document.name = f"{kind} {hit.value}" if "TĐ" in page.quote(hit.start, hit.end) else document.name
        yield document


def _treaties(page: Page) -> Iterator[Document]:
    """`Hiệp định Paris`, `Công ước Liên hợp quốc về Quyền trẻ em`: the kind and the capitalised words after it."""
    for match in page.find(_TREATY, written=True):
        yield _named(page, match["kind"], match.start(), match.end(), 0.8, "document.treaty")


def _named(page: Page, kind: str, start: int, end: int, confidence: float, rule: str) -> Document:
    page.note("documents", start, end, ((rule, start, end),))
    name = squash(page.quote(start, end))
    name = name[0].upper() + name[1:]
    return Document(kind=kind, name=name, mentions=[page.mention(start, end, "name")], confidence=confidence)
