"""Why a sealed value cannot be had. No message ever holds a value or a key."""


class SealedError(Exception):
    """A sealed value cannot be read or written."""


class UnknownValue(SealedError):
    """No sealed value has this reference."""


class KeyDestroyed(SealedError):
    """The person's key is destroyed: it opens nothing any more, and seals nothing more."""


class MasterKeyMissing(SealedError):
    """The person's key is wrapped under a master key that the settings no longer hold."""


class Unreadable(SealedError):
    """Authentication failed: the row was changed, moved to another person, or the key is wrong."""
