"""The last component: what the draft holds becomes the record, and the spans are shown on the Doc."""

from __future__ import annotations

from extract.draft import Draft, component
from schemas.facts import Record


@component("record")
def run(draft: Draft) -> None:
    """Set `draft.record`."""
    draft.record = Record(
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
