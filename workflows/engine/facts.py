"""The subject's variables, read only when an expression asks for one."""

from collections.abc import Callable, Iterator, Mapping

from django.utils.functional import cached_property

from .vocabulary import Subject


class SubjectVariables(Mapping[str, object]):
    """``Subject.variables()`` as a mapping that is filled at the first look."""

    def __init__(self, subject: Callable[[], Subject | None]) -> None:
        self._subject = subject

    @cached_property
    def _values(self) -> Mapping[str, object]:
        subject = self._subject()
        return subject.variables() if subject is not None else {}

    def __getitem__(self, name: str) -> object:
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)
