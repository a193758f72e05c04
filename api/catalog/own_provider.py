"""The provider that the caller is; whoever is none finds nothing under ``provider/``."""

from django.http import Http404
from rest_framework.request import Request

from api.conventions.access import caller
from catalog.providers.models import Provider
from catalog.providers.queries import provider_of


def own_provider(request: Request) -> Provider:
    try:
        return provider_of(caller(request))
    except Provider.DoesNotExist as error:
        raise Http404 from error
