"""Titles of honour and emulation in the text: when their words are an award, and when they only tell who somebody is."""

from __future__ import annotations

import re
from bisect import bisect_left

from extract.award_parts import Parts, Term
from extract.lexicon import Hit, comma_pair, folded, spread, word_set
from extract.names import follows
from extract.numerals import COUNTS
from extract.pointers import counted_words
from extract.unit_parts import one_word

TITLED = re.compile(r"(?<!\w)(?:công nhận(?: là)?|đạt)$|(?<!\w)công nhận:?(?: \d[\d.]*)$")
CONTEST = re.compile(r"(?<!\w)(?:kỳ thi|cuộc thi|hội thi|đội tuyển)$")  # `kỳ thi Học sinh giỏi Quốc gia`
GIVEN_TO = re.compile(r'"? cho \d')
COUNTED = re.compile(r'[\s"”»]*(?:\([^()\n]{0,80}\)\s*)?(?:,|;|và)\s*(?:(?:gần|hơn|trên|khoảng) )?\d[\d.]*\s+')
# `tặng 71 Cờ thi đua cho các tập thể; 320 tập thể lao động xuất sắc;`
GIVEN_BEFORE = re.compile(r"\s+cho\s[^.;\n]{3,100};\s*(?:và )?\d[\d.]*\s+")
ITEM_ENDS = re.compile(r"\s*(?:[;.]|$)")
LISTED = re.compile(r'[\s"”»]*(?:,|và)\s*')
GIVEN_ANOTHER = re.compile(
    r"\s+(?:đã |vừa )?(?:được|nhận|đoạt)(?!\w)[^.;]{0,60}?(?<!\w)(?:bằng khen|giấy khen|danh hiệu|huân chương|huy chương|kỷ niệm chương|học bổng)(?!\w)"
)
HAS = re.compile(r"(?:(?<!\w)có|(?<!\w)năm (?:học )?(?:19|20)\d\d(?: ?[-–] ?(?:19|20)\d\d)?\s*:)\s+\d[\d.]*$")
RECOGNISED = re.compile(r"\s+(?:năm \d{4} )?được (?:[^.,;:]{2,60} )?công nhận(?=\s*(?:[.;,)]|$|năm \d))")
MORE = re.compile(
    r"\s*(?:cấp [^\W\d_]+(?: [^\W\d_]+)?)?\s*[,;]\s*(?:và )?\d[\d.]* [^\W\d_]"
)  # `có 15 tập thể lao động xuất sắc; 21 ...`


# `25 CSTĐ được tặng Giấy khen`: who they are
DOING = re.compile(r"\s+(?:đã |vừa )?(?:được|dự|tham dự|tham gia|có mặt|và \d[^.;]{0,30} được)(?!\w)")
# who came to a meeting is told by the title, which nobody was given there
ATTEND = re.compile(r"(?:(?:đến|tới|tham|cùng|về|có) )?dự(?!\w)|có mặt|tham gia|về phía")
GUEST_BEFORE = re.compile(r"(?:[,;:]|(?<!\w)(?:đại biểu|là|có|và|cùng|với|các|những|mẹ|gia đình))\s*$")
BARE_TITLE = re.compile(r"\s*(?:[,;.)\n]|$|(?<!\w)(?:và|cùng|tiêu biểu|trên|của|trong|ở|tại)(?!\w))")
GIVEN = re.compile(r"(?<!\w)(?:trao|tặng|phong tặng|truy tặng|đón nhận|được|nhận|công nhận)(?!\w)")
GUESTS = re.compile(r"(?<!\w)(?:dự|tham dự|đại biểu|gặp mặt|khách mời|đoàn đại biểu)(?!\w)")
# `công nhận 45 danh hiệu thi đua cho các tập thể`, `36 cá nhân đạt danh hiệu thi đua`: titles of any kind, counted or told of a number
ANY_TITLE_TO = re.compile(r"\s+(?:các (?:loại|cấp) )?(?:năm (?:học )?\d{4}(?:\s*-\s*\d{4})? )?cho (?=\d)")
ANY_TITLE_ENDS = re.compile(r"(?:\s+các (?:loại|cấp))?(?:\s+năm (?:học )?\d{4}(?:\s*-\s*\d{4})?)?\s*(?:[.,;)]|$|cho(?!\w)|và \d)")
AIMED = re.compile(r"[,.;:]|(?<!\w)(?:đăng ký|phấn đấu|quyết tâm|đề ra)(?!\w)")
ANY_TITLE_TAKEN = re.compile(r"(?:đạt|được (?:[^\d,.;:]{2,40} )?(?:công nhận|tặng))(?: các)?$")
NO_TITLE = {"cấp", "cao", "vinh", "thi", "khác", "nhà", "quý", "trên", "đó", "niềm", "sự", "điều", "việc", "nguồn", "dịp"}


class Titles(Parts):
    """Tells titles that are awards from those that are not, on one page."""

    before: Term | None = None
    known: dict[int, Hit]

    def _as_title(self, i: int, end: int) -> bool:
        """An emulation title is written with a capital, quoted, or behind `danh hiệu`."""
        before = self.page.fold[max(0, self.tokens[i].start - 14) : self.tokens[i].start].rstrip(' "')
        if CONTEST.search(before):
            return False
        if not self.tokens[i].is_cap or before.endswith(("danh hiệu", '"')):
            return before.endswith("danh hiệu")
        opens = self.page.sentence_of(self.tokens[i].start)[0] == self.tokens[i].start
        return not opens or self.page.fold[end : end + 6].lstrip('"').startswith((":", " cho", " cấp", " toàn", " cơ ", " ("))

    def _told_small(self, i: int, end: int) -> bool:
        """`lao động tiên tiến cho 88 tập thể`, `7 giấy khen, 16 tập thể lao động xuất sắc`: small, but told like awards."""
        near = max(0, self.tokens[i].start - 18)
        before = self.page.fold[near : self.tokens[i].start].rstrip()
        if GIVEN_TO.match(self.page.fold, end) or TITLED.search(before):
            return True
        has = HAS.search(self.page.fold, max(0, self.tokens[i].start - 34), len(before) + near)
        if has and RECOGNISED.match(self.page.fold, end):
            return True
        more = MORE.match(self.page.fold, end) if has else None
        if more and not GUESTS.search(self.page.fold, max(0, self.tokens[i].start - 80), end + 80):
            return self.page.token_at(more.end() - 1) in self.known
        gap = self.page.fold[self.before.end : self.tokens[i].start] if self.before else ""
        if GIVEN_BEFORE.fullmatch(gap) and ITEM_ENDS.match(self.page.fold, end):
            return True
        if self.before is None or COUNTED.fullmatch(gap):
            return self.before is not None and (bool(self.before.count) or ";" in gap)
        return not self.before.count and bool(LISTED.fullmatch(gap))

    def _holders_given(self, i: int, end: int) -> bool:
        """`3 nhà giáo ưu tú được tặng Bằng khen`: the title tells who they are, the award is another."""
        counted = self.tokens[i - 1].is_number or self.tokens[i - 1].fold in COUNTS
        return counted and bool(GIVEN_ANOTHER.match(self.page.fold, end))

    def _guests(self, i: int) -> bool:
        return self.tokens[i - 1].fold in ("các", "những", "nhiều", ",", "và")

    def _attending(self, i: int, end: int) -> bool:
        """`Dự lễ có ...; đại biểu Mẹ Việt Nam anh hùng, Anh hùng Lao động; ...`: who came, by the title alone."""
        start = self.tokens[i].start
        begin = self.page.sentence_of(start)[0]
        came = ATTEND.match(self.page.fold, begin, start)
        if not came or not BARE_TITLE.match(self.page.fold, end) or not GUEST_BEFORE.search(self.page.fold, begin, start):
            return False
        return not GIVEN.search(self.page.fold, came.end(), start)

    def _letters(self, hit: Hit) -> bool:
        """`NGƯT Lê Thị Na`: the letters of a state title right before who holds it; elsewhere they may stand for another thing.

        `20 LĐTT`, `LĐTT cho 36 cá nhân`: those of an emulation title behind or before a number.
        """
        if hit.value.form == "danh hiệu thi đua" and self.page.text[hit.start : hit.end].isupper():
            counted = hit.first > 0 and self.tokens[hit.first - 1].is_number and follows(self.page, hit.first)
            persons = counted and hit.first > 1 and self.tokens[hit.first - 2].fold in ("cho", "số", "gồm")
            given = (counted and not persons) or bool(GIVEN_TO.match(self.page.fold, hit.end))
            return given and not DOING.match(self.page.fold, hit.end)
        if hit.value.form != "danh hiệu vinh dự nhà nước" or not self.page.text[hit.start : hit.end].isupper():
            return False
        people = self.draft.person_spans
        k = bisect_left(people, hit.end, key=lambda span: span.start)
        return k < len(people) and not self.page.text[hit.end : people[k].start].strip(" .")

    def _title_words(self, i: int) -> int:
        """How many words from token i on go on with a title: an ordinary one, or `tiêu biểu`, `xuất sắc`; 0 where it ends."""
        words = [t.fold for t in self.tokens[i : i + 3]]
        if " ".join(words[:2]) in spread("award_tails") and words[2:] not in (["là"], ["như"], [":"]):
            return 2
        # `danh hiệu tiên tiến`: the second syllable of a word
        inside = words[0] in folded("stops") and one_word(self.tokens[i - 1].text, self.tokens[i].text)
        return 1 if inside or words[0] not in folded("stops") else 0

    def _title_end(self, end: int) -> int:
        """Where a title goes on to from token `end`: over ordinary words, and the comma of `sản xuất, kinh doanh giỏi`."""
        while end < len(self.tokens):
            token = self.tokens[end]
            size = self._title_words(end) if token.is_word and follows(self.page, end) else 0
            if not size and comma_pair(self.page.fold, token.start):
                size = 2
            if not size:
                break
            end += size
        return end

    def _plain_title(self, i: int, j: int) -> bool:
        """`đạt danh hiệu thành phố sạch ASEAN`: an ordinary word right behind a giving or taking verb and `danh hiệu`."""
        given = i > 0 and self.tokens[i - 1].fold in ("đạt", "nhận", "tặng", "hiệu", "giữ", "giành", "được")
        word = self.tokens[j] if j < len(self.tokens) and follows(self.page, j) else None
        opens = word is not None and (
            word.fold not in folded("stops") or self._two(j) in word_set("title_opens") | word_set("title_qualities")
        )
        return bool(given and opens and word and word.is_word and word.fold not in NO_TITLE)

    def _any_title(self, i: int, end: int) -> bool:
        """Whether `danh hiệu thi đua` from token i to the character `end` names no title, but is counted or goes to a number of them."""
        if i == 0 or not ANY_TITLE_ENDS.match(self.page.fold, end):
            return False
        if self.tokens[i - 1].is_number or ANY_TITLE_TO.match(self.page.fold, end):
            return True
        begin = max(self.page.sentence_of(self.tokens[i].start)[0], self.tokens[i].start - 120)
        taken = ANY_TITLE_TAKEN.search(self.page.fold[begin : self.tokens[i - 1].end])
        many = self.page.first(counted_words(), begin, begin + taken.start()) if taken else None
        return many is not None and not AIMED.search(self.page.fold, many.end(), self.tokens[i].start)

    def _two(self, j: int) -> str:
        """Two words from token j on, folded."""
        return " ".join(t.fold for t in self.tokens[j : j + 2])
