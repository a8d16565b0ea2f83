"""How far a unit's name reaches: `Bộ Tư pháp` is one body, `UBND tỉnh` one in each province, `Phòng Tổ chức` one in each house.

A unit across articles is a folded name and a scope. The place in a name is taken out of it, so that `Sở Y tế Nam Định`,
`Sở Y tế tỉnh Nam Định` and the bare `Sở Y tế` of an article whose home is Nam Định are one unit, while the bare `Sở Y tế` of
an article that tells no home stays a unit of that article: two provinces are never merged, one may be told apart from itself.

    >>> home = Home(province="bình định")
    >>> unit_key("UBND tỉnh", home, "a1") == unit_key("Ủy ban nhân dân tỉnh Bình Định", Home(), "b2")
    True
    >>> unit_key("UBND tỉnh", Home(), "a1") == unit_key("UBND tỉnh", Home(), "b2")
    False
    >>> unit_key("Bộ Tư pháp", home, "a1").scope_kind
    'nation'
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.names import identity
from schemas.catalogues import CentralBody, NameScope, Province, load

# names with one of these are of the whole country, unless they end in a place word
_NATION = re.compile(r"\b(?:việt nam|trung ương|quốc gia|toàn quốc|chính phủ|quốc hội|tối cao)\b")
_CITY_NAME = "hồ chí minh"
_NO_PROVINCE = re.compile(r"\b(?:sông|thị xã|huyện|quận|xã|phường|thị trấn|đường|phố) $")


# articles of a house print the same names over and over
_remembered = functools.lru_cache(1 << 15)


@dataclass(frozen=True, slots=True)
class Home:
    """The province and the ministry an article is about, where it tells one, and the words that told it."""

    province: str | None = None
    ministry: str | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class UnitKey:
    """What tells a unit from others: `rest` is the folded name without its place, `scope` the place, body or article."""

    rest: str
    scope_kind: str
    scope: str
    how: str = field(compare=False)

    @property
    def text(self) -> str:
        """Both as one string, as the archive keeps it."""
        return f"{self.rest} @ {self.scope}" if self.scope else self.rest


@functools.cache
def provinces() -> dict[str, str]:
    """Folded province name or alias -> folded name; aliases that are mere initials are left out."""
    found: dict[str, str] = {}
    for row in load(Province):
        if row.kind in ("tỉnh", "thành phố trực thuộc trung ương"):
            for alias in (row.name, *(a for a in row.aliases if not a.replace("-", "").isupper())):
                found.setdefault(identity(alias), identity(row.name))
    return found


@functools.cache
def province_titles() -> dict[str, str]:
    """Folded province name -> the name as the catalogue writes it."""
    return {identity(row.name): row.name for row in reversed(load(Province))}


@functools.cache
def _cities() -> frozenset[str]:
    return frozenset(identity(row.name) for row in load(Province) if row.kind.startswith("thành phố"))


@functools.cache
def _place() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, provinces()), key=len, reverse=True))
    # Hồ Chí Minh is a place only after `thành phố`: unions, schools and prizes bear the name
    return re.compile(rf"\b(?:(tỉnh|thành phố|thủ đô) )?({names})\b")


@functools.cache
def _central() -> dict[str, str]:
    names: dict[str, set[str]] = {}
    for row in load(CentralBody):
        for alias in (row.name, *row.abbreviations):
            names.setdefault(identity(alias), set()).add(identity(row.name))
    return {alias: min(found) for alias, found in names.items() if len(found) == 1}


@functools.cache
def ministries() -> frozenset[str]:
    """Folded names of ministries, past and present."""
    return frozenset(identity(row.name) for row in load(CentralBody) if row.kind == "ministry" and row.name.startswith("Bộ "))


@functools.cache
def _scopes() -> dict[str, tuple[tuple[str, str], ...]]:
    found: dict[str, list[tuple[str, str]]] = {"whole": [], "start": [], "end": [], "level": []}
    for row in load(NameScope):
        found[row.place].append((identity(row.word), row.scope))
    return {place: tuple(sorted(rows, key=lambda row: -len(row[0]))) for place, rows in found.items()}


@functools.cache
def _levels() -> tuple[re.Pattern[str], dict[str, str]]:
    rows = dict(_scopes()["level"])
    return re.compile(rf"\b(?:{'|'.join(rows)})\b"), rows


def _level(name: str) -> str | None:
    """The scope of the last level word that has a name after it."""
    pattern, rows = _levels()
    found = [scope for m in pattern.finditer(name) if m.end() < len(name) and (scope := rows[m[0]]) != "none"]
    return found[-1] if found else None


def places_in(text: str) -> set[str]:
    """The provinces that a folded text names."""
    return {province for _, _, _, province in _places(text)}


def _places(text: str) -> Iterable[tuple[int, int, str, str]]:
    for match in _place().finditer(text):
        level, province = match[1] or "", provinces()[match[2]]
        if province == _CITY_NAME and level != "thành phố" and match[2] == _CITY_NAME:
            continue
        # `thành phố Thái Nguyên`, `thị xã Quảng Trị` are towns inside the province of that name, `sông Cửu Long` is a river
        if (level == "thành phố" and province not in _cities()) or _NO_PROVINCE.search(text[: match.start()]):
            continue
        yield match.start(), match.end(), level, province


@_remembered
def _without_place(name: str) -> tuple[str, str, str] | None:
    """A folded name without its one province, the province, and the level word before it."""
    found = list(_places(name))
    if not found or len({province for *_, province in found}) > 1:
        return None
    start, end, level, province = found[-1]
    rest = " ".join((name[:start] + name[end:]).split())
    return (rest, province, level) if rest else None


@_remembered
def _of_ministry(name: str) -> tuple[str, str] | None:
    words = name.split()
    for i in range(1, len(words)):
        if words[i] == "bộ" and (ministry := " ".join(words[i:])) in ministries():
            return re.sub(r" (?:thuộc|của)$", "", name[: -len(ministry) - 1]), ministry
    return None


@_remembered
def scope_of(name: str) -> str:
    """How far a folded name without a place reaches: nation, province, city, ministry, group or article."""
    rows = _scopes()
    for word, scope in rows["whole"]:
        if name == word:
            return scope
    for word, scope in rows["end"]:
        if name == word or name.endswith(" " + word):
            if scope == "none":
                break
            return scope
    if level := _level(name):
        return level
    if _NATION.search(name):
        return "nation"
    for word, scope in rows["start"]:
        if name == word or name.startswith(word + " "):
            return scope
    return "nation"


def _bare(rest: str) -> str:
    return rest.removesuffix(" nhà").removesuffix(" tỉnh").removesuffix(" thành phố")


def has_place(name: str) -> bool:
    """Whether a name as printed tells its province or ministry, or is of the whole country."""
    folded = identity(name)
    return bool(_without_place(folded) or _of_ministry(folded)) or folded in _central()


def unit_key(name: str, home: Home, article: str) -> UnitKey:
    """The key of a unit that article `article` calls `name`."""
    folded = identity(name)
    if folded in _central():
        return UnitKey(_central()[folded], "nation", "", "catalogue of central bodies")
    if parted := _without_place(folded):
        rest, province, _ = parted
        if _level(rest) == "nation":
            return UnitKey(_bare(rest) if rest.endswith("tỉnh") else rest, "nation", "", "town in the name")
        return UnitKey(_bare(rest), "province", province, "province in the name")
    if owned := _of_ministry(folded):
        return UnitKey(owned[0], "ministry", owned[1], "ministry in the name")
    scope = scope_of(folded)
    if scope == "nation":
        return UnitKey(folded, "nation", "", "same folded name")
    if scope in ("province", "city") and home.province and (scope == "province" or home.province in _cities()):
        return UnitKey(_bare(folded), "province", home.province, f"province of the article: {home.evidence}")
    if scope == "ministry" and home.ministry:
        return UnitKey(folded, "ministry", home.ministry, f"ministry of the article: {home.evidence}")
    if scope == "group" and bool(home.province) != bool(home.ministry):
        owner = home.province or home.ministry or ""
        return UnitKey(folded, "province" if home.province else "ministry", owner, f"body of the article: {home.evidence}")
    return UnitKey(folded, "article", article, "the name alone means a body in each place")


def placed(name: str, place: str) -> str:
    """A name with the place or body it is bound to.

    >>> placed("UBND tỉnh", "Đắk Lắk"), placed("Sở Y tế", "Đắk Lắk")
    ('UBND tỉnh Đắk Lắk', 'Sở Y tế (Đắk Lắk)')
    """
    folded = identity(name)
    ends = (word for word, scope in _scopes()["end"] if scope in ("province", "city"))
    return f"{name} {place}" if any(f" {folded}".endswith(f" {word}") for word in ends) else f"{name} ({place})"


def home_of(units: Iterable[str], title: str | None, others: Iterable[str | None] = ()) -> Home:
    """The home that an article's units, title, source and author's unit tell.

    The province is the one that a provincial authority (UBND tỉnh X, Sở Y tế X), the title or the source names, where those
    that name just one name the same one; the ministry is the only one among the units.
    """
    ruling: dict[str, str] = {}
    bodies: dict[str, str] = {}
    for name in units:
        folded = identity(name)
        parted = _without_place(folded)
        if parted and _level(parted[0]) is None and (parted[2] or scope_of(parted[0]) == "province"):
            ruling.setdefault(parted[1], name)
        if folded in ministries():
            bodies.setdefault(folded, name)
    told = [ruling, dict.fromkeys(places_in(identity(title or "")), title or "")]
    told.append({p: other for other in others if other for p in places_in(identity(other))})
    single = {next(iter(found)): next(iter(found.values())) for found in reversed(told) if len(found) == 1}
    province, evidence = next(iter(single.items())) if len(single) == 1 else (None, "")
    if ruling and province not in ruling:
        province, evidence = None, ""
    ministry = next(iter(bodies)) if len(bodies) == 1 else None
    return Home(province, ministry, evidence or (bodies[ministry] if ministry else ""))
