"""Traditional characters as simplified ones, so that either kind of writing finds the other."""

from functools import cache

from opencc import OpenCC

# Blocks of Han characters; those for compatibility are others before they come here (NFKC).
BLOCKS = (range(0x3400, 0x4DC0), range(0x4E00, 0xA000), range(0x20000, 0x32000))


def simplified(text: str) -> str:
    """``text`` with each traditional character as its simplified one: 清潔 is 清洁.

    Character by character, whatever stands beside it: what is stored are characters and pairs,
    and each must be the same wherever it stands.
    """
    table = _table()
    # Nearly every text has none, which is quickly seen.
    if text.isascii() or table.keys().isdisjoint(text):
        return text
    return "".join(table.get(character, character) for character in text)


# Made at first use, and read alone from then on: threads may share it.
@cache
def _table() -> dict[str, str]:
    """By OpenCC's dictionary of characters (https://github.com/BYVoid/OpenCC), ``t2s``."""
    characters = [chr(code) for block in BLOCKS for code in block]
    # Lines keep neighbours apart: OpenCC turns phrases too.
    turned = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {old: new for old, new in zip(characters, turned, strict=True) if new != old}
