"""The versions the shop ran since it opened; one made the search slow until the next one mended it."""

from datetime import timedelta

from ..scenario.releases import Release, Releases

RELEASES = Releases(
    Release("1.0.0", timedelta(0)),
    Release("1.1.0", timedelta(days=4, hours=9, minutes=40)),
    Release("1.2.0", timedelta(days=8, hours=13, minutes=5)),
    # Search asks for the stock of every hit on its own.
    Release("1.3.0", timedelta(days=12, hours=10, minutes=20), {"search": 3.6}),
    Release("1.3.1", timedelta(days=15, hours=15, minutes=50)),
    Release("1.4.0", timedelta(days=18, hours=11, minutes=15), {"catalogue": 0.7}),
    history=timedelta(days=21),
    added_in={"recommendations": "1.1.0", "account": "1.2.0"},
)
