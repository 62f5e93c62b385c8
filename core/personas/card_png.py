"""A card as a picture, to paste into slides and chats."""

from __future__ import annotations

import io

_SCALE = 2.0
"""Of 72 dots an inch, the measure of PDF."""
_MARGIN = 48
_WHITE = 255


def as_png(pdf: bytes) -> bytes:
    """The first page of a PDF as PNG at 144 dots an inch, white below the last line cut off."""
    import numpy as np
    import pypdfium2
    from PIL import Image

    document = pypdfium2.PdfDocument(pdf)
    try:
        pixels = document[0].render(scale=_SCALE).to_numpy()
    finally:
        document.close()
    written = np.flatnonzero((pixels[..., :3] < _WHITE).any(axis=(1, 2)))
    bottom = int(written[-1]) + _MARGIN if len(written) else len(pixels)
    # PDFium gives blue first.
    picture = Image.fromarray(np.ascontiguousarray(pixels[:bottom, :, 2::-1]))
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()
