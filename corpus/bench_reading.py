"""The reading of `corpus.bench`: the whole record, as Python and compiled, against `underthesea.ner` and spaCy's tokenizer."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from extract.papers import SETS

TIMED = ("samples", "dev")
ROUNDS = 10


@dataclass(frozen=True)
class Figure:
    """One line of the table: what was measured, its value, the aim, whether it is reached, the spread of the rounds."""

    what: str
    value: str
    aim: str
    reached: bool
    spread: str = ""


def articles() -> list[str]:
    """The texts that are timed, in NFC."""
    files = [file for name in TIMED for file in sorted(SETS[name].glob("*.txt"))]
    return [unicodedata.normalize("NFC", file.read_text(encoding="utf-8")) for file in files]


def size(texts: Sequence[str]) -> float:
    """KB of the texts in UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1000


def once(work: Callable[[], object]) -> float:
    """Processor seconds of doing it, the collector of cycles at rest as in ingest and batch."""
    from extract.pipeline import seldom_collected

    with seldom_collected():
        start = time.process_time()
        work()
        return time.process_time() - start


@dataclass
class Rounds:
    """Processor seconds of each round."""

    times: list[float] = field(default_factory=list)

    @property
    def fastest(self) -> float:
        """Seconds of the fastest round."""
        return min(self.times)

    @property
    def spread(self) -> float:
        """The slowest by the fastest."""
        return max(self.times) / min(self.times)


class Reader:
    """A process that reads with the project in `folder`, a round whenever it is asked, so that rounds of others can stand between."""

    def __init__(self, folder: Path, texts: Sequence[str]) -> None:
        command = [sys.executable, "-P", "-m", "corpus.bench", "--reading"]
        place = {**os.environ, "PYTHONPATH": str(folder)}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=place)
        self.all, self.some, self.new = Rounds(), Rounds(), Rounds()
        self._say(json.dumps(texts))

    def _say(self, line: str) -> str:
        assert self.process.stdin
        assert self.process.stdout
        print(line, file=self.process.stdin, flush=True)
        return self.process.stdout.readline()

    def round(self) -> None:
        """Read all texts, some of them, all when every word is new."""
        for rounds, took in zip((self.all, self.some, self.new), json.loads(self._say("again")), strict=True):
            rounds.times.append(took)

    def close(self) -> None:
        """End the process."""
        self.process.communicate()


def read_when_asked() -> None:
    """What the process of a `Reader` does: the texts come in the first line, a round is asked for by each further one."""
    import extract

    texts = json.loads(sys.stdin.readline())
    for text in texts:
        extract.read(text)
    print("ready", flush=True)
    for _ in sys.stdin:
        every, some = once(lambda: [extract.read(text) for text in texts]), once(lambda: [extract.read(t) for t in _some(texts)])
        print(json.dumps([every, some, once(lambda: _read_cold(texts))]), flush=True)


def _some(texts: Sequence[str]) -> Sequence[str]:
    """What `underthesea.ner`, which takes a minute for all texts, is timed on."""
    return texts[:: max(1, len(texts) // 8)]


def extraction(texts: Sequence[str], readers: dict[str, Reader]) -> Iterator[Figure]:
    """The whole record against `underthesea.ner` and spaCy's blank tokenizer, on the same texts; a reading as Python, one compiled.

    Each round times all of them, one after the other: a machine that is slower for a while is so for all.
    """
    import spacy
    from underthesea import ner, sent_tokenize

    warm = spacy.blank("xx")
    for text in texts:
        warm.make_doc(text)
    for sentence in sent_tokenize(texts[0])[:2]:
        ner(sentence)
    told, known, new = Rounds(), Rounds(), Rounds()
    for _ in range(ROUNDS):
        told.times.append(once(lambda: [ner(s) for text in _some(texts) for s in sent_tokenize(text) if s.strip()]))
        known.times.append(once(lambda: [warm.make_doc(text) for text in texts]))
        new.times.append(once(lambda: _cold(texts)))
        for reader in readers.values():
            reader.round()
    for how, ours in readers.items():
        ours.close()
        kb, times = size(texts) / ours.all.fastest, told.fastest / ours.some.fastest
        by_known, by_new = ours.all.fastest / known.fastest, ours.new.fastest / new.fastest
        yield Figure(f"extraction, one core, {how}", f"{kb:.0f} KB/s", "300 KB/s", kb >= 300, f"{ours.all.spread:.2f}")
        what = f"times faster than underthesea.ner ({len(_some(texts))} texts), {how}"
        yield Figure(what, f"{times:.0f}", "50", times >= 50, f"{told.spread:.2f}")
        what = "cost by spaCy's blank `xx` tokenizer"
        yield Figure(f"{what}, its words known, {how}", f"{by_known:.1f}", "3", by_known <= 3, f"{known.spread:.2f}")
        yield Figure(f"{what}, words new to both, {how}", f"{by_new:.1f}", "3", by_new <= 3, f"{new.spread:.2f}")


def _cold(texts: Sequence[str]) -> None:
    import spacy

    cold = spacy.blank("xx")
    for text in texts:
        cold.make_doc(text)


def _read_cold(texts: Sequence[str]) -> None:
    import extract

    _forget()
    for text in texts:
        extract.read(text)


def _forget() -> None:
    """Empty what the extraction keeps of words it has met: its caches with a bound, which word lists have none of."""
    for name in [name for name in sys.modules if name.startswith("extract.")]:
        for told in vars(sys.modules[name]).values():
            if hasattr(told, "cache_clear") and told.cache_parameters()["maxsize"]:
                told.cache_clear()
    for name in ("tokens", "folding"):
        sys.modules[f"extract.{name}"].known.clear()
