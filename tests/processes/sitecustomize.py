"""Python reads this at the start of every process of a test: it stays offline too."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import offline

sys.path.pop(0)
offline.guard()
