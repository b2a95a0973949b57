"""The demo's apps, and what they share.

    scenario    an app's past and future: one plan of visits, written as history and made live
    shop        a tea shop, under Flask-MonitoringDashboard (FMD) 1.13.0
    warehouse   the API of the warehouse behind it, under FMD 5.1.0 with PyDash's bridge

Each runs in a virtualenv of its own. Of PyDash they import nothing but that bridge.
"""
