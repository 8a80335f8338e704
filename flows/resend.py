"""Settings in, messages out without waiting for a run: what is pending now, or once more what was told before."""

from datetime import datetime
from functools import partial
from uuid import uuid4

from flows.channels import open_channel
from flows.errors import SettingsError
from flows.lease import hold_lease, is_live
from flows.pipeline import now, send_claimed
from flows.settings import Settings
from flows.watch import Teller, claim_again, register
from warehouse.connection import transaction
from warehouse.errors import WarehouseMissing
from warehouse.migrate import migrate
from warehouse.snapshot import write_and_publish


def resend(settings: Settings, *, since: datetime | None) -> tuple[int, tuple[str, ...]]:
    """Sends all that is pending at once; with `since` also what was told since then, under the same key.

    How many messages went out, and a sentence for each channel that did not take one.
    """
    channels = [open_channel(address) for address in settings.alert.channels]
    if not channels:
        raise SettingsError("no channel is configured: set alert.channels or FRONTWIRE_ALERT__CHANNELS")
    if not settings.db.exists():
        raise WarehouseMissing(settings.db)
    run_id = f"resend-{uuid4().hex[:9]}"
    teller = Teller(run_id=run_id, settings=settings.alert, is_live=partial(is_live, settings.db))
    with hold_lease(settings.db, run_id):
        with write_and_publish(settings.db) as con:
            migrate(con)
            with transaction(con):
                register(con, channels, now=now())
                pending = claim_again(con, [c.name for c in channels], teller, since=since, now=now())
        failed = send_claimed(settings.db, pending, channels)
    return sum(map(len, pending.values())) - len(failed), failed
