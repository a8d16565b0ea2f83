"""Corrections by people: each becomes a row and is laid over its article at once, all in one transaction.

What was extracted from a corrected article is kept beside it (`extracted`), so that a correction can be taken back without
reading the article again, and a new extraction takes only its place.
"""

from __future__ import annotations

import json
from typing import Any, cast

from corpus.archive import Archive
from corpus.corrections import CHECK, ENTITY_ACTIONS, CorrectionError, Hand, Laid, checks, effective, lay_over, seal, told
from corpus.joining import merge, resolutions_of, split, take_back
from corpus.rows import Rowing
from schemas import LISTS, Fact, Record
from schemas.tables import FACTS, Row

__all__ = [
    "Hand", "accept", "add", "change", "check", "corrected", "keep", "laid_over", "merge", "reject", "resolutions_of", "split", "undo", "unlink",
]  # fmt: skip
_TOGETHER = 250
"""Articles that are laid anew at once."""
_SAYS_YES = ("accept", "check")


def accept(archive: Archive, name: str, fact: str, hand: Hand) -> int:
    """Note that a fact (row `fact` of the record's list `name`) is right; returns the number of the correction.

    All of these raise CorrectionError where there is no such fact or field, or the value does not fit.
    """
    return _correct(archive, name, fact, hand, "accept")


def reject(archive: Archive, name: str, fact: str, hand: Hand) -> int:
    """Take out a fact that the article does not tell."""
    return _correct(archive, name, fact, hand, "reject")


def change(archive: Archive, name: str, fact: str, field: str, new: Any, hand: Hand) -> int:
    """Give a field of a fact another value."""
    if name not in LISTS:
        raise CorrectionError("list", list=name, names=", ".join(LISTS))
    if field not in LISTS[name].model_fields:
        raise CorrectionError("field", list=name, field=field, names=", ".join(LISTS[name].model_fields))
    return _correct(archive, name, fact, hand, "change", field, new)


def add(archive: Archive, article: str, name: str, values: dict[str, Any], hand: Hand) -> int:
    """Add a fact that was missed; `values` are those of its class, with the mentions it stands on."""
    if name not in LISTS:
        raise CorrectionError("list", list=name, names=", ".join(LISTS))
    _known(archive, article)
    return _apply(archive, article, hand, {"list": name, "action": "add", "new": _json(values)})


def check(archive: Archive, article: str, hand: Hand) -> int:
    """Vouch for all that the record of an article says, and for its missing nothing: it may be exported as a gold record.

    The check holds as long as the record says the same: whoever changes a fact afterwards, a person or a new extraction, leaves it to
    be checked again. What is changed back is checked again by that.
    """
    _known(archive, article)
    return _apply(archive, article, hand, {"list": "article", "action": CHECK, "new": _json(seal(archive.record(article)))})


def unlink(archive: Archive, resolution: str, hand: Hand) -> int:
    """Take a resolution back: the name stays in its fact but stands for no entity; a person's fact is split off, and stands alone."""
    found = archive.rows("resolutions", "id = ?", [resolution])
    if not found:
        raise CorrectionError("resolution", id=resolution)
    row = found[0]
    if row["target"] == "people":
        return split(archive, [resolution], hand)
    name, fact, field = str(row["list"]), str(row["fact"]), str(row["field"])
    if name == "posts":
        (post,) = archive.rows("posts", "id = ?", [fact])
        posts = archive.rows("posts", "official = ?", [post["official"]])
        name, field = "officials", f"posts.{[p['id'] for p in posts].index(post['id'])}.{field}"
        fact = str(post["official"])
    return _correct(archive, name, fact, hand, "unlink", field)


def undo(archive: Archive, correction: int, hand: Hand) -> int:
    """Take a correction back, once."""
    with archive.transaction():
        found = archive.rows("corrections", "id = ?", [correction])
        if not found or found[0]["action"] == "undo":
            raise CorrectionError("correction", id=correction)
        if archive.rows("corrections", "undoes = ?", [correction]):
            raise CorrectionError("undone", id=correction)
        if found[0]["action"] in ENTITY_ACTIONS:
            return _part(archive, correction, hand)
        row = {name: found[0][name] for name in ("list", "fact", "fact_told", "field")} | {
            "old": found[0]["new"],
            "new": found[0]["old"],
        }
        return _apply(archive, str(found[0]["article"]), hand, row | {"action": "undo", "undoes": correction})


def _known(archive: Archive, article: str) -> None:
    if not archive.known([article]):
        raise CorrectionError("article", id=article)


def _part(archive: Archive, correction: int, hand: Hand) -> int:
    """Take a merge or split back, inside a transaction."""
    archive.work_out()
    number, articles = take_back(archive, correction, hand)
    told = sorted(articles)
    for some in (told[i : i + _TOGETHER] for i in range(0, len(told), _TOGETHER)):
        archive.replace([laid_over(archive, one, _extracted(archive, one))[0] for one in some], anew=False)
    archive.work_out()
    return number


def _correct(archive: Archive, name: str, fact: str, hand: Hand, action: str, field: str | None = None, new: Any = None) -> int:
    # read and corrected in one piece: an ingest in between would make another fact of it
    with archive.transaction():
        found = archive.rows(FACTS[name].name, "id = ?", [fact]) if name in LISTS else []
        if not found:
            raise CorrectionError("fact", list=name, id=fact)
        article = str(found[0]["article"])
        order = [row["id"] for row in archive.rows(FACTS[name].name, "article = ?", [article])]
        before = told(cast("Fact", getattr(archive.record(article), name)[order.index(fact)]))
        row: Row = {"list": name, "action": action, "fact": fact, "fact_told": _json(before), "field": field}
        if action == "change":
            row |= {"old": _json(before[str(field)]), "new": _json(new)}
        return _apply(archive, article, hand, row)


def _json(value: Any) -> str:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError as error:
        raise CorrectionError("number", value=value) from error


def _apply(archive: Archive, article: str, hand: Hand, row: Row) -> int:
    with archive.transaction():
        base = _extracted(archive, article)
        cells: Row = {"at": hand.at, "who": hand.who, "why": hand.why, "article": article} | row
        archive.insert("corrections", [cells])
        number = int(archive.db.execute("select last_insert_rowid()").fetchone()[0])
        rowing, laid = laid_over(archive, article, base)
        if any(one.id == number for one in laid.unplaced):
            raise CorrectionError("alike", id=article)
        keep(archive, base, rowing, laid)
        if row["action"] in _SAYS_YES:
            archive.looked_at([article])  # its rows say what they said
        else:
            archive.replace([rowing], anew=False)
        if row["action"] == "undo":
            _forget(archive, article)
    archive.settle()
    return number


def _extracted(archive: Archive, article: str) -> Record:
    """What was extracted from an article, before its corrections."""
    found = archive.rows("extracted", "article = ?", [article])
    return Record.model_validate_json(str(found[0]["record"])) if found else archive.record(article)


def laid_over(archive: Archive, article: str, record: Record) -> tuple[Rowing, Laid]:
    """The rows of an article as extracted in `record`, with its corrections laid over it."""
    laid = lay_over(record, effective(_rows(archive, article)))
    try:
        return Rowing(archive.article(article)[0], laid.record, laid.unlinked), laid
    except ValueError as error:
        raise CorrectionError("words", id=article, reason=error) from error


def keep(archive: Archive, record: Record, rowing: Rowing, laid: Laid) -> None:
    """Keep what was extracted from an article that has corrections, and how they stand. Inside a transaction, before its rows go in."""
    article = rowing.article.id
    held = [number for number, sealed in checks(_rows(archive, article)).items() if sealed == seal(laid.record)]
    seen = [rowing.ids[id(getattr(laid.record, name)[place])] for name, place in sorted(laid.seen)]
    row = (article, record.model_dump_json(), _json([one.id for one in laid.unplaced]), _json(seen), max(held, default=None))
    archive.db.execute("insert or replace into extracted (article, record, unplaced, seen, checked) values (?, ?, ?, ?, ?)", row)


def _rows(archive: Archive, article: str) -> list[Row]:
    return archive.rows("corrections", "article = ?", [article], "id")


def _forget(archive: Archive, article: str) -> None:
    """An article whose corrections are all taken back is as it was extracted."""
    rows = _rows(archive, article)
    if not effective(rows) and not checks(rows):
        archive.db.execute("delete from extracted where article = ?", [article])


def corrected(archive: Archive, articles: list[str]) -> set[str]:
    """Those of the articles that have corrections."""
    marks = ", ".join("?" * len(articles))
    return {str(told) for (told,) in archive.db.execute(f"select article from extracted where article in ({marks})", articles)}
