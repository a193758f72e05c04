"""What the document says of itself: how all operations are alike, and what each group is for."""

from api.reference.merging import METHODS, Document

CONVENTIONS = """\
Content, prices, availability and processes in one contract.

* **Who asks.** Send `Authorization: Bearer <token>`. Tokens come from logging in under `auth/`,
  or for machines from `manage.py issue_token`. What is published anyone may read without one.
* **Language.** `locale=` or `Accept-Language`: `en` or `zh-hans`. `Content-Language` says which
  was answered.
* **Lists** are `{items, next, previous, count?}`: follow `next`, a whole address, until it is
  null. `fields=` leaves what it names, also deep inside:
  `fields=key,title,picture.renditions.card.url`.
* **Money** is in minor units (fen, cents), beside `currency`. **Times** have an offset from UTC.
  **Places** are degrees in WGS 84, or in GCJ-02 with `crs=gcj02`.
* **Refusals** are problem documents (RFC 9457), `application/problem+json`: `code` is for
  programs, `detail` and each `msg` of `errors` are for people, in their language, and `loc` is
  the path to the value. Whatever is not known, be it a parameter or a field, is refused and never
  dropped. Only `auth/` answers in the form of allauth.
* **Repeat safely.** Send an `Idempotency-Key` with each POST, and the same one when you repeat
  it. Send what `ETag` said as `If-None-Match` to be answered 304 if nothing has changed.
* **What may be done** is told by `actions` of an order, a complaint, a task: a label, a form as
  JSON Schema, and the word for its address. Operators change processes, so don't tell it from
  `status`.
"""

GROUPS = {
    "applications": "Wanting to become a provider.",
    "articles": "Advice to read.",
    "auth": "Signing up and in by a code or password, and what belongs to an account.",
    "blocks": "The kinds of blocks of which bodies are made, as JSON Schema.",
    "cases": "Processes under way.",
    "categories": "The tree of categories.",
    "complaints": "Complaints about orders.",
    "content management": "Wagtail's own API, for staff and machines that write content.",
    "coupons": "Claiming coupons.",
    "courses": "Exams of courses, and one's attempts.",
    "me": "What is one's own: profile, addresses, favourites, history, consents, coupons, notices.",
    "orders": "Booking, paying and following a visit.",
    "packages": "Several services at one price.",
    "pages": "Any page by its id, in the shape of its kind.",
    "payments": "Notices of payment gateways.",
    "posts": "What people write, with comments and likes.",
    "processes": "What operators change: drafts, versions, rollouts, simulations.",
    "promotions": "Campaigns and what they offer.",
    "provider": "What a provider sees and changes of their own.",
    "providers": "Who does the work, and when they are free.",
    "quotes": "What a visit costs.",
    "recommendations": "What is popular, new, goes with it, or suits one; each with a reason.",
    "reference": "This document and the way in.",
    "resolve": "From an address on the site to what is there.",
    "reviews": "What customers say of visits.",
    "search": "Finding across all that is published, and completions while somebody types.",
    "services": "What can be booked: lists with filters, details, offers and free times.",
    "site": "Settings, languages and navigation.",
    "standards": "Rules and agreements, with every published wording.",
    "tasks": "The work that waits for people.",
    "training": "Courses to read.",
    "uploads": "Private files to be named in forms.",
}


def with_introduction(document: Document) -> Document:
    """The conventions as its description, and its groups in the order of their names."""
    used = {
        tag
        for item in document["paths"].values()
        for method in METHODS & item.keys()
        for tag in item[method].get("tags", [])
    }
    tags = [{"name": name, "description": GROUPS[name]} for name in sorted(used)]
    return {**document, "info": {**document["info"], "description": CONVENTIONS}, "tags": tags}
