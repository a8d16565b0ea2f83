"""The notebooks run over an archive of the samples; their charts are drawn without a network, in Vietnamese."""

from __future__ import annotations

import re
import shutil
import sqlite3

import nbformat
import pytest
from nbclient.exceptions import CellExecutionError

from notebooks.__main__ import HERE, main, run

NOTEBOOKS = sorted(HERE.glob("[!_]*.py"))
TITLES = {
    "khen_thuong": [
        "Khen thưởng theo hình thức và trạng thái",
        "Đề nghị và trao khen thưởng qua các năm",
        "Tập thể và cá nhân được nhắc tới nhiều nhất",
        "Các khoản tiền trong từng bài",
    ]
}


@pytest.fixture(scope="module", params=NOTEBOOKS, ids=lambda source: source.stem)
def done(request, archive, tmp_path_factory):
    """A notebook's name and its outputs over the archive of the samples."""
    path = run(request.param, archive, tmp_path_factory.mktemp("notebooks"))
    notebook = nbformat.read(path, as_version=4)
    return request.param.stem, [output for cell in notebook.cells for output in cell.get("outputs", [])]


def charts(outputs) -> list[str]:
    return [output["data"]["image/svg+xml"] for output in outputs if "image/svg+xml" in output.get("data", {})]


def test_every_notebook_is_tested():
    assert {source.stem for source in NOTEBOOKS} == set(TITLES)


def test_charts_are_drawn_with_their_titles(done):
    name, outputs = done
    drawn = charts(outputs)
    assert len(drawn) == len(TITLES[name])
    for chart, title in zip(drawn, TITLES[name], strict=True):
        assert title in chart
        # bars or points, not an empty frame
        assert len(re.findall(r'aria-roledescription="(?:bar|circle)"', chart)) >= 10


def test_nothing_is_loaded_from_elsewhere(done):
    _, outputs = done
    told = str(outputs).replace("http://www.w3.org/", "")
    assert "http://" not in told
    assert "https://" not in told
    assert "<script" not in told


def test_nothing_is_warned_of(done):
    _, outputs = done
    assert [output["text"] for output in outputs if output.get("name") == "stderr"] == []


def test_figures_are_those_of_the_archive(done, archive):
    _, outputs = done
    said = "".join(output.get("text", "") for output in outputs)
    with sqlite3.connect(archive) as db:
        articles, awards = (db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("articles", "awards"))
    assert f"{articles} bài, từ năm 2004 đến năm 2025" in said
    assert any(f"{awards} mục trong" in chart for chart in charts(outputs))


def test_an_archive_that_is_not_one_fails(tmp_path):
    with pytest.raises(CellExecutionError, match="unable to open database file"):
        run(NOTEBOOKS[0], tmp_path / "none.db", tmp_path)
    assert not list(tmp_path.iterdir())


def test_the_command_runs_every_notebook(archive, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("notebooks.__main__.run", lambda source, *_: shutil.copy(source, tmp_path))
    main(str(archive), str(tmp_path))
    assert [line.rsplit("/", 1)[1] for line in capsys.readouterr().out.split()] == [source.name for source in NOTEBOOKS]
