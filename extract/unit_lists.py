"""Units told as a list: one head for several fields or places, and classes of bodies that are no unit.

`các sở: Y tế, Nội vụ`, `VKSND các tỉnh A, B` and `BHXH tỉnh A, B, C` are as many units as fields or places stand in the list;
`Sở Tư pháp các tỉnh`, `BHXH tỉnh, thành` name none. `Sư đoàn 5, 7 và 9` are as many as the numbers.
"""

from __future__ import annotations

from extract.draft import Span
from extract.folding import squash
from extract.lexicon import word_set
from extract.names import follows, name_length, run_of_caps
from extract.unit_lookup import Found
from extract.unit_names import Scanner

_KINDS = {
    "department",
    "government",
    "legislature",
    "police",
    "party",
    "mass organisation",
    "association",
    "court",
    "procuracy",
    "committee",
}

_OF_NUMBERS = {"army", "police", "team", "department", "emulation cluster"}


def plurals(scanner: Scanner) -> list[Span]:
    """`các sở: Y tế, Nội vụ`, `VKSND các tỉnh A, B và C`: as many units as fields or places stand in the list."""
    spans: list[Span] = []
    tokens = scanner.tokens
    for i, hit in scanner.heads_any.items():
        before = tokens[i - 1].fold if i else ""
        if before in ("các", "hai", "ba", "những") and hit.value.name in ("Sở", "Bộ"):
            spans += _fields_listed(scanner, hit.value.name, hit.last)
        elif _each(scanner, hit.last) and (
            _colon(scanner, hit.last) if tokens[hit.last].is_number else tokens[i].is_cap or hit.value.name == "Công an"
        ):
            spans += _places_listed(scanner, i, hit.last)
    return spans


def _each(scanner: Scanner, j: int) -> bool:
    """Whether `các tỉnh`, `các huyện` or `06 huyện` stands at token j."""
    if j + 1 >= len(scanner.tokens) or j + 1 not in scanner.levels:
        return False
    return scanner.tokens[j].fold == "các" or (scanner.tokens[j].is_number and scanner.tokens[j].text.isdigit())


def _colon(scanner: Scanner, j: int) -> bool:
    """`Công an 3 huyện: A, B, C` lists bodies; `Ban Chỉ đạo 35 huyện A` is one."""
    end = scanner.levels[j + 1].last
    return end < len(scanner.tokens) and scanner.tokens[end].text == ":"


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
    page, tokens = scanner.page, scanner.tokens
    spans: list[Span] = []
    head = squash(page.text[tokens[i].start : tokens[j - 1].end])
    level = scanner.levels[j + 1]
    k = level.last
    colon = k < len(tokens) and tokens[k].text == ":"
    k += colon
    while k < len(tokens) and tokens[k].is_cap and follows(page, k):
        last = scanner.provinces[k].last if k in scanner.provinces else k + min(run_of_caps(page, k), 3)
        start, end = tokens[k].start, tokens[last - 1].end
        name = f"{head} {level.value} {squash(page.text[start:end])}"
        why = (("unit.head", tokens[i].start, tokens[j - 1].end), ("unit.places_listed", start, end))
        start = start if spans or colon else tokens[i].start  # nothing parts the first from `Công an các huyện`
        spans.append(Span(start, end, name, scanner.heads_any[i].value.kind, why=why))
        if last + 1 >= len(tokens) or tokens[last].fold not in (",", "và"):
            break
        k = last + 1
    return spans if len(spans) > 1 else []


def shared_heads(scanner: Scanner, units: list[Found]) -> list[Span]:
    """`BHXH tỉnh A, B và C`, `BHXH tỉnh, thành A, B`, `Sở Tư pháp các tỉnh A, B`: the bodies of the provinces listed."""
    spans: list[Span] = []
    for unit in units:
        if unit.head.kind not in _KINDS:
            continue
        page, tokens = scanner.page, scanner.tokens
        head = squash(page.text[tokens[unit.first].start : tokens[(unit.place or unit.last) - 1].end])
        if unit.place and unit.last in _province_ends(scanner, unit):
            level = squash(page.text[tokens[unit.place].start : tokens[scanner.levels[unit.place].last - 1].end])
            spans += _provinces(scanner, unit.last, f"{head} {level}", unit)
        elif unit.place and _all_levels(scanner, unit):
            k = _levels_end(scanner, unit)
            spans += _provinces(scanner, k, head, unit)
        elif unit.place and unit.level in word_set("listed_levels"):
            spans += _towns(scanner, unit, head)
        elif not unit.place and _each(scanner, unit.last) and unit.last not in scanner.head_ends:
            spans += _places_listed(scanner, unit.first, unit.last)
    return spans


def _province_ends(scanner: Scanner, unit: Found) -> set[int]:
    """Where the province behind the unit's level ends; empty where its place is no province's."""
    level = scanner.levels.get(unit.place)
    hit = scanner.provinces.get(level.last) if level and level.value in ("tỉnh", "thành phố") else None
    return {hit.last} if hit else set()


def _levels_end(scanner: Scanner, unit: Found) -> int:
    """The token behind `tỉnh, thành` or `tỉnh, thành phố` at the unit's place, 0 where one level stands alone."""
    tokens, j = scanner.tokens, unit.last
    if unit.level != "tỉnh" or [t.fold for t in tokens[j : j + 2]] != [",", "thành"]:
        return 0
    return j + 3 if j + 2 < len(tokens) and tokens[j + 2].fold == "phố" else j + 2


def _provinces(scanner: Scanner, j: int, head: str, unit: Found) -> list[Span]:
    """The provinces listed from token j on, or behind a comma there, each with the head before it."""
    page, tokens, spans = scanner.page, scanner.tokens, []
    k = j + (j < len(tokens) and tokens[j].fold in (",", "và"))
    opens = ("unit.head", tokens[unit.first].start, tokens[(unit.place or unit.last) - 1].end)
    while k in scanner.provinces and tokens[k].is_cap:
        last = scanner.provinces[k].last
        if last < len(tokens) and tokens[last].is_cap and follows(page, last):
            break
        start, end = tokens[k].start, tokens[last - 1].end
        why = (opens, ("unit.places_listed", start, end))
        spans.append(Span(start, end, f"{head} {squash(page.text[start:end])}", unit.head.kind, why=why))
        if last + 1 >= len(tokens) or tokens[last].fold not in (",", "và"):
            break
        k = last + 1
    return spans


def _towns(scanner: Scanner, unit: Found, head: str) -> list[Span]:
    """`Công an huyện A, B và C`: the bodies of the further districts or communes.

    The one name behind `xã A,` may be its district, and behind the last comma anything: there `và` has to close the list.
    """
    page, tokens, spans = scanner.page, scanner.tokens, []
    level = squash(page.text[tokens[unit.place].start : tokens[scanner.levels[unit.place].last - 1].end])
    opens = ("unit.head", tokens[unit.first].start, tokens[unit.place - 1].end)
    k, closed = unit.last, unit.level in word_set("under_province")
    if scanner.levels[unit.place].last >= unit.last or not tokens[unit.last - 1].is_cap:
        return []
    while k + 1 < len(tokens) and tokens[k].fold in (",", "và"):
        n = _town(scanner, k + 1)
        if not n:
            break
        start, end = tokens[k + 1].start, tokens[k + n].end
        why = (opens, ("unit.places_listed", start, end))
        spans.append(Span(start, end, f"{head} {level} {squash(page.text[start:end])}", unit.head.kind, why=why))
        if tokens[k].fold == "và":
            return spans
        k += n + 1
    return spans if closed else []


def _town(scanner: Scanner, i: int) -> int:
    """How many tokens the name of a district or commune at token i has, 0 where it may be anything else's."""
    page, tokens = scanner.page, scanner.tokens
    n = run_of_caps(page, i)
    tables = (scanner.known, scanner.titles, scanner.honorifics, scanner.awards, scanner.provinces, scanner.countries)
    abroad = [t.text for t in tokens[i + n - 2 : i + n]] == ["Việt", "Nam"]
    inside = abroad or any(
        k in table for k in range(i + 1, i + n) for table in (scanner.countries, scanner.provinces, scanner.bodies)
    )
    if not 1 < n < 4 or inside or any(i in table for table in tables) or tokens[i].text.isupper():
        return 0
    if i not in scanner.towns and name_length(page, i):  # `Công an huyện A, Kim Liên` may tell a person
        return 0
    after = tokens[i + n] if i + n < len(tokens) else None
    ends = after is None or after.text in ".,;)" or after.fold in word_set("after_listed_number") or not scanner._same_line(i + n)
    return n if ends else 0


def numbers_listed(scanner: Scanner, units: list[Found]) -> list[Span]:
    """`Sư đoàn 5, 7 và 9`: a body for each further number; in `Sư đoàn 5, 7 cá nhân` the 7 counts."""
    page, tokens, spans = scanner.page, scanner.tokens, []
    for unit in units:
        number = unit.last - 1
        head = unit.first + len(unit.head.name.split())
        bare = number == head + (tokens[head].fold == "số") and tokens[number].is_number if number >= head else False
        item = unit.first > 1 and tokens[unit.first - 1].text in ".)" and tokens[unit.first - 2].is_number
        if unit.place or not bare or item or unit.head.kind not in _OF_NUMBERS:
            continue
        name = squash(page.text[tokens[unit.first].start : tokens[number - 1].end])
        opens = ("unit.head", tokens[unit.first].start, tokens[number - 1].end)
        for k in _further_numbers(scanner, number):
            start, end = tokens[k].start, tokens[k].end
            why = (opens, ("unit.numbers_listed", start, end))
            spans.append(Span(start, end, f"{name} {tokens[k].text}", unit.head.kind, why=why))
    return spans


def _further_numbers(scanner: Scanner, number: int) -> list[int]:
    """The tokens of the numbers listed behind the one at token `number`, in rising order or closed by `và`."""
    tokens, listed = scanner.tokens, [number]
    k = number + 1
    while k + 1 < len(tokens) and tokens[k].fold in (",", "và") and _only_number(scanner, k + 1):
        listed.append(k + 1)
        k += 2
    values = [int(tokens[i].text) for i in listed] if tokens[number].text.isdigit() else []
    closed = len(listed) > 1 and tokens[listed[-1] - 1].fold == "và"
    return listed[1:] if closed or values == sorted(values) else []


def _only_number(scanner: Scanner, k: int) -> bool:
    """A number of at most three digits, which neither counts what stands behind it nor is part of a date or sum."""
    tokens = scanner.tokens
    if not tokens[k].text.isdigit() or len(tokens[k].text) > 3 or tokens[k].text[0] == "0":
        return False
    if k + 1 == len(tokens) or "\n" in scanner.page.text[tokens[k].end : tokens[k + 1].start]:
        return True
    after = tokens[k + 1]
    return after.text in ",.;)(" if not after.is_word else after.text in word_set("after_listed_number")


def classes(scanner: Scanner, units: list[Found]) -> set[int]:
    """First tokens of units that stand for a class of bodies: `Sở Tư pháp, Cục Thi hành án các tỉnh`, `BHXH tỉnh, thành`."""
    many: set[int] = set()
    for k, unit in enumerate(units):
        every = not unit.place and unit.head.kind in _KINDS and _each(scanner, unit.last)
        if every or _told_many(scanner, unit) or (unit.place and _all_levels(scanner, unit)):
            many.add(unit.first)
            while k and _joined(scanner, units[k - 1], units[k]):
                k -= 1
                many.add(units[k].first)
    return many


def _told_many(scanner: Scanner, unit: Found) -> bool:
    """`các UBND xã`, `các LĐLĐ tỉnh, thành phố`: many of one level, none with its place; `các Sở Tư pháp thuộc Cụm`: of none."""
    level = scanner.levels.get(unit.place) if unit.place else None
    before = scanner.tokens[unit.first - 1].fold if unit.first else ""
    if unit.head.kind not in _KINDS or not (before in ("các", "những") or _counted(scanner, unit.first - 1)):
        return False
    if unit.place:
        return level is not None and level.last == unit.last
    after = [t.fold for t in scanner.tokens[unit.last : unit.last + 1]] or ["."]
    listed = after[0] == ";" or after[0] in word_set("list_joints")
    following = scanner.tokens[unit.last + 1 : unit.last + 2]
    no_body = not following or following[0].text.islower() or following[0].is_number or unit.last + 1 in scanner.awards
    return not listed or no_body


def _counted(scanner: Scanner, i: int) -> bool:
    """`trong 6 Công đoàn ngành`: a small number at token i that counts; in `năm 2017 Công đoàn X`, `ngày 6 ...` it does not."""
    number = scanner.tokens[i].text if i > 0 else ""
    few = number.isdigit() and 0 < len(number) < 3 and number != "1"
    return few and (scanner.tokens[i - 1].fold == ";" or scanner.tokens[i - 1].fold in word_set("before_count"))


def _all_levels(scanner: Scanner, unit: Found) -> bool:
    """`BHXH tỉnh, thành` of all or of those listed; in `UBND tỉnh, thành phố Huế` each level is one body's."""
    j, tokens = _levels_end(scanner, unit), scanner.tokens
    if not j or tokens[j - 1].fold == "thành":
        return bool(j)
    return (j < len(tokens) and tokens[j].fold == "trực") or len(_provinces(scanner, j, "", unit)) > 1


def _joined(scanner: Scanner, unit: Found, following: Found) -> bool:
    """Whether a department without place stands before a comma or `và` and the next unit."""
    between = [t.fold for t in scanner.tokens[unit.last : following.first]]
    return between in ([","], ["và"]) and not unit.place and unit.head.kind == "department"
