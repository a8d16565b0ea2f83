"""Swapped articles: the print, the dates, the sums, the names; the gold record stays true; figures on both are told."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from random import Random

import pytest

from extract import evaluation_table, swap_dates, swap_sums
from extract.evaluate import Figures, evaluate
from extract.gold_words import fold
from extract.swap import Swap, SwapError, articles, chosen, main, swapped
from extract.swap_check import faults
from extract.swap_dates import Shift
from extract.swap_finding import proper_part, renaming, strings
from extract.swap_names import Pool, Renaming, called, gender, shape
from extract.swap_noise import Noise, noise, requoted
from extract.swap_sums import Money

TEXT = """Sở Y tế tỉnh Hòa Bình khen thưởng

Thứ Sáu, 11/11/2016

Sáng 11/11, tại đường Trần Hưng Đạo, thành phố Phố Cũ, ông Trần Hưng Đại, Giám đốc Sở Y tế trao 1,5 tỷ đồng cho Công ty Cơ khí Sông Mơ
theo Quyết định số 12/QĐ-UBND ngày 03/10/2016. Ông Đại phát động phong trào "Hòa Bình chung sức năm 2016". Năm 2015, công ty được 500.000đ.
ÔNG TRẦN HƯNG ĐẠI cảm ơn."""
GOLD = {
    "id": "bai",
    "article": {"published_on": "2016-11-11"},
    "events": [{"kind": "lễ", "date": "2016-11-11"}],
    "units": [{"name": ["Sở Y tế", "Sở Y tế tỉnh Hòa Bình"]}, {"name": "Công ty Cơ khí Sông Mơ"}],
    "officials": [{"name": "Trần Hưng Đại", "posts": [{"title": "Giám đốc", "unit": "Sở Y tế"}]}],
    "people": [],
    "amounts": [{"value": 1500000000}, {"value": 500000}],
    "awards": [{"award": "tiền thưởng", "recipient": "Công ty Cơ khí Sông Mơ", "status": "past", "year": "2015"}],
    "themes": [{"title": "Hòa Bình chung sức năm 2016"}],
    "documents": [{"number": "12/QĐ-UBND", "date": "2016-10-03"}],
}


def test_the_swapped_record_tells_of_the_swapped_text():
    for number in range(1, 11):
        text, gold = swapped("bai", TEXT, GOLD, number)
        plain = unicodedata.normalize("NFC", text)
        assert fold("Trần Hưng Đại") not in fold(text)
        assert fold(text).count(fold(gold["officials"][0]["name"])) == 2
        assert fold(f"Sở Y tế tỉnh {gold['units'][0]['name'][1].split('tỉnh ')[1]} khen") in fold(text)
        assert "Hòa Bình" not in gold["units"][0]["name"][1]
        assert gold["themes"] == GOLD["themes"]
        assert fold("Hòa Bình chung sức năm 2016") in fold(text)
        assert fold("đường Trần Hưng Đạo") in fold(text)
        assert gold["documents"][0]["number"] == "12/QĐ-UBND"
        assert fold(gold["units"][1]["name"]) in fold(text)
        assert "Sông Mơ" not in plain
        assert "Phố Cũ" not in plain
        assert [a["value"] / b["value"] for a, b in zip(gold["amounts"], GOLD["amounts"], strict=True)] in (
            [n, n] for n in (2, 3, 4, 5)
        )
        assert gold["events"][0]["date"] == gold["article"]["published_on"] != "2016-11-11"
        assert gold["awards"][0]["year"] == str(int(gold["events"][0]["date"][:4]) - 1)
        assert gold["awards"][0]["recipient"] == gold["units"][1]["name"]
        assert gold["id"] == f"bai.s{number}"


def test_nothing_to_swap_gives_the_article_back(samples):
    for _, text, gold in articles(samples):
        assert Swap().text(text, Random(0)) == text
        assert Swap().gold(gold) == gold


def test_noise_alone_changes_no_word(samples):
    for _, text, _ in articles(samples):
        for number in range(1, 11):
            assert fold(noise(number).printed(text, Random(number))) == fold(text)


def test_every_kind_of_noise_comes_up_in_ten_swaps():
    told = [noise(number) for number in range(1, 11)]
    assert {n.quotes for n in told} == {'""', "“”", "«»", "‘’", "„”"}
    assert {n.tones for n in told} == {"", "old", "new"}
    for kind in ("eth", "blanks", "decomposed"):
        assert {getattr(n, kind) for n in told} == {True, False}


def test_only_names_dates_and_sums_change(samples):
    """What stands between the changed words of a swap is the first text's, character for character."""
    for name, text, gold in articles(samples)[:8]:
        swap = chosen(text, gold, Random(name), 0)
        still = Swap(swap.names, swap.dates, swap.money, Noise())
        lines = still.text(text, Random(0)).split("\n")
        assert len(lines) == len(text.split("\n"))
        for old, new in zip(text.split("\n"), lines, strict=True):
            edits = [*swap.names.edits(old), *swap_dates.edits(old, swap.dates, None), *swap_sums.edits(old, swap.money, None)]
            if not edits:
                assert new == old


def test_swaps_of_the_samples_are_true_and_keep_no_old_name(samples):
    for name, text, gold in articles(samples):
        new_text, new = swapped(name, text, gold, 1)
        people = [n for key in ("officials", "people") for o in gold[key] for n in strings(o["name"]) if " " in n]
        assert [n for n in people if f" {fold(n)} " in f" {fold(new_text)} "] == []
        values = {p.value for p in swap_sums.scan(unicodedata.normalize("NFC", new_text))}
        lows = {p.low for p in swap_sums.scan(unicodedata.normalize("NFC", new_text))}
        assert [a for a in new["amounts"] if not {a["value"], a.get("literal")} & (values | lows)] == []
        assert [a["value"] for a in new["amounts"]] != [a["value"] for a in gold["amounts"]]


def test_the_same_seed_gives_the_same_bytes_in_another_process(samples, root):
    code = (
        "import sys; from pathlib import Path; from extract.swap import articles, swapped\n"
        "name, text, gold = articles(Path('corpus/samples'))[2]\n"
        "print(ascii([swapped(name, text, gold, n, 7) for n in (1, 2, 3)]))"
    )
    told = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=root, env={**os.environ, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    name, text, gold = articles(samples)[2]
    assert swapped(name, text, gold, 1, 7) != swapped(name, text, gold, 1, 8)


def test_a_record_that_is_not_true_is_noticed():
    random = Random(3)
    swap = chosen(TEXT, GOLD, random, 1)
    text, gold = swap.text(TEXT, random), swap.gold(GOLD)
    assert list(faults(swap.dates, TEXT, GOLD, text, gold)) == []
    stale = {**gold, "officials": GOLD["officials"]}
    assert [line.split(" ")[-3:] for line in faults(swap.dates, TEXT, GOLD, text, stale)] == [["stood", "2", "times"]]
    assert "the dates are not the moved ones" in list(faults(Shift(2016, 1, 1, 1), TEXT, GOLD, TEXT, GOLD))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Ngày 12/3/2015 và 14-7-2010, 20.11.2019", [(12, 3, 2015), (14, 7, 2010), (20, 11, 2019)]),
        ("sáng 18-9; tối 22.4; Chiều 21/6", [(18, 9, None), (22, 4, None), (21, 6, None)]),
        ("ngày 03 tháng 9 năm 2020, ngày 5 tháng 4", [(3, 9, 2020), (5, 4, None)]),
        ("từ ngày 2-10.8 và ngày 29.6 đến 5.7", [(10, 8, None), (29, 6, None), (5, 7, None)]),
        ("Thứ 3 - 14.6.2022 16:50", [(14, 6, 2022)]),
        ("thắng 6/1 và 6/3, đạt 8/8 phiếu, số 39-CT/TW, thắng (2-1), Giải thưởng 15 tháng 10, Hội trường 10-3, tăng 2.5%", []),
        ("số 108/2024/NĐ-CP ngày 31/12/2024", [(31, 12, 2024)]),
    ],
)
def test_dates_are_seen(text, days):
    assert [(p.day, p.month, p.year) for p in swap_dates.scan(text)] == days


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("Chiều 11/11/2016", "Chiều 13/10/2017"),
        ("ngày 03/10/2012", "ngày 05/09/2013"),
        ("từ ngày 2-10.8", "từ ngày 4-12.7"),
        ("Thứ Sáu, 11/11/2016", "Thứ Sáu, 13/10/2017"),
        ("Thứ 6 - 12.11.2016", "Thứ 7 - 14.10.2017"),
        ("thứ sáu, 13/11/2016", "chủ nhật, 15/10/2017"),
        ("Chủ nhật, 11/11/2016", "Thứ sáu, 13/10/2017"),
        ("tháng 6, tháng7/1931, năm học 2015 - 2016 (1971 - 2016)", "tháng 5, tháng6/1932, năm học 2016 - 2017 (1972 - 2017)"),
        ("2016 suất, số 2016/QĐ", "2016 suất, số 2016/QĐ"),
        ("Giải Đông Nam Á 2015 và chung kết năm 2016.", "Giải Đông Nam Á 2016 và chung kết năm 2017."),
    ],
)
def test_dates_move_in_their_own_format(text, moved):
    shift, out = Shift(2016, 1, -1, 2), text
    for start, end, new in sorted(swap_dates.edits(text, shift, None), reverse=True):
        out = out[:start] + new + out[end:]
    assert out == moved


def test_moved_dates_stay_in_their_year_and_order():
    days = [(31, 12), (1, 11), (28, 2)]
    for seed in range(50):
        shift = swap_dates.pick(days, 2016, Random(seed))
        told = [shift.moved(day, month, 2016) for day, month in days]
        assert {year for _, _, year in told} == {2016 + shift.years}
        assert told[0][1::-1] > told[1][1::-1] > told[2][1::-1]
        assert shift.iso("2016-11-01") == "{2:04}-{1:02}-{0:02}".format(*told[1])


def test_the_ends_of_a_range_keep_one_format():
    for seed in range(9):
        told = [new for *_, new in swap_dates.edits("từ ngày 20.6 đến 25.6", Shift(2015, 1, 1, 1), Random(seed))]
        assert told == ["ngày 21.7", " đến 26.7"]


def test_a_moved_date_is_printed_in_another_format():
    told = {new for seed in range(60) for _, _, new in swap_dates.edits("ngày 12/3/2015", Shift(2015, 1, 5, -7), Random(seed))}
    assert {"ngày 5/8/2016", "ngày 5 tháng 8 năm 2016", "ngày 05-08-2016", "ngày 5.8.2016"} <= told
    assert all([(p.day, p.month, p.year) for p in swap_dates.scan(new)] == [(5, 8, 2016)] for new in told)


@pytest.mark.parametrize(
    ("text", "value", "forms"),
    [
        ("1,5 tỷ đồng", 1500000000, {"3.000.000.000 đồng", "3.000 triệu đồng", "3.000.000.000đ"}),
        ("400 triệu đồng", 400000000, {"800.000.000 đồng", "800.000.000đ"}),
        ("345.000đ", 345000, {"690 nghìn đồng"}),
        ("2 tỉ 350 triệu đồng", 2350000000, {"4,7 tỷ đồng", "4.700 triệu đồng", "4.700.000.000 đồng"}),
        ("ba trăm nghìn đồng", 300000, {"600.000 đồng"}),
        ("10.000 USD", 10000, {"20.000 USD"}),
        ("36.250 triệu đồng", 36250000000, {"72,5 tỷ đồng", "72 tỷ 500 triệu đồng"}),
    ],
)
def test_sums_are_multiplied_and_reprinted(text, value, forms):
    assert [p.value for p in swap_sums.scan(text)] == [value]
    money = Money(frozenset([value]), frozenset(), 2)
    told = {new for seed in range(40) for _, _, new in swap_sums.edits(text, money, Random(seed))}
    assert forms <= told
    assert text not in told
    assert not {"3 tỷ đồng", "800 triệu đồng", "690.000đ"} & told
    assert {p.value for new in told for p in swap_sums.scan(new)} == {2 * value}


def test_sums_that_keep_their_format():
    money = Money(frozenset([55000000]), frozenset([55000000000000]), 3)
    for text, new in (
        ("số tiền 55.000.000 triệu đồng", "165.000.000 triệu đồng"),
        ("từ 8 đến 10 triệu đồng/suất", "24 đến 30 triệu đồng"),
        ("47 đồng chí, 20 đ/c, 3,3 triệu lượt", None),
    ):
        told = [edit[2] for edit in swap_sums.edits(text, money, Random(1))]
        assert told == ([new] if new else [])
    assert [(p.low, p.value) for p in swap_sums.scan("từ 8 đến 10 triệu đồng")] == [(8000000, 10000000)]


def test_names_in_every_form():
    names = Renaming({"Lê Thị Hoà": "Ksor H'Nhung", "K'Tiếu": "Lê Thuần", "vị Thanh": "x"}, {"Hoà": "H'Nhung"}, ["Hoà Bình"])
    assert [new for *_, new in names.edits("ôngLê Thị Hoàcho biết, Lê Thị Hoài, Lê Thị Hoàng")] == ["Ksor H'Nhung"]
    text = "Bà Lê Thị Hòa, LÊ THỊ HOÀ, bà Hòa và chị Hoà; K’Tiếu; tỉnh Hòa Bình, bà Hoà Bình, hoà"
    out = text
    for start, end, new in sorted(names.edits(text), reverse=True):
        out = out[:start] + new + out[end:]
    assert out.startswith("Bà Ksor H'Nhung, KSOR H'NHUNG, bà H'Nhung và chị H'Nhung; Lê Thuần; tỉnh Hòa Bình")
    assert out.endswith(", hoà")


@pytest.mark.parametrize(
    ("unit", "part"),
    [
        ("Công ty Cơ khí Sông Mơ", "Sông Mơ"),
        ("Trường THPT Chuyên Lê Văn Tám", "Lê Văn Tám"),
        ("Bộ Công Thương", ""),
        ("Sở Y tế", ""),
        ("Trường Đại học Tây Nguyên", ""),
        ("Đoàn TNCS Hồ Chí Minh", ""),
        ("Trường Trung cấp Luật Buôn Ma Thuột", "Buôn Ma Thuột"),
    ],
)
def test_proper_parts(unit, part):
    assert proper_part(unit) == part


def test_shapes_and_genders():
    assert [shape(n) for n in ("Lò Văn Pánh", "H'Hen Niê", "Y Wơm", "Roy Keaney", "Thích Tâm")] == ["native"] * 3 + [
        "foreign",
        "monk",
    ]
    assert [gender(n, "bà Kim An nói, ông Vũ Bình") for n in ("Kim An", "Vũ Bình", "Lê Thị Ba", "Đỗ Tâm")] == ["f", "m", "f", "u"]
    assert called("Rơ Châm H'Bích") == "H'Bích"


def test_no_name_is_handed_out_twice_or_taken_from_the_article():
    pool = Pool("Ông Lê An, tỉnh Bình Định", Random(1))
    assert pool.take(["Lê An", "Võ Ba"]) == "Võ Ba"
    assert pool.take(["Võ Ba", "Hồ Ba", "Hồ Tư"]) == "Hồ Tư"
    with pytest.raises(LookupError):
        pool.take(["Võ Ba", "Bình Định"])


def test_the_capital_and_regions_stay():
    text = "Hội họp tại Hà Nội, TP. Hồ Chí Minh và Tây Nguyên; UBND tỉnh Nam Định, huyện Ý Yên."
    told = renaming(text, {}, Random(5)).names
    assert set(told) == {"Hà Nội", "Nam Định", "Ý Yên"}
    assert told["Hà Nội"] in {"Hải Phòng", "Đà Nẵng", "Cần Thơ"}


@pytest.mark.parametrize("line", ['mở " mà không đóng', "đóng ” trước “ mở", "“trong “ lồng”"])
def test_quotation_marks_that_do_not_pair_stay(line):
    assert requoted(line, "«»") == line


def test_the_command_writes_articles_that_can_be_measured(tmp_path):
    (tmp_path / "bai.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "bai.json").write_text(json.dumps(GOLD), encoding="utf-8")
    assert main(["--gold", str(tmp_path), "--out", str(tmp_path / "out"), "--swaps", "2"]) == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["bai.s1.json", "bai.s1.txt", "bai.s2.json", "bai.s2.txt"]
    assert evaluate(tmp_path / "out")["officials"].gold == 2
    with pytest.raises(SwapError, match="no gold records"):
        main(["--gold", str(tmp_path / "none"), "--out", str(tmp_path)])


def test_the_table(tmp_path, monkeypatch, capsys):
    for folder in ("one", "away"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "bai.txt").write_text(TEXT, encoding="utf-8")
        (tmp_path / folder / "bai.json").write_text(json.dumps(GOLD if folder == "one" else {}), encoding="utf-8")
    monkeypatch.setattr(evaluation_table, "IN_GENRE", {"one": tmp_path / "one", "dev": tmp_path / "none"})
    monkeypatch.setattr(evaluation_table, "OFF_GENRE", tmp_path / "away")
    monkeypatch.setattr(evaluation_table, "SHARED", tmp_path / "none")
    assert evaluation_table.main(["--swaps", "2", "--processes", "1", "--errors"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("bai units + ") for line in lines)
    assert [line.split()[0] for line in lines if line.startswith(("units ", "documents "))] == ["units", "documents"]
    assert lines[-1].endswith("samples alone are measured")
    assert "false facts (at most 40), precision 0.000" in lines[-2]


def test_false_facts_are_counted_once():
    figures = {field: Figures(hits=1, extra=1) for field in evaluation_table.FIELDS}
    assert evaluation_table.false_facts(figures) == (8, 0.5)
    away = {field: Figures() for field in evaluation_table.FIELDS}
    assert evaluation_table.off_genre(away)[2].split() == ["-", "0"]
