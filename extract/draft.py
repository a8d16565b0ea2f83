"""What the components hand on to each other while one article is read: the draft.

A component is a pure function `Draft -> what it found`, registered under its name with `component`. It reads what earlier
components left on the draft and sets its own attribute; only the last one, `record`, makes the record.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from extract.lexicon import Hit
from extract.text import Intervals, Page
from extract.why import Why
from schemas.facts import Amount, ArticleInfo, Award, Document, Event, Mandate, Official, Person, Record, Theme, Unit

Component = Callable[["Draft"], None]
REGISTERED: dict[str, Component] = {}


@dataclass(slots=True)
class Span:
    """Words start..end (characters) that name one thing: `name` as it goes into the record, `key` to tell same from other.

    `lead` is where the words before a person's name begin that belong to it (honorific, rank, post); `why` how it was read.
    """

    start: int
    end: int
    name: str
    kind: str = ""
    key: str = ""
    lead: int = -1
    why: Why = ()


@dataclass(slots=True)
class Body:
    """One body: every span that names it, and its key without and with place."""

    key: str
    core: str
    place: str
    spans: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class RawPost:
    """A position as written: `title` at start..end, with its unit: a span, a deputy's place, or a bare noun."""

    title: str
    start: int
    end: int
    unit: Span | None = None
    place: str | None = None
    noun: str | None = None
    why: Why = ()


@dataclass(slots=True)
class NameSpan:
    """A person's name as written, and the positions given beside it. `cued` tells that an honorific or post stands by it."""

    start: int
    end: int
    name: str
    cued: bool = False
    lead: int = -1
    posts: list[RawPost] = field(default_factory=list)
    why: Why = ()


@dataclass(slots=True)
class DateSpan:
    """A date as written. `iso` is the day as ISO date where day, month and year are known; a range gives its first day."""

    start: int
    end: int
    year: int | None
    month: int | None
    day: int | None
    iso: str | None
    why: Why = ()


@dataclass
class Draft:
    """Everything known of the article so far; lists are empty until their component has run."""

    page: Page
    published_on: str | None = None
    given: ArticleInfo = field(default_factory=ArticleInfo)
    hits: dict[str, list[Hit]] = field(default_factory=dict)
    article: ArticleInfo = field(default_factory=ArticleInfo)
    skip: list[tuple[int, int]] = field(default_factory=list)
    dates: list[DateSpan] = field(default_factory=list)
    unit_spans: list[Span] = field(default_factory=list)
    bodies: list[Body] = field(default_factory=list)
    names: list[NameSpan] = field(default_factory=list)
    person_spans: list[Span] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    officials: list[Official] = field(default_factory=list)
    official_spans: list[list[NameSpan]] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    amounts: list[Amount] = field(default_factory=list)
    awards: list[Award] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    record: Record | None = None
    signs: dict[str, list[str]] = field(default_factory=dict)
    _skips: tuple[int, Intervals] | None = None

    def skipped(self, start: int) -> bool:
        """Whether character `start` lies in words that hold no facts: byline, photo credit, teaser of another article."""
        if not self.skip:
            return False
        if self._skips is None or self._skips[0] != len(self.skip):
            self._skips = (len(self.skip), Intervals(self.skip))
        return self._skips[1].covers(start)


def component(name: str) -> Callable[[Component], Component]:
    """Register `run(draft)` as the component NAME."""

    def register(run: Component) -> Component:
        REGISTERED[name] = run
        return run

    return register
