"""Sentences and tokens: `|` marks where one sentence ends and the next begins."""

import itertools
import unicodedata

import pytest
from drafts import draft_of
from hypothesis import example, given
from hypothesis import strategies as st

from extract.folding import fold
from extract.sentences import sentences
from extract.text import Page

CUT = [
    "Sáng 6/4, hội nghị khai mạc.|Ông Lò Văn Tấc chủ trì.|Đại biểu vỗ tay!|Ai sẽ dẫn đầu?|Chưa rõ.",
    "Đoàn về TP. Hòa Bình thăm trường.|Trời mưa.",
    "Dự có PGS.TS. Lưu Thị Nhạn và ThS. Cao Bá Phi.|Lễ ngắn gọn.",
    "Trụ sở đặt tại TX. Buôn Hồ, P. An Lạc, Q. 3.|Bác sĩ đến sớm.",
    "Các đ/c. Hà Văn Mẫn và Lò Thị Xuân cùng dự.|Lễ bắt đầu.",
    "Theo cổng tin (namdinh.gov.vn) phong trào lan rộng.|Nhiều nơi học theo.",
    "Thu 1.250.000 đồng, đạt 98.5 điểm.|Ba hộ thoát nghèo.",
    "1. Sở Y tế Nam Định.|\n2. Sở Nội vụ Nam Định.|\na. Phòng Một.",
    "Đoàn đến thăm TP.|\nTrời mưa.",
    "TIN THI ĐUA|\n\nHội nghị họp sáng nay|\nDự có 5 đại biểu.",
]  # fmt: skip


@pytest.mark.parametrize("marked", CUT)
def test_sentences_end_where_a_reader_ends_them(marked: str) -> None:
    page = Page(marked.replace("|\n", "\n").replace("|", " "))
    assert [page.text[a:b] for a, b in sentences(page)] == [" ".join(s.split()) for s in marked.split("|")]


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        (
            "Cụm tổng kết năm.Trong đó, Sở Y tế dẫn đầu. Cụm họp lại.",
            ["Cụm tổng kết năm.", "Trong đó, Sở Y tế dẫn đầu.", "Cụm họp lại."],
        ),
        ("Chủ trì là ths.Lò Văn Tấc. Đoàn về tp.Huế.", ["Chủ trì là ths.Lò Văn Tấc.", "Đoàn về tp.Huế."]),
        ("Tin của namdinh.gov.vn và VOV.Vn, thu 1.500.Số còn lại nộp sau.", None),
        ("Cuộc thi.HỌP TỔNG KẾT sáng 3/5.", None),
    ],
)
def test_a_blank_forgotten_behind_a_sentence_does_not_join_it_to_the_next(text: str, cut: list[str] | None) -> None:
    assert [text[a:b] for a, b in sentences(Page(text))] == (cut or [text])


@pytest.mark.parametrize("text", ["", " \n\t\n ", "\u00a0"])
def test_nothing_has_no_sentence(text: str) -> None:
    assert sentences(Page(text)) == []


def test_white_space_and_line_ends_keep_their_place() -> None:
    text = "  Lễ họp.  Ông  đến. \r\n\r\n\u00a0Bà\tvề.\n"
    assert [text[a:b] for a, b in sentences(Page(text))] == ["Lễ họp.", "Ông  đến.", "Bà\tvề."]


@given(st.text(alphabet="aằB .,!?:;()\"'…\n\r\u00a0\t1TPvn", max_size=120))
@example("a.. b?! (c. d) “e. f” TP. 1. g")
def test_sentences_lose_nothing_and_never_cross(text: str) -> None:
    page = Page(text)
    found = sentences(page)
    assert all(a < b for a, b in found)
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(found))
    kept = "".join(text[a:b] for a, b in found)
    assert "".join(kept.split()) == "".join(text.split())


@given(st.text(max_size=200))
@example("oèA")  # two words printed without a blank: the page's folded text is that of its words
def test_tokens_hold_every_character_but_white_space(text: str) -> None:
    page = Page(unicodedata.normalize("NFC", text))
    printed = page.text.replace("\u00d0", "\u0110")  # Ð is read as Đ
    assert "".join(t.text for t in page.tokens) == "".join(printed.split())
    assert all(printed[t.start : t.end] == t.text and page.fold[t.start : t.end] == t.fold for t in page.tokens)
    assert len(fold(page.text)) == len(page.text)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Bà H'Lin Byă được 1.250.000 đồng.", ["Bà", "H'Lin", "Byă", "được", "1.250.000", "đồng", "."]),
        ("ôngTrương dự ngày 5/6.", ["ông", "Trương", "dự", "ngày", "5", "/", "6", "."]),
        ("“Vì dân”-2659/QĐ-BTP", ["“", "Vì", "dân", "”", "-", "2659", "/", "QĐ", "-", "BTP"]),
    ],
)
def test_tokens_are_words_numbers_and_signs(text: str, tokens: list[str]) -> None:
    assert [t.text for t in Page(text).tokens] == tokens


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Ðảng uỷ Hoà – “Tuý”", 'đảng ủy hòa - "túy"'),
        ("bác sỹ, kỉ luật, quí III, qui chế", "bác sĩ, kỷ luật, quý iii, quy chế"),
        ("Quý Thuỷ ngoài khoảng", "quý thủy ngoài khoảng"),
        ("quả hoạt toàn", "quả hoạt toàn"),
        ("Hòa Hoa Hóa", "hòa hoa hóa"),
    ],
)
def test_folding_joins_spellings_and_keeps_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


def test_text_that_is_not_nfc_gets_no_offsets() -> None:
    with pytest.raises(ValueError, match="NFC"):
        Page("Ho\u0323\u0302i nghi\u0323")


def test_offsets_find_their_sentence_and_line() -> None:
    page = draft_of("Lễ họp. Ông đến.\nBà về.").page
    assert [page.quote(*page.sentence_of(page.text.index(w))) for w in ("họp", "đến", "về")] == ["Lễ họp.", "Ông đến.", "Bà về."]
    assert page.quote(*page.line_of(page.text.index("đến"))) == "Lễ họp. Ông đến."
    assert [t.text for t in page.tokens[slice(*page.token_span(8, 16))]] == ["Ông", "đến", "."]
