"""The components in their order, and the spaCy pipeline of them for those who build on one.

`run` hands a draft from component to component. It makes no spaCy Doc, which no component looks at and which costs as much as the
three slowest of them; `pipeline()` is the same components as a spaCy pipeline, its Doc with our tokens, the draft on `doc._.draft`.
"""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from extract.draft import REGISTERED, Component, Draft
from extract.text import Page
from schemas.facts import ArticleInfo, Record

if TYPE_CHECKING:  # reading an article loads no spaCy
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

PREFIX = "khenthuong_"
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
    "roles",
    "mandates",
    "record",
)


@functools.cache
def components() -> dict[str, Component]:
    """Each component by its name, in order; loaded once a process."""
    for name in COMPONENTS:
        import_module(f"extract.{name}")
    return {name: REGISTERED[name] for name in COMPONENTS}


def run(text: str, published_on: str | None = None, given: ArticleInfo | None = None) -> Draft:
    """The draft of one article that every component has read; its record is `draft.record`."""
    draft = Draft(Page(text), published_on, given or ArticleInfo())
    with uncollected():
        for component in components().values():
            component(draft)
    return draft


@contextmanager
def uncollected() -> Iterator[None]:
    """Without the collector of cycles: a page makes many objects and no cycle, and looking for one grows with the page."""
    paused = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if paused:
            gc.enable()


SELDOM = 50_000
"""New objects between two looks for cycles, where many articles are read: 700 elsewhere."""


@contextmanager
def seldom_collected() -> Iterator[None]:
    """With few looks for cycles: a batch of rows holds none, and going through it again and again was a tenth of an ingest."""
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def record_of(draft: Draft) -> Record:
    """The record that the last component left on the draft."""
    assert draft.record is not None
    return draft.record


class Tokenizer:
    """Words, numbers and signs as `Page.tokens` has them; white space beyond one blank is a token of its own."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The Doc of `text`, which is in NFC, with its draft; `doc.text == text`."""
        page = Page(text)
        doc = doc_of(self.vocab, page)
        doc._.draft = Draft(page)
        return doc


def doc_of(vocab: Vocab, page: Page) -> Doc:
    """The Doc of a page."""
    from spacy.tokens import Doc

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
    """The components as a spaCy pipeline, built once a process.

    >>> doc = pipeline()("Sở Y tế tỉnh Nam Định họp.")
    >>> [unit.name for unit in doc._.draft.record.units], doc[0].text
    (['Sở Y tế tỉnh Nam Định'], 'Sở')
    """
    import spacy
    from spacy.language import Language
    from spacy.tokens import Doc

    if not Doc.has_extension("draft"):
        Doc.set_extension("draft", default=None)
    nlp = spacy.blank("xx")
    nlp.tokenizer = Tokenizer(nlp.vocab)
    for name, component in components().items():
        Language.component(PREFIX + name, func=functools.partial(_on_doc, component), assigns=["doc._.draft"])
        nlp.add_pipe(PREFIX + name)
    return nlp


def _on_doc(component: Component, doc: Doc) -> Doc:
    component(doc._.draft)
    return doc
