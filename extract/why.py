"""Why words were read as a fact: the rules that applied, each with the words that let it, noted where the fact is made.

A component notes its steps on the page (`Page.note`) beside making the fact; no record holds them, and nothing is worked out
unless somebody asks (`extract.explain`). The rules are told in words in `lexicon/rules.csv`. A step is a plain tuple, which is
made in no time and which the collector of garbage leaves alone.

    >>> step: Step = ("unit.head", 0, 2)
"""

from __future__ import annotations

Step = tuple[str, int, int]
"""A rule that applied, and the words start..end (characters) that let it; -1 where it needs none of its own."""
Why = tuple[Step, ...]
