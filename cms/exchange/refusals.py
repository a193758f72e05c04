"""Why a file, or the confirmation of an import, is refused."""

from django.utils.translation import gettext_lazy as _

REASONS = {
    "empty": _("This file is empty."),
    "too_large": _("This file is larger than %(limit)s MB. Split it into several."),
    "too_many_rows": _("This file has more than %(limit)s rows. Split it into several."),
    "too_many_columns": _("This file has more than %(limit)s columns."),
    "not_a_table": _("This is neither a CSV file nor an Excel workbook (.xlsx)."),
    "old_workbook": _("This is a workbook in the old format. Save it as .xlsx or CSV."),
    "encoding": _("The letters of this file are in no known encoding. Save it as CSV UTF-8."),
    "damaged": _("This file is damaged, or not what its name says: %(reason)s."),
    "quotes": _("The quotation marks in row %(row)s do not fit together."),
    "no_header": _("The first row does not name the columns."),
    "repeated_column": _("The column “%(column)s” stands there twice."),
    "unknown_column": _("There is no column “%(column)s”; these are known: %(known)s."),
    "missing_column": _("The column “%(column)s” is missing."),
    "no_rows": _("There are no rows below the names of the columns."),
}
GONE = _("This preview is no longer there. Choose the file again.")


class TableRefused(Exception):
    """A file that is not the table it should be. Nothing of it has been imported."""

    def __init__(self, code: str, **values: object) -> None:
        self.code = code
        self.message = str(REASONS[code] % values)
        super().__init__(self.message)


class PreviewGone(Exception):
    """Somebody else's, confirmed already, or older than an hour."""


class PreviewOutdated(Exception):
    """Something has changed since: what would be imported is not what was previewed."""
