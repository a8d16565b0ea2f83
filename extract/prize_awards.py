"""Awards that money comes with: who got them, and so the money, and who gives both."""

from __future__ import annotations

import re

from extract.groups import BODIES
from extract.pointers import Recipient
from extract.text import Page
from schemas.facts import Award

# `Mức thưởng là 3 triệu đồng/tập thể`, `được tặng Bằng khen, mỗi người nhận 300.000 đồng`: money that comes with an award
COMES_WITH = re.compile(r"\W*(?:mức (?:tiền )?thưởng|kèm theo (?:bằng|giấy) khen của)(?!\w)")
SHARES = re.compile(r"(?<!\w)(?:kèm(?: theo)?|mỗi \w+(?: \w+)? (?:được )?nhận)(?: \w+){0,3} $")
FROM = re.compile(r"[^,.;:]{0,20}?(?<!\w)(?:từ|của|do)(?!\w)")
NEAR = 500  # characters between an award and the sentence that tells what money comes with it
Key = tuple[str, ...]


def named_with(page: Page, awards: dict[Key, Award], start: int, end: int) -> list[Recipient]:
    """Recipients of the awards told in start..end."""
    found = []
    for award in awards.values():
        told = [m for m in award.mentions if m.part == "recipient" and start <= m.start < end]
        if told and award.recipient and award.award != "tiền thưởng":
            start, kind = told[0].start, award.recipient_kind or "group"
            steps = page.why.get(("awards", award.mentions[0].start, start), ())
            rule = next((step[0] for step in steps if step[0].startswith("recipient.")), "recipient.named")
            found.append(Recipient(start, told[0].end, award.recipient, kind, award.count, rule=rule))
    return found


def those_before(page: Page, awards: dict[Key, Award], each: re.Match[str]) -> list[Recipient]:
    """`... tặng Bằng khen cho Sở A và Sở B. Mỗi đơn vị được thưởng`: those of the noun's kind that the sentence before tells."""
    opens = page.sentence_of(each.start())[0] == each.start() and page.fold.startswith((" được", " nhận"), each.end("noun"))
    before = page.sentence_of(each.start() - 2) if opens and each.start() > 1 else (0, 0)
    kind = "unit" if each["noun"] in BODIES else "person"
    named = [r for r in named_with(page, awards, *before) if r.kind == kind]
    return named if len(named) > 1 else []


def giver_with(page: Page, awards: dict[Key, Award], told: list[Recipient], where: tuple[int, int, int, int]) -> str | None:
    """`Bằng khen của Sở A cho 3 tập thể, kèm 1 triệu đồng/tập thể`: who gives the award that the same words tell of them.

    The sentence, with the sum in it, is `where`; one that begins `Mức thưởng là` tells of the awards right before it.
    """
    start, at, behind, end = where
    comes_with = COMES_WITH.match(page.fold, start, end)
    if FROM.match(page.fold, behind, end):  # `1 triệu đồng/người do Công ty A tài trợ`
        return None
    shares = comes_with or SHARES.search(page.fold, start, at)
    names = {one.name for one in told if shares or (one.link and one.link[0][0] == "link.money_with")}
    begin = max(0, start - NEAR) if comes_with else start
    givers = {a.grantor for a in awards.values() if a.recipient in names and begin <= a.mentions[0].start < end}
    return next(iter(givers)) if len(givers) == 1 else None
