"""The words and numbers of the demonstration, as TOML files beside this module."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "data"
LANGUAGES = ("en", "zh-hans")


@cache
def data(name: str) -> dict[str, Any]:
    """The content of ``data/<name>.toml``."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def words(pair: list[str]) -> dict[str, str]:
    """``[English, Chinese]`` as a map of language to text."""
    return dict(zip(LANGUAGES, pair, strict=True))


def body(sections: list[list[str]], at: int) -> list[tuple[str, Any]]:
    """``[heading en, heading zh, text en, text zh]`` each, as blocks of a page's body."""
    blocks: list[tuple[str, Any]] = []
    for section in sections:
        blocks.append(("heading", {"text": section[at], "level": "2"}))
        blocks.append(("text", f"<p>{section[2 + at]}</p>"))
    return blocks
