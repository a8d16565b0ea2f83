"""Awards as the text names them: base, grade, quoted title, scope, grantor behind `của`, count before it, year behind it.

`3 Huân chương Lao động hạng Nhất`, `Cờ thi đua xuất sắc của UBND tỉnh năm 2019`, `danh hiệu “Thầy thuốc Ưu tú” (2010)`.
Names and forms come from the catalogue of award types and `lexicon/award_bases.csv`; forms follow the law (Luật Thi đua,
khen thưởng 2022, điều 9). A further grade (`hạng Nhì (1996), hạng Nhất (2006)`) repeats the base before it.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extract.draft import Draft
from extract.lexicon import Hit, Lexicon, spread
from extract.names import follows, run_of_caps
from extract.phrases import rows
from extract.text import Intervals, fold, squash

GRADES = {
    "nhất": "Nhất",
    "nhì": "Nhì",
    "hai": "Nhì",
    "ba": "Ba",
    "i": "Nhất",
    "ii": "Nhì",
    "iii": "Ba",
    "1": "Nhất",
    "2": "Nhì",
    "3": "Ba",
}
PRIZES = GRADES | {"tư": "Tư", "a": "A", "b": "B", "c": "C"}
NUMBERS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}
CLASSIFIERS = {"suất", "phần", "tấm", "chiếc", "căn", "ngôi", "con", "giải", "danh", "hiệu", "lá", "cuốn", "lượt", "bộ"}
_YEARS = re.compile(r"\s*\(?\s*(?:vào |trong )?(?:các )?(?:năm(?: học)?|\()\s*((?:19|20)\d\d(?:\s*(?:-|,|và)\s*(?:19|20)\d\d)*)")
_QUOTED = re.compile(r"\s*[\"']([^\"]{2,150}?)[\"'](?!\w)")
SUPERLATIVE = re.compile(
    r"(?<!\w)(?:nhất|xuất sắc|vàng|bạc|đồng|triển vọng|phong cách|ấn tượng|tiêu biểu|sáng tạo|tài năng|cống hiến)(?!\w)"
)
NO_TITLE = {"cao", "vinh", "thi", "khác", "nhà", "quý", "trên", "đó"}
IDLE = {"tien_thuong", "nguoi_tot_viec_tot", "co_toan_doan", "co_truyen_thong"}


@dataclass(slots=True)
class Term:
    """An award named in the text: tokens first..last, characters start..end (with grantor), its name and what stands by it."""

    first: int
    last: int
    start: int
    end: int
    name: str
    form: str
    count: int | None = None
    grantor: str | None = None
    year: str | None = None
    bare: bool = False
    last_word: int = 0


@functools.cache
def bases() -> Lexicon:
    """Bases of award names with their form."""
    return Lexicon(("base", row["phrase"], row) for row in rows("award_bases"))


class Terms:
    """Finds the award terms of one page."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page, self.tokens = draft, draft.page, draft.page.tokens
        self.known = _longest_by_first(draft.hits.get("award", []))
        self.bases = _longest_by_first(list(bases().find(draft.page)))
        self.sectors = _longest_by_first(draft.hits.get("sector", []))
        self.fields = _longest_by_first(draft.hits.get("field", []))
        self.titles = _longest_by_first(draft.hits.get("title", []))
        self.in_unit = Intervals((s.start, s.end) for s in draft.unit_spans)
        self.units = {self.page.token_at(s.start): s for s in draft.unit_spans}

    def find(self) -> list[Term]:
        """Every award term, in order."""
        terms: list[Term] = []
        i = 0
        while i < len(self.tokens):
            term = (
                None
                if self.draft.skipped(self.tokens[i].start)
                else self.term_at(i) or self._further(terms, i) or self._again(terms, i)
            )
            if term:
                terms.append(term)
                i = max(term.last, i + 1)
            else:
                i += 1
        self._name_generic(terms)
        return terms

    def _name_generic(self, terms: list[Term]) -> None:
        """A bare `giải thưởng` or `học bổng` is the one prize or scholarship that the article names, if it names just one."""
        for base in ("giải thưởng", "học bổng"):
            named = (t for t in terms if fold(t.name).startswith(base + " ") and not self.in_unit.covers(t.start))
            proper = {fold(t.name): t.name for t in named}
            if len(proper) == 1:
                for term in (t for t in terms if fold(t.name) == base):
                    term.name, term.bare = next(iter(proper.values())), False

    def term_at(self, i: int) -> Term | None:
        """The award named from token i on."""
        base, known = self.bases.get(i), self.known.get(i)
        if base and base.last - base.first > 1 and known and base.last >= known.last:
            known = None
        if known and known.last - i > 1 and (not base or known.last > base.last) and (term := self._known(i, known)):
            return term
        return self._base(i, base) if base else None

    # -- shapes --------------------------------------------------------------------------------------------------

    def _known(self, i: int, hit: Hit) -> Term | None:
        award = hit.value
        prize = self.tokens[i].fold == "giải" and hit.last - i > 2
        if award.form in ("danh hiệu thi đua", "giải thưởng", "tiền thưởng") and not prize and not self._as_title(i, hit.end):
            return None
        if award.id in IDLE or (award.form == "tiền thưởng" and i not in self.bases):
            return None
        if award.form == "danh hiệu vinh dự nhà nước" and self.tokens[i].text.islower() and i and self._guests(i):
            return None
        last = self._before_owner(hit)
        end = self.tokens[last - 1].end
        term = Term(i, last, hit.start, end, squash(self.page.text[hit.start : end]), award.form)
        if award.form in ("huân chương", "huy chương"):
            self._grade(term)
        if award.form.startswith("danh hiệu") or award.form in ("cờ thi đua", "giải thưởng"):
            self._scope(term)
        return self._finish(term)

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

    def _as_title(self, i: int, end: int) -> bool:
        """An emulation title is written with a capital, quoted, or behind `danh hiệu`."""
        before = self.page.fold[max(0, self.tokens[i].start - 14) : self.tokens[i].start].rstrip(' "')
        if not self.tokens[i].is_cap or before.endswith(("danh hiệu", '"')):
            return before.endswith("danh hiệu")
        opens = self.page.sentence_of(self.tokens[i].start)[0] == self.tokens[i].start
        return not opens or self.page.fold[end : end + 6].lstrip('"').startswith((":", " cho", " cấp", " toàn", " cơ ", " ("))

    def _guests(self, i: int) -> bool:
        return self.tokens[i - 1].fold in ("các", "những", "nhiều", ",", "và")

    def _base(self, i: int, hit: Hit) -> Term | None:
        form = hit.value["form"]
        maker = {
            "danh hiệu": self._title,
            "huân chương": self._order,
            "huy chương": self._order,
            "giải": self._prize,
            "cấp": self._level,
        }.get(form)
        term = maker(i, hit) if maker else self._plain(i, hit)
        return self._finish(term) if term else None

    def _plain(self, i: int, hit: Hit) -> Term | None:
        term = Term(i, hit.last, hit.start, hit.end, squash(self.page.text[hit.start : hit.end]), hit.value["form"])
        if term.form in ("quà", "nhà", "tiền thưởng", "học bổng", "giải thưởng"):
            term.name = hit.value["name"]
        if (quoted := self._quote(term.last)) and term.form not in ("quà", "tiền thưởng", "bằng khen", "giấy khen"):
            term.name = f"{term.name} “{quoted[0]}”"
            term.end, term.last = quoted[1], self.page.token_at(quoted[1])
        elif term.form == "nhà" and hit.value["phrase"] == "nhà":
            return None
        elif term.form == "huy hiệu":
            self._badge(term)
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

    def _title(self, i: int, hit: Hit) -> Term | None:
        """`danh hiệu (vinh dự Nhà nước) TITLE`, quoted or from the catalogue; `danh hiệu này` repeats the last one."""
        j = hit.last
        words = [t.fold for t in self.tokens[j : j + 4]]
        if words == ["vinh", "dự", "nhà", "nước"]:
            j += 4
        if (
            j < len(self.tokens)
            and self.tokens[j].fold in ("cao", "thi")
            and self.tokens[j + 1 : j + 2]
            and self.tokens[j + 1].fold in ("quý", "đua")
        ):
            j += 2
        if quoted := self._quote(j):
            start = (
                self.page.fold.index('"', self.tokens[j].start) + 1
                if '"' in self.page.fold[self.tokens[j].start : quoted[1]]
                else self.tokens[j].start
            )
            term = Term(i, self.page.token_at(quoted[1]), start, quoted[1] - 1, quoted[0], "danh hiệu")
            self._scope(term)
            return term
        if j in self.known and self.known[j].last - j > 1:
            inner = self._known(j, self.known[j])
            if inner:
                inner.first = i
            return inner
        n = run_of_caps(self.page, j, 6)
        if (n and self.tokens[j].is_cap) or self._plain_title(i, j):
            end = j + max(n, 1)
            while (
                end < len(self.tokens)
                and self.tokens[end].is_word
                and follows(self.page, end)
                and self.tokens[end].fold not in spread("stops")
            ):
                end += 1
            text = self.page.text[self.tokens[j].start : self.tokens[end - 1].end]
            return Term(i, end, self.tokens[j].start, self.tokens[end - 1].end, squash(text), "danh hiệu")
        return None

    def _plain_title(self, i: int, j: int) -> bool:
        """`đạt danh hiệu thành phố sạch ASEAN`: an ordinary word right behind a giving or taking verb and `danh hiệu`."""
        given = i > 0 and self.tokens[i - 1].fold in ("đạt", "nhận", "tặng", "hiệu", "giữ", "giành", "được")
        word = self.tokens[j] if j < len(self.tokens) and follows(self.page, j) else None
        return bool(
            given
            and word
            and word.is_word
            and word.fold not in NO_TITLE
            and (word.fold not in set(spread("stops")) or self._town(j))
        )

    def _town(self, j: int) -> bool:
        return [t.fold for t in self.tokens[j : j + 2]] == ["thành", "phố"]

    def _level(self, i: int, hit: Hit) -> Term | None:
        """`đạt học sinh giỏi cấp tỉnh`: an emulation title only behind a verb and with its level, else a noun or a contest."""
        told = i > 0 and self.tokens[i - 1].fold in ("đạt", "là", "nhận", "hiệu", '"')
        level = re.match(r"\s+(?:cấp \w+|tỉnh|huyện|quốc gia|thành phố)(?: cơ sở)?(?!\w)", self.page.fold[hit.end : hit.end + 24])
        if not told or not level:
            return None
        end = hit.end + level.end()
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
        if (word in PRIZES and (self.tokens[j].is_cap or word in ("nhất", "nhì", "ba", "tư"))) or word in ("khuyến", "đặc"):
            last = j + 2 if word in ("khuyến", "đặc") else j + 1
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

    # -- parts ---------------------------------------------------------------------------------------------------

    def _quote(self, j: int) -> tuple[str, int] | None:
        """(words in quotation marks right behind token j-1, character behind the closing mark)."""
        at = self.tokens[j - 1].end if j else 0
        match = _QUOTED.match(self.page.fold, at)
        if match and "\n" not in match[0]:
            return squash(self.page.text[match.start(1) : match.end(1)]), match.end()
        return None

    def _grade(self, term: Term) -> None:
        """`hạng Nhất`, `hạng III`, `các hạng`, `các loại`; the name gets the grade in words."""
        j = term.last
        if (j < len(self.tokens) and self.tokens[j].text == '"') or (j < len(self.tokens) and self.tokens[j].text in "”»"):
            j += 1
        words = [t.fold for t in self.tokens[j : j + 2]]
        if len(words) == 2 and words[0] == "hạng" and words[1] in GRADES:
            term.name = f"{term.name} hạng {GRADES[words[1]]}"
            term.last, term.end = j + 2, self.tokens[j + 1].end
        elif words in (["các", "hạng"], ["các", "loại"]):
            term.name = f"{term.name} {' '.join(words)}"
            term.last, term.end = j + 2, self.tokens[j + 1].end

    def _tails(self, term: Term) -> None:
        for size in (2, 1):
            words = " ".join(t.fold for t in self.tokens[term.last : term.last + size])
            if words in spread("award_tails") and follows(self.page, term.last):
                term.last += size
                term.end = self.tokens[term.last - 1].end
                term.name = squash(self.page.text[term.start : term.end])
                return

    def _scope(self, term: Term) -> None:
        """`cấp tỉnh`, `ngành Kiểm sát nhân dân`, `Ngành Tư pháp`, `toàn quốc`, `thời kỳ đổi mới`."""
        j = term.last
        while j < len(self.tokens) and self.tokens[j].text in '”»"’':
            j += 1
        words = [t.fold for t in self.tokens[j : j + 3]]
        last = 0
        if words[:1] == ["cấp"] and len(words) > 1 and self.tokens[j + 1].is_word:
            last = j + 2 + (words[1] in ("cơ", "thành", "nhà", "quốc", "tổng", "quân") and len(words) > 2)
        elif words[:1] == ["ngành"] and len(words) > 1 and self.tokens[j + 1].is_cap:
            last = self._sector(j + 1)
        elif words == ["thời", "kỳ", "đổi"]:
            last = j + 4
        elif words[:2] in (["toàn", "quốc"], ["toàn", "quân"], ["toàn", "ngành"]):
            last = j + 2
        elif term.form == "bằng chứng nhận" and words[:1] and words[0] in ("xã", "di", "huyện", "đạt", "trường"):
            last = self._until_stop(j)
        if last:
            inner = self.page.text[self.tokens[j].start : self.tokens[last - 1].end]
            term.name = f"{term.name} {squash(inner)}"
            term.last, term.end = last, self.tokens[last - 1].end

    def _sector(self, j: int) -> int:
        for table in (self.sectors, self.fields):
            if j in table:
                return table[j].last
        return j + max(run_of_caps(self.page, j), 1)

    def _until_stop(self, j: int) -> int:
        end = j
        while end < len(self.tokens) and self.tokens[end].is_word and end - j < 9:
            if self.tokens[end].fold in ("cho", "năm", "của", "đối", "tại", "và"):
                break
            end += 1
        return end

    def _badge(self, term: Term) -> None:
        text = self.page.fold[term.end : term.end + 70]
        if match := re.match(r"\s+(?:\d+(?: năm)?(?:(?:,| và|, và) \d+(?: năm)?)* (?:năm )?tuổi đảng|đảng)(?!\w)", text):
            term.end += match.end()
            term.last = self.page.token_at(term.end)
            term.name = squash(self.page.text[term.start : term.end])

    def _proper(self, term: Term) -> None:
        """`Giải thưởng Lý Tự Trọng`, `Giải thưởng 15 tháng 10`, `học bổng Kova`: the name that follows the base."""
        j = term.last
        if j >= len(self.tokens) or not follows(self.page, j) or j in self.units:
            return
        n = run_of_caps(self.page, j, 5)
        if match := re.match(r"\s+\d+ tháng \d+", self.page.fold[term.end : term.end + 20]):
            term.end += match.end()
        elif n and self.tokens[j].is_cap:
            end = j + n
            while n == 1 and end < len(self.tokens) and end - j < 5 and follows(self.page, end) and self._inner(end):
                end += 1
            if n == 1 and end - j < 4 and end < len(self.tokens) and follows(self.page, end):
                end += run_of_caps(self.page, end, 3)
            term.end = self.tokens[end - 1].end
        else:
            return
        term.last = self.page.token_at(term.end)
        term.name = squash(self.page.text[term.start : term.end])

    def _inner(self, i: int) -> bool:
        token = self.tokens[i]
        return token.is_word and token.text.islower() and token.fold not in spread("stops") and token.fold not in ("của", "cho")

    def _finish(self, term: Term) -> Term:
        """Add what stands around the name: grantor, year, count."""
        term.last_word = term.end
        self._grantor(term)
        if match := _YEARS.match(self.page.fold, term.end):
            term.year = squash(match[1].replace("và", ","))
        term.count = self._count(term.first)
        return term

    def _grantor(self, term: Term) -> None:
        j = term.last
        while j < len(self.tokens) and self.tokens[j].text in '”»"':
            j += 1
        owned = j < len(self.tokens) and self.tokens[j].fold == "của"
        i = j + 1 if owned else j
        told = self.office_at(i)
        if not told or (
            not owned and (term.form not in ("bằng khen", "giấy khen") or i in self.titles or not follows(self.page, i))
        ):
            return
        words, last = told
        term.grantor = words
        if term.form in ("cờ thi đua", "bằng khen", "giấy khen", "thư khen") or not owned:
            term.name = f"{term.name} {'của ' if owned else ''}{words}"
        term.last, term.end = last, self.tokens[last - 1].end

    def office_at(self, i: int) -> tuple[str, int] | None:
        """(the body or office named from token i on, the token behind it): `Chủ tịch UBND tỉnh`, `Bộ Y tế`, `Chủ tịch nước`."""
        if i in self.units:
            last = self.page.token_span(self.units[i].start, self.units[i].end)[1]
            return squash(self.page.text[self.tokens[i].start : self.tokens[last - 1].end]), last
        title = self.titles.get(i)
        if not title:
            return None
        unit = next((k for k in range(i + 1, title.last + 1) if k in self.units), None)
        last = self.page.token_span(self.units[unit].start, self.units[unit].end)[1] if unit is not None else title.last
        return squash(self.page.text[self.tokens[i].start : self.tokens[last - 1].end]), last

    def _count(self, first: int) -> int | None:
        j = first - 1
        if j >= 0 and self.tokens[j].text in '“"«':
            j -= 1
        while j >= 0 and self.tokens[j].fold in CLASSIFIERS:
            j -= 1
        if j < 0 or not follows(self.page, j + 1):
            return None
        token = self.tokens[j]
        if token.is_number and "," not in token.text and (j == 0 or self.tokens[j - 1].text not in "/-"):
            return int(token.text.replace(".", "")) if len(token.text) < 9 else None
        return NUMBERS.get(token.fold) if (token.fold != "năm" and token.fold != "ba") or first - j > 1 else None

    def _again(self, terms: list[Term], i: int) -> Term | None:
        """`danh hiệu này`: the title told last."""
        words = [t.fold for t in self.tokens[i : i + 3]]
        if words[:1] == ["suất"] and terms and words[1:2] and words[1] in ("cho", "dành", "đặc"):
            return self._share_of(terms, i)
        if words[:2] != ["danh", "hiệu"] or words[2:] not in (["này"], ["trên"], ["đó"]):
            return None
        title = next((t for t in reversed(terms) if t.form.startswith("danh hiệu")), None)
        if title is None:
            return None
        return Term(i, i + 3, self.tokens[i].start, self.tokens[i + 2].end, title.name, title.form)

    def _share_of(self, terms: list[Term], i: int) -> Term | None:
        """`145 suất học bổng, gồm: 100 suất cho ...`: more shares of the scholarship or gift told before."""
        last = next((t for t in reversed(terms) if t.form in ("học bổng", "quà")), None)
        size = 3 if self.tokens[i + 1].fold == "đặc" else 1
        if last is None or self.tokens[i].start - last.end > 600:
            return None
        return self._finish(Term(i, i + size, self.tokens[i].start, self.tokens[i + size - 1].end, last.name, last.form))

    def _further(self, terms: list[Term], i: int) -> Term | None:
        """`... hạng Ba (1986), hạng Nhì (1996)`: one more grade of the order before it."""
        if not terms or self.tokens[i].fold != "hạng" or i + 1 >= len(self.tokens) or self.tokens[i + 1].fold not in GRADES:
            return None
        last = terms[-1]
        gap = self.page.fold[last.end : self.tokens[i].start]
        if last.form != "huân chương" or not re.fullmatch(r"[\s\d(),;vàcunăm-]*", gap):
            return None
        name = re.sub(r" hạng \w+$", "", last.name)
        term = Term(
            i, i + 2, self.tokens[i].start, self.tokens[i + 1].end, f"{name} hạng {GRADES[self.tokens[i + 1].fold]}", last.form
        )
        return self._finish(term)


def _longest_by_first(hits: list[Hit]) -> dict[int, Hit]:
    table: dict[int, Hit] = {}
    for hit in hits:
        if hit.first not in table or hit.last > table[hit.first].last:
            table[hit.first] = hit
    return table
