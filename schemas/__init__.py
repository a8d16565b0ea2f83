"""What a fact is: record types, reference catalogues, tables. Imports nothing of the floors above."""

from schemas.errors import KhenthuongError
from schemas.facts import (
    LISTS,
    Amount,
    ArticleInfo,
    Award,
    Document,
    Event,
    Fact,
    Mandate,
    Mention,
    Official,
    Person,
    Post,
    Record,
    Theme,
    Unit,
)

__all__ = [
    "LISTS",
    "Amount",
    "ArticleInfo",
    "Award",
    "Document",
    "Event",
    "Fact",
    "KhenthuongError",
    "Mandate",
    "Mention",
    "Official",
    "Person",
    "Post",
    "Record",
    "Theme",
    "Unit",
]
