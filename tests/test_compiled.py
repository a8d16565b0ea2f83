"""The compiled wheel: it reads what the Python reads, and a project that is not compiled needs no compiler."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import extract
from extract.papers import SETS

COMPILED = Path("build") / "compiled"
# What reads through the code's doors alone; other tests put something in place of a module's parts, which compiled code does not see.
READING = (
    "amounts award_grammar award_terms awards blanks bodies dates documents events explain grantors header lexicon links mandates "
    "names people pipeline prizes recipients roles sentences status themes units wordings"
).split()
SCRIPT = """
import json, sys
from pathlib import Path
import extract, extract.text
print(extract.text.__file__)
print(json.dumps([extract.read(Path(file).read_text(encoding="utf-8")).model_dump(mode="json") for file in sys.argv[1:]]))
"""


def compile_it(root: Path) -> dict[str, str]:
    """Compile the project; the environment in which Python finds it."""
    if not shutil.which("cc"):
        pytest.skip("no C compiler")
    made = subprocess.run(["make", f"{COMPILED}/.made"], cwd=root, capture_output=True, text=True, check=False)
    assert made.returncode == 0, made.stderr[-2000:]
    return {**os.environ, "PYTHONPATH": str(root / COMPILED)}


def test_what_is_compiled_reads_the_same_and_passes_the_tests_of_reading(root: Path) -> None:
    compiled = compile_it(root)  # in one test, so that two workers do not compile at once
    files = sorted(file for folder in SETS.values() if folder.is_dir() for file in folder.glob("*.txt"))
    assert len(files) > 20
    command = [sys.executable, "-P", "-c", SCRIPT, *map(str, files)]
    done = subprocess.run(command, env=compiled, capture_output=True, text=True, check=True)
    module, told = done.stdout.splitlines()
    assert module.endswith(".so")
    for file, record in zip(files, json.loads(told), strict=True):
        assert record == extract.read(file.read_text(encoding="utf-8")).model_dump(mode="json"), file.name
    tests = [f"tests/test_{name}.py" for name in READING]
    own = ["-P", "-m", "pytest", "-q", "-o", "pythonpath=", "-p", "no:cacheprovider", "-k", "not collector", *tests]
    done = subprocess.run([sys.executable, *own], cwd=root, env=compiled, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-3000:]


def test_nobody_needs_a_compiler(root: Path, tmp_path: Path) -> None:
    files = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, text=True, check=True).stdout.split("\0")
    for name in (name for name in files if name and (root / name).is_file()):
        (tmp_path / "copy" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, tmp_path / "copy" / name)
    pip = [sys.executable, "-m", "pip", "wheel", "-qq", "--no-deps", "--no-build-isolation", "--wheel-dir", str(tmp_path), "."]
    bare = {name: value for name, value in os.environ.items() if name != "KHENTHUONG_COMPILE"} | {"CC": "no-compiler"}
    subprocess.run(pip, cwd=tmp_path / "copy", env=bare, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.endswith("py3-none-any.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert {"extract/lexicon/heads.csv", "schemas/data/provinces.csv", "corpus/cli.py"} <= {*archive.namelist()}
