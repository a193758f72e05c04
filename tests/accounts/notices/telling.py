"""A person hears of each occasion once: in the app at once, outside after the commit."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import call_command
from django.db import connection, transaction

from accounts.notices import templates
from accounts.notices.actions import mark_all_read, mark_read, notify, send_text
from accounts.notices.models import Notice, NoticeTemplate
from accounts.notices.transports import ConsoleTransport, Message
from outbox.delivery import drain
from outbox.models import Message as OutboxMessage

pytestmark = pytest.mark.django_db

SUBJECT = {"en": "Case {case.number}", "zh-hans": "案件 {case.number}"}
BODY = {"en": "Dear {name}, please look.", "zh-hans": "{name}，请查看。"}
CONTEXT = {"case.number": "AB12", "name": "Anna"}


def tell(user, now, key="case:AB12:assigned", **changes):
    given = {"subject": SUBJECT, "body": BODY, "context": CONTEXT, "link": "/cases/AB12/"}
    return notify(user, key=key, now=now, **(given | changes))


def test_a_notice_is_in_the_app_at_once_and_leaves_through_the_outbox(cast, now, transport):
    notice = tell(cast["customer"], now, hints={"case": "AB12"})

    assert (notice.subject, notice.body) == ("Case AB12", "Dear Anna, please look.")
    assert (notice.link, notice.hints) == ("/cases/AB12/", {"case": "AB12"})
    assert (notice.created_at, notice.read_at) == (now, None)
    message = OutboxMessage.objects.get()
    assert (message.topic, message.key) == ("notice", f"{notice.uuid}:record")
    # No words in the outbox: they are the person's.
    assert message.payload == {"notice": str(notice.uuid), "transport": "record"}
    assert transport.sent == []


def test_the_outbox_hands_it_to_the_transport_once(cast, now, transport):
    notice = tell(cast["customer"], now)

    assert drain(now=now) == 1
    assert drain(now=now + timedelta(hours=1)) == 0

    expected = Message(
        username="customer",
        phone="+8613800000000",
        email="customer@example.org",
        language="en",
        subject="Case AB12",
        body="Dear Anna, please look.",
        link="/cases/AB12/",
    )
    assert transport.sent == [(expected, f"{notice.uuid}:record")]


def test_a_transport_that_fails_is_tried_again_with_the_same_key(cast, now, transport):
    transport.failures = 1
    notice = tell(cast["customer"], now)

    drain(now=now)
    assert transport.sent == []
    drain(now=now + timedelta(minutes=1))

    assert [key for _message, key in transport.sent] == [f"{notice.uuid}:record"]
    assert OutboxMessage.objects.get().attempts == 2


def test_the_same_occasion_is_told_once(cast, now, transport):
    first = tell(cast["customer"], now)

    again = tell(cast["customer"], now + timedelta(days=1), subject={"en": "Changed"})

    assert (again.pk, again.subject, again.created_at) == (first.pk, "Case AB12", now)
    assert OutboxMessage.objects.count() == 1
    # Another person, and another occasion, are told.
    tell(cast["stranger"], now)
    tell(cast["customer"], now, key="case:AB12:reminder:1")
    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (3, 3)


@pytest.mark.django_db(transaction=True)
def test_a_rollback_tells_nobody(cast, now):
    with pytest.raises(RuntimeError), transaction.atomic():
        tell(cast["customer"], now)
        raise RuntimeError

    assert (Notice.objects.count(), OutboxMessage.objects.count()) == (0, 0)


def test_words_are_in_the_persons_language(cast, now):
    cast["customer"].language = "zh-hans"

    notice = tell(cast["customer"], now)

    assert (notice.subject, notice.body) == ("案件 AB12", "Anna，请查看。")


def test_a_person_who_left_is_not_reached_outside(cast, now, transport):
    tell(cast["customer"], now)
    cast["customer"].is_active = False
    cast["customer"].save()

    assert drain(now=now) == 1

    assert transport.sent == []


def test_a_long_subject_is_cut(cast, now):
    notice = tell(cast["customer"], now, subject={"en": "{name}"}, context={"name": "x" * 300})

    assert notice.subject == "x" * 200


def test_a_subject_is_one_line_whatever_is_filled_in(cast, now):
    notice = tell(cast["customer"], now, context={"case.number": "A\r\nBcc: x@example.org\n"})
    assert notice.subject == "Case A Bcc: x@example.org"


def test_a_notice_needs_words(cast, now):
    with pytest.raises(ValueError, match="at least one language"):
        notify(cast["customer"], key="k", now=now)
    with pytest.raises(LookupError, match=r"'tests\.unknown'"):
        notify(cast["customer"], key="k", now=now, template="tests.unknown")

    assert Notice.objects.count() == 0


def test_a_named_notice_is_sent_in_the_built_in_words_or_the_editors(cast, now):
    customer, context = cast["customer"], {"code": "123456", "minutes": 10}
    NoticeTemplate.objects.create(
        key="tests.code", language="zh-hans", subject="代码", body="代码：{code}"
    )

    english = notify(customer, key="1", now=now, template="tests.code", context=context)
    customer.language = "zh-hans"
    chinese = notify(customer, key="2", now=now, template="tests.code", context=context)

    assert english.body == "Your code is 123456. It is good for 10 minutes."
    assert (chinese.subject, chinese.body) == ("代码", "代码：123456")


def test_editors_cannot_save_what_would_not_be_filled_in(login_code):
    def refused(**changes):
        given = {"key": "tests.code", "language": "en", "subject": "Code", "body": "{code}"}
        with pytest.raises(ValidationError) as error:
            NoticeTemplate(**(given | changes)).full_clean()
        return error.value.message_dict

    NoticeTemplate(key="tests.code", language="en", subject="Code", body="{code}").full_clean()
    assert refused(key="tests.other") == {"key": ["There is no such notice."]}
    assert refused(body="{cod}") == {"body": ["There is no placeholder “cod”."]}
    assert refused(subject="{") == {"subject": ["Write {{ or }} for a brace in the text."]}


def test_built_in_words_are_checked_when_they_are_registered(login_code):
    templates.register(login_code)
    with pytest.raises(ValueError, match="registered already"):
        templates.register(replace(login_code, label="Another"))
    with pytest.raises(ValueError, match="“cod”"):
        templates.register(replace(login_code, key="tests.new", body={"en": "{cod}"}))

    assert templates.registered() == [login_code]


def send_code(phone="+8613912345678", language="en"):
    context = {"code": "493817", "minutes": 10}
    send_text(phone, template="tests.code", context=context, language=language)


@pytest.mark.django_db(transaction=True)
def test_a_text_leaves_after_the_commit_and_is_kept_nowhere(transport, capsys):
    with transaction.atomic():
        send_code(language="zh-hans")
        assert transport.texts == []
    assert transport.texts == [
        ("+8613912345678", "您的验证码是 493817，10 分钟内有效。"),
    ]

    with pytest.raises(RuntimeError), transaction.atomic():
        send_code()
        raise RuntimeError
    assert len(transport.texts) == 1
    assert (OutboxMessage.objects.count(), Notice.objects.count()) == (0, 0)
    call_command("dumpdata")
    assert "493817" not in capsys.readouterr().out


def test_without_a_transport_for_texts_nothing_pretends_to_be_sent(settings):
    settings.TEXT_TRANSPORT = ""

    with pytest.raises(ImproperlyConfigured, match="TEXT_TRANSPORT"):
        send_code()


def test_on_a_developers_machine_the_console_shows_both(cast, now, caplog):
    message = Message("anna", "", "", "en", "Hello", "Look here.", "/cases/1/")

    with caplog.at_level("INFO", "doorstep.notices"):
        ConsoleTransport().send(message, key="k")
        ConsoleTransport().send_text("+8613912345678", "Your code is 493817.")

    assert caplog.messages == [
        "Notice to anna: Hello | Look here. /cases/1/",
        "Text to +8613912345678: Your code is 493817.",
    ]


def test_reading_counts_once_and_is_ones_own(cast, now):
    notice = tell(cast["customer"], now)
    other = tell(cast["customer"], now, key="2")
    foreign = tell(cast["stranger"], now)
    later = now + timedelta(hours=1)

    assert mark_read(notice.uuid, by=cast["customer"], now=now).read_at == now
    assert mark_read(notice.uuid, by=cast["customer"], now=later).read_at == now
    with pytest.raises(Notice.DoesNotExist):
        mark_read(foreign.uuid, by=cast["customer"], now=now)
    assert mark_all_read(by=cast["customer"], now=later) == 1

    read = dict(Notice.objects.values_list("pk", "read_at"))
    assert read == {notice.pk: now, other.pk: later, foreign.pk: None}


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs writers at once")
def test_ten_at_once_tell_once(cast, now, transport):
    start, told = Barrier(10), []

    def tell_now():
        start.wait()
        try:
            told.append(tell(cast["customer"], now).pk)
        finally:
            connection.close()

    threads = [Thread(target=tell_now) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    drain(now=now)

    assert told == [Notice.objects.get().pk] * 10
    assert len(transport.sent) == 1
