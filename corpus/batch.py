"""A batch run: the articles of files and folders, read on Dask in pieces, into a folder of Parquet that `khenthuong load` takes in.

Each piece is a pure function of its inputs (`corpus.pieces`), so a piece whose worker died is done again elsewhere, a run that
was broken off goes on with the pieces it lacks, and one that is repeated does nothing. Without a scheduler the run starts a
cluster of its own on this machine, which listens on loopback alone.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from corpus import pieces
from corpus.inputs import Failure, Reader, extract_record, in_a_line
from corpus.limits import VARIABLE
from corpus.partitions import Partition, partitions
from corpus.pieces import Done
from corpus.runs import Tally
from corpus.workers import Here, Pool, Readers
from schemas import KhenthuongError

SIZE = 1000
_RETRIES = 3
_ANSWER = "20s"
_AHEAD = 3
"""Pieces given to the scheduler for each thread of the cluster: it never holds all of a large run."""


class BatchError(KhenthuongError):
    """A batch run that cannot go on; the message says what to do."""


@dataclass(frozen=True)
class Step:
    """How far a run is; `left` counts the files of other kinds that were left out, by their endings."""

    pieces: int
    of: int
    tally: Tally
    left: Counter[str]


def batch(
    sources: Sequence[str],
    out: str,
    *,
    scheduler: str | None = None,
    workers: int | None = None,
    size: int = SIZE,
    reader: Reader = extract_record,
    progress: Callable[[Step], None] | None = None,
    failed: Callable[[Failure], None] | None = None,
    columns: str = "",
) -> Step:
    """Read `sources` into `out` (a folder, or any address that fsspec knows), about `size` articles to a piece.

    `scheduler` is the address of a Dask scheduler whose workers have khenthuong and see `sources` and `out` under the same
    names; without it `workers` processes here do the work (None: one a core). The tally that is returned is of all of `out`.
    `columns` tells the columns of tables (`corpus.readers.columns`).
    Raises BatchError.
    """
    left: Counter[str] = Counter()
    try:
        plan = list(dict.fromkeys(partitions(sources, size, columns=columns, left=left)))
    except (ImportError, ValueError, OSError) as error:
        raise BatchError(
            f"{', '.join(sources)}: cannot be listed ({error}); check the address and what it needs installed"
        ) from error
    _begin(sources, out, [partition.name for partition in plan])
    finished = pieces.done(out)
    ahead = [partition for partition in plan if partition.name not in finished]
    came = pieces.came_to(out, [partition.name for partition in plan if partition.name in finished])
    step = Step(len(plan) - len(ahead), len(plan), came.tally, came.left + left)
    if ahead:
        with _client(scheduler, workers) as client:
            for one in _run(client, ahead, out, reader):
                step = Step(step.pieces + 1, len(plan), step.tally + one.tally, step.left + one.left)
                for failure in one.failures:
                    if failed:
                        failed(failure)
                if progress:
                    progress(step)
    if not any(item.failure for partition in plan for item in partition.items):
        _forget(out, finished - {partition.name for partition in plan})
    return step


def work(partition: Partition, out: str, reader: Reader, limited: str = "") -> Done:
    """What a worker does, under the limits of the one that began the run."""
    os.environ[VARIABLE] = limited
    return _made(partition, out, Here(reader))


def _made(partition: Partition, out: str, readers: Readers) -> Done:
    left: Counter[str] = Counter()
    return pieces.make(partition.name, partition.inputs(left), out, readers, left)


def _run(client: Any, left: Sequence[Partition], out: str, reader: Reader) -> Iterator[Done]:
    from distributed import KilledWorker, as_completed

    waiting, running = iter(left), as_completed()
    limited = os.environ.get(VARIABLE, "")
    given: dict[str, Partition] = {}
    lost: dict[str, str] = {}

    def more() -> None:
        threads = sum(client.ncores().values()) or 1
        while len(given) < _AHEAD * threads and (partition := next(waiting, None)):
            given[partition.name] = partition
            running.add(client.submit(work, partition, out, reader, limited, key=partition.name, pure=False, retries=_RETRIES))

    more()
    for future in running:
        partition = given.pop(future.key)
        try:
            yield future.result()
        except KilledWorker:
            # one article of it ends whatever process reads it: read here, where each has a process of its own
            with closing(Pool(reader, 1, few=0)) as readers:
                yield _made(partition, out, readers)
        except Exception as error:  # noqa: BLE001 - the other pieces are done before it is told
            lost[partition.name] = in_a_line(error)
        more()
    if lost:
        name, why = next(iter(lost.items()))
        raise BatchError(
            f"{out}: {len(lost)} pieces could not be made, {name} for one ({why}); mend it and run the command again"
        )


@contextmanager
def _client(scheduler: str | None, workers: int | None) -> Iterator[Any]:
    try:
        import dask
        from distributed import Client, LocalCluster
    except ImportError as error:
        raise BatchError("a batch run needs Dask: install it with pip install '.[cluster]' in khenthuong's folder") from error
    if scheduler:
        try:
            client = Client(scheduler, timeout=_ANSWER)
        except (OSError, ValueError) as error:
            raise BatchError(
                f"{scheduler}: no Dask scheduler answers there ({error}); give an address such as tcp://host:8786"
            ) from error
        with client:
            yield client
        return
    # after the second death over a piece it is read here, article by article
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}):
        cluster = LocalCluster(
            n_workers=workers or os.cpu_count(),
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs="CRITICAL",
        )
        with cluster, Client(cluster) as client:
            yield client


def _begin(sources: Sequence[str], out: str, names: Sequence[str]) -> None:
    """Note what `out` is made from; raises BatchError where it is made from something else."""
    try:
        fs, path = pieces.place(out)
        told = {"sources": list(sources), "pieces": list(names)}
        if fs.exists(plan := f"{path}/_plan.json"):
            before = json.loads(fs.cat_file(plan))["sources"]
            if before != told["sources"]:
                raise BatchError(f"{out}: holds what was read from {', '.join(before)}; give another folder")
        fs.makedirs(path, exist_ok=True)
        fs.pipe_file(plan, json.dumps(told, ensure_ascii=False, indent=1).encode())
    except (OSError, ValueError, ImportError) as error:
        raise BatchError(f"{out}: cannot be written ({error}); give another folder") from error


def plan_of(out: str) -> list[str]:
    """Names of the pieces of a batch run, in order; raises BatchError where there is none or it is not whole."""
    try:
        fs, path = pieces.place(out)
        names = [str(name) for name in json.loads(fs.cat_file(f"{path}/_plan.json"))["pieces"]]
    except (OSError, ValueError, KeyError) as error:
        raise BatchError(f"{out}: no batch run there; make one with khenthuong batch PATH --out {out}") from error
    if lacking := len(set(names) - pieces.done(out)):
        raise BatchError(f"{out}: {lacking} of {len(names)} pieces are not done; run khenthuong batch again, then load")
    return names


def _forget(out: str, names: set[str]) -> None:
    """Take away the pieces that what is at the sources now no longer makes."""
    fs, path = pieces.place(out)
    for name in names:
        fs.rm_file(f"{path}/_done/{name}.json")
        for table in pieces.LAYOUT:
            fs.rm_file(f"{path}/{table}/{name}.parquet")
