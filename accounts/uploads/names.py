"""File names that are safe to show, to save and to send in a header."""

import re
import unicodedata

LONGEST = 150
FALLBACK = "file"

_SUFFIXES = {
    "image/jpeg": (".jpg", ".jpeg"),
    "image/png": (".png",),
    "image/webp": (".webp",),
    "application/pdf": (".pdf",),
    "video/mp4": (".mp4",),
    "text/plain": (".txt", ".log", ".md"),
    "text/csv": (".csv",),
}


def safe_name(given: str, content_type: str) -> str:
    """The last part of ``given`` without control and direction characters, at most 150 long.

    The ending always fits ``content_type``: ``bill.exe`` that is a PDF becomes ``bill.exe.pdf``.
    """
    last = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1])
    # "C" holds control, format (right-to-left override), surrogate and private characters.
    printable = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    name = re.sub(r'[<>:"|?*]', "_", printable).strip()
    suffixes = _SUFFIXES[content_type]
    suffix = next((one for one in suffixes if name.lower().endswith(one)), "")
    stem = name[: len(name) - len(suffix)].strip(" .")
    suffix = suffix or suffixes[0]
    return (stem or FALLBACK)[: LONGEST - len(suffix)] + suffix
