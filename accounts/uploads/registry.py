"""Who may read what is attached where. Higher apps fill it in ``AppConfig.ready()``."""

from collections.abc import Callable

from accounts.uploads.models import Upload
from accounts.users.models import User

Reader = Callable[[User, Upload], bool]

_readers: dict[str, Reader] = {}


def readers(prefix: str) -> Callable[[Reader], Reader]:
    """Register ``fn(user, upload) -> bool`` for references such as ``"<prefix>:AB12"``.

    It says whether ``user`` may read the file, which is attached to such a reference. Raises
    ``ValueError`` when the prefix has another reader.
    """

    def register(function: Reader) -> Reader:
        if _readers.setdefault(prefix, function) is not function:
            raise ValueError(f"The upload prefix {prefix!r} already has a reader.")
        return function

    return register


def reader_of(reference: str) -> Reader:
    """The reader for ``reference``; ``LookupError`` when nobody registered its prefix."""
    prefix = reference.partition(":")[0]
    try:
        return _readers[prefix]
    except KeyError:
        raise LookupError(f"No reader is registered for the upload prefix {prefix!r}.") from None
