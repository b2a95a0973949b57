"""A pytest plugin: how fast tests are, which endpoints of the app each of them hits, and how fast those are.

plugin.py       the options and, with --pydash, what is registered
options.py      what was asked for: options, ini file, environment
origin.py       the version and the build that are tested
repetition.py   runs each test several times
hits.py         the requests that the app handles while a test's body runs
apps/           hooks in Flask and Starlette (and so FastAPI) that tell of these requests
results.py      what is known of each test and endpoint, bounded
recording.py    between pytest and results; works in the processes of pytest-xdist as well
portions.py     results as PyDash takes them, in bounded portions
client.py       HTTP, by urllib
reporting.py    at the end: submits, compares, says so
table.py        what is printed where nothing could be submitted
"""
