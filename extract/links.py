"""Links inside the article: which names are one body or one person, and who is an official.

A short name belongs to the full one it ends (`bà Mai` -> `Đặng Thị Mai`); a title without unit belongs to the post of the
same person that tells it, or to the body that the title's noun stands for (`Giám đốc bệnh viện`).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

from extract.bodies import fullest, group, key_of
from extract.draft import Body, Draft, NameSpan, RawPost, Span, component
from extract.folding import fold
from extract.lexicon import folded, word_set
from schemas.catalogues import Position, load
from schemas.facts import Official, Person, Post, Unit

NOUNS = {
    "hiệu trưởng": ("trường", "học viện", "đại học", "cao đẳng"),
    "hiệu phó": ("trường",),
    "thứ trưởng": ("bộ",),
    "bộ trưởng": ("bộ",),
    "cục trưởng": ("cục",),
    "vụ trưởng": ("vụ",),
    "viện trưởng": ("viện",),
    "chánh án": ("tòa", "tand"),
    "tổng giám đốc": ("công ty", "tổng công ty", "tập đoàn", "ngân hàng"),
}


@dataclass
class Someone:
    """One person: the full name, every place it is named, every position told."""

    name: str
    spans: list[NameSpan] = field(default_factory=list)
    variants: list[str] = field(default_factory=list)


def people(names: list[NameSpan]) -> list[Someone]:
    """The persons behind the names, short names joined to the full name they end."""
    full: dict[str, Someone] = {}
    short: list[NameSpan] = []
    for span in names:
        words = span.name.split()
        if len(words) > 1 or "'" in fold(span.name):
            full.setdefault(fold(span.name), Someone(span.name)).spans.append(span)
        else:
            short.append(span)
    for key in [k for k in full if len(k.split()) == 2 or "'" in k]:
        ends = (o for k, o in full.items() if k != key and (k.endswith(" " + key) or k.startswith(key + " ")))
        owner = next(ends, None)
        if owner:
            _joined(owner, full.pop(key).spans)
    for span in short:
        owners = [o for k, o in full.items() if k.split()[-1] == fold(span.name)]
        near = [o for o in owners if o.spans[0].start < span.start] or owners
        if near:
            _joined(near[-1], [span])
    for someone in full.values():
        someone.spans.sort(key=lambda s: s.start)
        someone.variants = sorted({s.name for s in someone.spans} - {someone.name})
    return list(full.values())


def _joined(owner: Someone, spans: list[NameSpan]) -> None:
    """Give the person short names that its full name explains."""
    for span in spans:
        span.why += (("person.short", owner.spans[0].start, owner.spans[0].end),)
    owner.spans += spans


def core(title: str) -> str:
    """The folded title without its modifier (`nguyên`, `Q.`)."""
    words = fold(title).replace(".", " ").split()
    while words and words[0] in word_set("modifiers"):
        words = words[1:]
    return " ".join(words)


@functools.cache
def short_titles() -> dict[str, str]:
    """Short form of a title as `core` has it -> the title written out: `uvbtv` -> `ủy viên ban thường vụ`."""
    shorts = {core(short): fold(p.title) for p in load(Position) for short in p.abbreviations}
    return {short: title for short, title in shorts.items() if short != title}


def qualifies(post: RawPost) -> bool:
    """Whether the position makes an official: an office always, a function in a named body, an occupation never."""
    title = core(post.title)
    if title in folded("status_titles"):
        return False
    return title not in folded("functions") or bool(post.unit or post.place)


def antecedent(bodies: list[Body], nouns: tuple[str, ...], before: int) -> Body | None:
    """The body that a bare noun (`Công ty`, `bệnh viện`) stands for: the most told one of that kind, told before."""
    fitting = [b for b in bodies if b.key.startswith(nouns) or fold(b.spans[0].name).startswith(nouns)]
    told = [b for b in fitting if b.spans[0].start < before] or fitting
    return max(told, key=lambda b: (len(b.spans), -b.spans[0].start)) if told else None


class Linker:
    """Makes the units, officials and people of one draft."""

    def __init__(self, draft: Draft) -> None:
        self.draft, self.page = draft, draft.page
        self.bodies = draft.bodies = group(draft)
        self.names = {b.key: fullest(b) for b in self.bodies}

    def units(self) -> list[Unit]:
        """One entry a body, its mentions in order."""
        found = []
        for body in self.bodies:
            name = self.names[body.key]
            variants = sorted({s.name for s in body.spans} - {name})
            mentions = [self.page.mention(s.start, s.end, "name") for s in body.spans]
            for span in body.spans:
                self.page.note("units", span.start, span.end, span.why)
            found.append(Unit(name=name, variants=variants, kind=body.spans[0].kind or None, mentions=mentions, confidence=0.9))
        return found

    def unit_name(self, span: Span) -> str:
        """The name of the body that the span names."""
        return self.names.get(span.key, span.name)

    def persons(self) -> tuple[list[Official], list[Person]]:
        """(officials, other people)."""
        officials: list[Official] = []
        others: list[Person] = []
        for one in people(self.draft.names):
            mentions = [self.page.mention(s.start, s.end, "name") for s in one.spans]
            self.draft.person_spans += [Span(s.start, s.end, one.name, "person", fold(one.name), s.lead) for s in one.spans]
            raw = [post for span in one.spans for post in span.posts if qualifies(post)]
            if raw:
                mentions += [self.page.mention(p.start, p.end, "posts") for p in raw]
                posts = self.posts(raw)
                self._note(one.spans, raw)
                self.draft.official_spans.append(one.spans)
                officials.append(Official(name=one.name, variants=one.variants, posts=posts, mentions=mentions, confidence=0.93))
            elif any(s.cued for s in one.spans) or len(one.name.split()) > 1:
                sure = 0.9 if any(s.cued for s in one.spans) else 0.8
                self._note(one.spans, [])
                others.append(Person(name=one.name, variants=one.variants, mentions=mentions, confidence=sure))
        self.draft.person_spans.sort(key=lambda s: s.start)
        return officials, others

    def _note(self, spans: list[NameSpan], raw: list[RawPost]) -> None:
        """Keep how each name and each position that counts was read."""
        for span in spans:
            self.page.note("people", span.start, span.end, span.why)
        for post in raw:
            self.page.note("people", post.start, post.end, post.why)

    def posts(self, raw: list[RawPost]) -> list[Post]:
        """The positions, each once and written out where the text does; without unit only where no other tells title and unit."""
        told: dict[str, Post] = {}
        for post in sorted(raw, key=lambda p: p.unit is None and p.place is None):
            unit = self.unit_name(post.unit) if post.unit else post.place
            title = core(post.title)
            if unit is None:
                if not post.noun and any(_same_title(_full(title), _full(p.title), fold(p.unit or "")) for p in told.values()):
                    continue
                body, cut = self._implied(post, title)
                post.title += self._noun_told(post) if body is None else ""
                unit = self.names[body.key] if body else None
                post.why += (("post.implied", body.spans[0].start, body.spans[0].end),) if body else ()
                post.title = " ".join(post.title.split()[: len(post.title.split()) - cut])
                title = core(post.title)
            key = f"{_bare_title(_full(title), fold(unit or ''))} {fold(unit or '')}"
            if key not in told or core(told[key].title) in short_titles():
                told[key] = Post(title=post.title, unit=unit)
        return list(told.values())

    def _noun_told(self, post: RawPost) -> str:
        """`Chủ tịch Hội đồng` of no council told: the bare noun behind the title stays with it; each who shares the post has it."""
        words = (post.noun or "").split() if not fold(post.title).endswith(f" {post.noun}") else []
        told = [word.strip(".,;:") for word in self.page.text[post.end : post.end + 60].split()[: len(words)]]
        return f" {' '.join(told)}" if words and [fold(word) for word in told] == words else ""

    def _implied(self, post: RawPost, title: str) -> tuple[Body | None, int]:
        """The body that a bare noun or the noun inside the title stands for, and how many words of the title it repeats."""
        if post.noun:
            noun = post.noun.removeprefix("nhà ")
            nouns: tuple[str, ...] | None = (key_of(noun.upper() if len(noun) < 4 else noun, {}), noun)
        else:
            nouns = next((nouns for word, nouns in NOUNS.items() if title.endswith(word)), None)
        if post.noun in word_set("shared_nouns"):
            return self._only(post.noun or "", title), 0
        if nouns:
            return antecedent(self.bodies, nouns, post.start), 0
        words = title.split()
        for size in (3, 2, 1):
            tail = " ".join(words[-size:])
            if tail in word_set("owned_nouns") or (size == 1 and tail not in word_set("single_nouns")):
                break
            fitting = [b for b in self.bodies if len(words) > size and b.key.startswith(tail + " ")]
            if fitting and (size > 1 or len(fitting) == 1):  # `Giám đốc Sở`, where one department is told
                return antecedent(fitting, (tail,), post.start), size
        return None, 0

    def _only(self, noun: str, title: str) -> Body | None:
        """The one body of the noun that the article tells; no `chủ nhiệm` leads a people's committee or the Front's."""
        fitting = [b for b in self.bodies if b.key.startswith(f"{noun} ")]
        one = fitting[0] if len(fitting) == 1 else None
        other = title.endswith("chủ nhiệm") and one and one.spans[0].kind in ("government", "mass organisation")
        return None if other else one


def _full(title: str) -> str:
    """The title as `core` has it, a short form written out."""
    return short_titles().get(core(title), core(title))


def _bare_title(title: str, unit: str) -> str:
    """`trưởng ban` of `ban ...` and `trưởng` of the same body are one title."""
    words = title.split()
    return " ".join(words[:-1]) if len(words) > 1 and unit.split()[:1] == words[-1:] else title


def _same_title(title: str, other: str, unit: str) -> bool:
    return (
        title == other or other.endswith(" " + title) or title.endswith(" " + other) or f"{other} {unit}".startswith(title + " ")
    )


@component("links")
def run(draft: Draft) -> None:
    """Set `draft.bodies`, `draft.units`, `draft.officials` with their spans, `draft.people`, `draft.person_spans`."""
    linker = Linker(draft)
    draft.units = linker.units()
    draft.officials, draft.people = linker.persons()
