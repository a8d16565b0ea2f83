"""Awards: which award went to, is asked for, or was held by whom; the facts made of terms, recipients, status and grantor."""

from __future__ import annotations

import dataclasses
import itertools
import re

from extract.award_parts import Term
from extract.award_terms import Terms
from extract.captions import without_captions
from extract.carried import Carried
from extract.clauses import ACT, Clause, Clauses, telling
from extract.draft import Draft, component
from extract.folding import fold, squash
from extract.giving import Giving
from extract.grantors import Grantors
from extract.handed_on import handed_on
from extract.members import Members
from extract.occasions import Occasions
from extract.often import times_before, times_behind
from extract.periods import reported, within
from extract.pointers import Recipient, linked
from extract.praise import praise
from extract.prizes import money_awards
from extract.recipients import Finder
from extract.ruled import Ruled
from extract.settle import badge_of, cased, counted_prizes, settle
from extract.shared_grades import undivided
from extract.sharing import Sharing, Told
from extract.spelled_out import without_spelled_out
from extract.standings import is_rate, won_already
from extract.status import Decision, decide, year_before
from extract.text import Intervals
from extract.verbs import DEFINED, GIVE, TAKE, no_gain
from extract.years import Years, both
from schemas.facts import Award, Status

WITH = re.compile(r"[\s,]*(?:và )?(?:kèm|cùng)(?: theo| với)?\s*(?:\d(?:[^,.;]|[.,](?=\d)){2,30}?\s)?")
AND, SUM = re.compile(r"\s*và\s*"), re.compile(r"\s+(?:trị giá )?\d")
JOINED = re.compile(r"\s*(?:,|và|kèm|cùng|và kèm)\s*")
COUNTED_APART = ("huy chương", "học bổng", "quà")
PAPERS = ("bằng khen", "giấy khen", "kỷ niệm chương")
WITHIN = re.compile(r"\s*trong (?:đó|số (?:đó|này))(?!\w)")  # `đề nghị khen thưởng 8 tập thể. Trong đó, 1 tập thể nhận X`
BARE_VERB = re.compile(r"\s*(?:và )?(?:khen thưởng|công nhận|tặng|xét tặng|trao tặng|phong tặng|truy tặng|tặng thưởng)(?!\w)")
# `đề nghị A được tặng X; 2 đơn vị được tặng Y`: the proposal goes on
AND_MORE = re.compile(r"\s*(?:và )?\d+ (?:tập thể|cá nhân|đơn vị|đồng chí|cơ quan)(?:(?! đã )[^,.;:]){0,40}? (?:được|nhận)(?!\w)")
ASKED = re.compile(r"(?<!\w)(?:thống nhất|nhất trí|đồng ý)?,? ?(?:đề nghị|đề xuất|suy tôn)(?!\w)")
ONE_MORE = re.compile(r"(?:[;,]|(?<!\w)và)\s*(?:\d[\d.]* )?(?:danh hiệu )?[\"“]?$")
GIVES = re.compile(rf"{GIVE.pattern}|{TAKE.pattern}")
SETTLED = re.compile(
    r"(?<!\w)(?:(?:thống nhất|quyết định)\s*:|đã quyết định (?=(?:trao|tặng|trao tặng|trao thưởng|khen thưởng|tặng thưởng)(?!\w)))"
)


class Reader:
    """Reads the awards of one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page = draft, draft.page
        self.finder = Finder(draft)
        days = [d.year for d in draft.dates if d.iso and d.year]
        self.year = int(draft.published_on[:4]) if draft.published_on else max(days, default=None)
        self.themes = Intervals((m.start, m.end) for theme in draft.themes for m in theme.mentions)
        terms = Terms(draft)
        self.clauses = Clauses(draft.page, [t for t in terms.find() if not self._inside(t)])
        self.period = reported(draft.page, self.year)
        self.ruled = Ruled(draft.page, self.clauses, titled=bool(draft.article.title))
        self.giving = Giving(draft, self.finder, self.clauses)
        self.sharing = Sharing(self.finder)
        self.grantors = Grantors(terms)
        self.occasions = Occasions(self.page, draft.events, self.clauses.terms, self.year)
        self.years = Years(self.page, self.clauses.terms, self.year)

    def _inside(self, term: Term) -> bool:
        """Words of a unit's or campaign's name, of a shouted title, of a rate, of a flag that goes round are no award."""
        if (
            is_rate(self.page, term)
            or handed_on(self.page, term)
            or self.finder.in_unit.covers(term.start)
            or self.themes.covers(term.start)
        ):
            return True
        return term.start < 400 and self.page.is_shouted(*self.page.line_of(term.start)) and term.start < self.page.lines[0][1]

    def read(self, clause: Clause) -> list[Told]:
        """What the clause tells of each of its terms."""
        if clause.heading and not clause.terms:
            to = linked(self.finder.between(clause.start, clause.end), "link.heading", clause.heading.start, clause.heading.end)
            return [Told(clause.heading, to, self._status(clause, clause.heading))] if to else []
        told: list[Told] = []
        apart = [not self.giving.tells_who(term) for term in clause.terms]
        for k, term in enumerate(clause.terms):
            left = next((clause.terms[j].end for j in range(k - 1, -1, -1) if apart[j]), clause.start)
            right = self._right(clause, k, apart)
            decision = self._status(clause, term)
            # `xét duyệt A cho 9 đơn vị; B cho 5 đơn vị`: asked for by one verb
            goes_on = told and self._goes_on(told[-1].term.end, term.start)
            if goes_on and told[-1].decision.status == "proposed" and decision.rule == "status.none_told":
                decision = told[-1].decision
            term.count = term.count or times_before(self.page, left, term.start) or times_behind(self.page, term.end)
            if aside := self.giving.aside(term, clause.start):
                behind = (term.end, term.end)
                inside = decide(self.page, [(aside.end, term.start)], behind, year=None, published=None, is_rule=False)
                told.append(Told(term, linked([aside], "link.brackets"), inside))
                continue
            to = self.giving.to(clause, term, left, right, decision.status)
            told.append(Told(term, to, Decision("conferred") if within(self.period, term, to, decision) else decision))
        self.sharing.share(clause, told)
        for one, after in itertools.pairwise(told):
            one.term.grantor = one.term.grantor or self._shared_grantor(one.term, after.term)
        if self.ruled.told:
            self._by_rules(clause, told)
        return told

    def _by_rules(self, clause: Clause, told: list[Told]) -> None:
        """What a law or rules say of awards was given to nobody; those given by the way to somebody told stay."""
        for one in told:
            rules = self.ruled.over(clause.start, one.term.start, one.to)
            given = any(r.count or r.kind != "group" for r in one.to)
            surely = not self.ruled.whole or (one.decision.status == "conferred" and one.decision.cue)
            if not rules or (given and surely):
                continue
            one.to = [r for r in one.to if r.kind == "group" and not r.count]
            at = one.decision.at if one.decision.at[0] >= 0 else rules
            one.decision = dataclasses.replace(one.decision, status="possible", rule="status.rules", at=at)

    def _goes_on(self, at: int, start: int) -> bool:
        """Whether the award at `start` stands right behind a joint, with no verb since the one that ends at `at`."""
        joint = self.page.first(ONE_MORE, max(at, start - 24), start)
        return joint is not None and not self.page.first(GIVES, at, start)

    def _right(self, clause: Clause, k: int, apart: list[bool]) -> int:
        """Where the next award begins; money that comes with this one (`kèm tiền thưởng`) is no other award."""
        for term, other in zip(clause.terms[k + 1 :], apart[k + 1 :], strict=True):
            if other and not (term.form == "tiền thưởng" and self._with(clause.terms[k], term)):
                return term.start
        return clause.end

    def _shared_grantor(self, term: Term, after: Term) -> str | None:
        """`Bằng khen và tiền thưởng của Bộ Y tế`: both come from the body told behind the second."""
        alike = term.form in PAPERS and after.form in {*PAPERS, "tiền thưởng"}
        alike = alike or (after.rule == "award.further" and after.of == (term.start, term.end))  # `hạng Nhì, hạng Ba của X`
        return after.grantor if alike and JOINED.fullmatch(self.page.fold, term.end, after.start) else None

    def _with(self, term: Term, money: Term) -> bool:
        return bool(
            WITH.fullmatch(self.page.fold, term.end, money.start)
            or (AND.fullmatch(self.page.fold, term.end, money.start) and SUM.match(self.page.fold, money.end))
        )

    def _status(self, clause: Clause, term: Term) -> Decision:
        begin = max(clause.start, self.page.fold.rfind(";", clause.start, term.start) + 1)
        asked = clause.terms and clause.terms[0].start < begin and AND_MORE.match(self.page.fold, begin)
        carried = asked and self.page.first(ASKED, clause.start, begin)
        again = BARE_VERB.match(self.page.fold, begin)
        semicolon, first = begin, self.page.first(GIVES, clause.start, begin) if again else None
        if carried or again or not self.page.first(GIVES, begin, term.start):
            begin = clause.start
        if settled := self.page.first(SETTLED, begin, term.start):
            begin = settled.end()
        stretches = telling(begin, term.start)
        # `... cho 8 doanh nghiệp 2 năm liền dẫn đầu; tặng`: whom the first went to tells nothing
        if again and first and begin == clause.start:
            verb = clause.terms[0].start if clause.terms and clause.terms[0].start < semicolon else first.end()
            stretches = [*telling(clause.start, verb), *telling(semicolon, term.start)]
        if clause.intro:
            stretches.insert(0, clause.intro)
        elif WITHIN.match(self.page.fold, clause.start) and clause.start:
            before = self.page.sentence_of(clause.start - 2)
            stretches[:0] = telling(*before) if self.page.first(ACT, *before) else []
        reach = 0 if won_already(self.finder, term, clause.start) else 60
        after = (term.end, max(term.end, min(clause.end, term.end + reach)))
        year = int(term.year[:4]) if term.year and term.year[:4].isdigit() else year_before(self.page, stretches)
        decision = decide(self.page, stretches, after, year=year, published=self.year, is_rule=self.ruled.whole is not None)
        if decision.rule == "status.year" and decision.cue:
            own = term.year is not None and term.year.startswith(decision.cue)
            at = self.page.fold.find(decision.cue, term.end) if own else self.page.fold.rfind(decision.cue, 0, term.start)
            return dataclasses.replace(decision, at=(at, at + len(decision.cue)))
        return decision

    def awards(self) -> list[Award]:
        """The awards of the article, each award and recipient once a status."""
        found: dict[tuple[str, ...], Award] = {}
        carried = Carried(self.finder)
        title = self.page.lines[0][1] if self.draft.article.title and self.page.lines else 0
        title = title if title < 300 else 0
        for clause in self.clauses.find():
            read = self.read(clause)
            carried.over(clause, read)
            for told in read:
                medals = told.term.form == "huy chương" and any(r.count for r in told.to)
                if told.decision.status == "none" or (told.term.bare and not medals):
                    continue
                defined = self.page.first(DEFINED, clause.start, told.term.start)
                recipients: list[Recipient | None] = [r for r in told.to if not defined or r.count or r.kind != "group"]
                for one in recipients or [None]:
                    if award := self._fact(clause, told, one):
                        to = fold(award.recipient or counted_prizes(award))
                        key = (fold(award.award), to, award.status, fold(award.grantor or ""))
                        first = found.get(key, award)
                        # a body that the title tells is told by the text too
                        again = one is not None and one.kind == "unit" and first.mentions[0].start < title
                        found[key] = both(award, first, self.year) if again else both(first, award, self.year)
        found.update(praise(self.draft, self.finder, self.clauses, self.grantors))
        found.update(money_awards(self.draft, self.finder, found, self.grantors))
        members = Members(self.page, self.finder, self.clauses)
        awards = without_captions(self.draft, without_spelled_out(self.page, members.named(list(found.values()))))
        return undivided(settle(awards, title))

    def _fact(self, clause: Clause, told: Told, one: Recipient | None) -> Award | None:
        term = told.term
        if one is None and self._tells_nothing(clause, term):
            return None
        held = one is not None and one.members  # `trao Bằng khen cho Nhà giáo ưu tú A`: who gives it gave no title
        status: Status = "past" if held else told.decision.status  # type: ignore[assignment]
        mentions = [self.page.mention(term.start, term.end, "award")]
        if one:
            mentions.append(self.page.mention(one.start, one.end, "recipient"))
        grantor = self.grantors.award(clause, term, held, status)
        shared = one is not None and len(told.to) == term.count and not (one.kind == "group" and self._prize(term))
        # `5 danh hiệu A, gồm các ông B, C`: nobody tells that each got five
        shared = shared or (one is not None and one.kind == "person" and 1 < len(told.to) < (term.count or 0))
        # `3 giải B:` counts all that is listed below it
        listed = one is not None and (one.start >= clause.end or term.end < clause.start)
        # `4 huy chương cho 6 em`: four; `30 suất quà cho 10 hộ và 20 học sinh`: nobody tells who got how many
        own = term.count is not None and len(told.to) == 1 and (term.form in COUNTED_APART or self._prize(term))
        count = one.count if one and one.count and not own else None if shared or listed else term.count
        count = term.count if told.counted else count
        self._note(told, one, grantor)
        many = count is not None or one is None or one.kind == "group"
        if won_at := self.occasions.of(clause, term, status, many=many):
            mentions.append(self.page.mention(*won_at, "occasion"))
        name, one = badge_of(term.name, one)
        return Award(
            award=cased(name),
            recipient=one.name if one else None,
            recipient_kind=one.kind if one else None,
            count=count,
            status=status,
            cue=told.decision.cue,
            grantor=grantor if not one or grantor != one.name else None,
            year=self.years.of(clause, term, one, status),
            occasion=squash(self.page.quote(*won_at)) if won_at else None,
            mentions=mentions,
            confidence=0.85 if one and told.sure else 0.6,
        )

    def _tells_nothing(self, clause: Clause, term: Term) -> bool:
        """Talk of an award that nobody is told to have got, uncounted; `xây 16 căn nhà tình nghĩa`: a deed of one's own."""
        specific = term.form.startswith(("huân", "danh hiệu", "cờ")) or " “" in term.name
        built = term.form == "nhà" and no_gain(self.page.fold, clause.start, term.start, term.end)
        given = term.count is not None or (self.ruled.whole and (term.grantor or specific))
        return "vô địch" in term.name or built or not given

    def _prize(self, term: Term) -> bool:
        """`2 đội đoạt 3 giải Nhất`: a prize of a contest, which may be won more than once."""
        return term.form == "giải thưởng" and fold(term.name).startswith("giải ")

    def _note(self, told: Told, one: Recipient | None, grantor: str | None) -> None:
        """Keep how the award, its recipient, its grantor and its status were read."""
        term = told.term
        named = term.of or (min(term.start, self.page.tokens[term.first].start), term.end)
        why = [(term.rule, *named)]
        if grantor:
            why.append(("award.grantor_of" if term.grantor else "award.grantor_before", -1, -1))
        why += [(one.rule, one.start, one.end), *one.link] if one else [("link.nobody", -1, -1)]
        held = one and one.members and told.decision.status != "past"
        why.append(("status.holder", -1, -1) if held else told.decision.step)
        self.page.note("awards", term.start, one.start if one else -1, tuple(why))


@component("awards")
def run(draft: Draft) -> None:
    """Set `draft.awards`."""
    draft.awards = Reader(draft).awards()
