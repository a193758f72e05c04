"""The registry of compiled flows: this module's attributes, made when they are asked for.

Viewflow stores ``engine/flows.<key>_v<number>_<8 hex>`` and imports it by that name. The name
carries the content hash, so a class never changes and a worker that started before a publication
finds the new version by itself. Drafts are not among them.
"""

import re
import threading

from .compiler import compile_flow
from .definition import parse
from .models import Case, Version
from .nodes import BaseFlow

NAME = re.compile(r"^(?P<key>[a-z][a-z0-9_-]*)_v(?P<number>\d+)_(?P<hash>[0-9a-f]{8})$")

# Viewflow compares classes by identity: there must be exactly one for a name.
_lock = threading.RLock()
_flows: dict[str, type[BaseFlow]] = {}


def flow_name(*, key: str, number: int, content_hash: str) -> str:
    """The name of a version's flow class."""
    return f"{key}_v{number}_{content_hash[:8]}"


def flow_of(version: Version) -> type[BaseFlow]:
    """The flow class of ``version``, whose ``definition`` is loaded."""
    name = flow_name(
        key=version.definition.key, number=version.number, content_hash=version.content_hash
    )
    return _flows.get(name) or _compile(name, version)


def flow_of_case(case: Case) -> type[BaseFlow]:
    """The flow class that ``case`` runs, whose ``process`` is loaded."""
    return case.process.flow_class  # type: ignore[no-any-return]


def __getattr__(name: str) -> type[BaseFlow]:
    if name in _flows:
        return _flows[name]
    match = NAME.match(name)
    version = match and (
        Version.objects.select_related("definition")
        .filter(
            definition__key=match["key"],
            number=int(match["number"]),
            content_hash__startswith=match["hash"],
        )
        .first()
    )
    if not version:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return _compile(name, version)


def _compile(name: str, version: Version) -> type[BaseFlow]:
    with _lock:
        if name not in _flows:
            _flows[name] = compile_flow(parse(version.content), name=name)
        return _flows[name]
