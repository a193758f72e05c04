"""A Django view and nothing before it."""

from benchmarks.delivery.settings import *

# It insists on its middleware.
INSTALLED_APPS.remove("allauth.account")
MIDDLEWARE = []
ROOT_URLCONF = "benchmarks.delivery.rivals.bare"
