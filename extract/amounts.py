"""Sums of money: number (digits or words), multiplier, currency, range, and what each sum is for.

A sum stands for what is meant. Where number and unit cannot both be meant (`55.000.000 triệu đồng`) the value is the
number alone, what is printed is kept in `literal`, and the flag `unit_repeated` tells of it. Vague sums
(`hàng trăm triệu đồng`) are no facts.

    >>> [a.value for a in find(Page("tặng 2 tỉ 350 triệu đồng, mỗi suất từ 8 đến 10 triệu đồng, ba trăm nghìn đồng"))]
    [2350000000.0, 8000000.0, 10000000.0, 300000.0]
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from extract.draft import Draft, component
from extract.lexicon import spread
from extract.phrases import rows
from extract.text import Page, Token, fold, squash
from schemas.facts import Amount, Mention

_LITTLE = 1_000_000
_STOPS = frozenset(".;:?!…")
_OPENERS = frozenset(
    {
        "mức",
        "lượt",
        "thưởng",
        "giá",
        "từ",
        "là",
        "nhận",
        "tặng",
        "được",
        "suất",
        "giải",
        "trao",
        "(",
        ",",
        "khoảng",
        "hơn",
        "gần",
        "trên",
    }
)
_BUDGET = re.compile(r"ngân sách|doanh thu|vốn|giá trị sản|kim ngạch|dư nợ|tổng thu|tổng chi|nguồn lực|sản lượng|kinh phí")
_ALIKE = 0.6
_LONGEST = 24


@dataclass(slots=True)
class _Number:
    """Tokens first..last (after): value, the number before the last multiplier, that multiplier (1 if none)."""

    first: int
    last: int
    value: float
    base: float
    multiplier: float
    repeated: bool


@dataclass(slots=True)
class _Sum:
    number: _Number
    last: int
    currency: str
    sure: bool


@functools.cache
def _numbers() -> dict[str, tuple[float, str]]:
    return {fold(row["word"]): (float(row["value"]), row["kind"]) for row in rows("numbers")}


@functools.cache
def _currencies() -> dict[tuple[str, ...], str]:
    return {tuple(fold(row["word"]).replace("-", " - ").split()): row["code"] for row in rows("currencies")}


def numeral(text: str, whole: bool) -> float | None:
    """The number that digits mean: `1,5` 1.5, `1.460.000` 1460000, `2.213,5` 2213.5; `whole` where no fraction can be meant.

    >>> numeral("500,000", whole=True), numeral("1,246", whole=False), numeral("2.5", whole=False)
    (500000.0, 1.246, 2.5)
    """
    if len(text) > _LONGEST:
        return None
    groups = re.split(r"[.,]", text)
    signs = re.findall(r"[.,]", text)
    thousands = len(groups[0]) <= 3 and groups[0] != "0" and all(len(g) == 3 for g in groups[1:])
    if not signs:
        return float(text)
    if len(set(signs)) == 1 and thousands and (len(signs) > 1 or signs[0] == "." or whole):
        return float("".join(groups))
    if len(signs) == 1 or (len(set(signs[:-1])) == 1 and signs[-1] != signs[-2] and all(len(g) == 3 for g in groups[1:-1])):
        return float("".join(groups[:-1]) + "." + groups[-1])
    return None


def _words(tokens: list[Token], at: int) -> tuple[float, int] | None:
    """A number below 1000 in words from token `at`, and the token after it."""
    known = _numbers()
    total, i, allowed = 0.0, at, {"unit", "ten"}
    while i < len(tokens) and tokens[i].fold in known:
        value, kind = known[tokens[i].fold]
        if kind not in allowed:
            break
        following = known.get(tokens[i + 1].fold, (0, ""))[1] if i + 1 < len(tokens) else ""
        if kind == "unit" and following in ("tens", "hundred"):
            if following == "hundred" and total:
                break
            total += value * (100 if following == "hundred" else 10)
            i += 2
            allowed = {"unit", "ten", "gap"} if following == "hundred" else {"unit"}
            continue
        total += value
        i += 1
        allowed = {"unit"} if kind in ("ten", "gap") else set()
    return (total, i) if i > at else None


def _number(tokens: list[Token], at: int) -> _Number | None:
    """The number that begins at token `at`: `2 tỉ 350`, `28,4 nghìn tỷ`, `một tỷ rưỡi`."""
    known = _numbers()
    parts: list[float] = []
    i, base, multiplier, repeated, fresh = at, 0.0, 1.0, False, True
    while i < len(tokens):
        token = tokens[i]
        kind = known.get(token.fold, (0, ""))[1]
        if fresh and (token.is_number or kind in ("unit", "ten")):
            read = _digits(tokens, i) if token.is_number else _words(tokens, i)
            if read is None:
                break
            base, i = read
            parts.append(base)
            fresh = False
        elif parts and (kind == "multiplier" or (token.fold in ("trăm", "chục") and tokens[i - 1].is_number)):
            step = known[token.fold][0] if kind else 10.0
            scaled = sum(part for part in parts if part < step) or parts[-1]
            repeated = repeated or (parts[-1] >= _LITTLE and kind == "multiplier" and parts[-1] >= step)
            parts = [part for part in parts if part >= step and part != scaled] + [scaled * step]
            multiplier, fresh, i = (step if kind else multiplier), bool(kind), i + 1
        elif parts and token.fold == "rưỡi" and multiplier > 1 and not token.is_number:
            parts.append(multiplier / 2)
            i += 1
            break
        else:
            break
    return _Number(at, i, sum(parts), base, multiplier, repeated) if parts else None


def _digits(tokens: list[Token], i: int) -> tuple[float, int] | None:
    following = tokens[i + 1].fold if i + 1 < len(tokens) else ""
    whole = _numbers().get(following, (0, ""))[1] != "multiplier" and following not in ("trăm", "chục")
    value = numeral(tokens[i].text, whole)
    return None if value is None else (value, i + 1)


def _currency(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """ISO code of the currency named from token `at`, and the token after it."""
    for length in (4, 3, 2, 1):
        words = tuple(t.fold for t in tokens[at : at + length])
        if len(words) == length and words in _currencies():
            following = tokens[at + length].fold if at + length < len(tokens) else ""
            if words == ("đồng",) and following in spread("dong_compounds"):
                return None
            return _currencies()[words], at + length
    return None


def _sum(page: Page, at: int) -> _Sum | None:
    """The sum whose number begins at token `at`."""
    tokens = page.tokens
    number = _number(tokens, at)
    if number is None:
        return None
    if at and tokens[at - 1].text == "$":
        return _Sum(number, number.last, "USD", True)
    told = _currency(tokens, number.last)
    if told:
        return _Sum(number, told[1], told[0], True)
    if tokens[number.last - 1].fold == "trđ":
        return _Sum(number, number.last, "VND", True)
    if number.multiplier >= 1000 and _is_money(page, number):
        return _Sum(number, number.last, "VND", False)
    return None


def _is_money(page: Page, number: _Number) -> bool:
    """Whether a number without currency is money: a money word before it in the sentence and no counted noun after it."""
    tokens = page.tokens
    if number.last < len(tokens):
        after = tokens[number.last]
        plain = after.is_word and not after.is_cap and after.fold not in spread("after_sum")
        if after.is_number or plain or after.text == "%":
            return False
        # `1 tỷ Rupiah`: a capital right after it is a currency that is not known
        if after.is_cap and "\n" not in page.text[tokens[number.last - 1].end : after.start]:
            return False
    start, _ = page.sentence_of(tokens[number.first].start)
    reach = 4 if number.multiplier < _LITTLE else 14
    first = max(page.token_at(start), number.first - reach)
    words = " " + " ".join(t.fold for t in tokens[first : number.first]) + " "
    return any(f" {cue} " in words for cue in spread("money_cues"))


def _series(page: Page, found: _Sum) -> list[tuple[_Number, float]]:
    """Numbers before the sum that share its unit and currency: `8 đến 10 triệu`, `20, 15 và 10 triệu`; nearest first."""
    tokens = page.tokens
    first, upper, series = found.number.first, found.number, list[tuple[_Number, float]]()
    while first >= 2 and tokens[first - 1].fold in ("-", "đến", "tới", "và", "hoặc", ",", "hay"):
        link = tokens[first - 1].fold
        before = _ending_at(tokens, first - 1)
        if before is None or _taken(tokens, before, link):
            break
        value = _shared(before, upper, link)
        if value is None:
            break
        series.append((before, value))
        first, upper = before.first, before if before.multiplier > 1 else upper
        if link in ("-", "đến", "tới"):
            break
    plain_list = series and tokens[found.number.first - 1].fold not in ("-", "đến", "tới")
    if plain_list and (series[-1][0].first == 0 or tokens[series[-1][0].first - 1].fold not in _OPENERS):
        return []
    return series


def _opens_range(page: Page, found: _Sum) -> bool:
    """Whether the sum is the lower end of a range and will be read with the upper one: `300 triệu đến 700 triệu đồng`."""
    tokens = page.tokens
    if found.last >= len(tokens) - 1 or tokens[found.last].fold not in ("-", "đến", "tới"):
        return False
    upper = _sum(page, found.last + 1)
    return upper is not None and upper.number.value > found.number.value


def _ending_at(tokens: list[Token], last: int) -> _Number | None:
    """The longest number whose tokens end right before token `last`."""
    best = None
    for first in range(last - 1, max(last - 6, -1), -1):
        number = _number(tokens, first)
        if number is None or number.last != last:
            if best is not None:
                break
            continue
        best = number
    return best


def _taken(tokens: list[Token], number: _Number, link: str) -> bool:
    """Whether the number belongs to something else: `năm 2015 và 10 triệu đồng`."""
    before = tokens[number.first - 1].fold if number.first else ""
    return before in ("năm", "ngày", "tháng", "quý", "số", "khóa", "lớp", "thứ", "điều", "khoản", "/", "đợt") or (
        link in ("và", ",") and before == "-"
    )


def _shared(lower: _Number, upper: _Number, link: str) -> float | None:
    """Value of the lower number of a range, which may leave its multiplier to the upper one."""
    if lower.multiplier > 1:
        return lower.value
    in_range = link in ("-", "đến", "tới")
    if not in_range or lower.base < upper.base:
        return lower.value * upper.multiplier if lower.base < 1000 or upper.multiplier == 1 else None
    thousandth = lower.value * upper.multiplier / 1000
    return thousandth if upper.multiplier >= _LITTLE and thousandth < upper.value else None


def _per(page: Page, found: _Sum, floor: int) -> tuple[str, int, int] | None:
    """What each sum is for: words after `/` or `mỗi`, and their characters. `floor` is the token after the last sum."""
    tokens = page.tokens
    i = found.last
    parts: list[str] = []
    while i + 1 < len(tokens) and tokens[i].text == "/" and tokens[i + 1].is_word:
        words = _per_words(tokens, i + 1) or 1
        parts.append(" ".join(t.text for t in tokens[i + 1 : i + 1 + words]))
        i += 1 + words
    if parts:
        return "/".join(parts).lower(), tokens[found.last].start, tokens[i - 1].end
    i = found.last + (i < len(tokens) and tokens[i].fold == "cho")
    if i < len(tokens) and tokens[i].fold in ("mỗi", "một", "1") and (words := _per_words(tokens, i + 1)):
        return _told(page, i, words)
    for i in range(found.number.first - 1, max(floor, found.number.first - 14) - 1, -1):
        if tokens[i].text in _STOPS or "\n" in page.text[tokens[i].end : tokens[i + 1].start]:
            return None
        if tokens[i].fold == "mỗi" and (words := _per_words(tokens[: found.number.first], i + 1)):
            return _told(page, i, words)
    return None


def _told(page: Page, each: int, words: int) -> tuple[str, int, int]:
    tokens = page.tokens
    start, end = tokens[each].start, tokens[each + words].end
    return squash(page.quote(tokens[each + 1].start, end)).lower(), start, end


@functools.cache
def _per_phrases() -> frozenset[str]:
    return frozenset(fold(phrase) for phrase in spread("per"))


def _per_words(tokens: list[Token], at: int) -> int:
    """Number of tokens of the longest counted noun at `at`, 0 where none begins."""
    for length in (3, 2, 1):
        if " ".join(t.fold for t in tokens[at : at + length]) in _per_phrases() and at + length <= len(tokens):
            return length
    return 0


def _about(page: Page, first: int, last: int, floor: int) -> str | None:
    """The clause of the sum: at most nine words before it, or what follows it, or the clause before."""
    tokens = page.tokens
    begin = _clause_start(page, first, floor, _STOPS | {",", "(", "•", "●"})
    if first - begin < 2:
        if last < len(tokens) and tokens[last].fold in spread("purpose_starts"):
            end = last
            while end < len(tokens) and end - last < 8 and tokens[end].text not in _STOPS | {",", ")", "("}:
                end += 1
            return squash(page.quote(tokens[last].start, tokens[end - 1].end))
        begin = _clause_start(page, first, floor, _STOPS)
    return squash(page.quote(tokens[begin].start, tokens[first - 1].end)) if begin < first else None


def _clause_start(page: Page, first: int, floor: int, stops: frozenset[str]) -> int:
    tokens = page.tokens
    begin = first
    while begin > floor and first - begin < 9 and tokens[begin - 1].text not in stops:
        if "\n" in page.text[tokens[begin - 1].end : tokens[begin].start]:
            break
        begin -= 1
    while begin < first and (not tokens[begin].is_word or tokens[begin].fold in ("và", "với", "là", "được")):
        begin += 1
    return begin


def _meant(page: Page, number: _Number, value: float, per: str | None) -> tuple[float, float | None]:
    """(value, literal): the number alone where number and unit cannot both be meant."""
    unit = number.multiplier
    if unit == 1 or number.base < 100_000 or number.base % 1000:
        return value, None
    start, _ = page.sentence_of(page.tokens[number.first].start)
    before = page.fold[start : page.tokens[number.first].start]
    personal = per is not None and number.base >= 100_000
    # Budgets are printed in millions (`1.246.000 triệu đồng`); a tỷ of millions of tỷ or a gift of 55 million millions is not
    sums = number.base < 10 * _LITTLE and unit >= _LITTLE and _BUDGET.search(before) is not None
    huge = number.base >= _LITTLE * (1000 if unit >= 1e9 else 1)
    if personal or unit < _LITTLE or (huge and not sums):
        return number.base, value
    return value, None


def find(page: Page, skipped: list[tuple[int, int]] | None = None) -> list[Amount]:
    """Every sum of the text, in order of appearance; the same sum told again in the same words is one entry."""
    amounts: list[Amount] = []
    clauses: list[set[str]] = []
    for amount, clause in _sums(page, skipped or []):
        for i, other in enumerate(amounts):
            same = (amount.value, amount.currency) == (other.value, other.currency)
            if same and len(clause & clauses[i]) >= _ALIKE * max(1, min(len(clause), len(clauses[i]))):
                other.mentions.extend(amount.mentions)
                other.per = other.per or amount.per
                break
        else:
            amounts.append(amount)
            clauses.append(clause)
    return amounts


def _sums(page: Page, skipped: list[tuple[int, int]]) -> Iterator[tuple[Amount, set[str]]]:
    tokens = page.tokens
    known = _numbers()
    i = floor = 0
    while i < len(tokens):
        begins = tokens[i].is_number or (known.get(tokens[i].fold, (0, ""))[1] in ("unit", "ten") and not _vague(tokens, i))
        found = _sum(page, i) if begins and not any(a <= tokens[i].start < b for a, b in skipped) else None
        if found is None:
            i += 1
            continue
        if not found.sure and _opens_range(page, found):
            i = found.last
            continue
        per = _per(page, found, floor)
        values = [(number, value, number.last) for number, value in reversed(_series(page, found))]
        values.append((found.number, found.number.value, found.last))
        about = _about(page, values[0][0].first, found.last, floor)
        clause = set(fold(about or "").split()) | {f"per {per[0]}" if per else ""} - {""}
        for number, value, last in values:
            yield _amount(page, number, value, last, found, per, about), clause
        i = floor = found.last


def _vague(tokens: list[Token], i: int) -> bool:
    """Whether two small numbers stand side by side: `hai ba triệu` is no sum."""
    before = tokens[i - 1].fold if i else ""
    return before != "năm" and _numbers().get(before, (0, ""))[1] == "unit"


def _amount(
    page: Page, number: _Number, value: float, last: int, found: _Sum, per: tuple[str, int, int] | None, about: str | None
) -> Amount:
    tokens = page.tokens
    start, end = tokens[number.first].start, tokens[last - 1].end
    mentions = [Mention(start=start, end=end, quote=page.quote(start, end), part="value")]
    if per:
        mentions.append(Mention(start=per[1], end=per[2], quote=page.quote(per[1], per[2]), part="per"))
    meant, literal = _meant(page, number, value, per[0] if per else None)
    return Amount(
        value=round(meant, 2),
        currency=found.currency,
        literal=literal,
        per=per[0] if per else None,
        about=about,
        flags=["unit_repeated"] if literal is not None else [],
        mentions=mentions,
        confidence=0.9 if literal is not None else 0.98 if found.sure else 0.85,
    )


@component("amounts")
def run(draft: Draft) -> None:
    """Set `draft.amounts`."""
    draft.amounts = find(draft.page, draft.skip)
