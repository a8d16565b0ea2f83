"""Word and rich text files become the text they show, letter for letter; a file is what its bytes say, whatever its name."""

from __future__ import annotations

import io
import shutil
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

import extract
from corpus.article import Article
from corpus.encoding import EncodingError
from corpus.readers import read_bytes
from corpus.readers.docxstyles import numbered
from corpus.readers.kinds import kind
from tests.office_files import NEW, OLD, docx, marked, paragraphs, rows

FILES = Path(__file__).parent / "office"
NAMES = tuple(f"sample_{n:02}" for n in range(1, 25))
KEPT = ("sample_02", "sample_06")


def wanted(text: str) -> str:
    """A sample as a reader gives it where its rows are a table's: `a | b`, parted from the line above."""
    out = []
    for lines in paragraphs(text):
        table = lines[len(lines) - rows(lines) :]
        body = lines[: len(lines) - len(table)]
        out += ["\n".join(part) for part in (body, [line.replace(" / ", " | ") for line in table]) if part]
    return "\n\n".join(out)


def facts(article: Article) -> Any:
    """The record without the places of its mentions, which blanks shift."""

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: bare(one) for key, one in value.items() if key not in ("mentions", "start", "end")}
        return [bare(one) for one in value] if isinstance(value, list) else value

    return bare(extract.read(article.text, info=article.info).model_dump(mode="json"))


def plain(text: str) -> Article:
    return read_bytes(text.encode(), "a.txt")


def word(body: str, **parts: str) -> bytes:
    """A Word file whose body is this XML, with more parts by name (`styles`, `numbering`, `footnotes`)."""
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:mc="mc" xmlns:v="v"'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("word/document.xml", f"<w:document {space}><w:body>{body}</w:body></w:document>")
        for name, xml in parts.items():
            packed.writestr(f"word/{name}.xml", f"<w:{name} {space}>{xml}</w:{name}>")
    return out.getvalue()


def p(text: str, props: str = "", run: str = "") -> str:
    return f"<w:p><w:pPr>{props}</w:pPr><w:r><w:rPr>{run}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def text_of(body: str, **parts: str) -> str:
    return read_bytes(word(body, **parts), "a.docx").text


def rtf(body: str, head: str = "") -> bytes:
    fonts = r"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset163 Arial;}{\f2\fcharset0 .VnTime;}{\f3\fcharset2 Symbol;}}"
    return (r"{\rtf1\ansi\ansicpg1252\deff0" + head + fonts + body + "}").encode("latin-1")


@pytest.mark.parametrize("blanks", [False, True], ids=["tables", "blank lines"])
@pytest.mark.parametrize("name", NAMES)
def test_a_word_file_gives_the_sample_letter_for_letter(samples, name, blanks):
    text = (samples / f"{name}.txt").read_text(encoding="utf-8")
    article = read_bytes(docx(text, blanks=blanks), f"{name}.docx")
    meant = plain(text.strip() if blanks else wanted(text))
    assert article.text == meant.text
    assert facts(article) == facts(meant)
    assert (article.format, article.encoding, article.info.title) == ("docx", "utf-8", None)


@pytest.mark.parametrize("form", ["doc", "rtf"])
@pytest.mark.parametrize("name", KEPT)
def test_a_file_that_libreoffice_wrote_gives_the_sample_letter_for_letter(samples, name, form):
    meant = plain(wanted((samples / f"{name}.txt").read_text(encoding="utf-8")))
    article = read_bytes((FILES / f"{name}.{form}").read_bytes(), f"{name}.{form}")
    assert article.text == meant.text
    assert facts(article) == facts(meant)
    assert (article.format, article.certainty) == (form, 1.0)


@pytest.mark.skipif(not shutil.which("soffice"), reason="no LibreOffice: apt-get install libreoffice-writer")
def test_files_that_this_machine_s_libreoffice_writes_are_read_alike(samples):
    from tests.office_files import converted

    text = (samples / "sample_08.txt").read_text(encoding="utf-8")
    for form, data in converted(docx(text), ("doc", "rtf")).items():
        assert read_bytes(data, f"a.{form}").text == plain(wanted(text)).text


def test_text_set_in_an_old_font_is_read_by_its_font():
    files = {form: (FILES / f"tcvn3.{form}").read_bytes() for form in ("doc", "rtf")} | {"docx": docx(OLD, font=".VnTime")}
    for form, data in files.items():
        article = read_bytes(data, f"a.{form}")
        assert (article.text, article.encoding.rpartition(", then ")[2]) == (NEW, "tcvn3")


def test_hidden_and_deleted_words_headers_and_addresses_of_links_are_left_out():
    files = {form: (FILES / f"marked.{form}").read_bytes() for form in ("doc", "rtf")} | {"docx": marked()}
    for form, data in files.items():
        told = read_bytes(data, f"a.{form}").text.replace("•", "-")
        assert told == "Tặng Bằng khen\n\n- Sở Y tế\n- Sở Nội vụ", form


def test_the_font_of_a_run_of_its_style_or_of_the_file_counts():
    old, font = "QuyÕt ®Þnh tÆng B»ng khen", '<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/>'
    style = f'<w:style w:type="paragraph" w:styleId="cu" ><w:name w:val="cu"/><w:rPr>{font}</w:rPr></w:style>'
    rests = '<w:style w:type="paragraph" w:styleId="moi"><w:basedOn w:val="cu"/></w:style>'
    default = f"<w:docDefaults><w:rPrDefault><w:rPr>{font}</w:rPr></w:rPrDefault></w:docDefaults>"
    for body, parts in (
        (p(old, run=font), {}),
        (p(old, '<w:pStyle w:val="moi"/>'), {"styles": style + rests}),
        (p(old), {"styles": default}),
    ):
        assert text_of(body, **parts) == "Quyết định tặng Bằng khen"
    arial = '<w:rFonts w:ascii="Arial" w:hAnsi="Arial"/>'
    assert text_of(p("Café Zürich", run=arial), styles=default) == "Café Zürich"


def test_an_old_font_s_name_left_on_unicode_text_is_not_heeded():
    font = '<w:rFonts w:hAnsi=".VnTime"/>'
    body = p("Tôi và bà có sáng ", run=font) + p("kiến, được tặng Bằng khen", run=font) + p("Và đó là tôi", run=font)
    assert text_of(body) == "Tôi và bà có sáng\n\nkiến, được tặng Bằng khen\n\nVà đó là tôi"


def test_what_was_inserted_counts_and_what_was_deleted_or_hidden_does_not():
    body = (
        "<w:p><w:r><w:t>Tặng </w:t></w:r><w:del><w:r><w:delText>Giấy khen</w:delText><w:t>x</w:t></w:r></w:del>"
        "<w:ins><w:r><w:t>Bằng khen</w:t></w:r></w:ins><w:moveFrom><w:r><w:t> cũ</w:t></w:r></w:moveFrom>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t> ẩn</w:t></w:r><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t> rõ</w:t></w:r></w:p>"
    )
    assert text_of(body) == "Tặng Bằng khen rõ"
    joined = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Sở Y </w:t></w:r></w:p>" + p("tế") + p("Hết")
    assert text_of(joined) == "Sở Y tế\n\nHết"


def test_signs_breaks_and_fields_are_read_as_they_show():
    body = (
        "<w:p><w:r><w:t>Số</w:t><w:tab/><w:t>12</w:t><w:noBreakHyphen/><w:t>QĐ</w:t><w:br/><w:t>khen</w:t><w:softHyphen/><w:t>thưởng</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>HYPERLINK x</w:instrText></w:r>"
        "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t> ở đây</w:t><w:sym w:font='Symbol' w:char='F0B7'/></w:r></w:p>"
    )
    assert text_of(body) == "Số 12-QĐ\nkhenthưởng ở đây•"


def cell(*texts: str) -> str:
    return f"<w:tc>{''.join(map(p, texts))}</w:tc>"


def test_rows_are_lines_and_a_table_that_only_lays_out_is_its_paragraphs():
    table = f"<w:tbl><w:tr>{cell('1')}{cell('Sở', 'Y tế')}</w:tr><w:tr>{cell('2')}{cell('')}</w:tr></w:tbl>"
    assert text_of(p("Tin") + table + p("Hết")) == "Tin\n\n1 | Sở Y tế\n2\n\nHết"
    long = "Sáng nay, Sở Y tế tổ chức hội nghị tổng kết công tác thi đua, khen thưởng."
    laid = f"<w:tbl><w:tr>{cell('Trái')}{cell(long, long)}</w:tr></w:tbl>"
    assert text_of(laid) == f"Trái\n\n{long}\n\n{long}"
    nested = f"<w:tbl><w:tr>{cell('a')}<w:tc><w:tbl><w:tr>{cell('b')}{cell('c')}</w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>"
    assert text_of(nested) == "a | b | c"


def test_a_text_box_stands_once_behind_its_paragraph_and_notes_at_the_end():
    box = "<w:r><mc:AlternateContent><mc:Choice><w:txbxContent>{0}</w:txbxContent></mc:Choice><mc:Fallback><v:textbox>{0}</v:textbox></mc:Fallback></mc:AlternateContent></w:r>"
    body = f"<w:p><w:r><w:t>Trước </w:t></w:r>{box.format(p('Ảnh: hội nghị'))}<w:r><w:t>sau</w:t></w:r></w:p>" + p("Hết")
    notes = f"<w:footnote w:type='separator'>{p('---')}</w:footnote><w:footnote w:id='2'>{p('Theo Báo Nhân Dân')}</w:footnote>"
    assert text_of(body, footnotes=notes) == "Trước sau\n\nẢnh: hội nghị\n\nHết\n\nTheo Báo Nhân Dân"


def test_numbers_and_marks_of_lists_are_told():
    def level(n: int, form: str, text: str) -> str:
        return f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'

    numbering = (
        f'<w:abstractNum w:abstractNumId="0">{level(0, "decimal", "Điều %1.")}{level(1, "lowerLetter", "%2)")}</w:abstractNum>'
        f'<w:abstractNum w:abstractNumId="1">{level(0, "bullet", chr(0xF0B7))}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )

    def item(text: str, num: int, deep: int = 0) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{deep}"/><w:numId w:val="{num}"/></w:numPr>')

    body = (
        item("Khen", 1)
        + item("ai", 1, 1)
        + item("gì", 1, 1)
        + item("Thưởng", 1)
        + item("ai", 1, 1)
        + item("Sở", 2)
        + item("X", 3)
    )
    told = "Điều 1. Khen\na) ai\nb) gì\nĐiều 2. Thưởng\na) ai\n- Sở\nĐiều 7. X"
    assert text_of(body, numbering=numbering) == told
    assert [numbered(n, "upperRoman") for n in (4, 9, 14, 40)] == ["IV", "IX", "XIV", "XL"]


def test_the_title_is_the_first_line_where_it_is_a_heading_and_never_the_file_s_own():
    text = "Sở Y tế tổng kết\n\nSáng nay, Sở Y tế tổng kết."
    assert read_bytes(docx(text, styled=True), "a.docx").info.title == "Sở Y tế tổng kết"
    assert read_bytes(docx(text), "a.docx").info.model_dump(exclude={"mentions"}, exclude_none=True) == {}
    heading = rtf(r"\pard\outlinelevel0 Tin\par\pard Tin nay\par")
    assert read_bytes(heading, "a.rtf").info.title == "Tin"


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"\f1 T\'f5ng k\'eat", "Tơng kêt"),
        (r"T\u7893?ng k\u7871?t", "Tổng kết"),
        (r"\uc2 T\u7893\'3f\'3fng", "Tổng"),
        (r"\uc0 T\u7893 ng", "Tổng"),
        (r"{\f2 QuyÕt ®Þnh t\'c6ng B»ng khen}", "Quyết định tặng Bằng khen"),
        (r"Tin{\v  ẩn}{\deleted  bỏ} thật".replace("ẩn", "an").replace("bỏ", "bo").replace("thật", "that"), "Tin that"),
        (r"A{\pict\wmetafile8 0102}{\*\blipuid 01}B{\bin5 {}{}{C}", "ABC"),
        (r"A{\header Trang}{\footnote Theo bao}\par B", "A\n\nB\n\nTheo bao"),
        (r"{\listtext\f3\'b7\tab}Mot\par{\listtext 2.\tab}Hai\par", "• Mot\n2. Hai"),
        (r"\trowd\intbl a\cell b\par c\cell\row\pard Het\par", "a | b c\n\nHet"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt day}}\line\emdash\~\{\}\\", "day\n—\u00a0{}\\"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt Khung\par}}{\shprslt Khung}}A\par", "Khung\n\nA"),
        (r"\u-10179?\u-8704?a", "\U0001f600a"),
    ],
)
def test_rich_text_says_what_it_shows(body, text):
    assert read_bytes(rtf(body), "a.rtf").text == text


@pytest.mark.parametrize("name", ["bai.doc", "bai.docx", "bai.txt", "bai.rtf", "bai.pdf", "bai.md", "bai.html", "bai.jpg"])
def test_a_file_is_read_as_what_it_is_whatever_its_name(name):
    meant = {
        "docx": docx(NEW),
        "rtf": rtf(r"Tin\par"),
        "doc": (FILES / "tcvn3.doc").read_bytes(),
        "pdf": (FILES / "sample_02.pdf").read_bytes(),
        "html": b"<!-- saved --><html><head><title>T</title></head><body><p>"
        + b"Hoi nghi tong ket cong tac thi dua " * 9
        + b"</body></html>",
    }
    for form, data in meant.items():
        assert read_bytes(data, name).format == form
    if not name.endswith((".md", ".html")):
        assert read_bytes(NEW.encode(), name).format == "txt"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"GIF89a" + b"\x00" * 40, "PNG"),
        (b"\x00" * 400, "no doc"),
        (b"", "empty"),
        (b"<?xml version='1.0'?>\n<?mso-application progid='Word.Document'?><w:wordDocument xmlns:w='w'/>", "one piece of XML"),
    ],
)
def test_what_no_reader_reads_is_refused_with_what_to_do(data, why):
    with pytest.raises(EncodingError, match=why):
        read_bytes(data, "a.doc")


def zipped(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, text in members.items():
            packed.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize(
    ("members", "why"),
    [
        ({"a.docx": "x"}, "it is a zip of files"),
        ({"xl/workbook.xml": "<a/>"}, "give it the ending .xlsx"),
        ({"mimetype": "application/vnd.oasis", "content.xml": "<a/>"}, "OpenDocument"),
        ({"word/x.xml": "<a/>"}, "no Word file"),
        ({"word/document.xml": "<a/>"}, "no Word file"),
        ({"word/document.xml": "<document><body/></document>"}, "no text"),
    ],
)
def test_a_zip_that_is_no_word_file_is_told(members, why):
    with pytest.raises(EncodingError, match=why):
        read_bytes(zipped(**members), "a.docx")


def changed(data: bytes, at: int, value: int) -> bytes:
    """A .doc whose head (where the stream of the text begins) has another two bytes there."""
    out = bytearray(data)
    struct.pack_into("<H", out, data.index(b"\xec\xa5") + at, value)
    return bytes(out)


def test_a_doc_that_is_locked_or_older_than_1997_is_told():
    data = (FILES / "sample_02.doc").read_bytes()
    for at, value, why in ((10, 0x0300, "password"), (0, 0xA5DC, "older than 1997"), (0, 0x1234, "broken")):
        with pytest.raises(EncodingError, match=why):
            read_bytes(changed(data, at, value), "a.doc")


def test_kinds_are_told_by_their_first_bytes():
    known = ("docx", "doc", "rtf", "pdf", "image", "html", "mhtml", "txt", "md")
    told = {
        b"\x89PNG\r\n\x1a\n": "image",
        b"\xff\xd8\xff\xe0": "image",
        b"II*\x00": "image",
        b"RIFF\x00\x00\x00\x00WEBP": "image",
        b"\n%PDF-1.4": "pdf",
        b"\xef\xbb\xbf <!DOCTYPE html>": "html",
        "\ufeff<html>".encode("utf-16-le"): "html",
        b"From: <Saved>\r\nMIME-Version: 1.0\r\n": "mhtml",
    }
    assert {data: kind(data, "doc", known) for data in told} == told
    assert kind(b"BM la gi", "txt", known) == "txt"
    assert kind(b"II. Khen", "txt", known) == "txt"
