"""An article as one self-contained web page: its text with every fact marked, and beside it the facts, each jumping to its words.

Nothing is loaded from elsewhere and no script runs; all words of the article are escaped. Mentions may nest and cross: a
crossing one is cut, and each piece stays marked.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from corpus.article import Article
from corpus.site.labels import WORDS, Label
from corpus.site.language import said
from corpus.telling import day, details, heading, label, name
from schemas import LISTS, Award, Fact, Record

# what a reader of commendation reports looks for first
ORDER = ("awards", "amounts", "mandates", "officials", "people", "units", "themes", "events", "documents")
_UNSURE = 0.9


@dataclass(frozen=True)
class _Mark:
    """One mention to be marked: its words, and the anchors of its fact and of itself."""

    start: int
    end: int
    list: str
    fact: str
    id: str
    names: bool
    hint: str


def body(text: str, record: Record, ids: Mapping[str, Sequence[object]] | None = None) -> str:
    """The text as HTML with every mention marked, line breaks kept.

    A mention is `<span class="m k-LIST" id="m-LIST-FACT-MENTION" data-f="f-LIST-FACT">`, its words a link to `#f-LIST-FACT`;
    where it was cut, the further pieces have no id. FACT counts from 0; with `ids` (list -> the id of each fact) the fact's
    place is `LIST-ID`, which stays when others come or go. Raises ValueError where a mention is not what stands at its offsets.

    >>> from schemas import Mention, Unit
    >>> unit = Unit(name="Sở <Y>", mentions=[Mention(start=3, end=9, quote="Sở <Y>")])
    >>> body("Ở: Sở <Y>.", Record(units=[unit]))  # doctest: +ELLIPSIS
    'Ở: <span class="m k-units" id="m-units-0-0" data-f="f-units-0" title="..."><a href="#f-units-0">Sở &lt;Y&gt;</a></span>.'
    """
    record.check(text)
    # of two over the same words the inner one is the fact they name, not one they only tell of
    marks = sorted(_marks(record, ids), key=lambda m: (m.start, -m.end, m.names))
    cuts = sorted({0, len(text)} | {at for m in marks for at in (m.start, m.end)})
    out: list[str] = []
    open_: list[_Mark] = []
    waiting = iter([*marks, None])
    mark = next(waiting)
    for start, end in zip(cuts, [*cuts[1:], len(text)], strict=True):
        _close(out, open_, start)
        while mark is not None and mark.start == start:
            out.append(_opening(mark, anchor=True))
            open_.append(mark)
            mark = next(waiting)
        if start < end:
            words = escape(text[start:end])
            out.append(f'<a href="#{open_[-1].fact}">{words}</a>' if open_ else words)
    return "".join(out).replace("\r", "&#13;")  # a browser would read a bare one as a line feed


def _close(out: list[str], open_: list[_Mark], at: int) -> None:
    """Close the marks that end here; one that crosses them is closed with them and opened again, without its anchor."""
    ending = [i for i, m in enumerate(open_) if m.end <= at]
    if not ending:
        return
    above = open_[ending[0] :]
    out += ["</span>"] * len(above)
    del open_[ending[0] :]
    for mark in above:
        if mark.end > at:
            out.append(_opening(mark, anchor=False))
            open_.append(mark)


def _opening(mark: _Mark, *, anchor: bool) -> str:
    told = f' id="{mark.id}"' if anchor else ""
    return f'<span class="m k-{mark.list}"{told} data-f="{mark.fact}" title="{escape(mark.hint)}">'


def _marks(record: Record, ids: Mapping[str, Sequence[object]] | None) -> Iterator[_Mark]:
    for list_ in ORDER:
        for i, fact in enumerate(getattr(record, list_)):
            place = f"{list_}-{ids[list_][i] if ids else i}"
            anchor = place if ids else f"f-{place}"
            for j, m in enumerate(fact.mentions):
                if m.start < m.end:
                    hint = _hint(list_, fact, m.part)
                    yield _Mark(m.start, m.end, list_, anchor, f"m-{place}-{j}", m.part == "name", hint)


def _hint(list_: str, fact: Fact, part: str) -> str:
    field = part.split(".", maxsplit=1)[0]
    told = said(label(type(fact), field)) if field in type(fact).model_fields else part
    return f"{said(heading(list_))} · {told}: {name(fact)}"


def page(article: Article, record: Record) -> str:
    """The whole page of one article."""
    info = record.article
    title = info.title or article.info.title or article.path
    style = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
    lists = [(list_, getattr(record, list_)) for list_ in ORDER if getattr(record, list_)]
    chips = "".join(_chip(list_, len(facts)) for list_, facts in lists)
    panel = "".join(_list(list_, facts) for list_, facts in lists)
    nothing = f"<p class=none>{_both({'vi': 'Không đọc được sự việc nào.', 'en': 'No facts were read.'})}</p>"
    return (
        '<!DOCTYPE html>\n<html lang="vi">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n"
        f"<header><h1>{escape(title)}</h1><p class=about>{_about(article, record)}</p>"
        f'<nav aria-label="Các loại sự việc">{chips}</nav></header>\n'
        f"<main>\n<article>{body(article.text, record)}</article>\n"
        f'<aside aria-label="Sự việc đọc được">{panel or nothing}</aside>\n</main>\n'
        f"<footer>{_both(WORDS.caution)}</footer>\n</body>\n</html>\n"
    )


def _about(article: Article, record: Record) -> str:
    told = []
    for field in ("published_on", "author", "author_unit", "source"):
        value = getattr(record.article, field) or getattr(article.info, field)
        if value:
            told.append(f'<span title="{escape(label(type(record.article), field)["vi"])}">{escape(day(value))}</span>')
    told.append(f"<code>{escape(article.path)}</code>")
    return " · ".join(told)


def _chip(list_: str, count: int) -> str:
    return f'<a class="chip k-{list_}" href="#l-{list_}">{_both(heading(list_))} <b>{count}</b></a>'


def _both(told: Label) -> str:
    return f'{escape(told["vi"])} <span class="en" lang="en">{escape(told["en"])}</span>'


def _list(list_: str, facts: list[Fact]) -> str:
    items = "".join(_fact(list_, i, fact) for i, fact in enumerate(facts))
    return f'<section id="l-{list_}" class="k-{list_}"><h2>{_both(heading(list_))} <b>{len(facts)}</b></h2><ol>{items}</ol></section>\n'


def _fact(list_: str, i: int, fact: Fact) -> str:
    status = ""
    if isinstance(fact, Award):
        told = WORDS.coded("status", fact.status) or {"vi": fact.status, "en": fact.status}
        cue = f' title="{escape(fact.cue)}"' if fact.cue else ""
        status = f' <span class="status s-{fact.status}"{cue}>{_both(told)}</span>'
    unsure = ""
    if fact.confidence < _UNSURE:
        unsure = f' <span class="unsure" title="{escape(label(LISTS[list_], "confidence")["vi"])}">{fact.confidence:.0%}</span>'
    rows = "".join(
        f'<dt title="{escape(told["en"])}">{escape(told["vi"])}</dt><dd>{escape(text)}</dd>' for told, text in details(fact)
    )
    first = f"#m-{list_}-{i}-0"
    return (
        f'<li id="f-{list_}-{i}"><a class="name" href="{first}">{escape(name(fact))}</a>{status}{unsure}'
        f"{f'<dl>{rows}</dl>' if rows else ''}{_words(list_, i, fact)}</li>"
    )


def _words(list_: str, i: int, fact: Fact) -> str:
    """Links to each of the fact's mentions, in the order of the text; nothing where its name is the one link to its one mention."""
    if [m.quote for m in fact.mentions] == [name(fact)]:
        return ""
    places = sorted(enumerate(fact.mentions), key=lambda told: told[1].start)
    quotes = (f'<a href="#m-{list_}-{i}-{j}">{escape(_short(m.quote))}</a>' for j, m in places if m.start < m.end)
    return f"<p class=words>{' '.join(f'<q>{quote}</q>' for quote in quotes)}</p>"


def _short(quote: str) -> str:
    quote = re.sub(r"\s+", " ", quote)
    return quote if len(quote) <= 80 else f"{quote[:50]} … {quote[-25:]}"
