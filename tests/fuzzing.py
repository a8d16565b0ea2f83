"""Asks the service what its description allows, and what it does not: no answer may be a fault or other than described.

`python -m tests.fuzzing 2000` serves the samples and asks 2,000 times.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path

PATH = "/-/extract.json"


def fuzz(base: str, cases: int) -> Counter[int]:
    """How often each status was answered; raises what is wrong, with the request that shows it as a curl command."""
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis import GenerationMode
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_headers_conformance,
        response_schema_conformance,
    ]
    schema = schemathesis.openapi.from_url(f"{base}/-/openapi.json")
    statuses: Counter[int] = Counter()

    def ask(case: schemathesis.Case) -> None:
        statuses[case.call_and_validate(checks=checks, timeout=90).status_code] += 1

    rules = settings(
        max_examples=cases // 2,
        deadline=None,
        database=None,
        derandomize=False,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        rules(given(schema[PATH]["POST"].as_strategy(generation_mode=mode))(ask))()
    for path in ("/-/health", "/-/openapi.json"):
        ask(schema[path]["GET"].Case())
    return statuses


def main(cases: int) -> None:
    """Serve an archive of the samples and fuzz it."""
    from corpus.ingest import ingest
    from tests.browsing import serving

    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder) / "samples.db"
        ingest([Path("corpus/samples")], archive, now=lambda: "2026-01-01")
        with serving(archive) as base:
            statuses = fuzz(base, cases)
    print(f"{statuses.total()} requests:", ", ".join(f"{status} {count} times" for status, count in sorted(statuses.items())))


if __name__ == "__main__":
    main(int(sys.argv[1]))
