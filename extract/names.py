"""The shape of a person's name: how long it is, beginning at a token, and how sure one can be of it without a cue.

A Vietnamese name opens with a family name (catalogue `family_names`) and has two to five syllables, each with a capital;
Mông names hold `A` in the middle, Ê Đê, Gia Rai and Cơ Ho names open with a particle (`Y`, `H'`, `K'`, `Ka`, `Rơ`).
Foreign names are taken only where an honorific or a post stands beside them.
"""

from __future__ import annotations

import functools
import re

from extract.lexicon import word_set
from extract.text import Page
from extract.tokens import Token
from schemas.catalogues import FamilyName, load

LONGEST = 5
_SYLLABLE = re.compile(r"[A-ZĐÐÀ-Ỹ][a-zđðà-ỹ]{0,6}$")
_PARTICLE = re.compile(r"(?:H|K|Y|Bh|M|N|Đ|R|S)['’ʼ][^\W\d_]+(?:['’ʼ][^\W\d_]+)*$", re.IGNORECASE)


@functools.cache
def families() -> frozenset[str]:
    """Family names of one syllable, as written."""
    rows = load(FamilyName)
    return frozenset(r.name for r in rows if r.kind in ("family name", "religious name") and " " not in r.name) - word_set(
        "address_words"
    )


@functools.cache
def particles() -> frozenset[str]:
    """Syllables that open the names of peoples without a Kinh family name (`Y`, `Ka`, `Ya`), and first halves of their names."""
    rows = load(FamilyName)
    first = {r.name.split()[0] for r in rows if r.kind == "family name" and " " in r.name and r.people not in ("Kinh", "Hoa")}
    return frozenset(r.name for r in rows if r.kind == "particle" and r.name.isalpha()) | first


def follows(page: Page, i: int) -> bool:
    """Whether token i stands behind token i-1 with nothing but blanks between, on the same line."""
    gap = page.text[page.tokens[i - 1].end : page.tokens[i].start]
    return bool(gap) and not gap.strip() and "\n" not in gap


def run_of_caps(page: Page, i: int, limit: int = LONGEST) -> int:
    """How many capitalised words stand in a row from token i on (hyphenated ones as one run), at most `limit`."""
    tokens, n = page.tokens, 0
    while i + n < len(tokens) and n < limit:
        token = tokens[i + n]
        hyphen = n and token.text == "-" and i + n + 1 < len(tokens) and _glued(page, i + n)
        if not hyphen and not (
            token.is_word and token.is_cap and (n == 0 or follows(page, i + n) or tokens[i + n - 1].text == "-")
        ):
            break
        n += 2 if hyphen else 1
    return n


def _glued(page: Page, i: int) -> bool:
    tokens = page.tokens
    return tokens[i - 1].end == tokens[i].start and tokens[i].end == tokens[i + 1].start and tokens[i + 1].is_cap


def opens_name(token: Token) -> bool:
    """Whether the word can open a name: family name or particle."""
    return _opens(token.text)


@functools.lru_cache(maxsize=8192)
def _opens(word: str) -> bool:
    return word.title().replace("Ð", "Đ") in families() or word in particles() or bool(_PARTICLE.match(word))


@functools.lru_cache(maxsize=8192)
def _shaped(word: str) -> bool:
    """Whether it can be a word of a name: a syllable with its capital, a particle, a family name."""
    return bool(_SYLLABLE.match(word) or _PARTICLE.match(word)) or word in families()


def name_length(page: Page, i: int) -> int:
    """Number of tokens of a name of Vietnamese shape that begins at token i, 0 if there is none.

    >>> page = Page("Ông Giàng A Páo và bà H'Lin Byă")
    >>> [name_length(page, i) for i in (1, 6, 0)]
    [3, 2, 0]
    """
    tokens = page.tokens
    if i >= len(tokens) or not tokens[i].is_cap:
        return 0
    opens = opens_name(tokens[i])
    if not opens and (i + 1 >= len(tokens) or tokens[i + 1].text not in ("Thị", "Văn")):
        return 0
    n = run_of_caps(page, i)
    if not (opens or n >= 3) or (tokens[i].text == "Thị" and i and tokens[i - 1].is_cap and follows(page, i)):
        return 0
    particle = tokens[i].text in particles() or bool(_PARTICLE.match(tokens[i].text))
    for k in range(n):
        text = tokens[i + k].text
        if k >= 2 and [t.text for t in tokens[i + k : i + k + 2]] == [t.text for t in tokens[i : i + 2]]:
            return k  # a caption glued to the text: the name stands twice
        if not (_shaped(text) or (particle and text.isalpha()) or (text.isupper() and tokens[i].text.isupper())):
            return k if k >= 2 else 0
    return n if n >= 2 or _PARTICLE.match(tokens[i].text) else 0


def is_sure(page: Page, i: int, n: int) -> bool:
    """Whether n tokens from i are a name by their shape alone: three syllables or more, the first a family name."""
    tokens = page.tokens
    if _PARTICLE.match(tokens[i].text) or tokens[i].text in word_set("sure_particles"):
        return n >= 2
    # `Ảnh: VÂN SƠN Theo nguồn tin ...`: capitals that end inside are two things printed without a stop
    mixed = len(tokens[i].text) > 1 and tokens[i].text.isupper() and not tokens[i + n - 1].text.isupper()
    return n >= 3 and not mixed


def loose_length(page: Page, i: int) -> int:
    """Length of any name of capitals from token i on, foreign ones too; for use behind a cue only."""
    tokens = page.tokens
    n = run_of_caps(page, i, 6)
    while 0 < n < 6 and i + n + 1 < len(tokens) and tokens[i + n].text in word_set("foreign_links") and tokens[i + n + 1].is_cap:
        n += 1 + run_of_caps(page, i + n + 1, 3)
    return n


def hyphened_length(page: Page, i: int) -> int:
    """Tokens of a foreign name spelt as Vietnamese does, from token i on; for use behind a form of address only.

    >>> page = Page("đồng chí Xổm-phon Bút-đa và ông Việt-Pháp")
    >>> hyphened_length(page, 2), hyphened_length(page, 10)
    (6, 0)
    """
    tokens, n, words = page.tokens, 0, 0
    while i + n < len(tokens) and words < 4 and tokens[i + n].is_cap and (n == 0 or follows(page, i + n)):
        n, words = n + 1, words + 1
        while i + n + 1 < len(tokens) and tokens[i + n].text == "-" and _spelt_on(page, i + n):
            n += 2
    return n if 1 < words < n else 0


def _spelt_on(page: Page, i: int) -> bool:
    """`Bút-đa`: a small syllable stands right behind the hyphen at token i."""
    before, hyphen, after = page.tokens[i - 1 : i + 2]
    return before.end == hyphen.start and hyphen.end == after.start and after.text.islower()


def place_before(page: Page, i: int, least: int = 2) -> int:
    """In a run of capitals that holds a place and then a person (`Phú Bình Vũ Văn Sơn`), how many words are the place.

    The person begins behind two words where a common family name stands there, else at the last family name that two
    syllables follow. `least` is how many words the place has at the fewest (a hamlet's may have one).

    >>> page = Page("Bí thư Huyện ủy Phú Bình Vũ Văn Sơn, Bí thư Quận ủy Hoàng Mai Bùi Duy Khanh")
    >>> place_before(page, 4), place_before(page, 14)
    (2, 2)
    """
    tokens, run = page.tokens, run_of_caps(page, i, 9)
    common = word_set("commonest_families")
    if run < least + 2 or (tokens[i].fold in common and (run < 5 or tokens[i + 1].text in ("Văn", "Thị"))):
        return 0
    fits = [k for k in range(least, run - 1) if _person_rest(page, i + k, run - k)]
    known = [k for k in fits if tokens[i + k].fold in common and tokens[i + k - 1].text not in ("Văn", "Thị")]
    if 2 in known and run - 2 <= LONGEST:
        return 2
    return next((k for k in reversed(known)), 0) or (fits[-1] if fits else 0)


def _person_rest(page: Page, i: int, rest: int) -> bool:
    """Whether the `rest` capitals from token i on are a person's name."""
    sure = rest >= 3 or page.tokens[i].fold in word_set("commonest_families")
    return sure and opens_name(page.tokens[i]) and name_length(page, i) >= min(rest, LONGEST)


def has_middle(page: Page, i: int, n: int) -> bool:
    """Whether the second syllable is one of the commonest middle names, which place names rarely have."""
    return n >= 3 and page.tokens[i + 1].text in word_set("middle_names")
