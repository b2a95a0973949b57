"""The rate of the first PyDash, quoted: measured in November 2026 on 2 vCPU under Python 3.11, not in this run.

Its ``Dashboard.add_endpoint_call``, in memory and without a database, took 48.9 calls a second while it held 500,
and 16.1 when it held 5,000: the more it holds, the slower.
"""

NAME = "the first PyDash, quoted from November 2026"
CALLS_PER_SECOND_AT_BEST = 48.9
