"""Planted values turn up nowhere: not in logs, error reports, dumps or the database's own bytes."""

import json
import logging
import sqlite3
import subprocess
from io import StringIO
from logging.config import dictConfig
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.management import call_command
from django.db import connection
from django.test import RequestFactory
from django.views.debug import get_exception_reporter_class, technical_500_response

from accounts.sealed import redaction
from accounts.sealed.actions import destroy_key, seal, unseal
from accounts.sealed.keyring import master_keys
from accounts.sealed.models import PersonKey, SealedValue
from accounts.sealed.reporting import PrivateReporter, RedactSealed

CANARY = "canary-310101199003074512"
CHINESE = "张伟<住址>\"'东路"


@pytest.fixture(autouse=True)
def _nothing_protected_yet():
    redaction._protected.clear()


@pytest.fixture
def log():
    """What a handler with the settings' own filter and format writes."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactSealed())
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.getLogger("tests.canaries")
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield logger, stream
    logger.removeHandler(handler)
    logger.propagate = True


@pytest.mark.django_db
def test_logs_hold_no_value_that_was_sealed_or_read(cast, log):
    logger, stream = log
    ref = seal(cast["customer"], CANARY, purpose="p")

    logger.info("sealed %s for %s", CANARY, cast["customer"].username)
    redaction._protected.clear()
    logger.info("before reading: %s", "nothing is known")
    value = unseal(ref, by=None, reason="test")
    logger.info({"number": value})
    try:
        int(value)
    except ValueError:
        logger.exception("cannot read %r", value, stack_info=True)

    written = stream.getvalue()
    assert CANARY not in written
    assert written.startswith(
        "INFO sealed [sealed] for customer\n"
        "INFO before reading: nothing is known\n"
        "INFO {'number': '[sealed]'}\n"
        "ERROR cannot read '[sealed]'\n"
    )
    assert "ValueError: invalid literal for int() with base 10: '[sealed]'" in written


@pytest.mark.django_db
def test_the_control_a_handler_without_the_filter_would_write_it(cast, log):
    logger, stream = log
    logger.propagate = False
    logger.handlers[0].filters.clear()
    value = unseal(seal(cast["customer"], CANARY, purpose="p"), by=None, reason="test")

    logger.warning("read %s", value)

    assert stream.getvalue() == f"WARNING read {CANARY}\n"


def test_a_log_call_that_does_not_fit_neither_fails_nor_leaks(log):
    logger, stream = log
    redaction.protect(CANARY)

    logger.warning("%d %d", CANARY)  # noqa: PLE1206

    assert stream.getvalue() == "WARNING %d %d ('[sealed]',)\n"


def test_every_handler_of_the_settings_filters():
    handlers = django_settings.LOGGING["handlers"]

    assert {name: handler["filters"] for name, handler in handlers.items()} == {
        "console": ["sealed"]
    }
    dictConfig(django_settings.LOGGING)
    built = logging.getHandlerByName("console") if hasattr(logging, "getHandlerByName") else None
    root = [built] if built else logging.getLogger().handlers
    console = [handler for handler in root if type(handler) is logging.StreamHandler]
    assert [[type(one) for one in handler.filters] for handler in console] == [[RedactSealed]]
    assert logging.getLogger("django").handlers == []
    assert logging.getLogger("django.server").handlers == []


def test_a_value_is_found_as_html_json_and_repr_too():
    redaction.protect(CHINESE)

    assert redaction.redact(json.dumps({"name": CHINESE})) == '{"name": "[sealed]"}'
    assert redaction.redact(json.dumps(CHINESE, ensure_ascii=False)) == '"[sealed]"'
    assert redaction.redact(repr([CHINESE])) == "['[sealed]']"
    assert redaction.redact("<p>张伟&lt;住址&gt;&quot;&#x27;东路</p>") == "<p>[sealed]</p>"


def test_a_short_value_goes_as_a_whole_word_and_a_longer_one_whole():
    redaction.protect("42")
    redaction.protect("canary")
    redaction.protect("canary-long")

    assert redaction.redact("42 of 1421: canary-long") == "[sealed] of 1421: [sealed]"


def test_a_value_is_forgotten_after_its_minutes(monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(redaction.time, "monotonic", lambda: clock[0])
    redaction.protect(CANARY)
    clock[0] += redaction.KEPT_SECONDS + 1

    redaction.protect("another")

    assert list(redaction._protected) == ["another"]


def _failing_view(request):
    number = CANARY
    nested = {"data": {"identity_number": number}}
    raise LookupError(f"no person {nested['data']['identity_number']}")


def _report(settings, *, debug):
    settings.DEBUG = debug
    redaction.protect(CANARY)
    request = RequestFactory().post("/apply/?n=" + CANARY, {"identity_number": CANARY})
    try:
        _failing_view(request)
    except LookupError as error:
        info = (type(error), error, error.__traceback__)
        reporter = get_exception_reporter_class(request)(request, *info)
        page = technical_500_response(request, *info).content.decode()
        return reporter, reporter.get_traceback_html(), reporter.get_traceback_text(), page


@pytest.mark.parametrize("debug", [True, False])
def test_error_reports_and_the_debug_page_hold_no_value(settings, debug):
    reporter, html, text, page = _report(settings, debug=debug)

    assert type(reporter) is PrivateReporter
    for report in (html, text, page):
        assert CANARY not in report
        assert "no person [sealed]" in report
    # The frame is there, with types in place of values.
    assert "&lt;dict, 1 entries&gt;" in html
    assert "identity_number" in html


@pytest.mark.parametrize("debug", [True, False])
def test_error_reports_hold_no_value_that_was_not_sealed_yet(settings, debug):
    settings.DEBUG = debug
    request = RequestFactory().post("/apply/", {"identity_number": CANARY})
    try:
        number = request.POST["identity_number"]
        raise LookupError("no such person", len(number))
    except LookupError as error:
        info = (type(error), error, error.__traceback__)

    reporter = get_exception_reporter_class(request)(request, *info)

    assert CANARY not in reporter.get_traceback_html()
    assert CANARY not in reporter.get_traceback_text()


@pytest.mark.django_db
def test_rows_show_neither_values_nor_keys(cast):
    ref = seal(cast["customer"], CANARY, purpose="p")
    value, key = SealedValue.objects.get(pk=ref), PersonKey.objects.get()

    assert repr(value) == f"<SealedValue: sealed value {ref} (p)>"
    assert str(key) == f"key of person {cast['customer'].pk}, under development"
    assert repr(master_keys()) == "MasterKeys(current_id='development')"


@pytest.mark.django_db
def test_a_dump_holds_no_value(cast):
    ref = seal(cast["customer"], CANARY, purpose="p")
    unseal(ref, by=None, reason="test")
    out = StringIO()

    call_command("dumpdata", stdout=out)

    assert str(ref) in out.getvalue()
    assert CANARY not in out.getvalue()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the SQLite file")
def test_the_sqlite_file_holds_no_value_and_after_destruction_no_key(tmp_path, cast):
    ref = seal(cast["customer"], CANARY, purpose="p")
    unseal(ref, by=None, reason="test")
    wrapped = bytes(PersonKey.objects.get().wrapped)
    before = _copy(tmp_path / "before.sqlite3")
    destroy_key(cast["customer"], by=None)
    after = _copy(tmp_path / "after.sqlite3")

    assert CANARY.encode() not in before
    assert ref.bytes.hex().encode() in before
    assert wrapped in before
    # Not a piece of it either: 60 bytes seen through a window of 8.
    assert [at for at in range(len(wrapped) - 7) if wrapped[at : at + 8] in after] == []


def _copy(path: Path) -> bytes:
    """The database page by page, free space included."""
    with sqlite3.connect(path) as target:
        connection.connection.backup(target)
    return path.read_bytes()


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="reads PostgreSQL's tables")
def test_a_dump_of_postgresql_holds_no_value(cast):
    ref = seal(cast["customer"], CANARY, purpose="p")
    unseal(ref, by=None, reason="test")
    given = connection.settings_dict
    address = f"postgresql://{given['USER']}@{given['HOST']}:{given['PORT']}/{given['NAME']}"

    dump = subprocess.run(["pg_dump", address], capture_output=True, check=True).stdout

    assert str(ref).encode() in dump
    assert CANARY.encode() not in dump
    assert CANARY.encode().hex().encode() not in dump
