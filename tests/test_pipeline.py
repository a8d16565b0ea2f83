"""The whole pipeline: no character lost, every fact on its words, the same record every time, time that grows with the text."""

import gc
import itertools
import subprocess
import sys
import time
import unicodedata
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from drafts import called, news
from hypothesis import example, given, settings
from hypothesis import strategies as st

import extract
from extract.pipeline import COMPONENTS, PREFIX, pipeline, run
from extract.text import Page
from schemas import LISTS, Record
from schemas.facts import stood

WORDS = (
    "Ông Lò Văn Tám , Giám đốc Sở Y tế tỉnh Lai Châu trao Bằng khen cho 12 tập thể . 5 triệu đồng/suất ngày 5/3/2019 "
    "Huân chương Lao động hạng Ba ( UBND ) “ thi đua yêu nước ” : - Quyết định số 12/QĐ-UBND của Bộ trưởng bà \n đề nghị 1. ; "
    "chủ đề năm Cụm trưởng là HỘI NGHỊ H'Lin \u00a0 Ðảng uỷ … \t \r\n"
).split(" ")
SIGNS = st.characters(exclude_categories=["Cs"])
TEXT = st.one_of(st.text(SIGNS, max_size=150), st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
SHAPES: dict[str, Callable[[int], str]] = {
    "plain long text": lambda n: "".join(news(i) for i in range(n // 4)),
    "one long line": lambda n: "".join(news(i).replace("\n", " ") for i in range(n // 8)),
    "a list of people": lambda n: "Dự lễ có " + ", ".join(f"ông Lò {called(i)}" for i in range(4 * n)),
    "a list of units": lambda n: "Dự lễ có " + ", ".join(f"Đội {i} Công an tỉnh, Trường {called(i)}" for i in range(n)),
    "lines under an award": lambda n: "BẰNG KHEN\n" + "".join(f"- Ông Lò {called(i)}, Đội {i}\n" for i in range(n)),
    "lines behind a colon": lambda n: "Tặng Bằng khen cho:\n" + "".join(f"- Trường {called(i)};\n" for i in range(n)),
    "counted groups": lambda n: " ".join(f"Xã tặng Giấy khen cho {i + 2} tập thể, {i + 3} cá nhân." for i in range(n)),
    "groups praised in one sentence": lambda n: " và ".join(f"{i + 2} tập thể được khen thưởng" for i in range(2 * n)),
    "bodies praised in one sentence": lambda n: ", ".join(f"đã khen thưởng Trường {called(i)}" for i in range(12 * n)),
    "one letter": lambda n: "a" * 2000 * n,
    "one capital": lambda n: "Đ" * 2000 * n,
    "numbers": lambda n: " ".join(str(i) for i in range(20 * n)),
    "open brackets and quotation marks": lambda n: " ".join(f"(“lần {i}" for i in range(5 * n)),
    "blank lines": lambda n: "\n \n" * 100 * n,
}


@given(TEXT)
@example("")
@example(" \n ")
@example("\u00a0\u200b\ufeff")
@example("a  b\n\nc ")
def test_no_text_makes_it_fail_or_loses_a_character(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    draft = run(text)
    assert draft.page.text == text
    assert draft.record is not None
    draft.record.check(text)


@given(st.text(max_size=300))
@settings(max_examples=300)
def test_the_tokenizer_keeps_the_text(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    assert pipeline().make_doc(text).text == text


def test_the_collector_of_cycles_rests_while_a_text_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bool] = []

    def watch(page: Page) -> list[tuple[int, int]]:
        seen.append(gc.isenabled())
        raise ValueError("stop")

    monkeypatch.setattr("extract.sentences.sentences", watch)
    with pytest.raises(ValueError, match="stop"):
        run("Sở Y tế họp.")
    assert seen == [False]
    assert gc.isenabled()


def test_the_collector_comes_back_when_the_page_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[weakref.ref[Page]] = []
    begin, enable = Page.__init__, gc.enable
    left: list[bool] = []

    def made(page: Page, text: str) -> None:
        begin(page, text)
        pages.append(weakref.ref(page))

    def again() -> None:
        left.append(pages[-1]() is not None)
        enable()

    monkeypatch.setattr(Page, "__init__", made)
    monkeypatch.setattr("gc.enable", again)
    extract.read("Sở Y tế tỉnh Nam Định họp.")
    assert left == [False]


def test_words_that_are_not_as_long_as_they_stand_are_no_mention() -> None:
    for start, end, quote in ((4, 9, "Y t"), (10, 10, ""), (1011, 10, "")):
        with pytest.raises(ValueError, match=r"(?i)mention"):
            stood(start, end, quote, "name")


def test_a_reading_leaves_no_cycle(samples: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(samples.glob("*.txt"))]
    for text in texts:
        extract.read(text)
    while gc.collect():  # what other tests left behind frees more when it goes
        pass
    gc.disable()
    try:
        assert [(extract.read(text), gc.collect())[1] for text in texts] == [0] * len(texts)
    finally:
        gc.enable()


def test_the_spacy_pipeline_has_the_components_in_their_order_and_reads_the_same(samples: Path) -> None:
    assert pipeline().pipe_names == [PREFIX + name for name in COMPONENTS]
    for path in sorted(samples.glob("*.txt"))[:4]:
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        doc = pipeline()(text)
        assert doc.text == text
        assert doc._.draft.record == run(text).record


def test_reading_loads_no_spacy() -> None:
    script = "import sys, extract; extract.read('Sở Y tế tỉnh Nam Định họp.'); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_text_in_another_form_gets_offsets_of_its_nfc_form() -> None:
    text = "Sở Y tế tỉnh Hậu Giang tặng Giấy khen cho bà Lò Thị Ót."
    assert extract.read(unicodedata.normalize("NFD", text)) == extract.read(text)
    extract.read(unicodedata.normalize("NFD", text)).check(text)


def mentions(record: Record) -> Iterator[tuple[str, str, int, int, str]]:
    for name in LISTS:
        for fact in getattr(record, name):
            assert fact.mentions, (name, fact)
            yield from ((name, m.part, m.start, m.end, m.quote) for m in fact.mentions)
    yield from (("article", m.part, m.start, m.end, m.quote) for m in record.article.mentions)


def stand_on_their_words(folder: Path) -> int:
    """The number of mentions of the folder's articles, each seen to stand on its words."""
    checked = 0
    for path in sorted(folder.glob("*.txt")):
        text = unicodedata.normalize("NFC", path.read_text(encoding="utf-8"))
        found = list(mentions(extract.read(text)))
        assert [(path.name, *m) for m in found if text[m[2] : m[3]] != m[4] or not m[4].strip()] == []
        checked += len(found)
    return checked


def test_every_mention_of_the_samples_stands_on_its_words(samples: Path) -> None:
    assert stand_on_their_words(samples) > 1000


@pytest.mark.parametrize(("part", "least"), [("dev", 500), ("offgenre", 20)])
def test_every_mention_of_the_gold_articles_stands_on_its_words(shared: Path, part: str, least: int) -> None:
    folder = shared / "gold" / part
    if not folder.is_dir():
        pytest.skip(f"no gold articles in {folder}")
    assert stand_on_their_words(folder) > least


def test_a_record_does_not_depend_on_what_was_read_before(samples: Path) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(samples.glob("*.txt"))]
    there = [record.model_dump_json() for record in extract.read_many(texts)]
    back = [record.model_dump_json() for record in extract.read_many(reversed(texts))]
    assert there == back[::-1]


def seconds(*texts: str) -> list[float]:
    """Processor time of the fastest reading of each; they are read in turn, so that a machine that is slow for a while is so for all."""
    rounds = []
    for _ in range(6):
        clock = [time.process_time()]
        for text in texts:
            run(text)
            clock.append(time.process_time())
        rounds.append([after - before for before, after in itertools.pairwise(clock)])
    return [min(times) for times in zip(*rounds, strict=True)]


@pytest.mark.parametrize("shape", SHAPES)
def test_twice_the_text_takes_less_than_three_times_as_long(shape: str) -> None:
    run("Sở Y tế")
    once, twice = seconds(*(SHAPES[shape](n) for n in (200, 400)))
    assert once > 0.002, "too little text to tell"
    assert twice < 3 * once, f"{once:.3f} s, then {twice:.3f} s"


@pytest.mark.parametrize("shape", ["plain long text", "one long line", "a list of people", "a list of units"])
def test_the_long_texts_are_read_to_their_end(shape: str) -> None:
    text = SHAPES[shape](200)
    assert max(m[3] for m in mentions(extract.read(text))) > len(text) * 0.9
