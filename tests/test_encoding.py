"""Bytes become the text that was meant, or are refused; nothing wrongly decoded passes."""

from __future__ import annotations

import codecs
import time
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from corpus.encoding import EncodingError, decode, marked, mended
from corpus.limits import Limits
from tests.old_encodings import windows_1258

TEXT = "Sáng 5/3, Sở Y tế tỉnh Đắk Lắk tổ chức hội nghị tổng kết; bà Nguyễn Thị Thủy được tặng Bằng khen. Ông K’Brêu và chị H'Lin Byă dự."


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (windows_1258(TEXT), "cp1258"),
        (unicodedata.normalize("NFD", TEXT).encode(), "utf-8"),
    ],
    ids=["utf-8", "bom", "utf-16", "utf-16-be", "utf-32", "windows-1258", "nfd"],
)
def test_the_text_that_was_meant_comes_out(data, name):
    assert decode(data) == (TEXT, name, 1.0)


def test_line_ends_become_one_kind_and_blanks_stay():
    assert decode("Một\r\nhai\rba\n\n  bốn\t\n".encode()).text == "Một\nhai\nba\n\n  bốn\t\n"


def test_every_sample_and_gold_article_stays_as_it_is(samples, shared):
    for path in sorted([*samples.glob("*.txt"), *shared.glob("gold/*/*.txt")]):
        text = path.read_bytes().decode()
        assert decode(path.read_bytes()).text == text
        assert mended(text).text is text
        words, good = marked(text)
        assert good > 0.9 * words


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"\x00\x01\x02\x03" * 50, "binary"),
        (bytes(range(256)) * 20, "binary"),
        (b"\x01\x02\x03\x04 abc \x05\x06", "binary"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n", "a PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "Word"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        (TEXT.encode()[:60] + b"\xff" + TEXT.encode()[60:], "not UTF-8 (byte 60, line 1)"),
        (b"mot\nhai\n" + "hội nghị".encode()[:-1] + b"\nba", "line 3"),
        (TEXT.encode().replace("ộ".encode(), b"\xe1\xbb", 1), "not UTF-8"),
        (codecs.BOM_UTF16_LE + b"a", "mark of utf-16"),
        ("Le président de la République a été élu à Paris, où il est né.".encode("latin-1"), "not UTF-8"),
        (b"a" * (Limits.file + 1), "split it into its articles"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(data, why):
    with pytest.raises(EncodingError) as told:
        decode(data)
    assert why in str(told.value)
    assert ":" in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize("wrong", ["latin-1", "sloppy-windows-1252"])
def test_utf8_that_was_read_as_western_is_mended(wrong):
    import ftfy  # noqa: F401 - registers the browsers' windows-1252

    assert mended(TEXT.encode().decode(wrong)).text == TEXT


def test_mojibake_that_lost_letters_is_refused_and_not_mended_with_holes():
    text = "Sở Y tế tổ chức hội nghị tổng kết công tác thi đua, khen thưởng ở Đà Lạt. " * 4
    lossy = text.encode().decode("cp1252", "replace")
    assert "\ufffd" in lossy
    with pytest.raises(EncodingError, match="not Vietnamese"):
        mended(lossy)


def test_a_page_that_calls_itself_western_is_read_as_vietnamese():
    text = "Và là có đó " * 10 + "hội nghị"
    data = ("Và là có đó " * 10).encode("cp1258") + windows_1258("hội nghị")
    assert decode(data, "iso-8859-1")[:2] == (text, "cp1258")
    assert decode(TEXT.encode(), "iso-8859-1")[:2] == (TEXT, "utf-8")
    assert decode(windows_1258(TEXT), "no-such-charset")[:2] == (TEXT, "cp1258")


@pytest.mark.parametrize("text", ["Café Zürich", "K’Brêu, H'Lin Byă", "", "abc " * 100, "Ðảng bộ Đồng Hới"])
def test_a_few_foreign_words_are_no_reason_to_refuse(text):
    assert mended(text).text == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Quyết định, “Đảng uỷ” (hoà) giữa nguyễn khuya ngoằn nghèo Đắk", (10, 10)),
        ("Ä‘á»‹nh", (2, 0)),
        ("abc 123 ...", (0, 0)),
        ("● thi đua–khen thưởng", (2, 2)),
        ("Zürich Ksơr", (2, 0)),
    ],
)
def test_vietnamese_syllables_are_told_from_others(text, told):
    assert marked(text) == told


@pytest.mark.parametrize(
    "data", [b"a" * 1_000_000, "á".encode() * 500_000, b"." * 900_000 + "á".encode(), ("á" + "." * 900_000).encode()]
)
def test_a_very_long_word_takes_no_long_time(data):
    start = time.perf_counter()
    mended(decode(data)[0])
    assert time.perf_counter() - start < 2


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf\xef\xbb\xbf")
def test_any_bytes_are_text_in_nfc_or_refused(data):
    try:
        text = decode(data).text
    except EncodingError:
        return
    assert unicodedata.is_normalized("NFC", text)
    assert "\r" not in text
    assert "\x00" not in text


@given(st.text(alphabet=st.sampled_from("ăâđêôơưàảãáạ bctknh\n"), min_size=4, max_size=80), st.data())
def test_a_broken_byte_in_vietnamese_utf8_never_passes(text, data):
    whole = unicodedata.normalize("NFC", text).encode()
    broken = [i for i, b in enumerate(whole) if b >= 0x80]
    # of a single marked letter one byte may be left, which is a letter of another encoding: nothing tells that it was UTF-8
    assume(sum(letter > "\x7f" for letter in whole.decode()) > 1)
    at = data.draw(st.sampled_from(broken))
    with pytest.raises(EncodingError):
        decode(whole[:at] + whole[at + 1 :])
