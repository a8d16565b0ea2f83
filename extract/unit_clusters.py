"""The members that the name of an emulation cluster tells: kinds of bodies, and bodies of the same places."""

from __future__ import annotations

from extract.lexicon import word_set
from extract.names import follows
from extract.unit_numbers import Numbers


class Clusters(Numbers):
    """Reads the members in a cluster's name: each method gives the token behind them, 0 for none."""

    def _members(self, i: int) -> int:
        """`các sở, ban, ngành`, `các trường đại học, cao đẳng`: the kinds of members in a cluster's name."""
        tokens, last, j = self.tokens, 0, i + 1
        while j < len(tokens) and (j == i + 1 or follows(self.page, j) or tokens[j].text in (",", "-")):
            pair = f"{tokens[j].fold} {tokens[j + 1].fold}" if j + 1 < len(tokens) else ""
            size = 2 if pair in word_set("cluster_members") else 1 if tokens[j].fold in word_set("cluster_members") else 0
            if not size and tokens[j].fold not in (",", "-", "và"):
                break
            j += size or 1
            last = j if size else last
        return last

    def _fellow(self, i: int) -> int:
        """`Cụm thi đua Sở Tư pháp, Thi hành án dân sự các tỉnh ...`: a further kind of bodies, of the same places."""
        j = i + 1
        if self.tokens[i].fold not in (",", "và", "-") or i not in self.field_ends or j not in self.known:
            return 0
        if j in self.heads_any and self.heads_any[j].value.kind == "emulation cluster":  # a second one
            return 0
        tables = (self.heads_any, self.fields, self.sectors)
        last = max((table[j].last for table in tables if j in table), default=0)
        last = max((table[last].last for table in tables if last in table), default=last)
        return last if last + 1 in self.levels and self.tokens[last].fold == "các" else 0
