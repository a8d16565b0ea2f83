"""Extracted records against gold records, field by field: precision, recall and F1 of exact matches after folding.

Case, tone-mark place, quotes, commas, hyphens and common short forms never matter; a gold value may be a list of
acceptable strings. Facts are matched one to one, in order, and figures are summed over all articles.

    >>> gold = {"units": [{"name": ["UBND tỉnh", "UBND tỉnh Hà Nam"]}, {"name": "Sở Y tế"}]}
    >>> figures = compare([("a", gold, {"units": [{"name": "Ủy ban nhân dân tỉnh"}, {"name": "Bộ Y tế"}]})])
    >>> figures["units"].precision, figures["units"].recall, figures["units"].errors[0][:3]
    (0.5, 0.5, ('a', 'units', '-'))
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

import extract
from extract.gold_words import fold, fold_title
from schemas.errors import KhenthuongError
from schemas.facts import ArticleInfo

Fact = dict[str, Any]
Gold = Mapping[str, Any]
Reader = Callable[[str], Gold]
How = Callable[[str], str]

_NOT_SHOWN = ("mentions", "roles", "about")


class EvaluateError(KhenthuongError):
    """Gold records that cannot be used."""


@dataclass
class Figures:
    """What one field reached; `errors` are (article, field, "-" missed or "+" false alarm, fact)."""

    hits: int = 0
    missed: int = 0
    extra: int = 0
    errors: list[tuple[str, str, str, Fact]] = field(default_factory=list, repr=False)

    @property
    def gold(self) -> int:
        """Facts there are to find."""
        return self.hits + self.missed

    @property
    def precision(self) -> float:
        """Share of the extracted facts that are right."""
        return self.hits / (self.hits + self.extra) if self.hits + self.extra else 0.0

    @property
    def recall(self) -> float:
        """Share of the gold facts that were found."""
        return self.hits / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


def _variants(value: Any) -> list[str]:
    return [str(v) for v in (value if isinstance(value, list) else [value]) if v is not None]


def _first(value: Any) -> str | None:
    return next(iter(_variants(value)), None)


def same(gold: Any, pred: Any, how: How = fold) -> bool:
    """Whether the prediction is one of the gold variants; two absent values are the same."""
    wanted, told = _variants(gold), _first(pred)
    if not wanted or told is None:
        return not wanted and told is None
    return how(told) in {how(w) for w in wanted}


def _same_recipient(gold: Any, pred: Any) -> bool:
    """As `same`; a group in words (small letter or digit first) also matches where one holds all words of the other."""
    if same(gold, pred):
        return True
    told = set(fold(_first(pred) or "").split())
    groups = (set(fold(w).split()) for w in _variants(gold) if w[:1].islower() or w[:1].isdigit())
    return bool(told) and any(group and (group <= told or told <= group) for group in groups)


def _same_name(gold: Fact, pred: Fact) -> bool:
    return same(gold.get("name"), pred.get("name"))


def _same_post(gold: Fact, pred: Fact) -> bool:
    """The same person, and title and unit joined together are the same."""
    if not same(gold["person"], pred["person"]):
        return False
    told = fold(" ".join(filter(None, (_first(pred.get("title")), _first(pred.get("unit"))))))
    titles, units = _variants(gold.get("title")) or [""], _variants(gold.get("unit")) or [""]
    return told in {fold(f"{title} {unit}") for title in titles for unit in units}


def _same_amount(gold: Fact, pred: Fact) -> bool:
    try:
        value = round(float(pred["value"]))
    except (KeyError, TypeError, ValueError, OverflowError):
        return False
    return value == round(float(gold["value"])) and pred.get("currency", "VND") == gold.get("currency", "VND")


def _same_award_name(gold: Fact, pred: Fact) -> bool:
    return same(gold.get("award"), pred.get("award"), fold_title)


def _same_award(gold: Fact, pred: Fact) -> bool:
    return _same_award_name(gold, pred) and _same_recipient(gold.get("recipient"), pred.get("recipient"))


def _same_award_status(gold: Fact, pred: Fact) -> bool:
    return _same_award(gold, pred) and same(gold.get("status"), pred.get("status"))


def _same_theme(gold: Fact, pred: Fact) -> bool:
    return same(gold.get("title"), pred.get("title"), fold_title)


def _same_date(gold: Fact, pred: Fact) -> bool:
    return bool(gold.get("date") == pred.get("date"))


def _same_document(gold: Fact, pred: Fact) -> bool:
    if gold.get("number"):
        return same(gold["number"], pred.get("number"))
    return any(same(gold.get("name"), pred.get(key)) for key in ("name", "title"))


def _listed(*names: str) -> Callable[[Gold], list[Fact]]:
    return lambda record: [fact for name in names for fact in record.get(name, [])]


def _posts(record: Gold) -> list[Fact]:
    return [{**post, "person": o.get("name")} for o in record.get("officials", []) for post in o.get("posts", [])]


def _awards(record: Gold) -> list[Fact]:
    """One row for each award and recipient, also where a record lists several `recipients`."""
    return [
        {**award, "recipient": told.get("name") if isinstance(told, dict) else told}
        for award in record.get("awards", [])
        for told in award.get("recipients") or [award.get("recipient")]
    ]


def _award_names(record: Gold) -> list[Fact]:
    """The first award of each name."""
    seen: dict[str, Fact] = {}
    for award in record.get("awards", []):
        seen.setdefault(fold_title(_first(award.get("award")) or ""), award)
    return list(seen.values())


def _dated(record: Gold) -> list[Fact]:
    return [event for event in record.get("events", []) if event.get("date")]


FIELDS: dict[str, tuple[Callable[[Gold], list[Fact]], Callable[[Fact, Fact], bool]]] = {
    "units": (_listed("units"), _same_name),
    "officials": (_listed("officials"), _same_name),
    "posts": (_posts, _same_post),
    "persons": (_listed("officials", "people"), _same_name),
    "amounts": (_listed("amounts"), _same_amount),
    "award names": (_award_names, _same_award_name),
    "awards": (_awards, _same_award),
    "awards+status": (_awards, _same_award_status),
    "themes": (_listed("themes"), _same_theme),
    "event dates": (_dated, _same_date),
    "documents": (_listed("documents"), _same_document),
}


def compare(articles: Iterable[tuple[str, Gold, Gold]]) -> dict[str, Figures]:
    """Figures of each field over (article, gold record, extracted record)."""
    figures = {name: Figures() for name in FIELDS}
    for article, gold, pred in articles:
        for name, (rows, match) in FIELDS.items():
            pairs, missed, extra = paired(rows(gold), rows(pred), match)
            told = figures[name]
            told.hits += len(pairs)
            told.missed += len(missed)
            told.extra += len(extra)
            told.errors += [(article, name, "-", fact) for fact in missed] + [(article, name, "+", fact) for fact in extra]
    return figures


def paired(
    gold: list[Fact], pred: list[Fact], match: Callable[[Fact, Fact], bool]
) -> tuple[list[tuple[Fact, Fact]], list[Fact], list[Fact]]:
    """(facts of both, gold facts without a match, extracted facts without one), paired in order."""
    free, pairs, missed = list(pred), list[tuple[Fact, Fact]](), list[Fact]()
    for wanted in gold:
        at = next((i for i, told in enumerate(free) if match(wanted, told)), None)
        if at is None:
            missed.append(wanted)
        else:
            pairs.append((wanted, free.pop(at)))
    return pairs, missed, free


def evaluate(folder: Path, reader: Reader | None = None) -> dict[str, Figures]:
    """Figures over the gold records `NAME.json` in `folder`, each beside its text `NAME.txt`, read by `reader`.

    What a gold record has under `given` the extraction is told beside the text, as `ArticleInfo`.
    Raises EvaluateError where there is no gold record, or one is unreadable or without its text.
    """
    return compare(read_pairs(Path(folder), reader))


def _read(text: str, given: ArticleInfo) -> Gold:
    record: Gold = extract.read(text, info=given).model_dump(mode="json", exclude_none=True)
    return record


def read_pairs(folder: Path, reader: Reader | None) -> Iterator[tuple[str, Gold, Gold]]:
    """(article, gold record, extracted record) of each gold record in a folder."""
    paths = sorted(folder.glob("*.json"))
    if not paths:
        raise EvaluateError(f"{folder}: no gold records (NAME.json, each beside its NAME.txt); give their folder")
    for path in paths:
        try:
            gold = json.loads(path.read_text(encoding="utf-8"))
            text = path.with_suffix(".txt").read_text(encoding="utf-8")
        except OSError as e:
            raise EvaluateError(f"{e.filename}: {e.strerror}; a gold record needs its text beside it") from e
        except ValueError as e:
            raise EvaluateError(f"{path}: no JSON in UTF-8 ({e}); mend the gold record") from e
        if not isinstance(gold, dict):
            raise EvaluateError(f"{path}: no gold record, but a JSON {type(gold).__name__}; mend or take it away")
        text = unicodedata.normalize("NFC", text)
        yield path.stem, gold, reader(text) if reader else _read(text, _given(path, gold))


def _given(path: Path, gold: Gold) -> ArticleInfo:
    try:
        return ArticleInfo.model_validate(gold.get("given") or {})
    except ValidationError as e:
        raise EvaluateError(f"{path}: what is `given` of the article does not fit ({e}); mend the gold record") from e


def shown(error: tuple[str, str, str, Fact]) -> str:
    """One line that tells a miss or a false alarm."""
    article, name, sign, fact = error
    told = {key: value for key, value in fact.items() if key not in _NOT_SHOWN}
    return f"{article} {name} {sign} {json.dumps(told, ensure_ascii=False)[:300]}"
