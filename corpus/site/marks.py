"""Words that an archivist marked in an article, as the mentions of a fact: `part:start:end:quote`, offsets in characters.

Marked by a script they come with their offsets, which must be right; typed without one they are looked for in the text.

>>> marked({"mark": ["name:3:10:Sở Y tế"]}, "Bà Sở Y tế", "units")
[{'start': 3, 'end': 10, 'quote': 'Sở Y tế', 'part': 'name'}]
>>> [place["start"] for place in places("họp, và họp", "họp", "kind")]
[0, 8]
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from corpus.site.labels import WORDS
from schemas import LISTS, KhenthuongError

MAIN = {"events": "kind", "amounts": "value", "awards": "award", "themes": "title", "documents": "number", "mandates": "title"}
"""The field that the first words of a fact tell, where it is not `name`."""
LONGEST = 1000
_MOST = 40
_PLACES = 20


class WrongMarkError(KhenthuongError):
    """Marked words that do not stand there; the message is for the archivist."""


def main(list_: str) -> str:
    """The field that the first words of a fact of a list tell."""
    return MAIN.get(list_, "name")


def marked(posted: Mapping[str, Sequence[str]], text: str, list_: str) -> list[dict[str, Any]]:
    """The mentions that were marked in a text, for fields of a list; raises WrongMarkError."""
    found: list[dict[str, Any]] = []
    for told in list(posted.get("mark", ()))[:_MOST]:
        part, start, end, quote = (*told.split(":", 3), "", "", "")[:4]
        # a browser sends every line end as two letters
        quote = quote.replace("\r\n", "\n")
        known = part.partition(".")[0] in LISTS[list_].model_fields
        if not (known and _digits(start) and _digits(end) and quote and text[int(start) : int(end)] == quote):
            raise WrongMarkError(WORDS.say("review.wrong_mark", quote=quote[:80]))
        if len(quote) > LONGEST:
            raise WrongMarkError(WORDS.say("review.wrong_long"))
        found.append({"start": int(start), "end": int(end), "quote": quote, "part": part})
    return found


def _digits(told: str) -> bool:
    return told.isascii() and told.isdigit() and len(told) < 12


def places(text: str, typed: str, part: str) -> list[dict[str, Any]]:
    """Where words stand in a text; the first twenty places."""
    quote = unicodedata.normalize("NFC", typed).strip()
    found: list[dict[str, Any]] = []
    at = text.find(quote) if quote else -1
    while at >= 0 and len(found) < _PLACES:
        found.append({"start": at, "end": at + len(quote), "quote": quote, "part": part})
        at = text.find(quote, at + len(quote))
    return found
