"""A fact in words: its name, its status, and its other fields with their labels, as page and table show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from corpus.site.labels import WORDS, Label
from schemas import Amount, Award, Document, Event, Fact, Mandate, Post, Theme
from schemas.facts import Record

_APART = {"mentions", "confidence", "status", "cue", "recipient_kind"}
_HEADS = {Award: "award", Theme: "title", Mandate: "title", Event: "kind"}


def number(value: float) -> str:
    """A number as Vietnamese writes it.

    >>> number(55000000.0), number(1234.5)
    ('55.000.000', '1.234,5')
    """
    text = f"{value:,.0f}" if value == int(value) else f"{value:,}"
    return text.translate(str.maketrans(",.", ".,"))


def day(iso: str) -> str:
    """A day as Vietnamese writes it; what is no date stays.

    >>> day("2016-11-05"), day("năm 2016")
    ('05/11/2016', 'năm 2016')
    """
    try:
        return f"{date.fromisoformat(iso):%d/%m/%Y}"
    except ValueError:
        return iso


def name(fact: Fact) -> str:
    """What a fact is called: the award, the sum, the document with its number, else its name."""
    if isinstance(fact, Amount):
        return f"{number(fact.value)} {fact.currency}"
    if isinstance(fact, Document):
        return " ".join(filter(None, (fact.kind if fact.number or not fact.name else "", fact.number or fact.name)))
    return str(getattr(fact, _HEADS.get(type(fact), "name")))


def label(model: type[Any], field: str) -> Label:
    """Vietnamese and English label of a field, as its declaration has them; the English one is the field's name."""
    told = model.model_fields[field].json_schema_extra
    return {"vi": str(told["vi"]) if isinstance(told, dict) else field, "en": field.replace("_", " ")}


def details(fact: Fact) -> Iterator[tuple[Label, str]]:
    """(label, value in words) of every other field that is told."""
    shown = name(fact)
    for field in type(fact).model_fields:
        value = getattr(fact, field)
        if field in _APART or value is None or value == []:
            continue
        if isinstance(fact, Amount) and field in ("value", "currency"):
            continue
        if (text := words(field, value)) not in shown:
            yield label(type(fact), field), text


def words(field: str, value: Any) -> str:
    """A field's value in Vietnamese words."""
    if isinstance(value, list):
        return "; ".join(words(field, item) for item in value)
    if isinstance(value, Post):
        return value.title if value.unit is None or value.title.endswith(value.unit) else f"{value.title}, {value.unit}"
    if isinstance(value, int | float):
        return number(value)
    return day(str(WORDS.value(field, value)))


def heading(field: str) -> Label:
    """Vietnamese and English label of one of the record's lists."""
    return label(Record, field)
