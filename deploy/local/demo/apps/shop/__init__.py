"""A small tea shop, monitored by Flask-MonitoringDashboard 1.13.0, and the people who visit it.

goods       what it sells
releases    which versions went live when, and what they did to the times
visitors    who they are and where they come from
walk        what they look at, and in what order
scenario    all of that, and how long calls take and how busy the shop is
monitoring  the settings of FMD
tables      what history writes there
pages       the shop's pages
app         the shop itself
serve       runs the shop        (python -m apps.shop.serve)
history     writes past calls    (python -m apps.shop.history)
traffic     makes live requests  (python -m apps.shop.traffic)

FMD makes its engine as it is imported, so that import stands where the database is known.
"""
