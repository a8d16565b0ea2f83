"""Events, in sentences that carry the answer."""

import pytest
from marked import name, parse

from extract import dates, events
from extract.draft import Span
from extract.sentences import sentences
from extract.text import Page
from schemas.facts import Event

FOUND = [
    'Sáng <date iso="2019-10-22">22/10</date>, ông Tám đã <kind>trao bằng khen</kind> cho anh Tư.',
    'Sáng <date iso="2019-10-22">22/10</date>, tại <kind>buổi lễ</kind>, thay mặt lãnh đạo tỉnh, ông Tám chúc mừng.',
    'Chiều <date iso="2019-11-11">11/11</date>, <kind>Hội nghị tổng kết công tác thi đua năm 2019</kind> đã tổ chức tại <place>Học viện Sông Đà</place>.',
    'Sáng <date iso="2019-10-24">24-10</date>, tại <place>Quảng trường 10/3</place> (TP. Vinh), <unit>Tỉnh Đoàn</unit> tổ chức <kind>lễ kỷ niệm 85 năm</kind>.',
    '(BĐ) - Nhân kỷ niệm 50 năm Ngày giải phóng (30.4.1969 - 30.4.2019), sáng <date iso="2019-10-22">22.10</date>, <unit>Sở Y tế</unit> tổ chức '
    "<kind>gặp mặt</kind> các cán bộ.",
    'Tối <date iso="2019-09-20">20.9</date>, <kind>Đại hội Thể thao (TDTT) huyện</kind> chính thức khai mạc tại <place>TP. Vinh</place>.',
    'Ngày <date iso="2019-10-18">18/10</date>, bên lề <kind>Hội nghị gặp mặt điển hình</kind> do <unit>UBND tỉnh</unit> tổ chức, ông dành một cuộc trò chuyện.',
    'Chiều <date iso="2019-10-22">22/10</date>, <unit>Huyện ủy</unit> <kind>trao Huy hiệu 55 năm tuổi Đảng</kind> cho ông Tư.',
    'Sáng nay (<date iso="2019-11-10">10/11</date>), <unit>Sở Y tế</unit> tổ chức <kind>họp mặt</kind>.',
    '<date iso="2019-11-12">Sáng nay</date>, <unit>Sở Y tế</unit> tổ chức <kind>lễ tuyên dương</kind>.',
    '<date iso="2019-11-11">Chiều qua</date>, <unit>Sở Y tế</unit> tổ chức <kind>lễ tuyên dương</kind>.',
    'Ngày <date iso="2019-11-12">12/11</date>, <kind>hội nghị</kind> nhất trí đề nghị tặng Cờ thi đua của Chính phủ cho Sở Y tế.',
    'Ngày <date iso="2019-11-12">12/11</date>, <kind>Hội nghị tổng kết năm</kind> đề nghị tặng Bằng khen cho ông Tư.',
    "Tham dự <kind>buổi lễ trao học bổng</kind> tại <place>Nhà văn hóa Hoa Sen</place> có ông Tư.",
    'Ngày <date iso="2019-11-11">11/11</date>, <unit>Sở Y tế</unit> tổ chức <kind>Lễ trao danh hiệu “Người tốt” lần thứ 16</kind> và tuyên dương các bác sĩ.',
    'Ngày <date iso="2019-11-11">11/11</date>, <unit>Sở Y tế</unit> tổ chức <kind>lễ trao giải báo chí</kind> và trao giải cuộc thi “Kể lại một ngày ở bệnh viện '
    "có nhiều bệnh nhân nhất của tỉnh ta hôm qua”.",
    'Ngày <date iso="2019-11-11">11/11</date>, <unit>Khối thi đua 8</unit> (do Hội Luật gia làm Trưởng khối) tổ chức '
    "<kind>hội nghị sơ kết công tác thi đua, khen thưởng 6 tháng đầu năm, triển khai nhiệm vụ 6 tháng cuối năm 2019</kind>.",
    'Ngày <date iso="2019-11-11">11/11</date>, tại <place>Vinh</place>, Bí thư Huyện ủy tới dự <kind>lễ đón nhận danh hiệu Anh hùng Lao động của Viện Mắt</kind>.',
    'Ngày <date iso="2019-11-11">11/11</date>, <unit>Huyện ủy</unit> tổ chức <kind>lễ trao Huy hiệu 60 năm, 50 năm và 40 năm tuổi Đảng</kind> cho 9 cụ.',
    'Ngày <date iso="2019-11-11">11/11</date>, <unit>Hội đồng Giải Báo chí tỉnh</unit> <kind>họp báo công bố kết quả Giải Báo chí tỉnh lần thứ 7</kind>.',
    'Ngày <date iso="2019-11-11">11/11</date> tại <place>hội trường UBND xã Sơn An</place> cụm thi đua số 3 tổ chức <kind>hội nghị bình xét</kind>.',
    'Chiều <date iso="2019-11-11">11/11</date>, Bí thư <post>Tỉnh Đoàn</post> đã <kind>trao huy hiệu Tuổi trẻ Dũng cảm</kind> cho anh Tư đã cứu em bé bị '
    "đuối nước ở xã Hòa An.",
    'Ngày <date iso="2019-11-11">11-11</date>, <unit>Công an tỉnh</unit> gửi <kind>thư khen và thưởng</kind> cho hai đội.',
    'Ngày <date iso="2019-11-11">11/11</date>, <unit>Hội đồng Thi đua - Khen thưởng tỉnh Sơn La</unit> <kind>họp lần thứ nhất</kind>.',
    'Ngày <date iso="2019-11-11">11/11</date>, <kind>lễ khởi công 9 cây cầu</kind> diễn ra nhân kỷ niệm 80 năm hội chợ của tỉnh.',
    'Ngày <date iso="2019-11-11">11/11</date> tại <place>Trung tâm Hội nghị tỉnh</place> diễn ra <kind>Giải việt dã ngành Y</kind>.',
    "Phát biểu tại <kind>hội nghị</kind>, đồng chí Lê Văn Tư nêu rõ nhiệm vụ.",
    "Phát biểu tại <kind>Hội nghị</kind>, ông Tư khen hai xã.",
    'Sáng <date iso="2019-11-11">11/11</date>, <kind>kỳ họp thứ 5 HĐND tỉnh</kind> khai mạc tại <place>hội trường huyện ủy</place>.',
    'Tối <date iso="2019-11-11">11/11</date>, <kind>lễ khai mạc</kind> diễn ra ở bản.',
    'Ngày 1/10/2019, xã được huyện tặng cờ. Ngày <date iso="2019-11-11">11/11/2019</date>, xã tổ chức <kind>lễ đón nhận cờ</kind>.',
    'Ngày <date iso="2019-11-11">11/11</date>, hội đồng đã <kind>họp xét tặng Kỷ niệm chương ngành</kind>.',
    "Tham dự <kind>buổi trao thưởng</kind> có ông Tư.",
    "Đội về nhì toàn đoàn. <kind>Giải vô địch võ trẻ</kind> khởi tranh từ ngày "
    '<date iso="2019-10-23">23.10</date>, tại <place>tỉnh Thái Bình</place>.',
    "<unit>Trung ương Đoàn</unit> vừa tổ chức <kind>Hội nghị tổng kết chiến dịch hè 2019</kind>.",
    "<unit>Sở Y tế</unit> (SYT) phối hợp với Công đoàn tỉnh long trọng tổ chức <kind>lễ phát động thi đua</kind>.",
    "Bà Tư cho hay <unit>Hội Phụ nữ tỉnh</unit> đã tổ chức <kind>lễ trao quà</kind>.",
    "Giám đốc <post>Sở Y tế</post> tổ chức <kind>hội nghị</kind>.",
    'Ngày <date iso="2019-10-14">14/10</date>, nhà thi đấu <post>Quân khu 7</post> kín chỗ vì sinh viên <post>Đại học Sông Đà</post> đổ về dự <kind>lễ khai giảng</kind>.',
    'Ngày <date iso="2019-10-14">14/10</date>, các ban <post>Tỉnh ủy</post> và <unit>Văn phòng Tỉnh ủy</unit> tổ chức <kind>phát động quyên góp</kind>.',
    '<kind>Giải việt dã</kind> diễn ra từ ngày <date iso="2019-10-25">25/10</date> - 3/11/2019.',
    'Công đoàn sẽ tổ chức <kind>Đại hội thi đua</kind>, dự kiến vào ngày <date iso="2019-12-15">15/12</date>.',
    '<date iso="2019-10-19">19-10</date>, <unit>Hội Phụ nữ tỉnh</unit> tổ chức <kind>gặp mặt hội viên</kind>.',
]
NOTHING = [
    "Tính đến ngày 17.4, huyện đã tổ chức 36 hội nghị.",
    "Chào mừng Ngày Thầy thuốc 27/2/2020, bệnh viện tổ chức nhiều hội thi.",
    "Đến ngày 8.6, tỉnh đã cấp phép cho 12 nhà máy mới.",
    "Ngày 6.3.2018, UBND tỉnh ban hành Quyết định số 512/QĐ-UBND công nhận làng nghề.",
    "Viện trưởng trao Cờ thi đua cho các tập thể tại Hội nghị triển khai công tác năm 2019. (Ảnh minh họa)",
    "Toàn tỉnh có 137 doanh nghiệp ngoài nhà nước tổ chức hội nghị người lao động.",
    "Năm qua, các đơn vị đã tổ chức hội thảo chuyên môn; mỗi xã tổ chức lễ phát động trồng cây.",
    "Sở Y tế đề nghị bệnh viện tổ chức lễ trao thưởng; công ty không tổ chức lễ khai trương; giao Sở Nội vụ tổ chức hội nghị.",
    "Bản Sen nằm bên suối, người già còn kể chuyện cũ.",
]


def read(text: str, units: list[tuple[int, int]], title: str | None = None) -> list[Event]:
    page = Page(text)
    page.parted(sentences(page))
    spans = [Span(a, b, text[a:b]) for a, b in units]
    return events.find(page, dates.find(page, "2019-11-12"), published_on="2019-11-12", units=spans, title=title)


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_an_event_has_kind_day_place_and_organiser(marked: str) -> None:
    sentence = parse(marked, {"date", "kind", "place", "unit", "post"})
    units = [(m.start, m.end) for m in [*sentence.of("unit"), *sentence.of("post")]]
    (event,) = read(sentence.text, units)
    parts = {m.part: (m.start, m.end) for m in event.mentions}
    told = {"organizer" if m.tag == "unit" else m.tag: (m.start, m.end) for m in sentence.marks if m.tag != "post"}
    assert parts == told
    assert event.date == next((m.attrs["iso"] for m in sentence.of("date")), None)
    assert event.organizer == next((m.quote for m in sentence.of("unit")), None)


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_figures_and_documents_are_no_events(text: str) -> None:
    assert read(text, []) == []


@pytest.mark.parametrize(
    "later",
    [
        "Ngày 30/12/2019 là hạn nộp hồ sơ cho hội thi.",
        "Hội thi kết thúc ngày 14/11.",
        "Đại hội bế mạc vào tối 15/11.",
        "Trước đó, ngày 1/11, Sở tổ chức hội thảo.",
    ],
)
def test_a_report_has_one_event(later: str) -> None:
    found = read(f"Sáng 11/11, Sở Y tế tổ chức lễ tuyên dương. {later}", [])
    assert [e.date for e in found] == ["2019-11-11"]


def test_announced_events_are_all_kept() -> None:
    text = "Vòng loại giải trẻ sẽ diễn ra từ ngày 29.11 đến 5.12 tại Huế.\nGiải nữ sẽ được tổ chức từ ngày 2-10.12 tại Hà Nội."
    assert [(e.date, e.place) for e in read(text, [])] == [("2019-11-29", "Huế"), ("2019-12-02", "Hà Nội")]


def test_each_item_of_a_round_up_has_its_event() -> None:
    text = "TIN VẮN\n● HUẾ: TRAO QUÀ\nSáng 10/11, Hội trao quà cho trẻ em.\n● VINH: GẶP MẶT\nTối 11/11, Sở tổ chức gặp mặt."
    assert [(e.date, e.kind) for e in read(text, [])] == [("2019-11-10", "trao quà"), ("2019-11-11", "gặp mặt")]


def test_headings_of_a_list_are_no_round_up() -> None:
    text = "Sáng 11/11, Sở tổ chức lễ trao tặng.\n* HUÂN CHƯƠNG HẠNG NHẤT\n- Xã Đông\n* HUÂN CHƯƠNG HẠNG NHÌ\n- Xã Tây"
    assert [e.date for e in read(text, [])] == ["2019-11-11"]


def test_a_document_s_day_is_no_event_s() -> None:
    text = "Theo Quyết định ngày 5/11/2019, hội nghị tổ chức trao cờ."
    page = Page(text)
    page.parted(sentences(page))
    spans = dates.find(page)
    assert [e.date for e in events.find(page, spans)] == ["2019-11-05"]
    assert [e.date for e in events.find(page, spans, cited=[(spans[0].start, spans[0].end)])] == []


@pytest.mark.parametrize(
    ("title", "sentence", "day"),
    [
        ("Công an huyện nhận huân chương", "Chủ tịch tỉnh đã trao huân chương cho Công an huyện vào sáng 9-11.", "2019-11-09"),
        ("Ngân hàng bổ nhiệm giám đốc mới", "Bà Tư sẽ nhận nhiệm vụ ở Vinh vào ngày 9/11.", "2019-11-09"),
        ("Ngân hàng bổ nhiệm giám đốc mới", "Chủ tịch tỉnh đã trao huân chương cho đội vào sáng 9-11.", None),
        ("Đề nghị tặng huân chương cho em Tư", "Bộ trưởng đã tặng Bằng khen cho em Tư vào ngày 9/11.", None),
        ("Công an huyện nhận huân chương", "Trước đó, ngày 9-11, Chủ tịch huyện đã tặng giấy khen cho đội.", None),
    ],
)
def test_the_day_of_the_deed_that_the_title_tells(title: str, sentence: str, day: str | None) -> None:
    assert next((e.date for e in read(f"{title}\n{sentence}", [], title)), None) == day


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Quỹ Hoa Sen trao 40 suất học bổng", "trao 40 suất học bổng"),
        ("Truy tặng danh hiệu “Bà mẹ Việt Nam anh hùng”", "Truy tặng danh hiệu “Bà mẹ Việt Nam anh hùng”"),
        ("Công đoàn tuyên dương 64 nhà giáo", "tuyên dương 64 nhà giáo"),
        ("Đề nghị tặng huân chương cho em Tư", None),
        ("Lấy ý kiến về việc phong tặng danh hiệu Anh hùng Lao động", None),
        ("Tăng cường khen thưởng nông dân", None),
        ("Ai sẽ được trao danh hiệu Công dân ưu tú", None),
        ("Trao gửi yêu thương", None),
    ],
)
def test_a_title_tells_what_was_given_where_no_sentence_does(title: str, kind: str | None) -> None:
    found = read(f"{title}\nEm nào cũng vui, thầy cô cũng mừng.", [], title)
    assert [(e.kind, e.date) for e in found] == ([(kind, None)] if kind else [])
