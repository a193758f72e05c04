"""Papers for uploads: one page as PDF that says what it stands for."""

from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 620, 877  # A4 at 75 dots per inch
INK, PALE, RED = (52, 58, 64), (222, 226, 230), (201, 42, 42)


@cache
def paper(kind: str) -> bytes:
    """A PDF with the title of ``kind`` (``business-licence``: “Business licence”)."""
    page = Image.new("RGB", (WIDTH, HEIGHT), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((30, 30, WIDTH - 30, HEIGHT - 30), outline=PALE, width=3)
    title = kind.replace("-", " ").replace("_", " ").capitalize()
    draw.text((WIDTH / 2, 150), title, INK, ImageFont.load_default(40), anchor="mm")
    for line in range(9):
        right = WIDTH - (120 if line % 4 else 240)
        draw.rectangle((90, 250 + line * 46, right, 260 + line * 46), fill=PALE)
    draw.ellipse((400, 660, 510, 770), outline=RED, width=5)
    draw.text((455, 715), "SAMPLE", RED, ImageFont.load_default(22), anchor="mm")
    draw.text(
        (WIDTH / 2, HEIGHT - 60),
        "Made for the demonstration. Not a document.",
        INK,
        ImageFont.load_default(16),
        anchor="mm",
    )
    stream = BytesIO()
    page.save(stream, "PDF", resolution=75)
    return stream.getvalue()
