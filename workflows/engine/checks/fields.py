"""Fields: types, rules that go with them, options, defaults, and constants."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from django.utils.translation import gettext as _

from ..definition import COLUMN_TYPES, PLAIN_TYPES, Column, Constant, FieldDefinition, Rules
from ..forms.checkers import UPLOADS, ManyUnfit, Unfit, UploadFacts, checker_for, read_moment
from ..forms.tables import table_checker
from ..labels import RULES as RULE_NAMES
from ..patterns import whole_match
from ..problems import Problem, listed, said
from ..values import FIELD_WORDS, UnfitValue, to_cel
from ..wording import Words, quoted
from .context import Checking, error
from .ids import repeated
from .places import constant_place, field_place

SEALABLE = frozenset({"text", "long_text", "date", "time", "datetime", "choice"})
RULES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "text": frozenset({"min_length", "max_length", "pattern"}),
        "long_text": frozenset({"min_length", "max_length", "pattern"}),
        "int": frozenset({"min", "max"}),
        "money": frozenset({"min", "max"}),
        "date": frozenset({"min", "max"}),
        "time": frozenset({"min", "max"}),
        "datetime": frozenset({"min", "max"}),
        "choices": frozenset({"min_length", "max_length"}),
        "table": frozenset({"min_length", "max_length"}),
        "file": frozenset({"types", "max_size"}),
        "photo": frozenset({"types", "max_size"}),
        # A pad draws one of two kinds of image; nobody chooses which.
        "signature": frozenset({"max_size"}),
    }
)
NONE: frozenset[str] = frozenset()


def check_fields(checking: Checking) -> Iterator[Problem]:
    """All fields and constants."""
    for field in checking.definition.fields:
        found = list(_field(field, checking))
        yield from found
        if not found and field.default is not None:
            yield from _default(checking.words, field)
    for name, constant in checking.definition.constants.items():
        yield from _constant(checking.words, name, constant)


def _field(field: FieldDefinition, checking: Checking) -> Iterator[Problem]:
    words = checking.words
    place = field_place(words, field.key)
    personal = {kind.key for kind in checking.vocabulary.personal_types}
    if field.type not in PLAIN_TYPES and field.type not in personal:
        known = listed(map(words.field_type, [*PLAIN_TYPES, *sorted(personal)]))
        yield error(
            "",
            "field_type",
            said(place, _("choose one of the types %(known)s.") % {"known": known}),
        )
        return
    if field.personal and field.type not in SEALABLE | personal:
        yield error(
            "",
            "personal_type",
            said(
                place,
                _("only texts, dates and choices can be sealed; open it or change its type."),
            ),
        )
    yield from _column(words, place, field)
    if (field.type == "table") != bool(field.columns):
        yield error("", "columns", said(place, _("a table, and only a table, has columns.")))
    for key in repeated(column.key for column in field.columns):
        yield error(
            "",
            "columns",
            said(
                place,
                _("give the column %(column)s a key of its own.")
                % {"column": words.column(field.key, key)},
            ),
        )
    for column in field.columns:
        inner = _("%(place)s, column %(column)s") % {
            "place": place,
            "column": quoted(words.text(column.label)),
        }
        if column.type not in COLUMN_TYPES:
            yield error(
                "",
                "field_type",
                said(
                    inner,
                    _("choose one of the types %(known)s.")
                    % {"known": listed(map(words.field_type, COLUMN_TYPES))},
                ),
            )
        else:
            yield from _column(words, inner, column)


def _column(words: Words, place: str, field: Column) -> Iterator[Problem]:
    if (field.type in {"choice", "choices"}) != bool(field.options):
        yield error("", "options", said(place, _("a choice, and only a choice, has options.")))
    labels = {option.value: quoted(words.text(option.label)) for option in field.options}
    for value in repeated(option.value for option in field.options):
        yield error(
            "",
            "options",
            said(
                place,
                _("give the option %(option)s a value of its own.") % {"option": labels[value]},
            ),
        )
    if field.rules is not None:
        yield from _rules(words, place, field, field.rules)


def _rules(words: Words, place: str, field: Column, rules: Rules) -> Iterator[Problem]:
    given = frozenset(rules.model_dump(exclude_none=True))
    for rule in sorted(given - RULES.get(field.type, NONE)):
        yield error(
            "",
            "rule_unfit",
            said(
                place,
                _("remove “%(rule)s”, it does not go with the type “%(type)s”.")
                % {"rule": RULE_NAMES[rule], "type": words.field_type(field.type)},
            ),
        )
    if rules.min_length and rules.max_length and rules.min_length > rules.max_length:
        yield error(
            "",
            "rule_limits",
            said(place, _("the least length is above the greatest; correct one of them.")),
        )
    if field.type in {"int", "money", "date", "time", "datetime"}:
        yield from _limits(place, field.type, rules)
    if rules.pattern is not None:
        try:
            whole_match(rules.pattern)
        except ValueError as bad:
            yield error(
                "", "pattern", said(place, _("%(problem)s; correct it.") % {"problem": bad})
            )


def _limits(place: str, kind: str, rules: Rules) -> Iterator[Problem]:
    is_number = kind in {"int", "money"}

    def read(limit: int | str | None) -> object:
        return limit if is_number and isinstance(limit, int) else read_moment(kind, limit)

    for name, limit in (("min", rules.min), ("max", rules.max)):
        if limit is not None and read(limit) is None:
            words = _limit_in_words(kind)
            yield error(
                "",
                "rule_limits",
                said(
                    place,
                    _("write “%(name)s” as %(type)s.") % {"name": RULE_NAMES[name], "type": words},
                ),
            )
            return
    least, most = read(rules.min), read(rules.max)
    # Both were read as the same kind just now, which the type of read does not tell.
    if least is not None and most is not None and least > most:  # type: ignore[operator]
        yield error(
            "",
            "rule_limits",
            said(place, _("the least value is above the greatest; correct one of them.")),
        )


def _limit_in_words(kind: str) -> str:
    return {
        "date": _("a date in ISO 8601"),
        "time": _("a time in ISO 8601"),
        "datetime": _("a datetime in ISO 8601"),
    }.get(kind) or _("a whole number")


def _default(words: Words, field: FieldDefinition) -> Iterator[Problem]:
    place = field_place(words, field.key)
    is_sealed = field.personal or field.type not in PLAIN_TYPES
    if is_sealed or field.type in UPLOADS:
        yield error("", "default", said(place, _("remove the default; this type can have none.")))
        return
    place = _("%(place)s, default") % {"place": place}
    checker = table_checker(field) if field.type == "table" else checker_for(field)
    try:
        checker.check(field.default, _no_upload)
    except Unfit as unfit:
        yield error("", "default", said(place, str(unfit.message)))
    except ManyUnfit as many:
        yield error("", "default", said(place, str(many.found[0].message)))


def _no_upload(upload_id: str) -> UploadFacts | None:
    return None


def _constant(words: Words, name: str, constant: Constant) -> Iterator[Problem]:
    try:
        to_cel(FIELD_WORDS[constant.type], constant.value)
    except UnfitValue as unfit:
        yield error(
            "",
            "constant_value",
            said(
                constant_place(words, name),
                _("its value %(unfit)s; correct it.") % {"unfit": unfit},
            ),
        )
