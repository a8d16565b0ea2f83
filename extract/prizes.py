"""Money given in recognition (`tiền thưởng`): sums behind `thưởng` or `kèm`, and who gets them.

The recipient is the one told with the sum (`thưởng 10 triệu đồng cho A`, `mỗi cá nhân được thưởng ...`), else those of the
award it came with. Donations to funds are amounts only (guidelines: decided cases).
"""

from __future__ import annotations

import dataclasses
import re

from extract.draft import Draft
from extract.folding import fold, squash
from extract.grantors import Grantors
from extract.pointers import Recipient, counted_words, group_words, linked
from extract.prize_awards import Key, giver_with, named_with, those_before
from extract.recipients import Finder
from extract.status import Decision, decide
from extract.text import Page
from extract.verbs import SAID
from schemas.facts import Award, Mention

# `Các tập thể được thưởng 10 triệu đồng gồm: A, B`, `thưởng cho A và B mỗi đơn vị 1 triệu đồng`, `tặng thưởng gồm: A 5 triệu; B 3 triệu`
LISTS = re.compile(r"[^,.;:\d]{0,20}?\s(?:bao gồm|gồm có|gồm|là)(?!\w)\s*:?")
TO_EACH = re.compile(r"(?<!\w)thưởng cho (?=[^.;]{3,300}$)")
ITEMS = re.compile(r"(?<!\w)thưởng(?: [^.;:,]{0,30})?(?: gồm| như sau| là| cụ thể)?(?: có)?\s*:")
CUE = re.compile(r"(?<!\w)(?:(?:được |tiền |mức )?thưởng|kèm(?: theo)?|nhận)(?!\w)")
EACH = re.compile(
    r"(?<!\w)mỗi (?P<noun>tập thể|cá nhân|người|hộ|đơn vị|khoa|em|chị|hội viên|xã|chiến sĩ thi đua[^,.;]{0,12}|học sinh|đội|cầu thủ|vận động viên|vđv|huấn luyện viên|hlv|sinh viên|giáo viên|gia đình|đoàn viên|công nhân|cháu|địa phương)(?!\w)[^,.;]{0,30}"
)
EVERY = re.compile(r"mỗi (?P<noun>[^\W\d]+(?: (?!được|là|có|từ|trong|của|tại)[^\W\d]+)?)")
PER = re.compile(r"\s*/\s*(?P<noun>tập thể|cá nhân|người|hộ|đơn vị|em|hộ gia đình)")
# `được thưởng`, `được UBND tỉnh thưởng`; behind `được tặng Bằng khen và thưởng` the sum goes to those of the Bằng khen
PASSIVE = re.compile(
    r"(?<!\w)được (?:(?:(?!(?<!\w)(?:được|tặng|trao|khen|nhận|và|mức)(?!\w))[^,.;:\d]){2,60} )?(?:trao |tặng |khen |nhận )?thưởng$|(?<!\w)được$"
)
GOES_ON = re.compile(r"\s+(?:đồng )?cho [^;.:\d]{3,90}?(?:,|;|và|, và|; và)\s*")
TO = re.compile(r"[^,.;]{0,20}?\s(?:cho|với)\s")
# `đã trích 20 triệu đồng từ Quỹ A tặng thưởng cho`: the verb behind the sum
SET_ASIDE = re.compile(r"(?<!\w)(?<!sẽ )(?<!để )(?<!cần )(?<!kiến )(?P<verb>(?:đã |vừa )?(?:trích|chi))(?: [^.;:,\d]{0,40})? $")
PAID_OUT = re.compile(
    r"(?:,? (?:từ|của) (?:nguồn )?(?:quỹ|ngân sách|kinh phí)[^.;:\d]{0,80}?)?,?(?: để| nhằm)? (?:"
    r"(?P<verb>(?:tặng |trao |khen )?thưởng)(?: nóng| đột xuất)? cho |(?P<plain>(?:tặng |trao )?thưởng)(?: nóng| đột xuất)? (?!cho ))"
)
MANNER = re.compile(r"\s*(?:“?nóng”?|\"?nóng\"?|đột xuất)?\s*(?:(?:cho|đối với)(?!\w)\s*)?")
BESIDE = re.compile(r"\s*\(?\s*(?:số tiền|với mức|mức)?\s*")
JOINT = re.compile(r"\s*(?:\([^()]{2,60}\))?\s*(?:,|và|, và)\s*(?:(?:em|anh|chị|ông|bà|cháu|đồng chí)\s+)?")
BARE_ENDS = re.compile(r"\s*(?:[,.;)]|$|và(?!\w))")
WINNING = re.compile(r"(?P<what> (?:đã )?(?:đạt|đoạt|giành)(?: được)?(?: [^\W\d_]+){1,6}?)[\s,]*")
BETWEEN = 70  # characters of the longest name between the verb and its sum: `thưởng Công an tỉnh A 20 triệu đồng`
BEFORE, BEHIND = 900, 600  # characters of a sentence about a sum that are looked at; lists can be much longer


def money_awards(draft: Draft, finder: Finder, awards: dict[Key, Award], grantors: Grantors) -> dict[Key, Award]:
    """`tiền thưởng` awards keyed like the others, by award, recipient and status."""
    found: dict[Key, Award] = {}
    page, last, paid_until = draft.page, 0, -1
    for amount in sorted(draft.amounts, key=lambda a: a.mentions[0].start):
        mention = amount.mentions[0]
        start, end = page.sentence_of(mention.start)
        start, end = max(start, mention.start - BEFORE), min(end, mention.end + BEHIND)
        before = page.fold[start : mention.start]
        cues = list(CUE.finditer(before))
        taken = page.first(SET_ASIDE, start, mention.start)
        aside = PAID_OUT.match(page.fold, mention.end, end) if taken else None
        told = _listed(finder, page.fold, start, mention, end, last) if cues else []
        last = mention.end
        # `thưởng 100 triệu đồng cho A, 50 triệu đồng cho B`: one verb for all of the sums
        more = GOES_ON.fullmatch(page.fold, paid_until, mention.start) if paid_until >= start else None
        goes_on = more is not None and (";" not in more[0] or TO.match(page.fold, mention.end, end) is not None)
        if not aside and (not cues or not (told or goes_on or _prize(before, cues[-1]))):
            continue
        paid_until = mention.end
        decision = decide(page, [(start, mention.start)], (mention.end, end), year=None, published=None, is_rule=False)
        if decision.status == "none":
            continue
        if aside and taken:
            paid = aside.span("verb" if aside["verb"] else "plain")
            told = _paid_out(finder, page.fold, aside, end)
            grantor = grantors.before(taken.start("verb"), start)
        else:
            paid = (start + cues[-1].start(), start + cues[-1].end())
            told = told or _who(finder, page.fold, start, mention, end, cues[-1], awards)
            grantor = grantors.told(start, mention.start) if cues[-1][0].endswith("thưởng") else None
            grantor = grantor or giver_with(page, awards, told, (start, mention.start, mention.end, end))
        for one in told:
            award = _award(page, one, mention, decision, paid, grantor)
            found.setdefault(("tiền thưởng", fold(one.name), decision.status, ""), award)
    return found


def _award(page: Page, one: Recipient, mention: Mention, decision: Decision, paid: tuple[int, int], grantor: str | None) -> Award:
    """The `tiền thưởng` that one recipient got; `paid` are the characters of the words that tell so."""
    spoken = [page.mention(mention.start, mention.end, "award")]
    if one.end > one.start:
        spoken.append(page.mention(one.start, one.end, "recipient"))
    status = decision.step if decision.cue else ("status.money", *paid)
    why = (("award.money", *paid), (one.rule, one.start, one.end), *one.link, status)
    page.note("awards", mention.start, one.start if one.end > one.start else -1, why)
    return Award(
        award="tiền thưởng",
        recipient=one.name,
        recipient_kind=one.kind,
        count=one.count,
        status=decision.status,
        cue=decision.cue or page.fold[slice(*paid)],
        grantor=grantor if grantor != one.name else None,
        mentions=spoken,
        confidence=0.75,
    )


def _paid_out(finder: Finder, text: str, aside: re.Match[str], end: int) -> list[Recipient]:
    """Those told behind `trích 20 triệu đồng từ Quỹ A tặng thưởng cho`, `... để thưởng`."""
    found = finder.between(aside.end(), end)
    one = None if found else finder.worded(aside.end(), end)
    return linked([one] if one else _side_by_side(text, found), "link.behind", *aside.span())


def _listed(finder: Finder, text: str, start: int, mention: Mention, end: int, last: int) -> list[Recipient]:
    """Whom a list tells the sum of: behind it, or before it since the sum told last, which ends at character `last`."""
    if "thưởng" in text[max(start, mention.start - 40) : mention.start] and (match := LISTS.match(text, mention.end, end)):
        return linked(finder.between(match.end(), end), "link.money_list", *match.span())
    to = TO_EACH.search(text, start, mention.start)
    if to and (each := EACH.search(text, to.end(), mention.start)):
        return linked(finder.between(to.end(), each.start()), "link.money_each", *each.span())
    # `thưởng cho huy chương vàng: Bộ A 45 triệu đồng`: who gives it
    if to and not (counted_words().match(text, to.end()) or group_words().match(text, to.end())):
        return []
    items = list(ITEMS.finditer(text, start, mention.start))
    found = finder.between(max(items[-1].end(), last), mention.start) if items else []
    return linked(found, "link.money_list", *items[-1].span()) if items else []


def _prize(before: str, cue: re.Match[str]) -> bool:
    """Whether the sum is a prize: the cue stands near before it, and is not `học bổng`, `trị giá`, `ủng hộ`."""
    gap = before[cue.end() :]
    if cue[0] == "nhận" and not re.search(r"khen|thưởng", before):
        return False
    return len(gap) < 70 and not re.search(
        r"(?<!\w)(?:trị giá|học bổng|quà|suất|phần|ủng hộ|doanh thu|quỹ|làm lợi|công trình)(?!\w)", gap
    )


def _who(
    finder: Finder, text: str, start: int, mention: Mention, end: int, cue: re.Match[str], awards: dict[Key, Award]
) -> list[Recipient]:
    per = PER.match(text, mention.end)
    each = list(EACH.finditer(text, start, mention.start))
    if per or each:
        at = per.span("noun") if per else each[-1].span()
        if each and cue[0] == "thưởng" and (whole := _all_of(finder, start + cue.end(), each[-1].start())):
            return linked([whole], "link.money_each", *at)
        return linked(_each(finder, text, start, mention, end, per, each, awards), "link.money_each", *at)
    to = TO.match(text, mention.end, end)
    if to:
        behind = to.end()
        cut = text.find(";", behind, end)
        end = cut if cut >= 0 else end
        if every := EVERY.match(text, behind, end):
            rate = Recipient(behind, every.end(), squash(text[behind : every.end()]), "group")
            return linked([_counted(finder, every["noun"], start, mention.start) or rate], "link.behind", mention.end, behind)
        found = finder.between(behind, end)
        one = (_bare(finder, behind, end) or finder.worded(behind, end)) if not found else None
        return linked(_side_by_side(text, found) if found else [one] if one else [], "link.behind", mention.end, behind)
    inside = finder.pronoun(start + cue.end(), mention.start)
    if inside:
        return linked([inside], "link.between", start + cue.start(), start + cue.end())
    manner = MANNER.match(text, start + cue.end(), mention.start)
    near = manner is not None and mention.start - manner.end() < BETWEEN
    told = finder.between(manner.end(), mention.start) if manner and near else []
    if manner and near and not told and (one := _class(finder, manner.end(), mention.start)):
        told = [one]
    if told and cue[0].endswith("thưởng") and cue[0] != "được thưởng" and BESIDE.fullmatch(text, told[-1].end, mention.start):
        return linked(told, "link.between", start + cue.start(), start + cue.end())
    passive = PASSIVE.search(text, start, start + cue.end())
    if passive:
        return linked(_praised(finder, text, start, passive.start()), "link.subject", *passive.span())
    cut = text.rfind(";", start, mention.start) + 1
    named = named_with(finder.page, awards, max(start, cut), mention.start) or named_with(
        finder.page, awards, start, mention.start
    )
    return linked(named, "link.money_with")


def _bare(finder: Finder, behind: int, end: int) -> Recipient | None:
    """`thưởng 20 triệu đồng cho Ban chuyên án`: a bare noun for a body told elsewhere, with nothing behind it."""
    one = finder.nominal(behind, end)
    alone = one is not None and not finder.page.fold[behind : one.start].strip()
    return one if one and alone and BARE_ENDS.match(finder.page.fold, one.end, end) else None


def _praised(finder: Finder, text: str, start: int, verb: int) -> list[Recipient]:
    """Whom the words from `start` on tell before the passive at character `verb`: `A được thưởng`."""
    begin = max(start, text.rfind(";", start, verb) + 1)
    subject = finder.between(begin, verb)
    stands = finder.nominal(begin, verb) or finder.pronoun(begin, verb)
    worded = finder.worded(begin, verb) if not subject and not stands else None
    unsure = worded and (finder.people_between(worded.start, worded.end) or worded.name.endswith(" nào"))
    stands = worded if worded and not unsure and len(worded.name.split()) > 2 else stands
    if begin > start and not subject and not stands:  # behind a semicolon the subject before goes on
        subject = finder.between(start, verb)
    if subject and SAID.search(text, subject[-1].end, verb):  # `anh A cho biết, đội được thưởng`
        subject = []
    return subject[-1:] or ([stands] if stands else [])


def _class(finder: Finder, begin: int, end: int) -> Recipient | None:
    """The group in words from `begin` on, up to the prize that tells which: `các HLV có VĐV đạt huy chương vàng`."""
    one = finder.worded(begin, end)
    won = WINNING.fullmatch(finder.page.fold, one.end, end) if one else None
    if not one or not won:
        return one
    return dataclasses.replace(one, end=won.end("what"), name=squash(finder.page.text[one.start : won.end("what")]))


def _all_of(finder: Finder, at: int, each: int) -> Recipient | None:
    """`thưởng các VĐV giành HCV mỗi người 5 triệu đồng`: the class told by its prize, right before `mỗi` at character `each`."""
    page, manner = finder.page, MANNER.match(finder.page.fold, at, each)
    one = _class(finder, manner.end(), each) if manner else None
    if not one or page.fold[one.end : each].strip(" ,") or not page.first(WINNING, one.start, one.end):
        return None
    return None if finder.people_between(one.start, each) or finder.units_between(one.start, each) else one


def _side_by_side(text: str, found: list[Recipient]) -> list[Recipient]:
    """The first, and those joined to it: `cho Phòng A (P4) và Công an huyện B`."""
    joined = found[:1]
    for one in found[1:]:
        if not JOINT.fullmatch(text, joined[-1].end, one.start):
            break
        joined.append(one)
    return joined


def _each(
    finder: Finder,
    text: str,
    start: int,
    mention: Mention,
    end: int,
    per: re.Match[str] | None,
    each: list[re.Match[str]],
    awards: dict[Key, Award],
) -> list[Recipient]:
    """Who gets a sum that is told for each: those listed before, the counted group, those of the award it came with."""
    noun = str(per["noun"] if per else each[-1]["noun"])
    begin = start + max(0, text[start : each[-1].start()].rfind(";") + 1) if each else start
    listed = finder.between(begin, each[-1].start()) if each else []
    if people := [r for r in listed if r.kind == "person"]:
        return people
    if bodies := _joined_before(text, listed, each[-1].start() if each else end):
        return bodies
    if counted := _counted(finder, noun, start, mention.start):
        return [counted]
    named = named_with(finder.page, awards, start, end) if per or noun == "người" else []
    named = named or ([] if per else those_before(finder.page, awards, each[-1]))
    at = per.start("noun") if per else each[-1].start()
    stop = per.end("noun") if per else each[-1].end("noun")
    return linked(named, "link.money_with") or [
        Recipient(at, stop, squash(finder.page.text[at:stop]), "group", rule="recipient.worded")
    ]


def _joined_before(text: str, listed: list[Recipient], at: int) -> list[Recipient]:
    """`xã A và xã B mỗi địa phương được thưởng`: those joined to the one right before the character `at`."""
    joined: list[Recipient] = []
    for one in reversed(listed):
        near = JOINT.fullmatch(text, one.end, joined[0].start) if joined else not text[one.end : at].strip(" ,")
        if one.count or not near:
            break
        joined.insert(0, one)
    return joined if len(joined) > 1 else []


def _counted(finder: Finder, noun: str, start: int, at: int) -> Recipient | None:
    """The counted group of that noun told in the sentence or the few before: `12 tập thể` for `mỗi tập thể`."""
    here = finder.counted(start, at)
    if noun in ("người", "chị", "em") and here:
        return here[-1]
    found = [r for r in finder.counted(max(0, start - 500), at) if fold(r.name).split(" ", 1)[-1].startswith(noun)]
    return found[-1] if found else None
