"""Real webhooks on loopback and real files: what goes out, what stays secret."""

import json
import logging
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from pydantic import SecretStr

from flows.channels import ALERT_FIELDS, ChannelError, open_channel, read_body, read_name, read_title
from tests.loopback import Loopback, Reply


def an_alert(**known: Any) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "alert_id": "a1",
        "kind": "new_capture",
        "admin1": "AF-KHO",
        "admin1_name": "Khost",
        "country": "AF",
        "actor": "Taliban",
        "place": "Khost",
        "basis": "capital",
        "level": "firm",
        "event_id": "e1",
        "article_id": "x1",
        "published": datetime(2021, 8, 15, 12, tzinfo=UTC),
        "raised_at": datetime(2021, 8, 15, 13, tzinfo=UTC),
        "roots": ["Example Post"],
        "quote": "The Taliban captured Khost.",
        "url": "https://example.org/1",
        "reason": None,
        "thread_id": "t1",
        "confidence": 0.9,
    }
    return {**fields, **known}


def test_a_retraction_says_that_the_article_itself_took_it_back() -> None:
    alert = {**an_alert(), "kind": "denied", "reason": "retracted"}
    assert read_title(alert) == "[firm] taken back: Taliban in control of Khost (AF-KHO)"
    assert read_body(alert).splitlines()[0] == "The article was changed and no longer says so:"
    assert "no longer says so" not in read_body(an_alert())


def test_webhook_gets_the_alert_and_its_id_as_idempotency_key(loopback: Loopback) -> None:
    loopback.route("/hook", Reply(body=b"ok"))
    open_channel(SecretStr(f"json://{loopback.host}/hook")).send(an_alert())
    (request,) = loopback.asked("/hook")
    sent = json.loads(request.body)
    assert request.headers["idempotency-key"] == "a1"
    assert {field: sent[field] for field in ALERT_FIELDS} == {
        **an_alert(),
        "published": "2021-08-15T12:00:00Z",
        "raised_at": "2021-08-15T13:00:00Z",
    }
    assert "Taliban reported in control of Khost (AF-KHO)" in sent["title"]
    assert "The Taliban captured Khost." in sent["message"]


@pytest.mark.parametrize("status", [404, 500])
def test_webhook_that_refuses_is_an_error_without_its_address(loopback: Loopback, status: int) -> None:
    loopback.route("/s3cret", Reply(status=status))
    with pytest.raises(ChannelError) as caught:
        open_channel(SecretStr(f"json://{loopback.host}/s3cret")).send(an_alert())
    assert "s3cret" not in str(caught.value)


def test_closed_port_is_an_error_at_once(loopback: Loopback) -> None:
    host = loopback.host
    loopback.close()
    since = monotonic()
    with pytest.raises(ChannelError):
        open_channel(SecretStr(f"json://{host}/hook")).send(an_alert())
    assert monotonic() - since < 5


@pytest.mark.parametrize("address", ["nonsense", "nosuch://host/s3cret", "json://", "slack://s3cret"])
def test_address_that_apprise_does_not_know_is_an_error_and_no_leak(
    address: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("apprise").setLevel(logging.NOTSET)
    with pytest.raises(ChannelError) as caught:
        open_channel(SecretStr(address)).send(an_alert())
    seen = str(caught.value) + caplog.text + "".join(capfd.readouterr())
    assert "s3cret" not in seen


def test_file_channel_appends_a_line_an_alert(tmp_path: Path) -> None:
    channel = open_channel(SecretStr(f"jsonl://{tmp_path}/deep/alerts.jsonl"))
    channel.send(an_alert())
    channel.send(an_alert(alert_id="a2", quote="line\nbreak"))
    lines = [json.loads(line) for line in (tmp_path / "deep/alerts.jsonl").read_text().splitlines()]
    assert [line["alert_id"] for line in lines] == ["a1", "a2"]
    assert set(lines[0]) == set(ALERT_FIELDS)


def test_file_channel_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ChannelError):
        open_channel(SecretStr(f"jsonl://{tmp_path}")).send(an_alert())


def test_name_tells_channels_apart_and_keeps_secrets() -> None:
    names = [
        read_name(SecretStr(address))
        for address in (
            "json://user:pass@host.example:99/token",
            "json://user:other@host.example:99/token",
            "slack://TokenA/TokenB/TokenC",
            "tgram://123:TokenA/chat",
        )
    ]
    assert len(set(names)) == 4
    assert names[0].startswith("json://host.example#")
    assert not any(word in name.lower() for name in names for word in ("pass", "other", "token", "user", "123"))


def test_words_of_a_message() -> None:
    assert read_title(an_alert(kind="denied", level="contested")) == (
        "[contested] denied: Taliban in control of Khost (AF-KHO)"
    )
    assert read_body(an_alert(url=None, outlet="Example Post")).splitlines() == [
        "“The Taliban captured Khost.”",
        "Example Post, 2021-08-15",
        "Province: Khost (AF-KHO). Holder: Taliban. Level: firm.",
        "Root sources: 1 (Example Post).",
        "Event e1: frontwire explain e1",
    ]
    corrected = read_body(an_alert(kind="captured_again", told_as="new_capture")).splitlines()[0]
    assert corrected == "Correction: this change was told before as new_capture."
    assert "\x1b" not in read_title(an_alert(actor="\x1b[31mTaliban"))


@pytest.mark.parametrize("address", ["xoxb-SECRET-TOKEN", "mailto:joe:SECRETPW@gmail.com"])
def test_an_address_without_a_scheme_is_never_shown(address: str) -> None:
    assert "secret" not in read_name(SecretStr(address)).lower()
