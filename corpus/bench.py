"""What reading and ingesting cost, always against something else timed in the same run.

    python -m corpus.bench [--json FILE] [--articles 3000] [--compiled DIR]

The articles are those of `corpus/samples` and, where they are at hand, of `../shared/gold/dev`. Each is read once before it is
timed (warm-up); of the rounds, in each of which all that is compared is timed in turn, the fastest counts, the spread (slowest to fastest) stands beside it. With `--compiled` the reading that
`make wheel` compiled into DIR is timed too, in a process of its own, on the same articles.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from corpus.bench_reading import ROUNDS, Figure, Reader, articles, extraction, once, read_when_asked, size
from extract.papers import ROOT, SETS

_MANY = 100_000
_MEGABYTE = 1_000_000
_GIVEN = "An Bé Cả Duy Em Giang Hoa Én Kim Lan".split()
HOSTILE = {
    "100,000 times `Bộ `": "Bộ " * _MANY,
    "100,000 times `“`": "“" * _MANY,
    "100,000 times `(`": "(" * _MANY,
    "100,000 times `1.000.`": "1.000." * _MANY,
    "one word of 1 MB": "a" * _MEGABYTE,
    "a thousand names in one list": ", ".join(f"Lê {a} {b} {c}" for a in _GIVEN for b in _GIVEN for c in _GIVEN),
    "100,000 brackets, one in the other": "(a " * _MANY + ")" * _MANY,
}


def machine() -> str:
    """What the figures were measured on."""
    return f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


def shares(texts: Sequence[str]) -> Iterator[tuple[str, float]]:
    """(component, share of the time of a reading) of each component and of cutting the words, largest first."""
    from extract.draft import Draft
    from extract.pipeline import components, uncollected
    from extract.text import Page

    cost: dict[str, float] = dict.fromkeys(("words", *components()), 0.0)
    for text in [*texts, *texts]:
        with uncollected():
            start = time.process_time()
            draft = Draft(Page(text))
            cost["words"] += time.process_time() - start
            for name, component in components().items():
                start = time.process_time()
                component(draft)
                cost[name] += time.process_time() - start
    for name in sorted(cost, key=cost.__getitem__, reverse=True):
        yield name, cost[name] / sum(cost.values())


def linear(texts: Sequence[str], ordinary: float) -> Iterator[Figure]:
    """KB/s on a megabyte of joined articles, and on texts made to be slow, by the `ordinary` KB/s of articles."""
    import extract

    for text in texts:
        extract.read(text)
    copies = int(_MEGABYTE / 1000 / size(texts)) + 1
    # Numbers make each copy another text: names that are met again cost nothing
    joined = "\n".join(text.replace("Sở", f"Sở {n}") for n in range(copies) for text in texts)[:_MEGABYTE]
    share = size([joined]) / once(lambda: extract.read(joined)) / ordinary
    yield Figure("KB/s on 1 MB, by that on ordinary articles", f"{share:.2f}", "0.8", share >= 0.8)
    for name, text in HOSTILE.items():
        cost = once(partial(extract.read, text)) / size([text]) * ordinary
        yield Figure(f"cost per KB of {name}, by that of ordinary articles", f"{cost:.2f}", "5", cost <= 5)


def starting() -> Iterator[Figure]:
    """Seconds from the command to its end."""
    program = [sys.executable, "-m", "corpus"]
    sample = str(next(iter(sorted(SETS["samples"].glob("*.txt")))))
    for what, words, aim in (
        ("--help", ["--help"], 0.5),
        ("extract of one article", ["extract", sample, "--format", "json"], 2.5),
    ):
        best = min(_wall([*program, *words]) for _ in range(3))
        yield Figure(f"khenthuong {what}", f"{best:.2f} s", f"{aim} s", best <= aim)


def _wall(words: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(words, check=True, capture_output=True)
    return time.perf_counter() - start


def ingesting(count: int) -> Iterator[Figure]:
    """Two workers against one, and peak memory of many articles against few."""
    from corpus.copies import texts

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "in").mkdir()
        for n, text in enumerate(texts(count, swaps=4)):
            (folder / "in" / f"bai-{n:05}.txt").write_text(text, encoding="utf-8")
        one, two = (_ingest(folder, workers) for workers in (1, 2))
        gain = one[0] / two[0]
        yield Figure(f"ingest of {count}: two workers by one", f"{gain:.2f}", "1.7", gain >= 1.7)
        yield Figure("the same archive", "yes" if one[2] == two[2] else "no", "yes", one[2] == two[2])
        few = _ingest(folder, 1, count // 3)  # enough to fill SQLite's page cache, 64 MB that never grow
        growth = one[1] / few[1]
        yield Figure(f"peak memory, {count} articles by {count // 3}", f"{growth:.2f}", "1.2", growth <= 1.2, f"{one[1]} MB")


def _ingest(folder: Path, workers: int, count: int | None = None) -> tuple[float, int, str]:
    """(seconds, peak MB, hash of the content) of an ingest in a process of its own."""
    script = (
        "import hashlib, resource, sqlite3, sys, time\nfrom pathlib import Path\nfrom corpus.ingest import ingest\n"
        "if __name__ == '__main__':\n"
        "    files, target = sorted(Path(sys.argv[1]).iterdir())[: int(sys.argv[4]) or None], Path(sys.argv[2])\n"
        "    start = time.perf_counter()\n"
        "    ingest(files, target, now=lambda: '2026-01-01', workers=int(sys.argv[3]))\n"
        "    took, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024\n"
        "    told = hashlib.sha256('\\n'.join(sqlite3.connect(target).iterdump()).encode()).hexdigest()\n"
        "    print(took, peak, told)\n"
    )
    program, target = folder / "run.py", folder / f"{workers}-{count}.db"
    program.write_text(script, encoding="utf-8")
    words = [sys.executable, str(program), str(folder / "in"), str(target), str(workers), str(count or 0)]
    place = {**os.environ, "PYTHONPATH": str(ROOT)}
    took, peak, told = subprocess.run(words, check=True, capture_output=True, text=True, env=place).stdout.split()
    return float(took), int(peak), told


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table."""
    from extract.papers import markdown

    head = ["measured", "value", "aim", "reached", "spread"]
    return markdown(head, [[f.what, f.value, f.aim, "yes" if f.reached else "NO", f.spread] for f in figures])


def main(argv: list[str] | None = None) -> int:
    """Print the table, and write it as JSON where asked; returns 0 however the figures are."""
    parser = argparse.ArgumentParser(description="Time reading and ingesting.")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--articles", type=int, default=3000, help="how many articles are ingested")
    parser.add_argument("--compiled", type=Path, help="where the compiled project lies")
    parser.add_argument(
        "--reading",
        action="store_true",
        help="read the texts, a JSON list in the first line of standard input, at each further line",
    )
    told = parser.parse_args(argv)
    if told.reading:
        read_when_asked()
        return 0
    texts = articles()
    print(
        f"{machine()}; {len(texts)} articles, {size(texts):.0f} KB; fastest of {ROUNDS} rounds after one of warm-up\n", flush=True
    )
    readers = {"Python": Reader(ROOT, texts)} | ({"compiled": Reader(told.compiled, texts)} if told.compiled else {})
    figures = [*extraction(texts, readers)]
    figures += [*linear(texts, size(texts) / readers["Python"].all.fastest), *starting(), *ingesting(told.articles)]
    parts = list(shares(texts))
    print(table(figures))
    print("\nWhere the time of a reading goes: " + ", ".join(f"{name} {100 * share:.0f}%" for name, share in parts))
    if told.json:
        content = {
            "machine": machine(),
            "articles": len(texts),
            "figures": [asdict(figure) for figure in figures],
            "components": dict(parts),
        }
        told.json.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
