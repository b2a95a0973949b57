"""The life of a demo app, past and live, from one plan of visits.

    releases   which versions went live when, and what they did to times and answers
    timing     how long a call takes
    rhythm     how busy the app is at a moment
    plan       who visits when and what for: what history and live traffic follow
    state      when the app opened, kept beside its database
    history    writes past calls into the database of its dashboard
    serving    runs the app
    traffic    makes live requests

What makes an app itself is a `Scenario`, which the app gives.
"""
