"""Do the records hold? The audit log's own chain, and those that features keep: asked by command and each night."""

import logging

from app.activity.record import verify
from app.lib import clock
from app.web.feature import features

log = logging.getLogger("app.activity")
QUIET_HOUR = 3


def faults_of_records() -> list[str]:
    """What does not hold, in words; nothing when all is well."""
    broken = verify()
    found = [] if broken is None else [f"audit: entry {broken} does not fit the chain"]
    return found + [fault for feature in features() for check in feature.records for fault in check()]


def check_records_when_quiet() -> None:
    """Hourly, once in the night: a fault goes to the log, loudly, for the operator's watch to see."""
    if clock.local(clock.now()).hour == QUIET_HOUR and (faults := faults_of_records()):
        log.error("%d faults in the records; run: flask record verify", len(faults))
