"""An alert in, a message out: Apprise addresses and JSONL files; the console is the table of `run`.

An address may carry a password or a token, in its host part too: it is never stored, printed or logged. The warehouse
knows a channel by `name`: the scheme, the host where the scheme has one, and a short hash of the address.
"""

import hashlib
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from flows.errors import FlowError
from flows.show import as_cell, as_json, as_line

SOCKET_SECONDS = 3.0
FILE_SCHEME = "jsonl"
# In other schemes the place of the host holds a token: slack://TOKEN/..., tgram://TOKEN/...
WITH_HOST = {f"{scheme}{s}" for scheme in ("json", "xml", "form", "mailto", "gotify", "matrix") for s in ("", "s")}
WITH_HEADERS = {f"{scheme}{s}" for scheme in ("json", "xml", "form") for s in ("", "s")}

ALERT_FIELDS = (
    "alert_id",
    "kind",
    "admin1",
    "admin1_name",
    "country",
    "actor",
    "place",
    "basis",
    "level",
    "event_id",
    "article_id",
    "published",
    "raised_at",
    "roots",
    "quote",
    "url",
    "reason",
    "thread_id",
    "confidence",
)  # CONTRACT.md, "An alert", and what is ours
SENTENCES = {
    "new_capture": "{actor} reported in control of {where}",
    "corroborated": "a further source says that {actor} holds {where}",
    "denied": "denied: {actor} in control of {where}",
    "recaptured": "{actor} reported to have retaken {where}",
    "captured_again": "{actor} reported in control of {where} again",
}

RETRACTED = "retracted"  # the reason of a denial by the very article that told the capture
TAKEN_BACK = "taken back: {actor} in control of {where}"

AlertRow = Mapping[str, object]


class ChannelError(FlowError):
    """A message that did not go out; never shows the address."""


class Channel(Protocol):
    """Where alerts go; `name` is what may be stored and printed."""

    @property
    def name(self) -> str: ...

    def send(self, alert: AlertRow) -> None:
        """An alert in; it is out when this returns, ChannelError otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChannel:
    """Appends one line of JSON an alert to a file: `jsonl:///folder/alerts.jsonl`."""

    name: str
    path: Path

    def send(self, alert: AlertRow) -> None:
        line = as_line(read_message(alert)) + "\n"
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a", encoding="utf-8") as out:
                out.write(line)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            raise ChannelError(f"{self.name}: {error.strerror or 'cannot be written'}") from error


@dataclass(frozen=True, slots=True, kw_only=True)
class AppriseChannel:
    """Sends by Apprise; json://, xml:// and form:// carry the alert's id as Idempotency-Key."""

    name: str
    address: SecretStr

    def send(self, alert: AlertRow) -> None:
        import apprise

        logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)  # it would log the address
        plugin = apprise.Apprise.instantiate(self.address.get_secret_value())
        if not isinstance(plugin, apprise.NotifyBase):
            raise ChannelError(f"{self.name}: is no address that Apprise knows")
        plugin.socket_connect_timeout = plugin.socket_read_timeout = SOCKET_SECONDS
        if _scheme(self.address) in WITH_HEADERS:
            _add_fields(plugin, alert)
        service = apprise.Apprise()
        service.add(plugin)
        try:
            sent = service.notify(title=read_title(alert), body=read_body(alert), body_format=apprise.NotifyFormat.TEXT)
        except Exception as error:  # a plugin's fault must not show its address, nor stop the others
            raise ChannelError(f"{self.name}: {type(error).__name__} while sending") from None
        if not sent:
            raise ChannelError(f"{self.name}: did not take the message")


def _add_fields(plugin: Any, alert: AlertRow) -> None:
    """The fields of the alert beside title and message, and its id as the key by which a receiver drops repeats."""
    plugin.headers["Idempotency-Key"] = str(alert["alert_id"])
    plugin.payload_extras.update({field: as_json(value) for field, value in read_message(alert).items()})


SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]{0,20})://")


def open_channel(address: SecretStr) -> Channel:
    """An address of the configuration in, its channel out; nothing is reached yet."""
    name = read_name(address)
    if _scheme(address) != FILE_SCHEME:
        return AppriseChannel(name=name, address=address)
    return FileChannel(name=name, path=Path(address.get_secret_value().split("://", 1)[1]))


def read_name(address: SecretStr) -> str:
    """An address in, a name out that tells channels apart and gives no secret away."""
    secret = address.get_secret_value()
    scheme = _scheme(address)
    mark = hashlib.sha256(secret.encode()).hexdigest()[:8]
    if scheme == FILE_SCHEME:
        return f"{scheme}://{Path(secret).name}#{mark}"
    host = (urlsplit(secret).hostname or "") if scheme in WITH_HOST else ""
    return f"{scheme}://{host}#{mark}"


def _scheme(address: SecretStr) -> str:
    """The scheme of an address; "" where it has none, for then all of it may be secret."""
    found = SCHEME.match(address.get_secret_value())
    return found[1].lower() if found else ""


def read_title(alert: AlertRow) -> str:
    """An alert in, one line out: who is reported to hold what."""
    retracted = alert.get("reason") == RETRACTED
    sentence = TAKEN_BACK if retracted else SENTENCES.get(str(alert["kind"]), "{actor}: {where}")
    title = sentence.format(actor=alert["actor"], where=read_place(alert))
    return as_cell(f"[{alert['level']}] {title}")


def read_body(alert: AlertRow) -> str:
    """An alert in, the evidence out: the sentence, who says so how firmly, where to read on."""
    published = str(as_json(alert.get("published")) or "")[:10]
    said = [str(part) for part in (alert.get("outlet"), published, alert.get("url")) if part]
    roots = alert.get("roots")
    named = [str(root) for root in roots] if isinstance(roots, list | tuple) else []
    told_as = alert.get("told_as")
    lines = [
        f"Correction: this change was told before as {told_as}." if told_as else "",
        "The article was changed and no longer says so:" if alert.get("reason") == RETRACTED else "",
        f"“{' '.join(str(alert['quote']).split())}”",
        ", ".join(said),
        f"Province: {read_place(alert)}. Holder: {alert['actor']}. Level: {alert['level']}.",
        f"Root sources: {len(named)} ({', '.join(named)})." if named else "",
        f"Event {alert['event_id']}: frontwire explain {alert['event_id']}" if alert.get("event_id") else "",
    ]
    return "\n".join(as_cell(line) for line in lines if line)


def read_place(alert: AlertRow) -> str:
    """An alert in, the name and code of its province out."""
    return f"{alert.get('admin1_name') or alert['admin1']} ({alert['admin1']})"


def read_message(alert: AlertRow) -> dict[str, object]:
    """An alert in, the fields that are told of it out."""
    return {field: alert.get(field) for field in ALERT_FIELDS}
