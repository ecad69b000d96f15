"""Small pictures that stand for an auditor's photos and a supplier's records: drawn, never taken."""

from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageFont

SIZE = (880, 620)
WALL, STEEL, DARK, PAPER, INK = (186, 190, 187), (118, 126, 130), (32, 38, 40), (250, 249, 244), (38, 42, 48)
LIT, LABEL = (188, 214, 160), (238, 196, 84)
LINES = 9
COMPRESSED = 1  # of a PNG: quick, and little larger


def meter(place: str, reading: int, chance: Random) -> bytes:
    """A power meter on a wall with its reading, as a JPEG."""
    picture, draw = _wall(chance)
    left, top = 250 + chance.randint(-30, 30), 110 + chance.randint(-20, 20)
    draw.rounded_rectangle((left, top, left + 360, top + 400), 24, fill=(222, 224, 222), outline=STEEL, width=5)
    draw.rectangle((left + 40, top + 60, left + 320, top + 160), fill=LIT, outline=DARK, width=3)
    draw.text((left + 56, top + 80), f"{reading:08}", font=_font(50), fill=DARK)
    draw.text((left + 250, top + 168), "kWh", font=_font(30), fill=DARK)
    draw.text((left + 40, top + 222), f"3 x 230/400 V   No. {chance.randint(10**6, 10**7)}", font=_font(22), fill=DARK)
    draw.rectangle((left + 40, top + 290, left + 200, top + 360), fill=LABEL)
    draw.text(
        (left + 52, top + 306), f"{chance.randint(1, 12):02} / {chance.randint(23, 26)}", font=_font(32), fill=DARK
    )
    draw.text((20, SIZE[1] - 44), place, font=_font(26), fill=(250, 250, 250))
    return _written(picture, "JPEG")


def bill(title: str, year: int, total: int, chance: Random) -> bytes:
    """The first page of a bill or record: lines of figures and a total, as a PNG."""
    picture = Image.new("RGB", SIZE, STEEL)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((150, 30, SIZE[0] - 150, SIZE[1]), fill=PAPER)
    draw.text((190, 60), title, font=_font(34), fill=INK)
    draw.text(
        (190, 106), f"{year}-{chance.randint(1, 12):02}   No. {chance.randint(10**7, 10**8)}", font=_font(20), fill=INK
    )
    left = total
    for line in range(LINES):
        part = left if line == LINES - 1 else left * chance.randint(6, 20) // 100
        left -= part
        draw.text(
            (190, 160 + line * 40), f"{chance.choice('ABCDEF')}{chance.randint(10, 99)}", font=_font(22), fill=INK
        )
        draw.text((540, 160 + line * 40), f"{part:>12,}", font=_font(22), fill=INK)
    draw.line((190, 525, SIZE[0] - 190, 525), fill=INK, width=3)
    draw.text((190, 538), "Total", font=_font(28), fill=INK)
    draw.text((520, 538), f"{total:>12,}", font=_font(28), fill=INK)
    return _written(picture, "PNG")


def _wall(chance: Random) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    shade = chance.randint(-18, 18)
    picture = Image.new("RGB", SIZE, tuple(part + shade for part in WALL))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, SIZE[1] - 60, *SIZE), fill=DARK)
    for pipe in range(2 + chance.randrange(3)):
        left = 40 + pipe * 60
        draw.rectangle((left, 0, left + 26, SIZE[1] - 60), fill=STEEL)
        draw.line((left + 7, 0, left + 7, SIZE[1] - 60), fill=(170, 176, 178), width=4)
    return picture, draw


@cache
def _font(size: int) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(size)


def _written(picture: Image.Image, kind: str) -> bytes:
    written = BytesIO()
    picture.save(written, kind, quality=80, compress_level=COMPRESSED)
    return written.getvalue()
