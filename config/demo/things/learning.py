"""What stands for tutoring and for business."""

from config.demo.drawing import DARK, STEEL, WHITE, WOOD, Canvas


def desk(canvas: Canvas, x: float) -> None:
    canvas.box(x, 45, 34, 2.2, WOOD, 0.8)
    canvas.line(x + 3, 46, x + 2, 60, fill=WOOD, thick=1.2)
    canvas.line(x + 31, 46, x + 32, 60, fill=WOOD, thick=1.2)
    for place, (wide, turn) in enumerate(((11, 0.0), (10, 0.4), (12, 0.7))):
        canvas.box(x + 4, 42.6 - place * 2.4, wide, 2.2, canvas.tint(0.45, 0.8, turn), 0.4)
    canvas.shape(x + 18, 44.8, x + 24, 43.4, x + 30, 44.8, x + 24, 45.4, fill=WHITE)
    canvas.line(x + 29, 45, x + 31, 36, x + 26, 31, fill=DARK, thick=0.7)
    canvas.shape(x + 23, 33.5, x + 26, 29.5, x + 29, 32.5, fill=canvas.tint(0.5, 0.85))


def piano(canvas: Canvas, x: float) -> None:
    canvas.box(x, 24, 36, 30, DARK, 1)
    canvas.box(x - 1, 22.6, 38, 2.4, DARK, 0.8)
    canvas.box(x - 1, 40, 38, 4.4, (96, 103, 110), 0.4)
    canvas.box(x + 1, 40.6, 34, 3, WHITE)
    for key in range(11):
        if key % 7 not in (2, 6):
            canvas.box(x + 3.2 + key * 3, 40.6, 1.3, 1.8, DARK)
    canvas.box(x + 11, 29, 14, 9, WHITE, 0.5)
    for staff in range(4):
        canvas.line(x + 12.4, 31 + staff * 1.8, x + 23.6, 31 + staff * 1.8, fill=STEEL, thick=0.3)
    canvas.box(x + 1, 54, 3, 5, DARK)
    canvas.box(x + 32, 54, 3, 5, DARK)
    canvas.box(x + 10, 54, 16, 2.6, canvas.tint(0.45, 0.72), 1)
    canvas.line(x + 12, 56, x + 12, 61, fill=WOOD, thick=0.9)
    canvas.line(x + 24, 56, x + 24, 61, fill=WOOD, thick=0.9)


def ball_and_rope(canvas: Canvas, x: float) -> None:
    canvas.disc(x + 9, 50, 8.4, WHITE)
    canvas.disc(x + 9, 50, 3, DARK)
    for spot_x, spot_y in ((2.4, 46.4), (15.6, 46.4), (4.6, 56.4), (13.4, 56.4), (9, 43)):
        canvas.disc(x + spot_x, spot_y, 1.5, DARK)
    canvas.line(
        x + 22, 48, x + 25, 57, x + 31, 58, x + 35, 52, x + 31, 47, x + 27, 52, x + 33, 58,
        x + 39, 55, x + 40, 47, fill=canvas.tint(0.6, 0.85, 0.4), thick=0.9,
    )  # fmt: skip
    canvas.box(x + 20.8, 40, 2.6, 8.4, WOOD, 1)
    canvas.box(x + 38.6, 39, 2.6, 8.4, WOOD, 1)


def workplace(canvas: Canvas, x: float) -> None:
    canvas.box(x, 45, 36, 2.2, WHITE, 0.8)
    canvas.box(x + 2, 47, 9, 12, canvas.tint(0.15, 0.85), 0.6)
    canvas.line(x + 33, 46, x + 33, 60, fill=STEEL, thick=1.2)
    canvas.box(x + 9, 30, 19, 12, DARK, 0.8)
    canvas.box(x + 9.9, 30.9, 17.2, 10, canvas.tint(0.3, 0.9), 0.4)
    canvas.line(x + 18.5, 42, x + 18.5, 45, fill=DARK, thick=1.4)
    canvas.box(x + 30, 41, 3, 4, canvas.tint(0.5, 0.8), 0.5)


def plants(canvas: Canvas, x: float) -> None:
    leaves = ((96, 140, 106), (118, 163, 126))
    for left, base, high in ((4, 50, 16), (18, 47, 24), (32, 51, 13)):
        for lean, share in ((-4.4, 0.7), (0, 1), (4.4, 0.72), (-2.4, 0.45), (2.6, 0.5)):
            top = base - high * share
            canvas.line(x + left, base, x + left + lean, top, fill=leaves[0], thick=0.6)
            canvas.disc(x + left + lean, top, 2.8, leaves[1], flat=1.5)
        canvas.shape(
            x + left - 4.6, base, x + left + 4.6, base, x + left + 3.4, base + 9,
            x + left - 3.4, base + 9, fill=canvas.tint(0.38, 0.76, left / 100),
        )  # fmt: skip


def meeting_table(canvas: Canvas, x: float) -> None:
    canvas.box(x + 4, 12, 26, 16, WHITE, 0.8)
    for bar, high in enumerate((5, 8, 6.4, 10)):
        canvas.box(x + 8 + bar * 5, 26 - high, 3, high, canvas.tint(0.45, 0.8, bar * 0.08), 0.4)
    for chair in (2, 25):
        canvas.box(x + chair, 36, 7, 12, canvas.tint(0.42, 0.68), 1.6)
        canvas.line(x + chair + 3.5, 48, x + chair + 3.5, 59, fill=STEEL, thick=0.9)
    canvas.box(x - 1, 44, 38, 2.4, WOOD, 1)
    canvas.line(x + 18, 46, x + 18, 59, fill=STEEL, thick=1.4)
    canvas.box(x + 12, 59, 12, 1.4, STEEL, 0.6)
    canvas.box(x + 13, 42, 6, 2, DARK, 0.4)
