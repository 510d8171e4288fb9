"""Compares screenshots with pictures that are kept: smaller, and in few colours, so that they need little room."""

import io
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageStat

# Another Chromium draws letters a little otherwise: pictures are compared when both are blurred.
BLUR = 3
MOST = 14  # how much a pixel may differ, of 255, before it counts
SHARE = 0.004  # of the pixels that may


def small(picture: Image.Image) -> Image.Image:
    half = picture.convert("RGB").resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
    # So that a colour of a few pixels is kept, too.
    return half.quantize(64, method=Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)


def compare(screenshot: bytes, kept: Path, seen: Path, update: bool) -> str | None:
    """Says how a screenshot differs from the picture that is kept; None where it doesn't, or where it is kept now."""
    picture = small(Image.open(io.BytesIO(screenshot)))
    picture.save(seen, optimize=True)
    if update:
        kept.parent.mkdir(exist_ok=True)
        if kept.exists() and difference(Image.open(kept), picture) is None:
            return None
        picture.save(kept, optimize=True)
        return None
    if not kept.exists():
        return "there is no picture to compare with: scripts/tools/package/pages/check --update"
    return difference(Image.open(kept), picture)


def difference(kept: Image.Image, seen: Image.Image) -> str | None:
    if kept.size != seen.size:
        return f"is {seen.size} and not {kept.size}"
    blurred = [one.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR)) for one in (kept, seen)]
    distance = ImageChops.difference(*blurred).convert("L")
    other = distance.point(lambda value: 255 if value > MOST else 0)
    share = ImageStat.Stat(other).mean[0] / 255
    if share <= SHARE:
        return None
    return f"looks different in {share:.1%} of it, around {other.getbbox()}"
