# %% [markdown]
# # Khen thưởng qua các bài báo
#
# Sổ tay này đặt vài câu hỏi cho một kho khenthuong: kho có gì, hình thức khen thưởng nào được đề nghị và được trao, cho ai, những khoản
# tiền nào được nhắc tới. Mỗi con số đều lần về được câu văn mà nó được đọc ra (phần cuối).
#
# *This notebook asks an archive which awards were proposed and conferred, to whom, and which sums are told; every figure leads back to
# the sentence it was read from. `KHENTHUONG_ARCHIVE` names the archive, else it is the one that `make archive` builds.*

# %%
import os
import sqlite3
from pathlib import Path

import altair as alt
import pandas as pd

from schemas import LISTS
from schemas.tables import FACTS

alt.renderers.enable("svg")
HERE = Path(__file__).parent if "__file__" in globals() else Path.cwd()
ARCHIVE = Path(os.environ.get("KHENTHUONG_ARCHIVE") or HERE.parent / "build" / "demo.db")
DB = sqlite3.connect(f"{ARCHIVE.resolve().as_uri()}?mode=ro", uri=True)
STATUS = {"proposed": "đề nghị", "conferred": "đã trao", "past": "đã có từ trước", "possible": "theo quy định, dự kiến"}
COLOURS = dict(zip(STATUS.values(), ["#e0a030", "#b3261e", "#7d8ca3", "#d5d9e0"], strict=True))
BELOW = alt.Legend(orient="bottom", title=None)


def ask(sql: str, **values: object) -> pd.DataFrame:
    """The rows that a question to the archive gives."""
    return pd.read_sql_query(sql, DB, params=values)


def states(table: pd.DataFrame) -> alt.Color:
    """The colours of the states that `table` holds."""
    there = [state for state in COLOURS if state in set(table["Trạng thái"])]
    return alt.Color("Trạng thái:N", scale=alt.Scale(domain=there, range=[COLOURS[state] for state in there]), legend=BELOW)


def drawn(
    chart: alt.Chart | alt.LayerChart, title: str, note: str | list[str], height: int | alt.Step = 300
) -> alt.Chart | alt.LayerChart:
    """A chart with its title and the line under it, all in one look."""
    told = alt.TitleParams(
        title, subtitle=note, anchor="start", fontSize=17, subtitleFontSize=12, subtitleColor="#555", offset=14
    )
    plain = chart.properties(title=told, width=560, height=height).configure_view(stroke=None)
    return plain.configure(font="Noto Sans, DejaVu Sans, Arial, sans-serif").configure_axis(
        labelFontSize=12, titleFontSize=12, labelLimit=330
    )


# %% [markdown]
# ## Kho có gì
#
# Mỗi danh sách của bản ghi là một bảng; điều mà nhiều bài gần như chép của nhau cùng kể chỉ tính một lần (`repeats`). *Each list of the
# record is a table; what several near-copies tell counts once.*

# %%
parts = [
    f"SELECT '{name}' AS list, count(*) AS facts, count(DISTINCT article) AS articles FROM {FACTS[name].name} WHERE repeats IS NULL"
    for name in LISTS
]
contents = ask(" UNION ALL ".join(parts))
contents.insert(0, "Danh sách", contents["list"].map(lambda name: FACTS[name].vi))
articles, first, last = DB.execute("SELECT count(*), min(year), max(year) FROM articles").fetchone()
print(f"{articles} bài, từ năm {first} đến năm {last}")
contents.rename(columns={"facts": "Dữ kiện", "articles": "Số bài có"}).drop(columns="list")

# %% [markdown]
# ## Hình thức nào, đề nghị hay đã trao
#
# Một tờ trình chưa phải là một lần khen thưởng. Vì thế mỗi mục có trạng thái, và biểu đồ tách các trạng thái ra. *A proposal is no award
# yet: the bars keep the states apart.*

# %%
awards = ask(
    """SELECT a.id, a.article, a.year, a.status, a.recipient, a.recipient_unit, a.recipient_person, a.award_type,
              coalesce(t.form, '(không có trong danh mục)') AS form, t.name AS type
       FROM awards a LEFT JOIN award_types t ON t.id = a.award_type WHERE a.repeats IS NULL"""
)
awards["Trạng thái"] = awards["status"].map(STATUS)
by_form = awards.groupby(["form", "Trạng thái"]).size().reset_index(name="n")
drawn(
    alt.Chart(by_form)
    .mark_bar()
    .encode(
        x=alt.X("n:Q", title="Số mục", axis=alt.Axis(tickMinStep=1)),
        y=alt.Y("form:N", title=None, sort=alt.EncodingSortField("n", op="sum", order="descending")),
        color=states(by_form),
    ),
    "Khen thưởng theo hình thức và trạng thái",
    f"{len(awards)} mục trong {awards['article'].nunique()} bài; một mục là một hình thức cho một đối tượng",
    alt.Step(24),
)

# %% [markdown]
# ## Qua các năm
#
# Chỉ tính những gì là tin của chính năm đó: đề nghị và đã trao. *Only what was news of its year: proposals and conferrals.*

# %%
news = awards[awards["status"].isin(["proposed", "conferred"]) & awards["year"].notna()].astype({"year": int})
by_year = news.groupby(["year", "Trạng thái"]).size().reset_index(name="n")
drawn(
    alt.Chart(by_year)
    .mark_bar()
    .encode(
        x=alt.X("year:O", title="Năm", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("n:Q", title="Số mục", axis=alt.Axis(tickMinStep=1)),
        color=states(by_year),
    ),
    "Đề nghị và trao khen thưởng qua các năm",
    ["Số mục đọc được trong các bài của mỗi năm;", "kho mẫu chỉ có một, hai bài mỗi năm nên không phải là thống kê của cả nước"],
    260,
)

# %% [markdown]
# ## Ai được khen, ai được đề nghị
#
# Đơn vị và cá nhân có tên, được nhận ra là một qua các bài. *Named units and people, resolved across articles.*

# %%
recipients = ask(
    """SELECT coalesce(u.name, p.name) AS name, CASE WHEN u.id IS NULL THEN 'cá nhân' ELSE 'tập thể' END AS kind, a.status, count(*) AS n
       FROM awards a LEFT JOIN units u ON u.id = a.recipient_unit LEFT JOIN people p ON p.id = a.recipient_person
       WHERE coalesce(u.id, p.id) IS NOT NULL AND a.status <> 'possible' AND a.repeats IS NULL
       GROUP BY coalesce(u.id, p.id), a.status"""
)
recipients["Trạng thái"] = recipients["status"].map(STATUS)
leading = recipients.groupby("name")["n"].sum().sort_values(ascending=False, kind="stable").head(14).index
drawn(
    alt.Chart(recipients[recipients["name"].isin(leading)])
    .mark_bar()
    .encode(
        x=alt.X("n:Q", title="Số mục", axis=alt.Axis(tickMinStep=1)),
        y=alt.Y("name:N", title=None, sort=list(leading)),
        color=states(recipients),
    ),
    "Tập thể và cá nhân được nhắc tới nhiều nhất",
    f"{len(leading)} trong {recipients['name'].nunique()} tập thể, cá nhân có tên",
    alt.Step(24),
)

# %% [markdown]
# ## Những khoản tiền
#
# Trục ngang là thang logarit: một suất quà và một quỹ học bổng cách nhau nghìn lần. Khoản đáng ngờ (con số in trên bài không thể đúng)
# được tô đỏ. *Sums on a logarithmic scale; doubtful ones in red.*

# %%
amounts = ask(
    """SELECT m.id, m.value, m.about, m.per, m.flags, m.literal, coalesce(r.title, r.path) AS bai
       FROM amounts m JOIN articles r ON r.id = m.article WHERE m.currency = 'VND' AND m.value > 0 AND m.repeats IS NULL"""
)
amounts["Loại"] = amounts["flags"].map(lambda flags: "bình thường" if flags == "[]" else "đáng ngờ")
amounts = amounts.sort_values("Loại")  # doubtful ones last, so that they lie on top
amounts["Bài"] = amounts["bai"].str.slice(0, 48) + amounts["bai"].map(lambda title: "…" if len(title) > 48 else "")
SUMS = (
    "datum.value >= 1e9 ? replace(format(datum.value / 1e9, ','), ',', '.') + ' tỷ' "
    ": datum.value >= 1e6 ? datum.value / 1e6 + ' triệu' : datum.value / 1e3 + ' nghìn'"
)
drawn(
    alt.Chart(amounts)
    .mark_circle(size=90, opacity=0.75)
    .encode(
        x=alt.X(
            "value:Q",
            title="Số tiền (đồng)",
            scale=alt.Scale(type="log"),
            axis=alt.Axis(labelExpr=SUMS, values=[10**n for n in range(4, 14)]),
        ),
        y=alt.Y("Bài:N", title=None, sort=alt.EncodingSortField("value", op="max", order="descending")),
        color=alt.Color(
            "Loại:N",
            scale=alt.Scale(domain=["bình thường", "đáng ngờ"], range=["#33618d", "#b3261e"]),
            legend=BELOW,
        ),
    ),
    "Các khoản tiền trong từng bài",
    f"{len(amounts)} khoản trong {amounts['bai'].nunique()} bài",
    alt.Step(20),
)

# %% [markdown]
# ## Từ con số về câu văn
#
# Khoản lớn nhất, khoản nhỏ nhất và mọi khoản đáng ngờ, cùng những chữ mà chúng được đọc ra. *The largest and smallest sum and every
# doubtful one, with the words they were read from.*

# %%
checked = pd.concat([amounts.nlargest(1, "value"), amounts.nsmallest(1, "value"), amounts[amounts["Loại"] == "đáng ngờ"]])
for fact in checked.drop_duplicates("id").itertuples():
    start, end, quote, text = DB.execute(
        """SELECT m.start, m.end, m.quote, a.text FROM mentions m JOIN articles a ON a.id = m.article
           WHERE m.list = 'amounts' AND m.part = 'value' AND m.fact = ? ORDER BY m.start LIMIT 1""",
        (fact.id,),
    ).fetchone()
    assert text[start:end] == quote
    around = " ".join(f"{text[max(0, start - 60) : start]}[{quote}]{text[end : end + 40]}".split())
    print(f"{fact.value:>20,.0f} đồng  …{around}…")

# %% [markdown]
# Biểu đồ không được làm rơi mục nào: cộng các cột lại phải bằng số mục trong bảng. *The charts lose nothing: their bars add up to the table.*

# %%
assert by_form["n"].sum() == DB.execute("SELECT count(*) FROM awards WHERE repeats IS NULL").fetchone()[0] == len(awards)
assert by_year["n"].sum() == len(news)
print("Khớp.")
