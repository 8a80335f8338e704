"""A newsletter becomes an article: its text, who sent it, when, under which subject."""

from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parsers.documents.articles import read_article
from parsers.documents.mails import read_mail
from parsers.documents.unpacked import as_readable
from parsers.errors import ParseError
from parsers.records import Article, Document, Known

TEXT = "The city of Zaranj fell to the Taliban on Friday, officials and residents said. " * 4
PAGE = f"<style>p {{}}</style><table><tr><td><p>{TEXT}</p></td><td>Unsubscribe</td></tr></table>"


def a_mail(**changes: Any) -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = changes.get("sender", "The Daily Brief <brief@news.example>")
    mail["Subject"] = changes.get("subject", "Zaranj fällt")
    mail["Date"] = changes.get("date", "Fri, 06 Aug 2021 18:30:00 +0430")
    mail["Message-ID"] = changes.get("message_id", "<1@news.example>")
    return mail


def read(mail: EmailMessage | bytes, known: Known | None = None) -> Article:
    body = mail if isinstance(mail, bytes) else mail.as_bytes()
    document = Document(source="s", name="a.eml", media_type="message/rfc822", body=body, known=known or Known())
    return read_article(as_readable(document))


def test_a_plain_mail_says_who_wrote_when_and_what() -> None:
    mail = a_mail()
    mail.set_content(TEXT)
    article = read(mail)
    assert (article.title, article.outlet, article.text.strip()) == ("Zaranj fällt", "The Daily Brief", TEXT.strip())
    assert article.published == datetime(2021, 8, 6, 14, tzinfo=UTC)


def test_a_page_is_read_where_the_plain_part_only_says_where_it_is() -> None:
    mail = a_mail()
    mail.set_content("View this mail in your browser: https://news.example/1")
    mail.add_alternative(PAGE, subtype="html")
    mail.add_attachment("secret plans " * 100, filename="plans.txt")
    assert read(mail).text == f"{TEXT.strip()}\n\nUnsubscribe"


def test_of_two_alternatives_that_say_the_same_the_plain_one_is_read() -> None:
    mail = a_mail()
    mail.set_content(TEXT)
    mail.add_alternative(PAGE, subtype="html")
    assert read(mail).text.strip() == TEXT.strip()


def test_other_encodings_are_read() -> None:
    mail = a_mail()
    mail.set_content("Город пал. " * 30, charset="koi8-r", cte="base64")
    assert read(mail).text.startswith("Город пал.")


def test_the_same_mail_is_the_same_article_and_another_one_is_not() -> None:
    first, again, other = a_mail(), a_mail(subject="Corrected"), a_mail(message_id="<2@news.example>")
    for mail in (first, again, other):
        mail.set_content(TEXT)
    assert read(first).article_id == read(again).article_id != read(other).article_id


@pytest.mark.parametrize("date", ["", "soon", "Fri, 99 Aug 2021 99:99:99 +9999", "Thu, 01 Jan 1970 00:00:00 +0000"])
def test_a_date_that_is_none_is_unknown(date: str) -> None:
    mail = a_mail()
    mail.set_content(TEXT)
    body = mail.as_bytes().replace(b"Fri, 06 Aug 2021 18:30:00 +0430", date.encode())
    assert read(body).published is None


def test_what_is_known_already_wins() -> None:
    mail = a_mail()
    mail.set_content(TEXT)
    article = read(mail, Known(title="T", outlet="O", published=datetime(2020, 1, 1, tzinfo=UTC)))
    assert (article.title, article.outlet, article.published) == ("T", "O", datetime(2020, 1, 1, tzinfo=UTC))


def test_a_mail_without_a_text_is_one_sentence() -> None:
    mail = a_mail()
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="x.png")
    with pytest.raises(ParseError) as caught:
        read(mail)
    assert (caught.value.code, caught.value.name) == ("empty", "a.eml")


def test_a_mail_of_thousands_of_parts_within_parts_is_read_or_refused() -> None:
    head = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\n\n--%d\n' % (n, n) for n in range(5000))
    with pytest.raises(ParseError):
        read(head + b"\nx")


@given(st.binary(max_size=300))
def test_any_bytes_are_a_mail_or_an_error(noise: bytes) -> None:
    for body in (noise, b"Subject: =?utf-8?q?x", b'Content-Type: multipart/mixed; boundary="a"\n\n--a\n' + noise):
        document = Document(source="s", name="n", media_type="message/rfc822", body=body)
        try:
            assert read_mail(document).media_type == "text/plain"
        except ParseError:
            continue
