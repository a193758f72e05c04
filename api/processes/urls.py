from django.urls import URLPattern, path

from api.conventions import converters  # noqa: F401 - registers ``number``
from api.processes.cases import Cases, StartForm
from api.processes.definitions import Definitions, OneDefinition
from api.processes.differences import Differences
from api.processes.drafts import Draft, DraftCheck, DraftPublication
from api.processes.language import Schema, Vocabularies
from api.processes.migrations import Migrations
from api.processes.rollouts import Rollback, Rollouts
from api.processes.simulations import DraftSimulation
from api.processes.versions import OneVersion, Versions

# The fixed words come before {key}; ``definitions.RESERVED`` keeps them free.
urlpatterns: list[URLPattern] = [
    path("processes/", Definitions.as_view()),
    path("processes/schema/", Schema.as_view()),
    path("processes/vocabulary/", Vocabularies.as_view()),
    path("processes/<slug:key>/", OneDefinition.as_view()),
    path("processes/<slug:key>/draft/", Draft.as_view()),
    path("processes/<slug:key>/draft/check/", DraftCheck.as_view()),
    path("processes/<slug:key>/draft/simulate/", DraftSimulation.as_view()),
    path("processes/<slug:key>/draft/publish/", DraftPublication.as_view()),
    path("processes/<slug:key>/diff/", Differences.as_view()),
    path("processes/<slug:key>/versions/", Versions.as_view()),
    path("processes/<slug:key>/versions/<number:version>/", OneVersion.as_view()),
    path("processes/<slug:key>/rollouts/", Rollouts.as_view()),
    path("processes/<slug:key>/rollback/", Rollback.as_view()),
    path("processes/<slug:key>/start/", StartForm.as_view()),
    path("processes/<slug:key>/cases/", Cases.as_view()),
    path("processes/<slug:key>/migrations/", Migrations.as_view()),
]
