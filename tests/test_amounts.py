"""Sums of money, in sentences that carry the answer."""

import csv
from pathlib import Path

import pytest
from marked import Marked, name, parse

import extract
from extract import amounts, numerals
from extract.sentences import sentences
from extract.text import Page

FOUND = [
    'Mỗi suất trị giá <amount value="2000000" per="suất">2 triệu đồng</amount>.',
    'Quỹ nhận <amount value="1500000000">1,5 tỷ đồng</amount> và <amount value="35500000">35.500.000đ</amount> tiền mặt.',
    'Tiền thưởng là <amount value="2350000000">2 tỉ 350 triệu đồng</amount>.',
    'Sản lượng đạt <amount value="28400000000000">28,4 nghìn tỷ đồng</amount>, tăng 5%.',
    'Xã Đông góp <amount value="215000000">215 triệu</amount>, xã Tây gần <amount value="100000000">100 triệu</amount>.',
    'Tặng mỗi cháu <amount value="300000" per="cháu">ba trăm nghìn đồng</amount>.',
    'Giải thưởng <amount value="50000000">năm mươi triệu đồng</amount>.',
    'Hiến đất trị giá hơn <amount value="100000000">một trăm triệu đồng</amount>.',
    'Công trình <amount value="1500000000">một tỷ rưỡi đồng</amount> đã xong.',
    'Đội bạn trao <amount value="5000" currency="USD">5.000 USD</amount> và <amount value="3000" currency="EUR">3.000 euro</amount>.',
    'Nhà tài trợ góp $<amount value="10000" currency="USD">10,000</amount> cho quỹ.',
    'Mức hỗ trợ từ <amount value="8000000" per="suất">8</amount> đến <amount value="10000000" per="suất">10 triệu đồng</amount>/suất.',
    'Mỗi năm lãi <amount value="12000000" per="năm">12</amount> - <amount value="15000000" per="năm">15 triệu đồng</amount>.',
    'Thưởng từ <amount value="300000000">300 triệu</amount> đến <amount value="700000000">700 triệu đồng</amount>.',
    'Ba giải lần lượt là <amount value="20000000">20</amount>, <amount value="15000000">15</amount>'
    ' và <amount value="10000000">10 triệu đồng</amount>.',
    'Lương <amount value="1350000" per="người/tháng">1,35 triệu đồng</amount>/người/tháng.',
    'Thưởng <amount value="3000000" per="tập thể">3 triệu đồng</amount>/tập thể, <amount value="1000000" per="cá nhân">1 triệu đồng</amount>'
    "/cá nhân.",
    'Góp quỹ <amount value="55000000" literal="55000000000000" flag="unit_repeated">55.000.000 triệu đồng</amount>.',
    'Cất nhà hết <amount value="42000000" literal="42000000000" flag="unit_repeated">42.000.000 ngàn đồng</amount>.',
    'Thu ngân sách đạt <amount value="1246000000000">1.246.000 triệu đồng</amount>.',
    'Thu hồi <amount value="36250000000">36.250 triệu đồng</amount> nộp kho bạc.',
    'Ông Ba ủng hộ <amount value="500000">500,000 đồng</amount>.',
    'Giải Nhất (<amount value="5000000">5 triệu</amount>), giải Nhì (<amount value="3000000" per="giải">3 triệu</amount>/giải).',
    'Thưởng <amount value="2000000" per="giải">2 triệu đồng</amount>/giải ba và <amount value="1000000" per="giải">1 triệu đồng</amount>/giải tư.',
    'Đội kiểm tra truy thu <amount value="3900000000">3,9 tỷ</amount> tiền thuế.',
    'Năm 2015 và <amount value="10000000">10 triệu đồng</amount> ấy.',
]
FOUND += [
    'Giải A tăng từ <amount value="30000000" per="giải">30</amount> lên <amount value="40000000" per="giải">40 triệu đồng</amount>/giải.',
    'Mức thưởng giảm từ <amount value="9000000">9</amount> xuống <amount value="7000000">7 triệu đồng</amount>.',
    'Tháng này số đơn vị 12 lên <amount value="7000000">7 triệu đồng</amount>.',
    'Phần quà số 3 - <amount value="5000000">5 triệu đồng</amount>.',
    'Tổng vốn <amount value="2300000000000">2 nghìn 300 tỷ đồng</amount>.',
]
NOTHING = [
    "Bà con hiến hàng trăm triệu đồng, vài chục tỷ đồng và nhiều tỷ đồng.",
    "Có 12 đồng chí, hơn 1 triệu đồng bào và 5 huy chương đồng.",
    "Đảo đón gần 2,4 triệu lượt khách, chừng 1,7 triệu, khách quen tăng 5%.",
    "Thư viện cho mượn ba triệu lượt sách.",
    "Khách đến Tiền Giang trong quý I đạt khoảng 3,3 triệu, khách lưu trú tăng.",
    "Giải chạy có 2 tỷ lệ chọi khác nhau, 3.000 vận động viên.",
    "Mỗi hộ góp hai ba triệu đồng.",
    "Diện tích 620 m2, tăng 4,1%, Nghị định 56/2013/NĐ-CP.",
    "Indonesia thưởng 1 tỷ Lira.",
]


def found(sentence: Marked) -> list[tuple[int, int, dict[str, str]]]:
    page = Page(sentence.text)
    page.parted(sentences(page))
    told = []
    for amount in amounts.find(page):
        attrs = {"value": f"{amount.value:.0f}"}
        attrs |= {"currency": amount.currency} if amount.currency != "VND" else {}
        attrs |= {"per": amount.per} if amount.per else {}
        attrs |= {"literal": f"{amount.literal:.0f}", "flag": ",".join(amount.flags)} if amount.literal else {}
        told.append((amount.mentions[0].start, amount.mentions[0].end, attrs))
    return told


@pytest.mark.parametrize("marked", FOUND, ids=name)
def test_sums_are_read_as_meant(marked: str) -> None:
    sentence = parse(marked, {"amount"})
    assert found(sentence) == [(m.start, m.end, m.attrs) for m in sentence.marks]


@pytest.mark.parametrize("text", NOTHING, ids=name)
def test_other_numbers_are_no_sums(text: str) -> None:
    assert found(Marked(text, ())) == []


def test_words_that_hold_no_facts_are_left_out() -> None:
    page = Page("Ảnh: 5 triệu đồng. Thưởng 6 triệu đồng.")
    assert [a.value for a in amounts.find(page, [(0, 18)])] == [6_000_000]


def test_the_same_sum_told_again_is_one_entry() -> None:
    page = Page(
        "Trao học bổng trị giá 2 tỷ đồng\nSáng nay Sở trao học bổng trị giá 2 tỷ đồng. Huyện Đông góp 5 triệu đồng, huyện Tây góp 5 triệu đồng."
    )
    assert [(a.value, len(a.mentions)) for a in amounts.find(page)] == [(2e9, 2), (5e6, 1), (5e6, 1)]


def test_what_a_sum_is_for_is_told_in_its_own_words() -> None:
    page = Page("Nhân dịp này, Công ty Hoa Sen ủng hộ quỹ khuyến học 25 triệu đồng.")
    assert [a.about for a in amounts.find(page)] == ["Công ty Hoa Sen ủng hộ quỹ khuyến học"]


def test_the_title_s_sum_told_with_more_words_is_one_entry() -> None:
    page = Page(
        "Hơn 29 triệu đồng ủng hộ Quỹ Vì trẻ em\nThứ Năm\nCó 8 doanh nghiệp ủng hộ Quỹ Vì trẻ em với tổng số tiền hơn 29 triệu đồng."
    )
    assert [(a.value, len(a.mentions)) for a in amounts.find(page)] == [(29e6, 2)]


def number_rows() -> list[dict[str, str]]:
    path = Path(numerals.__file__).parent / "lexicon" / "numbers.csv"
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize("row", number_rows(), ids=lambda row: str(row["word"]))
def test_every_number_word_means_its_value(row: dict[str, str]) -> None:
    """Each row is read in a number that needs it, so that a wrong value beside a word cannot stay unseen."""
    value = float(row["value"])
    frames = {
        "unit": ("hai mươi {}", 20 + value),
        "ten": ("{} hai", value + 2),
        "tens": ("ba {}", 3 * value),
        "hundred": ("ba {}", 3 * value),
    }
    frames |= {"gap": ("ba trăm {} hai", 302), "multiplier": ("3 {}", 3 * value)}
    text, meant = frames[row["kind"]]
    read = numerals.number_at(Page(text.format(row["word"])).tokens, 0)
    known = {
        "không": 0,
        "một": 1,
        "mốt": 1,
        "hai": 2,
        "ba": 3,
        "bốn": 4,
        "tư": 4,
        "năm": 5,
        "lăm": 5,
        "nhăm": 5,
        "sáu": 6,
        "bảy": 7,
        "bẩy": 7,
    }
    known |= {"tám": 8, "chín": 9, "mười": 10, "mươi": 10, "trăm": 100, "linh": 0, "lẻ": 0, "nghìn": 10**3, "ngàn": 10**3}
    known |= {"triệu": 10**6, "tr": 10**6, "trđ": 10**6, "tỷ": 10**9, "tỉ": 10**9}
    assert read is not None
    assert (read.value, value) == (meant, known[row["word"]])


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Hơn 2 tỷ đồng tiếp sức học trò nghèo", "tiếp sức học trò nghèo"),
        ("Tổng quỹ lớn, trong đó 50 triệu đồng do Ngân hàng Sen ủng hộ.", "do Ngân hàng Sen ủng hộ"),
        ("Công an quận 3, TP.HCM mỗi đơn vị 10 triệu đồng.", "TP.HCM mỗi đơn vị"),
        ("Hơn 2 tỷ đồng.", None),
        ("Tổng kinh phí hơn 5 tỷ đồng.", "Tổng kinh phí"),
        ("Xã dựng 8 công trình thanh niên với tổng trị giá hơn 168 triệu đồng.", "Xã dựng 8 công trình thanh niên"),
        ("Đội trao 20 suất học bổng, mỗi suất trị giá 2 triệu đồng.", "Đội trao 20 suất học bổng"),
        ("Trung tâm Quan trắc tài nguyên và môi trường góp 5 triệu đồng.", "Trung tâm Quan trắc tài nguyên và môi trường góp"),
        ("Hỗ trợ học tập... với số tiền khoảng 8 tỷ đồng.", "Hỗ trợ học tập"),
        ("Tặng quà trị giá 29 triệu đồng cho phụ nữ nghèo.", "cho phụ nữ nghèo"),
        ("Khen thưởng 29 triệu đồng trong quý I.", "Khen thưởng"),
        ("Gần 9 tỷ đồng từ cán bộ, đảng viên góp, để lo cho bà con.", "từ cán bộ, đảng viên góp"),
        (
            "Em nhận học bổng do Công ty Hoa Sen (phường Sen) trao tặng, mỗi suất 2 triệu đồng.",
            "Em nhận học bổng do Công ty Hoa Sen (phường Sen) trao tặng",
        ),
        (
            "Đội dựng 4 (tăng 2 so với năm trước) công trình, với tổng kinh phí là 4 tỷ đồng.",
            "Đội dựng 4 (tăng 2 so với năm trước) công trình",
        ),
        (
            "Đội khám bệnh cho hơn 2.349 đoàn viên, người lao động với số tiền trên 36 triệu đồng.",
            "Đội khám bệnh cho hơn 2.349 đoàn viên, người lao động",
        ),
        ("Dịp này, xã thưởng 5 triệu đồng.", "xã thưởng"),
        ("Hơn 50 tỷ đồng đăng ký ủng hộ Tết.", "đăng ký ủng hộ Tết"),
        ("Trong đó: Công ty Hoa Sen (Hà Nội): 50 triệu đồng.", "Công ty Hoa Sen (Hà Nội)"),
        ("Hơn 2 tỷ đồng giúp học trò nghèo\nThứ Năm, tin vui.", "giúp học trò nghèo"),
    ],
)
def test_what_a_sum_is_for(text: str, about: str | None) -> None:
    assert [a.about for a in amounts.find(Page(text))] == [about]


def test_a_town_behind_a_number_is_no_currency() -> None:
    assert extract.read("Quốc lộ 5 Yên Bái đã thông xe.").amounts == []
