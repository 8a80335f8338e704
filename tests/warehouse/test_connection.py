"""Sessions: one writer, clear errors, the same clock everywhere."""

import subprocess
import sys
import threading
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.rows import a_new_writer, a_story
from warehouse.connection import open_reader, open_writer, transaction, writer_path
from warehouse.errors import WarehouseBusy, WarehouseDamaged, WarehouseError
from warehouse.snapshot import publish

HOLD = """
import sys
from pathlib import Path
from warehouse.connection import open_writer
with open_writer(Path(sys.argv[1])) as con:
    print("held", flush=True)
    sys.stdin.readline()
"""
HOLD_BARE = """
import sys, duckdb
con = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.readline()
"""


def a_holder(script: str, path: Path) -> subprocess.Popen[str]:
    holder = subprocess.Popen(
        [sys.executable, "-c", script, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout
    assert holder.stdout.readline() == "held\n"
    return holder


def let_go(holder: subprocess.Popen[str]) -> None:
    holder.communicate("\n", timeout=10)


def test_the_writer_lies_beside_the_snapshot(tmp_path: Path) -> None:
    assert writer_path(tmp_path / "news.duckdb") == tmp_path / ".news.duckdb.writer"


def test_a_link_leads_to_the_disk_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "big").mkdir()
    link = tmp_path / "news.duckdb"
    link.symlink_to(tmp_path / "big" / "news.duckdb")
    with a_new_writer(link):
        pass
    publish(link)
    assert link.is_symlink()
    assert (tmp_path / "big" / "news.duckdb").is_file()


def test_folders_are_made(tmp_path: Path) -> None:
    with a_new_writer(tmp_path / "a" / "b" / "news.duckdb"):
        pass


def test_a_file_is_written_for_duckdb_1_5(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with a_new_writer(path) as con:
        tags = con.execute("select tags['storage_version'] from duckdb_databases() where path is not null").fetchall()
    assert tags == [("v1.5.0+",)]


def test_a_second_process_is_told_who_writes(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    holder = a_holder(HOLD, path)
    told = rf"w\.duckdb: another run \(process {holder.pid}\)"
    with pytest.raises(WarehouseBusy, match=told), open_writer(path, wait_seconds=0.2):
        pass
    let_go(holder)


def test_a_second_process_waits_for_the_first(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    holder = a_holder(HOLD, path)
    threading.Timer(0.5, let_go, [holder]).start()
    with open_writer(path, wait_seconds=10) as con:
        answer = con.execute("select 1").fetchone()
    assert answer == (1,)


def test_a_killed_writer_holds_nothing(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    holder = a_holder(HOLD, path)
    holder.kill()
    holder.wait()
    with open_writer(path, wait_seconds=0.5):
        pass


def test_a_foreign_program_on_the_file_is_waited_for_too(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with a_new_writer(path):
        pass
    holder = a_holder(HOLD_BARE, writer_path(path))
    with pytest.raises(WarehouseBusy, match="another program"), open_writer(path, wait_seconds=0.2):
        pass
    with pytest.raises(WarehouseBusy, match="another program"):
        publish(path, wait_seconds=0.2)
    let_go(holder)
    with open_writer(path, wait_seconds=1):
        pass


@pytest.mark.parametrize("content", [b"", b"hello", bytes(range(256)) * 100])
def test_a_damaged_writer_is_named_with_the_mend(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "w.duckdb"
    with a_new_writer(path) as con:
        a_story(con)
    publish(path)
    writer_path(path).write_bytes(content)
    with pytest.raises(WarehouseDamaged, match="goes on from the snapshot") as told, open_writer(path):
        pass
    assert "\n" not in str(told.value)
    writer_path(path).unlink()
    with a_new_writer(path) as con:  # the mend works
        assert con.execute("select count(*) from event").fetchone() == (1,)


def test_a_truncated_snapshot_is_damaged(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with a_new_writer(path):
        pass
    publish(path)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with pytest.raises(WarehouseDamaged), open_reader(path) as con:
        con.execute("select * from article").fetchall()
    publish(path)
    with open_reader(path) as con:
        assert con.execute("select * from article").fetchall() == []


def test_a_database_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "mine.duckdb"
    con = duckdb.connect(str(path))
    con.execute("create table mine as select 42 as n")
    con.close()
    before = path.read_bytes()
    with pytest.raises(WarehouseError, match="not made by frontwire"), open_writer(path):
        pass
    assert path.read_bytes() == before
    assert not writer_path(path).exists()


def test_a_snapshot_moved_alone_is_enough_to_go_on(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with a_new_writer(path) as con:
        a_story(con)
    publish(path)
    moved = tmp_path / "there" / "w.duckdb"
    moved.parent.mkdir()
    path.rename(moved)
    with a_new_writer(moved) as con:
        assert con.execute("select count(*) from mention").fetchone() == (1,)


def test_no_snapshot_is_a_clear_error(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    with pytest.raises(WarehouseError) as told, open_reader(path):
        pass
    assert str(told.value) == f"no warehouse at {path} yet: run `frontwire run` first"


def test_a_folder_that_cannot_be_made_is_a_clear_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WarehouseError, match="choose another with --db"), open_writer(tmp_path / "file" / "w.duckdb"):
        pass


def test_every_session_speaks_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Kabul")
    path = tmp_path / "w.duckdb"
    zone = "select current_setting('TimeZone')"
    with a_new_writer(path) as con:
        assert con.execute(zone).fetchone() == con.cursor().execute(zone).fetchone() == ("UTC",)
    publish(path)
    with open_reader(path) as con:
        assert con.execute(zone).fetchone() == ("UTC",)


def test_a_failed_transaction_leaves_nothing(tmp_path: Path) -> None:
    with a_new_writer(tmp_path / "w.duckdb") as con:
        with pytest.raises(KeyError), transaction(con):  # noqa: PT012
            con.execute("insert into run (run_id, started_at) values ('r', '2021-08-15 00:00:00+00')")
            raise KeyError
        assert con.execute("select count(*) from run").fetchone() == (0,)
        with transaction(con):
            con.execute("insert into run (run_id, started_at) values ('r', '2021-08-15 00:00:00+00')")
        assert con.execute("select count(*) from run").fetchone() == (1,)
