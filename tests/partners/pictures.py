"""Pictures for the tests of logos, made of numbers: no file is kept."""

import io
import random

from PIL import Image


def picture(width: int, height: int, *, noise: bool = False, mode: str = "RGB") -> Image.Image:
    """A green area with a white bar, or noise that cannot be made short."""
    if noise:
        points = random.Random(1).randbytes(width * height * 3)  # noqa: S311 (the same each time)
        return Image.frombytes("RGB", (width, height), points).convert(mode)
    made = Image.new("RGB", (width, height), (20, 70, 58))
    made.paste((255, 255, 255), (width // 4, height // 4, width // 2, height // 2))
    return made.convert(mode)


def encoded(made: Image.Image, form: str, **options: object) -> bytes:
    """A picture as the bytes of a file."""
    file = io.BytesIO()
    made.save(file, form, **options)
    return file.getvalue()


def png(width: int, height: int, *, noise: bool = False) -> bytes:
    """A PNG file."""
    return encoded(picture(width, height, noise=noise), "PNG")
