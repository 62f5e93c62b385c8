"""Coverage-guided fuzzing of the table readers: python -m tests.hostile.fuzz_readers [libFuzzer's
options]. Ends with 0 when nothing but rows and refusals came out."""

from __future__ import annotations

import sys
import tempfile
import warnings
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["core.tables"]):
    from core.errors import InputRejected
    from core.settings import MEGABYTE, Settings
    from core.tables import open_table

NAMES = ("x.csv", "x.tsv", "x.jsonl", "x.xlsx", "x.parquet", "x.csv.gz")
SMALL = Settings(home=Path("unused"), max_upload_bytes=MEGABYTE, max_unpacked_bytes=4 * MEGABYTE)


def read(content: bytes) -> None:
    """Read one input as the file its first byte chooses."""
    if not content:
        return
    try:
        table = open_table(content[1:], NAMES[content[0] % len(NAMES)], SMALL)
        for frame in table.chunks():
            for cell in frame.to_numpy().ravel():
                cell.encode()
    except InputRejected as error:
        str(error)


def main() -> None:
    warnings.simplefilter("ignore")
    from tests.hostile.upload_files import VALID

    with tempfile.TemporaryDirectory() as seeds:
        for number, (name, content) in enumerate(VALID.items()):
            kind = next(i for i, n in enumerate(NAMES) if n.endswith(name.rsplit(".", 1)[-1]))
            (Path(seeds) / str(number)).write_bytes(bytes([kind]) + content)
        atheris.Setup([sys.argv[0], *sys.argv[1:], seeds], read)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
