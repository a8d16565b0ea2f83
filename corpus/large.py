"""A large archive of swapped samples, taken in by the ordinary ingest, and how quick its pages are.

    python -m corpus.large [--articles 200000] [--folder build/large] [--json FILE]

An hour and 20 GB for 200,000 articles; broken off, it goes on where it was. Pages are asked for over the site's own HTTP.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from corpus import copies, visits
from corpus.archive import Archive
from corpus.bench import machine, table
from corpus.bench_reading import Figure
from corpus.ingest import ingest
from corpus.runs import Tally

_MANY = 5000
"""Articles from which on the first and the last of them can be timed apart."""
_FOLDER = Path("build/large")


def build(folder: Path, count: int) -> Iterator[Figure]:
    """Write the articles and take them in, as far as that is not done."""
    source, archive = folder / "articles", folder / f"articles_{count}.db"
    if not (folder / "written").exists() or int((folder / "written").read_text()) != count:
        start = time.perf_counter()
        copies.write(source, count)
        (folder / "written").write_text(str(count), encoding="utf-8")
        print(f"{count:,} articles written in {time.perf_counter() - start:.0f} s", flush=True)
    rates: list[tuple[int, float]] = []
    peaks: dict[int, float] = {}
    start = time.perf_counter()

    def told(tally: Tally) -> None:
        rates.append((tally.read, time.perf_counter() - start))
        if tally.read in (2_000, 20_000):
            peaks[tally.read] = _peak()
        if tally.read % 10_000 == 0:
            print(f"{tally.read:,} of {count:,} articles, {tally.read / rates[-1][1]:.0f} a second", flush=True)

    came = ingest([source], archive, now=lambda: datetime.now(UTC).isoformat(timespec="seconds"), progress=told, workers=None)
    took = time.perf_counter() - start
    yield Figure("articles in the archive", f"{came.stored + came.duplicate:,}", f"{count:,}", came.failed == 0)
    if came.stored == count:
        yield Figure("articles a second, all cores", f"{count / took:.0f}", "", True)
        if count >= _MANY:
            early, late = _rate(rates, 0, count // 10), _rate(rates, count - count // 10, count)
            yield Figure("rate of the last tenth by that of the first", f"{late / early:.2f}", "0.8", late / early >= 0.8)
        yield Figure("peak memory of the storing process", f"{_peak():.0f} MB", "1000 MB", _peak() < 1000)
        if len(peaks) == 2:
            growth = peaks[20_000] / peaks[2_000]
            yield Figure("peak memory at 20,000 articles by that at 2,000", f"{growth:.2f}", "1.2", growth <= 1.2)


def _peak() -> float:
    """MB that this process has had at most."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _rate(rates: list[tuple[int, float]], first: int, last: int) -> float:
    """Articles a second between two counts of articles."""
    (a, start), (b, end) = (min(rates, key=lambda told: abs(told[0] - wanted)) for wanted in (first, last))
    return (b - a) / (end - start)


def pages(archive: Path) -> Iterator[Figure]:
    """Times of each kind of page, first for one reader, then for a crowd."""
    asked = visits.addresses(archive)
    with visits.serving(archive) as host:
        for told in visits.visit(host, asked):
            good = told.median <= visits.MEDIAN and told.late <= visits.LATE
            value = f"{1000 * told.median:.0f} / {1000 * told.late:.0f} ms"
            aim = f"{1000 * visits.MEDIAN:.0f} / {1000 * visits.LATE:.0f} ms"
            yield Figure(f"{told.kind}: median / 95%", value, aim, good, told.slowest)
        read, wrong = visits.crowd(host, asked)
        rate = f"{read / visits.SECONDS:.0f} pages/s"
        yield Figure(f"{visits.READERS} readers for {visits.SECONDS} s", f"{len(wrong)} errors", "0 errors", not wrong, rate)


def contents(archive: Path) -> dict[str, Any]:
    """What the archive holds."""
    with Archive(archive, write=False) as opened:
        counts = opened.counts()
    return {"GB": round(archive.stat().st_size / 1e9, 2), "rows": counts}


def main(argv: list[str] | None = None) -> int:
    """Build, measure, print the table, and write it as JSON where asked; returns 0 however the figures are."""
    parser = argparse.ArgumentParser(description="Build a large archive and time its pages.")
    parser.add_argument("--articles", type=int, default=200_000, help="how many articles (%(default)s)")
    parser.add_argument("--folder", type=Path, default=_FOLDER, help="where articles and archive lie (%(default)s)")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    told = parser.parse_args(argv)
    told.folder.mkdir(parents=True, exist_ok=True)
    archive = told.folder / f"articles_{told.articles}.db"
    print(f"{machine()}; {told.articles:,} articles made of the samples", flush=True)
    figures = list(build(told.folder, told.articles))
    held = contents(archive)
    rows = {name: count for name, count in held["rows"].items() if count}
    print(f"{held['GB']} GB; rows: {', '.join(f'{name} {count:,}' for name, count in rows.items())}\n", flush=True)
    figures += pages(archive)
    print(table(figures))
    if told.json:
        content = {"machine": machine(), "archive": held, "figures": [vars(figure) for figure in figures]}
        told.json.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
