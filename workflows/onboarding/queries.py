"""What onboarding reads of other areas."""

from accounts.users.models import Team, User

from .models import Application, Renewal


def applicant_of(application: Application) -> list[int]:
    return [application.applicant_id]


def provider_of(renewal: Renewal) -> list[int]:
    return [renewal.certificate.provider.user_id]


def leads_for(areas: list[str]) -> list[int]:
    """User ids of the leads of the teams in these areas; of all operators where there is none."""
    leads = Team.objects.filter(city__in=areas, lead__is_active=True).order_by("slug")
    found = list(dict.fromkeys(leads.values_list("lead_id", flat=True)))
    if found:
        return [lead for lead in found if lead is not None]
    operators = User.objects.filter(groups__name="operator", is_active=True)
    return list(operators.order_by("pk").values_list("pk", flat=True))


def leads_of_application(application: Application) -> list[int]:
    return leads_for(application.areas)


def leads_of_renewal(renewal: Renewal) -> list[int]:
    areas = renewal.certificate.provider.areas.values_list("region", flat=True)
    return leads_for(list(areas))
