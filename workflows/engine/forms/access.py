"""What one person may do with a field of a form."""

from collections.abc import Collection, Mapping

from ..definition import Access

EVERYBODY = "*"
HIDDEN: Access = "hidden"
_RANK: Mapping[Access, int] = {"hidden": 0, "visible": 1, "editable": 2}


def access_for(access: Mapping[str, Access], keys: Collection[str]) -> Access:
    """The access of a person known by ``keys`` (actor keys and roles).

    Among the keys that are named, the most permissive wins: somebody who is both reviewer and
    lead may do what either may. ``*`` speaks only for those whom no other key names; without it
    they see nothing.
    """
    named = [access[key] for key in access if key != EVERYBODY and key in keys]
    if named:
        return max(named, key=_RANK.__getitem__)
    return access.get(EVERYBODY, "hidden")
