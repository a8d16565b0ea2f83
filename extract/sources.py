"""Which entries of which data files stand in words of an article: asked for when a fact is explained.

Phrases that the pipeline found are on `draft.hits`; those that components look for themselves (bases of awards, cues of
themes, names of laws, nouns in patterns) are looked up again, in the same lists.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable

from extract import roles, status
from extract.award_names import bases
from extract.draft import Draft
from extract.folding import fold
from extract.lexicon import Entry, Hit, Lexicon, spread
from extract.named_documents import laws
from extract.names import families, opens_name
from extract.phrases import data, lexicon, rows, words
from extract.theme_words import lexicon as theme_lexicon
from schemas.catalogues import FamilyName

UNIT = ("head", "body", "sector", "field", "town", "level", "province")
PARTS = {
    "organizer": UNIT,
    "place": ("venue", *UNIT),
    "recipient": ("group", *UNIT),
    "holder": UNIT,
    "issuer": ("issuer", *UNIT),
}
"""Parts of facts that name a unit, a group or a venue: of which lists their words are."""
KINDS: dict[str, tuple[str, ...]] = {
    "events": ("event", "venue", "date"),
    "units": UNIT,
    "officials": ("honorific", "title", "called"),
    "people": ("honorific", "title", "called"),
    "amounts": ("currency", "number", "per", "money"),
    "awards": ("award", "base"),
    "themes": ("theme",),
    "documents": ("kind", "code", "law", "date"),
    "mandates": (),
}
"""Of which lists the words of each kind of fact are."""
_PATTERNED = (
    ("event", "event_nouns.txt"), ("event", "event_verbs.txt"), ("event", "event_deeds.csv"), ("venue", "venues.txt"),
    ("date", "date_cues.txt"), ("currency", "currencies.csv"), ("number", "numbers.csv"), ("per", "per.txt"),
    ("money", "money_cues.txt"), ("called", "person_nouns.txt"), ("group", "group_nouns.txt"), ("kind", "document_kinds.csv"), ("issuer", "issuer_heads.txt"),
)  # fmt: skip
"""Lists that components read as patterns or tables: kind, file."""
Found = tuple[Entry, int, int]
"""An entry and the characters where it stands."""


@functools.cache
def patterned() -> Lexicon:
    """The lists of `_PATTERNED`, and the codes in numbers of documents."""
    found = Lexicon(())
    for kind, file in _PATTERNED:
        name, _, ending = file.partition(".")
        phrases = spread(name) if ending == "txt" else [next(iter(row.values())) for row in rows(name)]
        for phrase in phrases:
            found.add(kind, phrase, phrase, words(file))
    for row in rows("document_kinds"):
        if row["code"]:
            found.add("code", row["code"], row["kind"], words("document_kinds.csv"))
    return found


class Sources:
    """Looks up the entries on one draft."""

    def __init__(self, draft: Draft) -> None:
        self.page = draft.page
        self.found: dict[str, list[Found]] = {}
        for kind, hits in draft.hits.items():
            self._add(lexicon(), hits, kind)
        for other, kind in ((bases(), ""), (theme_lexicon(), "theme"), (laws(), ""), (patterned(), "")):
            self._add(other, other.find(self.page), kind)

    def _add(self, of: Lexicon, hits: Iterable[Hit], kind: str) -> None:
        for hit in hits:
            if entry := of.entry(self.page, hit):
                self.found.setdefault(kind or hit.kind, []).append((entry, hit.start, hit.end))

    def within(self, of: str, part: str, start: int, end: int) -> list[Found]:
        """The entries for the `part` of a fact of the list `of` in the words start..end; none inside a longer one."""
        kinds = PARTS.get(part, KINDS[of])
        inside = [f for kind in kinds for f in self.found.get(kind, ()) if start <= f[1] and f[2] <= end]
        return [f for f in inside if not any(o[1] <= f[1] and f[2] <= o[2] and o[2] - o[1] > f[2] - f[1] for o in inside)]

    def family(self, start: int) -> Found | None:
        """The family name or particle that begins at character `start`."""
        i = self.page.token_at(start)
        token = self.page.tokens[i] if i < len(self.page.tokens) else None
        if token is None or token.start != start or not opens_name(token):
            return None
        word = token.text.title()
        phrase = word if word in families() else token.text
        return Entry("family", phrase, None, phrase, data(FamilyName)), token.start, token.end

    def cue(self, of: str, start: int, end: int) -> Found | None:
        """The row of the status cues or roles that the words start..end are of."""
        if of == "status":
            told = ((f"{name}, {side}", pattern) for name, side, pattern in status.cues())
        else:
            told = ((f"{name}, {side}", pattern) for name, side, pattern in roles.cues())
        quote = fold(self.page.quote(start, end))
        row = next((row for row, pattern in told if pattern.fullmatch(quote)), None)
        file = words("status_cues.csv" if of == "status" else "roles.csv")
        return (Entry(of, row, None, quote, file), start, end) if row else None
