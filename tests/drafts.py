"""The draft that the whole pipeline leaves of a test sentence."""

from extract.draft import Draft
from extract.pipeline import run


def draft_of(text: str, published_on: str | None = None) -> Draft:
    """Everything that was found in the sentence."""
    draft = run(text, published_on)._.draft
    assert isinstance(draft, Draft)
    return draft
