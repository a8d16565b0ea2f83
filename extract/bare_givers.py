"""Givers told without a name of their own: `Sở tặng Giấy khen`, `được Ban Chỉ đạo trao`, `được Đảng, Nhà nước tặng thưởng`."""

from __future__ import annotations

import re

from extract.bodies import fullest
from extract.draft import Body, Draft
from extract.folding import fold, squash
from extract.verbs import GIVE

# Words between a giver and its verb are matched by the caller's pattern; here, what stands before the giver
_OPENS = re.compile(r"(?:^|[.;:,\n(“\"–-]|(?<!\w)(?:được|do|này|đó|qua|vậy|nay))\s*$")
# `Bộ tặng X cho A và Sở tặng Y cho B`; `Ngân hàng và nhà trường tặng` are two
_AND = re.compile(r"(?<!\w)và\s*$")
_STATE = re.compile(r"(?<!\w)(?:đảng(?:,| và) )?nhà nước(?: ta)?(?!\w)")
_BY_STATE = re.compile(r"(?:^|[.;:\n]|(?<!\w)(?:được|do))\s*$")
_NOUN = re.compile(
    r"(?<!\w)(?:sở|quỹ|công ty|tổng công ty|tập đoàn|bệnh viện|nhà trường|ngân hàng|ban chỉ đạo|học viện|viện|cục|chi cục|hội|liên đoàn|khối|cụm)(?!\w)"
)
_SMALL = frozenset({"công ty", "tổng công ty", "tập đoàn", "bệnh viện", "nhà trường", "ngân hàng", "học viện"})
"""Nouns that stand for a body also without a capital."""
_SCHOOLS = ("trường ", "đại học ", "cao đẳng ", "học viện ")
_NEAR = 60  # characters between a giver's first word and its verb


class BareGivers:
    """Finds such givers on one page."""

    def __init__(self, draft: Draft, between: re.Pattern[str]) -> None:
        self.draft, self.page, self.between = draft, draft.page, between
        self.inside = {s.start for s in draft.unit_spans}

    def before(self, verb: int, start: int) -> str | None:
        """Who does, by a noun alone or as the State, what the verb at the character `verb` tells."""
        left = max(start, verb - _NEAR)
        for state in self.page.find(_STATE, left, verb):
            if self._acts(state, _BY_STATE, start, verb):
                return squash(self.page.quote(*state.span())).removesuffix(" ta")
        for noun in self.page.find(_NOUN, left, verb):
            if noun.start() in self.inside or not self._acts(noun, _OPENS, start, verb):
                continue
            if noun[0] in _SMALL or self.page.text[noun.start()].isupper():
                return self._body(noun[0], noun.start())
        return None

    def _acts(self, who: re.Match[str], opens: re.Pattern[str], start: int, verb: int) -> bool:
        before = self.page.fold[max(start, who.start() - 10) : who.start()]
        first = who.start() - 10 <= start
        opened = opens.search(before if first else "x" + before)
        if not opened and opens is _OPENS and _AND.search(before):
            opened = self.page.first(GIVE, start, who.start())
        return bool(opened and self.between.fullmatch(self.page.fold, who.end(), verb))

    def _body(self, noun: str, at: int) -> str | None:
        """The one body of that kind that the words before `at` name, or that the line names before it."""
        kinds = _SCHOOLS if noun == "nhà trường" else (noun + " ",)
        told = [body for body in self.draft.bodies if _is(body, kinds) and any(s.start < at for s in body.spans)]
        if len(told) > 1:
            line = self.page.line_of(at)[0]
            told = [body for body in told if any(line <= s.start < at for s in body.spans)]
        return fullest(told[0]) if len(told) == 1 else None


def _is(body: Body, kinds: tuple[str, ...]) -> bool:
    return any(fold(span.name).startswith(kinds) for span in body.spans)
