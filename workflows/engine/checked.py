"""What a compiled CEL expression uses, read from its serialised form.

cel-expr-python has no syntax-tree API, but serialises the checked expression as a protocol buffer
``google.protobuf.Any`` of ``cel.expr.CheckedExpr``. The field numbers are those of
``cel/expr/checked.proto`` and ``cel/expr/syntax.proto`` in github.com/google/cel-spec; the wire
format is described at https://protobuf.dev/programming-guides/encoding/. Only what is needed is
read: the reference map and the shape of the tree.
"""

from collections.abc import Iterator
from dataclasses import dataclass

_ANY_VALUE = 2
_CHECKED_REFERENCES, _CHECKED_EXPRESSION = 2, 4
_ENTRY_VALUE = 2
_REFERENCE_NAME, _REFERENCE_OVERLOAD = 1, 3
_COMPREHENSION = 9
# Where an Expr holds further Exprs: kind of node -> its fields that are Exprs.
_CHILDREN = {
    5: (1,),  # select: operand
    6: (1, 3),  # call: target, arguments
    7: (1,),  # list: elements
    _COMPREHENSION: (2, 4, 5, 6, 7),  # range, start, condition, step, result
}
_STRUCT, _STRUCT_ENTRIES, _STRUCT_ENTRY_EXPRESSIONS = 8, 2, (3, 4)


@dataclass(frozen=True)
class Checked:
    """``names`` read as identifiers, number of ``nodes``, and how deep comprehensions nest."""

    names: frozenset[str]
    nodes: int
    loops: int


def read_checked(serialised: bytes) -> Checked:
    """Read ``Expression.serialize()``."""
    (checked,) = _messages(serialised, _ANY_VALUE)
    names = frozenset(
        name.decode()
        for entry in _messages(checked, _CHECKED_REFERENCES)
        for reference in _messages(entry, _ENTRY_VALUE)
        if not list(_messages(reference, _REFERENCE_OVERLOAD))
        for name in _messages(reference, _REFERENCE_NAME)
    )
    nodes = loops = 0
    # A stack and not recursion: the depth of the tree is not ours to limit here.
    waiting = [(tree, 0) for tree in _messages(checked, _CHECKED_EXPRESSION)]
    while waiting:
        expression, depth = waiting.pop()
        nodes += 1
        loops = max(loops, depth)
        waiting.extend(_children(expression, depth))
    return Checked(names, nodes, loops)


def _children(expression: bytes, depth: int) -> Iterator[tuple[bytes, int]]:
    for kind, node in _fields(expression):
        deeper = depth + 1 if kind == _COMPREHENSION else depth
        for number in _CHILDREN.get(kind, ()):
            for child in _messages(node, number):
                yield child, deeper
        if kind == _STRUCT:
            for entry in _messages(node, _STRUCT_ENTRIES):
                for number in _STRUCT_ENTRY_EXPRESSIONS:
                    for child in _messages(entry, number):
                        yield child, deeper


def _messages(message: bytes, number: int) -> Iterator[bytes]:
    return (content for found, content in _fields(message) if found == number)


def _fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """The length-delimited fields of a message; numbers and fixed widths are passed over."""
    position = 0
    while position < len(message):
        tag, position = _varint(message, position)
        match tag & 7:
            case 0:
                _, position = _varint(message, position)
            case 1:
                position += 8
            case 2:
                length, position = _varint(message, position)
                yield tag >> 3, message[position : position + length]
                position += length
            case 5:
                position += 4
            case wire_type:
                raise ValueError(f"unknown protocol buffer wire type {wire_type}")


def _varint(message: bytes, position: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[position]
        position += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, position
        shift += 7
