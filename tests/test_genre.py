"""The genre of an article: reports on emulation and commendation score high, all else low; the weights are what the command learns."""

from __future__ import annotations

import unicodedata

import pytest
from making import GoldReader, ask

from corpus.ingest import ingest
from extract import read
from extract.genre import genre, signs, weights
from extract.genre_fit import Seen, apart, judged, learned, others, table
from schemas import Record


def scores(texts):
    return [genre(text, read(text)) for text in texts]


def test_samples_are_of_the_genre_and_other_articles_are_not(samples):
    ours = scores(unicodedata.normalize("NFC", path.read_text(encoding="utf-8")) for path in sorted(samples.glob("*.txt")))
    theirs = scores(others())
    assert min(ours) > 0.5
    assert sum(score > 0.8 for score in ours) >= 22
    assert max(theirs) < 0.6
    assert sum(score >= 0.5 for score in theirs) <= 1
    assert apart([*((score, True) for score in ours), *((score, False) for score in theirs)]) == 1


def test_articles_of_singers_are_not(shared):
    found = scores(path.read_text(encoding="utf-8") for path in (shared / "gold" / "offgenre").glob("*.txt"))
    assert len(found) == 4
    assert max(found) < 0.3


def test_a_passing_word_makes_no_report():
    match = (
        "Đội chủ nhà thắng 2-1 ở phút bù giờ và giành huy chương đồng. Huấn luyện viên nói các học trò đã chơi đúng sức, còn đội khách "
        "tiếc vì quả phạt đền bị bỏ lỡ ở phút 80. Trọng tài rút bốn thẻ vàng, một cầu thủ phải rời sân vì đau chân. Ngày mai hai đội nghỉ."
    )
    report = (
        "Sáng 5/6, Sở Y tế tổ chức hội nghị tổng kết phong trào thi đua; 12 tập thể được tặng Bằng khen của Chủ tịch UBND tỉnh."
    )
    assert scores([match])[0] < 0.5 < 0.9 < scores([report])[0]


@pytest.mark.parametrize("text", ["", "a", "1.000 " * 1000, "thi đua " * 20_000])
def test_any_text_has_a_score(text):
    assert 0 <= genre(text, Record()) <= 1


def test_weights_are_learned_from_what_is_seen():
    told = [Seen(str(n), n % 2 == 0, {"emulation": float(n % 2 == 0), "prizes": float(n % 3 == 0)}) for n in range(24)]
    found = learned(told)
    assert found["emulation"] > 1 > abs(found["prizes"])
    assert all((judged(found, one) > 0.5) == one.ours for one in told)
    assert table(found).splitlines()[0] == "sign,weight"


def test_every_sign_has_a_weight():
    assert set(weights()) == {"base", *signs("", Record())}


def test_the_archive_keeps_the_score(samples, tmp_path):
    path = tmp_path / "a.db"
    ingest([samples], path, now=lambda: "2026", reader=GoldReader(samples))
    assert ask(path, "select count(*) from articles where genre > 0.5") == [24]
