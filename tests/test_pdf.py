"""PDFs become the paragraphs they show, scans the words that OCR reads."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.encoding import EncodingError
from corpus.limits import VARIABLE
from corpus.readers import ocr, read_bytes
from corpus.readers.flow import Strip, paragraphs, reading_order
from corpus.readers.worded import joined
from tests.office_files import pages, picture, worn
from tests.test_office import FILES, KEPT, facts, plain, wanted

_SCANNER = shutil.which("tesseract")
scans = pytest.mark.skipif(
    not _SCANNER
    or "vie" not in subprocess.run([_SCANNER, "--list-langs"], capture_output=True, text=True, check=True).stdout.split(),
    reason="no Tesseract with Vietnamese: apt-get install tesseract-ocr tesseract-ocr-vie",
)


def one_blank(text: str) -> str:
    """The text with one blank where there are several: a page shows them as one gap."""
    return re.sub(" {2,}", " ", text)


def drawn(
    *sheets: list[tuple[float, float, str]], font: str = "Helvetica", size: int = 10, more: str = "", box: str = "0 0 595 842"
) -> bytes:
    """A PDF that draws texts (in windows-1252), each from a point on, in the order given."""
    objects = ["<</Type/Catalog/Pages 2 0 R>>", "", f"<</Type/Font/Subtype/Type1/BaseFont/{font}/Encoding/WinAnsiEncoding>>"]
    kids = []
    for sheet in sheets:
        shown = "".join(f"BT /F 1 Tf {size} 0 0 {size} {x} {y} Tm ({text}) Tj ET\n" for x, y, text in sheet) + more
        objects.append(f"<</Length {len(shown.encode('cp1252'))}>>stream\n{shown}endstream\n")
        resources = f"/Contents {len(objects)} 0 R/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[{box}]{resources}>>")
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<</Type/Pages/Count {len(kids)}/Kids[{' '.join(kids)}]>>"
    out, places = b"%PDF-1.4\n", []
    for number, told in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj{told}endobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(places) + 1}\n0000000000 65535 f \n{table}"
    return out + f"{head}trailer<</Size {len(places) + 1}/Root 1 0 R>>\nstartxref\n{len(out)}\n%%EOF\n".encode()


@pytest.mark.parametrize("form", ["pdf", "print.pdf"])
@pytest.mark.parametrize("name", KEPT)
def test_a_pdf_gives_the_sample_letter_for_letter(samples, name, form):
    text = (samples / f"{name}.txt").read_text(encoding="utf-8")
    meant = plain(one_blank(wanted(text) if form == "pdf" else text.strip()))
    article = read_bytes((FILES / f"{name}.{form}").read_bytes(), "a.pdf")
    assert article.text == meant.text
    assert facts(article) == facts(meant)
    assert (article.format, article.encoding, article.certainty) == ("pdf", "pdf", 1.0)


def test_letters_read_where_they_stand_whatever_order_they_are_drawn_in():
    sheet = [(50, 700, "Hoi ngh"), (131, 700, "tong"), (50, 650, "Dong hai"), (86, 700, "i thi dua ")]
    assert read_bytes(drawn(sheet), "a.pdf").text == "Hoi nghi thi dua tong\n\nDong hai"


def test_text_in_a_font_of_an_old_charset_is_read_by_it():
    sheet = [(50, 700, "QuyÕt ®Þnh tÆng B»ng khen"), (50, 680, "cho «ng B×nh")]
    article = read_bytes(drawn(sheet, font=".VnTime"), "a.pdf")
    assert article.text == "Quyết định tặng Bằng khen\n\ncho ông Bình"
    assert article.encoding == "pdf, then tcvn3"


LINE = "Sang nay tai hoi truong lon cua tinh da dien ra hoi nghi tong ket nam"


def test_wrapped_lines_are_joined_and_paragraphs_parted():
    sheet = [(70, 700, LINE), (50, 688, LINE + " moi"), (50, 676, "va trao thuong."), (70, 664, LINE), (50, 652, "ket thuc.")]
    assert read_bytes(drawn(sheet), "a.pdf").text == f"{LINE} {LINE} moi va trao thuong.\n\n{LINE} ket thuc."


def test_what_pages_repeat_is_left_out_and_a_paragraph_goes_on_over_them():
    def sheet(n: int, *lines: str) -> list[tuple[float, float, str]]:
        body = [(50.0, 740.0 - 12 * i, line) for i, line in enumerate(lines)]
        return [(50, 800, f"Ban tin so 3 - {n}"), *body, (290, 30, f"Trang {n}/3")]

    data = drawn(sheet(1, LINE, LINE), sheet(2, "va trao thuong cho", "Het"), sheet(3, "Phu luc"))
    assert read_bytes(data, "a.pdf").text == f"{LINE} {LINE} va trao thuong cho\nHet\n\nPhu luc"


def test_rows_at_the_ends_of_pages_are_no_heads_and_feet():
    sheets = [
        [(50, 700, "Khen thuong"), (50, 600 - n * 40, "Tin"), (50, 40, f"So {n * n + 3}"), (300, 40, f"{n}00 dong")]
        for n in (1, 2, 3)
    ]
    text = read_bytes(drawn(*sheets), "a.pdf").text
    assert [f"So {n * n + 3} | {n}00 dong" in text for n in (1, 2, 3)] == [True] * 3
    assert read_bytes(drawn(*[[(50, 700, "Tin")]] * 3), "a.pdf").text == "Tin\n\nTin\n\nTin"


def test_what_a_browser_prints_around_a_page_is_left_out():
    sheet = [(20, 820, "11/23/26, 1:02 AM"), (250, 820, "Hoi nghi"), (50, 760, "Hoi nghi"), (50, 700, LINE)]
    data = drawn([*sheet, (20, 20, "https://bao.example.vn/tin?id=1"), (550, 20, "1/1")])
    assert read_bytes(data, "a.pdf").text == f"Hoi nghi\n\n{LINE}"


def test_columns_are_read_one_after_the_other_and_rows_across():
    left, right = "mot hai ba bon nam sau bay tam", "chin muoi mot hai ba bon nam sa"
    sheet = [(50, 780, "TIN TUC THI DUA KHEN THUONG CUA TINH NAM DINH TRONG QUY BA NAM NAY")]
    sheet += [(50, 700 - 12 * i, left) for i in range(6)] + [(330, 700 - 12 * i, right) for i in range(6)]
    text = read_bytes(drawn(sheet), "a.pdf").text
    assert text.index(right) > text.rindex(left)
    table = [(x, 700 - 20 * i, cell) for i in range(6) for x, cell in ((50, f"{i + 1}"), (100, "So Y te"), (300, f"{i}00 dong"))]
    assert read_bytes(drawn(table), "a.pdf").text.split("\n")[2] == "3 | So Y te | 200 dong"


def test_a_cell_of_two_lines_is_one():
    def strips(*rows: tuple[float, list[tuple[float, str]]]) -> list[Strip]:
        return [Strip(text, x, x + 5 * len(text), y, 10, 20, n) for n, (y, row) in enumerate(rows) for x, text in row]

    page = strips(
        (0, [(0, "1"), (30, "Sở Giáo dục và"), (200, "5 triệu")]), (12, [(30, "Đào tạo")]), (30, [(0, "2"), (30, "Sở Y tế")])
    )
    assert joined(paragraphs([reading_order(page)])) == "1 | Sở Giáo dục và Đào tạo | 5 triệu\n2 | Sở Y tế"


def test_slanted_letters_are_a_watermark_and_turned_ones_are_text():
    turned = drawn([(50, 700, LINE)], more="BT /F 1 Tf 7 7 -7 7 100 300 Tm (BAN SAO) Tj 0 10 -10 0 500 300 Tm (Phu luc) Tj ET\n")
    assert read_bytes(turned, "a.pdf").text == f"{LINE}\n\nPhu luc"


@pytest.mark.parametrize(
    ("before", "after", "text"),
    [
        ("Quyết định số 12/QĐ-", "UBND ngày 5/3", "Quyết định số 12/QĐ-UBND ngày 5/3"),
        ("phong trào Thi đua", "- Khen thưởng", "phong trào Thi đua - Khen thưởng"),
        ("6. Phòng Cảnh sát giao", "7. Bà Linh", "6. Phòng Cảnh sát giao\n7. Bà Linh"),
        ("LỄ TRAO GIẢI THƯỞNG", "Sáng nay, Sở", "LỄ TRAO GIẢI THƯỞNG\n\nSáng nay, Sở"),
        ("Tổng kết năm học mới", "05/03/2019 08:00", "Tổng kết năm học mới\n\n05/03/2019 08:00"),
        ("trong ngày", "05/03/2019 08:00", "trong ngày 05/03/2019 08:00"),
    ],
)
def test_a_full_line_goes_on_unless_the_next_one_begins_something(before, after, text):
    page = [Strip(line, 0, 100, 12 * i, 10, 20, i) for i, line in enumerate((before, after))]
    assert joined(paragraphs([page])) == text


def test_letters_that_a_browser_draws_on_the_page_before_are_left_out():
    first = [Strip("Một hai ba", 0, 50, 0, 10, 20, 0), Strip("Ả", 20, 26, 700, 10, 6, 1)]
    told = paragraphs([first, [Strip("Tin, Ảnh: X", 0, 60, 0, 10, 20, 0)]], 200)
    assert [line.text for line in told if line.text] == ["Một hai ba", "Tin, Ảnh: X"]


def test_pages_beyond_the_limit_are_refused(monkeypatch):
    monkeypatch.setenv(VARIABLE, "pages=2")
    with pytest.raises(EncodingError, match=r"3 pages.*--limit pages="):
        read_bytes(drawn(*[[(50, 700, "a")]] * 3), "a.pdf")


def test_a_locked_pdf_is_told():
    with pytest.raises(EncodingError, match="password"):
        read_bytes((FILES / "locked.pdf").read_bytes(), "a.pdf")


def test_a_text_file_is_read_without_the_libraries_of_pdfs_and_pictures():
    told = "from corpus.readers import read_bytes; read_bytes(b'tin', 'a.txt'); import sys; print('pypdfium2' in sys.modules or 'PIL' in sys.modules or 'olefile' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", told], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert done.stdout == "False\n"


def accuracy(text: str, meant: str) -> float:
    """The share of characters that are right, by edits; blanks and line ends count as one blank."""
    from rapidfuzz.distance import Levenshtein

    text, meant = " ".join(text.split()), " ".join(meant.split())
    return 1 - float(Levenshtein.distance(text, meant)) / len(meant)


@scans
@pytest.mark.parametrize("name", KEPT)
def test_a_clean_scan_is_read_to_99_of_100_characters(samples, name):
    text = wanted((samples / f"{name}.txt").read_text(encoding="utf-8"))
    article = read_bytes(picture(pages((FILES / f"{name}.pdf").read_bytes()), "PDF"), "a.pdf")
    assert accuracy(article.text, text) >= 0.99
    assert article.text.count("\n\n") == text.count("\n\n")
    assert (article.format, article.encoding) == ("pdf", "ocr")
    assert 0.9 < article.certainty < 1


@scans
def test_a_worn_scan_is_read_to_97_of_100_characters(samples):
    text = wanted((samples / "sample_02.txt").read_text(encoding="utf-8"))
    sheets = [worn(page, seed=n) for n, page in enumerate(pages((FILES / "sample_02.pdf").read_bytes()))]
    article = read_bytes(picture(sheets, "TIFF"), "a.tif")
    assert accuracy(article.text, text) >= 0.97
    assert (article.format, article.encoding) == ("image", "ocr")


@pytest.mark.parametrize("turn", [-3.0, -0.7, 0.7, 2.5])
def test_a_page_is_levelled(turn):
    page = worn(pages((FILES / "sample_06.pdf").read_bytes(), 100)[0], turn=turn)
    assert abs(ocr._slope(page) + turn) < 0.3
    assert abs(ocr._slope(ocr.levelled(page))) < 0.3


@scans
@pytest.mark.parametrize("turn", [180, 90])
def test_a_page_that_lies_or_stands_on_its_head_is_turned(samples, turn):
    page = pages((FILES / "sample_06.pdf").read_bytes(), 100)[0].resize((1654, 2339)).rotate(turn, expand=True)
    told = read_bytes(picture([page], "PNG"), "a.png").text
    assert "Liên đoàn Lao động" in told


@scans
def test_a_scan_with_a_stamp_of_letters_over_it_is_read_as_a_scan():
    from PIL import Image

    from tests.office_files import picture as file

    page = pages((FILES / "sample_02.pdf").read_bytes())[0]
    page.paste(Image.new("L", (page.width, 200), 255))
    scan = file([page], "PDF")
    import pypdfium2

    with pypdfium2.PdfDocument(scan) as opened:
        sheet = opened[0]
        font = pypdfium2.raw.FPDFText_LoadStandardFont(opened.raw, b"Helvetica")
        stamp = pypdfium2.raw.FPDFPageObj_CreateTextObj(opened.raw, font, 12)
        text = (pypdfium2.raw.FPDF_WCHAR * 12)(*map(ord, "Nguoi ky: A"), 0)
        pypdfium2.raw.FPDFText_SetText(stamp, text)
        pypdfium2.raw.FPDFPageObj_Transform(stamp, 1, 0, 0, 1, 100, 800)
        pypdfium2.raw.FPDFPage_InsertObject(sheet.raw, stamp)
        pypdfium2.raw.FPDFPage_GenerateContent(sheet.raw)
        import io

        out = io.BytesIO()
        opened.save(out)
    article = read_bytes(out.getvalue(), "a.pdf")
    assert article.encoding == "ocr"
    assert "Huân chương Lao động" in article.text


def blank(size: tuple[int, int] = (400, 400), mode: str = "L") -> bytes:
    from PIL import Image

    return picture([Image.new(mode, size, 255 if mode == "L" else 1)], "PNG")


def test_a_picture_without_words_is_refused_with_what_to_do():
    with pytest.raises(EncodingError, match="no words can be read"):
        read_bytes(blank(), "a.png")
    with pytest.raises(EncodingError, match=r"no words can be read|no text"):
        read_bytes(picture([pages(drawn([]))[0]], "PDF"), "a.pdf")


@pytest.mark.parametrize("missing", ["program", "letters", "Pillow"])
def test_what_is_missing_for_scans_is_told_with_the_line_that_installs_it(monkeypatch, missing):
    page = pages((FILES / "sample_06.pdf").read_bytes(), 100)[:1]
    data = picture(page, "PDF")
    ocr._program.cache_clear()
    if missing == "program":
        monkeypatch.setattr(shutil, "which", lambda name: None)
    elif missing == "letters":
        monkeypatch.setattr(shutil, "which", lambda name: "/bin/true")
    else:
        monkeypatch.setitem(sys.modules, "PIL", None)
    with pytest.raises(EncodingError) as told:
        read_bytes(data, "a.pdf")
    ocr._program.cache_clear()
    assert "apt-get install tesseract-ocr tesseract-ocr-vie" in str(told.value)
    assert "pip install '.[ocr]'" in str(told.value)


def test_a_scan_takes_no_longer_than_an_article_may(monkeypatch, tmp_path):
    slow = tmp_path / "tesseract"
    slow.write_text("#!/bin/sh\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(ocr, "_program", lambda: str(slow))
    monkeypatch.setenv(VARIABLE, "seconds=1")
    with pytest.raises(EncodingError, match="more than 1 seconds"):
        read_bytes(picture(pages((FILES / "sample_06.pdf").read_bytes(), 50), "TIFF"), "a.tif")
