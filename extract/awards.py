"""Awards: which award went to, is asked for, or was held by whom.

One sentence, or one line of a list, is read from its award terms outwards: recipients stand behind `cho`, between the verb
and the award (`tặng em Bằng khen`), before a passive or taking verb (`A được tặng`, `B đoạt`), behind a colon, or in the
lines under a heading. Coordinated awards share recipients; a list's lines share the verb of the line that opens it.
"""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field

from extract.award_terms import Term, Terms
from extract.bodies import Body, group
from extract.draft import Draft, component
from extract.prizes import money_awards
from extract.recipients import VALUES, Finder, Recipient
from extract.status import Decision, decide
from extract.text import fold, squash
from schemas.facts import Award, Mention, Status

BULLET = re.compile(r"\s*(?:[-–*+•●▪]|\d{1,2}[.)])\s*")
GIVE = re.compile(
    r"(?<!\w)(?:trao tặng|phong tặng|truy tặng|tặng thưởng|trao thưởng|công nhận|xét tặng|trao|tặng|thưởng|phong|gắn|vinh danh|biếu|xét trao|hỗ trợ|được)(?!\w)"
)
TAKE = re.compile(
    r"(?<!\w)(?<!ghi )(?<!công )(?<!xác )(?<!chứng )(?<!tiếp )(?<!cảm )(?:được nhận|đón nhận|vinh dự nhận|vinh dự đón nhận|nhận được|nhận|đạt được|đạt|đoạt|giành được|giành|lên ngôi)(?!\w)"
)
PASSIVE = re.compile(r"(?<!\w)(?:được|vinh dự)(?!\w)")
_BETWEEN = (
    r"\s*(?:[)\"”»,]|năm \d{4}|\([^)]*\)|\s|trị giá [^,;]{3,40}|\d{4}(?: ?- ?\d{4})?|lên [^,.;]{3,40} của|đợt này|"
    r"(?:kèm|và thưởng|và)(?: theo)?(?: tiền)?(?: thưởng)? \d[^,;]{3,30}?(?= cho))*\s*"
)
TO = re.compile(
    _BETWEEN + r"(?:(?:được |đã )?(?:trao |tặng |phong tặng |trao tặng )?(?:cho|tới|dành cho|đối với|thuộc về|đến tay|về tay)|"
    r"của(?= (?:anh|chị|em|ông|bà)(?!\w)))(?!\w)"
)
GIFT_TO = re.compile(
    r"(?:\s*(?:[\"”»)]|\([^)]*\)|,?\s*(?:mỗi|trị giá|với tổng|tổng trị giá|bình quân)(?:[^,;\n.]|[.,](?=\d))*,?|,?\s*do [^,;.]{3,70} tài trợ\s*,?|"
    r"và (?:thưởng )?\d[^,;]{3,30}?(?= cho)|của [^,;.]{2,60}?(?= (?:cho|tặng|đến|tới)(?!\w))|năm học \d{4}(?:\s*-\s*\d{4})?|năm \d{4}|đã))*\s*"
    r"(?:được trao |được tặng |trao )?(?:cho|tới|đến tay|đến(?! từ| \d)|dành cho|tặng)(?!\w)"
)
MEMBERS = re.compile(
    r"[\s\"”»)]*(?:\([^)]*\)\s*)?(?:kèm[^,.;:]{0,40}|vì[^,.;:]{0,60}|năm \d{4}|đợt này)?\s*,?;?\s*"
    r"(?:(?:trong đó có|trong đó|tiêu biểu là|gồm có|gồm|là|có(?= [^.;]{0,70}? là ))(?!\w)\s*:?|:)"
)
NOT_YET = re.compile(r"(?<!\w)(?:người|đơn vị|nơi|em|cậu bé|cô gái)\s+(?:vừa|từng|đã|năm nay|đang)?\s*$")
JOINT = re.compile(r"\s*[\"”»)]*\s*(?:\([^)]*\))?\s*(?:,|và|,\s*và|cùng|;)?\s*[\"“«]?\s*(?:danh hiệu|\d+|các)?\s*[\"“«]?\s*")
RULES = re.compile(r"(?<!\w)(?:dự thảo luật|dự án luật|dự luật|sửa đổi, bổ sung)(?!\w)")
END = re.compile(r"[;\n]|\.(?=\s)")
NEW_GIVER = re.compile(r"\s*(?:\([^)]*\))?\s*(?:năm \d{4}|cấp tỉnh)?\s*[\"”»]?\s*(?:,|và|,\s*và)\s")
VAGUE = re.compile(
    r"(?<!\w)(?:các|những|nhiều) (?:tập thể|cá nhân|tấm gương|em|học sinh|sinh viên|đơn vị)[^.;:]{0,40}(?:đã|vừa)?\s*$"
)
GROUP_TOLD = re.compile(
    r"(?P<n>\d+|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười) (?P<noun>tập thể|cá nhân|đơn vị|hộ gia đình|hộ|gia đình) (?:gồm|là|đó là)[ :]"
)
GIFTS = {"quà", "nhà", "học bổng", "tiền thưởng"}


@dataclass
class Clause:
    """A sentence or list line start..end with its terms, and the words of the line that opens its list."""

    start: int
    end: int
    terms: list[Term]
    intro: tuple[int, int] | None = None
    heading: Term | None = None


@dataclass
class Told:
    """What was read about one term."""

    term: Term
    to: list[Recipient] = field(default_factory=list)
    decision: Decision = field(default_factory=lambda: Decision("conferred"))
    sure: float = 0.85


class Reader:
    """Reads the awards of one draft."""

    def __init__(self, draft: Draft, bodies: list[Body]) -> None:
        self.draft, self.page = draft, draft.page
        self.finder = Finder(draft, bodies)
        self.bodies = bodies
        self.year = (
            int(draft.published_on[:4])
            if draft.published_on
            else max((d.year for d in draft.dates if d.iso and d.year), default=None)
        )
        self.rule = bool(RULES.search(draft.page.fold))
        self.themes = [(m.start, m.end) for theme in draft.themes for m in theme.mentions]
        self.maker = Terms(draft)
        self.terms = [t for t in self.maker.find() if not self._inside(t)]

    def _inside(self, term: Term) -> bool:
        """Words of a unit's or campaign's name, or of a shouted title, are no award."""
        if any(s.start <= term.start < s.end for s in self.draft.unit_spans):
            return True
        if any(a <= term.start < b for a, b in self.themes):
            return True
        return term.start < 400 and self.page.is_shouted(*self.page.line_of(term.start)) and term.start < self.page.lines[0][1]

    # -- clauses -------------------------------------------------------------------------------------------------

    def clauses(self) -> list[Clause]:
        """Sentences and list lines that hold award terms, list lines with their opening line and heading."""
        found: list[Clause] = []
        intro: tuple[int, int] | None = None
        heading: Term | None = None
        spans = self.page.sentences
        for k, (start, end) in enumerate(spans):
            terms = [t for t in self.terms if start <= t.start < end]
            line = self.page.line_of(start)
            bullet = BULLET.match(self.page.text, line[0], line[1])
            opens = self.page.text[start:end].rstrip().endswith(":")
            if terms and self._is_heading(terms, start, end):
                heading = terms[-1]
                if not opens and k + 1 < len(spans) and not self._listed_next(spans, k):
                    heading = None
                continue
            if heading and bullet and not terms:
                found.append(Clause(start, end, [], intro, heading))
                continue
            if not bullet:
                heading = None
                intro = (start, end) if opens else (intro if terms and self._short_line(line) else None)
            if terms:
                found.append(Clause(start, end, terms, intro if bullet or intro != (start, end) else None))
                if opens:
                    heading = terms[-1] if not bullet else None
        return found

    def _short_line(self, line: tuple[int, int]) -> bool:
        return line[1] - line[0] < 120

    def _listed_next(self, spans: list[tuple[int, int]], k: int) -> bool:
        nxt = self.page.line_of(spans[k + 1][0])
        return bool(BULLET.match(self.page.text, *nxt))

    def _is_heading(self, terms: list[Term], start: int, end: int) -> bool:
        """A line that holds an award's name and nothing else."""
        words = self.page.fold[start:end]
        bare = BULLET.sub("", words, count=1)
        rest = bare.replace(self.page.fold[terms[0].start : terms[0].end], "").replace("danh hiệu", "").strip(' :*-+"”“.')
        return len(terms) == 1 and not rest

    # -- one clause ----------------------------------------------------------------------------------------------

    def read(self, clause: Clause) -> list[Told]:
        """What the clause tells of each of its terms."""
        if clause.heading and not clause.terms:
            to = self.finder.between(clause.start, clause.end)
            return [Told(clause.heading, to[:], self._status(clause, clause.heading, clause.start))] if to else []
        told: list[Told] = []
        for k, term in enumerate(clause.terms):
            left = clause.terms[k - 1].end if k else clause.start
            right = clause.terms[k + 1].start if k + 1 < len(clause.terms) else clause.end
            one = Told(term, decision=self._status(clause, term, left))
            one.to = self._to(clause, term, left, right, one.decision.status)
            told.append(one)
        self._share(clause, told)
        for one in told if self.rule else []:
            one.to = [r for r in one.to if r.kind == "group" and not r.count]
            one.decision = Decision("possible", one.decision.cue)
        return told

    def _to(self, clause: Clause, term: Term, left: int, right: int, told: str) -> list[Recipient]:
        to = (
            self._behind_to(term, right, clause)
            or self._before_award(term, left)
            or self._holder(term)
            or self._subject(term, left, told)
        )
        return self._members(clause, term, right, to)

    def _behind_to(self, term: Term, right: int, clause: Clause) -> list[Recipient]:
        """Recipients behind `cho`, `thuộc về`, `đến tay`."""
        pattern = GIFT_TO if term.form in GIFTS else TO
        match = pattern.match(self.page.fold, term.end, max(right, term.end))
        if not match:
            return []
        end = self._region_end(match.end(), clause, right)
        found = self.finder.between(match.end(), end)
        if not found and self.page.text[end - 1 : end] == ":":
            found = self.finder.between(end, self._list_end(end))
        group_first = self.finder.worded(match.end(), end)
        if group_first and (not found or found[0].start > group_first.start) and not self._list_head(group_first, found):
            return [group_first]
        if not found:
            one = self.finder.nominal(match.end(), end) or self.finder.pronoun(match.end(), end) or self._quoted(match.end())
            return [one] if one else []
        return found

    def _quoted(self, at: int) -> Recipient | None:
        """`đối với “Nơi tưởng niệm ...”`: a thing named in quotation marks."""
        match = re.match(r'\s*(?:di tích |công trình |tác phẩm )?"([^"\n]{3,120})"', self.page.fold[at : at + 150])
        if not match:
            return None
        start, end = at + match.start(1), at + match.end(1)
        return Recipient(start, end, squash(self.page.text[start:end]), "group")

    def _list_head(self, head: Recipient, found: list[Recipient]) -> bool:
        """`các ông, bà: A, B` and `học sinh: A`: the words before a colon only open the list of names."""
        gap = self.page.fold[head.end : found[0].start] if found else ""
        tail = self.page.fold[head.start : found[0].start] if found else ""
        inside = bool(found) and found[0].start < head.end and found[0].kind == "person"
        return bool(found) and (":" in gap or inside or (len(tail) < 24 and found[0].kind == "person" and "của" not in tail))

    def _region_end(self, start: int, clause: Clause, right: int) -> int:
        """Where the list of recipients stops: at the next giving verb or `;` before another award, else at the clause's end."""
        end = min(clause.end, right)
        if right < clause.end:
            gap = self.page.fold[start:right]
            cut = max(gap.rfind(";"), gap.rfind(". "))
            verb = [
                m.start()
                for m in re.finditer(
                    r"(?<!\w)(?:,|và|đồng thời|;)?\s*(?:đã )?(?:trao|tặng|đề nghị|truy tặng|được|đạt|nhận|kèm)(?!\w)", gap
                )
            ]
            end = start + min([v for v in verb if v > 3] + ([cut] if cut > 0 else []) + [right - start])
        stop = re.search(
            r"(?<!\w)(?:kèm|vì thành tích|vì đã|nhân kỷ niệm|sau khi|đồng thời|nhưng|song)(?!\w)", self.page.fold[start:end]
        )
        if stop:
            end = start + stop.start()
        if end >= clause.end - 1 and self.page.text[start : clause.end].rstrip().endswith(":"):
            end = self._list_end(clause.end)
        return end

    def _list_end(self, at: int) -> int:
        """The end of the list lines that follow the character `at`."""
        end = at
        for start, stop in self.page.lines:
            if start < at:
                continue
            if not BULLET.match(self.page.text, start, stop) or any(start <= t.start < stop for t in self.terms):
                break
            end = stop
        return end

    def _before_award(self, term: Term, left: int) -> list[Recipient]:
        """Between the verb and the award: `tặng em Bằng khen`, `tặng các tập thể, cá nhân 3 Huân chương`."""
        verbs = [m for m in GIVE.finditer(self.page.fold, left, term.start) if m[0] != "được"]
        if not verbs or self.page.fold[: verbs[-1].start()].rstrip().endswith("được"):
            return []
        start = verbs[-1].end()
        if not self.page.fold[start : term.start].strip(' "“«0123456789.'):
            return []
        found = self.finder.between(start, term.start)
        if not found:
            short = self.page.fold[start : term.start].strip()
            one = (self.finder.pronoun(start, term.start) if len(short) < 9 else None) or self.finder.worded(start, term.start)
            found = [one] if one and not re.match(r"\s*(?:hàng|nhiều|\d+)\s", self.page.fold[start : term.start]) else []
        return [r for r in found if (r.end <= term.start and r.count is None) or r.kind != "group"]

    def _holder(self, term: Term) -> list[Recipient]:
        """`Anh hùng lao động Bùi Đức Phú`: a state title directly before the name of its holder."""
        if not term.form.startswith("danh hiệu"):
            return []
        near = [s for s in self.draft.person_spans if term.end < s.start <= term.end + 12]
        if near and not self.page.fold[term.end : near[0].start].strip(' "”').replace("ông", "").replace("bà", "").strip():
            return [Recipient(near[0].start, near[0].end, near[0].name, "person", members=True)]
        return []

    def _subject(self, term: Term, left: int, told: str) -> list[Recipient]:
        """Before a passive or taking verb."""
        gives = list(GIVE.finditer(self.page.fold, left, term.start))
        verbs = [m.start() for m in TAKE.finditer(self.page.fold, left, term.start)]
        verbs += [
            m.start() for m in PASSIVE.finditer(self.page.fold, left, term.start) if any(g.start() >= m.start() for g in gives)
        ]
        if not verbs:
            return self._beside(term, left)
        begin = max(left, self.page.fold.rfind(";", left, max(verbs)) + 1)
        first = min([v for v in verbs if v >= begin], default=max(verbs))
        if VAGUE.search(self.page.fold, begin, first):
            return []
        found = self.finder.last_chain(self.finder.between(begin, max(verbs)))
        if found and NOT_YET.search(self.page.fold, begin, first):
            return found[-1:]
        if not found:
            one = self._worded_subject(begin, first, told)
            if told != "possible":
                one = self._last_person(begin, first) or one
                one = (
                    self.finder.nominal(begin, first)
                    or (self.finder.pronoun(begin, first) if first - begin < 160 else None)
                    or one
                )
            found = [one] if one else []
        return found

    def _beside(self, term: Term, left: int) -> list[Recipient]:
        """`Công đoàn A giải ba`: a prize right behind the name of its winner."""
        if term.form not in ("giải thưởng", "huy chương"):
            return []
        found = self.finder.between(left, term.start)
        return [r for r in found[-1:] if not self.page.fold[r.end : term.start].strip(" :-")]

    def _last_person(self, begin: int, verb: int) -> Recipient | None:
        """`do A, vận động viên giành 2 HCV`: a person named shortly before the verb, wherever in the clause."""
        near = [s for s in self.draft.person_spans if begin <= s.start and s.end <= verb and verb - s.end < 30]
        return Recipient(near[-1].start, near[-1].end, near[-1].name, "person") if near else None

    def _worded_subject(self, begin: int, verb: int, told: str) -> Recipient | None:
        """`đơn vị xếp thứ nhất được ...`: a group in words that opens the clause."""
        starts = [begin, *(begin + m.end() for m in re.finditer(r"[,:;]\s*", self.page.fold[begin:verb]))]
        for at in reversed(starts):
            one = self.finder.worded(at, verb)
            if one and verb - one.end < 8 and (len(one.name.split()) > 2 or told == "possible"):
                return one
        return None

    def _members(self, clause: Clause, term: Term, right: int, to: list[Recipient]) -> list[Recipient]:
        """Named members told behind the award: `được tặng Bằng khen, trong đó có A, B`, `... là: A; B`, or the lines below."""
        match = MEMBERS.match(self.page.fold, term.end, right)
        if not match:
            return to
        end = min(clause.end, right)
        if right < clause.end:
            end = self._region_end(match.end(), clause, right)
        found = self.finder.between(match.end(), end)
        if not found and self.page.text[: clause.end].rstrip().endswith(":"):
            found = self.finder.between(clause.end, self._list_end(clause.end))
        named = [r for r in found if r.start >= match.end()]
        counted = [r for r in to if r.count]
        if counted and named and sum(r.count or 0 for r in counted) <= len(named):
            to = [r for r in to if not r.count]
        return to + [r for r in named if r.name not in {t.name for t in to}]

    def _share(self, clause: Clause, told: list[Told]) -> None:
        """Coordinated awards share what only one of them tells; later ones go on with the subject before."""
        for k in range(len(told) - 2, -1, -1):
            gap = self.page.fold[told[k].term.end : told[k + 1].term.start]
            if not told[k].to and told[k + 1].to and JOINT.fullmatch(gap):
                told[k].to = [r for r in told[k + 1].to if r.start > told[k + 1].term.start or r.end <= told[k].term.start]
        for one, nxt in itertools.pairwise(told):
            gap = self.page.fold[one.term.end : nxt.term.start]
            gives = GIVE.search(gap) and not PASSIVE.search(gap) and not (NEW_GIVER.match(gap) and nxt.term.count is None)
            apart = ";" in gap and not JOINT.fullmatch(gap)
            if one.to and not nxt.to and not gives and not apart and len(gap) < 120 and "cho" not in gap.split():
                nxt.to = [r for r in one.to if r.end <= nxt.term.start]
        if clause.intro and told and not any(one.to for one in told):
            subject = self.finder.nominal(*clause.intro) or next(iter(self.finder.between(*clause.intro)), None)
            for one in told:
                one.to = [subject] if subject and subject.kind != "group" else []

    # -- status --------------------------------------------------------------------------------------------------

    def _status(self, clause: Clause, term: Term, left: int) -> Decision:
        begin = clause.start
        for sign in (";",):
            at = self.page.fold.rfind(sign, begin, term.start)
            begin = at + 1 if at > 0 else begin
        before = self.page.fold[begin : term.start]
        after = self.page.fold[term.end : min(clause.end, term.end + 60)]
        if clause.intro:
            before = f"{self.page.fold[slice(*clause.intro)]} {before}"
        year = int(term.year[:4]) if term.year and term.year[:4].isdigit() else self._year_before(before)
        return decide(before, after, year=year, published=self.year, is_rule=self.rule)

    def _year_before(self, before: str) -> int | None:
        found = re.findall(r"(?<![\d/.-])((?:19|20)\d\d)(?![\d/])", before[-70:])
        return int(found[-1]) if found else None

    # -- facts ---------------------------------------------------------------------------------------------------

    def awards(self) -> list[Award]:
        """The awards of the article, each award and recipient once a status."""
        found: dict[tuple[str, str, str], Award] = {}
        for clause in self.clauses():
            for told in self.read(clause):
                if told.decision.status == "none" or told.term.bare:
                    continue
                for one in told.to or [None]:
                    if award := self._fact(told, one):
                        found.setdefault((fold(award.award), fold(award.recipient or ""), award.status), award)
        found.update(money_awards(self.draft, self.finder, found))
        return settle(self._regrouped(list(found.values())))

    def _regrouped(self, awards: list[Award]) -> list[Award]:
        """`3 tập thể được tặng Bằng khen. Ba tập thể gồm: A, B, C`: a later sentence names the members of a counted group."""
        for start, end in self.page.sentences:
            match = GROUP_TOLD.match(self.page.fold, start, end)
            if not match:
                continue
            count = VALUES.get(match["n"]) or int(match["n"])
            same = [a for a in awards if a.count == count and self._told_before(a, start, match["noun"])]
            stop = end if not self.page.text[start:end].rstrip().endswith(":") else self._list_end(end)
            members = self.finder.between(match.end(), stop)
            if same and members:
                at = awards.index(same[-1])
                awards[at : at + 1] = [self._member(same[-1], one) for one in members]
        return awards

    def _told_before(self, award: Award, start: int, noun: str) -> bool:
        rest = fold(award.recipient or "").split(" ", 1)[-1]
        return rest.startswith(noun) and 0 < start - award.mentions[0].start < 900

    def _member(self, old: Award, one: Recipient) -> Award:
        words = [m for m in old.mentions if m.part != "recipient"] + [self._mention(one.start, one.end, "recipient")]
        told = {"recipient": one.name, "recipient_kind": one.kind, "count": one.count, "mentions": words}
        return old.model_copy(update=told)

    def _fact(self, told: Told, one: Recipient | None) -> Award | None:
        term = told.term
        specific = term.form.startswith(("huân", "danh hiệu", "cờ")) or " “" in term.name
        if one is None and "vô địch" in term.name:
            return None
        if one is None and term.count is None and not (term.grantor and self.rule) and not (self.rule and specific):
            return None
        status: Status = "past" if one and one.members else told.decision.status  # type: ignore[assignment]
        mentions = [self._mention(term.start, term.end, "award")]
        if one:
            mentions.append(self._mention(one.start, one.end, "recipient"))
        count = one.count if one and one.count else term.count
        return Award(
            award=_cased(term.name),
            recipient=one.name if one else None,
            recipient_kind=one.kind if one else None,  # type: ignore[arg-type]
            count=count,
            status=status,
            cue=told.decision.cue,
            grantor=term.grantor,
            year=term.year,
            mentions=mentions,
            confidence=told.sure if one else 0.6,
        )

    def _mention(self, start: int, end: int, part: str) -> Mention:
        return Mention(start=start, end=end, quote=self.page.quote(start, end), part=part)


def _cased(name: str) -> str:
    """A shouted name in the case of a sentence, its grade kept."""
    words = name.split()
    if sum(w.isupper() for w in words) < 3:
        return name
    return " ".join(w.capitalize() if k == 0 else (w.lower() if w.isupper() else w) for k, w in enumerate(words))


def settle(awards: list[Award]) -> list[Award]:
    """Drop what another entry says better: an award told without recipient whose recipients are named, or under a vaguer name."""
    told: dict[str, int] = {}
    same: dict[tuple[str, str], list[str]] = {}
    for one in awards:
        name = fold(one.award)
        told[name] = told.get(name, 0) + bool(one.recipient)
        same.setdefault((fold(one.recipient or ""), one.status), []).append(name)
    kept: list[Award] = []
    for one in awards:
        name = fold(one.award)
        if one.recipient is None and told[name] >= (one.count or 1):
            continue
        if one.recipient and any(other.startswith(name + " ") for other in same[fold(one.recipient), one.status]):
            continue
        kept.append(one)
    return kept


@component("awards")
def run(draft: Draft) -> None:
    """Set `draft.awards`."""
    draft.awards = Reader(draft, group(draft)).awards()
