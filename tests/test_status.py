"""Status of an award: each cue in a whole sentence, and the order in which cues count."""

import pytest
from drafts import draft_of

from extract.status import Decision, cues, decide
from extract.text import Page

PROPOSED = [
    "Hội nghị đề nghị UBND tỉnh tặng Cờ thi đua cho Sở Y tế.",
    "Sở Nội vụ trình Thủ tướng tặng Bằng khen cho Sở Y tế.",
    "Cụm suy tôn và tặng Cờ thi đua cho Sở Y tế.",
    "Các đơn vị bỏ phiếu chọn tặng Cờ thi đua cho Sở Y tế.",
    "Xã lập hồ sơ tặng Bằng khen cho Sở Y tế.",
    "Sở Y tế được đề cử nhận Giải thưởng Sao Khuê.",
    "Hội đồng họp xét tặng Bằng khen cho Sở Y tế.",
    "Khối bình xét, chọn tặng Giấy khen cho Sở Y tế.",
]
CONFERRED = [
    "Chủ tịch UBND tỉnh trao Bằng khen cho Sở Y tế.",
    "Sở Y tế vinh dự đón nhận Cờ thi đua của Chính phủ.",
    "Sở Y tế vừa được tặng Bằng khen.",
    "Tại buổi lễ, Sở Y tế được tặng Bằng khen.",
    "Năm 2019, Sở Y tế được tặng Bằng khen.",
    "Năm 2018, Sở Y tế được tặng Bằng khen.",
    "Đội Sông Lam đoạt giải Nhất.",
    "Phong tặng danh hiệu Anh hùng Lao động cho Công ty Thép Sông Bưởi.",
]
PAST = [
    "Sở Y tế từng được tặng Bằng khen.",
    "Trước đó, Sở Y tế được tặng Bằng khen.",
    "Sở Y tế nhiều lần được tặng Bằng khen.",
    "Sở Y tế đã 3 lần được tặng Bằng khen.",
    "Sở Y tế 5 năm liền được tặng Cờ thi đua.",
    "Năm 2011, Sở Y tế được tặng Bằng khen.",
    "Sở Y tế được tặng Bằng khen năm 2011.",
    "Sở Y tế được tặng Huân chương Lao động hạng Ba (2011).",
    "Dự lễ có Nghệ sĩ Ưu tú Lò Thị Ót.",
]
POSSIBLE = [
    "Đội thắng cuộc sẽ được tặng Bằng khen của UBND tỉnh.",
    "Ban Tổ chức dự kiến trao 5 giải Nhất.",
    "Sở Y tế sẽ được xem xét tặng Cờ thi đua.",
    "Theo thể lệ, có 3 giải Nhì.",
    "Sở Y tế phấn đấu nhận Cờ thi đua của Chính phủ.",
    "Có 2 giải Nhất dự kiến trao cuối tháng.",
]
NONE = [
    "Sở Y tế chưa được tặng Bằng khen.",
    "Sở Y tế chưa từng nhận Cờ thi đua.",
    "Sở Y tế không được tặng Cờ thi đua của Chính phủ.",
    "Đội Sông Lam không đoạt giải Nhất.",
    "Xã không đạt 3 giải Nhì.",
    "Sở Y tế chưa bao giờ được tặng Huân chương Lao động hạng Ba.",
]
SORTED = {"proposed": PROPOSED, "conferred": CONFERRED, "past": PAST, "possible": POSSIBLE}


@pytest.mark.parametrize(("text", "status"), [(text, status) for status, texts in SORTED.items() for text in texts])
def test_the_clause_tells_the_status(text: str, status: str) -> None:
    awards = draft_of(text, "2019-11-20").awards
    assert [a.status for a in awards] == [status]
    assert awards[0].cue is None or awards[0].cue.isdigit() or awards[0].cue in text.lower()


@pytest.mark.parametrize("text", NONE)
def test_what_was_not_given_is_no_award(text: str) -> None:
    assert draft_of(text, "2019-11-20").awards == []


def decided(
    before: str, after: str = "", *, year: int | None = None, published: int | None = None, is_rule: bool = False
) -> Decision:
    page = Page(f"{before}A{after}")
    behind = (len(before) + 1, len(page.text))
    return decide(page, [(0, len(before))], behind, year=year, published=published, is_rule=is_rule)


@pytest.mark.parametrize(
    ("before", "after", "decision"),
    [
        ("chưa được đề nghị tặng ", "", Decision("none", "chưa được")),
        ("từng đề nghị tặng ", "", Decision("proposed", "đề nghị")),
        ("đề nghị, nếu đạt thì được ", "", Decision("possible", "thì được")),
        ("dịp này, bà từng được tặng ", "", Decision("past", "từng")),
        ("dịp này, xã đề nghị tặng ", "", Decision("proposed", "đề nghị")),
        ("dịp này, xã tặng ", "", Decision("conferred", "dịp này")),
        ("xã tặng ", " dự kiến trao vào thứ hai", Decision("possible", "dự kiến")),
        ("xã tặng ", " vừa được bộ trình", Decision("proposed", "vừa được bộ trình")),
        ("xã tặng ", " từng được nhắc đến", Decision("conferred")),
        ("những đề nghịa và từngg ", "", Decision("conferred")),
    ],
)
def test_cues_count_in_order_on_their_side(before: str, after: str, decision: Decision) -> None:
    assert decided(before, after, published=2019) == decision


@pytest.mark.parametrize(
    ("year", "published", "is_rule", "status"),
    [
        (2017, 2019, False, "past"),
        (2018, 2019, False, "conferred"),
        (2019, 2019, False, "conferred"),
        (2017, None, False, "conferred"),
        (None, 2019, True, "possible"),
        (None, None, False, "conferred"),
    ],
)
def test_without_a_cue_year_and_kind_of_text_tell(year: int | None, published: int | None, is_rule: bool, status: str) -> None:
    assert decided("xã tặng ", year=year, published=published, is_rule=is_rule).status == status


def test_a_fresh_award_of_an_old_year_is_conferred() -> None:
    assert decided("tại buổi lễ, xã nhận ", year=2011, published=2019) == Decision("conferred", "tại buổi lễ")


def test_every_cue_is_of_a_known_status_and_side() -> None:
    assert {status for status, _, _ in cues()} == {"none", "possible", "proposed", "past", "conferred"}
    assert {side for _, side, _ in cues()} == {"before", "after"}


def test_a_law_text_makes_awards_possible() -> None:
    text = "Dự thảo luật quy định Bằng khen của Bộ trưởng Bộ Y tế tặng cho 2 tập thể."
    assert {a.status for a in draft_of(text, "2019-11-20").awards} == {"possible"}


def test_a_semicolon_ends_what_a_cue_tells() -> None:
    text = "Xã đề nghị tặng Bằng khen cho Sở Y tế; trao Giấy khen cho Sở Nội vụ."
    assert [(a.recipient, a.status) for a in draft_of(text, "2019-11-20").awards] == [
        ("Sở Y tế", "proposed"),
        ("Sở Nội vụ", "conferred"),
    ]


def test_a_bare_verb_behind_a_semicolon_goes_on_with_the_proposal() -> None:
    text = "Xã đề nghị UBND tỉnh tặng Bằng khen cho Sở Y tế; tặng Giấy khen cho Sở Nội vụ."
    assert [a.status for a in draft_of(text, "2019-11-20").awards] == ["proposed", "proposed"]
