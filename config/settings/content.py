"""What editors work with: languages, Wagtail, pictures, and files of rows."""

import os

from django.utils.translation import gettext_lazy as _

from config.settings.environment import chains, search_backends
from config.settings.installation import BASE_DIR, BASE_URL

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
OPENSEARCH_URL = os.environ.get("OPENSEARCH_URL", "")
WAGTAILSEARCH_BACKENDS = search_backends(OPENSEARCH_URL)
# By language those whose words stand in where there are none in it, in order; of the languages
# that are not named here, the default one and then all others.
LOCALE_FALLBACKS = chains(os.environ.get("LOCALE_FALLBACKS", ""))
WAGTAIL_I18N_ENABLED = True
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]
FORMAT_MODULE_PATH = "config.formats"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

WAGTAIL_SITE_NAME = "Doorstep"
# The admin asks no other host for anything: faces would be asked for by a hash of the e-mail.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
# People log in by code: staff give a password to those who want one.
WAGTAILUSERS_PASSWORD_REQUIRED = False
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_USER_LOGIN_FORM = "accounts.login.forms.AdminLoginForm"
WAGTAILIMAGES_IMAGE_MODEL = "media.Picture"
WAGTAILIMAGES_IMAGE_FORM_BASE = "cms.media.forms.PictureForm"
WAGTAILDOCS_DOCUMENT_MODEL = "media.File"
# Renditions by purpose: the ratio that they are cropped to round the focal point, and their widths.
PICTURE_PRESETS = {
    "card": ("4:3", (400, 800)),
    "hero": ("16:9", (960, 1920)),
    "square": ("1:1", (128, 256)),
    "content": (None, (480, 960, 1920)),
}
# Nothing that a browser would run as a page of this origin.
WAGTAILDOCS_EXTENSIONS = [
    "csv", "docx", "odp", "ods", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip",
]  # fmt: skip

# Of one file that is imported into the admin: its size and its rows.
EXCHANGE_MAX_BYTES = 5 * 1024 * 1024
EXCHANGE_MAX_ROWS = 2000
