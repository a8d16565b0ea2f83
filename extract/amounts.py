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
from extract.numerals import LITTLE, Number, number_at, number_before, number_words
from extract.phrases import rows
from extract.text import Page, Token, fold, squash
from schemas.facts import Amount, Mention

_STOPS = frozenset(".;:?!…")
_BUDGET = re.compile(r"ngân sách|doanh thu|vốn|giá trị sản|kim ngạch|dư nợ|tổng thu|tổng chi|nguồn lực|sản lượng|kinh phí")
_TELLING = 3
"""Words that a clause must have before the same sum in it can be known as the same."""


@dataclass(slots=True)
class _Sum:
    number: Number
    last: int
    currency: str
    sure: bool


@functools.cache
def _currencies() -> dict[tuple[str, ...], str]:
    return {tuple(fold(row["word"]).replace("-", " - ").split()): row["code"] for row in rows("currencies")}


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
    number = number_at(tokens, at)
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


def _is_money(page: Page, number: Number) -> bool:
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
    reach = 4 if number.multiplier < LITTLE else 14
    first = max(page.token_at(start), number.first - reach)
    words = " " + " ".join(t.fold for t in tokens[first : number.first]) + " "
    return any(f" {cue} " in words for cue in spread("money_cues"))


def _series(page: Page, found: _Sum) -> list[tuple[Number, float]]:
    """Numbers before the sum that share its unit and currency: `8 đến 10 triệu`, `20, 15 và 10 triệu`; nearest first."""
    tokens = page.tokens
    first, upper, series = found.number.first, found.number, list[tuple[Number, float]]()
    while first >= 2 and tokens[first - 1].fold in ("-", "đến", "tới", "và", "hoặc", ",", "hay"):
        link = tokens[first - 1].fold
        before = number_before(tokens, first - 1)
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
    if plain_list and (series[-1][0].first == 0 or tokens[series[-1][0].first - 1].fold not in spread("sum_openers")):
        return []
    return series


def _opens_range(page: Page, found: _Sum) -> bool:
    """Whether the sum is the lower end of a range and will be read with the upper one: `300 triệu đến 700 triệu đồng`."""
    tokens = page.tokens
    if found.last >= len(tokens) - 1 or tokens[found.last].fold not in ("-", "đến", "tới"):
        return False
    upper = _sum(page, found.last + 1)
    return upper is not None and upper.number.value > found.number.value


def _taken(tokens: list[Token], number: Number, link: str) -> bool:
    """Whether the number belongs to something else: `năm 2015 và 10 triệu đồng`."""
    before = tokens[number.first - 1].fold if number.first else ""
    return before in ("năm", "ngày", "tháng", "quý", "số", "khóa", "lớp", "thứ", "điều", "khoản", "/", "đợt") or (
        link in ("và", ",") and before == "-"
    )


def _shared(lower: Number, upper: Number, link: str) -> float | None:
    """Value of the lower number of a range, which may leave its multiplier to the upper one."""
    if lower.multiplier > 1:
        return lower.value
    in_range = link in ("-", "đến", "tới")
    if not in_range or lower.base < upper.base:
        return lower.value * upper.multiplier if lower.base < 1000 or upper.multiplier == 1 else None
    thousandth = lower.value * upper.multiplier / 1000
    return thousandth if upper.multiplier >= LITTLE and thousandth < upper.value else None


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


def _meant(page: Page, number: Number, value: float, per: str | None) -> tuple[float, float | None]:
    """(value, literal): the number alone where number and unit cannot both be meant."""
    unit = number.multiplier
    if unit == 1 or number.base < 100_000 or number.base % 1000:
        return value, None
    start, _ = page.sentence_of(page.tokens[number.first].start)
    before = page.fold[start : page.tokens[number.first].start]
    personal = per is not None and per.split("/")[0] not in spread("per_large") and not _BUDGET.search(before)
    # Budgets are printed in millions (`1.246.000 triệu đồng`); a tỷ of millions of tỷ or a gift of 55 million millions is not
    sums = number.base < 10 * LITTLE and unit >= LITTLE and _BUDGET.search(before) is not None
    huge = number.base >= LITTLE * (1000 if unit >= 1e9 else 1)
    if personal or unit < LITTLE or (huge and not sums):
        return number.base, value
    return value, None


def find(page: Page, skipped: list[tuple[int, int]] | None = None) -> list[Amount]:
    """Every sum of the text, in order of appearance; the same sum told again in the same words is one entry."""
    amounts: list[Amount] = []
    clauses: list[set[str]] = []
    for amount, clause in _sums(page, skipped or []):
        for i, other in enumerate(amounts):
            same = (amount.value, amount.currency) == (other.value, other.currency)
            if same and min(len(clause), len(clauses[i])) >= _TELLING and (clause <= clauses[i] or clause >= clauses[i]):
                other.mentions.extend(amount.mentions)
                other.per = other.per or amount.per
                break
        else:
            amounts.append(amount)
            clauses.append(clause)
    return amounts


def _sums(page: Page, skipped: list[tuple[int, int]]) -> Iterator[tuple[Amount, set[str]]]:
    tokens = page.tokens
    known = number_words()
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
    return before != "năm" and number_words().get(before, (0, ""))[1] == "unit"


def _amount(
    page: Page, number: Number, value: float, last: int, found: _Sum, per: tuple[str, int, int] | None, about: str | None
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
