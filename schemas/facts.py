"""The record: what one article says, as facts that each stand on words of its text.

These classes are the only declaration of a fact's shape. The JSON Schema, the SQLite tables (`schemas.tables`), the
labels of the site and the field documentation are derived from them. What counts as a fact is told by the annotation
guidelines of the gold articles; a list's meaning there is its meaning here.

    >>> unit = Unit(name="Bộ Tư pháp", mentions=[Mention(start=0, end=10, quote="Bộ Tư pháp", part="name")])
    >>> Record(units=[unit]).units[0].name
    'Bộ Tư pháp'
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["proposed", "conferred", "past", "possible"]
Role = Literal["chaired", "directed", "attended", "spoke", "conferred", "received", "signed"]
IsoDate = Annotated[str, Field(pattern=r"^\d{4}-\d\d-\d\d$")]


def told(vi: str, en: str, *, refers: str | None = None, **rest: Any) -> Any:
    """A field with its Vietnamese and English label; `refers` names the entity tables its value is resolved to, blank between."""
    extra: dict[str, Any] = {"vi": vi, "en": en} | ({"refers": refers} if refers else {})
    return Field(description=en, json_schema_extra=extra, **rest)


class Shape(BaseModel):
    """Common rules: unknown keys are refused, so that nothing vanishes without a word."""

    model_config = ConfigDict(extra="forbid")


class Mention(Shape):
    """Words of the article that a fact was read from: `text[start:end] == quote`, offsets in characters of NFC text."""

    start: int = told("Từ", "first character, counted from 0", ge=0)
    end: int = told("Đến", "after the last character", ge=0)
    quote: str = told("Nguyên văn", "the words themselves", min_length=1)
    part: str = told("Phần", "which field of the fact these words tell", default="name")

    def model_post_init(self, _: Any, /) -> None:
        """Look at the length; here, not in a validator, which would be asked again by each fact that takes the mention."""
        if self.end - self.start != len(self.quote):
            raise ValueError(f"mention {self.start}-{self.end} does not have the length of its quote {self.quote!r}")


_set_values, _set_fields, _set_extra, _set_private = (
    BaseModel.__dict__[f"__{slot}__"].__set__ for slot in ("dict", "pydantic_fields_set", "pydantic_extra", "pydantic_private")
)
_PARTS = set(Mention.model_fields)  # every field is told, so that the mentions can share the set


def stood(start: int, end: int, quote: str, part: str) -> Mention:
    """A mention of words that were just cut from their text: what pydantic would look at is so already, in half the time.

    >>> stood(4, 7, "Y t", "name") == Mention(start=4, end=7, quote="Y t")
    True
    """
    if not quote or end - start != len(quote):
        return Mention(start=start, end=end, quote=quote, part=part)  # which tells what is wrong
    mention = Mention.__new__(Mention)
    _set_values(mention, {"start": start, "end": end, "quote": quote, "part": part})
    _set_fields(mention, _PARTS)
    _set_extra(mention, None)
    _set_private(mention, None)
    return mention


class Fact(Shape):
    """What every fact has: the words it stands on and how far it can be trusted."""

    mentions: list[Mention] = told("Chỗ đọc được", "the words the fact was read from", min_length=1)
    confidence: float = told("Độ tin cậy", "share of facts like this one that are right", default=0.9, ge=0, le=1)


class ArticleInfo(Shape):
    """What the article says of itself; a field it does not tell stays empty."""

    title: str | None = told("Tiêu đề", "title of the article", default=None)
    published_on: IsoDate | None = told("Ngày đăng", "day of publication", default=None)
    author: str | None = told("Tác giả", "byline, without the unit", default=None)
    author_unit: str | None = told("Đơn vị của tác giả", "unit of the author", default=None)
    source: str | None = told("Nguồn", "agency or paper", default=None)
    mentions: list[Mention] = told("Chỗ đọc được", "the words it was read from", default_factory=list)


class Event(Fact):
    """What was held, given or marked, as the article's subject."""

    kind: str = told("Sự kiện", "what it is, as the article calls it")
    date: IsoDate | None = told("Ngày", "first day", default=None)
    place: str | None = told("Nơi tổ chức", "venue or town, as written", default=None)
    organizer: str | None = told("Đơn vị tổ chức", "organising unit", default=None, refers="units")


class Unit(Fact):
    """An organisation or organisational unit that the article names; one entry for one body."""

    name: str = told("Tên đơn vị", "name, the fullest form in the article", refers="units")
    variants: list[str] = told("Tên khác", "its other names in the article", default_factory=list)
    kind: str | None = told("Loại đơn vị", "kind of unit", default=None)


class Post(Shape):
    """One position of an official."""

    title: str = told("Chức vụ", "title; a former post keeps its nguyên or cựu")
    unit: str | None = told("Tại đơn vị", "unit of the post", default=None, refers="units")


class Official(Fact):
    """A named person to whom the article gives a position, office or membership."""

    name: str = told("Họ và tên", "full name without honorific", refers="people")
    variants: list[str] = told("Tên khác", "other ways the article writes the name", default_factory=list)
    posts: list[Post] = told("Chức vụ", "every position given", min_length=1)
    roles: list[Role] = told("Vai trò", "what the person did at the event", default_factory=list)


class Person(Fact):
    """Any other named person."""

    name: str = told("Họ và tên", "full name without honorific", refers="people")
    variants: list[str] = told("Tên khác", "other ways the article writes the name", default_factory=list)


class Amount(Fact):
    """A sum of money; `literal` is what the printed words say where that cannot be meant."""

    value: float = told("Số tiền", "number in units of the currency, as meant")
    currency: str = told("Loại tiền", "ISO code", default="VND", pattern=r"^[A-Z]{3}$")
    literal: float | None = told("Số in trên bài", "what the printed words say, where it cannot be meant", default=None)
    per: str | None = told("Cho mỗi", "what each sum is for, when it is a rate", default=None)
    about: str | None = told("Về việc", "what the money is for, in a few words", default=None)
    flags: list[str] = told("Nghi vấn", "doubts, such as unit_repeated", default_factory=list)


class Award(Fact):
    """One award and one recipient: a conferring, proposing or holding."""

    award: str = told("Hình thức khen thưởng", "award with its grade", refers="award_types")
    recipient: str | None = told("Đối tượng", "named unit or person, or the group in words", default=None, refers="units people")
    recipient_kind: Literal["unit", "person", "group"] | None = told("Loại đối tượng", "what the recipient is", default=None)
    count: int | None = told("Số lượng", "how many, where counted", default=None, ge=0)
    status: Status = told("Trạng thái", "proposed, conferred, past or possible")
    cue: str | None = told("Từ quyết định trạng thái", "the words that decided the status", default=None)
    grantor: str | None = told("Cấp khen", "who gives or is asked to give", default=None, refers="units")
    year: str | None = told("Năm", "year or years of the award, as told", default=None)
    occasion: str | None = told("Dịp", "on what occasion", default=None)


class Theme(Fact):
    """A named campaign, movement, theme, motto or programme that people are called to join."""

    title: str = told("Chủ đề", "its wording", refers="themes")
    kind: str | None = told("Loại", "phong trào thi đua, cuộc vận động, chủ đề, khẩu hiệu, chương trình", default=None)


class Document(Fact):
    """An identified legal or administrative document."""

    kind: str = told("Loại văn bản", "kind of document")
    number: str | None = told("Số hiệu", "number as printed", default=None)
    name: str | None = told("Tên văn bản", "name, where it has no number", default=None)
    date: IsoDate | None = told("Ngày ban hành", "day of issue", default=None)
    issuer: str | None = told("Nơi ban hành", "who issued it", default=None, refers="units")


class Mandate(Fact):
    """An office that a unit, not a person, takes for a term: the chair of an emulation cluster handed on."""

    title: str = told("Chức vụ", "office, such as Cụm trưởng")
    holder: str = told("Đơn vị đảm nhiệm", "unit that takes it", refers="units")
    unit: str | None = told("Tại", "cluster or bloc whose office it is", default=None, refers="units")
    year: str | None = told("Năm", "term, as told", default=None)


class Record(Shape):
    """Everything read from one article. Written as JSON it is what the gold records are compared with."""

    article: ArticleInfo = told("Bài", "the article itself", default_factory=ArticleInfo)
    events: list[Event] = told("Sự kiện", "events", default_factory=list)
    units: list[Unit] = told("Đơn vị", "units", default_factory=list)
    officials: list[Official] = told("Người có chức vụ", "officials", default_factory=list)
    people: list[Person] = told("Người khác", "other people", default_factory=list)
    amounts: list[Amount] = told("Số tiền", "amounts", default_factory=list)
    awards: list[Award] = told("Khen thưởng", "awards", default_factory=list)
    themes: list[Theme] = told("Chủ đề, phong trào", "themes", default_factory=list)
    documents: list[Document] = told("Văn bản", "documents", default_factory=list)
    mandates: list[Mandate] = told("Luân phiên", "offices that units take in turn", default_factory=list)

    def check(self, text: str) -> None:
        """Raise ValueError for a mention whose quote is not what stands at its offsets in `text`."""
        for name in ("article", *LISTS):
            facts = [self.article] if name == "article" else getattr(self, name)
            for fact in facts:
                for m in fact.mentions:
                    if text[m.start : m.end] != m.quote:
                        raise ValueError(f"{name}: {m.quote!r} does not stand at {m.start}-{m.end}")


LISTS: dict[str, type[Fact]] = {
    "events": Event,
    "units": Unit,
    "officials": Official,
    "people": Person,
    "amounts": Amount,
    "awards": Award,
    "themes": Theme,
    "documents": Document,
    "mandates": Mandate,
}
