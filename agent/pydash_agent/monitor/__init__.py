"""Measures the calls of an app that has no other monitoring, and keeps them in a file of its own.

wsgi, asgi   measure a request
recorder     takes its call, and writes it down behind the request's back
file         the SQLite file that all processes of the app share
writer       what is written to it, and dropped from it
source       what PyDash reads of it
installed    all of these, as a framework's module puts them into an app
"""
