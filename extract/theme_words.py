"""The words of themes: what announces one, titles that are known, and what blocks, joins or ends one.

>>> blocks().search("phong trào ở câu lạc bộ")[0], ends().match("trong huyện")[0]
('câu lạc bộ', 'trong')
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from extract.folding import fold
from extract.lexicon import Lexicon, spread
from extract.phrases import data, rows, words
from schemas.catalogues import Campaign, load

_TOO_WIDE = frozenset({"thi_dua_ai_quoc"})


@dataclass(frozen=True, slots=True)
class Cue:
    """What a word announces, how many words may stand before the marks, and whether the title may stand without marks."""

    kind: str
    gap: int
    unquoted: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A title known without quotation marks; `cues` are the words one of which must stand before it (any cue if empty)."""

    kind: str
    cues: tuple[str, ...]


@functools.cache
def lexicon() -> Lexicon:
    """Cues (`cue`) and titles known without quotation marks (`title`)."""
    cues = ((r["cue"], Cue(r["kind"], int(r["gap"]), bool(r["unquoted"]))) for r in rows("theme_cues"))
    phrases = Lexicon(("cue", phrase, cue, words("theme_cues.csv")) for phrase, cue in cues)
    for campaign in load(Campaign):
        if campaign.id not in _TOO_WIDE:
            titles = (campaign.title, *campaign.variants)
            for title in titles:
                # `Thi đua Dân vận khéo` beside `Dân vận khéo`: the first two words are the cue
                if len(title.split()) > 1 and title.removeprefix("Thi đua ") not in set(titles) - {title}:
                    phrases.add("title", title, Known(_kind(campaign.kind), ()), data(Campaign))
    for row in rows("themes"):
        needed = tuple(map(fold, filter(None, row["cues"].split(";"))))
        phrases.add("title", row["title"], Known(row["kind"], needed), words("themes.csv"))
    return phrases


def _kind(kind: str) -> str:
    return {"phong trào": "phong trào thi đua", "đợt thi đua": "phong trào thi đua", "chiến dịch": "chương trình"}.get(kind, kind)


@functools.cache
def blocks() -> re.Pattern[str]:
    """Nouns that take the quotation marks for themselves."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(w)) for w in spread("theme_blocks")) + r")(?!\w)")


@functools.cache
def openers() -> re.Pattern[str]:
    """Words right after which a known title in quotation marks is a campaign."""
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(fold(w)) for w in spread("theme_openers")) + r")\s*:?\s*$")


@functools.cache
def ends() -> re.Pattern[str]:
    """Words that end a title without quotation marks."""
    return re.compile(r"(?:" + "|".join(re.escape(fold(w)) for w in spread("theme_ends")) + r")(?!\w)")
