"""The catalogues of the interface: ``make messages`` extracts what is marked and compiles.

In pure Python by Babel, a development tool, so that nobody needs gettext's own programs. Django's
``templatize`` turns a template into something that reads like Python, as ``makemessages`` has it.
"""

import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

BASE_DIR = Path(__file__).resolve().parent.parent
PO = BASE_DIR / "config" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
NOT_OURS_TO_SHOW = frozenset({"tests", "benchmarks"})
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def extracted() -> Catalog:
    """Every message that the source marks for translation, untranslated."""
    found = Catalog(project="Doorstep", charset="utf-8")
    for path in _sources():
        method: Any = "python" if path.suffix == ".py" else _extract_template
        place = path.relative_to(BASE_DIR).as_posix()
        with path.open("rb") as file:
            for line, message, _comments, context in extract(method, file, KEYWORDS):
                found.add(message, locations=[(place, line)], context=context)
    return found


def translated() -> Catalog:
    """The catalogue as it is kept."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def update() -> Catalog:
    """Take what is new into the catalogue, drop what is gone, and compile it."""
    template, kept = extracted(), translated()
    # Without a date of its own the file changes only where a message does.
    template.creation_date = kept.creation_date
    kept.update(template, no_fuzzy_matching=True, update_creation_date=False)
    with PO.open("wb") as file:
        write_po(
            file, kept, width=100, sort_by_file=True, include_lineno=False, ignore_obsolete=True
        )
    with MO.open("wb") as file:
        write_mo(file, kept)
    return kept


def _sources() -> Iterator[Path]:
    """Modules and templates of the top-level packages, in a fixed order."""
    for package in sorted(BASE_DIR.glob("*/__init__.py")):
        if package.parent.name in NOT_OURS_TO_SHOW:
            continue
        for path in sorted(package.parent.rglob("*")):
            parts = path.relative_to(BASE_DIR).parts
            is_template = "templates" in parts and path.suffix in {".html", ".txt"}
            if is_template or (path.suffix == ".py" and "migrations" not in parts):
                yield path


def _extract_template(
    file: IO[bytes],
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Any,
) -> Iterator[Any]:
    code = templatize(file.read().decode())
    # The indentation is HTML's and means nothing in Python.
    flat = "\n".join(line.lstrip() for line in code.splitlines())
    return extract_python(io.BytesIO(flat.encode()), keywords, comment_tags, options)


def main() -> None:
    left = [str(message.id) for message in update() if message.id and not message.string]
    for text in left:
        print(f"not translated: {text}")  # noqa: T201 - a command for people
    raise SystemExit(bool(left))


if __name__ == "__main__":
    main()
