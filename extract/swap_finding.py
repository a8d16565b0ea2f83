"""Which names of an article to change into which: people, provinces, towns, proper parts of units' names."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from extract.gold_words import fold
from extract.lexicon import spread
from extract.phrases import rows
from extract.swap_names import CAP, LEVEL, SYLLABLE, Pool, Renaming, called, family_names, gender, shape
from schemas.catalogues import AwardType, Province, UnitKind, load

Gold = Mapping[str, Any]
_LOCAL = re.compile(rf"(?<!\w){LEVEL} ?({CAP}(?: {CAP}){{0,3}})")
_LAW = re.compile(r"(?i:luật|bộ luật|pháp lệnh|hiến pháp)\b")
_PARTICLES = ("Thị", "Văn", "A", "Y")
_PAPERS = ("báo ", "tạp chí ", "đài ")
_CITIES = ("Hà Nội", "Hải Phòng", "Đà Nẵng", "Cần Thơ")


def strings(value: Any) -> Iterator[str]:
    """Every string in a gold value.

    >>> list(strings({"name": ["A", "B"], "count": 2}))
    ['A', 'B']
    """
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from strings(part)
    elif isinstance(value, list):
        for part in value:
            yield from strings(part)


def told_names(gold: Gold) -> list[Any]:
    """What must be read in the text: names of people, units, recipients, documents, themes."""
    keys = ("officials", "people", "units", "themes", "awards", "documents")
    fields = ("name", "title", "number", "recipient", "award")
    return [row.get(key) for kind in keys for row in gold.get(kind, []) for key in fields]


def renaming(text: str, gold: Gold, random: Random) -> Renaming:
    """New names for what the article and its gold record name; a name maps to one other, and no two to the same."""
    pool, found = Pool(text, random), Renaming(fixed=_fixed(gold))
    _people(text, gold, pool, found)
    _places(text, gold, pool, found)
    _parts(gold, pool, found)
    return found


def _fixed(gold: Gold) -> list[str]:
    """Phrases that stay: themes, laws, names of awards, regions."""
    kept = {*spread("swap/fixed"), *_award_names(), *strings([t.get("title") for t in gold.get("themes", [])])}
    for document in gold.get("documents", []):
        kept |= {name for name in strings(document.get("name")) if _LAW.match(name)} | set(strings(document.get("number")))
    return sorted(kept)


@functools.cache
def _award_names() -> frozenset[str]:
    """Awards whose name holds a proper name."""
    names = (name for row in load(AwardType) for name in (row.name, *row.aliases))
    return frozenset(name for name in names if re.search(rf"{CAP}\s{CAP}$", name) and len(name.split()) > 2)


def _people(text: str, gold: Gold, pool: Pool, found: Renaming) -> None:
    by_shape: dict[tuple[str, str], list[str]] = {}
    for row in rows("swap/people"):
        by_shape.setdefault((row["shape"], row["gender"]), []).append(row["name"])
    for variants in sorted(_persons(gold), key=lambda names: not _alone(names)):
        if variants[0] in spread("swap/fixed"):
            continue
        kind, sex = shape(variants[0]), gender(variants[0], text)
        shapes = ("kinh", "ethnic") if kind == "native" else (kind,)
        names = [name for s in shapes for g in (("u", sex) if kind == "native" else "mu") for name in by_shape.get((s, g), [])]
        new = pool.take(filter(functools.partial(_fits, variants), names), _alone(variants))
        single = kind == "foreign" and " " not in variants[0]
        _person(variants, new.split()[-1] if single else new, found)
    for author in _authors(gold):
        if author not in found.names:
            found.names[author] = pool.take(by_shape["pen", "u"])


def _persons(gold: Gold) -> Iterator[list[str]]:
    """The names of each person, the fullest first."""
    for person in gold.get("officials", []) + gold.get("people", []):
        names = list(strings(person.get("name")))
        if names:
            own = {told for row in gold.get("awards", []) for told in strings(row.get("recipient"))}
            yield list(dict.fromkeys([*names, *(own & {called(names[0])})]))


def _alone(variants: list[str]) -> bool:
    """Whether a person is named by one word."""
    return any(" " not in name for name in variants)


def _fits(variants: list[str], new: str) -> bool:
    """Whether the parts of a new name can stand for the parts of the old one that stand alone."""
    if _alone(variants) and re.search("['’ ]", called(new)):
        return False
    if shape(variants[0]) == "foreign" or not any(" " in name for name in variants[1:]):
        return True
    words = new.split()
    return len(words) > 2 and words[-2] not in _PARTICLES


def _authors(gold: Gold) -> Iterator[str]:
    """Pen names of two words or more in the byline."""
    for told in strings(gold.get("article", {}).get("author")):
        for name in re.split(r"\s+-\s+|,\s*|\s+và\s+|\s*\(.*", told):
            if re.fullmatch(rf"{CAP}(?:\s{CAP})+", name) and "." not in name:
                yield name.title() if name.isupper() else name


def _person(variants: list[str], new: str, found: Renaming) -> None:
    """Map each form of one person's name: in full, its last words, its first word (foreign), a nickname."""
    full = variants[0].split()
    found.names.setdefault(variants[0], new)
    if len(full) > 1:
        found.given.setdefault(called(variants[0]), called(new))
        if shape(variants[0]) == "native" and len(full) > 2 and full[-2] not in _PARTICLES:
            found.given.setdefault(" ".join(full[-2:]), called(new))
    for other in variants[1:]:
        words = [word for word in other.split() if word in full]
        if fold(other) == fold(variants[0]) or variants[0] in other:
            continue
        if not words:
            found.names.setdefault(other, new)
        elif shape(variants[0]) == "foreign":
            for word in words:
                found.names.setdefault(word, new.split()[0 if word == full[0] and len(full) > 1 else -1])
        else:
            found.names.setdefault(other, " ".join(new.split()[-2:]) if " " in other else called(new))


def _places(text: str, gold: Gold, pool: Pool, found: Renaming) -> None:
    told = "\n".join([text, *strings(gold)])
    masked = Renaming(names=found.names, fixed=found.fixed).masked(told)
    titled = _titled(masked)
    now = {row.name: row.kind for row in load(Province) if "63" in row.map}
    provinces = [name for name, kind in now.items() if kind == "tỉnh" and " - " not in name]
    for name, aliases in _province_names().items():
        forms = [form for form in (name, *aliases) if form in titled and re.search(rf"(?<!\w){re.escape(form)}(?!\w)", titled)]
        if forms:
            city = now.get(name, "tỉnh") != "tỉnh" and name != "Huế"
            new = pool.take(_CITIES if city else provinces)
            found.names |= {form: new for form in forms if form not in found.names}
    towns = [*spread("swap/towns")]
    for local in sorted({_trimmed(m[1]) for m in _LOCAL.finditer(masked)}):
        if " " in local and local not in found.names and not _is_common(local):
            found.names[local] = pool.take(towns)


def _titled(text: str) -> str:
    """`text` and what its words in capitals say."""
    return text + "\n" + " ".join(w.capitalize() if w.isupper() and len(w) > 1 else w for w in text.split())


@functools.cache
def _province_names() -> dict[str, tuple[str, ...]]:
    """Provinces and cities that a swap may rename, with the other spellings of their names."""
    names: dict[str, tuple[str, ...]] = {}
    for row in load(Province):
        if (row.kind == "tỉnh" or row.name in _CITIES) and (" - " not in row.name or "63" in row.map):
            aliases = (alias for alias in row.aliases if " " in alias and not alias.startswith(("TP", "TT", "Thủ", "Thành")))
            names[row.name] = tuple(dict.fromkeys([*names.get(row.name, ()), *aliases]))
    return names


def _trimmed(name: str) -> str:
    """A captured place without the words of the next name or an abbreviation."""
    words = name.split()
    cut = (i for i, word in enumerate(words) if (word.isupper() and len(word) > 1) or (i and word in _openers()))
    stop = next(cut, len(words))
    return " ".join(words[:stop])


@functools.cache
def _openers() -> frozenset[str]:
    """Words with which units' names begin."""
    return frozenset(row.head.split()[0] for row in load(UnitKind))


@functools.cache
def _head_words() -> frozenset[str]:
    """Words that open or go on with a unit's name and are no proper part of it."""
    heads = {part for row in load(UnitKind) for part in (row.head, row.head.split()[0])}
    return frozenset(fold(word) for word in heads | {"Luật", "Chuyên", "Nữ", "Đảng"}) | _fields()


@functools.cache
def _fields() -> frozenset[str]:
    return frozenset(fold(row["phrase"]) for row in rows("fields"))


def _is_common(phrase: str) -> bool:
    """Whether a phrase is a field or region, no proper name."""
    told = f" {fold(phrase)} "
    return told.strip() in _fields() or any(f" {fold(name)} " in told for name in spread("swap/fixed"))


def _parts(gold: Gold, pool: Pool, found: Renaming) -> None:
    """Rename the proper part at the end of each unit's name (`Công ty Cơ khí Sông Thao` -> `Sông Thao`)."""
    untouched = [
        fold(told)
        for key in ("awards", "themes")
        for row in gold.get(key, [])
        for told in strings(row.get("award") or row.get("title"))
    ]
    for name in strings([unit.get("name") for unit in gold.get("units", [])]):
        part = proper_part(name)
        if (
            not part
            or name.lower().startswith(_PAPERS)
            or part in found.names
            or _is_common(part)
            or any(fold(part) in told for told in untouched)
        ):
            continue
        if not any(SYLLABLE.match(word.lower()) for word in part.split()):
            continue
        if any(fold(old) in fold(part) or fold(part) in fold(old) for old in found.names):
            continue
        head = name.split()[0].lower()
        if part in spread("towns"):
            names: tuple[str, ...] = spread("swap/towns")
        elif head in ("trường", "đoàn", "liên", "bảo") and part.split()[0] in family_names():
            names = spread("swap/patrons")
        else:
            names = spread("swap/proper_parts")
        found.names[part] = pool.take(names)


def proper_part(name: str) -> str:
    """The two or more capitalised words that end a unit's name after its head; "" where there are none.

    >>> proper_part("Công ty Cơ khí Sông Thao"), proper_part("Bộ Công Thương")
    ('Sông Thao', '')
    """
    words = name.split()
    town = next((told for i in range(1, len(words)) if (told := " ".join(words[i:])) in spread("towns")), "")
    if town:
        return town
    first = len(words)
    while first and re.fullmatch(CAP, words[first - 1]) and not (words[first - 1].isupper() and len(words[first - 1]) > 1):
        first -= 1
    run = words[first:]
    while run and fold(run[0]) in _head_words() and not (len(run) > 2 and run[0] in family_names() - _openers()):
        run = run[1:]
    return " ".join(run) if len(run) > 1 and len(run) < len(words) and not _is_common(" ".join(run)) else ""
