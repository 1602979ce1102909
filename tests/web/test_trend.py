"""Each point of a form's trend leads back to the file by which it moved."""

from feeds import feed
from store.ledger import Ledger
from web.known import rendered
from web.known.situation import receipt_number


def test_each_point_names_the_receipt_that_came_then(sample: Ledger) -> None:
    figure = rendered.trend(sample, feed("passenger_routes"), "zh", "light")
    assert figure is not None
    sent = {receipt_number(entry) for entry in sample.entries(kinds=["submission"], feed="passenger_routes")}
    named = {receipt for line in figure.data for _, receipt in line.customdata}
    assert len(named) > 1 and named <= sent
