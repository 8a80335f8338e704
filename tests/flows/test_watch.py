"""Real webhooks on loopback: every alert is told at least once, a dead channel delays no other."""

import json
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from time import monotonic
from typing import Any

import pytest
from pydantic import SecretStr

from flows import watch
from flows.channels import open_channel
from flows.lease import hold_lease
from flows.pipeline import RunSummary
from flows.watch import Attempt, find_marks, send_all
from tests.flows.conftest import FALL, House
from tests.loopback import Loopback, Reply, wait_until
from warehouse.connection import open_writer

NOW = datetime(2021, 8, 15, 12, tzinfo=UTC)


def an_alert(alert_id: str = "a1", **known: Any) -> dict[str, Any]:
    fields = {"kind": "new_capture", "admin1": "AF-HER", "actor": "Taliban", "level": "firm", "quote": "They came."}
    return {"alert_id": alert_id, **fields, **known}


def told(server: Loopback, path: str = "/hook") -> list[str]:
    return [json.loads(request.body)["admin1"] for request in server.asked(path)]


def fall_of(city: str, day: int = 15) -> str:
    return json.dumps({"id": city, "published": f"2021-08-{day}", "outlet": "Herald", "text": FALL.format(city=city)})


def test_webhook_is_told_once(house: House, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(body=b"ok"))
    channels = f"json://{loopback.host}/hook"
    file = house.write("n.jsonl", fall_of("Herat"))
    assert house.run(file, channels=channels).undelivered == ()
    house.run(file, channels=channels)
    assert told(loopback) == ["AF-HER"]
    ((key,),) = house.ask("select alert_id from alert")
    assert loopback.asked("/hook")[0].headers["idempotency-key"] == key


def test_webhook_that_fails_is_told_later_with_the_same_key(house: House, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(status=500), Reply(body=b"ok"))
    channels = f"json://user:s3cret@{loopback.host}/hook"
    file = house.write("n.jsonl", fall_of("Herat"))
    (sentence,) = house.run(file, channels=channels).undelivered
    house.run(file, channels=channels)
    assert len(told(loopback)) == 1, "not before its time"
    _make_due(house)
    house.run(file, channels=channels)
    keys = [request.headers["idempotency-key"] for request in loopback.asked("/hook")]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    rows = house.ask(
        "select attempts, delivered_at is not null, last_error, channel from delivery where alert_id <> ''"
    )
    assert rows[-1][:3] == (2, True, None)
    assert "s3cret" not in sentence + str(rows)
    assert b"s3cret" not in house.db.read_bytes()


def test_new_channel_is_not_told_the_past(house: House, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(body=b"ok"))
    channels = f"json://{loopback.host}/hook"
    house.run(house.write("old.jsonl", fall_of("Herat")))
    house.run(house.write("new.jsonl", fall_of("Kunduz", day=16)), channels=channels)
    assert told(loopback) == ["AF-KDZ"]


def test_alert_of_a_run_that_died_before_telling_is_told_by_the_next(house: House, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(body=b"ok"))
    channels = f"json://{loopback.host}/hook"
    file = house.write("n.jsonl", fall_of("Herat"))
    house.run(file, channels=channels)
    with open_writer(house.db) as con:  # as if it had died between the message and its mark
        con.execute("delete from delivery where alert_id <> ''")
    house.run(file, channels=channels)
    assert told(loopback) == ["AF-HER", "AF-HER"]


def test_console_shows_what_no_run_has_shown(house: House) -> None:
    file = house.write("n.jsonl", fall_of("Herat"))
    house.run(file)
    screen = Screen()
    house.run(file, screen=screen)
    house.run(file, screen=screen)
    assert [[alert["admin1"] for alert in end.shown] for end in screen.ends] == [["AF-HER"], []]


def test_dead_channel_delays_no_other(
    loopback: Loopback, other_loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watch, "CHANNEL_SECONDS", 2.0)
    loopback.route("/hook", Reply(body=b"ok"))
    other_loopback.route("/hook", Reply(body=b"ok", drip_head=0.5))  # each byte comes in time, the answer never
    good = open_channel(SecretStr(f"json://{loopback.host}/hook"))
    dead = open_channel(SecretStr(f"json://{other_loopback.host}/hook"))
    alerts = [an_alert("a1"), an_alert("a2")]
    since = monotonic()
    attempts = send_all({good.name: alerts, dead.name: alerts}, [dead, good])
    assert monotonic() - since < 4
    assert [(a.alert["alert_id"], a.error is None) for a in attempts if a.channel == good.name] == [
        ("a1", True),
        ("a2", True),
    ]
    (stuck,) = [attempt for attempt in attempts if attempt.channel == dead.name]
    assert stuck.error is not None
    assert "took too long" in stuck.error


def test_file_channel_gets_what_the_webhook_refuses(house: House, loopback: Loopback, tmp_path: Path) -> None:
    loopback.route("/hook", Reply(status=500))
    channels = f"json://{loopback.host}/hook, jsonl://{tmp_path}/alerts.jsonl"
    summary = house.run(house.write("n.jsonl", fall_of("Herat")), channels=channels)
    assert len(summary.undelivered) == 1
    assert [json.loads(line)["admin1"] for line in (tmp_path / "alerts.jsonl").read_text().splitlines()] == ["AF-HER"]


def test_waits_grow_up_to_six_hours() -> None:
    def wait(attempts: int) -> timedelta:
        (mark,) = find_marks([Attempt(alert=an_alert(attempts=attempts), channel="c", error="no")], {}, now=NOW)
        assert mark["attempts"] == attempts + 1
        assert isinstance(mark["next_try"], datetime)
        return mark["next_try"] - NOW

    minutes = [wait(attempts).total_seconds() / 60 for attempts in (0, 1, 2, 8, 9, 1000)]
    assert minutes == [1, 2, 4, 256, 360, 360]


def test_two_runs_at_once_tell_once(house: House, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(body=b"ok", delay=2.0))
    channels = f"json://{loopback.host}/hook"
    file = house.write("n.jsonl", fall_of("Herat"))
    first = Thread(target=house.run, args=(file,), kwargs={"channels": channels})
    first.start()
    assert wait_until(lambda: bool(loopback.asked("/hook")), seconds=30)
    assert house.run(file, channels=channels).undelivered == ()
    first.join()
    house.run(file, channels=channels)
    assert told(loopback) == ["AF-HER"]


@pytest.mark.parametrize(("held", "messages"), [(True, 1), (False, 2)])
def test_the_claim_of_a_run_counts_while_it_lives(house: House, loopback: Loopback, held: bool, messages: int) -> None:
    loopback.route("/hook", Reply(body=b"ok"))
    channels = f"json://{loopback.host}/hook"
    file = house.write("n.jsonl", fall_of("Herat"))
    house.run(file, channels=channels)
    with open_writer(house.db) as con:
        later = datetime.now(UTC) + timedelta(minutes=1)
        con.execute(
            "update delivery set delivered_at = null, claimed_by = 'other', claimed_until = $1 where attempts > 0",
            [later],
        )
    with hold_lease(house.db, "other") if held else nullcontext():
        house.run(file, channels=channels)
    assert len(told(loopback)) == messages


def test_a_message_says_all_that_people_ask_first(house: House, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(body=b"ok"))
    house.run(house.write("n.jsonl", fall_of("Herat")), channels=f"json://{loopback.host}/hook")
    sent = json.loads(loopback.asked("/hook")[0].body)
    ((event_id, thread_id, stored),) = house.ask(
        "select event_id, thread_id, message from alert join delivery using (alert_id)"
    )
    said = sent["message"]
    assert "“The Taliban captured the city of Herat on Sunday, residents said.”" in said
    assert "Province: Herat (AF-HER). Holder: Taliban. Level: firm." in said
    assert "Root sources: 1 (Herald)." in said
    assert f"frontwire explain {event_id}" in said
    assert (sent["thread_id"], json.loads(stored)["quote"]) == (thread_id, sent["quote"])


def _make_due(house: House) -> None:
    with open_writer(house.db) as con:
        con.execute("update delivery set next_try = $now where next_try is not null", {"now": NOW})


class Screen:
    """A console that remembers."""

    def __init__(self) -> None:
        self.ends: list[RunSummary] = []

    def show_progress(self, summary: RunSummary) -> None:
        """Nothing to see."""

    def show_end(self, summary: RunSummary) -> None:
        self.ends.append(summary)
