"""The shapes of award names: known from the catalogue, an order with its grade, a quoted or plain title, a prize, a level.

Names and forms come from the catalogue of award types and `lexicon/award_bases.csv`; forms follow the law (Luật Thi đua,
khen thưởng 2022, điều 9).
"""

from __future__ import annotations

import functools
import re

from extract.award_parts import GRADES, Term
from extract.award_titles import Titles
from extract.draft import Draft
from extract.folding import fold, squash
from extract.lexicon import Hit, Lexicon, word_set
from extract.names import follows, run_of_caps
from extract.phrases import by_first, rows, words

PRIZES = GRADES | {"tư": "Tư", "a": "A", "b": "B", "c": "C"}
SUPERLATIVE = re.compile(
    r"(?<!\w)(?:nhất|xuất sắc|vàng|bạc|đồng|triển vọng|phong cách|ấn tượng|tiêu biểu|sáng tạo|tài năng|cống hiến)(?!\w)"
)
LEVEL = re.compile(r"\s+(?:cấp \w+|toàn (?:ngành|quân|quốc|lực lượng|tỉnh)|tỉnh|huyện|quốc gia|thành phố)(?: cơ sở)?(?!\w)")
PRAISED_AS = {"những", "các", "là", "như", "lá"}  # `là một trong những lá cờ đầu`: a figure of speech
PARTYS = re.compile(r"tuổi đảng|huy hiệu đảng")
BADGE_YEARS = re.compile(r"\s+\d+ năm(?!\w)(?! tuổi)")
DIGIT_ENDS = re.compile(r"\s*(?:[,.;:)]|$|(?:cấp|toàn|quốc gia|tại|cuộc thi|hội thi|và|cho)(?!\w))")
WINS = {"đoạt", "giành", "đạt"}
_RULES = {
    "danh hiệu": "award.title",
    "huân chương": "award.order",
    "huy chương": "award.order",
    "giải": "award.prize",
    "cấp": "award.level",
}
IDLE = {"tien_thuong", "nguoi_tot_viec_tot", "co_toan_doan", "co_truyen_thong"}


@functools.cache
def bases() -> Lexicon:
    """Bases of award names with their form."""
    return Lexicon(("base", row["phrase"], row, words("award_bases.csv")) for row in rows("award_bases"))


class Names(Titles):
    """Reads the name of the award that begins at a token."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self.known = by_first(draft.hits.get("award", []))
        self.bases = by_first(list(bases().find(draft.page)))
        self.before: Term | None = None

    def name_at(self, i: int) -> Term | None:
        """The award named from token i on, without what stands around the name."""
        base, known = self.bases.get(i), self.known.get(i)
        if base and base.last - base.first > 1 and known and base.last >= known.last:
            known = None
        if (
            known
            and (known.last - i > 1 or self._letters(known))
            and (not base or known.last > base.last)
            and (term := self._known(i, known))
        ):
            return term
        return self._base(i, base) if base else None

    def _known(self, i: int, hit: Hit) -> Term | None:
        award = hit.value
        prize = self.tokens[i].fold == "giải" and hit.last - i > 2
        small = award.form == "danh hiệu thi đua" and not self.tokens[i].is_cap and self._told_small(i, hit.end)
        if award.form in ("danh hiệu thi đua", "giải thưởng", "tiền thưởng") and not (
            prize or small or self._as_title(i, hit.end)
        ):
            return None
        if award.id in IDLE or (award.form == "tiền thưởng" and i not in self.bases):
            return None
        small = self.tokens[i].text.islower() and i > 0
        if award.form == "danh hiệu vinh dự nhà nước" and (
            (small and (self._guests(i) or self._holders_given(i, hit.end))) or self._attending(i, hit.end)
        ):
            return None
        if award.id == "co_la_co_dau" and small and self.tokens[i - 1].fold in PRAISED_AS:
            return None
        last = self._before_owner(hit)
        end = self.tokens[last - 1].end
        term = Term(i, last, hit.start, end, squash(self.page.text[hit.start : end]), award.form)
        if self.tokens[i].fold == "giải" and not prize:  # `Giải Nhất toàn đoàn`
            self._tails(term)
        if award.form in ("huân chương", "huy chương"):
            self._grade(term)
        if award.form.startswith("danh hiệu") or award.form in ("cờ thi đua", "giải thưởng"):
            self._scope(term)
        return term

    def _before_owner(self, hit: Hit) -> int:
        """Where the alias ends when the text goes on with more of the body or branch that the alias only begins to name."""
        last = self.tokens[hit.last - 1]
        if last.fold == "ngành" and hit.last < len(self.tokens) and self.tokens[hit.last].is_cap:
            return hit.last - 1
        for i in range(hit.first + 1, hit.last - 1):
            office = self.office_at(i + 1) if self.tokens[i].fold == "của" else None
            if office and office[1] > hit.last:
                return i
        return hit.last

    def _base(self, i: int, hit: Hit) -> Term | None:
        form = hit.value["form"]
        if form == "quà" and i and self.tokens[i - 1].fold in ("học", "kỹ", "môn", "ngành"):  # `môn Khoa học máy tính`
            return None
        maker = {
            "danh hiệu": self._title,
            "huân chương": self._order,
            "huy chương": self._order,
            "giải": self._prize,
            "cấp": self._level,
        }.get(form)
        term = maker(i, hit) if maker else self._plain(i, hit)
        if term and term.rule == "award.catalogue":
            term.rule = _RULES.get(form, "award.base")
        return term

    def _plain(self, i: int, hit: Hit) -> Term | None:
        term = Term(i, hit.last, hit.start, hit.end, squash(self.page.text[hit.start : hit.end]), hit.value["form"])
        if term.form in ("quà", "nhà", "tiền thưởng", "học bổng", "giải thưởng"):
            term.name = hit.value["name"]
        if (quoted := self._quote(term.last)) and term.form not in ("quà", "tiền thưởng", "bằng khen", "giấy khen"):
            term.name = f"{term.name} “{quoted[0]}”"
            term.end, term.last = quoted[1], self.page.token_at(quoted[1])
        elif hit.value["note"] == "only with a quoted name" and not self._flag(term):
            return None
        elif term.form == "huy hiệu":
            self._badge(term)
            if term.last == hit.last and self.before and PARTYS.search(fold(self.before.name)):
                self._badge_again(term)
            term.bare = term.last == hit.last
        elif term.form in ("giải thưởng", "học bổng"):
            self._proper(term)
        elif term.form in ("cờ thi đua", "bằng chứng nhận", "kỷ niệm chương"):
            self._tails(term)
            self._scope(term)
        elif [t.fold for t in self.tokens[term.last : term.last + 2]] == ["đột", "xuất"]:
            term.last += 2
            term.end = self.tokens[term.last - 1].end
        return term

    def _badge_again(self, term: Term) -> None:
        """`Huy hiệu 60 năm tuổi Đảng; ... Huy hiệu 55 năm`: the Party's badge of other years."""
        if years := BADGE_YEARS.match(self.page.fold, term.end):
            term.end = years.end()
            term.last = self.page.token_at(term.end)
            term.name = f"{squash(self.page.text[term.start : term.end])} tuổi Đảng"

    def _title(self, i: int, hit: Hit) -> Term | None:
        """`danh hiệu (vinh dự Nhà nước) TITLE`, quoted or from the catalogue; `danh hiệu này` repeats the last one."""
        j = hit.last
        words = [t.fold for t in self.tokens[j : j + 4]]
        if words[:2] == ["thi", "đua"] and self._any_title(i, self.tokens[j + 1].end):
            end = self.tokens[j + 1].end
            return Term(i, j + 2, hit.start, end, squash(self.page.text[hit.start : end]), "danh hiệu thi đua")
        if words == ["vinh", "dự", "nhà", "nước"]:
            j += 4
        if (
            j < len(self.tokens)
            and self.tokens[j].fold in ("cao", "thi")
            and self.tokens[j + 1 : j + 2]
            and self.tokens[j + 1].fold in ("quý", "đua")
        ):
            j += 2
            if level := LEVEL.match(self.page.fold, self.tokens[j - 1].end):
                end = level.end()
                text = squash(self.page.text[hit.start : end])
                return Term(i, self.page.token_at(end), hit.start, end, text, "danh hiệu thi đua")
        if quoted := self._quote(j):
            start = (
                self.page.fold.index('"', self.tokens[j].start) + 1
                if '"' in self.page.fold[self.tokens[j].start : quoted[1]]
                else self.tokens[j].start
            )
            term = Term(i, self.page.token_at(quoted[1]), start, quoted[1] - 1, quoted[0], "danh hiệu", rule="award.quoted")
            self._scope(term)
            return term
        if j in self.known and self.known[j].last - j > 1:
            inner = self._known(j, self.known[j])
            if inner:
                inner.first, inner.rule = i, "award.known_title"
            return inner
        n = run_of_caps(self.page, j, 6)
        if (n and self.tokens[j].is_cap) or self._plain_title(i, j):
            end = j + max(n, 1)
            end = self._province_end(self._title_end(end))
            begin = hit.start if self._two(j) in word_set("title_qualities") else self.tokens[j].start  # `danh hiệu xuất sắc`
            text = self.page.text[begin : self.tokens[end - 1].end]
            return Term(i, end, self.tokens[j].start, self.tokens[end - 1].end, squash(text), "danh hiệu")
        return None

    def _level(self, i: int, hit: Hit) -> Term | None:
        """`đạt học sinh giỏi cấp tỉnh`: an emulation title only behind a verb and with its level, else a noun or a contest."""
        told = i > 0 and self.tokens[i - 1].fold in ("đạt", "là", "nhận", "hiệu", '"')
        level = LEVEL.match(self.page.fold, hit.end)
        if not told or not level:
            return None
        end = level.end()
        name = squash(self.page.text[hit.start : end])
        return Term(i, self.page.token_at(end), hit.start, end, name, "danh hiệu thi đua")

    def _order(self, i: int, hit: Hit) -> Term | None:
        term = Term(i, hit.last, hit.start, hit.end, squash(self.page.text[hit.start : hit.end]), hit.value["form"])
        if hit.value["name"]:
            term.name = hit.value["name"]
            return term
        if quoted := self._quote(hit.last):
            term.name, term.end = f"{term.name} “{quoted[0]}”", quoted[1]
            term.last = self.page.token_at(quoted[1])
            return term
        self._tails(term)
        self._grade(term)
        term.bare = term.last == hit.last
        return term

    def _prize(self, i: int, hit: Hit) -> Term | None:
        """`giải Nhất`, `giải Khuyến khích`, `giải “Bàn tay vàng”`, `giải Thí sinh trẻ tuổi nhất`; no contest's name."""
        term = Term(i, hit.last, hit.start, hit.end, hit.value["name"], "giải thưởng")
        if hit.value["phrase"] != "giải":
            self._tails(term)
            return term
        j = hit.last
        if j >= len(self.tokens) or not follows(self.page, j):
            return None
        word = self.tokens[j].fold
        digit = (
            word in "123" and i > 0 and self.tokens[i - 1].fold in WINS and DIGIT_ENDS.match(self.page.fold, self.tokens[j].end)
        )
        if digit:
            return Term(i, j + 1, hit.start, self.tokens[j].end, f"giải {PRIZES[word]}", "giải thưởng")
        if (word in PRIZES and (self.tokens[j].is_cap or word in ("nhất", "nhì", "ba", "tư"))) or self._two_words(j):
            last = j + 2 if self._two_words(j) else j + 1
            name = squash(self.page.text[hit.start : self.tokens[last - 1].end])
            term.name, term.last, term.end = name, last, self.tokens[last - 1].end
            self._tails(term)
            return term
        if i and self.tokens[i - 1].fold in ("đạt", "đoạt", "nhận", "trao") and not self.tokens[j].is_cap:
            return Term(i, i + 1, hit.start, hit.end, "giải thưởng", "giải thưởng", bare=True)
        if self.tokens[j].is_cap and j not in self.units and not self._contest(i, j):
            wordy = self._wordy(term, j)
            return wordy if wordy and SUPERLATIVE.search(fold(wordy.name)) else None
        return None

    def _two_words(self, j: int) -> bool:
        return [t.fold for t in self.tokens[j : j + 2]] in (["khuyến", "khích"], ["đặc", "biệt"])

    def _contest(self, i: int, j: int) -> bool:
        known = fold(" ".join(t.text for t in self.tokens[j : j + 2]))
        return self.tokens[i].is_cap or known.startswith(("vô địch", "việt dã", "bóng", "u", "đua"))

    def _wordy(self, term: Term, j: int) -> Term | None:
        end = j
        while end < len(self.tokens) and end - j < 8 and self.tokens[end].is_word and (end == j or follows(self.page, end)):
            if end > j and self.tokens[end].fold in (
                "cho",
                "của",
                "thuộc",
                "được",
                "trị",
                "và",
                "tại",
                "sẽ",
                "do",
                "là",
                "với",
                "năm",
                "lần",
            ):
                break
            end += 1
        term.last, term.end = end, self.tokens[end - 1].end
        term.name = squash(self.page.text[term.start : term.end])
        return term if end > j else None
