"""Configuration: the environment wins, unknown keys are named, secrets stay secret."""

import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from flows.errors import SettingsError
from flows.settings import Settings, load_settings


def written(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "frontwire.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_there_are_defaults(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.db == Path("data/frontwire.duckdb")
    assert settings.fetch.deadline_seconds == 20
    assert settings.fetch.max_bytes == 2_000_000
    assert settings.fetch.allow_hosts == ()
    assert settings.feeds == ()


def test_a_file_beside_us_is_read_unasked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path, 'db = "here.duckdb"\n[[feeds]]\nurl = "http://example.org/rss"\noutlet = "Example"\n')
    monkeypatch.chdir(tmp_path)
    settings = load_settings()
    assert settings.db == Path("here.duckdb")
    assert settings.feeds[0].outlet == "Example"


def test_a_named_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"other\.toml: there is no such"):
        load_settings(tmp_path / "other.toml")


def test_options_win_over_the_environment_and_that_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = written(tmp_path, 'db = "file.duckdb"\n[fetch]\nmax_bytes = 5\ndeadline_seconds = 1\n')
    monkeypatch.setenv("FRONTWIRE_DB", "environment.duckdb")
    monkeypatch.setenv("FRONTWIRE_FETCH__DEADLINE_SECONDS", "2.5")
    settings = load_settings(config, db=Path("option.duckdb"), feeds=None)
    assert (settings.db, settings.fetch.max_bytes, settings.fetch.deadline_seconds) == (Path("option.duckdb"), 5, 2.5)
    assert load_settings(config).db == Path("environment.duckdb")


def test_hosts_in_the_environment_are_parted_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTWIRE_FETCH__ALLOW_HOSTS", "127.0.0.1:8080, localhost,[::1]:80")
    assert load_settings().fetch.allow_hosts == ("127.0.0.1:8080", "localhost", "[::1]:80")


def test_channels_may_hold_commas_and_are_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTWIRE_ALERT__CHANNELS", "json://u:hush@host/?to=a,b, mailto://x:hush@example.org")
    settings = load_settings()
    values = [channel.get_secret_value() for channel in settings.alert.channels]
    assert values == ["json://u:hush@host/?to=a,b", "mailto://x:hush@example.org"]
    assert "hush" not in repr(settings)


def test_channels_may_be_a_list_of_json(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTWIRE_ALERT__CHANNELS", '["json://u:hush@host/?to=a, b", "mailto://x:hush@example.org"]')
    values = [channel.get_secret_value() for channel in load_settings().alert.channels]
    assert values == ["json://u:hush@host/?to=a, b", "mailto://x:hush@example.org"]
    monkeypatch.setenv("FRONTWIRE_ALERT__CHANNELS", "[]")
    assert load_settings().alert.channels == ()


def test_thresholds_come_from_the_file_and_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = written(tmp_path, '[alert]\nmin_roots = 2\ncountries = ["AF"]\n[alert.weights]\nTASS = 0.5\n')
    monkeypatch.setenv("FRONTWIRE_ALERT__MIN_CONFIDENCE", "0.7")
    monkeypatch.setenv("FRONTWIRE_ALERT__PROVINCES", "AF-KHO, AF-HER")
    monkeypatch.setenv("FRONTWIRE_ALERT__ACTORS", '["Taliban", "Kurdish forces"]')
    alert = load_settings(config).alert
    assert (alert.min_roots, alert.min_confidence, alert.weights) == (2, 0.7, {"TASS": 0.5})
    assert (alert.provinces, alert.countries) == (("AF-KHO", "AF-HER"), ("AF",))
    assert alert.actors == ("Taliban", "Kurdish forces")


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[alert]\nprovinces = ["Khost"]', "alert.provinces must be codes of provinces"),
        ('[alert]\ncountries = ["Afghanistan"]', "alert.countries must be codes of two letters"),
        ("[alert]\nmin_confidence = 70", "alert.min_confidence"),
        ("colour = 1", "colour is no known key"),
        ("[fetch]\nalow_hosts = []", "fetch.alow_hosts is no known key"),
        ("[fetch]\nmax_bytes = true", "fetch.max_bytes must be a number"),
        ('[fetch]\nmax_bytes = "lots"', "fetch.max_bytes must be a whole number"),
        ('[fetch]\nallow_hosts = ["http://x/"]', "fetch.allow_hosts must be host or host:port"),
        ("fetch = 3", "fetch must be a table"),
        ('[[feeds]]\noutlet = "x"', "feeds.0.url is missing"),
        ("[fetch]\ndeadline_seconds = 0", "fetch.deadline_seconds input should be greater than 0"),
        ("[fetch]\ndeadline_seconds = inf", "fetch.deadline_seconds"),
        ("db = ''", "db must name a file"),
        ("db = ", "is not valid TOML"),
    ],
)
def test_what_cannot_be_used_is_named(tmp_path: Path, text: str, named: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(written(tmp_path, text))
    assert named in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_error_never_shows_a_secret(tmp_path: Path) -> None:
    config = written(tmp_path, '[alert]\nchannels = ["json://u:hush@host", 5]\n')
    with pytest.raises(SettingsError) as caught:
        load_settings(config)
    chain = [caught.value, caught.value.__cause__, caught.value.__context__]
    assert all("hush" not in repr(error) for error in chain)


def test_settings_survive_pickling() -> None:
    settings = load_settings()
    assert type(settings) is Settings
    assert pickle.loads(pickle.dumps(settings)) == settings  # noqa: S301


def test_settings_sources_and_pages_import_lightly() -> None:
    heavy = ["prefect", "spacy", "trafilatura", "httpx", "httpcore", "warcio", "feedparser", "duckdb"]
    code = f"import sys, flows.settings, flows.sources, flows.pages; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
