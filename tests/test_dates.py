"""Dates, in sentences that carry the answer."""

import pytest
from marked import Marked, name, parse

from extract import dates
from extract.sentences import sentences
from extract.text import Page

FOUND = [
    'Ngày <date iso="2016-11-11">11/11/2016</date>, chiều <date iso="2010-07-14">14-7-2010</date> và tối <date iso="2022-06-14">14.6.2022</date>.',
    'Sáng ngày <date iso="2016-10-03">03 tháng 10 năm 2016</date>, tại Vinh.',
    'Từ ngày <date iso="2024-05-12">12 đến ngày 15 tháng 5 năm 2024</date>.',
    'Trong hai ngày <date iso="2019-04-12">12 và 13/4/2019</date>, khối họp.',
    'Thứ 3 - <date iso="2022-06-14">14.6.2022</date> 16:50',
    'Kết quả hai buổi (<date iso="2024-05-06">6 - 7.5.2024</date>) thi chạy.',
    '(<date iso="1975-04-30">30.4.1975</date> - <date iso="2025-04-30">30.4.2025</date>)',
    "Chi bộ thành lập vào <date>tháng7/1931</date>, <date>quý III năm 2016</date> thì khen, <date>năm 2016</date>.",
    'Ngày <date iso="2025-10-14">14/10</date>, trường mở lễ khai giảng, chào đón tân sinh viên năm học 2025-2026.',
    'Ngày <date iso="2025-05-28">28/5</date>, trường tổng kết năm học 2024 - 2025.',
    'Ngày <date iso="2019-08-20">20/8</date>, Sở họp tổng kết năm học 2018-2019, bàn năm học 2019-2020.',
    "Ngày <date>1-3</date>, Hội tổ chức gặp mặt. Mười đơn vị nhận Giải thưởng Chi hội tiêu biểu <date>năm 2016</date>, họ có hiệu quả trong <date>năm 2016</date>.",
    'Ngày <date iso="2016-10-01">1-10</date>, Hội gặp mặt. Mười đơn vị nhận Giải thưởng Chi hội <date>năm 2016</date>, có hiệu quả trong <date>năm 2016</date>.',
    'Ngày <date iso="2019-01-15">15/1</date>, Sở sơ kết học kỳ I năm học 2018-2019.',
    "Ngày <date>15/3</date>, Sở họp về năm học 2018-2019; ngày <date>28/8</date>, trường tổng kết 10 năm học 2010-2020 đổi mới.",
    'Ngày <date iso="2019-08-28">28/8</date>, trường tổng kết năm học 2018-2019.',
    'Từ ngày <date iso="2025-03-01">1/3</date> đến <date iso="2025-04-30">30/4/2025</date>; từ ngày <date iso="2024-12-20">20/12</date> đến hết'
    ' ngày <date iso="2025-01-05">5/1/2025</date>.',
]
IN_2019 = [
    'Tối <date iso="2019-09-20">20.9</date>, đại hội khai mạc tại sân vận động.',
    'Sáng <date iso="2019-04-18">18/4</date> và chiều <date iso="2019-09-26">26-9</date> đều họp.',
    'Từ ngày <date iso="2019-08-02">2-10.8</date> tại Hà Nội, đến <date iso="2019-07-25">25/7</date> thì xong.',
    'Ngày <date iso="2019-04-19">19 - 4</date>, tỉnh họp phiên thường kỳ.',
    'Sáng nay (<date iso="2019-09-18">18/9</date>), Sở trao quà.',
    'Ngày <date iso="2018-12-28">28/12</date>, tin ra đầu năm.',
    '<date iso="2019-10-19">19-10</date>, Hội Phụ nữ tỉnh gặp mặt hội viên.',
    '(BĐ) - <date iso="2019-10-09">9/10</date>, tại Vinh, Hội Phụ nữ tỉnh gặp mặt hội viên.',
]
NOTHING = [
    "Thắng 6/1, rồi 2/0, xếp thứ 22/63 tỉnh thành, tổ chức 10/16 nội dung.",
    "Tại Quảng trường 10/3 và Hội trường 10-3, đoạt Giải thưởng 15 tháng 10.",
    "Nghị quyết số 57/NQ-CP, mức từ 6-8 triệu đồng, đến 2/3 số hộ, tăng 4,1%.",
    "21-19, Hà Nội thắng hiệp đầu.\n3-1, Hà Nội thắng chung kết. Tỷ số 20-12, Hà Nội thắng.",
    "Ngày 31/13, ngày 45/2 và 1.204 lượt xem.",
]


def found(sentence: Marked, published_on: str | None = None) -> list[tuple[int, int, str | None]]:
    page = Page(sentence.text)
    page.parted(sentences(page))
    return [(s.start, s.end, s.iso) for s in dates.find(page, published_on)]


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_dates_are_read_as_written(marked: str) -> None:
    sentence = parse(marked, {"date"})
    assert found(sentence) == [(m.start, m.end, m.attrs.get("iso")) for m in sentence.marks]


@pytest.mark.parametrize("marked", IN_2019, ids=name)
def test_a_day_without_a_year_takes_the_year_of_publication(marked: str) -> None:
    sentence = parse(marked, {"date"})
    published_on = "2019-01-03" if "đầu năm" in marked else "2019-09-21"
    assert found(sentence, published_on) == [(m.start, m.end, m.attrs["iso"]) for m in sentence.marks]


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_other_figures_are_no_dates(text: str) -> None:
    assert found(Marked(text, ()), "2019-09-21") == []


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("Tối 8.10, Hội thao của huyện năm 2022 khai mạc.", "2022-10-08"),
        ("Sáng 3.2, Sở họp mặt nhân 40 năm thành lập (6.2.1985 - 6.2.2025).", "2025-02-03"),
        ("Ngày 8/1, Khối tổng kết công tác thi đua năm 2018.", "2019-01-08"),
        ("Ngày 8/5, Sở họp. Kế hoạch kéo dài đến năm 2030.", None),
        ("Sáng 12.3, xã nhận cờ. Ngày 5.12.2023, huyện đã chấm điểm.", None),
        ("Sáng 4/9, xã trao giấy khen. Ông Tư, sinh năm 1987, cứu người.", None),
        ("Sáng 4/9, trường họp. Trường thành lập ngày 16-10-1945, có nhà mới từ năm 2014.", None),
        ("Ngày 17-6, hội đồng công bố kết quả Giải Báo chí tỉnh năm 2012.", None),
        ("Ngày 17-9, hội đồng công bố kết quả Giải Báo chí tỉnh năm 2012.", "2012-09-17"),
        ("Ngày 17-6, xã họp. Vào ngày 2-5-2012, xã đã nhận cờ.", "2012-06-17"),
        ("Chiều 30/5, thành phố trao cờ theo Nghị quyết số 33/2021/NQ-HĐND ngày 12/8/2021.", None),
        ("Chiều 30/5, thành phố trao cờ theo Quyết định số 330/QĐ-UBND ngày 12/5/2021.", "2021-05-30"),
        ("Chiều 30/5, thành phố trao cờ theo Quyết định số 330/QĐ-UBND ngày 12/8/2021.", None),
        ("Ngày 14-11, Sở họp nhân 20 năm tái lập tỉnh (1-4-1992).", None),
        ("Sáng 25/4, trường tổ chức Lễ kỷ niệm 35 năm xây dựng (1976 - 2011).", "2011-04-25"),
        ("Sáng 29/3, Cục dự lễ kỷ niệm 50 năm ngày thành lập (2/4/1973-2/4/2023) và nhận cờ.", "2023-03-29"),
        ("Chiều 27.5, trường kỷ niệm 40 năm xây dựng (20.5.1984 – 20.5.2024).", "2024-05-27"),
        ("Sáng 25/12, trường tổ chức lễ kỷ niệm 60 năm thành lập (3/1/1964 - 3/1/2024).", "2023-12-25"),
        ("Ngày 5/1, xã tổ chức lễ kỷ niệm 60 năm thành lập (20-12-1964 - 20-12-2024).", "2025-01-05"),
        ("Ngày 21-10, Đại hội Hội Nông dân tỉnh lần thứ IX, nhiệm kỳ 2016 - 2021 bế mạc.", "2016-10-21"),
        ("Ngày 21-10, xã lập thành tích chào mừng Đại hội Đảng bộ nhiệm kỳ 2020 - 2025.", None),
        ("Hội nghị sáng nay (17/12) nghe Hội đồng họp ngày 14/12/2022 đề nghị tặng cờ năm 2023.", "2022-12-17"),
        ("Sáng 29.4, phường đón bằng. Giải năm 2024 vừa xong.", "2024-04-29"),
    ],
)
def test_a_day_without_a_year_takes_the_year_of_the_text(text: str, iso: str | None) -> None:
    """A year that the text itself contradicts, or only plans with, is not taken."""
    assert found(Marked(text, ()))[0][2] == iso
