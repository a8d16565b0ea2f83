"""The last component: what the draft holds becomes the record, each fact with its confidence."""

from __future__ import annotations

from extract.confidence import signs, sure
from extract.draft import Draft, component
from schemas.facts import Record


def gathered(draft: Draft) -> Record:
    """The record of the draft, its facts with what their components thought of them."""
    return Record(
        article=draft.article,
        events=draft.events,
        units=draft.units,
        officials=draft.officials,
        people=draft.people,
        amounts=draft.amounts,
        awards=draft.awards,
        themes=draft.themes,
        documents=draft.documents,
        mandates=draft.mandates,
    )


@component("record")
def run(draft: Draft) -> None:
    """Set `draft.record` and `draft.signs`."""
    record = gathered(draft)
    draft.signs = signs(record)
    draft.record = sure(record, draft.signs)
