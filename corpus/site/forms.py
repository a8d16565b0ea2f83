"""Forms made from a fact's declaration: one field each, with its label, what it holds now, and in words what is wrong with it.

What is typed is kept as it was typed, so that nothing is lost where something else is wrong. Sums are typed as print writes them,
days as `15/11/2016`:

    >>> form = Form("amounts", {"value": 5000000.0, "currency": "VND", "about": "tặng  quà", "flags": []})
    >>> form.take({"value": ["55.000.000"], "currency": ["VND"], "per": ["hộ "], "about": ["tặng quà"]})
    >>> form.changes
    {'value': 55000000.0, 'per': 'hộ'}
    >>> form.take({"value": ["55,000"], "currency": ["VND"]})
    >>> form.field("value").error
    'Viết số như 55.000.000, phần lẻ sau dấu phẩy như 1.250,5.'
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, get_args, get_origin

from pydantic import ValidationError

from corpus.site.labels import WORDS
from corpus.site.language import said
from corpus.telling import day, label, number
from schemas import LISTS, KhenthuongError, Mention, Post
from schemas.facts import IsoDate
from schemas.tables import inner

Kind = Literal["text", "lines", "number", "count", "day", "choice", "choices", "posts"]
LONGEST = 500
"""Letters that one value may have."""
_MOST = 50  # values of a list
_APART = ("mentions", "confidence")
_CODED = {("units", "kind"), ("amounts", "flags")}  # words of the record that stand for codes of labels.yaml
# 55,000 may be meant as English writes it
_PLAIN = re.compile(r"\d+(?:,\d{1,2}|,\d{4,})?|0,\d+")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_DAY = re.compile(r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_MONEY = re.compile(r"\s*(?:₫|đồng|đ|VND|VNĐ)\s*$", re.IGNORECASE)


class WrongValueError(KhenthuongError):
    """A value that cannot be read; the message is the name of what to say."""


@dataclass
class Field:
    """One field: `shown` is what stands in it (a text, the lines or codes of a list, the posts), `error` what is wrong with it."""

    name: str
    label: str
    kind: Kind
    required: bool
    shown: Any
    choices: list[tuple[str, str]] = field(default_factory=list)
    error: str = ""

    @property
    def hint(self) -> str:
        """How it is typed, where that is not plain."""
        return WORDS.say(f"review.hint_{self.kind}") if self.kind in ("lines", "number", "day") else ""


class Form:
    """The form of a fact of a record's list; `values` are those of the fact, or what is known of one to be added."""

    def __init__(self, name: str, values: Mapping[str, Any]) -> None:
        self.name = name
        self.model = LISTS[name]
        self.before = dict(values)
        self.fields = [self._field(told, values.get(told)) for told in self.model.model_fields if told not in _APART]
        self.values: dict[str, Any] = {}

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        for one in self.fields:
            if one.name == name:
                return one
        raise KeyError(name)

    @property
    def errors(self) -> list[Field]:
        """The fields that hold what cannot be taken."""
        return [one for one in self.fields if one.error]

    def take(self, posted: Mapping[str, Sequence[str]]) -> None:
        """Take what was typed: `values` holds what it means, and a field whose value cannot be taken tells why."""
        self.values = {}
        for one in self.fields:
            held = self.before.get(one.name)
            as_sent = _posted(one, _shown(one.kind, held))
            # a form that does not have the field leaves it as it is
            typed = _typed(one, posted if posted.keys() & as_sent.keys() else as_sent)
            untouched = one.name in self.before and typed == _typed(one, as_sent)
            one.shown, one.error = typed, ""
            try:
                # what nobody touched stays as it was read, to the last space
                self.values[one.name] = held if untouched else _read(one, typed)
            except WrongValueError as wrong:
                one.error = WORDS.say(f"review.wrong_{wrong}")
        if not self.errors:
            self._check()

    @property
    def changes(self) -> dict[str, Any]:
        """The fields that were given other values than they had, in the order of their declaration."""
        return {name: value for name, value in self.values.items() if value != self.before.get(name)}

    def _field(self, name: str, value: Any) -> Field:
        info = self.model.model_fields[name]
        kind, choices = _kind(self.name, name, info.annotation)
        required = info.is_required()
        shown = _shown(kind, value)
        if kind in ("choice", "choices"):
            known = {code for code, _ in choices}
            held = shown if isinstance(shown, list) else [shown]
            choices += [(str(one), str(one)) for one in held if one and one not in known]
        if kind == "choice" and not required:
            choices.insert(0, ("", "—"))
        return Field(name, said(label(self.model, name)), kind, required, shown, choices)

    def _check(self) -> None:
        """What the declaration asks beyond the type, such as a currency of three capitals."""
        words = Mention(start=0, end=1, quote="x")
        try:
            self.model.model_validate(self.values | {"mentions": [words]})
        except ValidationError as error:
            for one in error.errors():
                name = str(one["loc"][0]) if one["loc"] else self.fields[0].name
                wrong = "currency" if name == "currency" else "value"
                self.field(name).error = WORDS.say(f"review.wrong_{wrong}")


def _kind(list_: str, name: str, annotation: Any) -> tuple[Kind, list[tuple[str, str]]]:
    coded = [(code, WORDS.value(name, code)) for code in WORDS.codes(name)] if (list_, name) in _CODED else []
    parts = (annotation, *get_args(annotation))
    if get_origin(annotation) is list:
        item = get_args(annotation)[0]
        if item is Post:
            return "posts", []
        coded = coded or [(str(code), WORDS.value(name, code)) for code in get_args(item)]
        return ("choices", coded) if coded else ("lines", [])
    literal = next((part for part in parts if get_origin(part) is Literal), None)
    if literal is not None or coded:
        return "choice", coded or [(str(code), WORDS.value(name, code)) for code in get_args(literal)]
    if IsoDate in parts:
        return "day", []
    kinds: dict[type, Kind] = {float: "number", int: "count"}
    return kinds.get(inner(annotation), "text"), []


def _shown(kind: Kind, value: Any) -> Any:
    """A value as it is typed."""
    if kind == "posts":
        return [{"title": post["title"], "unit": post["unit"] or ""} for post in value or ()]
    if kind in ("lines", "choices"):
        return [str(one) for one in value or ()]
    if value is None:
        return ""
    if kind in ("number", "count"):
        return number(value)
    return day(value) if kind == "day" else clean(str(value))


def _posted(one: Field, shown: Any) -> dict[str, list[str]]:
    """What a browser sends of a field in which nothing was typed."""
    if one.kind == "posts":
        return {f"{one.name}.{part}": [post[part] for post in shown] for part in ("title", "unit")}
    return {one.name: ["\n".join(shown)] if one.kind == "lines" else shown if one.kind == "choices" else [shown]}


def _typed(one: Field, posted: Mapping[str, Sequence[str]]) -> Any:
    """What was typed into a field, in the shape of `shown`."""
    if one.kind == "posts":
        pairs = zip(posted.get(f"{one.name}.title", ()), posted.get(f"{one.name}.unit", ()), strict=False)
        return [{"title": clean(title), "unit": clean(unit)} for title, unit in pairs if clean(title) or clean(unit)]
    told = posted.get(one.name, ())
    if one.kind == "lines":
        return [line for text in told for row in text.splitlines() if (line := clean(row))]
    if one.kind == "choices":
        return [str(code) for code in told if code]
    return clean(told[0]) if told else ""


def clean(text: str) -> str:
    """Typed words in the letters that the archive keeps, without spaces around and doubled.

    >>> clean("  Sơ\\u0309   Y tế ")
    'Sở Y tế'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def _read(one: Field, typed: Any) -> Any:
    """The value that was typed; raises WrongValueError."""
    if one.required and not typed:
        raise WrongValueError("missing")
    if any(len(text) > LONGEST for text in _texts(typed)):
        raise WrongValueError("long")
    if one.kind == "posts" and any(not post["title"] for post in typed):
        raise WrongValueError("title")
    if isinstance(typed, list):
        if len(typed) > _MOST:
            raise WrongValueError("many")
        return [{"title": post["title"], "unit": post["unit"] or None} for post in typed] if one.kind == "posts" else typed
    if not typed:
        return None
    readers = {"number": sum_of, "count": _count, "day": day_of}
    return readers[one.kind](typed) if one.kind in readers else typed


def _texts(typed: Any) -> Iterable[str]:
    if isinstance(typed, str):
        return [typed]
    return [text for one in typed for text in (one.values() if isinstance(one, dict) else [one])]


def sum_of(typed: str) -> float:
    """A number as Vietnamese writes it; what could be meant in two ways is refused, never guessed.

    >>> sum_of("55.000.000"), sum_of("55 000 000 đ"), sum_of("1.250,5"), sum_of("7000000")
    (55000000.0, 55000000.0, 1250.5, 7000000.0)
    """
    text = re.sub(r"\s", "", _MONEY.sub("", typed))
    if not (_PLAIN.fullmatch(text) or _GROUPED.fullmatch(text)) or len(text) > 25:
        raise WrongValueError("number")
    return float(text.replace(".", "").replace(",", "."))


def _count(typed: str) -> int:
    text = re.sub(r"\s", "", typed)
    if not re.fullmatch(r"\d{1,12}|\d{1,3}(?:\.\d{3}){1,3}", text):
        raise WrongValueError("count")
    return int(text.replace(".", ""))


def day_of(typed: str) -> str:
    """A day, typed as `15/11/2016` or as ISO writes it.

    >>> day_of("5/11/2016"), day_of("2016-11-05")
    ('2016-11-05', '2016-11-05')
    """
    if found := _DAY.fullmatch(typed):
        told = int(found[3]), int(found[2]), int(found[1])
    elif found := _ISO.fullmatch(typed):
        told = int(found[1]), int(found[2]), int(found[3])
    else:
        raise WrongValueError("day")
    try:
        return date(*told).isoformat()
    except ValueError:
        raise WrongValueError("day") from None
