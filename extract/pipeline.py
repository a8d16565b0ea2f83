"""The spaCy pipeline: a blank language with our tokenizer and our named components, in order."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.draft import PREFIX, Draft
from extract.text import Page
from schemas.facts import ArticleInfo, Record

COMPONENTS = (
    "sentences",
    "phrases",
    "header",
    "dates",
    "units",
    "people",
    "links",
    "amounts",
    "themes",
    "documents",
    "events",
    "awards",
    "mandates",
    "record",
)


class Tokenizer:
    """Words, numbers and signs as `Page.tokens` has them; white space beyond one blank is a token of its own."""

    def __init__(self, nlp: Language) -> None:
        self.vocab = nlp.vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`; `doc.text == text`."""
        return doc_of(self.vocab, Page(text))


def doc_of(vocab: Vocab, page: Page) -> Doc:
    """The Doc of a page, so that its words are cut once."""
    text, at = page.text, 0
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in [*((t.start, t.end) for t in page.tokens), (len(text), len(text))]:
        if start > at:
            gap = text[at:start]
            if gap[0] == " " and words:
                spaces[-1], gap = True, gap[1:]
            if gap:
                words.append(gap)
                spaces.append(False)
        if end > start:
            words.append(text[start:end])
            spaces.append(False)
        at = end
    return Doc(vocab, words=words, spaces=spaces)


@functools.cache
def pipeline() -> Language:
    """The pipeline, built once a process."""
    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(nlp)
    for name in COMPONENTS:
        import_module(f"extract.{name}")
        nlp.add_pipe(PREFIX + name)
    return nlp


def run(text: str, published_on: str | None = None, given: ArticleInfo | None = None) -> Doc:
    """The processed Doc of one article; its record is `doc._.draft.record`."""
    nlp = pipeline()
    with _uncollected():
        doc = begun(nlp.vocab, text, published_on, given)
        for _, pipe in nlp.pipeline:
            doc = pipe(doc)
    return doc


def begun(vocab: Vocab, text: str, published_on: str | None = None, given: ArticleInfo | None = None) -> Doc:
    """The Doc of one article with its draft, before any component."""
    page = Page(text)
    doc = doc_of(vocab, page)
    doc._.draft = Draft(page, published_on, given or ArticleInfo())
    return doc


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collector of cycles: a page makes many objects and no cycle, and looking for some grows with the page."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


def record_of(doc: Doc) -> Record:
    """The record that the last component left on the Doc."""
    record = doc._.draft.record
    assert isinstance(record, Record)
    return record
