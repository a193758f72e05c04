"""From CEL to the condition builder, where a formula says no more than the builder can."""

import re
from collections.abc import Mapping
from typing import Any

TOKEN = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\u[0-9a-f]{4}|\\['\\])*'|\"(?:[^\"\\]|\\u[0-9a-f]{4}|\\[\"\\])*\")"
    r"|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*)"
    r"|(?P<sign>&&|\|\||==|!=|<=|>=|[<>!()\[\],]))"
)
COMPARING = {"==", "!=", "<", "<=", ">", ">="}
ESCAPE = re.compile(r"\\(?:u([0-9a-f]{4})|(.))")


class _More(ValueError):
    """It says more than the builder can."""


def builder_of(cel: str, types: Mapping[str, str]) -> dict[str, Any] | None:
    """The builder's tree that means the same as ``cel``; ``None`` where there is none."""
    try:
        reader = _Reader(_tokens(cel), types)
        tree = reader.alternatives()
        return tree if reader.done else None
    except (_More, IndexError):
        return None


def _tokens(cel: str) -> list[tuple[str, str]]:
    found, position, text = [], 0, cel.strip()
    while position < len(text):
        match = TOKEN.match(text, position)
        if match is None:
            raise _More
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        position = match.end()
    return found


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]], types: Mapping[str, str]) -> None:
        self._tokens = tokens
        self._types = types
        self._at = 0
        self._depth = 0

    @property
    def done(self) -> bool:
        return self._at == len(self._tokens)

    def alternatives(self) -> dict[str, Any]:
        return self._joined("||", "any", lambda: self._joined("&&", "all", self._one))

    def _joined(self, sign: str, key: str, part: Any) -> dict[str, Any]:
        parts = [part()]
        while self._take(sign):
            parts.append(part())
        return parts[0] if len(parts) == 1 else {key: parts}

    def _one(self) -> dict[str, Any]:
        if self._take("!"):
            return self._negated()
        if self._take("("):
            self._depth += 1
            if self._depth > 20:
                raise _More
            inner = self.alternatives()
            self._demand(")")
            self._depth -= 1
            return inner
        return self._comparison()

    def _negated(self) -> dict[str, Any]:
        inside = self._take("(")
        line = self._comparison()
        if inside:
            self._demand(")")
        opposite = {"is_set": "is_not_set", "in": "not_in"}.get(line["op"])
        if line["op"] == "==" and line["value"] is True:
            return {**line, "value": False}
        if opposite is None or (line["op"] == "in" and not inside):
            raise _More
        return {**line, "op": opposite}

    def _comparison(self) -> dict[str, Any]:
        kind, name = self._next()
        if kind in {"text", "number"}:
            return self._within(kind, name)
        if kind != "name":
            raise _More
        if name.startswith("is_set.") and name in self._types:
            return {"var": name.removeprefix("is_set."), "op": "is_set"}
        holder, _dot, method = name.rpartition(".")
        if method == "contains" and self._types.get(holder) == "string":
            self._demand("(")
            value = self._value("string")
            self._demand(")")
            return {"var": holder, "op": "contains", "value": value}
        if name not in self._types:
            raise _More
        return self._compared(name, self._types[name])

    def _compared(self, name: str, word: str) -> dict[str, Any]:
        if self._peek() == ("name", "in"):
            self._next()
            return {"var": name, "op": "in", "value": self._list(word)}
        if self._peek()[1] in COMPARING:
            sign = self._next()[1]
            return {"var": name, "op": sign, "value": self._value(word)}
        if word != "bool":
            raise _More
        return {"var": name, "op": "==", "value": True}

    def _within(self, kind: str, literal: str) -> dict[str, Any]:
        """A text that is among the texts of a list."""
        if kind != "text" or self._next() != ("name", "in"):
            raise _More
        _kind, name = self._next()
        if self._types.get(name) != "list<string>":
            raise _More
        return {"var": name, "op": "contains", "value": _unquoted(literal)}

    def _list(self, word: str) -> list[Any]:
        self._demand("[")
        values = [self._value(word)]
        while self._take(","):
            values.append(self._value(word))
        self._demand("]")
        return values

    def _value(self, word: str) -> Any:
        kind, text = self._next()
        if kind == "text" and word == "string":
            return _unquoted(text)
        if kind == "number" and word == "int" and "." not in text:
            return int(text)
        if kind == "number" and word == "double":
            return float(text)
        if kind != "name":
            raise _More
        if text in {"true", "false"} and word == "bool":
            return text == "true"
        if text == "timestamp" and word == "timestamp":
            self._demand("(")
            inner, literal = self._next()
            self._demand(")")
            if inner == "text":
                return _unquoted(literal)
        if self._types.get(text) == word:
            return {"var": text}
        raise _More

    def _peek(self) -> tuple[str, str]:
        return self._tokens[self._at] if not self.done else ("", "")

    def _next(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, sign: str) -> bool:
        found = self._peek() == ("sign", sign)
        self._at += found
        return found

    def _demand(self, sign: str) -> None:
        if not self._take(sign):
            raise _More


def _unquoted(literal: str) -> str:
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)) if found[1] else found[2], literal[1:-1])
