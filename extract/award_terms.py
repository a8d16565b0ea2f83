"""Awards as the text names them: base, grade, quoted title, scope, grantor behind `của`, count before it, year behind it.

`3 Huân chương Lao động hạng Nhất`, `Cờ thi đua xuất sắc của UBND tỉnh năm 2019`, `danh hiệu “Thầy thuốc Ưu tú” (2010)`.
Names and forms come from the catalogue of award types and `lexicon/award_bases.csv`; forms follow the law (Luật Thi đua,
khen thưởng 2022, điều 9). A further grade (`hạng Nhì (1996), hạng Nhất (2006)`) repeats the base before it.
"""

from __future__ import annotations

import functools
import itertools
import re

from extract.award_names import PARTYS, Names
from extract.award_parts import Term
from extract.draft import Draft
from extract.folding import fold, squash
from extract.further_grades import FurtherGrades
from extract.names import follows
from extract.numerals import COUNTS
from extract.pointers import counted_words
from extract.text import Intervals
from schemas.catalogues import AwardType, load

CLASSIFIERS = {"suất", "phần", "tấm", "chiếc", "căn", "ngôi", "con", "giải", "danh", "hiệu", "lá", "cuốn", "lượt", "bộ"}
OF_THEM = re.compile(r"\s+(?:năm (?:học )?\d{4}(?:\s*-\s*\d{4})? )?cho(?!\w)")
LEVEL = re.compile(r"cấp (?:cơ sở|tỉnh|huyện|thành phố|bộ|ngành|quốc gia|toàn quốc|nhà nước|quận|trường)(?!\w)")
OF_LEVEL = re.compile(r"(?:tỉnh|huyện|xã|ngành)(?= (?:cho|và|năm|tặng)(?!\w)|[,.;)])")  # `cờ thi đua của tỉnh cho 3 tập thể`
# words before the numbers `ba`, `năm`
WINNING = {"giành", "đoạt", "đạt", "trao", "được", "gồm", "có", ",", ":"}
CONTENT = re.compile(r"\s*\((?:(?!(?<!\w)cho(?!\w))[^()\n]){1,120}\)")
FURTHER = {"hạng", "suất", "danh"}  # words that may tell more of the award before
_YEARS = re.compile(
    r"[\"”»']?(?:\s*,? lần thứ [\w-]+|,(?=\s*(?:vào )?năm (?:19|20)\d\d\s*(?:[;.)\n]|$)))?\s*\(?\s*(?:(?:được )?(?:trao tặng|tặng thưởng|phong tặng|tặng|trao|nhận) )?(?:vào |trong )?(?:các )?(?:năm(?: học)?:?|\()\s*((?:19|20)\d\d(?:\s*(?:-|,|và)\s*(?:19|20)\d\d)*)"
)
LISTED = {"đó", "gồm", ",", ";", ":", "và", "-", "–", "có"}
BADGE_OF = re.compile(r"(?P<words>\d\d năm tuổi đảng)(?= (?:có|là|cho)|:)(?=\W+(?:\w+ )?\d+ (?:đảng viên|đồng chí))")
AND_OF = re.compile(r"\s*(?:,|và|, và)\s*của\s+")
ORDER_AND = re.compile(r"\s*(?:,|và|-)\s*")
ALL_KINDS = re.compile(r"huân chương các (?:loại|hạng)")
ORDERS_TOO = re.compile(r"(?<!\w)huân\s*(?:,|và|-|/)\s*$")


@functools.cache
def _orders() -> frozenset[str]:
    """The orders of the catalogue, folded."""
    return frozenset(fold(award.name) for award in load(AwardType) if award.form == "huân chương")


class Terms:
    """Finds the award terms of one page."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page, self.tokens = draft, draft.page, draft.page.tokens
        self.names = Names(draft)
        self.grades = FurtherGrades(self.page)
        self.in_unit = Intervals((s.start, s.end) for s in draft.unit_spans)

    def find(self) -> list[Term]:
        """Every award term, in order."""
        terms: list[Term] = []
        further = [i for word in FURTHER for i in self.page.places.get(word, ())]
        further += self.grades.places()
        further += [
            i - 2 for i in self.page.places.get("tuổi", ()) if i > 1 and self.page.fold.startswith(" đảng", self.tokens[i].end)
        ]
        last = 0
        for i in sorted({*self.names.known, *self.names.bases, *further}):
            if i < last or self.draft.skipped(self.tokens[i].start):
                continue
            term = self.term_at(i) or self._further(terms, i) or self._badge(terms, i) or self._again(terms, i)
            if term and not (terms and (self._short_of(terms[-1], term) or self._content_of(terms[-1], term))):
                terms += [term, *self._of_others(term)]
                self.names.before = terms[-1]
                last = terms[-1].last
        self._name_generic(terms)
        self._orders_too(terms)
        self._share_tails(terms)
        return terms

    def _of_others(self, term: Term) -> list[Term]:
        """`Bằng khen của Thủ tướng Chính phủ, của UBND tỉnh`: one more of the same form from each further body."""
        base, of, name = term.name.partition(" của ")
        more: list[Term] = []
        while of and name == term.grantor and (told := AND_OF.match(self.page.fold, term.end)):
            i = self.page.token_at(told.end())
            office = self.names.office_at(i)
            if not office:
                break
            start, end = self.tokens[i].start, self.tokens[office[1] - 1].end
            step = (term.start, term.end)
            term = Term(i, office[1], start, end, f"{base} của {office[0]}", term.form, rule="award.again", of=step)
            term.grantor, term.last_word = office[0], end
            more.append(term)
        return more

    def _orders_too(self, terms: list[Term]) -> None:
        """`Huân, Huy chương các loại`: orders too, told by the first half of their word."""
        for k in range(len(terms) - 1, -1, -1):
            medal = terms[k]
            near = ORDERS_TOO.search(self.page.fold, max(0, medal.start - 9), medal.start) if medal.form == "huy chương" else None
            if near:
                i, start = self.page.token_at(near.start()), near.start()
                of = (medal.start, medal.end)
                order = Term(i, i + 1, start, start + 4, "Huân chương", "huân chương", bare=True, rule="award.base", of=of)
                order.last_word, order.grantor = start + 4, medal.grantor
                terms.insert(k, order)

    def _share_tails(self, terms: list[Term]) -> None:
        """`Huân chương, Huy chương Kháng chiến`, `... các loại`: an order named as the medal behind it, if the catalogue knows it."""
        for one, after in itertools.pairwise(terms):
            joined = one.bare and one.form == "huân chương" and ORDER_AND.fullmatch(self.page.fold, one.end, after.start)
            name = re.sub(r"^huy chương ", "Huân chương ", after.name, flags=re.IGNORECASE) if joined else after.name
            if name != after.name and (fold(name) in _orders() or ALL_KINDS.fullmatch(fold(name))):
                one.name, one.bare, one.rule, one.of = name, False, "award.generic", (after.start, after.end)

    def _short_of(self, last: Term, term: Term) -> bool:
        """`12 Huy chương Vàng (HCV)`: the short form in brackets is the award before it."""
        between, behind = self.page.text[last.end : term.start], self.page.text[term.end : term.end + 1]
        return between.strip() == "(" and behind == ")" and term.name.isupper()

    def _content_of(self, last: Term, term: Term) -> bool:
        """`650 suất quà (áo ấm, ba lô)`: what the gift before it consists of, no other one."""
        bracket = CONTENT.match(self.page.fold, last.end) if last.form == term.form == "quà" else None
        return bracket is not None and term.end < bracket.end()

    def _name_generic(self, terms: list[Term]) -> None:
        """A bare `giải thưởng` or `học bổng` is the one prize or scholarship that the article names, if it names just one."""
        for base in ("giải thưởng", "học bổng"):
            named = (t for t in terms if fold(t.name).startswith(base + " ") and not self.in_unit.covers(t.start))
            proper = {fold(t.name): t for t in named}
            if len(proper) == 1:
                one = next(iter(proper.values()))
                for term in (t for t in terms if fold(t.name) == base):
                    beside = term.start < one.start < self.page.sentence_of(term.start)[1]  # `học bổng cho A và học bổng X cho B`
                    both = term.count and one.count  # `20 suất học bổng. B trao 5 suất học bổng X`
                    if term.start > one.start or not (beside or both):
                        term.name, term.bare, term.rule, term.of = one.name, False, "award.generic", (one.start, one.end)

    def term_at(self, i: int) -> Term | None:
        """The award told from token i on, with its grantor, year and count."""
        term = self.names.name_at(i)
        return self._finish(term) if term else None

    def _finish(self, term: Term) -> Term:
        """Add what stands around the name: grantor, year, count."""
        term.last_word = term.end
        self._grantor(term)
        if match := _YEARS.match(self.page.fold, term.end):
            term.year = re.sub(r"\s*(?:,|và)\s*", ", ", squash(match[1]))
        if not term.grantor and " của " in term.name and term.form in ("bằng khen", "giấy khen", "thư khen", "cờ thi đua"):
            term.grantor = term.name.split(" của ", 1)[1]
        elif not term.grantor and term.form in ("bằng khen", "giấy khen", "cờ thi đua"):
            office = self.names.office_at(term.first + len(term.form.split()))  # `Bằng khen Thủ tướng Chính phủ`
            term.grantor = office[0] if office and office[1] == term.last else None
        term.count = self._count(term.first)
        return term

    def _grantor(self, term: Term) -> None:
        j = term.last
        while j < len(self.tokens) and self.tokens[j].text in '”»"':
            j += 1
        if [t.fold for t in self.tokens[j : j + 4 : 3]] == ["lần", "của"]:  # `hạng Nhì lần thứ hai của Chủ tịch nước`
            j += 3
        words = " ".join(t.fold for t in self.tokens[j : j + 3])
        j += 2 * (words in ("chuyên đề của", "đột xuất của", "toàn diện của"))  # `Bằng khen chuyên đề của Bộ trưởng`
        owned = j < len(self.tokens) and self.tokens[j].fold == "của"
        i = j + 1 if owned else j
        told = self.names.office_at(i)
        of_level = owned and not told and term.form in ("cờ thi đua", "bằng khen", "giấy khen")
        if of_level and OF_LEVEL.match(self.page.fold, self.tokens[i].start if i < len(self.tokens) else 0):
            term.grantor, term.last, term.end = self.tokens[i].text, i + 1, self.tokens[i].end
            term.name = f"{term.name} của {term.grantor}"
            return
        if not told or (
            not owned
            and (term.form not in ("bằng khen", "giấy khen") or i in self.names.titles or not follows(self.page, i))
            and not self._flag_of(term, told[1])
        ):
            return
        words, last = told
        term.grantor = words
        if term.form in ("cờ thi đua", "bằng khen", "giấy khen", "thư khen") or not owned:
            term.name = f"{term.name} {'của ' if owned else ''}{words}"
        term.last, term.end = last, self.tokens[last - 1].end

    def _flag_of(self, term: Term, last: int) -> bool:
        """`Cờ thi đua UBND tỉnh cho 2 tập thể`: the body between a flag and `cho` gives it."""
        behind = self.tokens[last - 1].end
        return term.form == "cờ thi đua" and bool(OF_THEM.match(self.page.fold, behind))

    def _count(self, first: int) -> int | None:
        j = first - 1
        if j >= 0 and self.tokens[j].text in '“"«':
            j -= 1
        while j >= 0 and self.tokens[j].fold in CLASSIFIERS:
            j -= 1
        if j < 0 or not follows(self.page, j + 1):
            return None
        token = self.tokens[j]
        if j and self.tokens[j - 1].fold == "top":  # `Top 10 Sao Vàng`
            return None
        before = self.tokens[j - 1] if j else token
        apart = before.text not in "/-" or before.start == self.page.line_of(token.start)[0]  # a dash that opens a line
        if token.is_number and "," not in token.text and apart:
            return int(token.text.replace(".", "")) if len(token.text) < 9 else None
        if token.is_cap and j and self.tokens[j - 1].is_cap and follows(self.page, j):  # `ông Lê Văn Tám Huân chương ...`
            return None
        sure = token.fold not in ("năm", "ba") or first - j > 1 or (j > 0 and self.tokens[j - 1].fold in WINNING)
        return COUNTS.get(token.fold) if sure else None

    def _further(self, terms: list[Term], i: int) -> Term | None:
        """`... hạng Ba (1986), hạng Nhì (1996)`, `giải Nhất, Nhì`: one more grade of the award before it."""
        term = self.grades.of(terms, i)
        return self._finish(term) if term else None

    def _again(self, terms: list[Term], i: int) -> Term | None:
        """`danh hiệu này`: the title told last."""
        words = [t.fold for t in self.tokens[i : i + 3]]
        if words[:1] == ["suất"] and terms and words[1:2] and words[1] in ("cho", "dành", "đặc"):
            return self._share_of(terms, i)
        if words == ["danh", "hiệu", "cấp"]:
            return self._of_level(terms, i)
        if words == ["danh", "hiệu", "cho"]:
            return self._any_title(terms, i)
        praised = [t.fold for t in self.tokens[i + 2 : i + 4]] in (["cao", "quý"], ["vinh", "dự"])
        last = i + 4 if praised else i + 2
        told = self.tokens[last].fold if last < len(self.tokens) else ""
        if words[:2] != ["danh", "hiệu"] or told not in ("này", "trên", "đó"):
            return None
        title = next((t for t in reversed(terms) if t.form.startswith("danh hiệu")), None)
        if title is None:
            return None
        return Term(
            i,
            last + 1,
            self.tokens[i].start,
            self.tokens[last].end,
            title.name,
            title.form,
            rule="award.again",
            of=(title.start, title.end),
        )

    def _any_title(self, terms: list[Term], i: int) -> Term | None:
        """`trao tặng danh hiệu cho 8 nghệ nhân`: the one title of such people that was told before, else one without name."""
        given = i > 0 and self.tokens[i - 1].fold in ("tặng", "trao", "nhận", "các")
        if not given or not self.tokens[i + 3 : i + 4] or not self.tokens[i + 3].is_number:
            return None
        start, end = self.tokens[i].start, self.tokens[i + 1].end
        whom = counted_words().match(self.page.fold, self.tokens[i + 3].start)
        titles = {t.name: t for t in terms if t.form.startswith("danh hiệu") and whom and whom["noun"] in fold(t.name)}
        one = next(iter(titles.values())) if len(titles) == 1 else None
        if one is None:
            return self._finish(Term(i, i + 2, start, end, self.page.text[start:end], "danh hiệu", rule="award.base"))
        return self._finish(Term(i, i + 2, start, end, one.name, one.form, rule="award.again", of=(one.start, one.end)))

    def _of_level(self, terms: list[Term], i: int) -> Term | None:
        """`278 chiến sĩ thi đua cấp cơ sở, 30 giáo viên đạt danh hiệu cấp tỉnh`: the title told last, of another level."""
        level = LEVEL.match(self.page.fold, self.tokens[i + 2].start)
        title = next((t for t in reversed(terms) if t.form == "danh hiệu thi đua"), None)
        if title is None or level is None or not LEVEL.search(fold(title.name)) or not self._same_people(title, i):
            return None
        last = self.page.token_at(level.end() - 1) + 1
        name = f"{LEVEL.sub('', title.name).rstrip()} {squash(self.page.text[level.start() : level.end()])}"
        start, end = self.tokens[i].start, self.tokens[last - 1].end
        return self._finish(Term(i, last, start, end, name, title.form, rule="award.again", of=(title.start, title.end)))

    def _same_people(self, title: Term, i: int) -> bool:
        """`278 giáo viên đạt chiến sĩ thi đua cấp cơ sở, 30 giáo viên đạt danh hiệu cấp tỉnh`: both told of the same kind of people."""
        here, at = self.page.sentence_of(title.start)[0], self.tokens[i].start
        nouns = [m["noun"] for m in counted_words().finditer(self.page.fold, here, at)]
        return len(nouns) > 1 and nouns[-1] == nouns[-2]

    def _share_of(self, terms: list[Term], i: int) -> Term | None:
        """`145 suất học bổng, gồm: 100 suất cho ...`: more shares of the scholarship or gift told before."""
        last = next((t for t in reversed(terms) if t.form in ("học bổng", "quà")), None)
        size = 3 if self.tokens[i + 1].fold == "đặc" else 1
        if last is None or self.tokens[i].start - last.end > 600:
            return None
        start, end = self.tokens[i].start, self.tokens[i + size - 1].end
        return self._finish(Term(i, i + size, start, end, last.name, last.form, rule="award.share", of=(last.start, last.end)))

    def _badge(self, terms: list[Term], i: int) -> Term | None:
        """`44 đảng viên được tặng Huy hiệu Đảng, trong đó 30 năm tuổi Đảng có 24 đảng viên`: the badge of so many years."""
        years = BADGE_OF.match(self.page.fold, self.tokens[i].start) if i and self.tokens[i - 1].fold in LISTED else None
        last = next((t for t in reversed(terms) if PARTYS.search(fold(t.name))), None) if years else None
        if not years or last is None or self.tokens[i].start - last.end > 600:
            return None
        start, end = years.span("words")
        name, j = f"Huy hiệu {squash(self.page.text[start:end])}", self.page.token_at(end)
        return self._finish(Term(i, j, start, end, name, last.form, rule="award.again", of=(last.start, last.end)))
