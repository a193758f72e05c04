"""``manage.py load_demo``: realistic data, in both languages, any number of times."""

from argparse import ArgumentParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from config.demo.applications import load_applications
from config.demo.behaviour import load_behaviour
from config.demo.catalogue import load_catalogue
from config.demo.coupons import load_coupons
from config.demo.drafts import load_drafts
from config.demo.orders import load_orders
from config.demo.people import load_people
from config.demo.posts import load_posts
from config.demo.providers import load_providers
from config.demo.quiet import nobody_told
from config.demo.reviews import load_reviews, own_occasions, past_occasions
from config.demo.schedules import load_schedules
from config.demo.site import load_site
from config.demo.synonyms import load_synonyms
from outbox.delivery import drain


class Command(BaseCommand):
    help = "Load the demonstration: people, catalogue, pages, community, applications and orders."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--without-applications",
            action="store_true",
            help="Content and people alone; the processes need not be published.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with nobody_told():
            self._load(with_applications=not options["without_applications"])
        if options["verbosity"]:
            self.stdout.write("The demonstration is loaded.")

    def _load(self, *, with_applications: bool) -> None:
        now = timezone.now()
        people = load_people(now=now)
        # Each page and person whole or not at all: a load that is stopped goes on at the next call.
        home = load_site(urlsplit(settings.BASE_URL).port or 80)
        load_catalogue(home, now=now)
        load_synonyms()
        load_drafts(home, people, now=now)
        load_providers(people, now=now)
        load_schedules(now=now)
        load_coupons(people, now=now)
        load_reviews(past_occasions(now=now), by=people["moderator"], now=now)
        load_posts(people, now=now)
        if with_applications:
            load_applications(people, now=now, deliver=deliver)
            load_orders(people, now=now)
            load_behaviour(people, now=now)
            load_reviews(own_occasions(), by=people["moderator"], now=now)
        deliver()


def deliver() -> None:
    """What the worker does: everything in the outbox, and what comes of it."""
    while drain(now=timezone.now(), limit=100):
        pass
