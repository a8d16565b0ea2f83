"""Why each fact is told, as text for the screen: Vietnamese first, English beside; what a terminal would obey is shown as �."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.article import Article
from corpus.highlight import ORDER
from corpus.plain import line
from corpus.site.labels import WORDS
from corpus.telling import details, heading, label, name, number
from extract.explain import Entry, Explanation, Explanations, Reading
from schemas import Award, Fact, Mention, Record

_MANY = 3
"""Places of the same words, read in the same way, that are told one by one."""


def text(article: Article, record: Record, why: Explanations) -> str:
    """The explanation of every fact of an article, list by list."""
    lines = [line(record.article.title or article.path), line(article.path)]
    for list_ in ORDER:
        facts = getattr(record, list_)
        if facts:
            told = heading(list_)
            lines += ["", f"{told['vi'].upper()} / {told['en']} ({len(facts)})"]
        for i, fact in enumerate(facts):
            lines += ["", line(f"{i + 1}. {_fact(fact)}"), *map(_indented, _told(fact, why[list_][i]))]
    return "\n".join(lines) + "\n\n"


def _indented(told: tuple[int, str]) -> str:
    return "   " * told[0] + line(told[1])


def _fact(fact: Fact) -> str:
    """The fact in one line, as the table names it."""
    status = ""
    if isinstance(fact, Award):
        status = f" [{WORDS.value('status', fact.status)} / {fact.status}]"
    told = "; ".join(f"{field['vi']}: {value}" for field, value in details(fact))
    return f"{name(fact)}{status}{' — ' if told else ''}{told}"


def _told(fact: Fact, one: Explanation) -> Iterator[tuple[int, str]]:
    """(depth, line) of everything told of one fact."""
    yield 1, f"Nguyên văn / words: {_places(sorted(fact.mentions, key=lambda m: m.start))}"
    yield 1, "Quy tắc / rules:"
    for readings in _alike(one.readings):
        yield 2, _places([reading.words for reading in readings])
        for rule in readings[0].rules:
            words = f": {_place(rule.words)}" if rule.words else ""
            yield 3, f"· {rule.vi} / {rule.en}{words} [{rule.code}; {rule.source}]"
    if one.by_shape:
        yield 1, "Từ điển / lexicon: không có mục nào, chỉ theo hình dạng / no entry, by shape only"
    else:
        yield 1, "Từ điển / lexicon:"
        yield from ((2, f"· {told}") for told in dict.fromkeys(map(_entry, one.entries)))
    if one.cues:
        yield 1, "Từ quyết định / cues:"
        for cue in one.cues:
            told = label(type(fact), cue.part)
            yield 2, f"· {told['vi']} / {told['en']}: {_place(cue)}"
    trust = one.trust
    measured = f"{trust.right}/{trust.facts} đúng ở các bài đã chú giải / {trust.right} of {trust.facts} such facts were right on annotated articles"
    known = measured if trust.facts else "chưa gặp ở bài đã chú giải / none on annotated articles"
    yield 1, f"Độ tin cậy / confidence: {number(trust.confidence)} — {trust.vi} / {trust.sign}: {known}"


def _alike(readings: list[Reading]) -> list[list[Reading]]:
    """Readings of the same words by the same rules together."""
    groups: dict[tuple[str, tuple[str, ...]], list[Reading]] = {}
    for reading in readings:
        key = " ".join(reading.words.quote.split()), tuple(rule.code for rule in reading.rules)
        groups.setdefault(key, []).append(reading)
    return list(groups.values())


def _place(words: Mention) -> str:
    return f"“{' '.join(words.quote.split())}” {words.start}–{words.end}"


def _places(words: list[Mention]) -> str:
    """The words with their offsets; of many only the first, and how many more."""
    told = list(dict.fromkeys(map(_place, words)))
    more = f" và {len(told) - _MANY} chỗ nữa / {len(told) - _MANY} more" if len(told) > _MANY + 1 else ""
    return ", ".join(told[:_MANY] if more else told) + more


def _entry(entry: Entry) -> str:
    of = f" ({entry.of})" if entry.of else ""
    return f"{entry.file}: {entry.phrase}{of}"
