"""sqlite-utils without pandas and numpy. It loads both where they are installed, which takes a second that no command needs."""

from __future__ import annotations

import sys

__all__ = ["sqlite_utils"]

_NOT_NEEDED = [name for name in ("pandas", "numpy") if name not in sys.modules]
for _name in _NOT_NEEDED:
    sys.modules[_name] = None  # type: ignore[assignment]
try:
    import sqlite_utils
finally:
    for _name in _NOT_NEEDED:
        del sys.modules[_name]
