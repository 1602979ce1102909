"""What is measured, in the words of Prometheus: requests, sockets, refusals, steps, the ledger, the process."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_1_0_0
from prometheus_client.registry import Collector

from store.entry import BACKSTAGE, utc_now
from store.ledger import Ledger
from store.timing import listen
from web.serving.standing import Standing

MEDIA_TYPE = CONTENT_TYPE_PLAIN_1_0_0
STEPS_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

PROCESS = CollectorRegistry()
ProcessCollector(registry=PROCESS)
REQUESTS = Counter(
    "office_requests",
    "Requests by operation of the access table and status",
    ["operation", "status"],
    registry=PROCESS,
)
REFUSALS = Counter(
    "office_refusals",
    "Requests and sockets turned away, by status or close code",
    ["status"],
    registry=PROCESS,
)
SOCKETS = Gauge("office_sockets_open", "Sockets that are open now", registry=PROCESS)
STEPS = Histogram("office_step_seconds", "How long a step took", ["step"], registry=PROCESS, buckets=STEPS_S)


class OfLedger(Collector):
    """What the ledger says at the moment of asking; times are the wall clock's."""

    def __init__(self, ledger: Ledger, standing: Standing) -> None:
        self._ledger, self._standing = ledger, standing

    def collect(self) -> Iterator[Metric]:
        """Position, entries by kind, age of the last commit, and how the store stood at the last look."""
        yield GaugeMetricFamily(
            "office_ledger_position", "The newest entry a screen shows", self._ledger.position()
        )
        kinds = GaugeMetricFamily("office_ledger_entries", "Entries by kind", labels=["kind"])
        for kind, count in _kinds(self._ledger).items():
            kinds.add_metric([kind], count)
        yield kinds
        if last := self._ledger.last():
            age_s = (utc_now() - last.recorded_at).total_seconds()
            yield GaugeMetricFamily("office_ledger_last_commit_age_seconds", "Since the last commit", age_s)
        verdict = self._standing.verdict
        yield GaugeMetricFamily(
            "office_store_writable", "1 where it can be written", int(not self._standing.unwritable)
        )
        yield GaugeMetricFamily(
            "office_chain_whole",
            "1 where the last verification found it whole",
            int(bool(verdict and verdict.whole)),
        )


def told(ledger: Ledger, standing: Standing) -> bytes:
    """All of it as text."""
    of_ledger = CollectorRegistry()
    of_ledger.register(OfLedger(ledger, standing))
    return generate_latest(PROCESS) + generate_latest(of_ledger)


def listen_to_steps() -> None:
    """Have commits and checks measured from now on."""
    listen(_took)


def _took(step: str, took_s: float) -> None:
    STEPS.labels(step).observe(took_s)


def _kinds(ledger: Ledger) -> dict[str, int]:
    kinds: Tally[str] = Tally(dict.fromkeys(("refusal", *BACKSTAGE), 0))
    for (_feed, _scope, kind), count in ledger.tally().items():
        kinds[kind] += count
    return dict(kinds)
