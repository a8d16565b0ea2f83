"""Runs the notebooks over an archive and writes them with their tables and charts: `python -m notebooks [ARCHIVE] [OUT]`."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import jupytext
import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def run(source: Path, archive: Path, out: Path) -> Path:
    """The executed notebook's file; raises CellExecutionError where a cell fails."""
    notebook = jupytext.read(source)
    os.environ["KHENTHUONG_ARCHIVE"] = str(archive.resolve())
    where = {"metadata": {"path": str(HERE)}}
    NotebookClient(notebook, timeout=300, kernel_name="python3", resources=where, extra_arguments=["--log-level=ERROR"]).execute()
    out.mkdir(parents=True, exist_ok=True)
    path = out / f"{source.stem}.ipynb"
    nbformat.write(notebook, path)
    return path


def main(archive: str = "build/demo.db", out: str = "build/notebooks") -> None:
    """Run every notebook and say where it went."""
    for source in sorted(HERE.glob("[!_]*.py")):
        print(run(source, Path(archive), Path(out)))


if __name__ == "__main__":
    main(*sys.argv[1:])
