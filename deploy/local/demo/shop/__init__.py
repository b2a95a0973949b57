"""A small tea shop, monitored by Flask-MonitoringDashboard 1.13.0, and the people who visit it.

    goods      what it sells
    releases   which versions went live when, and what they did to the times
    timing     how long a call takes
    rhythm     how busy the shop is at a moment
    visitors   who they are and where they come from
    sessions   who visits when and what they look at: the plan of history and of live traffic
    state      when the shop opened, kept beside its database
    app        the shop itself
    serve      runs the shop        (python -m shop.serve)
    history    writes past calls    (python -m shop.history)
    traffic    makes live requests  (python -m shop.traffic)

It runs in a virtualenv of its own and imports nothing of PyDash.
"""
