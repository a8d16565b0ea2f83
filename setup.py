"""Compiles the modules that read articles where KHENTHUONG_COMPILE=1 asks for it; else all is Python, and no compiler is needed.

`make wheel` builds such a wheel, which machines of the same Python and platform install without a compiler.
"""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from setuptools import setup
from setuptools.command.build_ext import build_ext

_ASKED = "import extract, sys; extract.read(''); print(*sorted(m for m in sys.modules if m.startswith('extract.')))"


class OnAllCores(build_ext):
    """Compiles the C files of an extension at once; setuptools takes them one after the other, on one core."""

    def build_extensions(self) -> None:
        """Build, each file handed to the compiler by a thread of its own."""
        one_after_the_other = self.compiler.compile

        def compile_all(sources: list[str], **told: Any) -> list[str]:
            with ThreadPoolExecutor(os.cpu_count()) as cores:
                made = list(cores.map(lambda source: one_after_the_other([source], **told), sources))
            return [file for files in made for file in files]

        self.compiler.compile = compile_all
        super().build_extensions()


def reading() -> list[str]:
    """Files of the modules that are loaded by reading an article."""
    told = subprocess.run([sys.executable, "-c", _ASKED], check=True, capture_output=True, text=True).stdout
    return [f"{name.replace('.', '/')}.py" for name in told.split()]


def compiled() -> list[object]:
    """The extension modules, none where nobody asks for them, nor where pip only asks what the wheel will be called."""
    if os.environ.get("KHENTHUONG_COMPILE") != "1" or "dist_info" in sys.argv:
        return []
    from mypyc.build import mypycify

    # -O3 takes twice as long and gains nothing
    return list(mypycify(reading(), opt_level="2", debug_level="0", multi_file=True, target_dir="build/mypyc"))


setup(ext_modules=compiled(), cmdclass={"build_ext": OnAllCores})
