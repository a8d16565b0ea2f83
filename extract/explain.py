"""Why the record says what it says: for each fact the rules, the lexicon entries and the cues that made it.

The rules were noted while the article was read (`extract.why`), so that what is told here is what happened; only the entries
are looked up again, in the lists the components read (`extract.sources`). The record is the same with and without.

    >>> record, told = explained("Ông Lê Văn Bảy, Giám đốc Sở Y tế, phát biểu.")
    >>> one = told["officials"][0]
    >>> [rule.code for rule in one.readings[0].rules], [entry.phrase for entry in one.entries]
    (['person.honorific', 'post.behind', 'role.cue'], ['Lê', 'Giám đốc', 'ông', 'phát biểu'])
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Iterable
from typing import Any

from pydantic import Field

from extract.blanks import Even
from extract.confidence import OTHER
from extract.draft import Draft
from extract.lexicon import Entry as Phrase
from extract.phrases import rows
from extract.pipeline import record_of, run
from extract.sources import Sources
from extract.text import Page
from extract.why import Step, Why
from schemas.facts import LISTS, ArticleInfo, Award, Fact, Mention, Record, Shape, told

_NAMED = ("officials", "people")
_ROWED = ("body", "sector", "province", "code", "status", "role")
"""Kinds of entries whose value is the name of their row."""
_TIES = ("link.", "post.unit", "post.implied", "person.unit")
"""Rules whose words are of another fact or tie two together: their entries made nothing here."""


class Rule(Shape):
    """A rule that applied, in words; `words` are those of the article that let it."""

    code: str = told("Mã", "code of the rule in extract/lexicon/rules.csv")
    vi: str = told("Quy tắc", "the rule in Vietnamese")
    en: str = told("Quy tắc (tiếng Anh)", "the rule in English")
    source: str = told("Căn cứ", "where the rule comes from")
    words: Mention | None = told("Nguyên văn", "the words that let it apply", default=None)


class Reading(Shape):
    """Words of the fact and the rules by which they were read, in the order in which they applied."""

    words: Mention = told("Nguyên văn", "the words that were read")
    rules: list[Rule] = told("Quy tắc", "the rules that applied", min_length=1)


class Entry(Shape):
    """An entry of a data file that stands in the fact's words or in those that decided it."""

    file: str = told("Tệp", "data file, from the project's root")
    phrase: str = told("Mục", "the phrase as the file has it")
    of: str | None = told("Thuộc", "the row that it is another form of, or the value beside it", default=None)
    words: Mention = told("Nguyên văn", "where it stands in the article")


class Trust(Shape):
    """How far facts like this one can be trusted: of `facts` with its sign on annotated articles `right` were right."""

    confidence: float = told("Độ tin cậy", "share of facts like this one that are right")
    sign: str = told("Dấu hiệu", "what the fact is like")
    vi: str = told("Dấu hiệu (tiếng Việt)", "the sign in Vietnamese")
    facts: int = told("Số sự việc", "facts with that sign on annotated articles")
    right: int = told("Số đúng", "how many of them were right")


class Explanation(Shape):
    """Why one fact is in the record."""

    readings: list[Reading] = told("Cách đọc", "the fact's words with the rules that read them", min_length=1)
    entries: list[Entry] = told("Từ điển", "entries of data files that stand in the words", default_factory=list)
    by_shape: bool = Field(default=False, description="no entry: the words were read by their shape only")
    cues: list[Mention] = told("Từ quyết định", "the words that decided, `part` is what they decided", default_factory=list)
    trust: Trust = told("Độ tin cậy", "how far it can be trusted")


Explanations = dict[str, list[Explanation]]


@functools.cache
def rules() -> dict[str, dict[str, str]]:
    """Code of a rule -> its row in `lexicon/rules.csv`."""
    return {row["rule"]: row for row in rows("rules")}


@functools.cache
def _measured() -> dict[tuple[str, str], tuple[int, int]]:
    """(list, sign) -> (facts, right) on annotated articles."""
    return {(row["list"], row["sign"]): (int(row["facts"]), int(row["right"])) for row in rows("confidence")}


@functools.cache
def _signs() -> dict[tuple[str, str], str]:
    return {(row["list"], row["sign"]): row["vi"] for row in rows("signs")}


def explained(text: str, *, published_on: str | None = None, info: ArticleInfo | None = None) -> tuple[Record, Explanations]:
    """The record of an article as `extract.read` gives it, and for each of its lists an explanation of each fact."""
    even, given = Even(unicodedata.normalize("NFC", text)), info or ArticleInfo()
    draft = run(even.text, published_on or given.published_on, given)
    why = {name: [_moved(one, even.mention) for one in told] for name, told in explanations(draft).items()}
    return even.record(record_of(draft)), why


def _moved(told: Any, to: Callable[[Mention], Mention]) -> Any:
    """The same with every mention where it stands in the text as given."""
    if isinstance(told, Mention):
        return to(told)
    if isinstance(told, Shape):
        return told.model_copy(update={name: _moved(value, to) for name, value in told})
    return [_moved(one, to) for one in told] if isinstance(told, list) else told


def explanations(draft: Draft) -> Explanations:
    """Explanations of the facts of a draft that every component has read; lists without facts are left out."""
    record, sources = record_of(draft), Sources(draft)
    return {
        name: [
            _explanation(draft.page, sources, name, fact, _trust(name, sign, fact))
            for fact, sign in zip(getattr(record, name), draft.signs[name], strict=True)
        ]
        for name in LISTS
        if getattr(record, name)
    }


def _explanation(page: Page, sources: Sources, name: str, fact: Fact, trust: Trust) -> Explanation:
    noted = list(_noted(page, name, fact))
    steps = list(dict.fromkeys(step for _, why in noted for step in why))
    readings = [Reading(words=words, rules=[_rule(page, step) for step in why]) for words, why in noted]
    entries = _entries(page, sources, name, fact, steps)
    cues = [_words(page, step, rules()[step[0]]["cue"]) for step in steps if rules()[step[0]]["cue"]]
    found = {(cue.start, cue.end, cue.part): cue for cue in cues if cue}
    return Explanation(
        readings=readings, entries=entries, by_shape=not entries, cues=sorted(found.values(), key=lambda c: c.start), trust=trust
    )


def _noted(page: Page, name: str, fact: Fact) -> Iterable[tuple[Mention, Why]]:
    """The fact's words with the steps that were noted for them; posts that made no official are left out."""
    if isinstance(fact, Award):
        yield from _of_award(page, fact)
        return
    posts = {m.start for m in fact.mentions if m.part == "posts"}
    for words in dict.fromkeys((m.start, m.end, m.part) for m in fact.mentions):
        start, end, part = words
        why = page.why.get(("people" if name in _NAMED else name, start, end), ())
        why = tuple(step for step in why if part == "posts" or not step[0].startswith("post.") or step[1] in posts)
        if why:
            yield page.mention(start, end, part), tuple(dict.fromkeys(why))


def _of_award(page: Page, award: Award) -> Iterable[tuple[Mention, Why]]:
    """The award's words with the steps to its name and status, the recipient's with those to it."""
    words = award.mentions[0]
    recipient = next((m for m in award.mentions if m.part == "recipient"), None)
    why = page.why.get(("awards", words.start, recipient.start if recipient else -1), ())
    theirs = tuple(step for step in why if recipient and step[0].startswith(("recipient.", "link.")))
    yield words, tuple(step for step in why if step not in theirs)
    if recipient and theirs:
        yield recipient, theirs


def _rule(page: Page, step: Step) -> Rule:
    row = rules()[step[0]]
    return Rule(code=step[0], vi=row["vi"], en=row["en"], source=row["source"], words=_words(page, step, "rule"))


def _words(page: Page, step: Step, part: str) -> Mention | None:
    """The words of a step without the blanks around them."""
    quote = page.quote(step[1], step[2]) if step[1] >= 0 else ""
    start = step[1] + len(quote) - len(quote.lstrip())
    return page.mention(start, start + len(quote.strip()), part) if quote.strip() else None


def _entries(page: Page, sources: Sources, name: str, fact: Fact, steps: list[Step]) -> list[Entry]:
    """The entries in the fact's words and in those of its steps, those of `_TIES` left out."""
    spans = {(m.start, m.end): m.part for m in fact.mentions}
    for rule, start, end in steps:
        if start >= 0 and not rule.startswith(_TIES):
            spans.setdefault((start, end), "rule")
    like = "amounts" if any(rule == "award.money" for rule, _, _ in steps) else name
    found = [each for span, part in spans.items() for each in sources.within(like, part, *span)]
    people = name in _NAMED or (isinstance(fact, Award) and fact.recipient_kind == "person")
    named = [m.start for m in fact.mentions if m.part in ("name", "recipient")] if people else []
    found = [*filter(None, map(sources.family, named)), *found]
    for rule, start, end in steps:
        of = {"status.cue": "status", "status.rules": "status", "role.cue": "role"}.get(rule)
        if of and start >= 0 and (cue := sources.cue(of, start, end)):
            found.append(cue)
    whole = {(phrase.file, phrase.phrase, start): (phrase, start, end) for phrase, start, end in found}
    return [_entry(page, *each) for each in whole.values()]


def _entry(page: Page, phrase: Phrase, start: int, end: int) -> Entry:
    row = next((v for key in ("name", "title", "honorific") if isinstance(v := getattr(phrase.value, key, None), str)), None)
    of = phrase.value if phrase.kind in _ROWED else row
    row_of = of if of != phrase.phrase else None
    return Entry(file=phrase.file, phrase=phrase.phrase, of=row_of, words=page.mention(start, end, "entry"))


def _trust(name: str, sign: str, fact: Fact) -> Trust:
    """The sign of a fact with what was measured for it; of any other fact of its list where no gold fact had it."""
    known = sign if (name, sign) in _measured() else OTHER
    facts, right = _measured().get((name, known), (0, 0))
    return Trust(confidence=fact.confidence, sign=sign, vi=_signs().get((name, sign), sign), facts=facts, right=right)
