"""frontwire.toml and the environment in, Settings out: the environment wins, unknown keys are refused."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource, NoDecode, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings import SettingsError as SourceError

from flows.errors import SettingsError

DEFAULT_CONFIG = Path("frontwire.toml")
DEFAULT_DB = Path("data/frontwire.duckdb")
MAX_BACKFILL = 100

# Apprise addresses may hold commas themselves: only a comma or space before the next scheme parts two of them.
_BETWEEN_CHANNELS = re.compile(r"[,\s]+(?=[A-Za-z][A-Za-z0-9+.-]*://)")
_PLAIN = {
    "extra_forbidden": "is no known key",
    "missing": "is missing",
    "tuple_type": "must be a list",
    "model_type": "must be a table",
    "string_type": "must be text",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "int_parsing": "must be a whole number",
    "int_from_float": "must be a whole number",
    "int_type": "must be a whole number",
    "path_type": "must be a path",
}
_COUNTRY_CODE = re.compile(r"[A-Z]{2}")
# None that says what is asked or how the answer is packed: those are ours.
_HEADER = re.compile(
    r"(?!(?:host|connection|content-length|transfer-encoding|accept-encoding)\Z)[!#$%&'*+.^_`|~\w-]+", re.A | re.I
)
_FROM_ENVIRONMENT = re.compile(r"env:[A-Za-z_]\w*", re.A)
_PROVINCE = re.compile(r"[A-Za-z]{2}-[A-Za-z0-9]{1,4}|gn:\S+", re.IGNORECASE)
_COUNTRY = re.compile(r"[A-Za-z]{2}")
_HOST = re.compile(r"(?:\[[0-9a-fA-F:.]+\]|[^\s:/@\[\]]+)(?::\d{1,5})?")


def _no_boolean(value: object) -> object:
    """A number as it is; pydantic would read `true` as 1."""
    if isinstance(value, bool):
        raise ValueError("must be a number")
    return value


def _hosts(value: object) -> object:
    """Comma-separated text, as in the environment, to a list."""
    if isinstance(value, str):
        return [part.strip() for part in value.split(",") if part.strip()]
    return value


def _names(value: object) -> object:
    """A JSON list or comma-separated text, as in the environment, to a list."""
    listed = _json_list(value)
    return _hosts(value) if listed is None else listed


def _json_list(value: object) -> list[object] | None:
    """The list that a text spells in JSON; None where it spells none."""
    if not isinstance(value, str) or not value.lstrip().startswith("["):
        return None
    try:
        found = json.loads(value)
    except json.JSONDecodeError:
        return None
    return found if isinstance(found, list) else None


def _channels(value: object) -> object:
    """Apprise addresses in one text, as in the environment, to a list: JSON, or parted by commas."""
    listed = _json_list(value)
    if listed is not None:
        return listed
    if isinstance(value, str):
        return [part.strip(" ,") for part in _BETWEEN_CHANNELS.split(value.strip()) if part.strip(" ,")]
    return value


def _upper(value: object) -> object:
    """A code as codes are written."""
    return value.upper() if isinstance(value, str) else value


Seconds = Annotated[float, BeforeValidator(_no_boolean), Field(gt=0, allow_inf_nan=False)]
Count = Annotated[int, BeforeValidator(_no_boolean)]
Port = Annotated[int, BeforeValidator(_no_boolean), Field(ge=1, le=65535)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class FetchSettings(_Section):
    """How we ask for addresses; `allow_hosts` (`host` or `host:port`) may be reached although not public."""

    allow_hosts: Annotated[tuple[str, ...], NoDecode, BeforeValidator(_hosts)] = ()
    deadline_seconds: Seconds = 20.0
    max_bytes: Annotated[Count, Field(gt=0)] = 2_000_000  # after decompression
    max_redirects: Annotated[Count, Field(ge=0, le=20)] = 5
    user_agent: Annotated[str, Field(pattern=r"^[\x20-\x7e]+$")] = (
        "frontwire/0.1 (news reader; control-of-territory events)"
    )
    contact: Annotated[str, Field(pattern=r"^[\x21-\x7e]*$")] = ""  # an address of yours; outlets are told whom to ask
    ports: Annotated[tuple[Port, ...], NoDecode, BeforeValidator(_hosts)] = (80, 443)
    robots: bool = True  # whether pages obey robots.txt; a feed that you name is asked for in any case
    per_host: Annotated[Count, Field(ge=1, le=20)] = 2  # requests to one host at the same time
    interval_seconds: Annotated[float, BeforeValidator(_no_boolean), Field(ge=0, le=3600)] = 0.2  # between two of them
    max_wait_seconds: Annotated[float, BeforeValidator(_no_boolean), Field(ge=0, le=3600)] = 30.0  # else: the next run

    @property
    def agent(self) -> str:
        """The name under which we ask, with whom to write to."""
        return f"{self.user_agent} (+{self.contact})" if self.contact else self.user_agent

    @property
    def robot(self) -> str:
        """The name that robots.txt has for us."""
        return re.split(r"[/ (]", self.user_agent, maxsplit=1)[0] or self.user_agent

    @field_validator("allow_hosts")
    @classmethod
    def _are_hosts(cls, hosts: tuple[str, ...]) -> tuple[str, ...]:
        if all(_HOST.fullmatch(host) for host in hosts):
            return tuple(host.lower() for host in hosts)
        raise ValueError("must be host or host:port, without scheme and path")


class PageSettings(_Section):
    """What one page, feed, mail or PDF may cost in the process that reads it."""

    deadline_seconds: Seconds = 10.0
    max_memory: Annotated[Count, Field(ge=400_000_000)] = 1_500_000_000  # bytes of address space


class ArchiveSettings(_Section):
    """What is kept of the bytes that were fetched: where (None: `raw` beside the database), how much, how long."""

    enabled: bool = True
    dir: Path | None = None
    max_bytes: Annotated[Count, Field(ge=1_000_000)] = 2_000_000_000  # on disk, of all files together
    keep_days: Annotated[Count, Field(ge=1)] = 365  # after the last record of a file


Names = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_names)]


class AlertSettings(_Section):
    """Whom we tell (Apprise addresses, which carry passwords and tokens), and from what on; empty lists mean all."""

    channels: Annotated[tuple[SecretStr, ...], NoDecode, BeforeValidator(_channels)] = ()
    min_roots: Annotated[float, BeforeValidator(_no_boolean), Field(ge=0, allow_inf_nan=False)] = 1.0
    min_confidence: Annotated[float, BeforeValidator(_no_boolean), Field(ge=0, le=1)] = 0.0
    provinces: Names = ()  # ISO 3166-2, as field `admin1` shows them
    countries: Names = ()  # ISO 3166-1 alpha-2
    actors: Names = ()  # canonical names, as field `actor` shows them
    weights: Mapping[str, Annotated[float, Field(ge=0, allow_inf_nan=False)]] = {}  # how many roots a source counts as

    @field_validator("provinces")
    @classmethod
    def _are_provinces(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if all(_PROVINCE.fullmatch(code) for code in codes):
            return codes
        raise ValueError("must be codes of provinces, such as AF-KHO: see field admin1 of an alert")

    @field_validator("countries")
    @classmethod
    def _are_countries(cls, codes: tuple[str, ...]) -> tuple[str, ...]:
        if all(_COUNTRY.fullmatch(code) for code in codes):
            return codes
        raise ValueError("must be codes of two letters, such as AF")


class FeedSettings(_Section):
    """One feed of the configuration; what is given here wins over what the feed says of itself."""

    url: Annotated[str, Field(min_length=1)]
    outlet: str | None = None
    language: str | None = None
    country: Annotated[str | None, BeforeValidator(_upper)] = None  # of the outlet, ISO 3166-1 alpha-2
    weight: Annotated[float, BeforeValidator(_no_boolean), Field(ge=0, allow_inf_nan=False)] | None = None
    full_text: Literal["page", "feed"] = "page"  # feed: the entries hold the whole text, no page is asked for
    interval_seconds: Annotated[Count, Field(ge=1)] | None = None  # never asked sooner; None: at each run
    backfill: Annotated[Count, Field(ge=0, le=MAX_BACKFILL)] = 0  # older pages of the feed, when it is first read
    headers: Mapping[str, str] = {}  # name -> env:NAME: no secret stands in the file, which can be shown and shared

    @field_validator("country")
    @classmethod
    def _is_code(cls, code: str | None) -> str | None:
        if code is None or _COUNTRY_CODE.fullmatch(code):
            return code
        raise ValueError("must be a code of two letters, such as AF")

    @field_validator("headers")
    @classmethod
    def _are_from_environment(cls, headers: Mapping[str, str]) -> Mapping[str, str]:
        if not all(_HEADER.fullmatch(name) for name in headers):
            raise ValueError("must have names of request headers that are not ours to set, such as Authorization")
        if all(_FROM_ENVIRONMENT.fullmatch(value) for value in headers.values()):
            return headers
        raise ValueError('must name environment variables, such as { Authorization = "env:NAME" }')


class ScheduleSettings(_Section):
    """How often `frontwire serve` runs."""

    interval_seconds: Annotated[Count, Field(ge=1)] = 900


class Settings(BaseSettings):
    """All that can be configured; names as in CONTRACT.md, "Configuration"."""

    model_config = SettingsConfigDict(
        env_prefix="FRONTWIRE_",
        env_nested_delimiter="__",
        extra="forbid",
        frozen=True,
        hide_input_in_errors=True,
        nested_model_default_partial_update=True,
    )

    db: Path = DEFAULT_DB
    fetch: FetchSettings = FetchSettings()
    alert: AlertSettings = AlertSettings()
    feeds: tuple[FeedSettings, ...] = ()
    schedule: ScheduleSettings = ScheduleSettings()
    backfill: Annotated[Count, Field(ge=0, le=MAX_BACKFILL)] | None = None  # of every feed, each time; None: as it says
    archive: ArchiveSettings = ArchiveSettings()
    pages: PageSettings = PageSettings()

    @field_validator("db")
    @classmethod
    def _names_a_file(cls, path: Path) -> Path:
        if not path.name:
            raise ValueError("must name a file")
        return path


def load_settings(config: Path | None = None, **overrides: Any) -> Settings:
    """Settings of `config` (None: frontwire.toml where there is one), environment and overrides (None: none)."""
    written = _read_toml(config)
    try:
        layered = _layered(written)(**{name: value for name, value in overrides.items() if value is not None})
        return Settings.model_construct(**dict(layered))  # the class of `layered` could not be pickled
    except ValidationError as error:
        why = as_sentence(error)
    except SourceError as error:
        why = str(error)
    where = f"{config or DEFAULT_CONFIG} or the environment" if written else "the environment or the options"
    # Outside of `except`: the cause would carry the values, and some are secret.
    raise SettingsError(f"configuration: {why} (from {where})")


def _layered(written: dict[str, Any]) -> type[Settings]:
    """Settings that also read `written`, below the environment."""

    class Layered(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            env_settings: PydanticBaseSettingsSource,
            dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
            file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return init_settings, env_settings, InitSettingsSource(settings_cls, init_kwargs=written)

    return Layered


def _read_toml(config: Path | None) -> dict[str, Any]:
    path = config or DEFAULT_CONFIG
    if config is None and not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        why = "there is no such configuration file"
    except tomllib.TOMLDecodeError as error:
        why = f"is not valid TOML: {error}"
    except UnicodeDecodeError:
        why = "is not UTF-8 text"
    except OSError as error:
        why = f"cannot be read: {error.strerror}"
    raise SettingsError(f"{path}: {why}")


def as_sentence(error: ValidationError) -> str:
    """The first few complaints, each with the key and without the value."""
    said = []
    for complaint in error.errors(include_url=False, include_input=False, include_context=False)[:3]:
        key = ".".join(str(part) for part in complaint["loc"])
        plain = _PLAIN.get(complaint["type"]) or complaint["msg"].removeprefix("Value error, ")
        said.append(f"{key} {plain[0].lower()}{plain[1:]}")
    return "; ".join(said)
