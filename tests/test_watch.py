"""A watched folder: each file is handed on once, when it is whole, and whatever happens to the folder ends nothing."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from making import heeding_ctrl_c

from corpus.watch import Articles, Watched, WatchError, watch
from schemas.errors import KhenthuongError


class Days:
    """Time that passes only in pauses; `plan` tells what happens in each, and its end is Ctrl-C."""

    def __init__(self, *plan) -> None:
        self.now = 0.0
        self.plan = list(plan)
        self.pauses: list[float] = []
        self.taken: list[list[str]] = []
        self.told: list[str] = []

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.pauses.append(seconds)
        if not self.plan:
            raise KeyboardInterrupt
        self.plan.pop(0)()

    def take(self, paths: list[Path]) -> None:
        self.taken.append([path.name for path in paths])

    def watch(self, *folders: Path, take=None) -> Days:
        how = {
            "every": 1.0,
            "settle": 2.0,
            "clock": lambda: self.now,
            "sleep": self.sleep,
            "told": lambda w: self.told.append(str(w)),
        }
        with pytest.raises(KeyboardInterrupt):
            watch(folders, take or self.take, **how)
        return self


def nothing() -> None:
    """A round in which nothing happens."""


def test_a_file_is_handed_on_when_it_has_settled_and_once(tmp_path):
    new = tmp_path / "a.txt"
    grows = [
        lambda: new.write_text("một"),
        lambda: new.write_text("một hai"),
        lambda: new.write_text("một hai ba"),
        nothing,
        nothing,
    ]
    days = Days(*grows, *[nothing] * 5)
    when: list[float] = []
    days.watch(tmp_path, take=lambda paths: when.append(days.now))
    assert when == [5.0]


def test_files_that_are_there_already_and_deep_ones_come_together_by_name(tmp_path):
    deep = tmp_path / "2019" / "tháng 5" / "c"
    deep.mkdir(parents=True)
    for path in (tmp_path / "b.txt", deep / "bài một.HTML", tmp_path / "a.txt"):
        path.write_text("x")
    assert Days(*[nothing] * 6).watch(tmp_path).taken == [["bài một.HTML", "a.txt", "b.txt"]]


def test_half_written_hidden_and_other_files_are_left_alone(tmp_path):
    names = ["a.txt.part", "b.html.crdownload", "~$c.txt", ".d.txt", "~e.txt", "f.docx.tmp", "g.exe", "h.txt"]
    (tmp_path / ".git").mkdir()
    (tmp_path / "folder.txt").mkdir()
    for name in [*names, ".git/i.txt"]:
        (tmp_path / name).write_text("x")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "j.txt").symlink_to(tmp_path / "nothing")
    (tmp_path / "h.txt").rename(tmp_path / "k.txt")
    done = Days(lambda: (tmp_path / "a.txt.part").rename(tmp_path / "a.txt"), *[nothing] * 6).watch(tmp_path)
    assert done.taken == [["k.txt"], ["a.txt"]]


def test_a_file_comes_again_only_when_it_changes(tmp_path):
    new = tmp_path / "a.txt"
    new.write_text("x")
    same = lambda: os.utime(tmp_path, None)  # noqa: E731
    mended = lambda: new.chmod(0o600 if new.stat().st_mode & 0o77 else 0o644)  # noqa: E731
    days = Days(*[nothing] * 5, same, nothing, nothing, mended, *[nothing] * 3, lambda: new.write_text("y"), *[nothing] * 4)
    assert days.watch(tmp_path).taken == [["a.txt"]] * 3


def test_an_empty_file_is_waited_for_but_not_for_ever(tmp_path):
    new = tmp_path / "a.txt"
    new.touch()
    (tmp_path / "b.txt").touch()
    days = Days(*[nothing] * 9, lambda: new.write_text("x"), *[nothing] * 20)
    assert days.watch(tmp_path).taken == [["a.txt"], ["b.txt"]]


def test_a_folder_may_go_and_come_back(tmp_path):
    folder, aside = tmp_path / "in", tmp_path / "aside"
    folder.mkdir()
    (folder / "a.txt").write_text("x")

    def back() -> None:
        aside.rename(folder)
        (folder / "b.txt").write_text("y")

    days = Days(
        *[nothing] * 4, lambda: folder.rename(aside), *[nothing] * 3, back, *[nothing] * 4, lambda: shutil.rmtree(folder), nothing
    )
    days.watch(folder)
    assert days.taken == [["a.txt"], ["b.txt"]]
    assert [what.rpartition(": ")[2] for what in days.told] == [
        "the folder is gone; waiting for it",
        "the folder is back",
        "the folder is gone; waiting for it",
    ]


def test_a_folder_that_is_not_there_to_begin_with_is_refused(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    for path in (tmp_path / "none", tmp_path / "a.txt"):
        with pytest.raises(WatchError, match="check the path"):
            watch([path], print)


def test_a_file_that_goes_is_forgotten_and_comes_again(tmp_path):
    new = tmp_path / "a.txt"
    new.write_text("x")
    days = Days(*[nothing] * 3, new.unlink, nothing, lambda: new.write_text("x"), *[nothing] * 3)
    assert days.watch(tmp_path).taken == [["a.txt"]] * 2


def test_a_folder_that_cannot_be_listed_costs_itself_alone(tmp_path, monkeypatch):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text("x")
    scandir = os.scandir
    closed = [True]

    def denied(path):
        if closed[0] and str(path).endswith("/a"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", denied)
    days = Days(*[nothing] * 4, lambda: closed.__setitem__(0, False), *[nothing] * 4)
    assert days.watch(tmp_path).taken == [["b.txt"], ["a.txt"]]
    assert [told for told in days.told if "cannot be listed" in told] == days.told[:1] == days.told


def test_what_cannot_be_taken_for_now_is_handed_on_again_ever_more_seldom(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    tries: list[float] = []
    days = Days(*[nothing] * 20)

    def take(paths: list[Path]) -> None:
        tries.append(days.now)
        assert [path.name for path in paths] == ["a.txt"]
        if len(tries) < 4:
            raise KhenthuongError("kho.db: another program writes to it")

    days.watch(tmp_path, take=take)
    assert tries == [2.0, 4.0, 8.0, 16.0]
    assert days.told[0] == "kho.db: another program writes to it; tried again in 2 s"
    assert days.pauses[-1] == 1.0
    with pytest.raises(ZeroDivisionError):
        watch([tmp_path], lambda paths: 1 / 0, settle=0, sleep=lambda _: None)


def test_an_empty_folder_is_no_error(tmp_path):
    assert Days(*[nothing] * 3, lambda: (tmp_path / "a.jsonl").write_text("{}"), *[nothing] * 4).watch(tmp_path).told == []


def test_after_a_long_round_it_rests(tmp_path):
    days = Days(*[nothing] * 2)

    def find(_: Path) -> list[Path]:
        days.now += 3
        return []

    with pytest.raises(KeyboardInterrupt):
        watch([tmp_path], print, find=find, every=1.0, clock=lambda: days.now, sleep=days.sleep)
    assert days.pauses == [30, 30, 30]


def test_a_round_over_many_files_is_quick(tmp_path):
    for number in range(2000):
        (tmp_path / f"{number}.txt").touch()
    watched = Watched([tmp_path], Articles(print), settle=0)
    assert len(watched.whole(1.0)) == 2000
    start = time.process_time()
    assert watched.whole(2.0) == []
    assert time.process_time() - start < 0.5


def test_it_runs_until_ctrl_c_and_does_nearly_nothing_while_nothing_comes(tmp_path, root):
    run = "import resource, sys; from pathlib import Path; from corpus.watch import watch\n"
    run += "def take(paths): print(*(path.name for path in paths), flush=True)\n"
    run += "try: watch([Path(sys.argv[1])], take, every=0.1, settle=0.3)\n"
    run += "except KeyboardInterrupt: print('end', resource.getrusage(resource.RUSAGE_SELF).ru_utime)"
    (tmp_path / "a.txt").write_text("x")
    watching = subprocess.Popen(
        [sys.executable, "-c", run, str(tmp_path)],
        cwd=root,
        stdout=subprocess.PIPE,
        text=True,
        preexec_fn=heeding_ctrl_c,  # noqa: PLW1509 - it sets one signal
    )
    assert watching.stdout
    assert watching.stdout.readline() == "a.txt\n"
    time.sleep(1)
    (tmp_path / "sau").mkdir()
    (tmp_path / "sau" / "b.txt").write_text("x")
    assert watching.stdout.readline() == "b.txt\n"
    watching.send_signal(signal.SIGINT)
    told, _ = watching.communicate(timeout=5)
    word, used = told.split()
    assert word == "end"
    assert float(used) < 1.0
