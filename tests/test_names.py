"""The shape of names: `<p>` marks the name that begins there; sentences without a mark hold none."""

import pytest
from marked import name, parse

from extract.names import has_middle, is_sure, loose_length, name_length, opens_name, place_before, run_of_caps
from extract.text import Page

SHAPED = [
    "Ông <p>Nguyễn Văn Tám</p> dự.",
    "Chị <p>Lò Thị Ót</p>, bản Mây.",
    "Anh <p>Giàng A Páo</p> nói.",
    "Bà <p>H'Lin Byă</p> vui.",
    "Em <p>K'Brin</p> học giỏi.",
    "Em <p>Ka Hiên</p> nhận quà.",
    "Ông <p>Y Bhuôt Niê</p> kể.",
    "Cô <p>Đinh Ngọc Bảo Châu</p> dạy.",
    "Bà <p>Ðỗ Thị Mận</p> (Ð là chữ cũ).",
    "Đồng chí <p>NGUYỄN VĂN TÁM</p> ký.",
    "Bà <p>Công Tằng Tôn Nữ Lan</p> đến.",
    "Ông <p>Sầm Văn Đốc</p>\nPhó Giám đốc ký.",
    "Ông <p>Sầm Văn Đốc</p>. Phó Giám đốc ký.",
]
SHAPELESS = [
    "Sáng Chủ nhật, Huyện nhà Vui vẻ.",
    "Bà ngoại Tám kể.",
    "Ông John Miller dự.",
    "Phó Giám đốc Ông Ích.",
    "nguyễn văn tám",
    "Hai Năm Mới",
    "Anh Nguyễn, Văn, Tám.",
    "",
]


def lengths(page: Page) -> list[int]:
    return [name_length(page, i) for i in range(len(page.tokens))]


@pytest.mark.parametrize("marked", SHAPED, ids=name)
def test_a_name_has_its_whole_length(marked: str) -> None:
    sentence = parse(marked, {"p"})
    page = Page(sentence.text)
    first, last = page.token_span(sentence.marks[0].start, sentence.marks[0].end)
    assert name_length(page, first) == last - first
    assert not any(lengths(page)[:first])


@pytest.mark.parametrize("text", SHAPELESS, ids=name)
def test_other_words_have_no_name(text: str) -> None:
    assert not any(lengths(Page(text)))
    assert name_length(Page(text), 99) == 0


@pytest.mark.parametrize(
    ("text", "sure"),
    [("Nguyễn Văn Tám", True), ("Hà Nam", False), ("H'Lin Byă", True), ("Ka Hiên", True), ("K'Brin", False)],
)
def test_names_are_sure_by_shape_alone(text: str, sure: bool) -> None:
    page = Page(text)
    assert is_sure(page, 0, len(page.tokens)) is sure


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("John Miller dự", 2),
        ("Vincent van Houten dự", 3),
        ("Nguyễn Văn Tám dự", 3),
        ("Park Min-Soo dự", 4),
        ("ông Tám", 0),
        ("Bin van", 1),
        ("", 0),
    ],
)
def test_behind_a_cue_any_capitals_can_be_a_name(text: str, words: int) -> None:
    assert loose_length(Page(text), 0) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Phú Bình Vũ Văn Sơn", 2),
        ("Mường Lát Lò Thị Ót", 2),
        ("Bắc Hà Nguyễn Tám", 2),
        ("Nguyễn Văn Trần Tám", 0),
        ("Phú Bình", 0),
        ("Mai Sơn Bắc Hà", 0),
    ],
)
def test_a_place_before_a_person_is_counted_apart(text: str, words: int) -> None:
    assert place_before(Page(text), 0) == words


@pytest.mark.parametrize(
    ("text", "caps"),
    [
        ("Lò Thị Ót Mai Hoa Ban", 5),
        ("Lò, Thị", 1),
        ("Lò\nThị", 1),
        ("Min-Soo Park", 4),
        ("Min - Soo", 1),
        ("lò Thị", 0),
    ],
)
def test_capitals_run_on_one_line_between_blanks(text: str, caps: int) -> None:
    assert run_of_caps(Page(text), 0) == caps


@pytest.mark.parametrize(
    ("word", "opens"),
    [("Nguyễn", True), ("NGUYỄN", True), ("H'Lin", True), ("Y", True), ("Ông", False), ("Phó", False), ("Trời", False)],
)
def test_family_names_and_particles_open_a_name(word: str, opens: bool) -> None:
    assert opens_name(Page(word).tokens[0]) is opens


def test_middle_names_are_known() -> None:
    assert [has_middle(Page(text), 0, 3) for text in ("Lò Văn Ót", "Mai Châu Mộc")] == [True, False]
    assert not has_middle(Page("Hà Văn"), 0, 2)
