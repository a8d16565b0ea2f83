"""Office files, PDFs and scans made from the samples: `python -m tests.office_files FOLDER NAME...` writes those of the samples named.

Those in `tests/office` were made by `python -m tests.office_files tests/office sample_02 sample_06`, which needs LibreOffice and
Chromium; the tests then need neither. python-docx writes the Word file and LibreOffice turns it into the others, so that no
file was written by what reads it.
"""

from __future__ import annotations

import html
import io
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

SAMPLES = Path(__file__).resolve().parent.parent / "corpus" / "samples"
FONT = "DejaVu Serif"
OLD = "Së Y tÕ tæng kÕt thi ®ua\n\nS¸ng nay, «ng TrÇn V¨n B×nh ®­îc tÆng B»ng khen."
"""Text in TCVN3, as a file set in .VnTime holds it."""
NEW = "Sở Y tế tổng kết thi đua\n\nSáng nay, ông Trần Văn Bình được tặng Bằng khen."
"""The same text."""
LOCKED = 'pdf:writer_pdf_Export:{"EncryptFile":{"type":"boolean","value":"true"},"DocumentOpenPassword":{"type":"string","value":"mật"}}'


def paragraphs(text: str) -> list[list[str]]:
    """The lines of each paragraph of a sample."""
    return [block.split("\n") for block in text.strip().split("\n\n")]


def rows(lines: list[str]) -> int:
    """How many lines, from the end, are the rows of a table."""
    count = 0
    for line in reversed(lines):
        if line.count(" / ") < 2:
            break
        count += 1
    return count


def docx(text: str, *, blanks: bool = False, font: str = FONT, styled: bool = False) -> bytes:
    """A Word file of the text. With `blanks` each line is a paragraph and empty ones part them, as people type;
    else lines of one paragraph are parted by breaks and rows are a table's. With `styled` the first line is a heading."""
    from docx import Document

    made = Document()
    made.styles["Normal"].font.name = font
    made.core_properties.title = "Công văn mẫu"
    made.core_properties.author = "Văn thư"
    for i, lines in enumerate(paragraphs(text)):
        if blanks:
            for line in [*([""] if i else []), *lines]:
                made.add_paragraph(line)
            continue
        table = lines[len(lines) - rows(lines) :]
        if lines := lines[: len(lines) - len(table)]:
            paragraph = made.add_paragraph(style="Heading 1" if styled and not i else None)
            for k, line in enumerate(lines):
                run = paragraph.add_run(line)
                if k + 1 < len(lines):
                    run.add_break()
        if table:
            cells = [line.split(" / ") for line in table]
            grid = made.add_table(len(cells), max(map(len, cells)))
            for r, row in enumerate(cells):
                for c, cell in enumerate(row):
                    grid.cell(r, c).text = cell
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def marked() -> bytes:
    """A Word file with what is no text of the article: hidden and deleted words, a header, the address of a link."""
    from docx import Document
    from docx.oxml import parse_xml

    made = Document()
    made.sections[0].header.paragraphs[0].text = "Trang đầu"
    paragraph = made.add_paragraph("Tặng ")
    paragraph.add_run("ẩn ").font.hidden = True
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for xml in (
        f'<w:del {space} w:id="1" w:author="a" w:date="2020-01-01T00:00:00Z"><w:r><w:delText xml:space="preserve">bỏ </w:delText></w:r></w:del>',
        f'<w:fldSimple {space} w:instr="HYPERLINK &quot;http://example.vn&quot;"><w:r><w:t>Bằng khen</w:t></w:r></w:fldSimple>',
    ):
        paragraph._p.append(parse_xml(xml))
    made.add_paragraph("Sở Y tế", style="List Bullet")
    made.add_paragraph("Sở Nội vụ", style="List Bullet")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def converted(data: bytes, forms: Iterable[str]) -> dict[str, bytes]:
    """A Word file as LibreOffice converts it, by the ending of the form."""
    with tempfile.TemporaryDirectory() as folder:
        at = Path(folder)
        (at / "a.docx").write_bytes(data)
        for form in forms:
            profile = f"-env:UserInstallation=file://{folder}/profile"
            told = ("soffice", profile, "--headless", "--convert-to", form, "--outdir", folder, f"{folder}/a.docx")
            subprocess.run(told, check=True, capture_output=True, timeout=180)
        return {form: (at / f"a.{form.partition(':')[0]}").read_bytes() for form in forms}


def printed(text: str) -> bytes:
    """The text as a PDF that Chromium prints."""
    page = "".join(f"<p>{'<br>'.join(map(html.escape, lines))}</p>" for lines in paragraphs(text))
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder, "a.html"), Path(folder, "a.pdf")
        source.write_text(f"<html lang=vi><meta charset=utf-8><body style='font-family:{FONT}'>{page}", encoding="utf-8")
        quiet = ("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer")
        told = (*quiet, f"--user-data-dir={folder}/profile", f"--print-to-pdf={out}", source.as_uri())
        subprocess.run(told, check=True, capture_output=True, timeout=120)
        return out.read_bytes()


def pages(pdf: bytes, dpi: int = 200) -> list[Any]:
    """The pages of a PDF as grey pictures."""
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as opened:
        return [opened[i].render(scale=dpi / 72, grayscale=True).to_pil().convert("L") for i in range(len(opened))]


def worn(page: Any, *, turn: float = 0.7, noise: int = 24, blur: float = 0.6, seed: int = 5) -> Any:
    """A page as a poor scanner gives it: turned, blurred, grey, noisy."""
    from PIL import Image, ImageChops, ImageFilter

    turned = page.rotate(turn, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=255).filter(
        ImageFilter.GaussianBlur(blur)
    )
    grey = turned.point(lambda dot: int(dot * 0.85 + 20))
    grain = Image.frombytes("L", grey.size, random.Random(seed).randbytes(grey.width * grey.height))
    # evenly spread, so that its deviation is its width by the root of 12
    width = noise * 12**0.5
    return ImageChops.add(grey, grain.point(lambda dot: int(dot * width / 255)), offset=-int(width / 2))


def picture(pages: list[Any], form: str = "PNG", dpi: int = 200) -> bytes:
    """Pages as a picture file, of several pages where the form has them (TIFF, PDF)."""
    out = io.BytesIO()
    more = {"save_all": True, "append_images": pages[1:]} if len(pages) > 1 else {}
    first = {"resolution": dpi} if form == "PDF" else {"dpi": (dpi, dpi)}
    pages[0].save(out, form, **first, **more)
    return out.getvalue()


def mutated(data: bytes, seed: int) -> bytes:
    """The bytes with some of them changed, cut out, doubled or moved, always alike for a seed."""
    chance = random.Random(seed)
    out = bytearray(data)
    for _ in range(chance.choice((1, 3, 10, 60))):
        at = chance.randrange(len(out))
        kind = chance.random()
        if kind < 0.6:
            out[at] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        elif kind < 0.75:
            del out[at : at + chance.choice((1, 4, 100))]
        elif kind < 0.9:
            out[at:at] = out[at : at + chance.choice((1, 4, 512))]
        else:
            out[at : at + 4] = chance.randbytes(4)
        out = out or bytearray(b"\x00")
    return bytes(out)


def main(folder: Path, names: list[str]) -> None:
    """Write the files of some samples."""
    if not shutil.which("soffice") or not shutil.which("chromium"):
        raise SystemExit("needs LibreOffice (apt-get install libreoffice-writer) and Chromium (apt-get install chromium)")
    old = docx(OLD, blanks=True, font=".VnTime")
    for form, data in converted(old, ("doc", "rtf")).items():
        (folder / f"tcvn3.{form}").write_bytes(data)
    for form, data in converted(marked(), ("doc", "rtf")).items():
        (folder / f"marked.{form}").write_bytes(data)
    (folder / "locked.pdf").write_bytes(converted(docx("Tin mật"), [LOCKED])[LOCKED])
    for name in names:
        text = (SAMPLES / f"{name}.txt").read_text(encoding="utf-8")
        word = docx(text)
        for form, data in converted(word, ("doc", "rtf", "pdf")).items():
            (folder / f"{name}.{form}").write_bytes(data)
        (folder / f"{name}.print.pdf").write_bytes(printed(text))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
