"""Every sample in every encoding is read back letter for letter, whole and from short cuts; other languages are not made Vietnamese."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import pieces
from corpus.article import Article
from corpus.batch import batch, plan_of
from corpus.charsets import CHARSETS, letters, raised, to_unicode
from corpus.encoding import EncodingError, decode, mended, reread
from corpus.ingest import ingest
from corpus.inputs import extract_record
from corpus.legacy import font_encoding, from_font, from_fonts
from corpus.load import load
from corpus.readers import read_bytes
from tests import old_encodings
from tests.old_encodings import CUTS, WRITERS, iconv, outcomes, read, whole

ICONV = shutil.which("iconv")
needs_iconv = pytest.mark.skipif(ICONV is None, reason="iconv is not installed: apt-get install libc-bin")
BY_ICONV = {"utf-16 with mark", "utf-16-le", "utf-16-be", "windows-1258 by iconv", "tcvn 5712 by iconv", "viscii by iconv"}
BY_ICONV |= {"viscii saved as utf-8"}
# of 24 titles, 24 heads, 332 paragraphs and 616 cuts of eight words: how many may be refused, and how many left as they were
SHORT = {
    "viscii saved as utf-8": (12, 16),
    "vps saved as utf-8": (32, 24),
    "tcvn3 saved as utf-8": (2, 12),
    "vni saved as utf-8": (2, 12),
}


def _writers() -> list[object]:
    return [pytest.param(name, marks=needs_iconv if name in BY_ICONV else ()) for name in WRITERS]


@pytest.mark.parametrize("name", _writers())
def test_every_sample_is_read_back_letter_for_letter(name):
    for kind, meant, told in outcomes(WRITERS[name], whole):
        assert kind == "right", f"{meant[:60]!r} is {kind}: {told}"
        assert told is not None
        # TCVN 5712 and TCVN3 differ in capitals with a tone alone, of which a text may have one
        assert told.certainty >= (0.8 if "5712" in name else 0.98)


@pytest.mark.parametrize("name", _writers())
def test_short_cuts_are_read_back_or_refused(name):
    refused, wrong = SHORT.get(name, (8, 0 if "read" not in name else 1))
    found = [kind for cut in CUTS[1:] for kind, *_ in outcomes(WRITERS[name], cut)]
    assert len(found) == 996
    assert found.count("refused") <= refused
    assert found.count("wrong") <= wrong


def test_a_cut_that_was_wrongly_read_has_little_certainty():
    for name in ("tcvn3 saved as utf-8", "vps saved as utf-8", "utf-8 read as cp1252"):
        told = [told for cut in CUTS[1:] for kind, _, told in outcomes(WRITERS[name], cut) if kind == "wrong" and told]
        assert sum(t.certainty > 0.8 for t in told) <= 1


@pytest.mark.parametrize("name", ["tcvn3", "vni", "vps", "windows-1258", "utf-8 read twice as cp1252"])
def test_the_facts_are_those_of_the_plain_text(name, samples):
    text = (samples / "sample_03.txt").read_text(encoding="utf-8").replace("Ð", "Đ")
    data, meant = WRITERS[name](text)
    article, plain = read_bytes(data, "a.txt"), read_bytes(meant.encode(), "a.txt")
    assert article.original == data
    assert article.id == plain.id
    assert extract_record(article) == extract_record(plain)


# the tables


@needs_iconv
@pytest.mark.parametrize(("name", "theirs"), [("tcvn5712", "TCVN-5712"), ("viscii", "VISCII")])
def test_the_tables_are_iconvs(name, theirs):
    told = letters(name)
    assert len(told) == 134
    assert {letter: shown.encode("latin-1") for letter, shown in told.items()} == {
        letter: iconv(theirs, letter) for letter in told
    }


def test_tcvn3_is_tcvn_5712_without_capitals_that_have_a_tone():
    lacks = letters("tcvn5712").keys() - letters("tcvn3").keys()
    assert letters("tcvn3").items() <= letters("tcvn5712").items()
    assert len(lacks) == 60
    assert all(
        letter.isupper() and set(unicodedata.normalize("NFD", letter)) & set("\u0300\u0301\u0303\u0309\u0323") for letter in lacks
    )


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii", "vps"])
def test_the_tables_are_those_of_another_hand(name):
    from viparse.normalize import tables, tcvn3, viscii, vni, vps

    theirs = {"tcvn3": tcvn3.TCVN3, "vni": vni.VNI, "viscii": viscii.VISCII, "vps": vps.VPS}[name]
    # viparse has these four letters of VNI not at all, or as y with a tone
    unknown = set("ẳẲỵỴ") if name == "vni" else set()
    for letter, shown in letters(name).items():
        if letter not in unknown:
            assert tables.convert(shown, theirs) == letter
        assert to_unicode(shown, name) == letter


@pytest.mark.parametrize("name", CHARSETS)
@given(text=st.text(st.characters(max_codepoint=0x17F), max_size=60))
def test_any_text_can_be_read_in_any_table(name, text):
    assert len(to_unicode(text, name)) <= len(text)


@pytest.mark.parametrize("name", ["tcvn3", "vni", "viscii", "vps", "tcvn5712"])
@given(data=st.data())
def test_what_a_table_writes_it_reads(name, data):
    held = [*letters(name), *" bcdghklmnpqrstvx.,0123456789"]
    text = data.draw(st.text(st.sampled_from(held), max_size=80))
    assert to_unicode(old_encodings.in_table(name, text), name) == text


# other languages

FOREIGN = {
    "en": "The ministry held its annual conference on Friday. Mr O’Brien said the café’s naïve façade was “resumé-worthy”, a déjà vu.",
    "fr": "Le président de la République a été élu à Paris. Les élèves ont reçu des médailles méritées grâce à leur générosité très tard.",
    "de": "Die Münchner Bürger wählten für die Straße größere Bäume; über fünfzig Schüler hörten schöne Lieder und grüßten die Gäste.",
    "es": "El año pasado la señora Muñoz recibió la condecoración más alta de la región; según el informe, también habló el niño.",
    "pt": "A sessão começou às nove horas; não há razão para a direção não premiar os funcionários. Saudações à população.",
    "pl": "Wczoraj w ministerstwie odbyło się uroczyste spotkanie poświęcone nagrodzeniu najlepszych pracowników; żółć, gęślą jaźń.",
    "tr": "Dün bakanlıkta yapılan törende en başarılı çalışanlara ödül ve madalyalar verildi; öğrenciler şarkı söyledi.",
    "ru": "Вчера в министерстве состоялось торжественное собрание, посвящённое награждению лучших работников отрасли орденами.",
    "zh": "昨天在北京举行了表彰大会，授予先进集体和先进个人奖状。会议强调继续开展爱国竞赛运动。",
    "ja": "昨日、表彰式が行われました。優秀な集団と個人に賞状が授与された。",
}


@pytest.mark.parametrize(
    ("language", "codec"),
    [
        ("en", "cp1252"), ("fr", "latin-1"), ("fr", "mac-roman"), ("de", "cp1252"), ("es", "latin-1"), ("pt", "latin-1"), ("pl", "cp1250"),
        ("pl", "iso8859-2"), ("tr", "cp1254"), ("ru", "koi8-r"), ("ru", "cp1251"), ("ru", "iso8859-5"), ("zh", "gbk"), ("ja", "shift-jis"),
        ("ja", "euc-jp"),
    ],
)  # fmt: skip
def test_text_of_another_language_is_refused_and_not_made_vietnamese(language, codec):
    data = FOREIGN[language].encode(codec)
    for cut in (len(data), 100, 60):
        if not data[:cut].isascii():
            with pytest.raises(EncodingError, match="not UTF-8"):
                decode(data[:cut])
            with pytest.raises(EncodingError, match="not UTF-8"):
                decode(data[:cut], codec)


@pytest.mark.parametrize("language", FOREIGN)
def test_unicode_of_another_language_is_left_as_it_is(language):
    words = FOREIGN[language].split()
    for count in (1, 2, 3, 5, 8):
        for i in range(0, len(words), count):
            text = " ".join(words[i : i + count])
            assert reread(text).text == text


def test_random_bytes_are_no_text():
    rng = random.Random(5)
    for size in (40, 300, 3000):
        for first in (0, 1, 0x20):
            for _ in range(60):
                with pytest.raises(EncodingError):
                    decode(bytes(rng.choices(range(first, 256), k=size)))


@given(st.text(st.characters(max_codepoint=0x2122, exclude_categories=["Cs"]), max_size=80))
def test_reading_text_once_more_never_fails_and_is_nfc(text):
    told = reread(unicodedata.normalize("NFC", text))
    assert unicodedata.is_normalized("NFC", told.text)
    assert 0 <= told.certainty <= 1


# mixed, short and odd

TCVN3 = "QuyÕt ®Þnh cña Bé tr­ëng Bé Néi vô vÒ viÖc tÆng B»ng khen"
UNICODE = "Quyết định của Bộ trưởng Bộ Nội vụ về việc tặng Bằng khen"


def test_a_head_of_ascii_does_not_hide_the_charset():
    head = "To: admin@example.vn\nSubject: thong bao khen thuong\n" * 400
    assert decode((head + TCVN3).encode("latin-1")) == (head + UNICODE, "tcvn3", 1.0)
    assert decode((TCVN3 + "\n" + head).encode("latin-1")).text == f"{UNICODE}\n{head}"


def test_the_old_part_of_a_text_of_two_charsets_is_mended_alone():
    told = mended(f"Hội nghị tổng kết ở Hà Nam\nHà Nam, tôi và bà\n{TCVN3}\nSở Nội vụ Cà Mau")
    assert told.text == f"Hội nghị tổng kết ở Hà Nam\nHà Nam, tôi và bà\n{UNICODE}\nSở Nội vụ Cà Mau"
    assert told.encoding == "tcvn3"


def test_utf16_needs_its_blanks_and_letters():
    assert decode("Hello, 5.000 đồng".encode("utf-16-le")) == ("Hello, 5.000 đồng", "utf-16-le", 1.0)
    for data in ("昨日、表彰式 が行われました。".encode("utf-16-le"), b"ab\x00cd\x00\x01\x02", b"a\x00b", bytes(200)):
        with pytest.raises(EncodingError, match="binary"):
            decode(data)


def test_quotes_of_windows_alone_are_read():
    text = "“Thi dua” – khen thuong… ‘nam 2005’"
    assert decode(text.encode("cp1252"))[:2] == (text, "cp1252")


def test_line_ends_and_control_characters_are_as_in_utf8():
    assert decode(f"{TCVN3}\r\n\r\n{TCVN3}\r".encode("latin-1")).text == f"{UNICODE}\n\n{UNICODE}\n"
    with pytest.raises(EncodingError, match="binary"):
        decode(TCVN3.encode("latin-1") + b"\x00\x00\x00")


def test_old_text_saved_as_utf16_is_mended():
    told = read_bytes(TCVN3.encode("utf-16"), "a.txt")
    assert (told.text, told.encoding, told.certainty) == (UNICODE, "utf-16, then tcvn3", 1.0)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("QUYếT địNH", "QUYẾT ĐỊNH"),
        ("Bộ NộI Vụ", "BỘ NỘI VỤ"),
        ("Bộ Y Tế", "Bộ Y Tế"),
        ("ông TRầN VăN Bé", "ông TRẦN VĂN Bé"),
        ("Số 45/QĐ-UBND", "Số 45/QĐ-UBND"),
        ("Thị xã, ở đây", "Thị xã, ở đây"),
    ],
)
def test_capitals_are_made_whole_where_they_are_seen(text, told):
    assert raised(text) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ðảng bộ ðồng Hới", "Đảng bộ đồng Hới"),
        ("Ɖảng bộ Đồng Hới", "Ɖảng bộ Đồng Hới"),
        ("Ðảng bộ Đồng Hới", "Ðảng bộ Đồng Hới"),
        ("Ísland: Ðað er gott", "Ísland: Ðað er gott"),
    ],
)
def test_eth_is_d_where_it_stands_for_all_of_them(text, told):
    assert reread(text).text == told


@pytest.mark.parametrize(
    "data", [TCVN3.encode("latin-1") * 20_000, b"\xb8" * 2_000_000, b"a\xb5 " * 500_000, b"\xd0" + b"a" * 2_000_000]
)
def test_a_large_file_takes_no_long_time(data):
    start = time.perf_counter()
    for text in (data, data.decode("latin-1").encode()):
        try:
            read(text)
        except EncodingError:
            continue
    assert time.perf_counter() - start < 8


# fonts


@pytest.mark.parametrize(
    ("font", "charset"),
    [
        (".VnTime", "tcvn3"), (".vntimeh", "tcvn3"), ("'.VnArial NarrowH'", "tcvn3"), ("BCDEEE+.VnTime,Bold", "tcvn3"), ("VnTimeH", "tcvn3"),
        ("VNI-Times", "vni"), ("vni times", "vni"), ("VNITimes", "vni"), ("VPS Times", "vps"), ("VPSTimesHoa", "vps"), ("VISCII Times", "viscii"),
        ("Times New Roman", None), ("VNtimes new roman", None), ("Vnexpress", None), ("Verdana", None), ("", None), ("Vni", None),
    ],
)  # fmt: skip
def test_fonts_of_old_charsets_are_known_by_name(font, charset):
    assert font_encoding(font) == charset


@pytest.mark.parametrize(
    ("text", "font", "told"),
    [
        ("Quyết định", ".VnTime", "Quyết định"),
        ("• tÆng “B»ng khen” → c¸c", ".VnTime", "• tặng “Bằng khen” → các"),
        ("nhμ n−íc 5 − 3", ".VnTime", "nhà nước 5 − 3"),
        ("bÑ tr\u2020ng", "VPS Times", "bỦ trọng"),
        ("Khaùnh Hoøa, AÂn Aùi, kyõ, SÔN", "VNI-Times", "Khánh Hòa, Ân Ái, kỹ, SƠN"),
        ("thaúng THAÚNG, î taù, Î TAÙ", "VNI-Times", "thẳng THẲNG, ỵ tá, Ỵ TÁ"),
        ("quyÕt ®Þnh 5", ".VnArialH", "QUYẾT ĐỊNH 5"),
        ("QuyÕt", None, "QuyÕt"),
    ],
)
def test_text_is_read_as_its_font_tells(text, font, told):
    assert from_fonts([(text, font)]) == [told]
    assert from_font(text, font or "Arial") == told


def _page(body: str, head: str = "", codec: str = "utf-8") -> Article:
    page = f"<html><head>{head}</head><body><h1><font face='.VnTimeH'>héi nghÞ tæng kÕt</font></h1>{body}</body></html>"
    return read_bytes(page.encode(codec, "xmlcharrefreplace"), "a.html")


BODY = "S¸ng 5/3/2019, Së Y tÕ tØnh Nam §Þnh tæ chøc héi nghÞ tæng kÕt c«ng t¸c thi ®ua, khen th­ëng víi sù tham dù cña «ng TrÇn V¨n B×nh."
READ = "Sáng 5/3/2019, Sở Y tế tỉnh Nam Định tổ chức hội nghị tổng kết công tác thi đua, khen thưởng với sự tham dự của ông Trần Văn Bình."
NEXT = "Tại hội nghị, ông Trần Văn Bình, Giám đốc Sở, đã trao Bằng khen cho 12 tập thể và 30 cá nhân có thành tích xuất sắc trong năm."


@pytest.mark.parametrize(
    ("body", "head", "codec"),
    [
        (f"<p><font face='.VnTime, serif'>{BODY}</font></p><p>{NEXT}</p>", "", "utf-8"),
        (f"<p style='font-family:\".VnTime\"'>{BODY}</p><p style='font-family:Arial'>{NEXT}</p>", "", "utf-8"),
        (
            f"<p class=MsoNormal>{BODY}</p><p class=Other>{NEXT}</p>",
            '<style><!-- p.MsoNormal, li.MsoNormal {font-size:12pt; font-family:".VnTime";} --></style>',
            "utf-8",
        ),
        (f"<p><font face='.VnTime'>{BODY}</font></p><p>{NEXT.encode('ascii', 'xmlcharrefreplace').decode()}</p>", "", "latin-1"),
    ],
    ids=["face", "style", "sheet", "references"],
)
def test_a_page_in_old_fonts_is_read_element_by_element(body, head, codec):
    article = _page(body, head, codec)
    assert article.text == f"HỘI NGHỊ TỔNG KẾT\n\n{READ}\n\n{NEXT}"
    assert article.encoding.endswith("tcvn3")


def test_a_page_whose_bytes_are_tcvn3_keeps_the_capitals_of_its_fonts():
    article = _page(f"<p><font face='.VnTime'>{BODY}</font></p><p><font face='.VnTime'>{BODY} {BODY}</font></p>", codec="latin-1")
    assert article.text == f"HỘI NGHỊ TỔNG KẾT\n\n{READ}\n\n{READ} {READ}"
    assert (article.encoding, article.certainty) == ("tcvn3", 1.0)


def test_fonts_left_behind_in_unicode_pages_are_not_believed():
    page = f"<h1>Sở Y tế tổng kết</h1><p style='font-family:.VnTime'>{READ}</p><p>{NEXT} <font face='.VnTime'>tôi và ông cùng bà</font></p>"
    article = read_bytes(f"<html><body>{page}</body></html>".encode(), "a.html")
    assert article.text == f"Sở Y tế tổng kết\n\n{READ}\n\n{NEXT} tôi và ông cùng bà"
    assert article.encoding == "utf-8"


# what is stored


def test_the_choice_and_its_certainty_are_stored_and_loaded(tmp_path: Path):
    folder = tmp_path / "tin"
    folder.mkdir()
    (folder / "a.txt").write_bytes(f"{TCVN3}\n".encode("latin-1"))
    (folder / "b.md").write_bytes("Hội nghị tổng kết".encode().decode("latin-1").encode())
    (folder / "c.txt").write_bytes("Sở Y tế".encode("utf-16"))
    (folder / "d.txt").write_bytes(old_encodings.in_table("tcvn3", "Sở Nội").encode("latin-1"))
    (folder / "e.jsonl").write_text(
        '{"text": "Quyeát ñònh cuûa Boä Noäi vuï", "title": "Quyeát ñònh khen thöôûng"}\n', encoding="utf-8"
    )
    asked = "select encoding, certainty, title from articles order by path"
    ingest([folder], tmp_path / "a.db", now=lambda: "2026-01-01")
    with sqlite3.connect(tmp_path / "a.db") as db:
        told = db.execute(asked).fetchall()
    assert [row[:2] for row in told[:3]] == [("tcvn3", 1.0), ("utf-8, then utf-8", 1.0), ("utf-16", 1.0)]
    assert told[3][0] == "tcvn3"
    assert 0.5 < told[3][1] < 1
    assert told[4] == ("utf-8, then vni", 1.0, "Quyết định khen thưởng")
    batch([str(folder)], str(tmp_path / "out"), workers=1)
    load(str(tmp_path / "out"), tmp_path / "b.db", now=lambda: "2026-01-01")
    with sqlite3.connect(tmp_path / "b.db") as db:
        assert db.execute(asked).fetchall() == told
    out = str(tmp_path / "out")
    read = [found for name in plan_of(out) for _, found, _ in pieces.read(name, out)]
    articles = [article for found in read if isinstance(found, list) for article in found]
    assert [(a.encoding, a.certainty) for a in articles] == [row[:2] for row in told]
