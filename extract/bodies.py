"""Which names in one article are one body: short and full forms, abbreviations, with and without their place.

`UBND tỉnh` and `UBND tỉnh Đắk Lắk` are one entry, so are `Bộ GTVT` and `Bộ Giao thông vận tải`, `Khối thi đua số 3` and
`Khối thi đua số 3 tỉnh Tuyên Quang`; two provinces' committees are not. Accents are never folded.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable

from extract.draft import Body, Draft
from extract.folding import fold
from extract.lexicon import word_set
from extract.phrases import rows
from schemas.catalogues import Province, UnitKind, load

LONGEST = 7  # words of the longest name of a province
_WORD = re.compile(r"[^\W_]+(?:[&-][^\W_]+)*")
_OWNED = re.compile(
    r"^(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn|ngành|khối|của|thuộc|việt nam|trung ương|khu vực)(?: |$)"
)
_LEVEL = re.compile(r"^trường (?=đại học|cao đẳng|trung cấp|trung học|tiểu học|mầm non|phổ thông)")
_COURT = re.compile(r"^(tòa án|viện kiểm sát) (?=(?:tỉnh|thành phố|huyện|quận|thị xã|khu vực|tối cao)(?: |$))")
_BRACKET = re.compile(r"\s*\([^)]*\)")
_TRADE = re.compile(r"\s?\(([A-ZĐ][\w&-]{1,14})\)")
_GROUP = re.compile(r"(?:tập đoàn|ngân hàng) (?!.* chi nhánh)")
_DEFINED = re.compile(r"\(([A-ZĐÂĂÊÔƠƯ][\w&-]{1,11})\)")


@functools.cache
def abbreviations() -> dict[str, str]:
    """Short form (capitals, a province's initials too) -> folded words."""
    initials = {
        alias: _plain(p.name) for p in load(Province) for alias in p.aliases if alias.isupper() and _WORD.fullmatch(alias)
    }
    return initials | {row["short"].upper(): fold(row["full"]) for row in rows("abbreviations")}


@functools.cache
def synonyms() -> dict[str, str]:
    """Folded name -> the folded name of the same body."""
    return {fold(row["name"]): fold(row["same_as"]) for row in rows("same_body")}


@functools.cache
def sector_shorts() -> dict[str, str]:
    """Short field of a ministry or department as keys have it (`giáo dục đt`) -> its words written out."""
    return {_plain(row["short"]): _plain(row["full"]) for row in rows("sector_shorts")}


def _plain(words: str) -> str:
    return " ".join(w for w in _WORD.findall(fold(words)) if w != "và")


@functools.cache
def provinces() -> dict[str, str]:
    """Folded name or alias of a province -> its folded name."""
    return {fold(name): fold(p.name) for p in load(Province) for name in (p.name, *p.aliases)}


@functools.cache
def heads() -> tuple[str, ...]:
    """Folded head nouns, longest first."""
    return tuple(sorted({fold(kind.head) for kind in load(UnitKind)}, key=len, reverse=True))


def defined(draft: Draft) -> dict[str, str]:
    """Short forms that the article itself explains in brackets: `Bộ Giao thông vận tải (GTVT)` -> {"GTVT": ...}."""
    told: dict[str, str] = {}
    for match in _DEFINED.finditer(draft.page.text):
        short = match[1].upper()
        letters = [c for c in fold(short) if c.isalpha()]
        words = _WORD.findall(draft.page.fold[max(0, match.start() - 90) : match.start()])[-len(letters) - 4 :]
        for first in range(len(words)):
            initials = [w[0] for w in words[first:] if w not in ("và", "các")]
            if initials == letters:
                told.setdefault(short, " ".join(words[first:]))
                break
    for span in draft.unit_spans:
        inner = _DEFINED.search(draft.page.text, span.start, span.end + 14)
        if inner and inner.start() > span.start:
            told.setdefault(inner[1].upper(), " ".join(_WORD.findall(draft.page.fold[span.start : inner.start()])))
    return told


def key_of(name: str, shorts: dict[str, str]) -> str:
    """Folded words of the name with its short forms written out, without `và` and the `Trường` before a level of school."""
    capitals = name.upper() if shorts else ""
    return _key(name, tuple((short, full) for short, full in shorts.items() if short in capitals))


@functools.lru_cache(maxsize=16384)  # the same bodies are named on page after page
def _key(name: str, told: tuple[tuple[str, str], ...]) -> str:
    shorts = dict(told)
    words: list[str] = []
    for match in _WORD.finditer(_unbracketed(name, " ").replace("T.Ư", "TW").replace("T.W", "TW")):
        word = match[0]
        full = shorts.get(word.upper()) or abbreviations().get(word.upper()) if word.upper() == word or word == "Cty" else None
        words += (full or fold(word).replace("-", " ").replace("&", " và ")).split()
    text = " ".join(w for w in words if w not in ("và", "các"))
    text = _COURT.sub(r"\1 nhân dân ", _LEVEL.sub("", text))
    for short in (s for s in sector_shorts() if s in text):
        text = f" {text} ".replace(f" {short} ", f" {sector_shorts()[short]} ").strip()
    return synonyms().get(text, text)


def _unbracketed(name: str, blank: str = "") -> str:
    return _BRACKET.sub(blank, name) if "(" in name else name


def split_place(key: str) -> tuple[str, str]:
    """(name without its place, place as `tỉnh nghệ an`, `tỉnh`, `huyện can lộc` or empty)."""
    padded = f" {key}"
    best = ("", "")
    for level in word_set("place_levels"):
        at = padded.rfind(f" {level}")
        if at > 0 and (padded[at + len(level) + 1 :][:1] in ("", " ")) and len(padded[at:].split()) <= len(level.split()) + 4:
            rest = padded[at + 1 :]
            if len(rest) > len(best[1]):
                best = (padded[1:at], rest)
    if best[1]:
        return best
    words = key.split()
    for size in range(min(LONGEST, len(words) - 1), 0, -1):
        if (name := " ".join(words[-size:])) in provinces():
            return " ".join(words[:-size]), provinces()[name]
    return key, ""


def trade_names(draft: Draft, keys: dict[str, str]) -> None:
    """`Tập đoàn Công nghiệp - Viễn thông Quân đội (Viettel)`: `Viettel` and `Tập đoàn Viettel` get the key of the full name.

    Of a smaller company the bracket may tell the one it belongs to: there `Công ty X` must stand for `Công ty Than Sao Mai (X)`.
    """
    told: dict[str, set[str]] = {}
    known = {span.start for span in draft.unit_spans}
    for span in (span for span in draft.unit_spans if span.kind in ("company", "organisation")):
        trade = _TRADE.match(draft.page.text, span.end)
        if trade and (trade.start(1) in known or sum(map(str.isupper, trade[1])) > 1):
            told.setdefault(trade[1], set()).add(span.name)
    groups = {name: _GROUP.sub("", fold(name)) for name in keys if _GROUP.match(fold(name))}
    ends: dict[str, list[str]] = {}
    for name in keys if told or groups else ():
        ends.setdefault(fold(name).rsplit(" ", 1)[-1], []).append(name)
    for trade_name, owners in told.items():
        short, owner = fold(trade_name), next(iter(owners))
        named = [n for n in ends.get(short, []) if fold(owner).startswith(fold(n)[: -len(short)])]
        headed = any(" " in name for name in named)
        if len(owners) == 1 and (headed or (owner in groups and len(short) > 2)):
            keys |= dict.fromkeys(named, keys[owner])
    for name, short in groups.items():  # `Tập đoàn Viettel`, then `Viettel`
        keys |= dict.fromkeys([n for n in ends.get(short, []) if fold(n) == short], keys[name])


def group(draft: Draft) -> list[Body]:
    """The bodies of the article in order of their first mention."""
    shorts = defined(draft)
    bodies: dict[str, Body] = {}
    keys: dict[str, str] = {}
    for span in draft.unit_spans:
        if span.name not in keys:
            keys[span.name] = key_of(span.name, shorts)
    trade_names(draft, keys)
    for span in draft.unit_spans:
        key = keys[span.name]
        if key not in bodies:
            bodies[key] = Body(key, *split_place(key))
        bodies[key].spans.append(span)
    elsewhere = _apart(draft, bodies)
    index = Index(body for body in bodies.values() if body.spans)
    bodies |= elsewhere
    for body in [body for body in bodies.values() if body.spans]:
        home = index.home(body)
        while home and (further := index.home(home)):
            home = further
        if home and home is not body and not _of_another(draft, body, home):
            for span in body.spans:
                span.why += (("unit.short_for", home.spans[0].start, home.spans[0].end),)
            home.spans += body.spans
            body.spans = []
    _by_paragraph(draft, bodies)
    merged = [body for body in bodies.values() if body.spans]
    for body in merged:
        body.spans.sort(key=lambda s: s.start)
        for span in body.spans:
            span.key = body.key
    return sorted(merged, key=lambda b: b.spans[0].start)


def _of_another(draft: Draft, body: Body, home: Body) -> bool:
    """`Phòng A Công an tỉnh X; Phòng A (Cục Y)`: the brackets tell whose it is, and the fuller name tells another."""
    ends = {span.end + 2 for span in body.spans if span.kind in ("department", "office", "team")} if not body.place else set()
    owners = [s for s in draft.unit_spans if s.start in ends and draft.page.text[s.start - 2 : s.start] == " ("] if ends else []
    return bool(owners) and not any(key_of(owner.name, {}) in home.key for owner in owners)


def _provinces_told(draft: Draft) -> dict[int, set[str]]:
    """Where a paragraph begins -> the provinces that it names, folded."""
    told: dict[int, set[str]] = {}
    for hit in draft.hits.get("province", []):
        told.setdefault(draft.page.line_of(hit.start)[0], set()).add(fold(hit.value))
    return told


def _apart(draft: Draft, bodies: dict[str, Body]) -> dict[str, Body]:
    """`Tại Hà Nam, ... Công an tỉnh` before any body of the name is told in full is not the one of Sơn La told later."""
    apart: dict[str, Body] = {}
    for body in [body for body in bodies.values() if body.place == "tỉnh"]:
        fuller = [o for o in bodies.values() if o.core == body.core and o.place.startswith("tỉnh ")]
        first = min((o.spans[0].start for o in fuller), default=0)
        regions, told = {_region(o.place) for o in fuller}, _provinces_told(draft) if first else {}
        for span in [span for span in body.spans if span.start < first]:
            here = told.get(draft.page.line_of(span.start)[0], set())
            if len(here) == 1 and not here & regions:
                place = f"tỉnh {next(iter(here))}"
                own = apart.setdefault(f"{body.core} {place}", Body(f"{body.core} {place}", body.core, place))
                own.spans.append(span)
                body.spans.remove(span)
    return apart


def _by_paragraph(draft: Draft, bodies: dict[str, Body]) -> None:
    """`Công an tỉnh` in a paragraph that names one province is that province's, where the article tells of several."""
    bare = [body for body in bodies.values() if body.spans and body.place == "tỉnh"]
    if not bare:
        return
    provincial = [body for body in bodies.values() if body.spans and body.place and _level(body.place) in ("", "tỉnh")]
    named = {(body.core, _region(body.place)): body for body in provincial if body.place != "tỉnh"}
    told = _provinces_told(draft)
    for body in bare:
        for span in list(body.spans):
            provinces_here = told.get(draft.page.line_of(span.start)[0], set())
            home = named.get((body.core, next(iter(provinces_here)))) if len(provinces_here) == 1 else None
            if home:
                span.why += (("unit.paragraph", home.spans[0].start, home.spans[0].end),)
                home.spans.append(span)
                body.spans.remove(span)


class Index:
    """Bodies by the first word of their key, so that only those that can be one are compared."""

    def __init__(self, bodies: Iterable[Body]) -> None:
        self._by_word: dict[str, list[Body]] = {}
        for body in bodies:
            self._by_word.setdefault(" ".join(body.key.split()[:2]), []).append(body)

    def home(self, body: Body) -> Body | None:
        """The one fuller name that `body` is short for, None where there is none or more than one."""
        near = self._by_word.get(" ".join(body.key.split()[:2]), [])
        fuller = [other for other in near if other is not body and _is_short_for(body, other)]
        levels = {_level(other.place) for other in fuller} - {""}
        if (
            len({other.core for other in fuller}) == 1
            and len({_region(other.place) for other in fuller}) == 1
            and len(levels) < 2
        ):
            return max(fuller, key=lambda other: len(other.key))
        return None


def _town(place: str) -> str:
    for level in sorted(word_set("place_levels"), key=len, reverse=True):
        place = place.removeprefix(level).strip()
    return place


def _level(place: str) -> str:
    """`thành phố` of `thành phố tây ninh`, empty where no level is told."""
    return max((level for level in word_set("place_levels") if f"{place} ".startswith(f"{level} ")), key=len, default="")


def _region(place: str) -> str:
    return provinces().get(_town(place), _town(place))


def _is_short_for(body: Body, other: Body) -> bool:
    if len(other.key) <= len(body.key):
        return False
    if body.core == other.core:
        if not body.place or (body.place in word_set("place_levels") and other.place.startswith(body.place + " ")):
            return True
        levels = {_level(body.place), _level(other.place)} - {""}
        return len(levels) < 2 and bool(_region(body.place)) and _region(body.place) == _region(other.place) and bool(other.place)
    if not other.key.startswith(body.key + " "):
        return bool(other.place) and body.key == f"{other.core} {_town(other.place)}"
    rest = other.key[len(body.key) + 1 :]
    if rest in provinces() or (body.key.endswith(("ủy", "đoàn")) and len(rest.split()) <= 3 and not rest.startswith(heads())):
        return True
    return bool(_OWNED.match(rest)) or (rest.startswith(heads()) and not rest.startswith("chi nhánh"))


def fullest(body: Body) -> str:
    """The name the record gives: the longest form written, its head with a capital."""
    names = {_unbracketed(span.name): None for span in body.spans}  # each once, the first told first
    name = max(names, key=lambda n: (len(key_of(n, {})), len(n))) if len(names) > 1 else next(iter(names))
    return name[:1].upper() + name[1:].replace("Ð", "Đ")
