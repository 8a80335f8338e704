"""What was told stands: late articles may overrule an alert, they never make it vanish, and nobody is told twice."""

import json
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from flows.channels import read_name
from flows.questions import print_event, print_pending
from flows.resend import resend
from flows.settings import load_settings
from parsers.records import Report
from tests.factories import a_report
from tests.loopback import Loopback, Reply
from tests.readings import LOADED, load_all, open_told, read_documents, read_standing, standing_after, tell
from tests.stories import BACK, STATE
from tests.template import lay_warehouse
from warehouse.check import find_faults
from warehouse.connection import open_writer


def on(day: int, actor: str = "Taliban", **known: Any) -> Report:
    date, root = f"2021-08-{day:02}", f"Outlet of {day}"
    return a_report(**{"published": date, "day": date, "actor": actor, "root_source": root, "outlet": root, **known})


LATEST = on(20)
OLDER = [on(10), on(13, STATE, type=BACK)]


@pytest.fixture
def db(tmp_path: Path) -> Path:
    lay_warehouse(tmp_path / "news.duckdb")
    return tmp_path / "news.duckdb"


@pytest.fixture
def channel(loopback: Loopback) -> str:
    loopback.route("/hook", Reply(body=b"ok"))
    return f"json://{loopback.host}/hook"


def told(loopback: Loopback) -> list[dict[str, Any]]:
    return [json.loads(request.body) for request in loopback.asked("/hook")]


def test_an_older_capture_that_arrives_late_is_told_as_a_correction(
    db: Path, channel: str, loopback: Loopback, tmp_path: Path
) -> None:
    open_told(db, channel)
    load_all(db, read_documents([LATEST]))
    tell(db, channel)
    load_all(db, read_documents(OLDER))
    tell(db, channel)
    tell(db, channel)
    messages = [(m["kind"], m["article_id"]) for m in told(loopback)]
    late, first = LATEST.mention.article_id, OLDER[1].mention.article_id
    assert messages == [("new_capture", late), ("recaptured", first), ("captured_again", late)]
    assert told(loopback)[2]["message"].startswith("Correction: this change was told before as new_capture.")
    with open_writer(db) as con:
        at_once = standing_after(tmp_path / "other.duckdb", read_documents([*OLDER, LATEST]), size=9)
        assert read_standing(con) == at_once
        assert find_faults(con) == []
        kept = con.execute("select message ->> '$.kind', message ->> '$.article_id' from delivery where attempts > 0")
        assert sorted(kept.fetchall()) == sorted(messages), "what each message said is kept"


def test_an_alert_that_was_told_is_withdrawn_and_never_vanishes(
    db: Path, channel: str, loopback: Loopback, tmp_path: Path
) -> None:
    """ISKP was told as the captor; an older article names the Taliban for the same day."""
    open_told(db, channel)
    second, first = on(16, "ISKP"), on(16, article_id="x", published="2021-08-16T08:00")
    load_all(db, read_documents([second]))
    tell(db, channel)
    load_all(db, read_documents([first]))
    tell(db, channel)
    assert [(m["kind"], m["actor"]) for m in told(loopback)] == [("new_capture", "ISKP"), ("new_capture", "Taliban")]
    with open_writer(db) as con:
        rows = con.execute("select actor, withdrawn_at is null, superseded_by from alert order by all").fetchall()
        assert rows == [("ISKP", False, None), ("Taliban", True, None)]
        assert read_standing(con) == standing_after(tmp_path / "o.duckdb", read_documents([first, second]), size=9)
        assert find_faults(con) == []


def test_a_message_that_waits_is_not_sent_once_its_alert_is_withdrawn(db: Path, loopback: Loopback) -> None:
    loopback.route("/hook", Reply(status=500), Reply(body=b"ok"))
    channel = f"json://{loopback.host}/hook"
    open_told(db, channel)
    load_all(db, read_documents([on(16, "ISKP")]))
    tell(db, channel)
    load_all(db, read_documents([on(16, article_id="x", published="2021-08-16T08:00")]))
    with open_writer(db) as con:
        con.execute("update delivery set next_try = null")
    tell(db, channel)
    assert [m["actor"] for m in told(loopback)] == ["ISKP", "Taliban"]


def test_an_alert_that_nobody_was_told_leaves_no_trace(db: Path, tmp_path: Path) -> None:
    news, recap = on(13, STATE), a_report(published="2021-08-15", day="2021-08-10", root_source="BBC")
    load_all(db, read_documents([recap]))
    load_all(db, read_documents([news]))
    with open_writer(db) as con:
        rows = con.execute("select * exclude (raised_at) from alert order by all").fetchall()
    assert rows == standing_after(tmp_path / "other.duckdb", read_documents([news, recap]), size=9)["alert"]


def test_what_lies_below_a_threshold_is_left_out_for_good(db: Path, channel: str, loopback: Loopback) -> None:
    open_told(db, channel)
    load_all(db, read_documents([on(10)]))
    tell(db, channel, min_roots=2)
    tell(db, channel)
    load_all(db, read_documents([a_report(published="2021-08-11", day="2021-08-10", root_source="BBC")]))
    tell(db, channel, min_roots=2)
    assert [m["kind"] for m in told(loopback)] == ["corroborated"]


def test_pending_and_resend(db: Path, loopback: Loopback, capsys: pytest.CaptureFixture[str]) -> None:
    loopback.route("/s3cret", Reply(status=500), Reply(body=b"ok"))
    channel = f"json://{loopback.host}/s3cret"
    open_told(db, channel)
    load_all(db, read_documents([on(10)]))
    tell(db, channel)
    settings = load_settings(None, db=db, alert={"channels": channel})
    name = read_name(settings.alert.channels[0])
    print_pending(db, [name], format="jsonl", out=sys.stdout)
    shown = capsys.readouterr().out
    (row,) = [json.loads(line) for line in shown.splitlines()]
    assert (row["channel"], row["attempts"], row["last_error"] is None, row["kind"]) == (name, 1, False, "new_capture")
    assert "s3cret" not in shown
    assert resend(settings, since=None) == (1, ()), "at once, although it had to wait"
    print_pending(db, [name], format="jsonl", out=sys.stdout)
    assert capsys.readouterr().out == ""
    assert resend(settings, since=None) == (0, ())
    assert resend(settings, since=LOADED - timedelta(days=1)) == (1, ())
    keys = {request.headers["idempotency-key"] for request in loopback.asked("/s3cret")}
    assert (len(keys), len(loopback.asked("/s3cret"))) == (1, 3)


def test_explain_tells_the_whole_story_of_an_event(db: Path, channel: str, capsys: pytest.CaptureFixture[str]) -> None:
    open_told(db, channel)
    claim = on(10, assertion="claimed", root_source="claim:Taliban", published="2021-08-10T06:00")
    firm = on(10, assertion="confirmed", article_id="x", published="2021-08-11", root_source="AFP")
    load_all(db, read_documents([on(1, "ISKP"), claim, firm, on(13, STATE, type=BACK)]))
    tell(db, channel)
    with open_writer(db) as con:
        ((event_id,),) = con.execute("select event_id from event where actor = 'Taliban'").fetchall()
    print_event(db, event_id[:10], out=sys.stdout)
    story = capsys.readouterr().out
    for words in (
        "state: reversed; root sources that uphold it: 2 (claim:Taliban, AFP)",
        "1. 2021-08-10 06:00Z  Outlet of 10  root source: claim:Taliban  claimed  of 2021-08-10",
        f"“{claim.mention.quote}”",
        "joined: same place and holder",
        "claimed since 2021-08-10 06:00Z: first told, claimed, by claim:Taliban (1 root source by then)",
        "confirmed since 2021-08-11 12:00Z: confirmed by AFP (2 root sources by then)",
        "reversed since 2021-08-13 12:00Z: Afghan government was reported to hold it from then on",
        "another holder: ISKP, not Taliban",
        "ledger: AF-KHO captured, held by Taliban, before that ISKP, since 2021-08-10",
        "new_capture Khost (AF-KHO) Taliban, claim",
        "corroborated Khost (AF-KHO) Taliban, firm",
        "   told json://127.0.0.1#",
    ):
        assert words in story, words
    assert "hook" not in story
