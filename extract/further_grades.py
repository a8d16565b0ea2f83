"""Grades told without the award's name again: `Huân chương Lao động hạng Ba (1986), hạng Nhì (1996)`, `giải Nhất, Nhì, Ba`."""

from __future__ import annotations

import re

from extract.award_parts import GRADE, GRADES, Term
from extract.folding import fold
from extract.names import follows
from extract.text import Page

LATER_GRADES = {"nhì", "ba", "ii", "iii"}  # `hạng Nhất, Nhì, Ba`
# `hạng Nhất cho A, hạng Nhì cho B`
GIVEN_APART = re.compile(r"\s+cho\s[^.;:]{3,200}?(?:,|;|và|, và)\s*(?:\d+\s+)?")
TO_MORE = re.compile(r"(?:\s*(?:,|và|, và)\s*(?:hạng )?(?:nhì|ba|ii|iii|2|3))?\s+cho(?!\w)")
PRIZE = re.compile(r"giải (?:đặc biệt|nhất|nhì|ba|tư|khuyến khích|a|b|c)")
PRIZE_GRADES = {"nhì": "Nhì", "ba": "Ba", "tư": "Tư", "b": "B", "c": "C", "khuyến khích": "Khuyến khích"}
OF_ALL = " toàn đoàn"
_MORE = r"(?:nhì|ba|tư|khuyến khích|b|c)"
TOGETHER = re.compile(r"\s*(?:,|và|, và)\s*(?:\d+\s+)?")
_WORTH = r"(?:\s+trị giá \d[^;:]{2,30}?)?"
# `giải Nhất cho A, Nhì cho B`; between them nobody is told what another did
PRIZE_APART = re.compile(
    rf"{_WORTH}\s+(?:cho|thuộc về)\s(?:(?!(?<!\w)(?:được|đoạt|giành|trao|tặng)(?!\w))(?:[^.;:\n]|(?<=\w):(?=\s))){{3,200}}?(?:,|;|và|, và)\s*(?:\d+\s+)?"
)
# `Giải Nhất: A; Nhì: B`
LABELLED = re.compile(r"\s*:[^.;:\n]{3,200};\s*(?:\d+\s+)?")
LABEL = re.compile(r"\s*:")
# `Sở A đoạt giải Nhất, Nhì thuộc về Sở B`: two clauses
WON_BEFORE = re.compile(r"(?<!\w)(?:đoạt|đạt|giành|đồng|được trao|nhận)\s+(?:các )?$")
GOES_TO = re.compile(r"(?:(?!lần lượt)[^.;:,\n]){0,40}?(?<!\w)thuộc về(?!\w)")
PRIZE_TO = re.compile(rf"(?:\s*(?:,|và|, và)\s*(?:hạng )?{_MORE})*{_WORTH}\s+(?:cho|thuộc về|lần lượt|được trao cho)(?!\w)")
# what stands behind a grade alone: no noun, which a number would count, and no name
GRADE_ENDS = re.compile(
    r"\s*(?:[,;.:)\n]|$|(?:và|cho|lần lượt|thuộc về|được|của|môn|nội dung|ở|tại|trong|hội thi|cuộc thi|toàn đoàn|cấp|năm \d)(?!\w))"
)


class FurtherGrades:
    """Finds further grades of the award told before them on one page."""

    def __init__(self, page: Page) -> None:
        self.page, self.tokens = page, page.tokens

    def places(self) -> list[int]:
        """Tokens that can be a further grade alone."""
        found = [i for word in LATER_GRADES for i in self.page.places.get(word, ()) if self.tokens[i].is_cap]
        found += [i for word in "23" for i in self.page.places.get(word, ()) if self._number_too(i)]
        if "giải" in self.page.places:
            found += [i for word in ("nhì", "ba", "tư", "b", "c", "khuyến") for i in self._joined(word)]
        return found

    def _joined(self, word: str) -> list[int]:
        """Tokens of a word right behind a comma, `và` or `hạng`; in small letters only behind a grade in small letters."""
        found = []
        for i in self.page.places.get(word, ()):
            before = [t.fold for t in self.tokens[max(0, i - 2) : i]]
            small = self.tokens[i].is_cap or word == "khuyến" or before[:1] in (["nhất"], ["nhì"], ["ba"])
            if small and before[-1:] and (before[-1] in (",", "và") or before[-1].isdigit()):
                found.append(i)
        return found

    def of(self, terms: list[Term], i: int) -> Term | None:
        """The grade told at token i, of the award before it."""
        if not terms:
            return None
        return self._prize(terms[-1], i) if terms[-1].form == "giải thưởng" else self._order(terms[-1], i)

    def _order(self, last: Term, i: int) -> Term | None:
        """`... hạng Ba (1986), hạng Nhì (1996)`: one more grade of the order before it."""
        at = i + (self.tokens[i].fold == "hạng")
        if last.form != "huân chương" or at >= len(self.tokens) or self.tokens[at].fold not in GRADES:
            return None
        gap = self.page.fold[last.end : self.tokens[i].start]
        between = r"[\s\d(),;vàcunăm-]*" if at > i else r"\s*(?:,|và|, và)\s*"
        given = GIVEN_APART.fullmatch(gap) and TO_MORE.match(self.page.fold, self.tokens[at].end)
        if not (given or re.fullmatch(between, gap)):
            return None
        if at == i and not given and not self._bare_grade(last, i):
            return None
        name = f"{GRADE.sub('', last.name)} hạng {GRADES[self.tokens[at].fold]}"
        return self._term(last, i, at + 1, name)

    def _term(self, last: Term, i: int, behind: int, name: str) -> Term:
        start, end = self.tokens[i].start, self.tokens[behind - 1].end
        return Term(i, behind, start, end, name, last.form, rule="award.further", of=last.of or (last.start, last.end))

    def _prize(self, last: Term, i: int) -> Term | None:
        """`giải Nhất, Nhì, Ba`, `giải Nhất cho A, hạng Nhì cho B`: one more grade of the prize before it."""
        at = i + (self.tokens[i].fold == "hạng")
        # `giải Nhất toàn đoàn cho A, Nhì cho B`
        whole = OF_ALL if fold(last.name).endswith(OF_ALL) else ""
        if not PRIZE.fullmatch(self.page.fold, last.start, last.end - len(whole)) and last.rule != "award.further":
            return None
        two = " ".join(t.fold for t in self.tokens[at : at + 2]) == "khuyến khích"
        word = "khuyến khích" if two else self.tokens[at].fold if at < len(self.tokens) else ""
        if word not in PRIZE_GRADES:
            return None
        behind, end = at + 1 + two, self.tokens[at + two].end
        joined = TOGETHER.fullmatch(self.page.fold, last.end, self.tokens[i].start)
        joined = joined if (GRADE_ENDS if at == i else PRIZE_TO).match(self.page.fold, end) else None
        joined = None if joined and self._of_another(last, end) else joined
        labelled = LABELLED.fullmatch(self.page.fold, last.end, self.tokens[i].start)
        if at == i and labelled and LABEL.match(self.page.fold, end):
            return self._term(last, i, behind, f"giải {PRIZE_GRADES[word]}{whole}")
        apart = PRIZE_APART.fullmatch(self.page.fold, last.end, self.tokens[i].start)
        if not joined and not (apart and PRIZE_TO.match(self.page.fold, end)):
            return None
        return self._term(last, i, behind, f"giải {PRIZE_GRADES[word]}{whole}")

    def _of_another(self, last: Term, end: int) -> bool:
        """`Sở A đoạt giải Nhất, Nhì thuộc về Sở B`: the grade that ends at `end` was won by somebody told behind it."""
        begin = (last.of or (last.start, last.end))[0]
        won = WON_BEFORE.search(self.page.fold, max(0, begin - 20), begin)
        return won is not None and GOES_TO.match(self.page.fold, end) is not None

    def _number_too(self, i: int) -> bool:
        """`hạng 2 và 3`: a number alone, no number of persons."""
        words = [t.fold for t in self.tokens[max(0, i - 3) : i]]
        counts = i + 1 < len(self.tokens) and self.tokens[i + 1].is_word and self.tokens[i + 1].fold not in ("cho", "của", "và")
        return words[:1] == ["hạng"] and words[2:] in (["và"], [","]) and not counts

    def _bare_grade(self, last: Term, i: int) -> bool:
        """`hạng Nhất, Nhì, Ba`: grades alone, none of them the first word of a name (`hạng Nhất, Ba Vì`)."""
        named = i + 1 < len(self.tokens) and follows(self.page, i + 1) and self.tokens[i + 1].is_cap
        return bool(GRADE.search(last.name)) and not named
