"""The tables of an archive, derived from the record types, and the rows that a fact gives.

Each list of the record has its table; its columns are the fields of its class in order, so that a field added there is a
column here. A list inside a cell is JSON. A field that `refers` to entities gets a column that holds the entity's id:

    >>> [c.name for c in TABLES["article_units"].columns]
    ['id', 'article', 'year', 'start', 'repeats', 'unit', 'name', 'variants', 'kind', 'confidence']
    >>> TABLES["awards"].column("recipient_person").refers
    'people'
"""

from __future__ import annotations

import json
import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args, get_origin

from pydantic.fields import FieldInfo

from schemas.facts import LISTS, ArticleInfo, Fact, Mention, Official, Post, Record, Shape

Cell = str | int | float | bytes | None
Row = dict[str, Cell]
# A list whose words are resolved to entities of its own: the entities have the plain name.
_NAMES = {"units": "article_units", "officials": "article_officials", "people": "article_people", "themes": "article_themes"}
ONE = {"units": "unit", "people": "person", "award_types": "award_type", "themes": "theme"}
# SQLite's tokenizer takes off every mark but the stroke of đ; old texts also print the letter eth for it
_FOLD = (
    "replace(replace(replace(replace({0}, 'đ', 'd'), 'Đ', 'D'), 'ð', 'd'), 'Ð', 'D')"
    " || iif(instr({0}, 'ð') + instr({0}, 'Ð'), ' ' || replace(replace({0}, 'ð', 'đ'), 'Ð', 'Đ'), '')"
)


# Indexes of several columns, in place of the one of their first: the pages of a large archive ask for rows of one kind, newest first,
# or count them by the others, and find both in the index alone.
_WIDER: dict[str, tuple[tuple[str, ...], ...]] = {
    "awards": (
        ("year", "status", "award_type", "recipient_kind", "article", "repeats"),
        ("status", "year", "award_type", "recipient_kind", "repeats"),
        ("award_type", "year", "status", "award", "article", "repeats"),
        ("recipient_unit", "award_type", "status", "year", "article", "repeats"),
        ("recipient_unit", "year", "repeats"),
        ("recipient_person", "year", "status", "award_type", "repeats"),
        ("article", "year", "status", "award_type", "repeats"),
        ("grantor_unit", "year", "award_type", "status", "grantor", "article", "repeats", "recipient_kind", "recipient_unit"),
    ),
    "units": (("scope_kind", "scope", "kind", "id"),),
    "article_units": (("unit", "year", "kind", "name", "article", "repeats"),),
    "article_themes": (("theme", "year", "kind", "title", "article", "repeats"), ("year", "theme", "article", "repeats")),
    "posts": (("unit_id", "year", "repeats"), ("person", "year", "repeats")),
    "events": (("organizer_unit", "year", "date", "repeats"),),
    "documents": (
        ("issuer_unit", "year", "date", "repeats"),
        ("number", "issuer_unit", "issuer", "date", "repeats"),
        ("name", "number", "date", "repeats"),
    ),
    "amounts": (
        ("about", "per", "currency", "flags", "year", "value", "article", "repeats"),
        ("year", "currency", "per", "flags", "value", "article", "repeats"),
    ),
    "articles": (("published_on", "id", "title", "source"),),
    # the queue goes along these, and counts along the second
    "doubts": (("weight", "id"), ("why", "weight", "id"), ("list", "weight", "id"), ("why", "list", "weight", "id")),
}

# The columns whose words the site's search looks for; facts are found by the words that name them.
_WORDS: dict[str, tuple[str, ...]] = {
    "articles": ("title", "text"),
    "units": ("name", "variants"),
    "people": ("name", "variants"),
    "award_types": ("name", "variants"),
    "themes": ("title", "variants"),
    "awards": ("award", "recipient", "grantor", "occasion"),
    "events": ("kind", "place", "organizer"),
    "documents": ("kind", "number", "name", "issuer"),
    "amounts": ("about", "per"),
    "posts": ("title", "unit"),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `refers` is the table whose id it holds, `field` the field of the record it is made from."""

    name: str
    type: type
    vi: str
    en: str
    refers: str | None = None
    field: str | None = None
    json: bool = False
    index: bool = False
    generated: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table: `list` names the record's list it holds, `search` the columns of its full-text index in Datasette.

    `seldom` is a column that few rows fill, whose index holds those alone. A `narrow` table is nothing but its key.
    """

    name: str
    vi: str
    en: str
    columns: tuple[Column, ...]
    list: str | None = None
    model: type[Shape] | None = None
    search: tuple[str, ...] = ()
    seldom: str | None = None
    narrow: bool = False

    @property
    def indexes(self) -> tuple[tuple[str, ...], ...]:
        """The columns of each index; what begins a wider one has none of its own."""
        wider = _WIDER.get(self.name, ())
        begun = {columns[0] for columns in wider}
        # what counts once is counted by an index alone
        more = (self.seldom,) if self.seldom else ()
        return wider + tuple((c.name, *more) for c in self.columns if (c.index or c.refers) and c.name not in begun)

    @property
    def words(self) -> tuple[str, ...]:
        """The columns whose words are indexed as printed, accents and all; of a table without `search` also without accents."""
        return _WORDS.get(self.name, ())

    def column(self, name: str) -> Column:
        """The column of that name; KeyError where there is none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}")


def labels(info: FieldInfo) -> tuple[str, str]:
    """The Vietnamese and English label of a field."""
    extra = typing.cast("dict[str, str]", info.json_schema_extra)
    return extra["vi"], extra["en"]


def inner(annotation: Any) -> Any:
    """The type under `| None` and Annotated; a Literal is a str."""
    origin = get_origin(annotation)
    if origin in (types.UnionType, typing.Union):
        return inner(next(a for a in get_args(annotation) if a is not type(None)))
    if origin is typing.Annotated:
        return inner(get_args(annotation)[0])
    return str if origin is typing.Literal else annotation


def _told(name: str, kind: type, vi: str, en: str, **rest: Any) -> Column:
    return Column(name, kind, vi, en, **rest)


def _common(*owners: Column) -> tuple[Column, ...]:
    return (
        _told("id", str, "Mã", "hash of the article, the list, the offsets and the values"),
        _told("article", str, "Bài", "article it was read from", refers="articles", index=True),
        *owners,
        _told("year", int, "Năm", "year the fact tells, else year of the article", index=True),
        _told("start", int, "Vị trí", "first character of its first mention"),
        _told(
            "repeats", str, "Kể lại", "the same fact in an article of the story that tells it before; empty where this one counts"
        ),
    )


def _reference(field: str, entity: str) -> str:
    one = ONE[entity]
    if field in ("name", "title", "award"):
        return one
    return f"{one}_id" if field == one else f"{field}_{one}"


def _columns(model: type[Shape]) -> Iterator[Column]:
    for name, info in sorted(model.model_fields.items(), key=lambda told: told[0] in Fact.model_fields):
        kind = inner(info.annotation)
        if get_origin(kind) is list and isinstance(item := inner(get_args(kind)[0]), type) and issubclass(item, Shape):
            continue
        vi, en = labels(info)
        refers = typing.cast("dict[str, str]", info.json_schema_extra).get("refers", "").split()
        for entity in refers:
            told = f"{en}: the {ONE[entity].replace('_', ' ')} it was resolved to"
            yield Column(_reference(name, entity), str, f"{vi} (đã nhận ra)", told, refers=entity, field=name, index=True)
        column = "year_told" if name == "year" else name
        as_json = get_origin(kind) is list
        facet = name in ("kind", "status", "recipient_kind", "currency", "award", "title", "grantor", "date")
        yield Column(column, str if as_json else kind, vi, en, field=name, json=as_json, index=facet)


def _fact_tables() -> Iterator[Table]:
    for name, model in LISTS.items():
        vi, en = labels(Record.model_fields[name])
        yield Table(
            _NAMES.get(name, name), vi, f"{en} that the articles tell", (*_common(), *_columns(model)), name, model, (), "repeats"
        )
        if model is Official:
            person = _told("person", str, "Người", "person", refers="people", index=True)
            official = _told("official", str, "Trong bài", "the article's official", refers="article_officials", index=True)
            former = _told("former", int, "Nguyên", "1 where the post is a former one", index=True)
            columns = (*_common(official, person), *_columns(Post), former)
            vi, en = labels(Official.model_fields["posts"])
            yield Table("posts", vi, en, columns, "posts", Post, (), "repeats")


def _counts(*more: Column) -> tuple[Column, ...]:
    return (
        _told("articles", int, "Số bài", "articles that name it, those of one story once", index=True),
        *more,
        _told("first_year", int, "Năm đầu", "first year it is told of"),
        _told("last_year", int, "Năm cuối", "last year it is told of"),
    )


def _entity(name: str, vi: str, en: str, label: str, *middle: Column) -> Table:
    columns = (
        _told("id", str, "Mã", "letters of its name and a hash of what tells it from others"),
        _told(label, str, "Tên", "the form most articles print; the place or body in brackets where the form lacks it", index=True),
        *middle,
        _told("variants", str, "Cách viết", "every form the articles print", json=True),
        _told("key", str, "Khóa", "what tells it from others: folded name, and how far that name reaches", index=True),
        _told("sort_key", bytes, "Khóa sắp xếp", "Vietnamese alphabetical order", index=True),
        Column(
            "name_fold", str, "Tên không dấu đ", "names with đ as d, for search",
            generated=_FOLD.format(f"(coalesce({label}, '') || ' ' || coalesce(variants, ''))"),
        ),
    )  # fmt: skip
    return Table(name, vi, en, columns, search=(label, "variants", "name_fold"))


def _entities() -> Iterator[Table]:
    awards = _told("awards", int, "Số lần được khen", "conferred or held awards it is the recipient of", index=True)
    kind = _told("kind", str, "Loại", "kind, as most articles have it", index=True)
    scope = _told(
        "scope", str, "Phạm vi", "province or ministry whose unit it is, or the article where no more is known", index=True
    )
    by = _told(
        "scope_kind",
        str,
        "Loại phạm vi",
        "nation, province, ministry or article; empty for a unit that was split off by hand",
        index=True,
    )
    yield _entity("units", "Đơn vị", "units across articles", "name", kind, *_counts(awards), scope, by)
    known = _told("evidence", str, "Căn cứ", "units, offices or article that hold its mentions together", json=True)
    posts = _told("posts", str, "Chức vụ", "posts the articles tell", json=True)
    yield _entity("people", "Nhân vật", "people across articles", "name", *_counts(awards), posts, known)
    catalogue = _told("catalogue", str, "Mã danh mục", "id in the catalogue of award types, where it is one", index=True)
    form = _told("form", str, "Hình thức", "form the law knows", index=True)
    grade = _told("grade", str, "Hạng", "grade or class", index=True)
    level = _told("level", str, "Cấp", "level that gives it", index=True)
    given = _told("awards", int, "Số lượt", "awards of this type", index=True)
    yield _entity("award_types", "Loại khen thưởng", "types of award", "name", form, grade, level, *_counts(given), catalogue)
    campaign = _told("campaign", str, "Mã danh mục", "id in the catalogue of campaigns, where it is one", index=True)
    yield _entity("themes", "Chủ đề, phong trào", "themes across articles", "title", kind, *_counts(), campaign)


def _stories() -> Iterator[Table]:
    story = (
        _told("id", str, "Mã", "id of the article that leads it: the first to be published, of those the longest"),
        _told("title", str, "Tiêu đề", "title of that article", index=True),
        _told("copies", int, "Số bài", "articles that tell it", index=True),
        _told("first_on", str, "Bài đầu", "first day of publication", index=True),
        _told("last_on", str, "Bài cuối", "last day of publication"),
    )
    yield Table("stories", "Bài cùng nội dung", "stories that several articles tell, near-copies of each other", story)


def _links() -> Iterator[Table]:
    link = (
        _told("id", str, "Mã", "hash of the two articles"),
        _told("article", str, "Bài", "article that came later", refers="articles", index=True),
        _told("of", str, "Giống bài", "article that it is a near-copy of", refers="articles", index=True),
        _told("share", float, "Phần chung", "share of the shorter text's runs of three words that the longer has"),
        _told(
            "names", float, "Tên, số chung", "share of the shorter text's names and numbers that the longer has in the same place"
        ),
        _told("how", str, "Căn cứ", "rule that decided, or by hand"),
        _told("root", str, "Gốc", "first article of the chain of copies"),
        _told("by", str, "Người nối", "who joined them by hand"),
        _told("at", str, "Nối lúc", "when"),
        _told("why", str, "Lý do nối", "why"),
        _told(
            "parted",
            str,
            "Bài tách",
            "which of the two was taken out of the story by hand; the link then holds no more",
            index=True,
        ),
        _told("undone_by", str, "Người tách", "who took it out"),
        _told("undone_at", str, "Tách lúc", "when"),
        _told("undone_why", str, "Lý do tách", "why"),
    )
    yield Table("story_links", "Nối bài cùng nội dung", "which article is a near-copy of which, on what evidence", link)
    sign = (
        _told("article", str, "Bài", "article", refers="articles"),
        _told("keys", bytes, "Khóa", "32 bits of each run of words by which near-copies are looked up"),
        _told("people", bytes, "Người", "16 bits of each person"),
        _told("years", bytes, "Năm", "16 bits of each year, with the words before it"),
        _told("names", bytes, "Tên", "16 bits of each other name"),
    )
    yield Table("signatures", "Dấu nhận bài", "by what near-copies of an article are found", sign)
    keys = (_told("id", str, "Mã", "hash of a run of words, and an article that has it, one of the first few"),)
    yield Table("story_keys", "Khóa tìm bài giống", "articles by their runs of words", keys, narrow=True)


def _articles() -> Iterator[Table]:
    told = (
        Column(name, str, *labels(info), field=name, index=name in ("source", "author", "author_unit", "published_on"))
        for name, info in ArticleInfo.model_fields.items()
        if name != "mentions"
    )
    columns = (
        _told("id", str, "Mã", "first 16 hex digits of the SHA-256 of the text"),
        *told,
        _told("year", int, "Năm", "year of publication, else of the first event", index=True),
        _told("url", str, "Địa chỉ", "address the page tells"),
        _told("path", str, "Tệp", "name of the file, relative to the folder that was read", index=True),
        _told("part", int, "Tin thứ", "number among the news items of its file; 0 where it is the only one"),
        _told("format", str, "Dạng", "format", index=True),
        _told(
            "encoding", str, "Bảng mã", "encoding of the file, and what its characters were read as where they were wrongly saved"
        ),
        _told("certainty", float, "Độ chắc chắn của bảng mã", "how certain the encoding is, 0 to 1"),
        _told("words", int, "Số chữ", "words"),
        _told("facts", int, "Số sự việc", "facts that were read from it"),
        _told("density", float, "Sự việc mỗi trăm chữ", "facts to a hundred words", index=True),
        _told("sapo", str, "Sapo", "paragraph of the text that sums it up, where the page tells which one"),
        _told("captions", str, "Chú thích ảnh", "captions of its pictures, which are no part of the text", json=True),
        _told("genre", float, "Đúng thể loại", "how much it is a report on emulation and commendation, 0 to 1", index=True),
        _told("story", str, "Chuyện", "the story that its near-copies tell too, where it has any", refers="stories", index=True),
        _told("text", str, "Toàn văn", "text, the one that offsets count in"),
        _told("text_d", str, "Chữ có đ", "words of title and text that hold đ, with d, for search"),
        _told("given", str, "Biết từ ngoài bài", "what its file tells of it beside the text, as JSON"),
        _told("version", str, "Phiên bản đọc", "version of the extraction that read it", refers="extractors", index=True),
        _told("original", str, "Bản gốc", "SHA-256 of the original file", refers="originals", index=True),
        _told("provinces", str, "Tỉnh, thành phố", "provinces whose units it names", json=True, index=True),
    )
    reads = (
        _told("id", str, "Mã", "hash of its code and word lists"),
        _told("content", bytes, "Nội dung", "hash of the code and lines of the word lists, packed"),
    )
    yield Table("extractors", "Phiên bản đọc", "versions of the extraction that read articles of the archive", reads)
    blob = (
        _told("sha256", str, "Mã", "SHA-256 of the bytes"),
        _told("name", str, "Tệp", "name of the file"),
        _told("size", int, "Dung lượng", "bytes"),
        _told("bytes", bytes, "Nội dung", "the file as found"),
    )
    yield Table("originals", "Bản gốc", "original files", blob)
    yield Table("articles", "Bài", "articles", columns, search=("title", "text", "text_d"))
    copy = (
        _told("id", str, "Mã", "hash of path and bytes"),
        _told("article", str, "Bài", "article with the same text", refers="articles", index=True),
        _told("path", str, "Tệp", "name of the file"),
        _told("part", int, "Tin thứ", "number among the news items of its file; 0 where it is the only one"),
        _told("original", str, "Bản gốc", "SHA-256 of the file", refers="originals", index=True),
    )
    yield Table("copies", "Bản trùng", "further files with the text of a stored article", copy)


def _grounds() -> Iterator[Table]:
    where = (
        _told("id", str, "Mã", "hash of the fact and the words"),
        _told("article", str, "Bài", "article", refers="articles", index=True),
        _told("list", str, "Danh mục", "list of the record, or article"),
        _told("fact", str, "Dữ kiện", "id of the fact's row", index=True),
    )
    words = (Column(n, inner(i.annotation), *labels(i), field=n) for n, i in Mention.model_fields.items())
    yield Table("mentions", "Chỗ đọc được", "words of the articles that facts stand on", (*where, *words), model=Mention)
    resolved = (
        *where,
        _told("field", str, "Trường", "field of the fact"),
        _told("target", str, "Bảng", "table of the entity"),
        _told("entity", str, "Thực thể", "id in that table", index=True),
        _told(
            "key",
            str,
            "Khóa",
            "of people the folded name, which is looked up again when more articles come; of others, where people decided, the entity "
            "that the rule had told",
            index=True,
        ),
        _told("how", str, "Cách nhận", "rule that decided; merged by hand, split by hand where people did"),
        _told(
            "evidence",
            str,
            "Căn cứ",
            "what the rule stood on; where people decided a JSON list: their corrections, the last first, then the rule and what it "
            "stood on",
        ),
    )
    yield Table("resolutions", "Căn cứ nhận diện", "why a name was taken for an entity", resolved)


def _work() -> Iterator[Table]:
    run = (
        _told("id", int, "Mã", "number"),
        _told("started", str, "Bắt đầu", "start"),
        _told("finished", str, "Kết thúc", "end; empty where it was broken off"),
        _told("command", str, "Lệnh", "command"),
        _told("version", str, "Phiên bản", "version of the pipeline"),
        *(_told(n, int, vi, f"articles {n}") for n, vi in _TALLY),
    )
    yield Table("runs", "Lần chạy", "runs of ingest", run)
    of_run = (
        _told("id", str, "Mã", "run and article"),
        _told("run", int, "Lần chạy", "run", refers="runs", index=True),
        _told("article", str, "Bài", "article it stored", refers="articles", index=True),
    )
    yield Table("run_articles", "Bài của lần chạy", "which run stored an article", of_run)
    failed = (
        _told("id", str, "Mã", "hash of the path"),
        _told("path", str, "Tệp", "file as found"),
        _told("stage", str, "Khâu", "read, extract or store", index=True),
        _told("reason", str, "Lý do", "what is wrong and what to do"),
        _told("sha256", str, "Mã tệp", "SHA-256 of the file, where it could be read", index=True),
        _told("at", str, "Lúc", "time of the failure"),
        _told("url", str, "Địa chỉ", "where its bytes were got"),
        _told("file", str, "Trong tệp", "file it is of: of one of several news items their page"),
        _told("form", str, "Dạng", "how its bytes are read, where its name does not tell"),
    )
    yield Table("failures", "Bài lỗi", "files that could not be taken in", failed)
    corrected = (
        _told("id", int, "Mã", "number, in the order they were made"),
        _told("at", str, "Lúc", "time"),
        _told("who", str, "Người sửa", "who made it", index=True),
        _told("article", str, "Bài", "article; empty where it concerns several", refers="articles", index=True),
        _told("list", str, "Danh mục", "list of the record, or article; of a merge or split the table of the entities"),
        _told(
            "action",
            str,
            "Việc",
            "accept, reject, change, add, unlink; check of a whole article; merge (an entity is the same as another), split (names stand for another entity "
            "than they were taken for); or undo of another correction",
            index=True,
        ),
        _told(
            "fact",
            str,
            "Dữ kiện",
            "id of the fact's row when it was made; empty for a fact that was added; of a merge the entity that is gone, of a split "
            "the one the names were taken for",
            index=True,
        ),
        _told(
            "fact_told",
            str,
            "Giá trị trước",
            "the fact's values before, by which it is found again, as JSON; of a split the names: article, fact, field, words",
        ),
        _told(
            "field",
            str,
            "Trường",
            "field that was changed, or whose name stands for no entity; of a merge or split what the entity is",
        ),
        _told("old", str, "Cũ", "value before, as JSON; of a merge or split the entity before, with id and name"),
        _told(
            "new",
            str,
            "Mới",
            "value after, as JSON; of a fact that was added all of it; of a check a hash of the record; of a merge or split the entity "
            "that counts, with id and name",
        ),
        _told("why", str, "Vì sao", "why"),
        _told("undoes", int, "Lấy lại", "correction that it takes back", index=True),
    )
    yield Table("corrections", "Sửa chữa", "what people corrected; rows are only added", corrected)
    extracted = (
        _told("article", str, "Bài", "article that has corrections", refers="articles"),
        _told("record", str, "Bản trích", "what was extracted from it, before the corrections, as JSON"),
        _told("unplaced", str, "Chưa đặt được", "corrections whose fact is no longer read", json=True),
        _told("seen", str, "Đã xem", "facts that somebody accepted, changed or added, as they stand", json=True),
        _told("checked", int, "Đã soát cả bài", "correction by which somebody vouched for the whole record as it stands"),
    )
    yield Table("extracted", "Trước khi sửa", "what was extracted from articles that have corrections", extracted)
    doubt = (
        _told("id", str, "Mã", "the fact, and the reason or the fact it is compared with"),
        _told("article", str, "Bài", "article", refers="articles", index=True),
        _told("list", str, "Danh mục", "list of the record"),
        _told("fact", str, "Dữ kiện", "id of the fact's row; of a correction without its fact the one it had", index=True),
        _told("why", str, "Lý do ngờ", "unplaced, copies_disagree, flag or low_confidence"),
        _told("weight", float, "Thứ tự", "what is to be looked at first: the lower, the sooner"),
        _told("fields", str, "Trường khác nhau", "fields that the copy tells otherwise", json=True),
        _told("other", str, "Dữ kiện kia", "the fact of the other article, where copies disagree"),
        _told("correction", int, "Sửa chữa", "the correction that no longer finds its fact"),
    )
    yield Table("doubts", "Chờ xem lại", "facts that wait for somebody to look at them", doubt)
    stale = (
        _told("id", str, "Mã", "table and key"),
        _told("target", str, "Bảng", "table of the entity, or stories"),
        _told("key", str, "Khóa", "entity id; for people the folded name, for stories an article"),
    )
    yield Table("stale", "Chờ tính lại", "stories and entities whose names and counts are to be worked out again", stale)


_TALLY = (("read", "Đã đọc"), ("stored", "Đã lưu"), ("duplicate", "Trùng"), ("failed", "Lỗi"), ("kept", "Giữ nguyên"))
TABLES: dict[str, Table] = {
    t.name: t for part in (_stories(), _articles(), _links(), _entities(), _fact_tables(), _grounds(), _work()) for t in part
}
ENTITIES = tuple(ONE)
FACTS: dict[str, Table] = {t.list: t for t in TABLES.values() if t.list}


def dicts(cursor: Any) -> list[Row]:
    """The rows of an answer of SQLite by the names of their columns, whatever kind of rows the connection gives."""
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def cells(table: Table, fact: Shape) -> Row:
    """The cells that a fact's own fields give."""
    row: Row = {}
    for column in table.columns:
        if column.field and not column.refers:
            value = getattr(fact, column.field)
            row[column.name] = json.dumps(value, ensure_ascii=False) if column.json else value
    return row


def values(table: Table, row: Row) -> dict[str, Any]:
    """The fields that a row's cells give back: `cells` turned round."""
    told = {}
    for column in table.columns:
        if column.field and not column.refers:
            cell = row[column.name]
            told[column.field] = json.loads(str(cell)) if column.json else cell
    return told
