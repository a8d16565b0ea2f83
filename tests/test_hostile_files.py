"""Broken and hostile Word files, PDFs and pictures: read or refused with the reason, quickly, and nothing is written."""

from __future__ import annotations

import io
import time
import zipfile
import zlib
from collections.abc import Iterator

import pytest

from corpus.article import ReadError
from corpus.encoding import EncodingError
from corpus.limits import VARIABLE
from corpus.readers import ocr, read_bytes
from corpus.readers.flow import Strip
from tests.office_files import docx, mutated, pages, picture
from tests.test_office import FILES, NEW, p, rtf, word
from tests.test_pdf import drawn

REFUSED = (EncodingError, ReadError)


def whole(form: str) -> bytes:
    """A file of each form, as small as they come."""
    if form == "docx":
        return docx(NEW)
    if form == "print.pdf":
        return (FILES / "sample_06.print.pdf").read_bytes()
    if form in ("doc", "rtf"):
        return (FILES / f"tcvn3.{form}").read_bytes()
    if form == "pdf":
        return (FILES / "sample_02.pdf").read_bytes()
    page = pages((FILES / "sample_06.pdf").read_bytes(), 40)[0]
    return picture([page] * 2 if form == "tif" else [page], {"tif": "TIFF", "jpg": "JPEG", "png": "PNG", "scan.pdf": "PDF"}[form])


FORMS = ("docx", "doc", "rtf", "pdf", "print.pdf", "scan.pdf", "png", "jpg", "tif")


@pytest.fixture
def watched(monkeypatch, tmp_path) -> Iterator[None]:
    """An empty folder to stand in and one for what is passing, which stay empty; OCR says always the same."""
    for name in ("here", "passing"):
        (tmp_path / name).mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("TMPDIR", str(tmp_path / "passing"))
    monkeypatch.setattr(ocr, "recognised", lambda *_: ocr.Page([Strip("Sở Y tế", 0, 90, 10, 10, 20)], 0.9))
    yield
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def tried(data: bytes, name: str, most: float = 5) -> str:
    """What comes of a file: its text, or why it is refused."""
    start = time.perf_counter()
    try:
        told = read_bytes(data, name).text
    except REFUSED as error:
        told = str(error)
        assert "\n" not in told
    assert time.perf_counter() - start < most
    assert told
    return told


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_was_changed_is_read_or_refused(form):
    data = whole(form)
    told = [tried(mutated(data, seed), f"a.{form}") for seed in range(100)]
    assert len(set(told)) > 2 or form in ("jpg", "png", "tif")  # the changes do tell


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("form", FORMS)
def test_a_file_that_was_cut_off_is_refused(form):
    data = whole(form)
    for part in range(20):
        cut = data[: len(data) * part // 20]
        if form in ("jpg", "tif"):
            tried(cut, f"a.{form}")  # a picture may lack its last lines alone
            continue
        with pytest.raises(REFUSED):
            read_bytes(cut, f"a.{form}")


def test_a_pdf_whose_last_page_is_cut_off_is_not_read_as_if_it_were_whole():
    data = drawn([(50, 700, "Mot")], [(50, 700, "Hai")])
    assert read_bytes(data, "a.pdf").text == "Mot\n\nHai"
    # as files made for the web have it: what the file is stands at its beginning, what the last page says at its end
    first, rest = data.split(b"6 0 obj")
    last, rest = rest.split(b"7 0 obj")
    data = (
        first.replace(b"%PDF-1.4\n", b"%PDF-1.4\ntrailer<</Size 8/Root 1 0 R>>\n")
        + b"7 0 obj"
        + rest.replace(b"xref", b"6 0 obj" + last + b"xref", 1)
    )
    for end in range(data.index(b"(Hai)"), len(data) - 20, 7):
        with pytest.raises(EncodingError, match="cut off"):
            read_bytes(data[:end], "a.pdf")


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", "<Types/>")
        for name, data in members.items():
            made.writestr(name, data)
    return out.getvalue()


def bomb() -> bytes:
    return packed(**{"word/document.xml": b"<document><body><p><r><t>" + b" " * 20_000_000 + b"</t></r></p></body></document>"})


def lying() -> bytes:
    """A part that says to be small and unpacks to much."""
    data = bytearray(bomb())
    size = (25 + 20_000_000 + 35).to_bytes(4, "little")
    at = [i for i in range(len(data)) if data.startswith(size, i)]
    for i in at or [data.rindex(b"PK\x01\x02", 0, data.rindex(b"PK\x01\x02")) + 24]:
        data[i : i + 4] = (100).to_bytes(4, "little")
    return bytes(data)


ENTITIES = (
    '<!DOCTYPE a [<!ENTITY a "hahahaha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 9}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>"
)
BODY = "<document><body><p><r><t>&i;</t></r></p></body></document>"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (bomb(), "--limit ratio="),
        (lying(), "broken|--limit ratio="),
        (packed(**{"word/document.xml": (ENTITIES + BODY).encode()}), "declares entities"),
        (
            packed(**{"word/document.xml": ('<?xml version="1.0" encoding="utf-16"?>' + ENTITIES + BODY).encode("utf-16")}),
            "declares entities",
        ),
        (packed(**{"word/document.xml": b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><document/>'}), "declares entities"),
        (word("<w:p>" * 5000 + "</w:p>" * 5000), "broken"),
        (packed(**{"word/document.xml": b"<document><body>"}), "broken"),
        (packed(**{"word/document.xml": b"\xff\xfe\x00"}), "broken"),
        (word(""), "no text"),
        (docx(NEW).replace(b"PK\x01\x02", b"PK\x01\x03"), "broken"),
    ],
    ids=[
        "bomb",
        "lying bomb",
        "entities",
        "entities in utf-16",
        "outer entity",
        "deep",
        "cut",
        "no xml",
        "empty",
        "no directory",
    ],
)
@pytest.mark.usefixtures("watched")
def test_a_hostile_word_file_is_refused_with_the_reason(data, why):
    start = time.perf_counter()
    with pytest.raises(EncodingError, match=why):
        read_bytes(data, "a.docx")
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("limit", "why"), [("members=5", "parts"), ("unpacked=10KB", "unpacks to"), ("file=20KB", "bytes are more")]
)
def test_the_limits_of_packed_files_hold(monkeypatch, limit, why):
    data = docx(NEW)
    monkeypatch.setenv(VARIABLE, limit)
    with pytest.raises(EncodingError, match=why):
        read_bytes(data, "a.docx")


@pytest.mark.usefixtures("watched")
def test_names_in_a_word_file_lead_nowhere():
    members = {
        "../../evil.txt": b"x",
        "/tmp/evil.txt": b"x",
        "word/document.xml": b"<document><body><p><r><t>Tin</t></r></p></body></document>",
    }
    assert read_bytes(packed(**members), "a.docx").text == "Tin"
    rels = b'<R><R Type="x/officeDocument" Target="../../../etc/passwd"/></R>'
    assert read_bytes(packed(**members, **{"_rels/.rels": rels}), "a.docx").text == "Tin"


def test_tables_in_tables_and_styles_in_a_ring_end():
    table = "<w:tbl><w:tr><w:tc>" * 60 + p("Tin") + "</w:tc></w:tr></w:tbl>" * 60
    ring = "".join(f'<w:style w:styleId="{a}"><w:basedOn w:val="{b}"/></w:style>' for a, b in ("xy", "yx"))
    assert read_bytes(word(table + p("Sau", '<w:pStyle w:val="x"/>'), styles=ring), "a.docx").text == "Tin\n\nSau"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"{\\rtf1 " + b"{" * 200_000 + b"Tin" + b"}" * 200_000 + b"}", "Tin"),
        (b"{\\rtf1 " + b"{" * 200_000, "cut off"),
        (b"{\\rtf1 Tin\\bin99999999 a}", "cut off"),
        (b"{\\rtf1 {\\fonttbl{\\f0 " + b"a" * 500_000 + b";}}Tin}", "Tin"),
        (b"{\\rtf1 \\u99999999999999 \\f-5 \\uc-4 \\ansicpg99999 \\'zz Tin}", "Tin"),
        (b"{\\rtf1 " + b"\\row\\cell" * 50_000 + b" Tin\\par}", "Tin"),
        (b"{\\rtf1 Tin", "cut off"),
        (b"{\\rtf1 " + b"{\\footnote a\\par}" * 20_000 + b"Tin\\par}", "Tin"),
    ],
    ids=["deep", "open", "binary", "font", "numbers", "rows", "cut", "notes"],
)
def test_hostile_rich_text_is_read_or_refused(data, told):
    assert told in tried(data, "a.rtf")


def test_a_rich_text_file_that_is_cut_anywhere_is_refused():
    data = rtf(r"\pard Tin {\b dam} \u7893?\par")
    for end in range(6, len(data)):
        with pytest.raises(EncodingError):
            read_bytes(data[:end], "a.rtf")


def flate(size: int) -> bytes:
    """A PDF whose page unpacks to so many bytes."""
    shown = zlib.compress(b" " * size, 9)
    stream = f"<</Length {len(shown)}/Filter/FlateDecode>>stream\n".encode() + shown + b"\nendstream"
    data = drawn([(50, 700, "Tin")])
    at = data.index(b"4 0 obj") + 7
    return data[:at] + stream + data[data.index(b"endobj", at) :]


@pytest.mark.usefixtures("watched")
def test_a_pdf_that_blows_up_is_refused():
    with pytest.raises(EncodingError, match="--limit ratio="):
        read_bytes(flate(300_000_000), "a.pdf")


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize(
    "box", ["0 0 14400 14400", "0 0 1000000 1000000", "0 0 0 0", "0 0 1 100000", "-9e9 -9e9 9e9 9e9", "a b c d"]
)
def test_a_page_of_any_size_is_read_or_refused(box):
    line = "0 0 m 100000 100000 l 9 w S\n"
    assert "PDF" in tried(drawn([(50, 700, "Tin")], box=box), "a.pdf").replace("Tin", "PDF")
    tried(drawn([], box=box, more=line), "a.pdf", 20)


@pytest.mark.usefixtures("watched")
def test_a_pdf_whose_table_is_broken_is_recovered_or_refused():
    data = drawn([(50, 700, "Tin")])
    for changed in (data.replace(b"startxref\n", b"startxref\n9"), data.replace(b"xref\n0", b"xxxx\n0"), b"\n\n" + data):
        assert tried(changed, "a.pdf") == "Tin"
    assert "broken" in tried(data.replace(b"/Pages", b"/Sides"), "a.pdf")
    ring = data.replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]")
    assert tried(ring, "a.pdf")


@pytest.mark.usefixtures("watched")
def test_a_picture_of_too_many_dots_or_pages_is_refused(monkeypatch):
    from PIL import Image

    wide = picture([Image.new("1", (20_000, 20_000))], "PNG")
    with pytest.raises(EncodingError, match="dots"):
        read_bytes(wide, "a.png")
    monkeypatch.setenv(VARIABLE, "pages=2")
    page = Image.new("L", (50, 50), 255)
    page.paste(0, (10, 10, 40, 40))
    with pytest.raises(EncodingError, match="--limit pages="):
        read_bytes(picture([page] * 3, "TIFF"), "a.tif")
    assert read_bytes(picture([page] * 2, "TIFF"), "a.tif").text
    monkeypatch.setenv(VARIABLE, "pixels=1000")
    with pytest.raises(EncodingError, match="--limit pixels="):
        read_bytes(picture([page], "BMP"), "a.bmp")


@pytest.mark.usefixtures("watched")
@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "CMYK", "I;16", "I", "F", "LA"])
def test_pictures_of_every_kind_of_dots_are_seen(mode):
    from PIL import Image

    page = Image.new("L", (60, 60), 255)
    page.paste(0, (10, 10, 50, 50))
    out = io.BytesIO()
    if mode in ("I;16", "I", "F"):
        made = Image.new(mode, (60, 60), 65535 if mode != "F" else 65535.0)
        made.paste(0, (10, 10, 50, 50))
    else:
        made = page.convert(mode)
    made.save(out, "TIFF")
    assert read_bytes(out.getvalue(), "a.tif").text == "Sở Y tế"


def test_a_word_file_of_a_hundred_thousand_paragraphs_is_read_in_time():
    body = "".join(f"<w:p><w:r><w:t>{n * 7919 % 89999 + 10000}</w:t></w:r></w:p>" for n in range(100_000))
    assert len(tried(word(body), "a.docx", 30)) == 7 * 100_000 - 2
