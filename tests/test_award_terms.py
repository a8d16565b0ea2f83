"""Award terms: `<t>` marks the words of the term; name, count, year and grantor are told where they are not the plain ones."""

import pytest
from drafts import draft_of
from marked import name, parse

from extract.award_parts import Term
from extract.award_terms import Terms

FOUND = [
    "Trao <t>Huân chương Lao động hạng Nhất</t> cho bản Mây.",
    'Trao <t name="Huân chương Độc lập hạng Ba">Huân chương Độc lập hạng III</t> cho bản Mây.',
    'Nhận <t name="Huân chương Lao động hạng Ba" year="1996">Huân chương Lao động hạng Ba</t> (1996), <t name="Huân chương Lao động hạng Nhì" year="2001">hạng Nhì</t> (2001), <t name="Huân chương Lao động hạng Nhất" year="2006">hạng Nhất</t> năm 2006.',
    "Tặng <t>Huân chương Bảo vệ Tổ quốc các hạng</t> cho bản Mây.",
    'Bản Mây được tặng <t>Huân chương Lao động hạng Nhất</t>, <t name="Huân chương Lao động hạng Nhì">Nhì</t>, <t name="Huân chương Lao động hạng Ba">Ba</t>.',
    "Bản Mây được tặng <t>Huân chương Lao động hạng Nhất</t>, Ba Vì cũng vui.",
    'Có 3 cá nhân nhận <t name="Huân chương Lao động hạng Nhì">Huân chương Lao động hạng II</t>, <t name="Huân chương Lao động hạng Ba">III</t>.',
    'Tặng <t year="2018" grantor="UBND tỉnh Lai Châu">Cờ thi đua xuất sắc của UBND tỉnh Lai Châu</t> năm 2018.',
    "Tặng <t>Cờ thi đua toàn diện</t> và <t>giải Nhì toàn đoàn</t> tại lễ.",
    '<t grantor="Bộ Y tế">Bằng khen Bộ Y tế</t> được trao tại lễ.',
    '<t grantor="Bộ trưởng Bộ Y tế">Bằng khen của Bộ trưởng Bộ Y tế</t> được trao tại lễ.',
    'Trao danh hiệu <t name="Nghệ nhân Nhân dân">Nghệ nhân Nhân dân</t> cho bà Ót.',
    "Trao danh hiệu vinh dự Nhà nước “<t>Thầy thuốc Ưu tú</t>” cho bà Ót.",
    "Đạt danh hiệu “<t>Bếp lửa hồng bản Mây</t>” và danh hiệu vinh dự Nhà nước “<t>Nghệ nhân bản Mận</t>” từ lâu.",
    'Tặng danh hiệu <t>Anh hùng Lao động</t>. <t name="Anh hùng Lao động">Danh hiệu này</t> trao cho bà Ót.',
    'Tặng danh hiệu <t name="Chiến sĩ thi đua cấp cơ sở">Chiến sĩ thi đua cấp cơ sở</t> cho bà Ót.',
    "Là <t>Anh hùng Lực lượng vũ trang nhân dân thời kỳ đổi mới</t> của huyện.",
    "Bà đạt danh hiệu <t>Chiến sĩ thi đua toàn quốc</t> lần đầu.",
    'Đạt danh hiệu “<t name="Lao động giỏi cấp tỉnh">Lao động giỏi” cấp tỉnh</t>.',
    'Đạt danh hiệu “<t name="Lao động giỏi toàn quốc">Lao động giỏi” toàn quốc</t>.',
    'Đạt danh hiệu “<t name="Lao động giỏi ngành Y tế">Lao động giỏi” ngành Y tế</t> năm nay.',
    "Trao <t>Kỷ niệm chương “Vì sự nghiệp Y tế”</t> cho bà Ót.",
    "Trao <t>Huy hiệu 40 năm tuổi Đảng</t> và <t>Huy hiệu 30, 35 năm tuổi Đảng</t> tại lễ.",
    "Bà nhận <t>Giải thưởng Sao Vàng Đất Việt</t>.",
    "Em đoạt <t>giải Khuyến khích</t>; em kia đoạt <t>giải A</t>, rồi <t>giải nhì</t>.",
    "Chị đoạt <t>giải Thí sinh trẻ tuổi nhất</t> của hội thi.",
    'Đội giành <t>HCV</t>, 2 <t count="2">HCB</t> và 3 <t name="Huy chương Đồng" count="3">huy chương đồng</t>.',
    'Trao 1.200 <t name="học bổng" count="1200">suất học bổng</t> cho em nhỏ.',
    'Trao hai chiếc <t count="2">xe đạp</t> và 12 <t name="quà" count="12">suất quà</t> cho bản Mây.',
    'Tặng mười <t count="10">Bằng khen</t> cho thợ giỏi.',
    'Trao 145 <t name="học bổng" count="145">suất học bổng</t>, gồm: 100 <t name="học bổng" count="100">suất</t> cho bản Mây, 45 <t name="học bổng" count="45">suất</t> cho bản Mận.',
    'Xây 1 căn <t count="1">nhà tình thương</t> cho bà Ót.',
    "Ngày 5/3 <t>Bằng khen</t> được trao.",
]  # fmt: skip
NOTHING = [
    "Giải Chim én bạc khai mạc; đội dự giải Bóng chuyền tiêu biểu của huyện.",
    "Giải Bóng đá thanh niên khai mạc; Giải Vô địch quốc gia có 5 đội.",
    "Ban Tổ chức giải đáp, giải quyết và giải trình ý kiến.",
    "Dự lễ có các nghệ nhân nhân dân, các anh hùng lao động.",
    "Phong trào lao động giỏi, cờ đỏ sao vàng, bằng lái xe, nhà cửa khang trang.",
    "Tập thể lao động xuất sắc luôn là mục tiêu phấn đấu của công nhân.",
    "Cuộc thi có hạng Nhất, hạng Nhì.",
]


def terms(text: str) -> list[Term]:
    return [term for term in Terms(draft_of(text)).find() if not term.bare]


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_a_term_has_name_count_year_and_grantor(marked: str) -> None:
    sentence = parse(marked, {"t"})
    found = [(t.name, str(t.count or ""), t.year or "", t.grantor or "") for t in terms(sentence.text)]
    told = [(m.attrs.get("name", m.quote), *(m.attrs.get(k, "") for k in ("count", "year", "grantor"))) for m in sentence.marks]
    assert found == told


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_a_term_stands_on_its_words(marked: str) -> None:
    sentence = parse(marked, {"t"})
    assert [sentence.text[t.start : t.end] for t in terms(sentence.text)] == [m.quote for m in sentence.marks]
    assert [t.start for t in terms(sentence.text)] == [m.start for m in sentence.marks]


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_contests_common_words_and_guests_are_no_terms(text: str) -> None:
    assert [t.name for t in terms(text)] == []


@pytest.mark.parametrize("text", ["Hội nghị bàn về huân chương.", "Ông đeo huy hiệu."])
def test_an_order_without_name_is_bare(text: str) -> None:
    assert [t.bare for t in Terms(draft_of(text)).find()] == [True]


def test_bare_words_are_the_one_prize_that_the_article_names() -> None:
    text = "Bà nhận Giải thưởng Sao Khuê. Giải thưởng có từ lâu. Em nhận học bổng. Em kia nhận học bổng."
    assert [t.name for t in terms(text)] == ["Giải thưởng Sao Khuê", "Giải thưởng Sao Khuê", "học bổng", "học bổng"]


def test_two_named_prizes_leave_the_bare_word_alone() -> None:
    text = "Bà nhận Giải thưởng Sao Khuê, ông nhận Giải thưởng Lúa Vàng. Giải thưởng có từ lâu."
    assert [t.name.lower() for t in terms(text)][-1] == "giải thưởng"


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("Chủ tịch UBND tỉnh Lai Châu đến", "Chủ tịch UBND tỉnh Lai Châu"),
        ("Sở Y tế Lai Châu đến", "Sở Y tế Lai Châu"),
        ("Chủ tịch nước đến", "Chủ tịch nước"),
        ("Bà con đến", None),
    ],
)
def test_offices_are_named_with_their_body(text: str, office: str | None) -> None:
    told = Terms(draft_of(text)).names.office_at(0)
    assert (told[0] if told else None) == office
