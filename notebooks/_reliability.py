"""Draws the reliability plot of the confidence into docs/reliability.svg: `python -m notebooks._reliability`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import altair as alt
import pandas as pd

from extract.calibrate import Bin, measured, seen
from extract.papers import ROOT, SETS

FILE = ROOT / "docs" / "reliability.svg"
NAMES = {
    "never seen": "đọc lần đầu / reports never seen",
    "gold": "bài chuẩn / gold articles",
    "left out": "bài chuẩn để riêng / gold left out",
}


def chart(columns: dict[str, Sequence[Bin]]) -> alt.LayerChart:
    """Confidence said against the share that was right, beside the line where both are the same."""
    points = pd.DataFrame(
        {"said": b.said, "right": b.share, "facts": b.facts, "set": NAMES[name]} for name in NAMES for b in columns[name]
    )
    low = min(points["said"].min(), points["right"].min()) // 0.1 / 10
    scale = alt.Scale(domain=[low, 1])
    line = alt.Chart(pd.DataFrame({"said": [low, 1], "right": [low, 1]})).mark_line(color="#999", strokeDash=[4, 4])
    x = alt.X("said:Q", title="Độ tin cậy ghi ở dữ kiện / confidence said", scale=scale, axis=alt.Axis(format=".0%", tickCount=6))
    y = alt.Y("right:Q", title="Tỷ lệ đúng / share that was right", scale=scale, axis=alt.Axis(format=".0%", tickCount=6))
    colours = alt.Scale(domain=list(NAMES.values()), range=["#b3261e", "#3b6ea5", "#7a7a7a"])
    dots = alt.Chart(points).mark_point(filled=True, opacity=0.75)
    dots = dots.encode(
        x=x,
        y=y,
        size=alt.Size(
            "facts:Q", title="Số dữ kiện / facts", scale=alt.Scale(range=[60, 500]), legend=alt.Legend(values=[50, 300, 900])
        ),
        color=alt.Color("set:N", title=None, scale=colours, legend=alt.Legend(labelLimit=300)),
        shape=alt.Shape("set:N", title=None, scale=alt.Scale(domain=list(NAMES.values()))),
    )
    title = alt.TitleParams(
        "Độ tin cậy có đúng như ghi không?",
        subtitle=[
            "Is the confidence what it says? One mark a range of confidence;",
            "on the dashed line it says exactly what is right.",
        ],
        anchor="start",
        fontSize=17,
        subtitleFontSize=12,
        subtitleColor="#555",
        offset=14,
    )
    both = (line.encode(x=x, y=y) + dots).properties(title=title, width=420, height=420).configure_view(stroke=None)
    return both.configure(font="Noto Sans, DejaVu Sans, Arial, sans-serif").configure_axis(labelFontSize=12, titleFontSize=12)


def main(file: Path = FILE) -> None:
    """Measure on the gold that is there, and draw."""
    chart(measured({name: seen(folder) for name, folder in SETS.items() if folder.is_dir()})).save(str(file))
    print(file.relative_to(ROOT))


if __name__ == "__main__":
    main()
