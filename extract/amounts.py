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
from extract.folding import fold
from extract.lexicon import spread
from extract.numerals import LITTLE, Number, number_at, number_before, number_words
from extract.phrases import rows
from extract.purposes import about, per
from extract.text import Intervals, Page
from extract.tokens import Token
from extract.why import Step
from schemas.facts import Amount

_BUDGET = re.compile(r"ngân sách|doanh thu|vốn|giá trị sản|kim ngạch|dư nợ|tổng thu|tổng chi|nguồn lực|sản lượng|kinh phí")
_RANGE = frozenset({"-", "đến", "tới", "lên", "xuống"})
"""Words between the ends of a range or of a change: `từ 30 lên 40 triệu đồng`."""
_TELLING = 3
"""Words that a clause must have before the same sum in it can be known as the same."""


@dataclass(slots=True)
class _Sum:
    number: Number
    last: int
    currency: str
    sure: bool
    why: Step


@functools.cache
def _currencies() -> dict[str, list[tuple[list[str], str]]]:
    """First word -> (words, code) of each currency that it begins, the longest first."""
    found: dict[str, list[tuple[list[str], str]]] = {}
    told = [(fold(row["word"]).replace("-", " - ").split(), row["code"]) for row in rows("currencies")]
    for words, code in sorted(told, key=lambda one: -len(one[0])):
        found.setdefault(words[0], []).append((words, code))
    return found


def _currency(tokens: list[Token], at: int) -> tuple[str, int] | None:
    """ISO code of the currency named from token `at`, and the token after it."""
    for words, code in _currencies().get(tokens[at].fold, ()) if at < len(tokens) else ():
        last = at + len(words)
        if len(words) > 1 and [t.fold for t in tokens[at:last]] != words:
            continue
        following = tokens[last].fold if last < len(tokens) else ""
        town = words == ["yên"] and tokens[at].is_cap  # `Yên Bái`
        if town or (words == ["đồng"] and following in spread("dong_compounds")):
            return None
        return code, last
    return None


def _sum(page: Page, at: int) -> _Sum | None:
    """The sum whose number begins at token `at`."""
    tokens = page.tokens
    number = number_at(tokens, at)
    if number is None:
        return None
    if at and tokens[at - 1].text == "$":
        return _Sum(number, number.last, "USD", True, ("amount.dollar", tokens[at - 1].start, tokens[at - 1].end))
    told = _currency(tokens, number.last)
    if told:
        step = ("amount.currency", tokens[number.last].start, tokens[told[1] - 1].end)
        return _Sum(number, told[1], told[0], True, step)
    if tokens[number.last - 1].fold == "trđ":
        return _Sum(
            number, number.last, "VND", True, ("amount.short", tokens[number.last - 1].start, tokens[number.last - 1].end)
        )
    if number.multiplier >= 1000 and (cue := _is_money(page, number)):
        return _Sum(number, number.last, "VND", False, ("amount.understood", *cue))
    return None


def _is_money(page: Page, number: Number) -> tuple[int, int] | None:
    """Characters of the money word that makes a number without currency a sum: before it in the sentence, no counted noun after."""
    tokens = page.tokens
    if number.last < len(tokens):
        after = tokens[number.last]
        if after.fold == "tiền":
            return after.start, after.end
        plain = after.is_word and not after.is_cap and after.fold not in spread("after_sum")
        if after.is_number or plain or after.text == "%":
            return None
        # `1 tỷ Rupiah`: a capital right after it is a currency that is not known
        if after.is_cap and "\n" not in page.text[tokens[number.last - 1].end : after.start]:
            return None
    start, _ = page.sentence_of(tokens[number.first].start)
    reach = 4 if number.multiplier < LITTLE else 14
    first = max(page.token_at(start), number.first - reach)
    # A capital inside the sentence is a name: `Tiền Giang` tells of no money
    told = [t for t in tokens[first : number.first] if not t.is_cap or t.start == start]
    words = f" {' '.join([t.fold for t in told])} "
    cue = next((cue for cue in spread("money_cues") if f" {cue} " in words), None)
    if cue is None:
        return None
    at = words[: words.rindex(f" {cue} ")].count(" ")
    return told[at].start, told[at + cue.count(" ")].end


def _series(page: Page, found: _Sum) -> list[tuple[Number, float]]:
    """Numbers before the sum that share its unit and currency: `8 đến 10 triệu`, `20, 15 và 10 triệu`; nearest first."""
    tokens = page.tokens
    first, upper, series = found.number.first, found.number, list[tuple[Number, float]]()
    while first >= 2 and (tokens[first - 1].fold in _RANGE or tokens[first - 1].fold in ("và", "hoặc", ",", "hay")):
        link = tokens[first - 1].fold
        before = number_before(tokens, first - 1)
        changed = link not in ("lên", "xuống") or (before is not None and tokens[before.first - 1].fold == "từ")
        if before is None or not changed or _taken(tokens, before, link):
            break
        value = _shared(before, upper, link)
        if value is None:
            break
        series.append((before, value))
        first, upper = before.first, before if before.multiplier > 1 else upper
        if link in _RANGE:
            break
    plain_list = series and tokens[found.number.first - 1].fold not in _RANGE
    if plain_list and (series[-1][0].first == 0 or tokens[series[-1][0].first - 1].fold not in spread("sum_openers")):
        return []
    return series


def _opens_range(page: Page, found: _Sum) -> bool:
    """Whether the sum is the lower end of a range and will be read with the upper one: `300 triệu đến 700 triệu đồng`."""
    tokens = page.tokens
    if found.last >= len(tokens) - 1 or tokens[found.last].fold not in _RANGE:
        return False
    upper = _sum(page, found.last + 1)
    return upper is not None and upper.number.value > found.number.value


_OWNERS = frozenset("năm ngày tháng quý số khóa lớp thứ điều khoản / đợt giải hạng loại".split())


def _taken(tokens: list[Token], number: Number, link: str) -> bool:
    """Whether the number belongs to something else: `năm 2015 và 10 triệu đồng`."""
    before = tokens[number.first - 1].fold if number.first else ""
    return before in _OWNERS or (link in ("và", ",") and before == "-")


def _shared(lower: Number, upper: Number, link: str) -> float | None:
    """Value of the lower number of a range, which may leave its multiplier to the upper one."""
    if lower.multiplier > 1:
        return lower.value
    in_range = link in _RANGE
    if not in_range or lower.base < upper.base or link == "xuống":
        return lower.value * upper.multiplier if lower.base < 1000 or upper.multiplier == 1 else None
    thousandth = lower.value * upper.multiplier / 1000
    return thousandth if upper.multiplier >= LITTLE and thousandth < upper.value else None


def _meant(page: Page, number: Number, value: float, each: str | None) -> tuple[float, float | None]:
    """(value, literal): the number alone where number and unit cannot both be meant."""
    unit = number.multiplier
    if unit == 1 or number.base < 100_000 or number.base % 1000:
        return value, None
    start, _ = page.sentence_of(page.tokens[number.first].start)
    before = page.fold[start : page.tokens[number.first].start]
    personal = each is not None and each.split("/")[0] not in spread("per_large") and not _BUDGET.search(before)
    # Budgets are printed in millions (`1.246.000 triệu đồng`); a tỷ of millions of tỷ or a gift of 55 million millions is not
    sums = number.base < 10 * LITTLE and unit >= LITTLE and _BUDGET.search(before) is not None
    huge = number.base >= LITTLE * (1000 if unit >= 1e9 else 1)
    if personal or unit < LITTLE or (huge and not sums):
        return number.base, value
    return value, None


def find(page: Page, skipped: list[tuple[int, int]] | None = None) -> list[Amount]:
    """Every sum of the text, in order of appearance; the same sum told again in the same words is one entry."""
    amounts: list[Amount] = []
    alike: dict[tuple[float, str], list[tuple[Amount, set[str]]]] = {}
    for amount, clause in _sums(page, Intervals(skipped or [])):
        others = alike.setdefault((amount.value, amount.currency), [])
        for other, told in others:
            if min(len(clause), len(told)) >= _TELLING and (clause <= told or clause >= told):
                again, first = amount.mentions[0], other.mentions[0]
                page.why["amounts", again.start, again.end] += (("amount.again", first.start, first.end),)
                other.mentions.extend(amount.mentions)
                other.per = other.per or amount.per
                break
        else:
            amounts.append(amount)
            others.append((amount, clause))
    return amounts


def _sums(page: Page, skipped: Intervals) -> Iterator[tuple[Amount, set[str]]]:
    i = floor = 0
    for begin in _numbers(page):
        found = _sum(page, begin) if begin >= i and not skipped.covers(page.tokens[begin].start) else None
        if found is None:
            continue
        if not found.sure and _opens_range(page, found):
            i = found.last
            continue
        each = per(page, found.number.first, found.last, floor)
        values = [(number, value, number.last) for number, value in reversed(_series(page, found))]
        values.append((found.number, found.number.value, found.last))
        purpose = about(page, values[0][0].first, found.last, floor)
        clause = set(fold(purpose or "").split()) | {f"per {each[0]}" if each else ""} - {""}
        for number, value, last in values:
            yield _amount(page, number, value, last, found, each, purpose), clause
        i = floor = found.last


def _numbers(page: Page) -> list[int]:
    """The tokens at which a number can begin, in digits or words."""
    small = [word for word, (_, kind) in number_words().items() if kind in ("unit", "ten")]
    told = [i for word in small for i in page.places.get(word, ()) if not _vague(page.tokens, i)]
    return sorted({*told, *(token.i for token in page.tokens if token.is_number)})


def _vague(tokens: list[Token], i: int) -> bool:
    """Whether two small numbers stand side by side: `hai ba triệu` is no sum."""
    before = tokens[i - 1].fold if i else ""
    return before != "năm" and number_words().get(before, (0, ""))[1] == "unit"


def _amount(
    page: Page, number: Number, value: float, last: int, found: _Sum, each: tuple[str, int, int] | None, purpose: str | None
) -> Amount:
    tokens = page.tokens
    start, end = tokens[number.first].start, tokens[last - 1].end
    mentions = [page.mention(start, end, "value")]
    if each:
        mentions.append(page.mention(each[1], each[2], "per"))
    meant, literal = _meant(page, number, value, each[0] if each else None)
    why = [found.why]
    if number is not found.number:
        why.append(("amount.series", tokens[found.number.first].start, tokens[found.last - 1].end))
    if each:
        why.append(("amount.rate", each[1], each[2]))
    if literal is not None:
        why.append(("amount.meant", start, end))
    page.note("amounts", start, end, tuple(why))
    return Amount(
        value=round(meant, 2),
        currency=found.currency,
        literal=literal,
        per=each[0] if each else None,
        about=purpose,
        flags=["unit_repeated"] if literal is not None else [],
        mentions=mentions,
        confidence=0.9 if literal is not None else 0.98 if found.sure else 0.85,
    )


@component("amounts")
def run(draft: Draft) -> None:
    """Set `draft.amounts`."""
    draft.amounts = find(draft.page, draft.skip)
