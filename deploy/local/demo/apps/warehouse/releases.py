"""The versions the warehouse ran since it opened; one could not print the labels of boxes."""

from datetime import timedelta

from ..scenario.releases import Release, Releases

WITHOUT_BOXES = "2.3.0"

RELEASES = Releases(
    Release("2.0.0", timedelta(0)),
    Release("2.1.0", timedelta(days=3, hours=8, minutes=30)),
    Release("2.2.0", timedelta(days=6, hours=13, minutes=10)),
    Release(WITHOUT_BOXES, timedelta(days=9, hours=9, minutes=20)),
    Release("2.3.1", timedelta(days=10, hours=16, minutes=45)),
    Release("2.4.0", timedelta(days=12, hours=10, minutes=5), {"orders.next": 0.6}),
    history=timedelta(days=14),
    added_in={"reports.inventory": "2.1.0"},
)
