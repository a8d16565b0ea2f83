"""What the papers say is so: examples run, commands exist and are told, links lead somewhere, both languages say the same."""

from __future__ import annotations

import ast
import doctest
import re
import subprocess
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from corpus.cli import app

LOCKED_IN = {
    "requirements": "requirements",
    "requirements-test": "requirements-test",
    "requirements-cluster": "requirements-test",
    "requirements-ocr": "requirements-test",
    "requirements-fetch": "requirements-test",
}
READMES = ("README.md", "README.vi.md")
PAPERS = (
    *READMES,
    "CONTRIBUTING.md",
    "CHANGELOG.md",
    "schemas/data/README.md",
    "docs/extraction.md",
    "docs/scaling.md",
    "docs/scaling.vi.md",
    "docs/ingest.md",
    "docs/ingest.vi.md",
    "docs/stories.md",
    "docs/site.md",
    "docs/site.vi.md",
    "docs/review.md",
    "docs/review.vi.md",
)
# parts, so that this file does not hold what it looks for
FOREIGN = (
    "/" + "work/",
    "pypi" + ".org",
    "files.python" + "hosted",
    "--index" + "-url",
    "--extra-" + "index",
    "--find-" + "links",
)


def commands() -> dict[str, list[str]]:
    """Each command of the program with its long options."""
    group = typer.main.get_command(app)
    return {name: [o for p in sub.params for o in p.opts if o.startswith("--")] for name, sub in group.commands.items()}


def shell_lines(text: str) -> list[str]:
    blocks = re.findall(r"```sh\n(.*?)```", text, re.S)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


@pytest.mark.parametrize("name", READMES)
def test_python_examples_run(root, name):
    failed, tried = doctest.testfile(str(root / name), module_relative=False, encoding="utf-8", verbose=False)
    assert tried >= 4
    assert failed == 0


@pytest.mark.parametrize("name", READMES)
def test_every_command_is_told_and_every_command_told_exists(root, name):
    text = (root / name).read_text(encoding="utf-8")
    told = set(re.findall(r"khenthuong ([a-z]+)\b", " ".join(re.findall(r"`[^`]*`|^\.venv.*$", text, re.M))))
    assert told == set(commands())


@pytest.mark.parametrize("name", READMES)
def test_every_option_told_exists(root, name):
    text = (root / name).read_text(encoding="utf-8")
    known = commands()
    rows = re.findall(r"^\| `khenthuong (\w+)(.*)$", text, re.M)
    assert len(rows) == len(known)
    for command, row in rows:
        for option in re.findall(r"--[a-z]+(?:-[a-z]+)*", row):
            assert option in known[command], f"{command} {option}"


@pytest.mark.parametrize("name", READMES)
def test_sample_commands_run(root, name, tmp_path, monkeypatch):
    monkeypatch.chdir(root)
    lines = [line for line in shell_lines((root / name).read_text(encoding="utf-8")) if "khenthuong extract" in line]
    assert len(lines) == 2
    for line in lines:
        words = [str(tmp_path) if word == "build/pages" else word for word in line.split()[1:]]
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 0, result.output
        assert result.output.strip() or list(tmp_path.iterdir())


def test_both_languages_say_the_same(root):
    texts = [(root / name).read_text(encoding="utf-8") for name in READMES]
    for pattern in (r"^#+ ", r"^\| `[^|]*` \|", r"\]\(([^)]*)\)", r"`[a-z_]+`"):
        english, vietnamese = (
            sorted(found.replace(".vi.md", ".md") for found in re.findall(pattern, text, re.M)) for text in texts
        )
        assert english == vietnamese, pattern
    assert shell_lines(texts[0]) == shell_lines(texts[1])


@pytest.mark.parametrize("name", PAPERS)
def test_links_and_paths_lead_somewhere(root, name):
    paper = root / name
    text = paper.read_text(encoding="utf-8")
    for link in re.findall(r"\]\(([^)#]+)\)", text):
        assert link.startswith("https://") or (paper.parent / link).exists(), link
    for path in re.findall(r"`((?:schemas|extract|corpus|notebooks|tests)/[\w/.-]*)`", text):
        assert (root / path).exists(), path


def test_make_help_names_every_target(root):
    makefile = (root / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: help (.*)$", makefile, re.M)
    assert targets
    assert set(targets[1].split()) == set(re.findall(r"@echo 'make ([\w-]+)", makefile))
    for name in PAPERS:
        for target in re.findall(r"`?make (\w+)", " ".join(shell_lines((root / name).read_text(encoding="utf-8")))):
            assert target in targets[1].split(), f"{name}: make {target}"


def test_direct_dependencies_have_a_reason_and_are_locked(root):
    for name, lock in LOCKED_IN.items():
        lines = (root / f"{name}.in").read_text(encoding="utf-8").splitlines()
        locked = (root / f"{lock}.txt").read_text(encoding="utf-8")
        pins = [i for i, line in enumerate(lines) if line and not line.startswith("#")]
        assert pins
        for i in pins:
            assert lines[i - 1].startswith("# "), f"{name}.in:{i + 1} has no reason"
            assert f"\n{lines[i]} " in f"\n{locked}", f"{lines[i]} is not in {name}.txt; run make lock"
        entries = re.split(r"\n(?=\S)", locked.strip())
        assert all("--hash=sha256:" in entry for entry in entries)


def third_party(folders: tuple[str, ...], root: Path) -> set[str]:
    """Names of the distributions that modules in `folders` import."""
    found = set()
    for path in (p for folder in folders for p in (root / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module] if isinstance(node, ast.ImportFrom) and node.module and not node.level else []
            found |= {name.split(".")[0] for name in names}
    homes = metadata.packages_distributions()
    return {re.sub(r"[-_.]+", "-", home).lower() for name in found for home in homes.get(name, []) if home != "khenthuong"}


def test_direct_dependencies_are_those_imported(root):
    pinned = [
        set(re.findall(r"^([\w.-]+)==", (root / f"{name}.in").read_text(encoding="utf-8"), re.M))
        for name in ("requirements", "requirements-test", "requirements-cluster", "requirements-ocr", "requirements-fetch")
    ]
    runtime, test, *extras = pinned
    optional = set().union(*extras)
    assert third_party(("schemas", "extract", "corpus"), root) == (runtime | optional) - {"setuptools"}
    tools = {"pytest-xdist", "ruff", "mypy", "types-pyyaml", "import-linter", "ipykernel", "vl-convert-python"}
    assert third_party(("tests", "notebooks"), root) - runtime - optional == test - tools


def test_the_test_lock_holds_the_runtime_lock(root):
    pins = [
        set(re.findall(r"^[\w.-]+==\S+", (root / f).read_text(encoding="utf-8"), re.M))
        for f in ("requirements.txt", "requirements-test.txt")
    ]
    assert pins[0] < pins[1]


def test_version_is_the_newest_in_the_changelog(root):
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert re.findall(r"^## (\S+)", (root / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)[0] == version


def tracked(root: Path) -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True).stdout
    return [name for name in listed.split("\0") if name and (root / name).exists()]


def test_every_data_file_goes_into_the_package(root):
    told = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]["package-data"]
    packed = {path for package, patterns in told.items() for pattern in patterns for path in (root / package).glob(pattern)}
    data = [name for name in tracked(root) if name.split("/")[0] in told and not name.endswith(".py")]
    assert len(data) > 50
    assert [name for name in data if root / name not in packed] == []


def test_no_file_holds_a_path_of_one_machine_or_an_index(root):
    found = []
    for name in tracked(root):
        path = root / name
        if path.suffix == ".png":
            continue
        text = path.read_bytes().decode("utf-8", "replace")
        found += [f"{name}: {word}" for word in FOREIGN if word in text]
    assert found == []
