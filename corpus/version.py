"""What read an article: the code that reads and the word lists, kept row by row in the archive.

When only rows of word lists have changed, none but the articles that hold all words of such a row can be read otherwise; any
other change means all. A list that is not told below (patterns, measured figures) counts as code, and so do the catalogues of
`schemas`, whose names the text may have in a short form or not at all; a row with a sign in place of a word concerns all.

    >>> old, new = Version("", {"heads.csv": ("head,kind", "Sở,department")}), Version("", {"heads.csv": ("head,kind",)})
    >>> old.changed(new), Version("other", {}).changed(new)
    ((frozenset({'department'}), frozenset({'sở'})), None)
"""

from __future__ import annotations

import functools
import hashlib
import json
import re
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from extract.folding import fold
from extract.tokens import TOKEN
from schemas import ArticleInfo

_ROOT = Path(__file__).parent.parent
# what turns a record into rows, beside all of the two lower floors
_ROWS = ("resolve.py", "scope.py", "names.py", "rows.py")
_PHRASES = (
    "after_sum award_tails bare_nouns bodies_within caption_starts countries date_cues date_names document_kinds "
    "dong_compounds event_deeds event_ends event_nouns event_verbs fields give_verbs group_nouns heads issuer_heads "
    "issuer_stops law_names money_cues not_units organisations owners past_movements person_nouns state_offices "
    "status_titles theme_blocks theme_cues theme_ends theme_openers themes titles towns venues"
).split()
# what no reading looks at: names to swap, sentences that explain, forms of the gold records
_APART = ("swap", "rules.csv", "signs.csv", "gold_short_forms.csv", "gate.json", "README.md")
Words = frozenset[str]


@dataclass(frozen=True)
class Version:
    """A way of reading: `code`, a hash, and `lists`, the lines of each word list."""

    code: str
    lists: dict[str, tuple[str, ...]]

    @cached_property
    def id(self) -> str:
        """16 hex digits of a hash of all of it."""
        return hashlib.sha256(self.packed).hexdigest()[:16]

    @cached_property
    def packed(self) -> bytes:
        """The version as bytes, for the archive."""
        return zlib.compress(json.dumps([self.code, self.lists], ensure_ascii=False, sort_keys=True).encode())

    @classmethod
    def unpacked(cls, packed: bytes) -> Version:
        """`packed` turned round."""
        code, lists = json.loads(zlib.decompress(packed))
        return cls(code, {name: tuple(lines) for name, lines in lists.items()})

    def changed(self, new: Version) -> tuple[Words, ...] | None:
        """The folded words of each phrase that one of the two has and the other not; None where all must be read again."""
        if self.code != new.code or self.lists.keys() != new.lists.keys():
            return None
        phrases: set[Words] = set()
        for name, lines in self.lists.items():
            before, after = set(lines), set(new.lists[name])
            if (before == after and lines != new.lists[name]) or lines[:1] != new.lists[name][:1]:
                return None
            for line in before ^ after:
                if (told := _phrases(line)) is None:
                    return None
                phrases.update(told)
        return tuple(sorted(phrases, key=sorted))


def _phrases(line: str) -> set[Words] | None:
    """The words of each phrase in a row: its cells, and what `;` and `|` part in them; None where the first is no word."""
    told = line.split("#", maxsplit=1)[0]
    if not told.strip():
        return set()
    first, *rest = (cell.strip() for cell in re.split(r"[,;|\"]", told))
    words = {cell: words_of(cell) for cell in (first, *rest) if cell and not cell.isdigit()}
    if not all(words.values()) or not (first or line.startswith('"')):
        return None
    return {found for cell, found in words.items() if cell not in ("yes", "no")}


def words_of(text: str) -> Words:
    """The folded words of a text."""
    return frozenset(token for token in TOKEN.findall(fold(text)) if any(map(str.isalpha, token)))


def concerns(text: str, info: ArticleInfo, phrases: Iterable[Words]) -> bool:
    """Whether an article, or what is known of it from outside, holds all words of one of the phrases."""
    told = " ".join([text, *(value for _, value in info if isinstance(value, str))])
    # where a blank was not printed (`ôngLê`) both words are there too
    parted = "".join(
        f" {sign}" if sign.isupper() and before.islower() else sign for before, sign in zip(" " + told, told, strict=False)
    )
    words = words_of(told) | words_of(parted)
    return any(phrase <= words for phrase in phrases)


@functools.cache
def current() -> Version:
    """The version that reads now."""
    code = hashlib.sha256()
    lists: dict[str, tuple[str, ...]] = {}
    files = chain((_ROOT / "schemas").rglob("*"), (_ROOT / "extract").rglob("*"), (_ROOT / "corpus" / name for name in _ROWS))
    for path in sorted(files):
        inside = path.relative_to(_ROOT)
        if path.suffix not in (".py", ".csv", ".txt", ".json") or not {*inside.parts}.isdisjoint(_APART):
            continue
        told = inside.as_posix()
        if path.parent.name == "lexicon" and path.stem in _PHRASES:
            lists[told] = tuple(path.read_text(encoding="utf-8").splitlines())
        else:
            code.update(f"{told}\n".encode() + path.read_bytes())
    return Version(code.hexdigest(), lists)
