"""Databases of the benchmark's own, beside the one that DATABASE_URL names."""

import os
import subprocess
import sys
from dataclasses import dataclass
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

SETTINGS = "benchmarks.delivery.settings"


class NoServer(Exception):
    """Its text says what to set."""


@dataclass(frozen=True)
class Database:
    """One database by its name, on the server of ``url``."""

    url: str
    name: str

    @property
    def own_url(self) -> str:
        return urlunsplit(urlsplit(self.url)._replace(path=f"/{self.name}"))

    def exists(self) -> bool:
        with self._server() as server:
            query = "SELECT 1 FROM pg_database WHERE datname = %s"
            return server.execute(query, [self.name]).fetchone() is not None

    def create(self, *, template: str = "template1") -> None:
        self._statement("CREATE DATABASE {} TEMPLATE {}", self.name, template)

    def rename(self, name: str) -> "Database":
        self._statement("ALTER DATABASE {} RENAME TO {}", self.name, name)
        return Database(self.url, name)

    def drop(self) -> None:
        self._statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name)

    def _statement(self, text: str, *names: str) -> None:
        with self._server() as server:
            server.execute(sql.SQL(text).format(*map(sql.Identifier, names)))

    def _server(self) -> psycopg.Connection:
        return psycopg.connect(
            urlunsplit(urlsplit(self.url)._replace(path="/postgres")), autocommit=True
        )


def database_for(services: int) -> Database:
    """The database with so many services. Raises ``NoServer``."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgres"):
        raise NoServer("This runs on PostgreSQL: set DATABASE_URL to postgres://user@host/name.")
    return Database(url, f"{urlsplit(url).path.strip('/')}_delivery_{services}")


def prepare(database: Database, services: int) -> None:
    """Build the database, where it is not there; it bears its name once it is complete."""
    if database.exists():
        return
    half_built = Database(database.url, f"{database.name}_building")
    half_built.drop()
    half_built.create()
    django_command(half_built, "migrate", "--no-input", "--verbosity", "0")
    in_python(half_built, "-m", "benchmarks.delivery.dataset", str(services))
    half_built.rename(database.name)


def django_command(database: Database, *command: str) -> str:
    """What ``manage.py`` prints, run on the database."""
    return in_python(database, "manage.py", *command, capture=True)


def in_python(
    database: Database, *arguments: str, settings: str = SETTINGS, capture: bool = False
) -> str:
    """Run Python on the database; what it prints, where that is captured."""
    environment = {
        **os.environ,
        "DATABASE_URL": database.own_url,
        "DJANGO_SETTINGS_MODULE": settings,
    }
    done = subprocess.run(
        [sys.executable, *arguments],
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    return done.stdout or ""
