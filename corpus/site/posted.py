"""What a program may ask of `/-/extract.json`, and the answers it gets: one declaration, from which the OpenAPI description is made.

>>> alone, (one,) = asked('{"text": "Nghị quyết", "source": "TTXVN"}'.encode())
>>> alone, one.text, one.known
(True, 'Nghị quyết', {'source': 'TTXVN'})
>>> alone, (wrong,) = asked(b'{"articles": [{"text": "a", "tilte": "b"}]}')
>>> alone, wrong.code, wrong.field
(False, 'invalid', 'articles.0.tilte')
"""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from corpus.limits import limits
from corpus.site.labels import WORDS
from schemas import ArticleInfo, Record

Code = Literal[
    "bad_request",
    "forbidden",
    "too_large",
    "too_many",
    "unsupported_type",
    "invalid",
    "unreadable",
    "too_slow",
    "crashed",
    "fault",
    "method",
    "busy",
]
STATUS: dict[str, int] = {
    "bad_request": 400,
    "forbidden": 403,
    "method": 405,
    "too_large": 413,
    "too_many": 413,
    "unsupported_type": 415,
    "invalid": 422,
    "unreadable": 422,
    "too_slow": 422,
    "crashed": 422,
    "fault": 500,
    "busy": 503,
}
INFO = tuple(name for name in ArticleInfo.model_fields if name != "mentions")
_NAME = 300
_SHORT = 2000


class RefusedError(Exception):
    """A request that is not answered: `code` as in STATUS, `message` for people; `field` of the JSON, `article` by its number."""

    def __init__(self, code: str, message: str, field: str | None = None, article: int | None = None) -> None:
        super().__init__(message)
        self.code, self.message, self.field, self.article = code, message, field, article

    @property
    def told(self) -> dict[str, Any]:
        """The value of `error` in the answer."""
        told = {"code": self.code, "message": self.message, "field": self.field, "article": self.article}
        return {name: value for name, value in told.items() if value is not None}


def _real(day: str) -> str:
    date.fromisoformat(day)
    return day


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


class _Known(_Shape):
    """What is known of the article from outside its text."""

    path: str | None = Field(None, min_length=1, max_length=_NAME, description="a name for it, told again in the answer")
    title: str | None = Field(None, max_length=_SHORT, description="title of the article")
    published_on: Annotated[str, AfterValidator(_real)] | None = Field(
        None, pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="day of publication, such as 2016-11-15"
    )
    author: str | None = Field(None, max_length=_SHORT, description="byline, without the unit")
    author_unit: str | None = Field(None, max_length=_SHORT, description="unit of the author")
    source: str | None = Field(None, max_length=_SHORT, description="agency or paper")
    url: str | None = Field(None, max_length=_SHORT, description="address it was published at")

    @property
    def known(self) -> dict[str, str]:
        """What is told of the article itself."""
        told = {name: unicodedata.normalize("NFC", (getattr(self, name) or "").strip()) for name in INFO}
        return {name: words for name, words in told.items() if words}


class OfText(_Known):
    """An article as plain text."""

    text: str = Field(min_length=1, description="the article's text; offsets count its characters in NFC")


class OfPage(_Known):
    """An article as a web page, of which the main text is read."""

    html: str = Field(min_length=1, description="the page's HTML")


class Many(_Shape):
    """Several articles; each is answered for itself, by a record or an error."""

    articles: list[OfText | OfPage] = Field(min_length=1)


class Trouble(_Shape):
    """Why something is not answered."""

    code: Code
    message: str = Field(description="for people, in the language of Accept-Language: Vietnamese or English")
    field: str | None = Field(None, description="the part of the request that is wrong, such as articles.3.title")
    article: int | None = Field(None, description="the article of the request that is wrong, counted from 0")


class Refused(_Shape):
    """An answer that is none."""

    error: Trouble


class Told(_Shape):
    """One article that was read: what it was called, its text as it was read, its record."""

    article: int = Field(ge=0, description="the article or file of the request it comes from, counted from 0")
    path: str = Field(description="its name; with #1, #2 where a file holds several news items")
    text: str = Field(description="the text that the offsets of mentions count in")
    record: Record


class NotTold(_Shape):
    """One article that could not be read."""

    article: int = Field(ge=0, description="the article or file of the request it comes from, counted from 0")
    path: str
    error: Trouble


class Answer(_Shape):
    """Each article of the request in turn."""

    articles: list[Told | NotTold]


def asked(body: bytes) -> tuple[bool, list[OfText | OfPage | RefusedError]]:
    """Whether a body of JSON asks for one article by itself, and the articles; each that is wrong as what is wrong with it.

    Raises RefusedError where the body as a whole cannot be taken.
    """
    told = parsed(body)
    if not isinstance(told, dict):
        raise _refused("not_object", "invalid")
    if "articles" not in told:
        return True, [_one(told, "")]
    articles = told["articles"]
    if unknown := next((name for name in told if name != "articles"), None):
        raise _refused("unknown_field", "invalid", unknown)
    if not isinstance(articles, list) or not articles:
        raise _refused("not_list", "invalid", "articles")
    if len(articles) > limits().articles:
        raise RefusedError("too_many", WORDS.say("service.too_many", most=limits().articles), "articles")
    return False, [_one(one, f"articles.{i}") for i, one in enumerate(articles)]


def parsed(body: bytes) -> Any:
    """The value that JSON tells; raises RefusedError for what is no JSON, for NaN and for a name that is told twice."""
    try:
        return json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant, parse_int=_integer)
    except UnicodeDecodeError as error:
        raise _refused("not_utf8", "bad_request", at=error.start) from error
    except json.JSONDecodeError as error:
        raise _refused("not_json", "bad_request", at=error.pos) from error
    except RecursionError as error:
        raise _refused("too_deep", "bad_request") from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        ((name, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise _refused("twice", "bad_request", _printable(name))
    return told


def _constant(name: str) -> float:
    raise RefusedError("bad_request", WORDS.say("service.no_number", name=name))


def _integer(digits: str) -> float:
    """No field is a number: what counts is that it is one, and the longest has no value that could be worked out."""
    return float(digits[:20])


def _one(told: Any, where: str) -> OfText | OfPage | RefusedError:
    if not isinstance(told, dict):
        return _refused("not_object", "invalid", where)
    model = OfPage if "html" in told and "text" not in told else OfText
    try:
        found = model.model_validate(told)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=True)[0]
        place = ".".join(filter(None, (where, *(_printable(str(part)) for part in first["loc"]))))
        word = _WRONG.get(first["type"], "wrong_value")
        return _refused(word, "too_large" if word == "too_long_field" else "invalid", place, **_most(first))
    words = found.text if isinstance(found, OfText) else found.html
    name = "text" if isinstance(found, OfText) else "html"
    if "\x00" in words:
        return _refused("null_sign", "invalid", ".".join(filter(None, (where, name))))
    if isinstance(found, OfText) and len(words) > limits().text:
        return _refused("too_long_field", "too_large", ".".join(filter(None, (where, name))), most=limits().text)
    return found


# what pydantic finds -> what is said of it
_WRONG = {
    "missing": "missing_field",
    "extra_forbidden": "unknown_field",
    "string_type": "not_text",
    "string_unicode": "half_sign",
    "string_too_long": "too_long_field",
    "string_too_short": "empty_field",
    "string_pattern_mismatch": "not_day",
    "value_error": "not_day",
}


def _most(error: Any) -> dict[str, Any]:
    most = error.get("ctx", {}).get("max_length")
    return {} if most is None else {"most": most}


def _printable(name: str) -> str:
    """A name that came in, as it can be told again."""
    return name.encode("utf-8", "replace").decode()[:100]


def _refused(word: str, code: str, field: str | None = None, **values: Any) -> RefusedError:
    return RefusedError(code, WORDS.say(f"service.{word}", **values), field or None)
