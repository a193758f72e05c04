"""The people of the demo data, one for each thing to try."""

from dataclasses import dataclass

# Known to everybody who can read this file; load_demo is for one's own machine.
PASSWORD = "doorstep-demo"  # noqa: S105


@dataclass(frozen=True)
class Member:
    username: str
    role: str
    does: str


# An applicant is a customer until the process makes a provider of them.
CAST = (
    Member("admin", "admin", "may do everything"),
    Member("operator", "operator", "shapes processes"),
    Member("editor", "editor", "writes services, articles and pages"),
    Member("moderator", "moderator", "approves what editors write"),
    Member("reviewer", "reviewer", "reviews providers' applications"),
    Member("support", "support", "helps customers"),
    Member("finance", "finance", "looks after money"),
    Member("customer", "customer", "books services"),
    Member("stranger", "customer", "another customer, who may not see the first one's things"),
    Member("applicant", "customer", "wants to become a provider"),
    Member("provider", "provider", "offers services"),
    Member("rival", "provider", "another provider"),
)
