"""Compiles the modules that read articles where KHENTHUONG_COMPILE=1 asks for it; else all is Python, and no compiler is needed.

`make wheel` builds such a wheel, which machines of the same Python and platform install without a compiler.
"""

import os
import subprocess
import sys

from setuptools import setup

_ASKED = "import extract, sys; extract.read(''); print(*sorted(m for m in sys.modules if m.startswith('extract.')))"


def reading() -> list[str]:
    """Files of the modules that are loaded by reading an article."""
    told = subprocess.run([sys.executable, "-c", _ASKED], check=True, capture_output=True, text=True).stdout
    return [f"{name.replace('.', '/')}.py" for name in told.split()]


def compiled() -> list[object]:
    """The extension modules, none where nobody asks for them."""
    if os.environ.get("KHENTHUONG_COMPILE") != "1":
        return []
    from mypyc.build import mypycify

    # -O3 takes twice as long and gains nothing
    return list(mypycify(reading(), opt_level="2", multi_file=True, target_dir="build/mypyc"))


setup(ext_modules=compiled())
